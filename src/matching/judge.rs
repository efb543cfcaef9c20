//! All evidence for and against one reading of a receipt, and the class that it adds up to. Classes, not points:
//! weak facts never add up to a strong one.

use super::Explanation;
use super::clue::{Clues, Sureness};
use super::fit::{Fit, How};
use super::index::At;
use super::matcher::Matcher;
use super::payer::{Payer, Strength};
use crate::domain::candidate::{Candidate, Hold, Waiting};
use crate::domain::command::Over;
use crate::domain::evidence::{Class, Evidence, pattern};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::domain::reference;

/// How the items were found, as far as their names do not tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Via {
    /// The receipt names them.
    Named,
    /// One item of the customer has the amount; or one of several, if not unique.
    Single { unique: bool },
    /// Whole balance, all overdue, a letter's total.
    Balance,
    /// The oldest in order; the only subset that adds up.
    Subset,
    /// Adds up by chance, perhaps, or one of several that do.
    Loose,
    /// The amount alone, over the whole ledger.
    Amount,
}

/// A receipt with what it says and who paid it.
pub(super) struct Scene<'m, 'k> {
    pub matcher: &'m Matcher<'k>,
    pub receipt: &'m Waiting,
    pub clues: &'m Clues<'k>,
    pub payer: &'m Payer,
}

/// What the evidence says of one reading, for its class.
#[derive(Default)]
struct Grounds {
    /// Each item bears a reference that was named, and each that was named is used.
    referenced: bool,
    /// One reference, or one letter with its total.
    single: bool,
    /// Each item is named by reference or whole number.
    named: bool,
    /// Each is named somehow: digits, or a reference with a slip.
    hinted: bool,
    nearly: bool,
    /// A rule of the user's names them.
    ruled: bool,
    several_customers: bool,
    against: bool,
    /// The reference names something else.
    other_reference: bool,
    /// Another reading is as good.
    guarded: bool,
    other_customer: bool,
    /// The credits that are used are named too.
    credits_named: bool,
    /// All that stands in the way of certainty: other items of the amount.
    unless: Vec<At>,
}

