//! All evidence for and against one reading of a receipt, and the class that it adds up to. Classes, not points:
//! weak facts never add up to a strong one.

mod grade;
mod weigh;

use grade::{Grounds, class};

use super::Explanation;
use super::clue::Clues;
use super::fit::{Fit, How};
use super::index::At;
use super::matcher::Matcher;
use super::payer::{Payer, Strength};
use crate::domain::candidate::{Candidate, Waiting};
use crate::domain::command::Over;
use crate::domain::evidence::{Class, Evidence, pattern};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;

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
        if let Some(name) = self.payer.many {
            let name = name.into();
            evidence.push(Evidence::PaysForMany { name });
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
                let (pattern, undone) = (pattern.into(), record.undone);
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
            && grade::class(&but_for, &fit, via, strength) == Class::A;
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
                name: (&hit.name).into(),
            })
    }
}
