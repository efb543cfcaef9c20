//! `customer new|edit|merge|part|deactivate|activate|erase|export|history|proposals|approve|decline`, and `user`.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use crate::desk::{Desk, write_whole};
use crate::domain::command::{Command, Edit, NewCustomer};
use crate::domain::field::{Change, Field};
use crate::domain::user::Role;
use crate::reports::register::{ChangeLine, ProposalLine, UserLine};
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print, print_json};
use super::{Context, Done, Stop, journal};

/// A sub-command of `customer` that is about the register.
pub(super) fn customer(context: &Context<'_>, name: &str, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let command = match name {
        "new" => desk.new_customer(NewCustomer {
            number: args.get_one::<String>("customer-number").cloned(),
            set: desk.values(&texts(args, "set"))?,
            reason: args
                .get_one::<String>("another")
                .cloned()
                .unwrap_or_else(|| text(args, "reason")),
            is_another: args
                .get_one::<String>("another")
                .is_some_and(|why| !why.trim().is_empty()),
        })?,
        "edit" => {
            let customer = desk.find_customer(&text(args, "customer"))?;
            let set = desk.values(&texts(args, "set"))?;
            desk.edit_customer(Edit {
                version: args.get_one::<usize>("seen-version").copied(),
                ..Edit::new(customer, set, &text(args, "reason"))
            })?
        }
        "deactivate" | "activate" => {
            let customer = desk.find_customer(&text(args, "customer"))?;
            let value = Some("yes".to_owned()).filter(|_| name == "deactivate");
            let set = vec![(Field::Inactive, value)];
            desk.edit_customer(Edit::new(customer, set, &text(args, "reason")))?
        }
        "merge" => Command::Merge {
            customer: desk.find_customer_himself(&text(args, "customer"))?,
            into: desk.find_customer_himself(&text(args, "into"))?,
            reason: text(args, "reason"),
        },
        "part" => Command::Part {
            customer: desk.find_customer_himself(&text(args, "customer"))?,
            reason: text(args, "reason"),
        },
        "erase" => return erase(context, &mut desk, args),
        "approve" | "decline" => Command::Judge {
            proposal: desk.find_proposal(&text(args, "proposal"))?,
            accept: name == "approve",
            reason: text(args, "reason"),
        },
        "export" => return export(&desk, args),
        "history" => return history(context, &desk, args),
        "proposals" => return proposals(context, &desk.proposals()?),
        other => return Err(Stop::Usage(other.to_owned())),
    };
    journal::act(context, &mut desk, command)
}

pub(super) fn user(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let command = match args.subcommand() {
        Some(("set", args)) => Command::SetUser {
            name: text(args, "user-name"),
            role: args
                .get_one::<String>("user-role")
                .and_then(|role| Role::parse(role)),
        },
        Some(("remove", args)) => Command::SetUser {
            name: text(args, "user-name"),
            role: None,
        },
        _ => return users(context, &desk.users()?),
    };
    journal::act(context, &mut desk, command)
}

fn text(args: &ArgMatches, name: &str) -> String {
    let text = args.try_get_one::<String>(name).ok().flatten();
    text.cloned().unwrap_or_default()
}

fn texts(args: &ArgMatches, name: &str) -> Vec<String> {
    let texts = args.get_many::<String>(name);
    texts.into_iter().flatten().cloned().collect()
}

/// What is erased does not come back; copies that were made before have it still.
fn erase(context: &Context<'_>, desk: &mut Desk, args: &ArgMatches) -> Done {
    let command = Command::Erase {
        customer: desk.find_customer(&text(args, "customer"))?,
        reason: text(args, "reason"),
    };
    let tell = context
        .locale
        .text("cli.customer.erased-for-good")
        .to_owned();
    journal::act_and_tell(context, desk, command, &tell)
}

fn export(desk: &Desk, args: &ArgMatches) -> Done {
    let kept = desk.kept_of_person(desk.find_customer(&text(args, "customer"))?)?;
    match args.get_one::<PathBuf>("person-out") {
        Some(path) => {
            let body = serde_json::to_vec_pretty(&kept).map_err(anyhow::Error::from)?;
            write_whole(path, &body)?;
            Ok(())
        }
        None => print_json(&kept),
    }
}

