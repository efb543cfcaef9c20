//! A customer's statement of account as pages, as a file, and into the outbox.

use std::path::Path;

use crate::desk::{Desk, Failure, write_whole};
use crate::domain::command::Command;
use crate::domain::outbox::Channel;
use crate::domain::sheet::{Block, Sheet};
use crate::letters::text;
use crate::reports::statement::StatementQuery;
use crate::text::table::csv_cell;

impl Desk {
    /// A customer's statements, one page for each currency that he has something in.
    pub fn statement_pages(&self, query: &StatementQuery) -> Result<Vec<Sheet>, Failure> {
        let contents = self.statements_of(query)?;
        let sheet = |content| self.statement_sheet(content);
        contents.iter().map(sheet).collect()
    }

    /// Writes a customer's statements to a file: PDF, CSV, or text for any other ending. Whole or not at all.
    pub fn write_statement(&self, query: &StatementQuery, path: &Path) -> Result<(), Failure> {
        let sheets = self.statement_pages(query)?;
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let bytes = if ending == "pdf" {
            self.statement_pdf(&sheets)?
        } else if ending == "csv" {
            rows(&sheets)?
        } else {
            let pages = sheets.iter().map(|sheet| text::render(sheet, text::EMAIL));
            pages.collect::<Vec<_>>().join("\n\n").into_bytes()
        };
        write_whole(path, &bytes)
    }

    /// What puts a customer's statements into the outbox: by the way that is named, else by the first that reaches
    /// him.
    pub fn queue_statement(
        &self,
        query: &StatementQuery,
        channel: Option<Channel>,
    ) -> Result<Vec<Command>, Failure> {
        let contents = self.statements_of(query)?;
        self.queue_statements(query.customer, &contents, channel)
    }
}

/// The tables of statements, as they read; no cell is taken for a formula.
fn rows(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let tables = sheets.iter().flat_map(|sheet| &sheet.blocks);
    for block in tables {
        let Block::Table(table) = block else { continue };
        let titles = table.columns.iter().map(|column| column.title.as_str());
        let titles: Vec<_> = titles.map(csv_cell).collect();
        if titles.iter().any(|title| !title.is_empty()) {
            writer.write_record(titles.iter().map(|title| title.as_bytes()))?;
        }
        for row in &table.rows {
            let cells: Vec<_> = row.cells.iter().map(|cell| csv_cell(cell)).collect();
            writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        }
    }
    Ok(writer.into_inner()?)
}
