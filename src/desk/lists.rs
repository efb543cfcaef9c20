//! Lists and cards: customers, items, documents, what is overdue.

use std::collections::{HashMap, HashSet};

use anyhow::Context;

use crate::domain::customer::PartyText;
use crate::domain::date::{self, Date};
use crate::domain::document::{DocumentDetails, ItemClass};
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::domain::record::{HoldLevel, RecordFacts, RecordKind};
use crate::domain::upkeep::DataFault;
use crate::reports::card::{Card, CustomerLine, DocumentView, Happened, HistoryLine, ItemLine};
use crate::reports::overdue::OverdueLine;
use crate::store::query::{HistoryRow, ItemRow, LetterRow, Reader};

use super::credit::stale_since;
use super::register::Upkeep;
use super::{Desk, settle};

/// What a customer owes.
#[derive(Default)]
struct Owed {
    open: Minor,
    overdue: Minor,
    days_late: i64,
    other: bool,
}

impl Desk {
    /// All customers with what they owe, in order of number.
    pub fn customers(&self) -> anyhow::Result<Vec<CustomerLine>> {
        let reader = self.store.read();
        let (today, company) = (self.today(), self.ledger.currency);
        let mut owed: HashMap<CustomerId, Owed> = HashMap::new();
        reader.open_parts(today, |part| {
            let sums = owed.entry(part.customer).or_default();
            let past = date::days_past(part.due, today);
            let late = part.class.is_debit() && past > 0;
            if part.currency == company {
                sums.open += part.amount;
                if late {
                    sums.overdue += part.amount;
                }
            } else {
                sums.other = true;
            }
            if late {
                sums.days_late = sums.days_late.max(past);
            }
        })?;
        let upkeep = Upkeep::read(&reader)?;
        let holds = self.levels_held(&reader)?;
        let mut lines: Vec<CustomerLine> = reader
            .customers()?
            .into_iter()
            .map(|row| {
                let sums = owed.remove(&row.id).unwrap_or_default();
                let faults = self.faults_of(&row, &upkeep);
                let since = |fault: &DataFault| stale_since(fault, row.entered);
                CustomerLine {
                    reach: reach(&row.facts.text),
                    id: row.id,
                    open: sums.open,
                    overdue: sums.overdue,
                    days_late: sums.days_late,
                    other_currencies: sums.other,
                    hold: holds.get(&row.id).copied(),
                    faulty: faults.iter().any(|fault| since(fault).is_none()),
                    stale_since: faults.iter().filter_map(since).min(),
                    number: row.number,
                    inactive: row.facts.inactive,
                    risk_class: row.facts.risk_class,
                    tags: row.facts.tags.into_iter().collect(),
                    group: row.facts.group,
                    name: row.facts.text.name,
                    org_no: row.facts.text.org_no,
                    city: row.facts.text.city,
                }
            })
            .collect();
        lines.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(lines)
    }

    /// The hardest hold on each customer that stands today.
    fn levels_held(&self, reader: &Reader<'_>) -> anyhow::Result<HashMap<CustomerId, HoldLevel>> {
        let (today, owners) = (self.today(), reader.owners()?);
        let mut levels: HashMap<CustomerId, HoldLevel> = HashMap::new();
        for state in reader.standing_records(RecordKind::Hold)? {
            if let RecordFacts::Hold { level, .. } = state.record.facts
                && state.counts(today)
            {
                let customer = state.record.customer;
                let owner = owners.get(&customer).copied().unwrap_or(customer);
                let hardest = levels.entry(owner).or_insert(level);
                *hardest = level.max(*hardest);
            }
        }
        Ok(levels)
    }

    pub fn card(&self, customer: CustomerId) -> anyhow::Result<Card> {
        let reader = self.store.read();
        let (number, facts, at) = reader
            .customer(customer)?
            .context("there is no such customer")?;
        let today = self.today();
        let open = lines(&reader, reader.open_items(customer)?, today)?;
        let settled = lines(&reader, reader.settled_items(customer, 100)?, today)?;
        let late = reader.days_late(customer, 12)?;
        let count = i64::try_from(late.len()).unwrap_or(i64::MAX);
        let average_days_late = (count > 0).then(|| late.iter().sum::<i64>() / count);
        let promises = reader.promises(customer, today)?;
        let mut pauses = reader.pauses_of_customer(customer)?;
        pauses.retain(|pause| pause.runs(today));
        let changed = self.clock.day(&at).unwrap_or(today);
        Ok(Card {
            id: customer,
            number,
            facts,
            changed,
            open,
            settled,
            average_days_late,
            promises,
            pauses,
        })
    }

