//! Statements of account: from postings to what a statement says, and on to paper and into the outbox.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::desk::post::Stationery;
use crate::domain::command::Command;
use crate::domain::content::{
    AtAgency, EntryKind, Purpose, Recipient, StatementContent, StatementEntry,
};
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Channel;
use crate::domain::pause::PauseKind;
use crate::domain::posting::PostingKind;
use crate::domain::refusal::{CollectingRefusal, Refusal};
use crate::domain::sheet::Sheet;
use crate::letters;
use crate::reports::statement::StatementQuery;
use crate::store::query::{ItemRow, MovementRow, Reader};

use super::{Desk, Failure};

impl Desk {
    /// A customer's statements, one for each currency that he has something in; in the company's, if he has nothing.
    /// Each one's closing balance is the ledger's on that day.
    pub fn statements_of(&self, query: &StatementQuery) -> Result<Vec<StatementContent>, Failure> {
        let from = match query.purpose {
            Purpose::Activity => Some(query.from.unwrap_or_else(|| first_of_year(query.as_of))),
            Purpose::Open | Purpose::Confirmation => None,
        };
        if let Some(from) = from.filter(|from| *from > query.as_of) {
            return Err(CollectingRefusal::StatementEndsEarly {
                from,
                as_of: query.as_of,
            }
            .into());
        }
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let recipient = reader.recipient(query.customer)?;
        let recipient = recipient.ok_or_else(|| Refusal::UnknownCustomer {
            customer: query.customer.0.to_string(),
        })?;
        let mut parts = match from {
            Some(from) => activity(&reader, query, from)?,
            None => open(&reader, query)?,
        };
        if let Some(currency) = query.currency {
            parts.retain(|of, _| *of == currency);
        }
        if parts.is_empty() {
            let currency = query.currency.unwrap_or(self.ledger.currency);
            parts.insert(currency, Part::default());
        }
        let content = |(currency, part)| self.content(query, from, &recipient, currency, part);
        Ok(parts.into_iter().map(content).collect())
    }

    fn content(
        &self,
        query: &StatementQuery,
        from: Option<Date>,
        recipient: &Recipient,
        currency: Currency,
        part: Part,
    ) -> StatementContent {
        let moved: Minor = part.entries.iter().map(|entry| entry.amount).sum();
        let closing = part.opening + moved;
        let mut content = StatementContent {
            company: self.company(),
            recipient: recipient.clone(),
            currency,
            purpose: query.purpose,
            as_of: query.as_of,
            written: self.today(),
            from,
            opening: part.opening,
            entries: part.entries,
            closing,
            overdue: part.overdue,
            disputed: part.disputed,
            at_agency: part.at_agency,
            reference: only(part.references),
        };
        let own = closing - content.at_agency;
        content.overdue = content.overdue.min(own.max(Minor::ZERO));
        content
    }

    /// A statement as it reads, in the customer's language.
    pub fn statement_sheet(&self, content: &StatementContent) -> Result<Sheet, Failure> {
        let stationery = Stationery::read(&self.config)?;
        Ok(letters::statement(content, &stationery.templates)?)
    }

    /// A statement as lines of plain text, none wider than `columns`.
    pub fn statement_text(
        &self,
        content: &StatementContent,
        columns: usize,
    ) -> Result<String, Failure> {
        let sheet = self.statement_sheet(content)?;
        Ok(letters::text::render(&sheet, columns))
    }

    /// Statements as one PDF. A statement alone is a document that screen readers can follow.
    pub fn statement_pdf(&self, sheets: &[Sheet]) -> Result<Vec<u8>, Failure> {
        let stationery = Stationery::read(&self.config)?;
        let mut press = stationery.press()?;
        if let [only] = sheets {
            return Ok(press.letter(only, self.today())?);
        }
        let mut batch = press.batch()?;
        for sheet in sheets {
            batch.add(sheet)?;
        }
        let (title, language) = sheets.first().map_or(("", "und"), |sheet| {
            (sheet.subject.as_str(), sheet.language.as_str())
        });
        Ok(batch.finish(title, language, self.today())?)
    }

    /// Puts a customer's statements into the outbox: by the way that is named, else by his own, else by the first
    /// that reaches him.
    pub fn queue_statements(
        &self,
        customer: CustomerId,
        contents: &[StatementContent],
        channel: Option<Channel>,
    ) -> Result<Vec<Command>, Failure> {
        let channel = match channel {
            Some(channel) => channel,
            None => self.channel_of(customer)?,
        };
        let command = |content| {
            Ok(Command::QueueStatement {
                customer,
                channel,
                sheet: Box::new(self.statement_sheet(content)?),
            })
        };
        contents.iter().map(command).collect()
    }

