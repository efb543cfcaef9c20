//! Each kind of evidence for and against a reading, told and weighed.

use compact_str::CompactString;

use super::Scene;
use super::grade::Grounds;
use crate::domain::candidate::Hold;
use crate::domain::evidence::Evidence;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::reference;
use crate::domain::rule::RuleSays;
use crate::matching::clue::{Seen, Spoken, Sureness};
use crate::matching::fit::{Fit, How};
use crate::matching::index::{At, capitals};
use crate::matching::payer::Strength;

impl Scene<'_, '_> {
    pub(super) fn about_references(
        &self,
        debits: &[At],
        grounds: &mut Grounds,
        evidence: &mut Vec<Evidence>,
    ) {
        let mut covered: Vec<At> = Vec::new();
        let mut all_used = true;
        let mut customer_alone = false;
        for named in &self.clues.references {
            let Some(first) = named.items.first() else {
                continue;
            };
            let invoice = self.item(*first).number.clone();
            let reference = named.reference.clone();
            if named.document(self.matcher).is_none() {
                evidence.push(Evidence::ReferenceOfCustomer { reference });
                customer_alone = true;
                continue;
            }
            let mine: Vec<At> = named
                .items
                .iter()
                .copied()
                .filter(|at| debits.contains(at))
                .collect();
            if mine.is_empty() {
                all_used = false;
                if named.open(self.matcher).is_empty() {
                    evidence.push(Evidence::ReferenceOfClosed { reference, invoice });
                }
                continue;
            }
            covered.extend(mine);
            grounds.bare |= named.seen >= Seen::Bare;
            grounds.short |= named.seen == Seen::Short;
            evidence.push(if named.seen == Seen::Structured {
                let schemes = reference::schemes(&reference);
                Evidence::Reference {
                    reference,
                    invoice,
                    schemes,
                }
            } else {
                Evidence::ReferenceInText { reference, invoice }
            });
        }
        for (reference, letter) in &self.clues.letters {
            let mine = debits
                .iter()
                .filter(|at| letter.items.contains(&self.item(**at).item));
            let before = covered.len();
            covered.extend(mine);
            if covered.len() == before {
                all_used = false;
                continue;
            }
            evidence.push(Evidence::ReferenceOfLetter {
                reference: reference.clone(),
            });
        }
        // A charge goes with the item that it is for.
        let is_covered = |at: &At| {
            covered.contains(at)
                || self
                    .item(*at)
                    .about
                    .is_some_and(|about| covered.iter().any(|at| self.item(*at).item == about))
        };
        grounds.referenced = all_used
            && !customer_alone
            && self.clues.has_reference()
            && !debits.is_empty()
            && debits.iter().all(is_covered);
        grounds.single = self.clues.references.len() == 1 && self.clues.letters.is_empty();
        grounds.other_reference = self.clues.has_reference() && !all_used;
        let nearly: Vec<&(CompactString, At)> = self
            .clues
            .nearly
            .iter()
            .filter(|(_, at)| debits.contains(at))
            .collect();
        for (reference, at) in &nearly {
            evidence.push(Evidence::ReferenceNearly {
                reference: reference.clone(),
                invoice: self.item(*at).number.clone(),
            });
        }
        grounds.nearly = !nearly.is_empty();
    }

    pub(super) fn about_numbers(
        &self,
        debits: &[At],
        grounds: &mut Grounds,
        evidence: &mut Vec<Evidence>,
    ) {
        let mut whole: Vec<CompactString> = Vec::new();
        let mut ranged = false;
        for spoken in &self.clues.spoken {
            if !spoken.items.iter().any(|at| debits.contains(at)) {
                continue;
            }
            if let Some(name) = &spoken.rule {
                grounds.ruled = true;
                evidence.push(Evidence::Rule { name: name.clone() });
                continue;
            }
            let number = spoken
                .items
                .iter()
                .find(|at| debits.contains(at))
                .map(|at| self.item(*at).number.clone())
                .unwrap_or_default();
            match spoken.sureness {
                Sureness::Whole => whole.push(number),
                Sureness::Range => ranged = true,
                Sureness::Digits => evidence.push(Evidence::DigitsInText {
                    digits: spoken.token.clone(),
                    invoice: number,
                }),
            }
        }
        whole.dedup();
        if !whole.is_empty() {
            evidence.push(Evidence::NumberInText { invoices: whole });
        }
        let in_range: Vec<At> = debits
            .iter()
            .copied()
            .filter(|at| self.is_in_range(*at))
            .collect();
        if (ranged || in_range.len() > 1)
            && let Some((first, last)) = &self.clues.range
        {
            let (first, last) = (first.into(), last.into());
            evidence.push(Evidence::RangeInText { first, last });
        }
        let by = |at: &At, least: Sureness| {
            let mut spoken = self.clues.spoken.iter();
            spoken.any(|spoken| spoken.sureness >= least && spoken.items.contains(at))
                || in_range.contains(at)
        };
        let by_reference = |at: &At| {
            let mut named = self.clues.references.iter();
            named.any(|named| named.document(self.matcher).is_some() && named.items.contains(at))
        };
        let goes_with = |at: &At, is: &dyn Fn(&At) -> bool| {
            let about = self.item(*at).about;
            is(at)
                || about.is_some_and(|about| {
                    debits
                        .iter()
                        .any(|at| self.item(*at).item == about && is(at))
                })
        };
        grounds.named = !debits.is_empty()
            && debits
                .iter()
                .all(|at| goes_with(at, &|at| by_reference(at) || by(at, Sureness::Range)));
        grounds.hinted = grounds.named
            || grounds.nearly
            || (!debits.is_empty()
                && debits
                    .iter()
                    .all(|at| goes_with(at, &|at| by_reference(at) || by(at, Sureness::Digits))));
    }

