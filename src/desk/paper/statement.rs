//! A customer's statement of account: what is open, as a sheet in his language.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::house::Paper;
use super::{PaperFault, Unwritten};
use crate::desk::{Desk, Failure};
use crate::domain::command::Command;
use crate::domain::content::{EntryKind, Purpose, StatementContent, StatementEntry};
use crate::domain::date;
use crate::domain::document::ItemClass;
use crate::domain::id::CustomerId;
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Channel;
use crate::domain::sheet::{Block, Sheet};
use crate::letters::{self, text};
use crate::text::table::csv_cell;

impl Desk {
    /// A customer's statements, one for each currency that he has something open in.
    pub fn statement_pages(
        &self,
        customer: CustomerId,
        purpose: Purpose,
    ) -> Result<Result<Vec<Sheet>, Unwritten>, Failure> {
        let reader = self.store.read();
        let recipient = reader.recipient(customer)?;
        let recipient = recipient.context("there is no such customer")?;
        let today = self.today();
        let items = self.items(customer, today)?;
        let mut currencies: Vec<Currency> = Vec::new();
        for item in &items {
            if !currencies.contains(&item.currency) {
                currencies.push(item.currency);
            }
        }
        if currencies.is_empty() {
            currencies.push(self.ledger.currency);
        }
        let content = |currency: Currency| {
            let his = || items.iter().filter(move |item| item.currency == currency);
            let late = |item: &&crate::reports::card::ItemLine| {
                item.class.is_debit() && date::days_past(item.due, today) > 0
            };
            let closing: Minor = his().map(|item| item.open).sum();
            let overdue: Minor = his()
                .filter(late)
                .map(|item| item.open - item.disputed)
                .sum();
            StatementContent {
                company: self.company(),
                recipient: recipient.clone(),
                currency,
                purpose,
                as_of: today,
                written: today,
                from: (purpose == Purpose::Activity).then_some(today),
                opening: Minor::ZERO,
                entries: his().map(entry).collect(),
                closing,
                overdue: overdue.min(closing.max(Minor::ZERO)),
                reference: None,
            }
        };
        let written = Paper::read(&self.config).and_then(|paper| {
            let mut sheets = Vec::new();
            for currency in currencies {
                let sheet = letters::statement(&content(currency), &paper.templates)?;
                paper.pdf(&sheet, today)?;
                sheets.push(sheet);
            }
            Ok(sheets)
        });
        Ok(written)
    }

    /// Writes a customer's statements to a file: PDF, CSV, or text for any other ending. Whole or not at all.
    pub fn write_statement(
        &self,
        customer: CustomerId,
        purpose: Purpose,
        path: &Path,
    ) -> Result<Result<(), Unwritten>, Failure> {
        let sheets = match self.statement_pages(customer, purpose)? {
            Ok(sheets) => sheets,
            Err(fault) => return Ok(Err(fault)),
        };
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let bytes = if ending == "pdf" {
            let paper = Paper::read(&self.config);
            match paper.and_then(|paper| paper.pdf_of(&sheets, self.today())) {
                Ok(bytes) => bytes,
                Err(fault) => return Ok(Err(fault)),
            }
        } else if ending == "csv" {
            rows(&sheets)?
        } else {
            let pages = sheets.iter().map(|sheet| text::render(sheet, text::EMAIL));
            pages.collect::<Vec<_>>().join("\n\n").into_bytes()
        };
        let written = put(path, &bytes).map_err(|cause| PaperFault::Unwritable {
            path: path.display().to_string(),
            cause: cause.to_string(),
        });
        Ok(written.map_err(Unwritten::from))
    }

    /// What puts a customer's statements into the outbox: by the way that is named, else by the first that reaches
    /// him.
    pub fn queue_statement(
        &self,
        customer: CustomerId,
        purpose: Purpose,
        channel: Option<Channel>,
    ) -> Result<Result<Vec<Command>, Unwritten>, Failure> {
        let channel = match channel {
            Some(channel) => channel,
            None => self.way_to(customer)?,
        };
        let sheets = self.statement_pages(customer, purpose)?;
        let command = |sheet: Sheet| Command::QueueStatement {
            customer,
            channel,
            sheet: Box::new(sheet),
        };
        Ok(sheets.map(|sheets| sheets.into_iter().map(command).collect()))
    }

    fn way_to(&self, customer: CustomerId) -> Result<Channel, Failure> {
        let reader = self.store.read();
        let stops = reader.channel_stops(customer)?;
        let found = reader.customer(customer)?;
        let (_, facts, _) = found.context("there is no such customer")?;
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

/// The tables of statements, as they read.
fn rows(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for sheet in sheets {
        for block in &sheet.blocks {
            let Block::Table(table) = block else { continue };
            let titles = table.columns.iter().map(|column| column.title.as_str());
            writer.write_record(titles.map(|title| csv_cell(title).into_owned()))?;
            for row in &table.rows {
                let cells = row.cells.iter();
                writer.write_record(cells.map(|cell| csv_cell(cell).into_owned()))?;
            }
        }
    }
    Ok(writer.into_inner()?)
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

fn entry(item: &crate::reports::card::ItemLine) -> StatementEntry {
    StatementEntry {
        date: item.issued,
        what: match item.class {
            ItemClass::Debit => EntryKind::Invoice,
            ItemClass::Charge => EntryKind::Charge(ChargeKind::Fee),
            ItemClass::Credit => EntryKind::CreditNote,
            ItemClass::Receipt => EntryKind::Payment,
        },
        number: item.number.clone(),
        due: item.class.is_debit().then_some(item.due),
        original: item.amount.abs(),
        amount: item.open,
        disputed: item.disputed,
    }
}