    /// A customer's items with what was open on a day.
    pub fn items(&self, customer: CustomerId, as_of: Date) -> anyhow::Result<Vec<ItemLine>> {
        let reader = self.store.read();
        Ok(lines(&reader, reader.items_as_of(customer, as_of)?, as_of)?)
    }

    pub fn document(&self, id: DocumentId) -> anyhow::Result<DocumentView> {
        let reader = self.store.read();
        let (document, _) = reader.document(id)?.context("there is no such document")?;
        let rows = reader.items_of_document(id)?;
        let (customer_number, customer_name) = reader.customer_name(document.customer)?;
        Ok(DocumentView {
            kind: Some(document.kind),
            number: document.number,
            customer: document.customer,
            customer_number,
            customer_name,
            currency: document.currency,
            issued: document.issued,
            amount: rows.iter().map(|item| item.amount).sum(),
            details: document.details,
            history: self.history(&reader, &rows)?,
            items: lines(&reader, rows, self.today())?,
            receipt: None,
        })
    }

    /// A receipt, seen as a document.
    pub fn receipt(&self, id: ItemId) -> anyhow::Result<DocumentView> {
        let reader = self.store.read();
        let item = reader.item(id)?.context("there is no such receipt")?;
        let receipt = reader.receipt(id)?.context("there is no such receipt")?;
        let (customer_number, customer_name) = reader.customer_name(item.customer)?;
        Ok(DocumentView {
            kind: None,
            number: item.number.clone(),
            customer: item.customer,
            customer_number,
            customer_name,
            currency: item.currency,
            issued: item.issued,
            amount: item.amount,
            details: DocumentDetails::default(),
            history: self.history(&reader, std::slice::from_ref(&item))?,
            items: lines(&reader, vec![item], self.today())?,
            receipt: Some(settle::line(&reader, receipt)?),
        })
    }

    fn history(&self, reader: &Reader<'_>, items: &[ItemRow]) -> anyhow::Result<Vec<HistoryLine>> {
        let mut lines = Vec::new();
        for item in items {
            let mut balance = Minor::ZERO;
            let mut letters = reader.letters_on(item.id)?.into_iter().peekable();
            for row in reader.history(item.id)? {
                while let Some(letter) = letters.next_if(|letter| letter.entry < row.entry) {
                    lines.push(self.letter_line(reader, item.id, letter, balance)?);
                }
                balance += row.amount;
                lines.push(self.history_line(reader, row, balance)?);
            }
            for letter in letters {
                lines.push(self.letter_line(reader, item.id, letter, balance)?);
            }
        }
        lines.sort_by_key(|line| line.entry);
        Ok(lines)
    }

    fn letter_line(
        &self,
        reader: &Reader<'_>,
        item: ItemId,
        row: LetterRow,
        balance: Minor,
    ) -> anyhow::Result<HistoryLine> {
        Ok(HistoryLine {
            entry: row.entry,
            date: row.sent,
            at: self.clock.local(&row.at),
            actor: row.actor,
            what: Happened::Sent(row.letter, row.kind),
            item,
            amount: row.amount,
            balance,
            counter: None,
            evidence: Vec::new(),
            undone: reader.undone_by(row.entry)?.is_some(),
        })
    }

    fn history_line(
        &self,
        reader: &Reader<'_>,
        row: HistoryRow,
        balance: Minor,
    ) -> anyhow::Result<HistoryLine> {
        let receipt = row.counter.unwrap_or(row.item);
        Ok(HistoryLine {
            entry: row.entry,
            date: row.date,
            at: self.clock.local(&row.at),
            actor: row.actor,
            what: Happened::Posted(row.kind),
            item: row.item,
            amount: row.amount,
            balance,
            counter: row
                .counter
                .map(|item| reader.item_label(item))
                .transpose()?
                .map(|(label, _)| label),
            evidence: reader.evidence(receipt, row.entry)?,
            undone: reader.undone_by(row.entry)?.is_some(),
        })
    }

