//! Who in the register may be one with somebody who is about to be entered. One walk over the register: most of it is
//! passed at a glance, and only who shares a number, an address or a name is looked at.

use std::collections::BTreeMap;

use crate::domain::account;
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind, Glance};
use crate::domain::fold::same;
use crate::domain::upkeep::Alike;

use super::duplicates::{self, values};
use super::name;

/// Customers that are told: more are no help.
const MOST: usize = 5;
/// Digits at the end of a number that are compared at a glance.
const LAST: usize = 6;

/// Somebody who is not in the register yet, with what he is known by.
#[derive(Debug)]
pub struct Newcomer<'a> {
    facts: &'a CustomerFacts,
    values: Vec<(Alike, String)>,
    name: String,
    /// The first digits of his number of a register, in its one form: what stands around it does not count.
    org_no: String,
}

impl<'a> Newcomer<'a> {
    pub fn new(facts: &'a CustomerFacts) -> Self {
        let values = values(facts);
        let number = values.iter().find(|(what, _)| *what == Alike::OrgNo);
        let number = number.map_or("", |(_, number)| number.as_str());
        Self {
            org_no: number.chars().filter(char::is_ascii_digit).collect(),
            name: name::key(&facts.text.name),
            values,
            facts,
        }
    }

    /// Whether one may be alike: what says no here is not alike.
    pub fn may_be(&self, other: Glance<'_>) -> bool {
        let text = &self.facts.text;
        let same_end = |one: &Option<String>, other: Option<&str>| {
            let (Some(one), Some(other)) = (one, other) else {
                return false;
            };
            same_end(one, other)
        };
        let number = !self.org_no.is_empty()
            && other.org_no.is_some_and(|other| {
                let digits: String = other.chars().filter(char::is_ascii_digit).collect();
                digits.contains(&self.org_no)
            });
        number
            || same_end(&text.account, other.account)
            || same_end(&text.phone, other.phone)
            || is_email(text.email.as_deref(), other.email)
            || !self.name.is_empty() && name::key(other.name) == self.name
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
        let theirs = values(other);
        let mut why: Vec<Alike> = self
            .values
            .iter()
            .filter(|value| theirs.contains(value))
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

fn is_email(one: Option<&str>, other: Option<&str>) -> bool {
    let both = one.zip(other);
    both.is_some_and(|(one, other)| same(one.trim(), other.trim()))
}

fn same_postcode(one: &CustomerFacts, other: &CustomerFacts) -> bool {
    let bare = |facts: &CustomerFacts| facts.text.postcode.as_deref().map(account::bare);
    bare(one).is_some_and(|code| !code.is_empty() && bare(other) == Some(code))
}

/// Whether two numbers end alike, however they are written.
fn same_end(one: &str, other: &str) -> bool {
    fn end(text: &str) -> impl Iterator<Item = u8> {
        let digits = text.bytes().rev().filter(u8::is_ascii_digit);
        digits.take(LAST)
    }
    end(one).count() > 0 && end(one).eq(end(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CustomerId;

    type Change<'c> = &'c dyn Fn(&mut CustomerFacts);

    fn facts(kind: CustomerKind, name: &str) -> CustomerFacts {
        CustomerFacts::new(kind, "NO", name)
    }

    /// Whom a newcomer is held to be, with why; a glance never says no to one of them.
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
        for (other, _) in &all {
            assert!(newcomer.may_be(Glance::of(&other.facts)), "{other:?}");
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
