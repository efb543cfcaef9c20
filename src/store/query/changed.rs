//! What entries changed of all that receipts are matched by. Told too much rather than too little: where a deed may
//! touch any receipt, everything changed.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::{Reader, listed};
use crate::domain::command::leaves_receipts;
use crate::domain::event::{Deed, Range, RowKind};
use crate::domain::id::{CustomerId, EntryId, HandoverId, ItemId, LetterId, PauseId};
use crate::domain::link::LinkKind;
use crate::domain::money::{Currency, Minor};
use crate::store::rows::currency;
use crate::store::{Result, entry_id, journal};

/// An item by what a receipt can find it by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Findable {
    pub customer: CustomerId,
    pub currency: Currency,
    /// Signed.
    pub open: Minor,
    /// None for money.
    pub number: Option<String>,
    pub reference: Option<String>,
}

/// What of the ledger is not as it was.
#[derive(Default, Debug)]
pub struct Changed {
    pub receipts: BTreeSet<ItemId>,
    pub customers: BTreeSet<CustomerId>,
    pub items: Vec<Findable>,
    /// Of letters.
    pub references: BTreeSet<String>,
    /// In whose data an account or an organisation number stood or stands.
    pub accounts: BTreeSet<String>,
    pub org_numbers: BTreeSet<String>,
    /// What was learned of.
    pub links: BTreeSet<(LinkKind, String)>,
}

/// Entries and postings that are looked through; what changed more is found anew.
const MOST_ENTRIES: usize = 2_000;
const MOST_POSTINGS: usize = 20_000;

impl Reader<'_> {
    /// The newest posting; 0 where there is none.
    pub fn newest_posting(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(id), 0) FROM posting";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// What changed after an entry and a posting, which belong together; none if everything may have.
    pub fn changed_since(&self, entry: EntryId, posting: i64) -> Result<Option<Changed>> {
        let mut entries = self
            .connection
            .prepare_cached("SELECT j.id, stamp.command FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.id > ?1 ORDER BY j.id")?;
        let mut rows = entries.query([entry.0])?;
        let mut left = HashSet::new();
        let mut looking = Looking {
            reader: *self,
            changed: Changed::default(),
            items: BTreeSet::new(),
        };
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            let id = entry_id(row, 0)?;
            if leaves_receipts(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
                left.insert(id);
                continue;
            }
            looked += 1;
            if looked > MOST_ENTRIES || !looking.entry(id)? {
                return Ok(None);
            }
        }
        if !looking.postings(posting, &left)? {
            return Ok(None);
        }
        looking.found().map(Some)
    }

    /// Everything open that is a customer's, in no order.
    pub fn each_findable(&self, mut call: impl FnMut(Findable)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{FINDABLE} WHERE i.id IN (SELECT id FROM item INDEXED BY item_open WHERE open_minor <> 0 AND customer > 0)"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            call(findable(row)?);
        }
        Ok(())
    }

    /// The references of letters, and to whom each went.
    pub fn each_letter_reference(&self, mut call: impl FnMut(&str, CustomerId)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.reference, coalesce(c.merged_into, c.id) FROM letter l JOIN customer c ON c.id = l.customer
             WHERE l.voided = 0 AND l.reference IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let reference = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            call(reference, CustomerId(row.get(1)?));
        }
        Ok(())
    }
}

const FINDABLE: &str = "SELECT i.customer, i.currency, i.open_minor, d.number, i.reference
 FROM item i LEFT JOIN document d ON d.id = i.document";

fn findable(row: &Row<'_>) -> rusqlite::Result<Findable> {
    Ok(Findable {
        customer: CustomerId(row.get(0)?),
        currency: currency(row, 1)?,
        open: Minor(row.get(2)?),
        number: row.get(3)?,
        reference: row.get(4)?,
    })
}

/// A customer as far as receipts are matched by him: name, organisation number, account, group.
type Facts = (String, Option<String>, Option<String>, Option<String>);

struct Looking<'c> {
    reader: Reader<'c>,
    changed: Changed,
    items: BTreeSet<ItemId>,
}

