//! Every command and its arguments. Titles and helps come from the locale: `cli.about.<command>` and
//! `cli.option.<argument>`.

mod credit;
mod post;
mod register;

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::ledger::CompanySize;
use crate::domain::money::Currency;
use crate::domain::outbox::Channel;
use crate::text::Locale;

pub(super) fn command(locale: &Locale) -> Command {
    let make = Make(locale);
    let global = [
        make.option("ledger", "FILE")
            .value_parser(value_parser!(PathBuf)),
        make.option("config", "FILE")
            .value_parser(value_parser!(PathBuf)),
        make.option("format", "FORMAT")
            .value_parser(["table", "csv", "json"]),
        make.option("as-of", "DATE"),
        make.option("today", "DATE")
            .env("RESKONTRA_TODAY")
            .hide_env(true),
        make.flag("dry-run"),
        make.flag("read-only"),
    ];
    Command::new("reskontra")
        .version(env!("CARGO_PKG_VERSION"))
        .about(locale.text("cli.about.reskontra").to_owned())
        .args(global.map(|arg| arg.global(true)))
        .subcommands(ledger_commands(&make))
        .subcommands(receipt_commands(&make))
        .subcommands(bank_commands(&make))
        .subcommands(learning_commands(&make))
        .subcommands(reminding_commands(&make))
        .subcommands(post::commands(&make))
        .subcommands(credit::commands(&make))
        .subcommands(resting_commands(&make))
        .subcommands(register::commands(&make))
        .subcommands(other_commands(&make))
}

fn ledger_commands(make: &Make<'_>) -> Vec<Command> {
    vec![
        make.command("init")
            .arg(make.option("company", "NAME"))
            .arg(make.option("country", "CODE"))
            .arg(make.option("currency", "CODE"))
            .arg(make.option("account", "NUMBER").action(ArgAction::Append))
            .arg(make.option("org-no", "NUMBER"))
            .arg(
                make.option("size", "SIZE")
                    .value_parser(CompanySize::ALL.map(CompanySize::name)),
            ),
        make.command("demo").arg(
            make.option("keep", "FILE")
                .value_parser(value_parser!(PathBuf)),
        ),
        make.command("import")
            .arg(
                make.value("file")
                    .value_parser(value_parser!(PathBuf))
                    .num_args(1..)
                    .required(true),
            )
            .arg(make.flag("keep-going"))
            .arg(make.flag("test-file")),
        map_command(make),
        make.command("doctor"),
        make.command("backup")
            .arg(make.value("to").value_parser(value_parser!(PathBuf))),
        make.command("restore").arg(
            make.value("from")
                .value_parser(value_parser!(PathBuf))
                .required(true),
        ),
    ]
}

fn map_command(make: &Make<'_>) -> Command {
    let said = ["kind", "column"];
    make.command("map")
        .arg(
            make.value("table")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .required_unless_present_any(["list", "forget"]),
        )
        .arg(
            make.option("kind", "KIND")
                .value_parser(["bank", "customers", "invoices", "payments"])
                .requires("column"),
        )
        .arg(
            make.option("column", "COLUMN=FIELD")
                .action(ArgAction::Append)
                .allow_hyphen_values(true)
                .requires("kind"),
        )
        .arg(
            make.option("decimal", "MARK")
                .value_parser([",", "."])
                .requires("column"),
        )
        .arg(
            make.option("date-order", "ORDER")
                .long("date")
                .value_parser(["dmy", "mdy", "ymd"])
                .requires("column"),
        )
        .arg(make.option("separator", "MARK"))
        .arg(make.option("header", "LINE"))
        .arg(make.option("currency", "CODE").requires("column"))
        .arg(
            make.flag("list")
                .conflicts_with_all(said)
                .conflicts_with_all(["table", "forget"]),
        )
        .arg(
            make.option("forget", "FINGERPRINT")
                .conflicts_with_all(said)
                .conflicts_with("table"),
        )
}

