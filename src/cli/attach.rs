//! `attach`: files kept with an invoice.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

use crate::domain::attachment::Purpose;
use crate::domain::command::Command;
use crate::domain::id::AttachmentId;

use super::output::{Cell, Sheet};
use super::receipt::text;
use super::{Context, Done, Stop, journal};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    if let Some(invoice) = args.get_one::<String>("list-files") {
        return list(context, invoice);
    }
    let mut desk = context.open()?;
    if let Some(number) = args.get_one::<i64>("remove-file") {
        let attachment = AttachmentId(*number);
        return journal::act(context, &mut desk, Command::Detach { attachment });
    }
    let document = desk.find_document(text(args, "invoice"))?;
    let Some(path) = args.get_one::<PathBuf>("attached-file") else {
        return Err(Stop::Usage(
            context.say("cli.missing", &[("option", "FILE")]),
        ));
    };
    let purpose = match args.get_one::<String>("file-is").map(String::as_str) {
        Some("delivery") => Purpose::DeliveryApproval,
        Some("other") => Purpose::Other,
        _ => Purpose::InvoiceCopy,
    };
    let file = desk
        .new_file(document, purpose, path, media(path))
        .map_err(|fault| {
            Context::tell(&format!("reskontra: {}", fault.tell(&context.locale)));
            Stop::Refused
        })?;
    journal::act(context, &mut desk, Command::Attach(Box::new(file)))
}

/// What a file is by its ending.
fn media(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") => "application/pdf",
        Some("xml") => "application/xml",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => "application/octet-stream",
    }
}

fn list(context: &Context<'_>, invoice: &str) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let files = desk.files_of(desk.find_document(invoice)?)?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("number"), "attachment", true),
        (title("file"), "name", false),
        (title("what"), "purpose", false),
        (title("media"), "media", false),
        (title("bytes"), "size", true),
    ]);
    for file in &files {
        let purpose = file.purpose.name();
        sheet.row(vec![
            Cell::text(file.id.0.to_string()),
            Cell::text(&file.name),
            Cell::new(locale.text(&format!("purpose.{purpose}")), purpose),
            Cell::text(&file.media),
            Cell::text(file.size.to_string()),
        ]);
    }
    if sheet.is_empty() && context.out == super::output::Output::Table {
        return super::output::print(&format!("{}\n", locale.text("cli.attach.none")));
    }
    let json = || {
        let files = files.iter().map(|file| {
            json!({
                "attachment": file.id.0,
                "name": file.name,
                "purpose": file.purpose.name(),
                "media": file.media,
                "size": file.size,
                "sha256": file.sha256,
            })
        });
        json!({ "files": files.collect::<Vec<_>>() })
    };
    context.out.write(&sheet, json, "")
}
