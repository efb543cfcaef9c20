//! `match`: what explains the receipts, and posting what is certain.

use std::ops::ControlFlow;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::Tell;
use crate::domain::book::receipt_label;
use crate::domain::evidence::Evidence;
use crate::domain::id::{EntryId, ItemId};
use crate::domain::refusal::Refusal;
use crate::reports::settling::{Explained, MatchCount, MatchReport, ReceiptLine, Told};
use crate::text::Locale;

use super::output::{Cell, JsonLists, Output, Sheet, print, print_json};
use super::progress::Watched;
use super::proposal::{self, explained_json};
use super::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let mut desk = context.open()?;
    if let Some(label) = args.get_one::<String>("explain") {
        let explained = desk
            .explain_receipt(desk.find_receipt(label)?)?
            .ok_or_else(|| Refusal::UnknownReceipt {
                receipt: label.clone(),
            })?;
        if context.out == Output::Json {
            return print_json(&explained_json(locale, &explained));
        }
        return print(&proposal::story(locale, &explained));
    }
    let (auto, plan) = (
        args.get_flag("auto"),
        context.dry_run || !args.get_flag("auto"),
    );
    let progress = Watched::begin(&context.locale);
    let watch = progress.watch.clone();
    let mut progress = Some(progress);
    context.heed_waits(&mut desk, Some(&watch));
    let mut answer = Answer::new(context);
    let mut tell = |told: Told| {
        // The bar makes way for the answer.
        progress.take();
        answer.take(&told)
    };
    let tell = match context.out {
        Output::Json => Tell::All(&mut tell),
        // A list is of what is left to a person.
        Output::Csv | Output::Table => Tell::Left(&mut tell),
    };
    let count = if plan {
        desk.match_plan(auto, &watch, tell)
    } else {
        desk.match_certain(&watch, tell)
    };
    drop(progress);
    let count = count?;
    if count.cancelled {
        Context::tell(context.locale.text("cli.match.cancelled"));
        return Err(Stop::Refused);
    }
    answer.end(count, plan)
}

/// What is written to stdout of a run: JSON and CSV as it is told, a table once its columns are known.
enum Answer<'c> {
    Lists(&'c Locale, RunLists),
    Sheet(&'c Context<'c>, Box<Sheet>),
    Unwritten(std::io::Error),
}

impl<'c> Answer<'c> {
    fn new(context: &'c Context<'c>) -> Self {
        match context.out {
            Output::Json => Self::Lists(&context.answers, RunLists::new()),
            Output::Csv | Output::Table => {
                Self::Sheet(context, Box::new(heading(&context.answers)))
            }
        }
    }

    fn take(&mut self, told: &Told) -> ControlFlow<()> {
        let written = match self {
            Self::Lists(locale, lists) => lists.take(locale, told),
            Self::Sheet(context, sheet) => {
                if let Told::Proposed(explained) | Told::Unidentified(explained) = told {
                    sheet.row(row(&context.answers, explained));
                }
                Ok(())
            }
            Self::Unwritten(_) => return ControlFlow::Break(()),
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                *self = Self::Unwritten(error);
                ControlFlow::Break(())
            }
        }
    }

    fn end(self, count: MatchCount, plan: bool) -> Done {
        match self {
            Self::Lists(_, lists) => Ok(lists.end()?),
            Self::Sheet(context, sheet) if context.out == Output::Csv => {
                context.out.write(&sheet, || Value::Null, "")
            }
            Self::Sheet(context, sheet) => {
                if !sheet.is_empty() {
                    print(&sheet.table())?;
                }
                print(&summary(&context.locale, count, plan))
            }
            Self::Unwritten(error) => Err(error.into()),
        }
    }
}

/// One line: how much was posted, proposed and left.
pub(super) fn summary(locale: &Locale, count: MatchCount, plan: bool) -> String {
    let told = |n: usize| n.to_string();
    let key = if plan {
        "cli.match.plan"
    } else {
        "cli.match.done"
    };
    locale.say(
        key,
        &[
            ("posted", &told(count.posted)),
            ("proposed", &told(count.proposed)),
            ("unidentified", &told(count.unidentified)),
        ],
    )
}

/// What was not posted, with what is known of it.
pub(super) fn sheet(locale: &Locale, report: &MatchReport) -> Sheet {
    let mut sheet = heading(locale);
    for explained in report.proposed.iter().chain(&report.unidentified) {
        sheet.row(row(locale, explained));
    }
    sheet
}