fn receipt_commands(make: &Make<'_>) -> Vec<Command> {
    let receipt = || make.value("receipt").required(true);
    let date = || make.option("date", "DATE");
    vec![
        make.command("receipt")
            .arg(date().required(true))
            .arg(
                make.option("amount", "AMOUNT")
                    .required(true)
                    .allow_hyphen_values(true),
            )
            .arg(make.option("currency", "CODE"))
            .arg(
                make.option("reference", "REFERENCE")
                    .allow_hyphen_values(true),
            )
            .arg(make.option("text", "TEXT").allow_hyphen_values(true))
            .arg(make.option("customer", "NUMBER"))
            .arg(make.option("account", "NUMBER")),
        make.command("match")
            .arg(make.flag("auto"))
            .arg(make.option("explain", "RECEIPT").conflicts_with("auto")),
        make.command("accept")
            .arg(make.value("split").required(true))
            .arg(date()),
        make.command("apply")
            .arg(make.value("split").required(true))
            .arg(date()),
        make.command("identify")
            .arg(receipt())
            .arg(make.value("customer").required(true))
            .arg(date()),
        make.command("unapplied"),
        make.command("writeoff")
            .arg(make.value("rest").required(true))
            .arg(
                make.option("as", "KIND")
                    .value_parser(DifferenceKind::ALL.map(DifferenceKind::name))
                    .default_value(DifferenceKind::Loss.name()),
            )
            .arg(make.option("reason", "TEXT"))
            .arg(date()),
        make.command("refund")
            .arg(make.value("credit").required_unless_present("drop"))
            .arg(make.option("reason", "TEXT"))
            .arg(
                make.option("drop", "REFUND")
                    .conflicts_with_all(["credit", "reason"]),
            ),
        make.command("transfer")
            .arg(receipt())
            .arg(make.value("customer").required(true))
            .arg(date()),
        make.command("setaside")
            .arg(receipt())
            .arg(make.option("reason", "TEXT").required(true)),
        make.command("takeup").arg(receipt()),
    ]
}

fn bank_commands(make: &Make<'_>) -> Vec<Command> {
    let several = |name| make.value(name).required(true).num_args(1..);
    let account = || make.value("account").required(true);
    vec![
        make.command("lines").arg(make.flag("all")),
        make.command("take").arg(several("held")),
        make.command("known").arg(several("held")),
        make.command("payout")
            .arg(make.value("went-back").required(true))
            .arg(make.option("date", "DATE")),
        make.command("dismiss")
            .arg(several("line"))
            .arg(make.option("reason", "TEXT").required(true)),
        make.command("reconsider").arg(several("line")),
        make.command("bank"),
        make.command("account")
            .subcommand(make.command("add").arg(account()))
            .subcommand(make.command("remove").arg(account())),
    ]
}

fn learning_commands(make: &Make<'_>) -> Vec<Command> {
    let listed = ["link-kind", "patterns"];
    let payer = |name| {
        make.value(name)
            .long(name)
            .value_names(["KIND", "PAYER"])
            .num_args(2)
            .conflicts_with_all(listed)
    };
    let rule = || make.value("rule").value_name("NAME").required(true);
    vec![
        make.command("learned")
            .arg(
                make.option("link-kind", "KIND")
                    .long("kind")
                    .value_parser(["account", "name"]),
            )
            .arg(make.flag("patterns").conflicts_with("link-kind"))
            .arg(payer("block"))
            .arg(payer("unblock").conflicts_with("block"))
            .arg(
                payer("forget-payer")
                    .long("forget")
                    .conflicts_with_all(["block", "unblock"]),
            ),
        make.command("rules")
            .subcommands(rules_of_reminders(make))
            .subcommand(make.named("list", "list-rules"))
            .subcommand(make.command("test").arg(rule()))
            .subcommand(make.command("on").arg(rule()))
            .subcommand(make.command("off").arg(rule())),
    ]
}

fn rules_of_reminders(make: &Make<'_>) -> Vec<Command> {
    let country = || make.option("country", "CODE");
    vec![
        make.command("rates")
            .arg(country())
            .arg(make.option("on", "DATE")),
        make.named("check", "check-rules").arg(country()),
        make.named("explain", "explain-rules")
            .arg(make.value("invoice").required(true)),
        make.named("print", "print-rules")
            .arg(make.option("customer", "NUMBER"))
            .arg(make.flag("why-rules").long("why")),
        make.named("size", "company-size").arg(
            make.value("size")
                .value_name("SIZE")
                .value_parser(CompanySize::ALL.map(CompanySize::name)),
        ),
    ]
}

