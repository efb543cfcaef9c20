//! The register: new customers, edits, merging, erasure, what is kept of a person; users, and changes that wait for a
//! second person. A parent is named by his number here, and by his identity below.

mod profile;
mod proposals;
mod quality;
mod timeline;

use serde_json::{Map, Value, json};

use crate::domain::command::{Command, Edit, NewCustomer, Values};
use crate::domain::customer::CustomerFacts;
use crate::domain::date::Date;
use crate::domain::field::{Change, Field};
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::domain::refusal::{Likely, Refusal, RegisterRefusal};
use crate::matching::Newcomer;
use crate::reports::register::{ChangeLine, Form, UserLine};
use crate::rules::decide::{allows, kept_until};
use crate::store::query::{Reader, VersionRow};

pub(in crate::desk) use quality::Upkeep;

use super::{Desk, Failure};

/// Customers with one sign who are looked at before one is entered: what more share tells nothing.
const MOST_LIKE: usize = 50;

impl Desk {
    /// `FIELD=VALUE`, as many as are given, as values of fields; `FIELD=` empties one.
    pub fn values(&self, texts: &[String]) -> Result<Values, Failure> {
        let value = |text: &String| {
            let not_a_value = || RegisterRefusal::NotAValue { text: text.clone() };
            let (name, value) = text.split_once('=').ok_or_else(not_a_value)?;
            let field = Field::parse(name).ok_or_else(|| RegisterRefusal::UnknownField {
                text: name.trim().to_owned(),
            })?;
            let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            Ok((field, value))
        };
        texts.iter().map(value).collect()
    }

    /// A command for a new customer, its parent named by his number. Refused where the register has one who is likely the
    /// same, unless a person has said that he is another.
    pub fn new_customer(&self, mut new: NewCustomer) -> Result<Command, Failure> {
        if !new.is_another {
            self.is_nobody_known(&new)?;
        }
        self.name_parents(&mut new.set)?;
        Ok(Command::NewCustomer(Box::new(new)))
    }

    /// A command for an edit, its parent named by his number.
    pub fn edit_customer(&self, mut edit: Edit) -> Result<Command, Failure> {
        self.name_parents(&mut edit.set)?;
        Ok(Command::EditCustomer(Box::new(edit)))
    }

    fn is_nobody_known(&self, new: &NewCustomer) -> Result<(), Failure> {
        let facts = facts_of(new, &self.ledger.country, self.ledger.currency);
        let newcomer = Newcomer::new(&facts);
        let reader = self.store.read();
        let known = reader.customers_with(newcomer.signs(), MOST_LIKE)?;
        let likely: Vec<Likely> = newcomer
            .alike(&known)
            .into_iter()
            .map(|(other, alike)| Likely {
                number: other.number.clone(),
                name: other.facts.text.name.clone(),
                alike,
            })
            .collect();
        if likely.is_empty() {
            return Ok(());
        }
        Err(RegisterRefusal::MayBeKnown { likely }.into())
    }

    fn name_parents(&self, set: &mut Values) -> Result<(), Failure> {
        for (field, value) in set {
            if let (Field::Parent, Some(number)) = (*field, &value) {
                let parent = self.find_customer(number)?;
                *value = Some(parent.0.to_string());
            }
        }
        Ok(())
    }

    /// The customer of a number himself, though he may be merged into another.
    pub fn find_customer_himself(&self, number: &str) -> Result<CustomerId, Failure> {
        let found = self.store.read().customer_himself(number.trim())?;
        found.ok_or_else(|| {
            Refusal::UnknownCustomer {
                customer: number.to_owned(),
            }
            .into()
        })
    }

    /// The number that a new customer gets, if he is given none.
    pub fn next_customer_number(&self) -> anyhow::Result<String> {
        Ok(self.store.read().next_customer_number()?)
    }

    /// The last day on which the books need what names a customer; none if nothing was ever booked of him.
    pub fn books_need_until(&self, customer: CustomerId) -> anyhow::Result<Option<Date>> {
        let last = self.store.read().last_posting(customer)?;
        let law = self.rulebook.statutes.law(&self.ledger.country);
        Ok(last.map(|last| kept_until(last, law)))
    }