    /// Between the ends of a range that the text names.
    pub fn is_in_range(&self, at: At) -> bool {
        let Some((first, last)) = &self.clues.range else {
            return false;
        };
        let number = capitals(&self.item(at).number);
        let within = first.len() == last.len() && number.len() == first.len();
        within && *first <= number && number <= *last
    }

    /// Other readings that the amount or the text allows.
    pub(super) fn about_others(
        &self,
        debits: &[At],
        customer: CustomerId,
        fit: &Fit,
        grounds: &mut Grounds,
        evidence: &mut Vec<Evidence>,
    ) {
        let (index, receipt) = (self.matcher.index(), self.receipt);
        if fit.how != How::Exact {
            for other in index.exactly(customer, receipt.currency, receipt.left) {
                if !debits.contains(&other) {
                    let invoice = self.item(other).number.clone();
                    evidence.push(Evidence::OtherItemFits { invoice });
                    grounds.unless.push(other);
                    grounds.guarded = true;
                }
            }
        }
        self.about_left_out(debits, customer, fit, grounds, evidence);
        self.about_shares(fit, grounds, evidence);
        if grounds.several_customers {
            return;
        }
        // Beside a reference only a whole number is as good.
        let least = if self.clues.has_reference() {
            Sureness::Whole
        } else {
            Sureness::Digits
        };
        let nearly = self.clues.nearly.iter().map(|(_, at)| at);
        let hinted = self
            .clues
            .spoken
            .iter()
            .filter(|spoken| spoken.sureness >= least)
            .flat_map(|spoken| &spoken.items)
            .chain(nearly.filter(|_| !self.clues.has_reference()));
        let mut others: Vec<At> = hinted
            .copied()
            .filter(|at| index.free(*at) == receipt.left && !debits.contains(at))
            .filter(|at| self.item(*at).customer != customer)
            .collect();
        if !self.clues.has_reference() && self.payer.strength(customer) < Some(Strength::Medium) {
            let leads = self
                .payer
                .leads
                .iter()
                .filter(|lead| lead.customer != customer);
            others.extend(
                leads.flat_map(|lead| index.exactly(lead.customer, receipt.currency, receipt.left)),
            );
        }
        others.sort_by_key(|at| index.order(*at));
        others.dedup();
        for other in others.into_iter().take(2) {
            let other = self.item(other);
            evidence.push(Evidence::OtherCustomerFits {
                invoice: other.number.clone(),
                customer: self.matcher.number(other.customer).into(),
            });
            grounds.guarded = true;
        }
    }

    /// What the receipt names and this reading leaves out.
    fn about_left_out(
        &self,
        debits: &[At],
        customer: CustomerId,
        fit: &Fit,
        grounds: &mut Grounds,
        evidence: &mut Vec<Evidence>,
    ) {
        let index = self.matcher.index();
        let exact = fit.how == How::Exact;
        let is_his = |at: &At| self.item(*at).customer == customer;
        let counts = |spoken: &Spoken| {
            if grounds.referenced && exact {
                // The amount has spoken too: only a number that a word names contradicts it.
                spoken.sureness >= Sureness::Range && spoken.near_word
            } else {
                let his = self.clues.has_reference() && spoken.items.iter().any(is_his);
                spoken.sureness >= Sureness::Range || his
            }
        };
        let left_out = self.clues.spoken.iter().find_map(|spoken| {
            let is_open = |at: &&At| index.free(**at) > Minor::ZERO;
            let used = spoken.items.iter().any(|at| debits.contains(at));
            let open = spoken.items.iter().find(is_open)?;
            (!used && counts(spoken)).then_some(*open)
        });
        if let Some(at) = left_out {
            let invoice = self.item(at).number.clone();
            evidence.push(Evidence::TextNamesMore { invoice });
            grounds.unless.clear();
            grounds.guarded = true;
        }
        if exact {
            return;
        }
        // A reference but for zeros or a slip: with a rest either may be meant.
        let nearly = self.clues.nearly.iter();
        let mut others =
            nearly.filter(|(_, at)| !debits.contains(at) && index.free(*at) > Minor::ZERO);
        if let Some((reference, at)) = others.next() {
            evidence.push(Evidence::ReferenceNearly {
                reference: reference.clone(),
                invoice: self.item(*at).number.clone(),
            });
            grounds.unless.clear();
            grounds.guarded = true;
        }
    }