impl<'k> Scene<'_, 'k> {
    fn item(&self, at: At) -> &'k Candidate {
        self.matcher.index().get(at)
    }

    /// One reading: its evidence and class, and the items that must be somebody else's before it is certain.
    pub fn judge(&self, fit: Fit, via: Via, found: Vec<Evidence>) -> Explanation {
        let debits: Vec<At> = fit.parts.iter().map(|(at, _)| *at).collect();
        let customer = debits
            .first()
            .map_or(self.receipt.customer, |at| self.item(*at).customer);
        let mut grounds = Grounds {
            several_customers: debits.iter().any(|at| self.item(*at).customer != customer),
            credits_named: fit.credits.iter().all(|(at, _)| {
                self.clues
                    .spoken
                    .iter()
                    .any(|spoken| spoken.items.contains(at))
            }),
            ..Grounds::default()
        };
        let mut evidence = Vec::new();
        self.about_references(&debits, &mut grounds, &mut evidence);
        self.about_numbers(&debits, &mut grounds, &mut evidence);
        if !grounds.several_customers {
            evidence.extend(self.payer.speaks_for(customer));
            evidence.extend(self.rules_for(customer));
        }
        if let Some(name) = &self.payer.many {
            evidence.push(Evidence::PaysForMany { name: name.clone() });
        }
        evidence.extend(found);
        evidence.extend(fit.evidence.iter().cloned());
        self.about_others(&debits, customer, &fit, &mut grounds, &mut evidence);
        self.against(&debits, customer, &mut grounds, &mut evidence);
        let mut differs = false;
        if !grounds.several_customers
            && let Some(percent) = self
                .payer
                .name_differs(self.matcher, self.receipt, customer)
        {
            differs = true;
            evidence.push(Evidence::NameDiffers { percent });
        }
        let strength = if self.receipt.customer == customer {
            Some(Strength::Strong)
        } else {
            self.strength(customer)
        };
        let mut class = class(&grounds, &fit, via, strength);
        if class == Class::B {
            let pattern = pattern(&evidence);
            if let Some(record) = self.matcher.known().patterns.get(&pattern)
                && record.is_demoted()
            {
                class = Class::C;
                let undone = record.undone;
                evidence.push(Evidence::PatternDemoted { pattern, undone });
            }
        }
        let more_than_amount = grounds.hinted || strength.is_some();
        let teaches = !matches!(fit.how, How::Over | How::Short | How::Doubtful)
            && !grounds.several_customers
            && !grounds.other_customer
            && !differs
            && self.payer.many.is_none()
            && more_than_amount;
        let unless: Vec<ItemId> = grounds
            .unless
            .iter()
            .map(|at| self.item(*at).item)
            .collect();
        let but_for = Grounds {
            guarded: false,
            ..grounds
        };
        let may_be_certain = class != Class::A
            && !unless.is_empty()
            && self::class(&but_for, &fit, via, strength) == Class::A;
        let explanation = self.explanation(class, customer, fit, evidence, teaches);
        if may_be_certain {
            Explanation {
                unless,
                ..explanation
            }
        } else {
            explanation
        }
    }

    fn explanation(
        &self,
        class: Class,
        customer: CustomerId,
        fit: Fit,
        evidence: Vec<Evidence>,
        teaches: bool,
    ) -> Explanation {
        let ids = |parts: Vec<(At, Minor)>| -> Vec<(ItemId, Minor)> {
            parts
                .into_iter()
                .map(|(at, amount)| (self.item(at).item, amount))
                .collect()
        };
        Explanation {
            class,
            customer,
            parts: ids(fit.parts),
            credits: ids(fit.credits),
            rests: fit.rests,
            account: None,
            unapplied: fit.unapplied,
            over: Over::Unapplied,
            evidence,
            teaches,
            unless: Vec::new(),
        }
    }

    /// The money is the customer's, and settles nothing yet.
    pub fn unsettled(
        &self,
        class: Class,
        customer: CustomerId,
        found: Vec<Evidence>,
    ) -> Explanation {
        let mut evidence = found;
        evidence.extend(self.payer.speaks_for(customer));
        evidence.extend(self.payer.contradicts(self.matcher, customer));
        Explanation {
            class,
            customer,
            parts: Vec::new(),
            credits: Vec::new(),
            rests: Vec::new(),
            account: None,
            unapplied: self.receipt.left,
            over: Over::Unapplied,
            evidence,
            teaches: false,
            unless: Vec::new(),
        }
    }

    /// How strongly payer, rules and customer references point to a customer.
    pub fn strength(&self, customer: CustomerId) -> Option<Strength> {
        let by_reference = self.clues.references.iter().any(|named| {
            named.document(self.matcher).is_none()
                && named
                    .items
                    .iter()
                    .all(|at| self.item(*at).customer == customer)
        });
        let by_rule = self.rules_for(customer).next().is_some();
        if by_reference || by_rule {
            return Some(Strength::Strong);
        }
        self.payer.strength(customer)
    }

    fn rules_for(&self, customer: CustomerId) -> impl Iterator<Item = Evidence> + '_ {
        use crate::domain::rule::RuleSays;
        let number = self.matcher.number(customer);
        self.clues
            .rules
            .iter()
            .filter(move |hit| matches!(&hit.says, RuleSays::Customer(named) if named == number))
            .map(|hit| Evidence::Rule {
                name: hit.name.clone(),
            })
    }

    fn about_references(&self, debits: &[At], grounds: &mut Grounds, evidence: &mut Vec<Evidence>) {
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
            evidence.push(if named.in_text {
                Evidence::ReferenceInText { reference, invoice }
            } else {
                let schemes = reference::schemes(&reference);
                Evidence::Reference {
                    reference,
                    invoice,
                    schemes,
                }
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
        let nearly: Vec<&(String, At)> = self
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

    fn about_numbers(&self, debits: &[At], grounds: &mut Grounds, evidence: &mut Vec<Evidence>) {
        let mut whole: Vec<String> = Vec::new();
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
            let (first, last) = (first.clone(), last.clone());
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
        let number = super::index::capitals(&self.item(at).number);
        let within = first.len() == last.len() && number.len() == first.len();
        within && *first <= number && number <= *last
    }

    /// Other readings that the amount or the text allows.
    fn about_others(
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
        // What the text names and this reading leaves out.
        if !(grounds.referenced && fit.how == How::Exact) {
            let names_more = self.clues.spoken.iter().any(|spoken| {
                spoken.sureness == Sureness::Whole
                    && !spoken.items.iter().any(|at| debits.contains(at))
                    && spoken.items.iter().any(|at| index.free(*at) > Minor::ZERO)
            });
            if names_more {
                evidence.push(Evidence::SeveralFit);
                grounds.unless.clear();
                grounds.guarded = true;
            }
        }
        if grounds.several_customers || self.clues.has_reference() {
            return;
        }
        let nearly = self.clues.nearly.iter().map(|(_, at)| at);
        let hinted = self
            .clues
            .spoken
            .iter()
            .flat_map(|spoken| &spoken.items)
            .chain(nearly);
        let mut others: Vec<At> = hinted
            .copied()
            .filter(|at| index.free(*at) == receipt.left && !debits.contains(at))
            .filter(|at| self.item(*at).customer != customer)
            .collect();
        if self.payer.strength(customer) < Some(Strength::Medium) {
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
                customer: self.matcher.number(other.customer).to_owned(),
            });
            grounds.guarded = true;
        }
    }

    /// D1 and X1.
    fn against(
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
                let customer = self.matcher.number(first.customer).to_owned();
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
        grounds.against = evidence.len() > before;
    }
}