fn reminding_commands(make: &Make<'_>) -> Vec<Command> {
    vec![
        make.command("remind")
            .arg(
                make.option("queue-day", "DATE")
                    .long("on")
                    .conflicts_with("as-of"),
            )
            .arg(
                make.option("customers-only", "NUMBER")
                    .long("customer")
                    .action(ArgAction::Append),
            )
            .arg(make.option("stage", "STAGE"))
            .arg(make.flag("interest-notes"))
            .arg(make.flag("send"))
            .arg(make.folder_out().requires("send"))
            .arg(
                make.option("by-channel", "CHANNEL")
                    .long("channel")
                    .requires("send"),
            )
            .arg(make.option("in-spite", "REASON").long("override"))
            .arg(make.flag("no-fee").requires("reason"))
            .arg(make.option("reason", "TEXT").requires("no-fee"))
            .arg(
                make.flag("take-back")
                    .conflicts_with_all(["send", "no-fee"]),
            ),
        make.command("waive")
            .arg(make.value("invoice").required(true))
            .arg(
                make.value("charges")
                    .value_parser(["fee", "interest", "compensation", "all"])
                    .required(true),
            )
            .arg(make.option("reason", "TEXT").required(true)),
    ]
}

/// What pauses reminders.
fn resting_commands(make: &Make<'_>) -> Vec<Command> {
    let invoice = || make.value("invoice");
    let amount = || make.option("amount", "AMOUNT").allow_hyphen_values(true);
    let customer = || make.value("customer").required(true);
    let reason = || make.option("reason", "TEXT");
    vec![
        make.command("dispute")
            .arg(invoice())
            .arg(amount())
            .arg(reason())
            .arg(make.option("until", "DATE"))
            .arg(make.option("owner", "NAME"))
            .arg(
                make.option("close", "INVOICE")
                    .conflicts_with_all(["invoice", "amount", "reason", "until", "owner"]),
            )
            .arg(make.option("outcome", "TEXT").requires("close")),
        make.command("promise")
            .arg(invoice().required(true))
            .arg(make.option("date", "DATE").required(true))
            .arg(amount()),
        make.command("pause")
            .arg(invoice().required_unless_present("customer"))
            .arg(make.option("customer", "NUMBER").conflicts_with("invoice"))
            .arg(
                make.option("last-day", "DATE")
                    .long("until")
                    .required_unless_present("end"),
            )
            .arg(reason().required(true))
            .arg(make.flag("end").conflicts_with("last-day")),
        make.command("extend")
            .arg(invoice().required(true))
            .arg(make.option("last-day", "DATE").long("until").required(true)),
        plan_command(make),
        make.command("handover")
            .arg(
                make.value("invoices-out")
                    .value_name("INVOICE")
                    .num_args(0..),
            )
            .arg(make.option("agency", "NAME"))
            .arg(make.option("case", "NUMBER"))
            .arg(reason())
            .arg(make.option("beyond-notice", "REASON").long("override"))
            .arg(
                make.flag("take-over")
                    .conflicts_with_all(["agency", "case"]),
            )
            .args_conflicts_with_subcommands(true)
            .subcommands(agency_commands(make)),
        make.command("call")
            .arg(customer())
            .arg(make.option("note", "TEXT").required(true)),
        make.command("bankrupt")
            .arg(customer())
            .arg(make.option("claim-by", "DATE"))
            .arg(reason().required(true)),
    ]
}

/// What goes to an agency and comes from it.
fn agency_commands(make: &Make<'_>) -> Vec<Command> {
    let path = || value_parser!(PathBuf);
    vec![
        make.named("pack", "pack-case")
            .arg(
                make.value("case-of")
                    .value_name("CUSTOMER|CASE")
                    .required(true),
            )
            .arg(
                make.option("pack-out", "DIR")
                    .long("out")
                    .value_parser(path())
                    .required(true),
            ),
        make.named("status", "take-statuses")
            .arg(
                make.value("status-file")
                    .value_name("FILE")
                    .value_parser(path())
                    .required(true),
            )
            .arg(make.option("reporting-agency", "NAME").long("agency"))
            .arg(make.flag("keep-going")),
        make.named("payments", "direct-payments")
            .arg(make.option("since-day", "DATE").long("since"))
            .arg(
                make.option("payments-out", "FILE")
                    .long("out")
                    .value_parser(path()),
            ),
    ]
}

