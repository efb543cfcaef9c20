//! `handover pack`, `handover status`, `handover payments`: what goes to an agency and comes from it.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::{StatusAsked, write_whole};
use crate::domain::money::Minor;
use crate::reports::case::{CasePack, DirectPayment, Lacking, StatusIntake};

use super::import::fault_line;
use super::output::{Cell, Output, Sheet, print, print_json};
use super::receipt::text;
use super::{Context, Done, Stop, spec};

pub(super) fn pack(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    let named = text(args, "case-of");
    let folder = args.get_one::<PathBuf>("pack-out").cloned();
    let folder = folder.unwrap_or_default();
    // What is missing is read by people, the agency's or one's own.
    let tell = |lacking: &Lacking| context.locale.tell("lacking", lacking);
    let pack = if context.dry_run {
        desk.case(named)?
    } else {
        desk.pack_case(named, &folder, &tell)?
    };
    let path = folder.display().to_string();
    if context.out == Output::Json {
        return print_json(&to_json(context, &path, &pack));
    }
    let count = |n: usize| n.to_string();
    let facts = [
        ("path", path.as_str()),
        ("claims", &count(pack.claims.len())),
        ("letters", &count(pack.letters.len())),
        ("files", &count(pack.files.len())),
    ];
    let mut lines = vec![context.say("cli.handover.packed", &facts)];
    lines.push(context.locale.text("cli.handover.missing").to_owned());
    let missing = pack.missing.iter();
    lines.extend(missing.map(|lacking| format!("  {}", tell(lacking))));
    lines.push(String::new());
    print(&lines.join("\n"))
}

fn to_json(context: &Context<'_>, path: &str, pack: &CasePack) -> Value {
    let says = |lacking: &Lacking| context.answers.tell("lacking", lacking);
    let missing = pack.missing.iter().map(|lacking| {
        let mut json = json!(lacking);
        json["says"] = json!(says(lacking));
        json
    });
    let files: Vec<&String> = pack.files.iter().map(|file| &file.path).collect();
    json!({
        "folder": path,
        "customer_no": pack.debtor.number,
        "claims": pack.claims.len(),
        "letters": pack.letters.len(),
        "files": files,
        "missing": missing.collect::<Vec<_>>(),
    })
}

pub(super) fn statuses(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let path = args.get_one::<PathBuf>("status-file").cloned();
    let path = path.unwrap_or_default();
    let keeps_going = args.get_flag("keep-going");
    let agency = args.get_one::<String>("reporting-agency");
    let asked = StatusAsked {
        path: &path,
        agency: agency.map(|name| name.trim()),
        keep_going: keeps_going,
        rehearse: context.dry_run,
    };
    let intake = desk.take_statuses(&asked)?;
    for fault in &intake.faults {
        Context::tell(&fault_line(&context.locale, &intake.path, fault));
    }
    let (new, known) = (intake.new.to_string(), intake.known.to_string());
    let facts = [("new", new.as_str()), ("known", &known)];
    let line = if context.dry_run {
        context.answers.say("cli.handover.would-report", &facts)
    } else {
        context.answers.say("cli.handover.reported", &facts)
    };
    context.out.answer(&line, &intake_json(context, &intake))?;
    match (intake.faults.is_empty(), keeps_going) {
        (true, _) => Ok(()),
        (false, true) => Err(Stop::Findings),
        (false, false) => Err(Stop::Refused),
    }
}

fn intake_json(context: &Context<'_>, intake: &StatusIntake) -> Value {
    let errors = intake.faults.iter().map(|fault| {
        let message = context.answers.tell("problem", &fault.problem);
        json!({ "line": fault.line, "message": message })
    });
    json!({
        "path": intake.path,
        "new": intake.new,
        "known": intake.known,
        "rejected": intake.faults.len(),
        "errors": errors.collect::<Vec<_>>(),
    })
}

pub(super) fn payments(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    let since = args.get_one::<String>("since-day");
    let since = since.map(|text| spec::date(&context.locale, text));
    let payments = desk.direct_payments(since.transpose().map_err(Stop::Usage)?)?;
    let sheet = sheet(context, &payments);
    let json = json!({ "payments": payments });
    let Some(path) = args.get_one::<PathBuf>("payments-out") else {
        return context.out.write(&sheet, || json, "");
    };
    if context.dry_run {
        return Ok(());
    }
    // A file is for the agency to read in, whatever the user reads.
    let form = match context.out {
        Output::Json => Output::Json,
        Output::Csv | Output::Table => Output::Csv,
    };
    write_whole(path, &form.bytes(&sheet, &json, "")?)?;
    let path = path.display().to_string();
    let line = context.say("cli.statement.written", &[("path", &path)]);
    let json = json!({ "file": path, "payments": payments.len() });
    context.out.answer(&line, &json)
}

fn sheet(context: &Context<'_>, payments: &[DirectPayment]) -> Sheet {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("agency"), "agency", false),
        (title("case"), "case", false),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("number"), "invoice", false),
        (title("date"), "date", false),
        (title("kind"), "kind", false),
        (title("amount"), "amount", true),
        (title("open"), "open", true),
        (title("currency"), "currency", false),
        (title("receipt"), "by", false),
    ]);
    for line in payments {
        let payment = &line.payment;
        let currency = payment.currency;
        let amount = |plain: &String| {
            let decimal = plain.parse().unwrap_or_default();
            let minor = Minor::exactly(decimal, currency).unwrap_or_default();
            Cell::new(locale.amount(minor, currency), plain)
        };
        sheet.row(vec![
            Cell::text(&line.agency),
            Cell::text(line.case.clone().unwrap_or_default()),
            Cell::text(&line.customer_no),
            Cell::text(&line.name),
            Cell::text(&payment.invoice),
            Cell::new(locale.date(payment.date), payment.date.to_string()),
            Cell::new(
                locale.text(&format!("entry.{}", payment.kind)),
                payment.kind,
            ),
            amount(&payment.amount),
            amount(&line.open),
            Cell::text(currency.code()),
            Cell::text(payment.by.clone().unwrap_or_default()),
        ]);
    }
    sheet
}