    /// Nothing that was said of a way to him stands against it, and it leads somewhere.
    fn channel_of(&self, customer: CustomerId) -> Result<Channel, Failure> {
        let reader = self.store.read();
        let stops = reader.channel_stops(customer)?;
        let Some((_, facts, _)) = reader.customer(customer)? else {
            return Ok(Channel::Print);
        };
        let own = facts.channel.as_deref().and_then(Channel::parse);
        // A statement is a table: no text message holds it.
        let own = own.filter(|own| *own != Channel::Sms);
        let mut ways = own.into_iter().chain([Channel::Email, Channel::Post]);
        let way = ways.find(|way| {
            let is_stopped = stops.iter().any(|stop| stop.channel == *way);
            !is_stopped && way.address(&facts.text).is_some()
        });
        Ok(way.unwrap_or(Channel::Print))
    }
}

/// What a statement in one currency says.
#[derive(Default)]
struct Part {
    opening: Minor,
    entries: Vec<StatementEntry>,
    overdue: Minor,
    /// Of what is open: disputed, and with an agency.
    disputed: Minor,
    at_agency: Minor,
    /// What the payer may write, for each debit that is to be paid to the company.
    references: BTreeSet<Option<String>>,
}

/// One reference for all, where there is one.
fn only(references: BTreeSet<Option<String>>) -> Option<String> {
    let mut references = references.into_iter();
    let first = references.next().flatten();
    first.filter(|_| references.next().is_none())
}

fn first_of_year(day: Date) -> Date {
    Date::from_ymd_opt(day.year(), 1, 1).unwrap_or(day)
}

fn open(reader: &Reader<'_>, query: &StatementQuery) -> Result<BTreeMap<Currency, Part>, Failure> {
    let mut parts: BTreeMap<Currency, Part> = BTreeMap::new();
    for item in reader.items_as_of(query.customer, query.as_of)? {
        let aside = Aside::of(reader, &item, query.as_of)?;
        let part = parts.entry(item.currency).or_default();
        note_open(part, &item, &aside, query.as_of);
        part.entries.push(StatementEntry {
            date: item.issued,
            what: arrived(item.class, reader.kind_of_charge(item.id)?),
            number: item.number,
            due: item.class.is_debit().then_some(item.due),
            original: item.amount.abs(),
            amount: item.open,
            disputed: aside.disputed,
            agency: aside.agency,
        });
    }
    Ok(parts)
}

/// Adds to what is past due, to what is not to be paid here, and to the references of what is.
fn note_open(part: &mut Part, item: &ItemRow, aside: &Aside, as_of: Date) {
    if !item.class.is_debit() {
        return;
    }
    if aside.agency.is_some() {
        part.at_agency += item.open;
        return;
    }
    part.disputed += aside.disputed;
    let asked = item.open - aside.disputed;
    if asked.is_zero() {
        return;
    }
    part.references.insert(item.reference.clone());
    if date::days_past(item.due, as_of) > 0 {
        part.overdue += asked;
    }
}

/// Why an open item, or a part of it, is not to be paid to the company now.
struct Aside {
    /// At most what is open; nothing of what an agency has.
    disputed: Minor,
    agency: Option<AtAgency>,
}

impl Aside {
    fn of(reader: &Reader<'_>, item: &ItemRow, on: Date) -> Result<Self, Failure> {
        if !item.class.is_debit() {
            return Ok(Self {
                disputed: Minor::ZERO,
                agency: None,
            });
        }
        let mut handovers = reader.handovers_of(item.id)?.into_iter();
        let agency = handovers.rfind(|state| state.holds(on));
        let agency = agency.map(|state| AtAgency {
            name: state.handover.agency,
            case_number: state.handover.case_number,
        });
        let disputed = match agency {
            Some(_) => Minor::ZERO,
            None => disputed(reader, item, on)?,
        };
        Ok(Self { disputed, agency })
    }
}

/// What of an open item is disputed on a day: at most what is open.
fn disputed(reader: &Reader<'_>, item: &ItemRow, on: Date) -> Result<Minor, Failure> {
    let pauses = reader.pauses(item.id)?.into_iter();
    let claimed: Minor = pauses
        .filter(|pause| pause.kind == PauseKind::Dispute && pause.holds(on))
        .map(|pause| pause.amount)
        .sum();
    Ok(claimed.min(item.open))
}

