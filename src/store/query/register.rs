//! The register read: who is one with whom, who works with the ledger, changes that wait, how a customer came to be as
//! he is, and all that is kept of a person.

use std::collections::{BTreeMap, HashMap};

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::customer::CustomerFacts;
use crate::domain::id::{CustomerId, EntryId, ProposalId};
use crate::domain::proposal::ProposalState;
use crate::domain::user::Role;
use crate::store::erase;
use crate::store::register::{self, role};
use crate::store::rows::{self, VERSION_COLUMNS};
use crate::store::{Result, entry_id};

/// A version of a customer that came to be current, and by which entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VersionRow {
    pub entry: EntryId,
    /// None: the customer was made.
    pub before: Option<usize>,
    pub version: usize,
}

/// One piece of what is kept of a person: the table, and the row's columns by name.
pub type KeptRow = (&'static str, serde_json::Map<String, serde_json::Value>);

impl Reader<'_> {
    /// Who owns what is a customer's, for all who are merged into another.
    pub fn owners(&self) -> Result<HashMap<CustomerId, CustomerId>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, merged_into FROM customer WHERE merged_into IS NOT NULL")?;
        let owners = statement.query_map([], |row| {
            Ok((CustomerId(row.get(0)?), CustomerId(row.get(1)?)))
        })?;
        Ok(owners.collect::<rusqlite::Result<_>>()?)
    }

    /// Who owns what is a customer's: he himself, or whom he is merged into.
    pub fn owner_of(&self, customer: CustomerId) -> Result<CustomerId> {
        let sql = "SELECT merged_into FROM customer WHERE id = ?1 AND merged_into IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let owner = statement.query_row([customer.0], |row| row.get(0).map(CustomerId));
        Ok(owner.optional()?.unwrap_or(customer))
    }

    /// A customer and those who are merged into him, he himself first.
    pub fn family(&self, customer: CustomerId) -> Result<Vec<CustomerId>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM customer WHERE merged_into = ?1 ORDER BY id")?;
        let merged = statement.query_map([customer.0], |row| row.get(0).map(CustomerId))?;
        let mut family = vec![customer];
        for id in merged {
            family.push(id?);
        }
        Ok(family)
    }

    /// The customer of a number himself, whomever he is merged into.
    pub fn customer_himself(&self, number: &str) -> Result<Option<CustomerId>> {
        let sql = "SELECT id FROM customer WHERE number = ?1 AND voided = 0 AND id > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row([number], |row| row.get(0).map(CustomerId));
        Ok(found.optional()?)
    }

    /// The number of a customer.
    pub fn customer_number(&self, customer: CustomerId) -> Result<Option<String>> {
        let sql = "SELECT number FROM customer WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let number = statement.query_row([customer.0], |row| row.get(0));
        Ok(number.optional()?)
    }

    /// The version of a customer that is current.
    pub fn version_of_customer(&self, customer: CustomerId) -> Result<Option<usize>> {
        let sql = "SELECT version FROM customer WHERE id = ?1 AND voided = 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let version = statement.query_row([customer.0], |row| row.get::<_, i64>(0));
        let version = version.optional()?;
        Ok(version.map(|version| usize::try_from(version).unwrap_or_default()))
    }

    /// The number that a new customer gets, if he is given none.
    pub fn next_customer_number(&self) -> Result<String> {
        register::next_number(self.connection)
    }

    /// The day of the last posting of a customer and of those who are one with him.
    pub fn last_posting(&self, customer: CustomerId) -> Result<Option<crate::domain::date::Date>> {
        crate::store::erase::last_posting(self.connection, customer)
    }

    /// Who may do what, by name.
    pub fn users(&self) -> Result<BTreeMap<String, Role>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, role FROM user ORDER BY name")?;
        let users = statement.query_map([], |row| {
            Ok((row.get(0)?, role(row.get_ref(1)?.as_str()?)?))
        })?;
        Ok(users.collect::<rusqlite::Result<_>>()?)
    }

    pub fn proposal(&self, id: ProposalId) -> Result<Option<ProposalState>> {
        register::proposal(self.connection, id)
    }

    /// Changes that wait for a second person, in order, each with when it was asked.
    pub fn proposals(&self) -> Result<Vec<(ProposalState, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, stamp.at FROM proposal p JOIN journal j ON j.id = p.entry JOIN stamp ON stamp.entry = j.stamp
             WHERE p.accepted IS NULL AND p.voided = 0 ORDER BY p.id",
        )?;
        let waiting = statement.query_map([], |row| Ok((ProposalId(row.get(0)?), row.get(1)?)))?;
        let mut proposals = Vec::new();
        for row in waiting {
            let (id, at) = row?;
            proposals.extend(self.proposal(id)?.map(|state| (state, at)));
        }
        Ok(proposals)
    }

    /// The entry that said last what became of a proposal, or that made it.
    pub fn entry_of_proposal(&self, id: ProposalId) -> Result<Option<EntryId>> {
        self.entry_where("SELECT entry FROM proposal WHERE id = ?1", id.0)
    }

    /// All versions of a customer, the first first.
    pub fn versions(&self, customer: CustomerId) -> Result<Vec<CustomerFacts>> {
        let sql = format!(
            "SELECT {VERSION_COLUMNS} FROM customer_version v
             LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
             WHERE v.customer = ?1 ORDER BY v.version"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let versions = statement.query_map([customer.0], |row| rows::facts(row, 0))?;
        Ok(versions.collect::<rusqlite::Result<_>>()?)
    }

    /// How a customer came from version to version, undos and redos among it, the oldest first. Told from his rows: what
    /// else an entry did, as a file that brought thousands, is not read.
    pub fn versions_over_time(&self, customer: CustomerId) -> Result<Vec<VersionRow>> {
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE of (entry, version, undoes) AS (
                SELECT entry, version, NULL FROM customer_version WHERE customer = ?1
                UNION SELECT j.id, of.version, of.entry FROM of JOIN journal j ON j.undoes = of.entry)
             SELECT entry, version, undoes FROM of ORDER BY entry, version",
        )?;
        let mut current: Option<usize> = None;
        // What was current before each entry.
        let mut before: HashMap<EntryId, Option<usize>> = HashMap::new();
        let mut found = Vec::new();
        let mut rows = statement.query([customer.0])?;
        while let Some(row) = rows.next()? {
            let entry = entry_id(row, 0)?;
            let made = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            let undoes = row.get::<_, Option<i64>>(2)?.map(EntryId);
            let version = match undoes {
                None => Some(made),
                Some(undone) => before.get(&undone).copied().flatten(),
            };
            // Of two versions that one entry made, the first came after it.
            before.entry(entry).or_insert(current);
            // He himself was taken back, or was there again.
            let Some(version) = version.filter(|version| current != Some(*version)) else {
                continue;
            };
            found.push(VersionRow {
                entry,
                before: current,
                version,
            });
            current = Some(version);
        }
        Ok(found)
    }

    /// All that is kept of a customer and of those who are one with him, row by row, as it is kept.
    pub fn kept_of_person(&self, customer: CustomerId) -> Result<Vec<KeptRow>> {
        let mut found = Vec::new();
        for (table, sql) in PERSON {
            let sql = sql.replace("family", register::FAMILY);
            let mut statement = self.connection.prepare(&sql)?;
            let names = statement.column_names().map(str::to_owned);
            let names: Vec<String> = names.collect();
            let mut rows = statement.query([customer.0])?;
            while let Some(row) = rows.next()? {
                let mut values = serde_json::Map::new();
                for (at, name) in names.iter().enumerate() {
                    values.insert(name.clone(), json_of(row.get_ref(at)?));
                }
                found.push((*table, values));
            }
        }
        // Whatever free text erasure would find and no row above shows: why he was edited or merged, what a hold that was
        // resumed had ended for.
        for (entry, at, body) in erase::texts_of(self.connection, customer)? {
            let values = [
                ("at".to_owned(), at.into()),
                ("entry".to_owned(), entry.into()),
                ("text".to_owned(), body.into()),
            ];
            found.push(("text", values.into_iter().collect()));
        }
        Ok(found)
    }
}