impl Looking<'_> {
    /// Whether an entry changed less than everything.
    fn entry(&mut self, id: EntryId) -> Result<bool> {
        let Some(entry) = self.reader.entry(id)? else {
            return Ok(false);
        };
        for deed in journal::deeds(self.reader.connection, &entry)? {
            if !self.deed(&deed)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a deed changed less than everything. What it posted is told by the postings.
    fn deed(&mut self, deed: &Deed) -> Result<bool> {
        match deed {
            Deed::Voided { range, .. } | Deed::Restored { range, .. } => return self.rows(*range),
            Deed::VersionSet { customer, from, to } => return self.facts(*customer, *from, *to),
            Deed::SetAside { receipt, .. } | Deed::TakenUp { receipt, .. } => {
                self.changed.receipts.insert(*receipt);
            }
            Deed::Decided(decision) | Deed::DecisionWithdrawn(decision) => {
                self.decided(decision.receipt)?;
            }
            Deed::Paused(pause) => self.items.extend(pause.on.item()),
            Deed::PauseVoided { pause }
            | Deed::PauseRestored { pause }
            | Deed::PauseClosed { pause, .. }
            | Deed::PauseReopened { pause, .. } => self.pause(*pause)?,
            Deed::HandedOver(handover) => {
                self.items.insert(handover.item);
            }
            Deed::HandoverVoided { handover }
            | Deed::HandoverRestored { handover }
            | Deed::TakenOver { handover, .. }
            | Deed::HandedBack { handover, .. } => self.handover(*handover)?,
            Deed::LetterSent(letter) => self.letter(letter.id)?,
            Deed::LetterVoided { letter } | Deed::LetterRestored { letter } => {
                self.letter(*letter)?;
            }
            Deed::LinkBlocked { kind, key }
            | Deed::LinkUnblocked { kind, key }
            | Deed::LinkForgotten { kind, key, .. }
            | Deed::LinkRemembered { kind, key, .. } => {
                self.changed.links.insert((*kind, key.clone()));
            }
            // These tell all in what they post, or change nothing that receipts are matched by.
            Deed::FileTaken(_)
            | Deed::FileVoided { .. }
            | Deed::FileRestored { .. }
            | Deed::Moved { .. }
            | Deed::Allocated(_)
            | Deed::Unallocated(_)
            | Deed::PlanMade(_)
            | Deed::PlanVoided { .. }
            | Deed::PlanRestored { .. }
            | Deed::PlanEnded { .. }
            | Deed::PlanResumed { .. }
            | Deed::CaseNumbered { .. }
            | Deed::Called(_)
            | Deed::CallVoided { .. }
            | Deed::CallRestored { .. }
            | Deed::Locked { .. }
            | Deed::Covered(_)
            | Deed::Uncovered(_)
            | Deed::CoverJudged { .. }
            | Deed::PaidOut(_)
            | Deed::PaidBack(_)
            | Deed::Differed(_)
            | Deed::Undiffered(_)
            | Deed::RefundPlanned(_)
            | Deed::RefundVoided { .. }
            | Deed::RefundRestored { .. }
            | Deed::RefundDropped { .. }
            | Deed::RefundResumed { .. }
            | Deed::RefundPaid { .. }
            | Deed::RefundUnpaid { .. }
            | Deed::Dispatched { .. }
            | Deed::DispatchMoved(_)
            | Deed::DispatchVoided { .. }
            | Deed::DispatchRestored { .. }
            | Deed::ChannelStopped(_)
            | Deed::ChannelFreed(_)
            | Deed::Attached(_)
            | Deed::Detached { .. }
            | Deed::Reattached { .. }
            | Deed::StatusNoted(_)
            | Deed::StatusVoided { .. }
            | Deed::StatusRestored { .. }
            | Deed::Dismissed { .. }
            | Deed::Reconsidered { .. }
            | Deed::SizeSet { .. }
            | Deed::Recorded(_)
            | Deed::RecordVoided { .. }
            | Deed::RecordRestored { .. }
            | Deed::RecordEnded { .. }
            | Deed::RecordResumed { .. }
            | Deed::UserSet { .. }
            | Deed::Proposed(_)
            | Deed::ProposalVoided { .. }
            | Deed::ProposalRestored { .. }
            | Deed::ProposalJudged { .. }
            | Deed::ProposalReopened { .. } => {}
            // Whose a name, a number or a rule's word is, is told by all customers together.
            Deed::LedgerOpened(_)
            | Deed::AccountsNamed { .. }
            | Deed::RuleSwitched { .. }
            | Deed::Merged { .. }
            | Deed::Parted { .. }
            | Deed::Erased(_) => return Ok(false),
        }
        Ok(true)
    }

    fn rows(&mut self, range: Range) -> Result<bool> {
        if range.kind == RowKind::Documents {
            // What was open when it was taken in has postings; what was settled already has none.
            let mut statement = self.reader.connection.prepare_cached(
                "SELECT id FROM item WHERE document >= ?1 AND document < ?2 LIMIT ?3",
            )?;
            let most = i64::try_from(MOST_POSTINGS).unwrap_or(i64::MAX);
            let bounds = [range.ids().start, range.ids().end, most + 1];
            for item in statement.query_map(bounds, |row| row.get(0).map(ItemId))? {
                self.items.insert(item?);
            }
        }
        Ok(range.kind != RowKind::Customers && self.items.len() <= MOST_POSTINGS)
    }

    /// Whether a customer is found by the same name as before.
    fn facts(&mut self, customer: CustomerId, from: usize, to: usize) -> Result<bool> {
        let (Some(before), Some(after)) =
            (self.version(customer, from)?, self.version(customer, to)?)
        else {
            return Ok(false);
        };
        if before == after {
            return Ok(true);
        }
        let is_named_alike = before.0 == after.0;
        for (_, org_no, account, _) in [before, after] {
            self.changed.org_numbers.extend(org_no);
            self.changed.accounts.extend(account);
        }
        let sql = "SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1";
        self.customer(sql, customer.0)?;
        Ok(is_named_alike)
    }

    fn version(&self, customer: CustomerId, version: usize) -> Result<Option<Facts>> {
        let mut statement = self.reader.connection.prepare_cached(
            "SELECT t.name, t.org_no, t.account, v.grouping FROM customer_version v
             JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
             WHERE v.customer = ?1 AND v.version = ?2",
        )?;
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        let facts = statement.query_row([customer.0, version], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        Ok(facts.optional()?)
    }

    /// A decision teaches whose a payer is, and taking it back does.
    fn decided(&mut self, receipt: ItemId) -> Result<()> {
        self.changed.receipts.insert(receipt);
        let mut statement = self
            .reader
            .connection
            .prepare_cached("SELECT payer_account, payer_name FROM receipt_text WHERE item = ?1")?;
        let payer = statement.query_row([receipt.0], |row| {
            Ok([row.get::<_, Option<String>>(0)?, row.get(1)?])
        });
        let payer = payer.optional()?.into_iter().flatten();
        for (kind, text) in [LinkKind::Account, LinkKind::Name].into_iter().zip(payer) {
            let key = text.and_then(|text| kind.key(&text));
            self.changed.links.extend(key.map(|key| (kind, key)));
        }
        Ok(())
    }

    fn pause(&mut self, pause: PauseId) -> Result<()> {
        self.item("SELECT item FROM pause WHERE id = ?1", pause.0)
    }

    fn handover(&mut self, handover: HandoverId) -> Result<()> {
        self.item("SELECT item FROM handover WHERE id = ?1", handover.0)
    }

    fn item(&mut self, sql: &str, id: i64) -> Result<()> {
        let mut statement = self.reader.connection.prepare_cached(sql)?;
        let item = statement.query_row([id], |row| row.get::<_, Option<i64>>(0));
        self.items.extend(item.optional()?.flatten().map(ItemId));
        Ok(())
    }

    fn customer(&mut self, sql: &str, id: i64) -> Result<()> {
        let mut statement = self.reader.connection.prepare_cached(sql)?;
        let found = statement.query_row([id], |row| row.get(0).map(CustomerId));
        self.changed.customers.extend(found.optional()?);
        Ok(())
    }

    fn letter(&mut self, letter: LetterId) -> Result<()> {
        let mut statement = self
            .reader
            .connection
            .prepare_cached("SELECT item FROM letter_item WHERE letter = ?1")?;
        for item in statement.query_map([letter.0], |row| row.get(0).map(ItemId))? {
            self.items.insert(item?);
        }
        Ok(())
    }

    /// Whether the postings after one are few, those of some entries left out.
    fn postings(&mut self, after: i64, left: &HashSet<EntryId>) -> Result<bool> {
        let mut statement = self
            .reader
            .connection
            .prepare_cached("SELECT item, entry FROM posting WHERE id > ?1")?;
        let mut rows = statement.query([after])?;
        while let Some(row) = rows.next()? {
            if !left.contains(&entry_id(row, 1)?) {
                self.items.insert(ItemId(row.get(0)?));
            }
            if self.items.len() > MOST_POSTINGS {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What the items are found by, and the letters that claim them.
    fn found(self) -> Result<Changed> {
        let Self {
            reader,
            mut changed,
            items,
        } = self;
        let items: Vec<ItemId> = items.into_iter().collect();
        let list = listed(&items)?;
        let mut statement = reader.connection.prepare_cached(&format!(
            "{FINDABLE} WHERE i.id IN (SELECT value FROM json_each(?1))"
        ))?;
        for item in statement.query_map([&list], findable)? {
            let item = item?;
            if item.customer != CustomerId::UNIDENTIFIED {
                changed.customers.insert(item.customer);
                changed.items.push(item);
            }
        }
        changed.receipts.extend(items);
        let mut statement = reader.connection.prepare_cached(
            "SELECT DISTINCT l.reference, coalesce(c.merged_into, c.id) FROM json_each(?1) k
             CROSS JOIN letter_item li ON li.item = k.value CROSS JOIN letter l ON l.id = li.letter
             JOIN customer c ON c.id = l.customer",
        )?;
        let mut rows = statement.query(params_from_iter([&list]))?;
        while let Some(row) = rows.next()? {
            changed.references.extend(row.get::<_, Option<String>>(0)?);
            changed.customers.insert(CustomerId(row.get(1)?));
        }
        Ok(changed)
    }
}
