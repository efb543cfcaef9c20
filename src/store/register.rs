//! The register: customers that are one, users, changes that wait for a second person; their rows, and what a decision
//! on them needs.

use rusqlite::{OptionalExtension, params};

use super::load::Loader;
use super::{Result, Tx, damaged};
use crate::domain::command::Command;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, EntryId, PlanId, ProposalId};
use crate::domain::proposal::{AskedHold, AskedRecord, Proposal, ProposalState};
use crate::domain::user::Role;

/// A customer and those who are merged into him.
pub(super) const FAMILY: &str =
    "(SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1)";

impl Tx<'_> {
    /// Writes a deed of this kind; false says that it is of another.
    pub(super) fn write_register(&mut self, deed: &Deed) -> Result<bool> {
        let (entry, event) = self.state.here();
        match deed {
            Deed::Merged { customer, into } => {
                self.point(*customer, Some(*into))?;
                self.tx
                    .prepare_cached(
                        "INSERT OR IGNORE INTO merger (customer, owner) VALUES (?1, ?2)",
                    )?
                    .execute([customer.0, into.0])?;
            }
            Deed::Parted { customer, .. } => self.point(*customer, None)?,
            Deed::UserSet { name, to, .. } => match to {
                Some(role) => {
                    self.tx
                        .prepare_cached(
                            "INSERT INTO user (name, role) VALUES (?1, ?2)
                             ON CONFLICT (name) DO UPDATE SET role = excluded.role",
                        )?
                        .execute([name.as_str(), role.name()])?;
                }
                None => {
                    self.tx
                        .prepare_cached("DELETE FROM user WHERE name = ?1")?
                        .execute([name])?;
                }
            },
            Deed::Proposed(proposal) => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO proposal (id, entry, event, customer, version, asker)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        proposal.id.0,
                        entry.0,
                        event,
                        proposal.customer.0,
                        i64::try_from(proposal.version).unwrap_or(i64::MAX),
                        proposal.by,
                    ])?;
            }
            Deed::ProposalVoided { proposal } => {
                self.flag("UPDATE proposal SET voided = 1 WHERE id = ?1", proposal.0)?;
            }
            Deed::ProposalRestored { proposal } => {
                self.flag("UPDATE proposal SET voided = 0 WHERE id = ?1", proposal.0)?;
            }
            Deed::ProposalJudged { proposal, accepted } => {
                self.tx
                    .prepare_cached("UPDATE proposal SET accepted = ?2 WHERE id = ?1")?
                    .execute(params![proposal.0, accepted])?;
            }
            Deed::ProposalReopened { proposal, .. } => {
                self.flag(
                    "UPDATE proposal SET accepted = NULL WHERE id = ?1",
                    proposal.0,
                )?;
            }
            Deed::Erased(erasure) => self.erase(erasure)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whose the items of a customer are follows from the pointer; whom their postings name stays.
    fn point(&self, customer: CustomerId, into: Option<CustomerId>) -> Result<()> {
        let was: Option<i64> = self.tx.query_row(
            "SELECT merged_into FROM customer WHERE id = ?1",
            [customer.0],
            |row| row.get(0),
        )?;
        let holder = was.unwrap_or(customer.0);
        self.tx
            .prepare_cached("UPDATE customer SET merged_into = ?2 WHERE id = ?1")?
            .execute(params![customer.0, into.map(|into| into.0)])?;
        self.tx
            .prepare_cached("UPDATE item SET customer = ?3 WHERE customer = ?2 AND keyed = ?1")?
            .execute([customer.0, holder, into.unwrap_or(customer).0])?;
        Ok(())
    }
}

