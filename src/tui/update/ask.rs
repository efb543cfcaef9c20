//! Questions that the desk's answers lead to: what a payout would open again, and whether a file is meant.

mod handing;

use std::path::Path;

use crate::desk::instalments;
use crate::desk::{Did, ImportOptions};
use crate::domain::command::Command;
use crate::domain::event::EventFacts;
use crate::domain::intake::Problem;
use crate::reports::import::ImportReport;
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::confirm::{Confirm, Deed};
use crate::tui::overlays::{Layer, mapper};

/// Instalments that a question lists one by one.
const PARTS: usize = 12;

fn ask(model: &mut Model, name: &str, lines: Vec<String>, deed: Deed) {
    let text = |part: &str| model.locale.text(&format!("tui.{name}.{part}")).to_owned();
    model.layers.push(Layer::Confirm(Confirm {
        title: text("title"),
        lines,
        yes: text("yes"),
        all: None,
        deed,
        at: 0,
        opener: None,
    }));
}

/// Says what money that went back opens again, and asks whether it did.
pub fn pay_out(model: &mut Model, command: Box<Command>, did: &Did) {
    let locale = &model.locale;
    let events = did.events.iter();
    let mut lines: Vec<String> = events.map(|event| locale.tell("event", event)).collect();
    lines.push(locale.text("tui.pay-out.effect").to_owned());
    let mut reopened: Vec<&str> = Vec::new();
    let mut says = String::new();
    for event in &did.events {
        match event {
            EventFacts::Unallocated { debit, .. } => reopened.push(debit),
            EventFacts::PaidOut {
                amount,
                credit,
                line,
            } => {
                let amount = locale.amount(amount.amount, amount.currency);
                let facts = [
                    ("amount", amount.as_str()),
                    ("credit", credit),
                    ("line", line),
                ];
                says = locale.say("tui.pay-out.done", &facts);
            }
            _ => {}
        }
    }
    if !reopened.is_empty() {
        let facts = [("invoices", reopened.join(", "))];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        says.push_str(&locale.say("tui.pay-out.reopened", &facts));
    }
    ask(model, "pay-out", lines, Deed::Act { command, says });
}

/// Leaves out what a question has no room for: the last line stays.
fn shorten(locale: &Locale, lines: &mut Vec<String>) {
    let more = lines.len().saturating_sub(PARTS);
    if more > 0 {
        let last = lines.pop();
        lines.truncate(PARTS - 1);
        let more = locale.whole(more as u64);
        lines.push(locale.say("tui.plan.more", &[("count", &more)]));
        lines.extend(last);
    }
}

/// Shows what a form of the queue comes to, and asks whether it is done.
pub fn reminding(model: &mut Model, command: Box<Command>, did: &Did) {
    let locale = &model.locale;
    let today = model.book.today;
    match command.as_ref() {
        Command::Extend { until, .. } => {
            let date = locale.long_date(*until);
            let invoice = did.events.iter().find_map(|event| match event {
                EventFacts::Extended { item, .. } => Some(item.as_str()),
                _ => None,
            });
            let facts = [
                ("invoice", invoice.unwrap_or_default()),
                ("date", date.as_str()),
            ];
            let lines = vec![
                locale.say("tui.extend.granted", &facts),
                String::new(),
                locale.say("tui.extend.tell", &facts),
            ];
            let says = locale.say("tui.reminders.did.extended", &facts);
            ask(model, "extend", lines, Deed::Act { command, says });
        }
        Command::MakePlan(asked) => {
            let made = did.events.iter().find_map(|event| match event {
                EventFacts::PlanMade {
                    customer, amount, ..
                } => Some((customer.clone(), *amount)),
                _ => None,
            });
            let Some((customer, total)) = made else {
                return;
            };
            let parts = instalments(asked, today, total.amount, total.currency);
            let mut lines: Vec<String> = parts
                .unwrap_or_default()
                .iter()
                .zip(1_u64..)
                .map(|(part, number)| {
                    let (number, date) = (locale.whole(number), locale.long_date(part.due));
                    let amount = locale.money(part.amount, total.currency);
                    let facts = [
                        ("number", number.as_str()),
                        ("date", date.as_str()),
                        ("amount", amount.as_str()),
                    ];
                    locale.say("tui.plan.part", &facts)
                })
                .collect();
            // The last one stays in sight: it is the one that differs.
            shorten(locale, &mut lines);
            let amount = locale.money(total.amount, total.currency);
            let facts = [("amount", amount.as_str()), ("customer", customer.as_str())];
            lines.push(locale.say("tui.plan.total", &facts));
            lines.push(locale.text("tui.plan.effect").to_owned());
            let says = locale.say("tui.reminders.did.planned", &facts);
            ask(model, "plan", lines, Deed::Act { command, says });
        }
        Command::HandOver { .. } => handing::hand_over(model, command, did),
        Command::Bankrupt { .. } => handing::bankrupt(model, command),
        _ => {}
    }
}

/// Says what an erasure takes and what stays; nothing brings back what it takes.
pub fn erase(model: &mut Model, command: Box<Command>, did: &Did) {
    let locale = &model.locale;
    let events = did.events.iter();
    let mut lines: Vec<String> = events.map(|event| locale.tell("event", event)).collect();
    let says = lines.join(" · ");
    lines.push(locale.text("tui.erase.effect").to_owned());
    ask(model, "erase", lines, Deed::Act { command, says });
}

/// Asks what the columns of a table hold that nobody knows; none if it is no such table.
pub fn about_columns(
    model: &mut Model,
    report: &ImportReport,
    path: &Path,
    options: ImportOptions,
) -> Option<Vec<Effect>> {
    let [file] = report.files.as_slice() else {
        return None;
    };
    let mut problems = file.faults.iter().map(|fault| &fault.problem);
    problems
        .any(|problem| matches!(problem, Problem::UnknownTable { .. }))
        .then(|| mapper::open(model, path.to_owned(), options))
}

/// Asks about a file that was refused only because it may not be meant; false if there is nothing to ask.
pub fn about_file(
    model: &mut Model,
    report: &ImportReport,
    path: &Path,
    options: ImportOptions,
) -> bool {
    let faults = report.files.iter().flat_map(|file| &file.faults);
    let asked = faults
        .map(|fault| &fault.problem)
        .find(|problem| matches!(problem, Problem::TestFile | Problem::ForeignAccount { .. }));
    let path = path.to_owned();
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    match asked {
        Some(Problem::TestFile) => {
            let lines = vec![
                model.locale.say("tui.test-file.what", &[("file", &name)]),
                model.locale.text("tui.test-file.effect").to_owned(),
            ];
            let options = ImportOptions {
                test_files: true,
                ..options
            };
            ask(model, "test-file", lines, Deed::Import { path, options });
        }
        Some(Problem::ForeignAccount { account, ours }) => {
            let account = account.clone();
            let facts = [
                ("file", name.as_str()),
                ("account", &account),
                ("ours", ours),
            ];
            let lines = vec![
                model.locale.say("tui.foreign-account.what", &facts),
                model.locale.say("tui.foreign-account.effect", &facts),
            ];
            let deed = Deed::AddAccount {
                account,
                path,
                options,
            };
            ask(model, "foreign-account", lines, deed);
        }
        _ => return false,
    }
    true
}