    /// What a form of a customer starts from.
    pub fn form(&self, customer: CustomerId) -> Result<Form, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let unknown = || Refusal::UnknownCustomer {
            customer: customer.0.to_string(),
        };
        let (number, facts, _) = reader.customer(customer)?.ok_or_else(unknown)?;
        let version = reader.version_of_customer(customer)?.ok_or_else(unknown)?;
        let mut values = Vec::new();
        for field in Field::ALL {
            let value = field.read(&facts, self.ledger.currency);
            values.push((*field, shown(&reader, *field, value)?));
        }
        Ok(Form {
            customer,
            number,
            version,
            values,
        })
    }

    /// How a customer came to be as he is, the newest first.
    pub fn customer_history(&self, customer: CustomerId) -> anyhow::Result<Vec<ChangeLine>> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let versions = reader.versions(customer)?;
        let mut lines = Vec::new();
        for row in reader.versions_over_time(customer)? {
            let Some(entry) = reader.entry(row.entry)? else {
                continue;
            };
            lines.push(ChangeLine {
                entry: row.entry,
                at: self.clock.local(&entry.stamp.at),
                actor: entry.stamp.actor,
                command: entry.stamp.command,
                reason: entry.stamp.reason,
                version: row.version,
                changes: self.changes(&reader, &versions, &row)?,
            });
        }
        lines.reverse();
        Ok(lines)
    }

    /// What a step from version to version changed; of the first, all that it says.
    fn changes(
        &self,
        reader: &Reader<'_>,
        versions: &[CustomerFacts],
        step: &VersionRow,
    ) -> anyhow::Result<Vec<Change>> {
        let currency = self.ledger.currency;
        let facts = |version: usize| versions.get(version.checked_sub(1)?);
        let new = |facts: &CustomerFacts, field: &Field| {
            Some(Change {
                field: *field,
                old: None,
                new: Some(field.read(facts, currency)?),
            })
        };
        let changes = match (step.before.and_then(facts), facts(step.version)) {
            (Some(before), Some(after)) => before.changes(after, currency),
            (None, Some(first)) => {
                let fields = Field::ALL.iter();
                fields.filter_map(|field| new(first, field)).collect()
            }
            _ => Vec::new(),
        };
        told(reader, changes)
    }

    /// Who works with the ledger; nobody on the list: everyone may do everything.
    pub fn users(&self) -> anyhow::Result<Vec<UserLine>> {
        let users = self.store.read().users()?.into_iter();
        let line = |(name, role)| UserLine {
            is_self: name == self.actor,
            name,
            role,
        };
        Ok(users.map(line).collect())
    }

    /// The name that the journal keeps beside what is done here.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// Whether this user may do the daily work: what lists and keys go by. Each command is judged again by itself.
    pub fn may_work(&self) -> Result<(), Failure> {
        let users = self.store.read().users()?;
        Ok(allows(
            &users,
            &self.actor,
            crate::domain::user::Role::Clerk,
        )?)
    }

    /// Whether this user may put another file in the ledger's place: it may have other users.
    pub fn may_replace(&self) -> Result<(), Failure> {
        let users = self.store.read().users()?;
        Ok(allows(
            &users,
            &self.actor,
            crate::domain::user::Role::Lead,
        )?)
    }

    /// All that is kept of a customer and of those who are one with him, table by table. Days are `yyyymmdd`, amounts
    /// whole minor units, as the ledger keeps them.
    pub fn kept_of_person(&self, customer: CustomerId) -> Result<Value, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let (number, name) = reader.customer_name(customer)?;
        let mut tables: Map<String, Value> = Map::new();
        for (table, row) in reader.kept_of_person(customer)? {
            let rows = tables.entry(table).or_insert_with(|| json!([]));
            if let Value::Array(rows) = rows {
                rows.push(Value::Object(row));
            }
        }
        Ok(json!({
            "customer_no": number,
            "name": name,
            "company": self.ledger.company,
            "currency": self.ledger.currency.code(),
            "exported": self.clock.stamp(),
            "kept": tables,
        }))
    }
}

/// Who is to be entered, as far as what is set of him can be read: the rest is refused by itself.
fn facts_of(new: &NewCustomer, country: &str, currency: Currency) -> CustomerFacts {
    let mut facts = CustomerFacts::new(new.likely_kind(), country, "");
    let mut set: Vec<_> = new.set.iter().collect();
    // The country decides what a number must look like.
    set.sort_by_key(|(field, _)| *field != Field::Country);
    for (field, value) in set {
        if *field != Field::Parent {
            // What cannot be written is refused when it is decided.
            let _ = field.write(&mut facts, value.as_deref(), currency);
        }
    }
    facts
}

/// Changes as people read them.
fn told(reader: &Reader<'_>, changes: Vec<Change>) -> anyhow::Result<Vec<Change>> {
    let told = |change: Change| -> anyhow::Result<Change> {
        Ok(Change {
            field: change.field,
            old: shown(reader, change.field, change.old)?,
            new: shown(reader, change.field, change.new)?,
        })
    };
    changes.into_iter().map(told).collect()
}

/// A parent by his number, all else as it is.
fn shown(
    reader: &Reader<'_>,
    field: Field,
    value: Option<String>,
) -> anyhow::Result<Option<String>> {
    let id = value.as_deref().and_then(|value| value.parse().ok());
    match id {
        Some(id) if field == Field::Parent => Ok(Some(reader.customer_name(CustomerId(id))?.0)),
        _ => Ok(value),
    }
}