impl Loader<'_> {
    /// What is needed to decide on a command of this kind.
    pub(super) fn registered(&mut self, command: &Command) -> Result<()> {
        match command {
            Command::NewCustomer(new) => {
                self.parents(&new.set)?;
                self.book.register.next_number = next_number(self.connection)?;
                if let Some(number) = &new.number {
                    self.book.register.is_taken = is_taken(self.connection, number.trim())?;
                }
                Ok(())
            }
            Command::EditCustomer(edit) => {
                self.customer(edit.customer)?;
                self.owner_of(edit.customer)?;
                self.parents(&edit.set)?;
                self.book.register.edited = self.edited(edit.customer)?;
                Ok(())
            }
            Command::Merge { customer, into, .. } => {
                self.customer(*customer)?;
                self.customer(*into)?;
                self.owner_of(*customer)?;
                self.owner_of(*into)?;
                self.records_of(*customer)?;
                self.records_of(*into)?;
                self.below(*customer)
            }
            Command::Part { customer, .. } => {
                self.customer(*customer)?;
                self.owner_of(*customer)?;
                let reader = super::query::Reader::new(self.connection);
                if let Some(merged) = reader.merged_by(*customer)? {
                    let owner = self.book.owner(*customer);
                    self.book.register.joint = reader.joint_work(*customer, owner, merged)?;
                }
                self.plans_since(*customer)
            }
            Command::SetUser { .. } => self.users(),
            Command::Judge { proposal, .. } => self.proposal(*proposal),
            Command::Erase { customer, .. } => {
                self.customer(*customer)?;
                self.owner_of(*customer)?;
                self.book.kept = Some(self.kept_of(*customer)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What is needed to carry out, or to take back, a deed of this kind.
    pub(super) fn registered_by(&mut self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Merged { customer, into } => {
                self.customer(*customer)?;
                self.customer(*into)?;
                self.plans_since(*customer)
            }
            Deed::Parted { customer, from } => {
                self.records_of(*customer)?;
                self.records_of(*from)?;
                self.below(*customer)
            }
            Deed::UserSet { .. } => self.users(),
            Deed::Proposed(Proposal { id, .. })
            | Deed::ProposalVoided { proposal: id }
            | Deed::ProposalRestored { proposal: id }
            | Deed::ProposalJudged { proposal: id, .. }
            | Deed::ProposalReopened { proposal: id, .. } => self.proposal(*id),
            _ => Ok(()),
        }
    }

    pub(super) fn users(&mut self) -> Result<()> {
        self.book.users = super::query::Reader::new(self.connection).users()?;
        Ok(())
    }

    /// A proposal with its customer and the parent that it may name.
    pub(super) fn proposal(&mut self, id: ProposalId) -> Result<()> {
        let Some(state) = proposal(self.connection, id)? else {
            return Ok(());
        };
        self.customer(state.proposal.customer)?;
        self.owner_of(state.proposal.customer)?;
        let asked = state.proposal.asked();
        self.parents(&asked.set)?;
        match asked.hold {
            Some(AskedHold::Release { record }) => self.record_among_others(record)?,
            Some(AskedHold::Set { .. }) => self.records_of(state.proposal.customer)?,
            None => {}
        }
        match asked.record {
            Some(AskedRecord::End { record, .. }) => self.record_among_others(record)?,
            Some(AskedRecord::Put { .. }) => self.records_of(state.proposal.customer)?,
            None => {}
        }
        self.book.proposals.insert(id, state);
        Ok(())
    }

    fn parents(&mut self, set: &crate::domain::command::Values) -> Result<()> {
        let named = set.iter().filter_map(|(field, value)| {
            let is_parent = *field == crate::domain::field::Field::Parent;
            value.as_ref().filter(|_| is_parent)?.trim().parse().ok()
        });
        for id in named.map(CustomerId).collect::<Vec<_>>() {
            self.customer(id)?;
            self.owner_of(id)?;
        }
        Ok(())
    }

    /// A customer with those who are merged into him.
    fn below(&mut self, customer: CustomerId) -> Result<()> {
        let family = super::query::Reader::new(self.connection).family(customer)?;
        for id in &family {
            self.customer(*id)?;
        }
        self.book.register.merged = family.into_iter().filter(|id| *id != customer).collect();
        Ok(())
    }

    /// Those who were merged into a customer after an entry.
    pub(super) fn merged_since(&mut self, customer: CustomerId, entry: EntryId) -> Result<()> {
        let reader = super::query::Reader::new(self.connection);
        for id in reader.family(customer)?.into_iter().skip(1) {
            if reader.merged_since(id, entry)?.is_some() {
                self.customer(id)?;
                self.book.register.merged.push(id);
            }
        }
        Ok(())
    }

    fn owner_of(&mut self, id: CustomerId) -> Result<()> {
        let owner = self.book.owner(id);
        self.customer(owner)
    }

    /// The running plans of the one who owns all that cover what was this customer's.
    fn plans_since(&mut self, customer: CustomerId) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT p.id FROM customer c JOIN item i ON i.customer = c.merged_into AND i.keyed = c.id
             JOIN plan_item pi ON pi.item = i.id JOIN plan p ON p.id = pi.plan
             WHERE c.id = ?1 AND p.customer = c.merged_into AND p.closed IS NULL AND p.voided = 0 ORDER BY p.id",
        )?;
        let plans = statement.query_map([customer.0], |row| row.get(0).map(PlanId))?;
        self.book.register.plans = plans.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    /// Who made the version that is current, and when.
    fn edited(&self, id: CustomerId) -> Result<Option<(String, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stamp.actor, substr(stamp.at, 1, 10) || ' ' || substr(stamp.at, 12, 5) || ' UTC' FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             JOIN journal j ON j.id = v.entry JOIN stamp ON stamp.entry = j.stamp WHERE c.id = ?1",
        )?;
        let edited = statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(edited.optional()?)
    }
}

/// One more than the highest number of at most fifteen digits alone, or the first above that which nobody bears; numbers
/// of customers taken out again are not given anew.
pub(super) fn next_number(connection: &rusqlite::Connection) -> Result<String> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(max(CAST(number AS INTEGER)), 9999) + 1 FROM customer
         WHERE id > 0 AND length(number) BETWEEN 1 AND 15 AND number NOT GLOB '*[^0-9]*'",
    )?;
    let mut next: i64 = statement.query_row([], |row| row.get(0))?;
    // A number of sixteen digits counts no more, but may be there.
    while is_taken(connection, &next.to_string())? {
        next += 1;
    }
    Ok(next.to_string())
}

fn is_taken(connection: &rusqlite::Connection, number: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM customer WHERE number = ?1 AND voided = 0 AND id > 0";
    Ok(connection.prepare_cached(sql)?.exists([number])?)
}

/// A proposal as it stands.
pub(super) fn proposal(
    connection: &rusqlite::Connection,
    id: ProposalId,
) -> Result<Option<ProposalState>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.customer, p.version, p.asker, p.accepted, p.voided, n.body FROM proposal p
         LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event WHERE p.id = ?1",
    )?;
    let state = statement.query_row([id.0], |row| {
        Ok(ProposalState {
            proposal: Proposal {
                id,
                customer: CustomerId(row.get(0)?),
                version: usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
                by: row.get(2)?,
                asked: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            },
            accepted: row.get(3)?,
            voided: row.get(4)?,
        })
    });
    Ok(state.optional()?)
}

/// A role as the table has it.
pub(super) fn role(text: &str) -> rusqlite::Result<Role> {
    Role::parse(text).ok_or_else(|| damaged(format!("no such role: {text}")))
}
