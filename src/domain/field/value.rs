//! A field's value as text: how it is written in files, on the command line and in a change log, and how a person's
//! text becomes it. What is wrong is refused with the reason.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Field;
use crate::domain::customer::{Contact, CustomerFacts, CustomerKind};
use crate::domain::date::{self, Date};
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Minor, NotAnAmount};
use crate::domain::outbox::Channel;
use crate::domain::shape;

/// Letters of a value: a street, a name, a contract's number.
const MOST_LETTERS: usize = 200;
/// Letters of a risk class or of one tag.
const MOST_OF_WORD: usize = 40;
const MOST_TAGS: usize = 50;
const MOST_CONTACTS: usize = 50;
/// Decimals of agreed interest.
const DECIMALS_OF_PERCENT: u32 = 4;

/// The languages that letters are written in, Norwegian by each of its names.
const LANGUAGES: [&str; 7] = ["nb", "nn", "no", "sv", "da", "fi", "en"];

/// What is wrong with a value. Its sentence stands in the locale under `wrong.<name>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    Missing,
    TooLong,
    TooMany,
    CheckDigit,
    OrgNo,
    Iban,
    Account,
    Email,
    Phone,
    Postcode,
    Kind,
    Country,
    Language,
    Channel,
    Terms,
    Date,
    Number,
    Negative,
    TooFine,
    TooLarge,
    Percent,
    YesOrNo,
    Contact,
    Parent,
}

/// A value that a field cannot have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongValue {
    pub field: Field,
    pub value: String,
    pub why: Wrong,
    /// What would be right, where that is one value.
    pub right: Option<String>,
}

/// A field that differs between two versions: its value then and now, as text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    pub field: Field,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("no field {name}")))
    }
}

impl CustomerFacts {
    /// The fields that differ in `other`, the later version, in the order of a form.
    pub fn changes(&self, other: &Self, currency: Currency) -> Vec<Change> {
        let change = |field: &Field| {
            let (old, new) = (field.read(self, currency), field.read(other, currency));
            (old != new).then_some(Change {
                field: *field,
                old,
                new,
            })
        };
        Field::ALL.iter().filter_map(change).collect()
    }
}

impl Field {
    /// Its value as text, which `write` takes: dates as `2026-11-22`, plain decimals in the company's currency, a parent
    /// as the identity of that customer. None where nothing is said.
    pub fn read(self, facts: &CustomerFacts, currency: Currency) -> Option<String> {
        let text = &facts.text;
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        match self {
            Self::Name => Some(text.name.clone()).filter(|name| !name.is_empty()),
            Self::Kind => Some(facts.kind.name().to_owned()),
            Self::OrgNo => text.org_no.clone(),
            Self::Country => Some(facts.country.clone()).filter(|code| !code.is_empty()),
            Self::Street => text.street.clone(),
            Self::Postcode => text.postcode.clone(),
            Self::City => text.city.clone(),
            Self::Email => text.email.clone(),
            Self::Phone => text.phone.clone(),
            Self::Contacts => {
                let contacts: Vec<String> = text.contacts.iter().map(written).collect();
                (!contacts.is_empty()).then(|| contacts.join("; "))
            }
            Self::Language => facts.language.clone(),
            Self::Channel => facts.channel.clone(),
            Self::Account => text.account.clone(),
            Self::Terms => facts.terms.map(|terms| terms.to_string()),
            Self::AgreedFeeDate => day(facts.agreed_fee_date),
            Self::AgreedInterest => facts
                .agreed_interest
                .map(|percent| percent.normalize().to_string()),
            Self::AgreedInterestDate => day(facts.agreed_interest_date),
            Self::Contract => facts.contract.clone(),
            Self::CreditLimit => facts.credit_limit.map(|limit| limit.plain(currency)),
            Self::RiskClass => facts.risk_class.clone(),
            Self::Since => day(facts.since),
            Self::Group => facts.group.clone(),
            Self::Tags => {
                let tags: Vec<&str> = facts.tags.iter().map(String::as_str).collect();
                (!tags.is_empty()).then(|| tags.join(", "))
            }
            Self::Salesperson => facts.salesperson.clone(),
            Self::Parent => facts.parent.map(|parent| parent.0.to_string()),
            Self::Inactive => facts.inactive.then(|| "yes".to_owned()),
        }
    }

    /// Gives it the value that a person typed; none, or nothing but blanks, empties it. What a country's registers
    /// decide goes by the country that the facts have by then: write that first.
    pub fn write(
        self,
        facts: &mut CustomerFacts,
        typed: Option<&str>,
        currency: Currency,
    ) -> Result<(), WrongValue> {
        let value = typed.map(str::trim).filter(|value| !value.is_empty());
        self.set(facts, value, currency)
            .map_err(|fault| WrongValue {
                field: self,
                value: value.unwrap_or_default().to_owned(),
                why: fault.0,
                right: fault.1,
            })
    }