fn class(grounds: &Grounds, fit: &Fit, via: Via, strength: Option<Strength>) -> Class {
    let strong = strength == Some(Strength::Strong);
    let medium = strength >= Some(Strength::Medium);
    let closes = fit.how.closes() && !fit.doubt;
    let told = grounds.referenced
        || grounds.named
        || grounds.ruled
        || (grounds.hinted && fit.how == How::Exact);
    if grounds.against {
        return if told || medium { Class::C } else { Class::D };
    }
    if grounds.several_customers {
        return match (grounds.named && fit.how == How::Exact, grounds.named) {
            (true, _) => Class::B,
            (false, true) => Class::C,
            (false, false) => Class::D,
        };
    }
    let no_credits = fit.credits.is_empty();
    if grounds.referenced && !grounds.guarded && !fit.doubt && no_credits {
        let certain = match fit.how {
            How::Exact | How::Discounted | How::Rounded => true,
            How::Over | How::Short => grounds.single,
            How::Credited | How::WithOthers | How::Doubtful => false,
        };
        if certain {
            return Class::A;
        }
    }
    let exact = fit.how == How::Exact;
    let unchallenged = !grounds.guarded && !grounds.other_reference;
    if unchallenged && (closes || (fit.how == How::Rounded && strong && grounds.named)) {
        // A credit that nobody spoke of may be for another day, but for the whole balance.
        let by_name = (grounds.named || grounds.ruled)
            && (no_credits || grounds.credits_named || via == Via::Balance);
        let by_payer = strong
            && match via {
                Via::Single { unique } => unique || grounds.hinted,
                Via::Balance => true,
                Via::Named => grounds.hinted && exact,
                Via::Subset | Via::Loose | Via::Amount => false,
            };
        if by_name || by_payer {
            return Class::B;
        }
    }
    if told {
        return Class::C;
    }
    let likely = match via {
        Via::Single { unique } => {
            unique && strength.is_some_and(|strength| strength != Strength::Narrow)
        }
        Via::Balance | Via::Subset => medium,
        Via::Named | Via::Loose | Via::Amount => false,
    };
    if likely { Class::C } else { Class::D }
}
