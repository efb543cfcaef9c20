//! Who in the register may be one with somebody who is about to be entered: of those who share a number, a way to reach
//! them or a name, the likely ones.

use std::collections::BTreeMap;

use crate::domain::account;
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind};
use crate::domain::sign::signs;
use crate::domain::upkeep::Alike;

use super::duplicates;

/// Customers that are told: more are no help.
const MOST: usize = 5;

/// Somebody who is not in the register yet, with what he is known by.
#[derive(Debug)]
pub struct Newcomer<'a> {
    facts: &'a CustomerFacts,
    signs: Vec<(Alike, String)>,
}

impl<'a> Newcomer<'a> {
    pub fn new(facts: &'a CustomerFacts) -> Self {
        let signs = signs(facts);
        Self { facts, signs }
    }

    /// What he is known by: who shares none of it is not alike.
    pub fn signs(&self) -> &[(Alike, String)] {
        &self.signs
    }

    /// Those of these who are likely he, the likeliest first, each with what they share. What many share tells nothing.
    pub fn alike<'c>(&self, others: &'c [Customer]) -> Vec<(&'c Customer, Vec<Alike>)> {
        let shared: Vec<(&Customer, Vec<Alike>)> = others
            .iter()
            .map(|other| (other, self.shares(&other.facts)))
            .collect();
        let mut counts: BTreeMap<Alike, usize> = BTreeMap::new();
        for what in shared.iter().flat_map(|(_, why)| why) {
            *counts.entry(*what).or_default() += 1;
        }
        let tells = |what: &Alike| counts[what] < duplicates::MOST_ALIKE;
        let mut found: Vec<(&Customer, Vec<Alike>)> = shared
            .into_iter()
            .filter_map(|(other, mut why)| {
                why.retain(tells);
                self.is_likely(&other.facts, &why).then_some((other, why))
            })
            .collect();
        let strength = |why: &[Alike]| std::cmp::Reverse(duplicates::strength(why));
        found.sort_by_key(|(other, why)| (strength(why), other.id));
        found.truncate(MOST);
        found
    }

    fn shares(&self, other: &CustomerFacts) -> Vec<Alike> {
        let theirs = signs(other);
        let mut why: Vec<Alike> = self
            .signs
            .iter()
            .filter(|sign| theirs.contains(sign))
            .map(|(what, _)| *what)
            .collect();
        why.sort_unstable();
        why
    }

    /// Before he is entered a question costs little: one way to reach both is enough, and a person's name with his
    /// postcode.
    fn is_likely(&self, other: &CustomerFacts, why: &[Alike]) -> bool {
        if duplicates::is_likely(self.facts, other, why) {
            return true;
        }
        if duplicates::are_registered_apart(self.facts, other) {
            return false;
        }
        let has = |what| why.contains(&what);
        let is_person = |facts: &CustomerFacts| facts.kind == CustomerKind::Consumer;
        let named = has(Alike::Name) && (is_person(self.facts) || is_person(other));
        has(Alike::Email) || has(Alike::Phone) || named && same_postcode(self.facts, other)
    }
}

fn same_postcode(one: &CustomerFacts, other: &CustomerFacts) -> bool {
    let bare = |facts: &CustomerFacts| facts.text.postcode.as_deref().map(account::bare);
    bare(one).is_some_and(|code| !code.is_empty() && bare(other) == Some(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CustomerId;

    type Change<'c> = &'c dyn Fn(&mut CustomerFacts);

    fn facts(kind: CustomerKind, name: &str) -> CustomerFacts {
        CustomerFacts::new(kind, "NO", name)
    }

    /// Whom a newcomer is held to be, with why; one of his signs finds each of them.
    fn found(new: &CustomerFacts, known: &[CustomerFacts]) -> Vec<(i64, Vec<Alike>)> {
        let known: Vec<Customer> = (1..)
            .zip(known)
            .map(|(id, facts)| Customer {
                id: CustomerId(id),
                number: id.to_string(),
                facts: facts.clone(),
            })
            .collect();
        let newcomer = Newcomer::new(new);
        let all = newcomer.alike(&known);
        for (other, why) in &all {
            assert!(why.iter().any(|what| what.finds()), "{other:?}");
        }
        all.into_iter().map(|(it, why)| (it.id.0, why)).collect()
    }

    #[test]
    fn each_sign_finds_him_however_it_is_written() {
        let mut known = facts(CustomerKind::Business, "Nordlys Bygg A/S");
        known.text.org_no = Some("NO 923 609 016 MVA".to_owned());
        known.text.account = Some("8601.11.17947".to_owned());
        known.text.email = Some("Post@Nordlys.no".to_owned());
        known.text.phone = Some("+47 22 33 44 55".to_owned());
        let known = [known];
        let new = |change: &dyn Fn(&mut CustomerFacts)| {
            let mut new = facts(CustomerKind::Business, "Helt Annet");
            change(&mut new);
            found(&new, &known)
        };
        assert_eq!(new(&|_| {}), []);
        let cases: [(Change<'_>, Alike); 5] = [
            (
                &|new| new.text.org_no = Some("923609016".into()),
                Alike::OrgNo,
            ),
            (
                &|new| new.text.account = Some("86011117947".into()),
                Alike::Account,
            ),
            (&|new| new.text.name = "NORDLYS BYGG AS".into(), Alike::Name),
            (
                &|new| new.text.email = Some("post@nordlys.no".into()),
                Alike::Email,
            ),
            (
                &|new| new.text.phone = Some("22334455".into()),
                Alike::Phone,
            ),
        ];
        for (change, why) in cases {
            assert_eq!(new(change), [(1, vec![why])]);
        }
        // Who is registered apart is another, whatever else they share.
        assert_eq!(
            new(&|new| {
                new.text.org_no = Some("889905670".into());
                new.text.email = Some("post@nordlys.no".into());
            }),
            []
        );
    }

    #[test]
    fn a_persons_name_takes_his_postcode() {
        let mut known = facts(CustomerKind::Consumer, "Ola Hansen");
        known.text.postcode = Some("0150".to_owned());
        let mut new = facts(CustomerKind::Consumer, "Hansen, Ola");
        assert_eq!(found(&new, &[known.clone()]), []);
        new.text.postcode = Some("0150".to_owned());
        assert_eq!(found(&new, &[known]), [(1, vec![Alike::Name])]);
    }

    #[test]
    fn what_many_share_is_no_sign() {
        let mut known = facts(CustomerKind::Business, "A");
        known.text.email = Some("post@regnskap.no".to_owned());
        let known: Vec<CustomerFacts> = (0..20)
            .map(|at| {
                let mut one = known.clone();
                one.text.name = format!("Firma {at}");
                one
            })
            .collect();
        let mut new = facts(CustomerKind::Business, "B");
        new.text.email = Some("post@regnskap.no".to_owned());
        assert_eq!(found(&new, &known), []);
        assert_eq!(found(&new, &known[..2]).len(), 2);
    }
}
