//! Customers that are likely one and the same: by the numbers and addresses that only one can have, by name where
//! nothing else speaks against it.

use std::collections::{BTreeMap, HashMap};

use crate::domain::customer::{Customer, CustomerFacts, CustomerKind};
use crate::domain::id::CustomerId;
use crate::domain::org_no;
use crate::domain::sign::signs;
use crate::domain::upkeep::{Alike, Duplicate};

/// A value that more customers share tells nothing: the address of an accountant, the telephone of a chain.
pub(super) const MOST_ALIKE: usize = 8;
/// Pairs that are told.
const MOST: usize = 5_000;

/// Pairs that are likely the same, the strongest first. Time grows with the customers, not with their square.
pub fn duplicates(customers: &[Customer]) -> Vec<Duplicate> {
    let mut alike: HashMap<(Alike, String), Vec<usize>> = HashMap::new();
    for (at, customer) in customers.iter().enumerate() {
        for (what, value) in signs(&customer.facts) {
            alike.entry((what, value)).or_default().push(at);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), Vec<Alike>> = BTreeMap::new();
    for ((what, _), members) in alike {
        if members.len() > MOST_ALIKE {
            continue;
        }
        for (count, one) in members.iter().enumerate() {
            for other in &members[count + 1..] {
                pairs.entry((*one, *other)).or_default().push(what);
            }
        }
    }
    let mut found: Vec<Duplicate> = pairs
        .into_iter()
        .filter_map(|((one, other), mut why)| {
            why.sort_unstable();
            why.dedup();
            let (one, other) = (&customers[one], &customers[other]);
            is_likely(&one.facts, &other.facts, &why).then(|| pair(one.id, other.id, why))
        })
        .collect();
    found.sort_by_key(|pair| (std::cmp::Reverse(strength(&pair.why)), pair.one, pair.other));
    found.truncate(MOST);
    found
}

fn pair(one: CustomerId, other: CustomerId, why: Vec<Alike>) -> Duplicate {
    Duplicate {
        one: one.min(other),
        other: one.max(other),
        why,
    }
}

/// A number or an account is enough; a company's name is, unless the numbers differ; a person's name takes something
/// beside it, for many are called alike; a way to reach both takes the name or two ways.
pub(super) fn is_likely(one: &CustomerFacts, other: &CustomerFacts, why: &[Alike]) -> bool {
    let has = |what| why.contains(&what);
    if has(Alike::OrgNo) {
        return true;
    }
    if are_registered_apart(one, other) {
        return false;
    }
    let ways = why.iter().filter(|what| **what != Alike::Name).count();
    let persons = [one, other]
        .iter()
        .any(|facts| facts.kind == CustomerKind::Consumer);
    has(Alike::Account) || has(Alike::Name) && (!persons || ways > 0) || ways > 1
}

/// Two that are registered apart are two: a mother and its daughter share all the rest.
pub(super) fn are_registered_apart(one: &CustomerFacts, other: &CustomerFacts) -> bool {
    let number = |facts: &CustomerFacts| {
        let number = facts.text.org_no.as_ref();
        number.and_then(|number| org_no::canonical(&facts.country, number))
    };
    let both = number(one).zip(number(other));
    both.is_some_and(|(one, other)| one != other)
}

pub(super) fn strength(why: &[Alike]) -> u32 {
    let points = why.iter().map(|what| match what {
        Alike::OrgNo => 100,
        Alike::Account => 60,
        Alike::Name => 40,
        Alike::Email | Alike::Phone => 30,
        Alike::Address => 20,
    });
    points.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(id: i64, kind: CustomerKind, name: &str) -> Customer {
        Customer {
            id: CustomerId(id),
            number: id.to_string(),
            facts: CustomerFacts::new(kind, "NO", name),
        }
    }

    fn firm(id: i64, name: &str) -> Customer {
        customer(id, CustomerKind::Business, name)
    }

    fn found(customers: &[Customer]) -> Vec<(i64, i64, Vec<Alike>)> {
        let found = duplicates(customers).into_iter();
        found
            .map(|pair| (pair.one.0, pair.other.0, pair.why))
            .collect()
    }

    #[test]
    fn a_company_entered_twice_is_found_however_it_was_written() {
        let mut customers = vec![
            firm(1, "Nordlys Bygg AS"),
            firm(2, "NORDLYS BYGG A/S"),
            firm(3, "Nordbygg"),
            firm(4, "Sørlys Bygg AS"),
        ];
        assert_eq!(found(&customers), [(1, 2, vec![Alike::Name])]);
        customers[0].facts.text.org_no = Some("NO 923 609 016 MVA".to_owned());
        customers[3].facts.text.org_no = Some("923609016".to_owned());
        customers[0].facts.text.account = Some("1234.56.78903".to_owned());
        customers[2].facts.text.account = Some("12345678903".to_owned());
        assert_eq!(
            found(&customers),
            [
                (1, 4, vec![Alike::OrgNo]),
                (1, 3, vec![Alike::Account]),
                (1, 2, vec![Alike::Name]),
            ]
        );
    }

    #[test]
    fn what_is_registered_apart_is_two() {
        let mut customers = vec![firm(1, "Nordlys AS"), firm(2, "Nordlys AS")];
        customers[0].facts.text.org_no = Some("923609016".to_owned());
        customers[1].facts.text.org_no = Some("889905670".to_owned());
        for customer in &mut customers {
            customer.facts.text.email = Some("post@nordlys.no".to_owned());
        }
        assert!(found(&customers).is_empty());
        customers[1].facts.text.org_no = None;
        assert_eq!(found(&customers).len(), 1);
    }

    #[test]
    fn many_persons_are_called_alike() {
        let person = |id| customer(id, CustomerKind::Consumer, "Ola Hansen");
        let mut customers = vec![person(1), person(2), person(3)];
        assert!(found(&customers).is_empty());
        customers[0].facts.text.phone = Some("+47 22 33 44 55".to_owned());
        customers[2].facts.text.phone = Some("22334455".to_owned());
        assert_eq!(found(&customers), [(1, 3, vec![Alike::Name, Alike::Phone])]);
    }

    #[test]
    fn one_way_that_two_companies_share_is_no_sign_two_are() {
        let mut customers = vec![firm(1, "Alfa AS"), firm(2, "Beta AS")];
        for customer in &mut customers {
            customer.facts.text.email = Some("Post@regnskap.no".to_owned());
        }
        assert!(found(&customers).is_empty());
        for customer in &mut customers {
            customer.facts.text.street = Some("Storgata 1".to_owned());
            customer.facts.text.postcode = Some("0150".to_owned());
        }
        assert_eq!(
            found(&customers),
            [(1, 2, vec![Alike::Email, Alike::Address])]
        );
    }

    #[test]
    fn what_many_share_tells_nothing_and_costs_nothing() {
        let mut customers: Vec<Customer> = (0..50_000).map(|id| firm(id, "Kjede AS")).collect();
        for customer in &mut customers {
            customer.facts.text.email = Some("post@kjede.no".to_owned());
        }
        assert!(found(&customers).is_empty());
    }
}