fn title(locale: &Locale, name: &str) -> String {
    locale.text(&format!("cli.column.{name}")).to_owned()
}

/// `phone: 1 → 2`, each value as it is kept.
pub(super) fn told_change(locale: &Locale, change: &Change) -> String {
    let field = locale.text(&format!("field.{}", change.field.name()));
    let (old, new) = (change.old.as_deref(), change.new.as_deref());
    let facts = [
        ("field", field),
        ("old", old.unwrap_or_default()),
        ("new", new.unwrap_or_default()),
    ];
    let key = match (old, new) {
        (None, _) => "cli.change.set",
        (_, None) => "cli.change.emptied",
        _ => "cli.change.changed",
    };
    locale.say(key, &facts)
}

fn changes(locale: &Locale, changes: &[Change]) -> String {
    let told: Vec<String> = changes
        .iter()
        .map(|change| told_change(locale, change))
        .collect();
    told.join("; ")
}

fn history(context: &Context<'_>, desk: &Desk, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let customer = desk.find_customer_himself(&text(args, "customer"))?;
    let lines: Vec<ChangeLine> = desk.customer_history(customer)?;
    let mut sheet = Sheet::new(&[
        (title(locale, "entry"), "entry", true),
        (title(locale, "at"), "at", false),
        (title(locale, "actor"), "actor", false),
        (title(locale, "command"), "command", false),
        (title(locale, "changes"), "changes", false),
        (title(locale, "reason"), "reason", false),
    ]);
    for line in &lines {
        sheet.row(vec![
            Cell::text(line.entry.0.to_string()),
            Cell::text(&line.at),
            Cell::text(&line.actor),
            Cell::new(
                locale.text(&format!("command.{}", line.command)),
                &line.command,
            ),
            Cell::text(changes(locale, &line.changes)),
            Cell::text(line.reason.clone().unwrap_or_default()),
        ]);
    }
    context
        .out
        .write(&sheet, || json!({ "history": lines }), "")
}

fn proposals(context: &Context<'_>, lines: &[ProposalLine]) -> Done {
    let locale = &context.answers;
    let mut sheet = Sheet::new(&[
        (title(locale, "proposal"), "proposal", false),
        (title(locale, "customer"), "customer_no", false),
        (title(locale, "name"), "name", false),
        (title(locale, "actor"), "by", false),
        (title(locale, "at"), "at", false),
        (title(locale, "changes"), "changes", false),
        (title(locale, "reason"), "reason", false),
    ]);
    for line in lines {
        sheet.row(vec![
            Cell::text(format!("P{}", line.proposal.0)),
            Cell::text(&line.customer_no),
            Cell::text(&line.name),
            Cell::text(&line.by),
            Cell::text(&line.at),
            Cell::text(asked(locale, line)),
            Cell::text(&line.reason),
        ]);
    }
    if sheet.is_empty() && context.out == Output::Table {
        return print(context.locale.text("cli.customer.no-proposals"));
    }
    context
        .out
        .write(&sheet, || json!({ "proposals": lines }), "")
}

/// What a proposal asks for.
fn asked(locale: &Locale, line: &ProposalLine) -> String {
    match &line.asks {
        Some(asks) => locale.tell("asked", asks),
        None => changes(locale, &line.changes),
    }
}

fn users(context: &Context<'_>, lines: &[UserLine]) -> Done {
    let locale = &context.answers;
    let mut sheet = Sheet::new(&[
        (title(locale, "user"), "name", false),
        (title(locale, "role"), "role", false),
    ]);
    for line in lines {
        sheet.row(vec![
            Cell::text(&line.name),
            Cell::new(
                locale.text(&format!("role.{}", line.role.name())),
                line.role.name(),
            ),
        ]);
    }
    if sheet.is_empty() && context.out == Output::Table {
        return print(context.locale.text("cli.user.none"));
    }
    context.out.write(&sheet, || json!({ "users": lines }), "")
}