fn heading(locale: &Locale) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    Sheet::new(&[
        (title("receipt"), "receipt", false),
        (title("date"), "date", false),
        (title("amount"), "amount", true),
        (title("currency"), "currency", false),
        (title("payer"), "payer", false),
        (title("class"), "class", false),
        (title("customer"), "customer_no", false),
        (title("invoices"), "invoices", false),
        (title("known"), "known", false),
    ])
}

fn row(locale: &Locale, explained: &Explained) -> Vec<Cell> {
    let receipt = &explained.receipt;
    let best = explained.proposals.first();
    let invoices = best.map(|best| {
        let parts = best.parts.iter().map(|part| {
            if part.amount == part.open {
                part.number.clone()
            } else {
                format!("{}:{}", part.number, part.amount.plain(receipt.currency))
            }
        });
        parts.collect::<Vec<_>>().join(", ")
    });
    let evidence = best.map_or(&explained.known, |best| &best.evidence);
    vec![
        Cell::new(own_label(receipt.item), own_label(receipt.item)),
        Cell::new(locale.date(receipt.booked), receipt.booked.to_string()),
        Cell::new(
            locale.amount(receipt.amount, receipt.currency),
            receipt.amount.plain(receipt.currency),
        ),
        Cell::text(receipt.currency.code()),
        Cell::text(receipt.text.payer_name.clone().unwrap_or_default()),
        Cell::text(best.map_or(String::new(), |best| best.class.letter().to_string())),
        Cell::text(best.map_or(String::new(), |best| best.customer_number.clone())),
        Cell::text(invoices.unwrap_or_default()),
        Cell::text(evidence_line(locale, receipt, evidence)),
    ]
}

fn evidence_line(locale: &Locale, receipt: &ReceiptLine, evidence: &[Evidence]) -> String {
    let mut pieces: Vec<String> = evidence
        .iter()
        .map(|piece| {
            let sign = if piece.speaks_for() { '+' } else { '-' };
            format!("{sign} {}", locale.tell("evidence", piece))
        })
        .collect();
    if pieces.is_empty()
        && let Some(message) = &receipt.text.message
    {
        pieces.push(message.clone());
    }
    pieces.join("; ")
}

/// A receipt's own number, which no payment id of a file is taken for.
pub(super) fn own_label(item: ItemId) -> String {
    receipt_label(item, None, None)
}

pub(super) fn receipt_json(receipt: &ReceiptLine) -> Value {
    json!({
        "id": own_label(receipt.item),
        "payment_id": receipt.payment_id,
        "bank_ref": receipt.bank_ref,
        "date": receipt.booked.to_string(),
        "amount": receipt.amount.plain(receipt.currency),
        "currency": receipt.currency.code(),
    })
}

fn unidentified_json(locale: &Locale, explained: &Explained) -> Value {
    let text = &explained.receipt.text;
    let known = explained.known.iter();
    json!({
        "receipt": receipt_json(&explained.receipt),
        "payer": text.payer_name,
        "text": text.message,
        "reference": explained.receipt.reference,
        "known": known.map(|piece| locale.tell("evidence", piece)).collect::<Vec<_>>(),
    })
}

/// The lists of a run, written as they are told.
struct RunLists {
    lists: JsonLists,
    run: Option<EntryId>,
    /// How many of them were begun.
    begun: usize,
}

impl RunLists {
    fn new() -> Self {
        Self {
            lists: JsonLists::new(),
            run: None,
            begun: 0,
        }
    }

    fn take(&mut self, locale: &Locale, told: &Told) -> std::io::Result<()> {
        match told {
            Told::Run(run) => {
                self.run = *run;
                Ok(())
            }
            Told::Posted(posted) => self.item(1, &explained_json(locale, &posted.explained)),
            Told::Proposed(explained) => self.item(2, &explained_json(locale, explained)),
            Told::Unidentified(explained) => self.item(3, &unidentified_json(locale, explained)),
        }
    }

    fn item(&mut self, list: usize, value: &Value) -> std::io::Result<()> {
        self.begin(list)?;
        self.lists.item(value)
    }

    /// Begins every list up to this one.
    fn begin(&mut self, list: usize) -> std::io::Result<()> {
        while self.begun < list {
            self.begun += 1;
            match self.begun {
                1 => self.lists.list("posted")?,
                2 => self.lists.list("proposed")?,
                _ => {
                    let run = self.run.map(|run| format!("r{}", run.0));
                    self.lists.field("run", &run)?;
                    self.lists.list("unidentified")?;
                }
            }
        }
        Ok(())
    }

    fn end(mut self) -> std::io::Result<()> {
        self.begin(3)?;
        self.lists.end()
    }
}