    /// Customers with overdue items, the largest sum first, currency by currency.
    pub fn overdue(&self, as_of: Date) -> anyhow::Result<Vec<OverdueLine>> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let mut found: Vec<OverdueLine> = Vec::new();
        let mut told: HashSet<ItemId> = reader.paused_items()?.into_iter().collect();
        told.extend(reader.reminded_items()?);
        for row in reader.overdue_items(as_of)? {
            let (customer, currency) = (row.customer, row.currency);
            let same = found
                .last()
                .is_some_and(|last| last.customer == customer && last.currency == currency);
            if !same {
                let (number, name) = reader.customer_name(customer)?;
                found.push(OverdueLine {
                    customer,
                    number,
                    name,
                    currency,
                    items: Vec::new(),
                    due: Minor::ZERO,
                    paused: Minor::ZERO,
                    to_his_good: Minor::ZERO,
                    days: 0,
                    unmatched: 0,
                });
            }
            let Some(line) = found.last_mut() else {
                continue;
            };
            let item = if told.contains(&row.id) {
                item_line(&reader, row, as_of)?
            } else {
                bare_line(row)
            };
            let stopped = stopped(&item, as_of);
            line.paused += stopped;
            line.due += item.open - stopped;
            line.days = line.days.max(date::days_past(item.due, as_of));
            line.items.push(item);
        }
        self.add_credits(&reader, as_of, &mut found)?;
        self.add_unmatched(&reader, &mut found)?;
        found.sort_by(|a, b| (b.due, b.days, &a.number).cmp(&(a.due, a.days, &b.number)));
        Ok(found)
    }

    fn add_credits(
        &self,
        reader: &Reader<'_>,
        as_of: Date,
        found: &mut [OverdueLine],
    ) -> anyhow::Result<()> {
        let at: HashMap<_, _> = found
            .iter()
            .enumerate()
            .map(|(at, line)| ((line.customer, line.currency), at))
            .collect();
        reader.open_parts(as_of.max(self.today()), |part| {
            if let Some(at) = at
                .get(&(part.customer, part.currency))
                .filter(|_| !part.class.is_debit())
            {
                found[*at].to_his_good += part.amount;
            }
        })?;
        Ok(())
    }

    /// Receipts that are nobody's yet and may be one of these customers'.
    fn add_unmatched(&self, reader: &Reader<'_>, found: &mut [OverdueLine]) -> anyhow::Result<()> {
        let count = self.unmatched(reader)?;
        for line in found {
            let count = count.get(&line.customer).copied();
            line.unmatched = count.map_or(0, u64::from);
        }
        Ok(())
    }
}

/// Everything by which a customer and the persons there are reached, one on a line. Of a phone its digits too: nobody
/// types its blanks.
fn reach(text: &PartyText) -> String {
    let persons = text.contacts.iter().flat_map(|contact| {
        let texts = [contact.email.as_deref(), contact.phone.as_deref()];
        [Some(contact.name.as_str())].into_iter().chain(texts)
    });
    let own = [text.email.as_deref(), text.phone.as_deref()];
    let mut reach = String::new();
    for text in own.into_iter().chain(persons).flatten() {
        reach.push_str(text);
        reach.push('\n');
        if text.contains(' ') && text.contains(|c: char| c.is_ascii_digit()) {
            reach.extend(text.chars().filter(char::is_ascii_digit));
            reach.push('\n');
        }
    }
    reach
}

/// How much of an item is paused on a day: its disputes and running promises, at most what is open.
fn stopped(item: &ItemLine, on: Date) -> Minor {
    let paused: Minor = item
        .pauses
        .iter()
        .filter(|pause| pause.holds(on))
        .map(|pause| pause.amount)
        .sum();
    paused.min(item.open)
}

fn bare_line(row: ItemRow) -> ItemLine {
    ItemLine {
        id: row.id,
        document: row.document,
        number: row.number,
        class: row.class,
        currency: row.currency,
        issued: row.issued,
        due: row.due,
        amount: row.amount,
        open: row.open,
        disputed: Minor::ZERO,
        reference: row.reference,
        pauses: Vec::new(),
        last_step: None,
        about: None,
        handover: None,
    }
}

fn item_line(reader: &Reader<'_>, row: ItemRow, on: Date) -> crate::store::Result<ItemLine> {
    let pauses = reader.pauses(row.id)?;
    let claimed: Minor = pauses
        .iter()
        .filter(|pause| pause.kind == PauseKind::Dispute && pause.holds(on))
        .map(|pause| pause.amount)
        .sum();
    let disputed = claimed.min(row.open.abs());
    Ok(ItemLine {
        disputed,
        pauses,
        last_step: reader.last_step(row.id)?,
        about: match row.class {
            ItemClass::Charge => reader.charged_for(row.id)?,
            _ => None,
        },
        handover: reader.agency_of(row.id)?,
        ..bare_line(row)
    })
}

fn lines(reader: &Reader<'_>, rows: Vec<ItemRow>, on: Date) -> crate::store::Result<Vec<ItemLine>> {
    rows.into_iter()
        .map(|row| item_line(reader, row, on))
        .collect()
}