    /// What the payer states for each item comes before what the amount allows.
    fn about_shares(&self, fit: &Fit, grounds: &mut Grounds, evidence: &mut Vec<Evidence>) {
        let stated: Vec<(&Spoken, Minor)> = self
            .clues
            .spoken
            .iter()
            .filter_map(|spoken| Some((spoken, spoken.share?)))
            .collect();
        if stated.is_empty() {
            return;
        }
        let sum = |parts: &[(At, Minor)], items: &[At]| -> Minor {
            let parts = parts.iter().filter(|(at, _)| items.contains(at));
            parts.map(|(_, amount)| *amount).sum()
        };
        let of_receipt = fit
            .rests
            .iter()
            .filter(|rest| rest.item == self.receipt.item);
        let rounded: Minor = of_receipt.map(|rest| rest.amount).sum();
        let differs = stated.iter().any(|(spoken, share)| {
            let given = sum(&fit.parts, &spoken.items) - sum(&fit.credits, &spoken.items);
            given != *share && given + rounded != *share
        });
        if differs {
            evidence.push(Evidence::SharesDiffer);
            grounds.unless.clear();
            grounds.guarded = true;
        } else if stated.len() > 1 {
            evidence.push(Evidence::SharesStated);
        }
    }

    /// Rules of the user's own that say something else.
    fn against_rules(&self, customer: CustomerId, evidence: &mut Vec<Evidence>) {
        for hit in &self.clues.rules {
            let name = CompactString::from(&hit.name);
            match &hit.says {
                RuleSays::Customer(number) => {
                    let says = self.matcher.by_customer_number(number);
                    if says.is_some_and(|says| {
                        says != customer && !self.matcher.same_group(says, customer)
                    }) {
                        let customer = number.into();
                        evidence.push(Evidence::RuleOfOther { name, customer });
                    }
                }
                RuleSays::NotReceivable(account) => {
                    let account = account.into();
                    evidence.push(Evidence::RuleNotReceivable { name, account });
                }
                RuleSays::Invoice(_) => {}
            }
        }
    }

    /// D1 and X1.
    pub(super) fn against(
        &self,
        debits: &[At],
        customer: CustomerId,
        grounds: &mut Grounds,
        evidence: &mut Vec<Evidence>,
    ) {
        let before = evidence.len();
        for at in debits {
            let item = self.item(*at);
            let invoice = || item.number.clone();
            if item.currency != self.receipt.currency {
                evidence.push(Evidence::OtherCurrency { invoice: invoice() });
            }
            match item.hold {
                Some(Hold::Disputed) => evidence.push(Evidence::Disputed { invoice: invoice() }),
                Some(Hold::AtAgency) => evidence.push(Evidence::AtAgency { invoice: invoice() }),
                Some(Hold::OnPlan) => evidence.push(Evidence::OnPlan { invoice: invoice() }),
                None => {}
            }
            if self.receipt.booked < item.issued {
                evidence.push(Evidence::BeforeInvoice { invoice: invoice() });
            }
        }
        let index = self.matcher.index();
        let one_customer = self.payer.many.is_none() && !grounds.several_customers;
        for spoken in &self.clues.spoken {
            if spoken.sureness != Sureness::Whole
                || spoken.items.iter().any(|at| debits.contains(at))
            {
                continue;
            }
            let Some(first) = spoken.items.first().map(|at| self.item(*at)) else {
                continue;
            };
            let invoice = first.number.clone();
            let of_customer = spoken
                .items
                .iter()
                .any(|at| self.item(*at).customer == customer);
            let closed = spoken.items.iter().all(|at| index.free(*at).is_zero());
            if !of_customer && one_customer && spoken.near_word {
                let customer = self.matcher.number(first.customer).into();
                evidence.push(Evidence::NumberOfOther { invoice, customer });
                grounds.other_customer = true;
            } else if of_customer && closed && !grounds.referenced {
                evidence.push(Evidence::NumberOfClosed { invoice });
            }
        }
        if one_customer && self.receipt.customer == CustomerId::UNIDENTIFIED {
            let found = self.payer.contradicts(self.matcher, customer);
            grounds.other_customer |= !found.is_empty();
            evidence.extend(found);
        }
        if self.receipt.customer == CustomerId::UNIDENTIFIED {
            let ruled = evidence.len();
            self.against_rules(customer, evidence);
            grounds.other_customer |= evidence.len() > ruled;
        }
        grounds.against = evidence.len() > before;
    }
}