fn plan_command(make: &Make<'_>) -> Command {
    let count = || value_parser!(u16);
    make.command("plan")
        .arg(make.value("customer"))
        .arg(
            make.option("invoices", "A,B")
                .value_delimiter(',')
                .requires("customer"),
        )
        .arg(
            make.option("instalments", "COUNT")
                .value_parser(count())
                .requires("invoices"),
        )
        .arg(make.option("first", "DATE").requires("invoices"))
        .arg(
            make.option("down", "AMOUNT")
                .allow_hyphen_values(true)
                .requires("invoices"),
        )
        .arg(
            make.option("every", "MONTHS")
                .value_parser(count())
                .requires("invoices"),
        )
        .arg(make.option("override", "REASON").requires("invoices"))
        .arg(
            make.flag("end")
                .requires("customer")
                .conflicts_with("invoices"),
        )
        .arg(make.option("reason", "TEXT").requires("end"))
}

fn other_commands(make: &Make<'_>) -> Vec<Command> {
    vec![
        make.command("aging")
            .arg(make.option("by", "DATE").value_parser(["due", "issue"]))
            .arg(make.option("edges", "DAYS"))
            .arg(make.option("customer", "NUMBER")),
        statement_command(make),
        make.command("log")
            .arg(
                make.option("limit", "COUNT")
                    .value_parser(value_parser!(u32)),
            )
            .arg(
                make.option("before", "ENTRY")
                    .value_parser(value_parser!(i64)),
            ),
        make.command("undo").arg(make.value("entry")),
        make.command("redo"),
        make.command("lock").arg(make.value("date").required(true)),
        make.command("keys"),
        make.command("completions").arg(
            make.value("shell")
                .value_parser(value_parser!(clap_complete::Shell))
                .required(true),
        ),
    ]
}

fn statement_command(make: &Make<'_>) -> Command {
    make.command("statement")
        .arg(make.value("customer").required(true))
        .arg(
            make.option("from-day", "DATE")
                .long("from")
                .conflicts_with("confirmation"),
        )
        .arg(make.flag("activity").conflicts_with("confirmation"))
        .arg(make.flag("confirmation"))
        .arg(make.option("currency", "CODE"))
        // More forms than other answers have.
        .arg(
            make.option("format", "FORMAT")
                .value_parser(["table", "text", "csv", "json", "pdf"]),
        )
        .arg(
            make.option("statement-out", "FILE")
                .long("out")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            make.flag("send-statement")
                .long("send")
                .conflicts_with("statement-out"),
        )
        .arg(
            make.option("statement-channel", "CHANNEL")
                .long("channel")
                // A text message holds no table.
                .value_parser([Channel::Email, Channel::Post, Channel::Print].map(Channel::name))
                .requires("send-statement"),
        )
}

struct Make<'a>(&'a Locale);

impl Make<'_> {
    fn command(&self, name: &'static str) -> Command {
        self.named(name, name)
    }

    /// The folder that letters are written to.
    fn folder_out(&self) -> Arg {
        self.option("letters-out", "DIR")
            .long("out")
            .value_parser(value_parser!(PathBuf))
    }

    /// A command whose name another one bears too.
    fn named(&self, name: &'static str, about: &str) -> Command {
        Command::new(name).about(self.0.text(&format!("cli.about.{about}")).to_owned())
    }

    fn option(&self, name: &'static str, value: &'static str) -> Arg {
        self.value(name).long(name).value_name(value)
    }

    fn flag(&self, name: &'static str) -> Arg {
        self.value(name).long(name).action(ArgAction::SetTrue)
    }

    fn value(&self, name: &'static str) -> Arg {
        Arg::new(name).help(self.0.text(&format!("cli.option.{name}")).to_owned())
    }
}

/// A day as a script or a person writes it; words such as `today` are the full screen's.
pub(super) fn date(locale: &Locale, text: &str) -> Result<Date, String> {
    let iso = text.parse().ok();
    iso.or_else(|| Date::parse_from_str(text, "%d.%m.%Y").ok())
        .ok_or_else(|| locale.say("cli.not-a-date", &[("value", text)]))
}

pub(super) fn amount(locale: &Locale, text: &str) -> Result<Decimal, String> {
    locale
        .parse_amount(text)
        .ok_or_else(|| locale.say("cli.not-an-amount", &[("value", text)]))
}

pub(super) fn currency(locale: &Locale, text: &str) -> Result<Currency, String> {
    Currency::parse(text).ok_or_else(|| locale.say("cli.not-a-currency", &[("value", text)]))
}