    fn set(
        self,
        facts: &mut CustomerFacts,
        value: Option<&str>,
        currency: Currency,
    ) -> Result<(), Fault> {
        let country = facts.country.clone();
        let text = &mut facts.text;
        match self {
            Self::Name => text.name = line(value)?.ok_or(Wrong::Missing)?,
            Self::Kind => {
                facts.kind =
                    CustomerKind::parse(value.ok_or(Wrong::Missing)?).ok_or(Wrong::Kind)?;
            }
            Self::OrgNo => {
                let number = value.map(|value| shape::register_number(&country, value));
                text.org_no = number
                    .transpose()
                    .map_err(|(why, right)| Fault(why, right))?;
            }
            Self::Country => {
                let code = value.ok_or(Wrong::Missing)?.to_ascii_uppercase();
                let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
                facts.country = is_code.then_some(code).ok_or(Wrong::Country)?;
            }
            Self::Street => text.street = line(value)?,
            Self::Postcode => {
                let postcode = |value| shape::postcode(&country, value).ok_or(Wrong::Postcode);
                text.postcode = value.map(postcode).transpose()?;
            }
            Self::City => text.city = line(value)?,
            Self::Email => text.email = shaped(value, shape::is_email, Wrong::Email)?,
            Self::Phone => text.phone = shaped(value, shape::is_phone, Wrong::Phone)?,
            Self::Contacts => text.contacts = contacts(value)?,
            Self::Language => facts.language = language(value)?,
            Self::Channel => {
                let channel = |value| Channel::parse(value).ok_or(Wrong::Channel);
                let channel = value.map(channel).transpose()?;
                facts.channel = channel.map(|channel| channel.name().to_owned());
            }
            Self::Account => {
                let account = |value| shape::account(&country, value);
                text.account = value.map(account).transpose()?;
            }
            Self::Terms => {
                let terms = |value: &str| value.parse().map_err(|_| Wrong::Terms);
                facts.terms = value.map(terms).transpose()?;
            }
            Self::AgreedFeeDate => facts.agreed_fee_date = day(value)?,
            Self::AgreedInterest => facts.agreed_interest = value.map(percent).transpose()?,
            Self::AgreedInterestDate => facts.agreed_interest_date = day(value)?,
            Self::Contract => facts.contract = line(value)?,
            Self::CreditLimit => {
                let limit = |value| limit(value, currency);
                facts.credit_limit = value.map(limit).transpose()?;
            }
            Self::RiskClass => facts.risk_class = word(value)?,
            Self::Since => facts.since = day(value)?,
            Self::Group => facts.group = line(value)?,
            Self::Tags => facts.tags = tags(value)?,
            Self::Salesperson => facts.salesperson = line(value)?,
            Self::Parent => {
                let parent = |value: &str| value.parse().map(CustomerId).map_err(|_| Wrong::Parent);
                facts.parent = value.map(parent).transpose()?;
            }
            Self::Inactive => facts.inactive = yes(value)?,
        }
        Ok(())
    }
}

/// What is wrong, and what would be right.
struct Fault(Wrong, Option<String>);

impl From<Wrong> for Fault {
    fn from(why: Wrong) -> Self {
        Self(why, None)
    }
}

/// One line of text, without what could steer a terminal.
fn line(value: Option<&str>) -> Result<Option<String>, Wrong> {
    bounded(value, MOST_LETTERS)
}

fn word(value: Option<&str>) -> Result<Option<String>, Wrong> {
    bounded(value, MOST_OF_WORD)
}

fn bounded(value: Option<&str>, most: usize) -> Result<Option<String>, Wrong> {
    let Some(value) = value else {
        return Ok(None);
    };
    let clean: String = value.chars().filter(|c| !shape::is_unclean(*c)).collect();
    let clean = clean.trim();
    if clean.chars().count() > most {
        return Err(Wrong::TooLong);
    }
    Ok(Some(clean.to_owned()).filter(|clean| !clean.is_empty()))
}

fn shaped(
    value: Option<&str>,
    is_right: fn(&str) -> bool,
    why: Wrong,
) -> Result<Option<String>, Wrong> {
    match value {
        Some(value) if !is_right(value) => Err(why),
        value => line(value),
    }
}

fn language(value: Option<&str>) -> Result<Option<String>, Wrong> {
    let tag = value.map(str::to_ascii_lowercase);
    match tag {
        Some(tag) if !LANGUAGES.contains(&tag.as_str()) => Err(Wrong::Language),
        tag => Ok(tag),
    }
}