fn activity(
    reader: &Reader<'_>,
    query: &StatementQuery,
    from: Date,
) -> Result<BTreeMap<Currency, Part>, Failure> {
    let mut lines: BTreeMap<Currency, Lines> = BTreeMap::new();
    let mut parts: BTreeMap<Currency, Part> = BTreeMap::new();
    for row in reader.movements(query.customer, query.as_of)? {
        let part = parts.entry(row.currency).or_default();
        if row.date < from {
            part.opening += row.amount;
        } else {
            lines.entry(row.currency).or_default().add(row);
        }
    }
    let mut agencies: BTreeMap<ItemId, AtAgency> = BTreeMap::new();
    for item in reader.items_as_of(query.customer, query.as_of)? {
        let aside = Aside::of(reader, &item, query.as_of)?;
        let part = parts.entry(item.currency).or_default();
        note_open(part, &item, &aside, query.as_of);
        agencies.extend(aside.agency.map(|agency| (item.id, agency)));
    }
    for (currency, lines) in lines {
        parts.entry(currency).or_default().entries = lines.entries(&agencies);
    }
    parts.retain(|_, part| !part.opening.is_zero() || !part.entries.is_empty());
    Ok(parts)
}

/// Movements as a customer reads them: what settles one of his items by another moves nothing, nor does what was taken
/// back on the same day.
#[derive(Default)]
struct Lines {
    order: Vec<StatementEntry>,
    at: BTreeMap<(Date, Sort, ItemId), usize>,
}

/// What a line is about, as far as lines are put together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Arrived,
    Paid,
    Transferred,
    Settled,
    PaidOut,
    Adjusted,
    Lost,
}

impl Lines {
    fn add(&mut self, row: MovementRow) {
        let (sort, what) = told(&row);
        let (item, number) = match row.counter {
            // An allocation is told by the credit, on both of its sides.
            Some((counter, _, number)) if sort == Sort::Settled && row.class.is_debit() => {
                (counter, number)
            }
            _ => (row.item, row.number),
        };
        let at = *self.at.entry((row.date, sort, item)).or_insert_with(|| {
            self.order.push(StatementEntry {
                date: row.date,
                what,
                number,
                due: (sort == Sort::Arrived && row.class.is_debit()).then_some(row.due),
                original: Minor::ZERO,
                amount: Minor::ZERO,
                disputed: Minor::ZERO,
                agency: None,
            });
            self.order.len() - 1
        });
        if let Some(entry) = self.order.get_mut(at) {
            entry.amount += row.amount;
            entry.original = entry.amount.abs();
        }
    }

    /// In their order; items that agencies have are marked where they arrived.
    fn entries(self, agencies: &BTreeMap<ItemId, AtAgency>) -> Vec<StatementEntry> {
        let mut entries = self.order;
        for ((_, sort, item), at) in self.at {
            if let (Sort::Arrived, Some(entry)) = (sort, entries.get_mut(at)) {
                entry.agency = agencies.get(&item).cloned();
            }
        }
        entries.retain(|entry| !entry.amount.is_zero());
        entries
    }
}

/// What a posting is to the customer.
fn told(row: &MovementRow) -> (Sort, EntryKind) {
    match row.kind {
        PostingKind::Opened | PostingKind::Voided => {
            (Sort::Arrived, arrived(row.class, row.charge))
        }
        PostingKind::Covered => (Sort::Paid, EntryKind::Payment),
        PostingKind::Moved if row.with_nobody => (Sort::Paid, EntryKind::Payment),
        PostingKind::Moved => (Sort::Transferred, EntryKind::Transfer),
        PostingKind::Allocated => {
            let counter = row.counter.as_ref().map(|(_, class, _)| *class);
            let credit = if row.class.is_debit() {
                counter
            } else {
                Some(row.class)
            };
            let what = match credit {
                Some(ItemClass::Credit) => EntryKind::CreditNote,
                _ => EntryKind::Payment,
            };
            (Sort::Settled, what)
        }
        PostingKind::PaidOut => (Sort::PaidOut, EntryKind::Refund),
        PostingKind::Loss => (Sort::Lost, EntryKind::WriteOff),
        PostingKind::Exchange
        | PostingKind::Rounding
        | PostingKind::Discount
        | PostingKind::BankCharge
        | PostingKind::Commission
        | PostingKind::Offset
        | PostingKind::NotReceivable
        | PostingKind::Waived => (Sort::Adjusted, EntryKind::Adjustment),
    }
}

/// What an item is to the customer.
fn arrived(class: ItemClass, charge: Option<ChargeKind>) -> EntryKind {
    match class {
        ItemClass::Debit => EntryKind::Invoice,
        // Another system's charges are moved in as one sum: its fees.
        ItemClass::Charge => EntryKind::Charge(charge.unwrap_or(ChargeKind::Fee)),
        ItemClass::Credit => EntryKind::CreditNote,
        ItemClass::Receipt => EntryKind::Payment,
    }
}
