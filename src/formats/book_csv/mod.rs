//! The book as delimited text: lists of customers, invoices and payments, from any system's export. Headers in
//! any order and in five languages, any of three separators, dates and amounts as people write them.

mod headers;
mod rows;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use self::headers::{CUSTOMERS, INVOICES, PAYMENTS, STATEMENT};
use self::rows::Currencies;
use super::cells::name::{is_named, normal};
use super::cells::{Cells, Columns, Field, Names, own_name};
use super::head::SEPARATORS;
use super::list::{each_row, head_of, header, is_whole};
use super::mapping::Mapped;
use super::source::Source;
use super::table::{Record, Table};
use super::{Format, Sink, Summary};
use crate::domain::intake::{Fault, Placed, Problem, Row};
use crate::domain::money::Currency;

/// What a head of columns says of its list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Head {
    List(Format),
    /// Payments that bear references and no numbers of their own: a bank may have made it as well.
    References,
    /// A bank's account statement: days and amounts, money in and out, or a running balance.
    Statement,
}

/// The names of a list's columns, and the fields that it cannot be without.
pub fn names_of(format: Format) -> (&'static [Names], &'static [Field]) {
    use Field::{Amount, BookingDate, CustomerNo, DueDate, InvoiceNo, IssueDate, Name};
    match format {
        Format::Customers => (CUSTOMERS, &[CustomerNo, Name]),
        Format::Payments => (PAYMENTS, &[BookingDate, Amount]),
        _ => (
            INVOICES,
            &[InvoiceNo, CustomerNo, IssueDate, DueDate, Amount],
        ),
    }
}

/// Which list a text is the beginning of, and its separator: the one under which the most columns are known.
pub fn recognise(beginning: &str) -> Option<(Head, char)> {
    let mut best: Option<(usize, Head, char)> = None;
    for separator in SEPARATORS {
        if let Some((known, head)) = head_of(beginning, separator).as_ref().and_then(judge)
            && best.is_none_or(|(most, ..)| known > most)
        {
            best = Some((known, head, separator));
        }
    }
    best.map(|(_, head, separator)| (head, separator))
}

/// How many columns of a head are known, and what they make together.
fn judge(header: &Record) -> Option<(usize, Head)> {
    let assigned = |format| Columns::assign(header, names_of(format).0);
    let (invoices, payments, customers) = (
        assigned(Format::Invoices),
        assigned(Format::Payments),
        assigned(Format::Customers),
    );
    let has = |columns: &Columns, field| columns.at(field).is_some();
    let has_amount = has(&payments, Field::Amount);
    let numbered = has(&invoices, Field::InvoiceNo)
        && (has(&invoices, Field::CustomerNo) || has(&invoices, Field::DueDate));

    Some(if has_amount && has(&payments, Field::PaymentId) {
        (payments.known(), Head::List(Format::Payments))
    } else if numbered {
        (invoices.known(), Head::List(Format::Invoices))
    } else if has(&payments, Field::BookingDate) && (has_amount || is_statement(header)) {
        let references = has(&payments, Field::Reference) && !is_statement(header);
        let head = if references {
            Head::References
        } else {
            Head::Statement
        };
        (payments.known(), head)
    } else if has(&customers, Field::CustomerNo) && customers.known() > 1 {
        (customers.known(), Head::List(Format::Customers))
    } else {
        return None;
    })
}

fn is_statement(header: &Record) -> bool {
    let mut normals = header.iter().map(normal);
    normals.any(|header| STATEMENT.iter().any(|name| is_named(&header, name)))
}

/// Whether a head numbers invoices.
pub fn numbers_invoices(header: &Record) -> bool {
    Columns::assign(header, INVOICES)
        .at(Field::InvoiceNo)
        .is_some()
}

/// The fields of a list by their own names.
pub fn own_names(format: Format) -> Vec<(String, Field)> {
    let (names, _) = names_of(format);
    let fields = names.iter().map(|names| names.field);
    fields
        .map(|field| (own_name(names, field), field))
        .collect()
}

/// Reads a list to its end, or until the sink has had enough. A head that lacks a column is an error; what is
/// wrong with a row goes to the sink, all of it, and the next row is read.
pub fn read(
    source: &Source,
    format: Format,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let separator = recognise(&source.head_text(WINDOWS_1252)).map_or(',', |(_, found)| found);
    let mut table = Table::new(source.text(WINDOWS_1252)?, separator);
    let header = header(&mut table)?;
    let (names, needed) = names_of(format);
    let columns = Columns::read(&header, names, needed)
        .map_err(|problem| Fault::at(header.line(), problem))?;
    rows_of(table, &columns, format, default_currency, separator, sink)
}

/// Reads a list whose columns a person has named.
pub fn read_mapped(
    source: &Source,
    mapped: &Mapped<'_>,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let separator = mapped.mapping.separator;
    let mut table = Table::new(source.text(WINDOWS_1252)?, separator);
    for _ in 0..mapped.skip {
        table.read()?;
    }
    let currency = mapped.mapping.currency.unwrap_or(default_currency);
    let format = mapped.mapping.kind.format();
    rows_of(table, &mapped.columns(), format, currency, separator, sink)
}

fn rows_of(
    table: Table,
    columns: &Columns,
    format: Format,
    default_currency: Currency,
    separator: char,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let mut currencies = Currencies {
        default: default_currency,
        last: default_currency,
    };
    let mut summary = Summary::default();
    let rows = &mut summary.rows;
    let stopped = each_row(
        table,
        columns,
        |cells| {
            let row = row(cells, format, &mut currencies, separator);
            let is_torn = row.is_none() && format == Format::Invoices;
            let invoice = is_torn.then(|| cells.text(Field::InvoiceNo)).flatten();
            (row, invoice)
        },
        |read, problems| {
            let mut flow = ControlFlow::Continue(());
            if let Some(row) = read.row {
                *rows += 1;
                let line = read.line;
                flow = sink.row(Placed { line, row });
            }
            for problem in problems.drain(..) {
                if flow.is_continue() {
                    flow = sink.fault(Fault {
                        invoice: read.of.clone(),
                        ..Fault::at(read.line, problem)
                    });
                }
            }
            Ok(flow)
        },
    )?;
    summary.stopped = stopped;
    Ok(summary)
}

/// The record's row, or none and the problems why.
fn row(
    cells: &mut Cells<'_>,
    format: Format,
    currencies: &mut Currencies,
    separator: char,
) -> Option<Row> {
    if !is_whole(cells) {
        return None;
    }
    if cells
        .record
        .iter()
        .skip(cells.columns.all())
        .any(|value| !value.trim().is_empty())
    {
        let expected = cells.columns.filled() as u64;
        let found = cells.record.width() as u64;
        cells
            .problems
            .push(Problem::TooManyValues { expected, found });
        return None;
    }
    match format {
        Format::Customers => rows::customer(cells, currencies),
        Format::Payments => rows::payment(cells, currencies, separator),
        _ => rows::invoice(cells, currencies),
    }
}