/// A day as `2026-11-22` or `22.11.2026`.
fn day(value: Option<&str>) -> Result<Option<Date>, Wrong> {
    let Some(value) = value else {
        return Ok(None);
    };
    let iso: Option<Date> = value.parse().ok();
    iso.or_else(|| Date::parse_from_str(value, "%d.%m.%Y").ok())
        .filter(|day| date::is_plausible(*day))
        .map(Some)
        .ok_or(Wrong::Date)
}

/// A decimal as people write it: blanks between thousands, a comma for the point.
fn decimal(value: &str) -> Result<Decimal, Wrong> {
    let mut plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    if !plain.contains('.') {
        plain = plain.replace(',', ".");
    }
    Decimal::from_str_exact(&plain).map_err(|_| Wrong::Number)
}

fn percent(value: &str) -> Result<Decimal, Wrong> {
    let percent = decimal(value.trim_end_matches('%'))?.normalize();
    let fits = percent >= Decimal::ZERO && percent < Decimal::ONE_HUNDRED;
    if fits && percent.scale() <= DECIMALS_OF_PERCENT {
        Ok(percent)
    } else {
        Err(Wrong::Percent)
    }
}

fn limit(value: &str, currency: Currency) -> Result<Minor, Wrong> {
    match Minor::exactly(decimal(value)?, currency) {
        Ok(limit) if limit >= Minor::ZERO => Ok(limit),
        Ok(_) => Err(Wrong::Negative),
        Err(NotAnAmount::TooFine) => Err(Wrong::TooFine),
        Err(NotAnAmount::TooLarge) => Err(Wrong::TooLarge),
    }
}

fn yes(value: Option<&str>) -> Result<bool, Wrong> {
    match value.map(str::to_ascii_lowercase).as_deref() {
        Some("yes" | "true" | "1") => Ok(true),
        None | Some("no" | "false" | "0") => Ok(false),
        Some(_) => Err(Wrong::YesOrNo),
    }
}

fn tags(value: Option<&str>) -> Result<BTreeSet<String>, Wrong> {
    let parts = value.into_iter().flat_map(|value| value.split([',', ';']));
    let mut tags = BTreeSet::new();
    for part in parts {
        tags.extend(word(Some(part))?);
    }
    if tags.len() > MOST_TAGS {
        return Err(Wrong::TooMany);
    }
    Ok(tags)
}

/// `Kari Nes, daglig leder, kari@x.no, 900 00 000; Ola Nes`: the name first; what else is said is known by its shape.
fn contacts(value: Option<&str>) -> Result<Vec<Contact>, Wrong> {
    let mut contacts = Vec::new();
    for said in value.into_iter().flat_map(|value| value.split(';')) {
        let mut parts = said
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let Some(name) = parts.next() else {
            continue;
        };
        let mut contact = Contact {
            name: line(Some(name))?.ok_or(Wrong::Contact)?,
            ..Contact::default()
        };
        for part in parts {
            let place = if part.contains('@') {
                if !shape::is_email(part) {
                    return Err(Wrong::Email);
                }
                &mut contact.email
            } else if shape::is_phone(part) {
                &mut contact.phone
            } else {
                &mut contact.role
            };
            if place.is_some() {
                return Err(Wrong::Contact);
            }
            *place = line(Some(part))?;
        }
        contacts.push(contact);
    }
    if contacts.len() > MOST_CONTACTS {
        return Err(Wrong::TooMany);
    }
    Ok(contacts)
}