fn json_of(value: rusqlite::types::ValueRef<'_>) -> serde_json::Value {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null | ValueRef::Blob(_) => serde_json::Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(n) => n.into(),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            // Lists and notes are kept as JSON.
            let nested = text.starts_with(['[', '{']);
            let nested = nested.then(|| serde_json::from_str(&text).ok()).flatten();
            nested.unwrap_or_else(|| text.into_owned().into())
        }
    }
}

/// Where something of a person stands, and what of it.
const PERSON: &[(&str, &str)] = &[
    (
        "customer",
        "SELECT c.number AS customer_no, v.version, stamp.at, stamp.actor, v.kind, v.country, v.language, v.terms,
            v.credit_limit_minor, v.risk_class, v.grouping AS \"group\", v.channel, v.agreed_fee_date,
            v.agreed_interest, v.agreed_interest_date, v.contract, v.salesperson, v.tags, v.since, v.inactive,
            t.name, t.org_no, t.account, t.email, t.phone, t.street, t.postcode, t.city, t.contacts, t.notes
         FROM customer c JOIN customer_version v ON v.customer = c.id JOIN journal j ON j.id = v.entry
         JOIN stamp ON stamp.entry = j.stamp LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
         WHERE c.id IN family ORDER BY c.id, v.version",
    ),
    (
        "document",
        "SELECT d.kind, d.number, d.currency, d.issued, d.order_ref, d.contract_ref, d.notes,
            sum(i.amount_minor) AS amount_minor, sum(i.open_minor) AS open_minor
         FROM document d JOIN item i ON i.document = d.id WHERE d.customer IN family GROUP BY d.id ORDER BY d.id",
    ),
    (
        "receipt",
        "SELECT r.payment_id, r.bank_ref, r.booked, r.amount_minor, i.currency, t.payer_name, t.payer_account,
            t.message FROM item i JOIN receipt r ON r.item = i.id LEFT JOIN receipt_text t ON t.item = i.id
         WHERE i.keyed IN family ORDER BY i.id",
    ),
    (
        "letter",
        "SELECT l.id, l.stage, l.kind, l.sent, l.deadline, l.currency, l.total_minor, l.channel, l.voided,
            l.reference, n.body AS reason, (SELECT json_group_array(coalesce(d.number, 'R' || i.id)) FROM letter_item s
                JOIN item i ON i.id = s.item LEFT JOIN document d ON d.id = i.document WHERE s.letter = l.id) AS items
         FROM letter l LEFT JOIN note n ON n.entry = l.entry AND n.event = l.event WHERE l.customer IN family ORDER BY l.id",
    ),
    (
        "dispatch",
        "SELECT d.id, d.channel, d.queued, d.stand, n.body AS \"to\", s.body AS sheet FROM dispatch d
         LEFT JOIN note n ON n.entry = d.entry AND n.event = d.event
         LEFT JOIN dispatch_move m ON m.dispatch = d.id AND m.stand = 'sending'
         LEFT JOIN sheet s ON (s.entry = m.entry AND s.event = m.event) OR (s.entry = d.entry AND s.event = d.event)
         WHERE d.customer IN family ORDER BY d.id",
    ),
    (
        "pause",
        "SELECT p.kind, p.starts, p.until, p.closed, n.body AS reason FROM pause p LEFT JOIN item i ON i.id = p.item
         LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event
         WHERE coalesce(p.customer, i.keyed) IN family ORDER BY p.id",
    ),
    (
        "plan",
        "SELECT p.id, p.currency, p.starts, p.closed, p.voided, n.body AS reason,
            (SELECT json_group_array(json_object('due', s.due, 'amount_minor', s.amount_minor))
                FROM plan_instalment s WHERE s.plan = p.id) AS instalments
         FROM plan p
         LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event WHERE p.customer IN family ORDER BY p.id",
    ),
    (
        "call",
        "SELECT c.made, n.body AS note FROM call c LEFT JOIN note n ON n.entry = c.entry AND n.event = c.event
         WHERE c.customer IN family ORDER BY c.id",
    ),
    (
        "record",
        "SELECT r.id, r.kind, r.made, r.until, r.ended, r.voided, r.facts, n.body AS note, e.body AS end_reason
         FROM credit_record r LEFT JOIN note n ON n.entry = r.entry AND n.event = r.event
         LEFT JOIN note e ON e.entry = r.ended_entry AND e.event = r.ended_event
         WHERE r.customer IN family ORDER BY r.id",
    ),
    (
        "channel_stop",
        "SELECT s.channel, s.since, n.body AS reason FROM channel_stop s
         LEFT JOIN note n ON n.entry = s.entry AND n.event = s.event WHERE s.customer IN family ORDER BY s.channel",
    ),
    (
        "handover",
        "SELECT h.id, d.number AS document, n.body AS reason FROM handover h JOIN item i ON i.id = h.item
         LEFT JOIN document d ON d.id = i.document LEFT JOIN note n ON n.entry = h.entry AND n.event = h.event
         WHERE i.keyed IN family ORDER BY h.id",
    ),
    (
        "refund",
        "SELECT r.id, r.credit, n.body AS reason FROM refund r JOIN item i ON i.id = r.credit
         LEFT JOIN note n ON n.entry = r.entry AND n.event = r.event WHERE i.keyed IN family ORDER BY r.id",
    ),
    (
        "payer",
        "SELECT kind, key, right, undone FROM link WHERE customer IN family ORDER BY kind, key",
    ),
    (
        "file",
        "SELECT d.number AS document, a.purpose, a.media, a.size, n.body AS name FROM attachment a
         JOIN document d ON d.id = a.document LEFT JOIN note n ON n.entry = a.entry AND n.event = a.event
         WHERE d.customer IN family ORDER BY a.id",
    ),
    (
        "proposal",
        "SELECT p.id, p.asker, p.accepted, p.voided, n.body AS asked FROM proposal p
         LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event WHERE p.customer IN family ORDER BY p.id",
    ),
];
