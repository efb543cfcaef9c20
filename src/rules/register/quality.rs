//! What is wrong, missing or old in a customer's data.

use std::collections::BTreeMap;

use chrono::Months;

use crate::domain::customer::{CustomerFacts, CustomerKind};
use crate::domain::date::Date;
use crate::domain::field::{Field, Section};
use crate::domain::letter::LetterKind;
use crate::domain::outbox::Channel;
use crate::domain::shape;
use crate::domain::upkeep::{DataFault, FieldName};
use crate::rules::credit::CreditPolicy;
use crate::rules::law::Law;

/// Countries whose organisation numbers are known here, and wanted of who has one.
const REGISTERED: [&str; 4] = ["NO", "SE", "DK", "FI"];
/// A claim on which the law is asked fell due so long ago.
const LATE_DAYS: u64 = 60;

/// A customer's data as the register has it.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    pub facts: &'a CustomerFacts,
    /// Ways that are no good for the address that he has: mail came back.
    pub stopped: &'a [Channel],
    /// When each section was confirmed last.
    pub verified: &'a BTreeMap<Section, Date>,
    /// When he was entered: data are as old as that where nobody confirmed them.
    pub entered: Date,
}

/// All that is wrong with a customer's data on a day, what harms most first. `law` is the one his debts stand under.
pub fn faults(kept: Kept<'_>, policy: &CreditPolicy, law: &Law, today: Date) -> Vec<DataFault> {
    let mut found = Vec::new();
    reach(kept, &mut found);
    required(kept.facts, &mut found);
    shapes(kept.facts, &mut found);
    agreements(kept.facts, law, today, &mut found);
    ages(kept, policy, today, &mut found);
    found.sort();
    found.dedup();
    found
}