fn written(contact: &Contact) -> String {
    let said = [
        Some(&contact.name),
        contact.role.as_ref(),
        contact.email.as_ref(),
        contact.phone.as_ref(),
    ];
    let said: Vec<String> = said
        .into_iter()
        .flatten()
        .map(|part| part.replace([',', ';'], " "))
        .collect();
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts() -> CustomerFacts {
        CustomerFacts::new(CustomerKind::Business, "NO", "Nes AS")
    }

    const RIGHT: [(Field, &str, &str); 20] = [
        (Field::Name, "  Fjord AS ", "Fjord AS"),
        (Field::Kind, "Public", "public"),
        (Field::OrgNo, "923 609 016 MVA", "923609016"),
        (Field::Country, "se", "SE"),
        (Field::Postcode, "0150", "0150"),
        (Field::Email, "post@fjord.no", "post@fjord.no"),
        (Field::Phone, "+47 900 00 000", "+47 900 00 000"),
        (
            Field::Contacts,
            "Kari Nes,daglig leder , kari@x.no,900 00 000;Ola Nes;",
            "Kari Nes, daglig leder, kari@x.no, 900 00 000; Ola Nes",
        ),
        (Field::Language, "NB", "nb"),
        (Field::Channel, "Email", "email"),
        (Field::Account, "8601.11.17947", "86011117947"),
        (Field::Terms, "30 2,5%/10", "30 2.5%/10"),
        (Field::AgreedFeeDate, "1.3.2026", "2026-03-01"),
        (Field::AgreedInterest, "12,50 %", "12.5"),
        (Field::CreditLimit, "50 000", "50000.00"),
        (Field::RiskClass, "B", "B"),
        (Field::Tags, "key, west,key", "key, west"),
        (Field::Parent, "7", "7"),
        (Field::Inactive, "YES", "yes"),
        (Field::Since, "2020-01-01", "2020-01-01"),
    ];

    #[test]
    fn what_a_person_types_is_kept_in_one_form() {
        for (field, typed, kept) in RIGHT {
            let mut facts = facts();
            field.write(&mut facts, Some(typed), Currency::NOK).unwrap();
            let read = field.read(&facts, Currency::NOK);
            assert_eq!(read.as_deref(), Some(kept), "{field:?}");
            // The one form is its own, and a blank empties what may be empty.
            let mut again = facts.clone();
            field
                .write(&mut again, read.as_deref(), Currency::NOK)
                .unwrap();
            assert_eq!(again, facts, "{field:?}");
            let needed = [Field::Name, Field::Kind, Field::Country].contains(&field);
            let emptied = field.write(&mut again, Some("  "), Currency::NOK);
            assert_eq!(emptied.is_err(), needed, "{field:?}");
            assert_eq!(
                field.read(&again, Currency::NOK).is_some(),
                needed,
                "{field:?}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_refused_with_the_reason_and_changes_nothing() {
        for (field, typed, why) in [
            (Field::OrgNo, "923609017", Wrong::CheckDigit),
            (Field::OrgNo, "12", Wrong::OrgNo),
            (Field::Account, "86011117948", Wrong::CheckDigit),
            (Field::Email, "kari(at)x.no", Wrong::Email),
            (Field::Phone, "ring", Wrong::Phone),
            (Field::Postcode, "12345", Wrong::Postcode),
            (Field::CreditLimit, "100.005", Wrong::TooFine),
            (Field::CreditLimit, "-1", Wrong::Negative),
            (Field::CreditLimit, "much", Wrong::Number),
            (Field::Language, "xx", Wrong::Language),
            (Field::Channel, "pigeon", Wrong::Channel),
            (Field::Terms, "soon", Wrong::Terms),
            (Field::AgreedInterest, "100", Wrong::Percent),
            (Field::Since, "31.2.2026", Wrong::Date),
            (Field::Since, "0001-01-01", Wrong::Date),
            (Field::Country, "Norge", Wrong::Country),
            (Field::Kind, "robot", Wrong::Kind),
            (Field::Inactive, "perhaps", Wrong::YesOrNo),
            (Field::Contacts, "Kari, kari@", Wrong::Email),
        ] {
            let mut changed = facts();
            let fault = field
                .write(&mut changed, Some(typed), Currency::NOK)
                .unwrap_err();
            assert_eq!((fault.field, fault.why), (field, why), "{typed}");
            assert_eq!(changed, facts(), "{typed}");
        }
        let mut changed = facts();
        let fault = Field::OrgNo.write(&mut changed, Some("923609017"), Currency::NOK);
        assert_eq!(fault.unwrap_err().right.as_deref(), Some("923609016"));
    }

    #[test]
    fn changes_are_the_fields_that_differ_with_old_and_new() {
        let (old, mut new) = (facts(), facts());
        // Another country would have other postcodes and accounts.
        let set = || {
            RIGHT
                .into_iter()
                .filter(|(field, ..)| *field != Field::Country)
        };
        for (field, typed, _) in set() {
            field.write(&mut new, Some(typed), Currency::NOK).unwrap();
        }
        let changes = old.changes(&new, Currency::NOK);
        let fields: Vec<Field> = changes.iter().map(|change| change.field).collect();
        let expected = Field::ALL
            .iter()
            .filter(|field| set().any(|(written, ..)| written == **field));
        assert_eq!(fields, expected.copied().collect::<Vec<_>>());
        assert_eq!(changes[0].old.as_deref(), Some("Nes AS"));
        assert_eq!(changes[0].new.as_deref(), Some("Fjord AS"));
        assert!(new.changes(&new, Currency::NOK).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_kept_is_its_own_form(
            at in 0..Field::ALL.len(), typed in "\\PC{0,60}|[0-9 .,;@a-z-]{0,30}", country in "NO|SE|DK|FI|DE"
        ) {
            let field = Field::ALL[at];
            let mut once = facts();
            once.country = country;
            if field.write(&mut once, Some(&typed), Currency::NOK).is_ok() {
                let read = field.read(&once, Currency::NOK);
                let mut twice = once.clone();
                field.write(&mut twice, read.as_deref(), Currency::NOK).unwrap();
                prop_assert_eq!(twice, once);
            }
        }
    }
}
