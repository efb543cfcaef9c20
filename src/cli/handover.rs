//! `handover`: what agencies collect.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::command::Command;
use crate::text::width::clean;

use super::output::{Cell, Sheet};
use super::receipt::text;
use super::{Context, Done, Stop, agency, journal};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("pack", args)) => return agency::pack(context, args),
        Some(("status", args)) => return agency::statuses(context, args),
        Some(("payments", args)) => return agency::payments(context, args),
        _ => {}
    }
    let invoices: Vec<&str> = args
        .get_many::<String>("invoices-out")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let said = |name: &str| args.get_one::<String>(name).is_some();
    let takes_over = args.get_flag("take-over");
    if invoices.is_empty() {
        return if takes_over || said("agency") || said("case") || said("reason") {
            Err(missing(context, "INVOICE"))
        } else {
            list(context)
        };
    }
    let mut desk = context.open()?;
    let documents = invoices
        .iter()
        .map(|invoice| desk.find_document(invoice))
        .collect::<Result<Vec<_>, _>>()?;
    let reason = clean(text(args, "reason").trim()).into_owned();
    if takes_over {
        return journal::act(context, &mut desk, Command::TakeOver { documents, reason });
    }
    let word = |name: &str| {
        args.get_one::<String>(name)
            .map(|word| clean(word.trim()).into_owned())
    };
    let numbers_only = word("agency").is_none() && reason.is_empty();
    let agency = match word("agency") {
        None if !numbers_only => desk.agency_of(&documents)?,
        agency => agency,
    };
    match (agency, word("case")) {
        (Some(agency), case_number) => journal::act(
            context,
            &mut desk,
            Command::HandOver {
                documents,
                agency,
                case_number,
                reason,
                in_spite: word("beyond-notice"),
            },
        ),
        (None, Some(case_number)) => {
            let mut numbers = Vec::new();
            for document in documents {
                for handover in desk.handovers_of(document)? {
                    let case_number = case_number.clone();
                    numbers.push(Command::NumberCase {
                        handover,
                        case_number,
                    });
                }
            }
            journal::act_all(context, &mut desk, &numbers)
        }
        (None, None) => Err(missing(context, "--agency")),
    }
}

fn missing(context: &Context<'_>, option: &str) -> Stop {
    Stop::Usage(context.say("cli.missing", &[("option", option)]))
}

fn list(context: &Context<'_>) -> Done {
    let locale = &context.locale;
    let desk = context.open()?;
    let lines = desk.handovers()?;
    if lines.is_empty() {
        let nothing = json!({ "handovers": [] });
        return context
            .out
            .answer(locale.text("cli.handover.none"), &nothing);
    }
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("number"), "invoice", false),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("open"), "open", true),
        (title("currency"), "currency", false),
        (title("agency"), "agency", false),
        (title("case"), "case", false),
        (title("since"), "from", false),
    ]);
    let mut rows: Vec<Value> = Vec::new();
    for line in &lines {
        let handover = &line.handover;
        let case = handover.case_number.clone().unwrap_or_default();
        let (open, from) = (line.open.plain(line.currency), handover.from.to_string());
        sheet.row(vec![
            Cell::text(&line.number),
            Cell::text(&line.customer_number),
            Cell::text(&line.customer_name),
            Cell::new(locale.amount(line.open, line.currency), open.clone()),
            Cell::text(line.currency.code()),
            Cell::text(&handover.agency),
            Cell::text(case),
            Cell::new(locale.date(handover.from), from.clone()),
        ]);
        rows.push(json!({
            "invoice": line.number,
            "customer_no": line.customer_number,
            "name": line.customer_name,
            "open": open,
            "currency": line.currency.code(),
            "agency": handover.agency,
            "case": handover.case_number,
            "from": from,
            "reason": handover.reason,
        }));
    }
    context
        .out
        .write(&sheet, || json!({ "handovers": rows }), "")
}