fn has(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn reach(kept: Kept<'_>, found: &mut Vec<DataFault>) {
    let text = &kept.facts.text;
    // By the same rule as letters, which take no telephone by themselves.
    let works = |way: &Channel| !kept.stopped.contains(way) && way.address(text).is_some();
    if ![Channel::Email, Channel::Post].iter().any(works) {
        found.push(DataFault::Unreachable);
    }
    let stopped = kept.stopped.iter();
    found.extend(stopped.map(|channel| DataFault::ChannelStopped { channel: *channel }));
}

/// A name and an address of all, a number of the register of who is in one. Persons are asked for no number: none is
/// needed to claim a debt.
fn required(facts: &CustomerFacts, found: &mut Vec<DataFault>) {
    let text = &facts.text;
    let is_person = facts.kind == CustomerKind::Consumer;
    let registered = REGISTERED.contains(&facts.country.as_str());
    let name = !text.name.trim().is_empty();
    let wanted = [
        (Field::Name, name),
        (
            Field::OrgNo,
            is_person || !registered || has(text.org_no.as_ref()),
        ),
        (Field::Postcode, has(text.postcode.as_ref())),
        (Field::City, has(text.city.as_ref())),
        // A firm in a small place may have no street; a person has one, or his letters go astray.
        (Field::Street, !is_person || has(text.street.as_ref())),
        // A firm answers by mail; a person may have none.
        (Field::Email, is_person || has(text.email.as_ref())),
    ];
    let missing = wanted.into_iter().filter(|(_, is_there)| !is_there);
    found.extend(missing.map(|(field, _)| DataFault::Required {
        field_label: FieldName(field),
    }));
}

fn shapes(facts: &CustomerFacts, found: &mut Vec<DataFault>) {
    for wrong in facts.wrong_values() {
        let is_slip = wrong.is_slip();
        let (field_label, value) = (FieldName(wrong.field), wrong.value);
        found.push(if is_slip {
            DataFault::WrongCheckDigit { field_label, value }
        } else {
            DataFault::NotOfForm { field_label, value }
        });
    }
    for contact in &facts.text.contacts {
        let email = contact.email.iter().filter(|it| !shape::is_email(it));
        let phone = contact.phone.iter().filter(|it| !shape::is_phone(it));
        found.extend(email.chain(phone).map(|value| DataFault::NotOfForm {
            field_label: FieldName(Field::Contacts),
            value: value.clone(),
        }));
    }
}

fn agreements(facts: &CustomerFacts, law: &Law, today: Date, found: &mut Vec<DataFault>) {
    let due = today.checked_sub_days(chrono::Days::new(LATE_DAYS));
    let due = due.unwrap_or(today);
    let rule = law.letter(LetterKind::Reminder, facts.kind, due, today, None);
    let fee = rule.ok().and_then(|rule| rule.fee);
    let wants_agreement = fee.is_some_and(|fee| fee.needs_agreement.is_some());
    if wants_agreement && facts.agreed_fee_date.is_none() {
        found.push(DataFault::FeeNotAgreed);
    }
    if facts.agreed_interest.is_some() && facts.agreed_interest_date.is_none() {
        found.push(DataFault::InterestUndated);
    }
}

fn ages(kept: Kept<'_>, policy: &CreditPolicy, today: Date, found: &mut Vec<DataFault>) {
    for (section, on) in stale(kept, policy.stale_months.into(), today) {
        found.push(match on {
            Some(on) => DataFault::Stale { section, on },
            None => DataFault::NeverVerified { section },
        });
    }
}

/// Sections that say something and were not confirmed for so many months (0: none ages), each with the day on which that
/// was done last; none for what nobody ever confirmed since the customer was entered.
pub fn stale(kept: Kept<'_>, months: u32, today: Date) -> Vec<(Section, Option<Date>)> {
    let oldest = today.checked_sub_months(Months::new(months));
    let Some(oldest) = oldest.filter(|_| months > 0) else {
        return Vec::new();
    };
    let is_old = |section: &Section| {
        // How the company sorts him does not age.
        let ages = *section != Section::Sorting && !is_empty(kept.facts, *section);
        let on = kept.verified.get(section).copied();
        ages && on.unwrap_or(kept.entered) < oldest
    };
    let sections = Section::ALL.into_iter().filter(is_old);
    sections
        .map(|section| (section, kept.verified.get(&section).copied()))
        .collect()
}

/// Whether nothing is said in a section: what is not there cannot be old.
fn is_empty(facts: &CustomerFacts, section: Section) -> bool {
    let text = &facts.text;
    match section {
        Section::Identity => false,
        Section::Address => {
            !has(text.street.as_ref()) && !has(text.postcode.as_ref()) && !has(text.city.as_ref())
        }
        Section::Contact => {
            !has(text.email.as_ref()) && !has(text.phone.as_ref()) && text.contacts.is_empty()
        }
        Section::Account => !has(text.account.as_ref()),
        Section::Terms => facts.terms.is_none() && facts.contract.is_none(),
        Section::Credit => facts.credit_limit.is_none() && facts.risk_class.is_none(),
        Section::Sorting => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::credit::CreditPolicies;
    use crate::rules::law::Statutes;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn sound(kind: CustomerKind, country: &str) -> CustomerFacts {
        let mut facts = CustomerFacts::new(kind, country, "Nordlys");
        let (number, postcode) = match country {
            "SE" => ("556016-0680", "113 51"),
            "DK" => ("13748136", "2100"),
            "FI" => ("0112038-9", "00100"),
            _ => ("923609016", "0150"),
        };
        if kind != CustomerKind::Consumer {
            facts.text.org_no = Some(number.to_owned());
        }
        facts.text.street = Some("Storgata 1".to_owned());
        facts.text.postcode = Some(postcode.to_owned());
        facts.text.city = Some("By".to_owned());
        facts.text.email = Some("post@nordlys.no".to_owned());
        facts.agreed_fee_date = Some(day("2026-01-02"));
        facts
    }

    fn judged(
        facts: &CustomerFacts,
        stopped: &[Channel],
        verified: &BTreeMap<Section, Date>,
    ) -> Vec<DataFault> {
        let policies = CreditPolicies::load(&facts.country, None).unwrap();
        let kept = Kept {
            facts,
            stopped,
            verified,
            entered: day("2026-01-02"),
        };
        let law = Statutes::shipped().law(&facts.country);
        faults(kept, &policies.business, law, day("2026-11-22"))
    }

    fn of(facts: &CustomerFacts) -> Vec<DataFault> {
        judged(facts, &[], &BTreeMap::new())
    }

    fn required(field: Field) -> DataFault {
        DataFault::Required {
            field_label: FieldName(field),
        }
    }

    #[test]
    fn sound_data_have_no_fault_in_any_country_and_kind() {
        for country in ["NO", "SE", "DK", "FI", "DE"] {
            for kind in CustomerKind::ALL {
                assert_eq!(of(&sound(kind, country)), [], "{country} {kind:?}");
            }
        }
    }

    #[test]
    fn what_a_kind_and_a_country_want_is_missed() {
        let mut firm = sound(CustomerKind::Business, "NO");
        firm.text.org_no = None;
        firm.text.email = Some("  ".to_owned());
        assert_eq!(of(&firm), [required(Field::OrgNo), required(Field::Email)]);
        firm.country = "DE".to_owned();
        assert_eq!(of(&firm), [required(Field::Email)]);
        let mut person = sound(CustomerKind::Consumer, "NO");
        person.text.email = None;
        assert_eq!(of(&person), []);
        person.text.street = None;
        assert_eq!(of(&person), [required(Field::Street)]);
        let mut swede = sound(CustomerKind::Consumer, "SE");
        swede.agreed_fee_date = None;
        assert_eq!(of(&swede), [DataFault::FeeNotAgreed]);
        let mut norwegian = sound(CustomerKind::Consumer, "NO");
        norwegian.agreed_fee_date = None;
        assert_eq!(of(&norwegian), []);
    }

    #[test]
    fn slips_are_told_from_what_is_no_number_and_the_worst_comes_first() {
        let mut firm = sound(CustomerKind::Business, "NO");
        firm.text.org_no = Some("923609017".to_owned());
        firm.text.account = Some("NO00 1234 5678 901".to_owned());
        firm.text.postcode = Some("150".to_owned());
        firm.text.phone = Some("ring".to_owned());
        let found = of(&firm);
        let fields = |wrong: bool| {
            let fields = found.iter().filter_map(move |fault| match fault {
                DataFault::WrongCheckDigit { field_label, .. } if wrong => Some(field_label.0),
                DataFault::NotOfForm { field_label, .. } if !wrong => Some(field_label.0),
                _ => None,
            });
            fields.collect::<Vec<_>>()
        };
        assert_eq!(fields(true), [Field::OrgNo, Field::Account]);
        assert_eq!(fields(false), [Field::Postcode, Field::Phone]);
        assert_eq!(found.len(), 4);
        assert!(matches!(found[0], DataFault::WrongCheckDigit { .. }));
    }

    #[test]
    fn returned_mail_stops_a_way_and_may_leave_none() {
        let firm = sound(CustomerKind::Business, "NO");
        let stopped = judged(&firm, &[Channel::Email], &BTreeMap::new());
        assert_eq!(
            stopped,
            [DataFault::ChannelStopped {
                channel: Channel::Email
            }]
        );
        let both = judged(&firm, &[Channel::Email, Channel::Post], &BTreeMap::new());
        assert_eq!(both[0], DataFault::Unreachable);
        assert_eq!(both.len(), 3);
    }

    #[test]
    fn who_gets_letters_can_be_reached_and_who_gets_none_cannot() {
        let mut person = sound(CustomerKind::Consumer, "NO");
        person.text.email = Some("kari.example.no".to_owned());
        person.text.city = None;
        let unreachable = |person: &CustomerFacts| of(person).contains(&DataFault::Unreachable);
        for channel in [Channel::Email, Channel::Post] {
            let is_post = channel == Channel::Post;
            assert_eq!(channel.address(&person.text).is_some(), is_post);
        }
        assert!(!unreachable(&person), "the street is enough for the post");
        person.text.street = None;
        assert!(
            unreachable(&person),
            "what is no address of e-mail reaches nobody"
        );
    }

    #[test]
    fn old_data_are_told_by_section_and_what_is_not_there_is_not_old() {
        let firm = sound(CustomerKind::Business, "NO");
        let policies = CreditPolicies::load("NO", None).unwrap();
        let months = u32::from(policies.business.stale_months);
        let today = day("2026-11-22");
        let edge = today.checked_sub_months(Months::new(months)).unwrap();
        let verified = |on: Date| Section::ALL.map(|section| (section, on)).into();
        let with = |on| judged(&firm, &[], &verified(on));
        assert_eq!(with(edge), []);
        let stale = with(edge.pred_opt().unwrap());
        let sections: Vec<Section> = stale
            .iter()
            .filter_map(|fault| match fault {
                DataFault::Stale { section, .. } => Some(*section),
                _ => None,
            })
            .collect();
        assert_eq!(
            sections,
            [Section::Identity, Section::Address, Section::Contact]
        );
        let law = Statutes::shipped().law("NO");
        let kept = Kept {
            facts: &firm,
            stopped: &[],
            verified: &BTreeMap::new(),
            entered: edge.pred_opt().unwrap(),
        };
        let never = faults(kept, &policies.business, law, today);
        assert_eq!(never.len(), 3);
        assert!(
            never
                .iter()
                .all(|fault| matches!(fault, DataFault::NeverVerified { .. }))
        );
    }
}
