//! What is on record of customers: `check`, `security`, `order`, `credit-hold`, `credit`, `report holds`.

use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::Make;
use crate::domain::credit::Verdict;
use crate::domain::customer::CustomerKind;
use crate::domain::field::Section;
use crate::domain::record::{HoldLevel, SecurityKind};

pub(super) fn commands(make: &Make<'_>) -> Vec<Command> {
    vec![
        assess(make),
        make.command("limit")
            .arg(customer(make))
            .arg(make.value("new-limit").value_name("AMOUNT").required(true))
            .arg(why(make)),
        check(make),
        security(make),
        order(make),
        credit_hold(make),
        credit(make),
        make.command("report")
            .subcommand_required(true)
            .subcommand(
                make.named("holds", "report-holds").arg(
                    make.value("format")
                        .help(make.0.text("cli.option.holds-format").to_owned())
                        .long("format")
                        .value_name("FORMAT")
                        .value_parser(["table", "text", "csv", "json"]),
                ),
            )
            .subcommand(make.named("audit", "report-audit"))
            .subcommand(make.named("warning", "report-warning"))
            .subcommand(make.named("late-deliveries", "report-late-deliveries"))
            .subcommand(make.named("terms", "report-terms")),
    ]
}

/// What is on record of one customer: under `customer`.
pub(super) fn of_customer(make: &Make<'_>) -> Vec<Command> {
    vec![
        make.named("verify", "verify-customer")
            .arg(customer(make))
            .arg(
                make.value("sections")
                    .value_name("SECTION")
                    .value_parser(Section::ALL.map(Section::name))
                    .num_args(0..),
            ),
        make.named("note", "note-customer")
            .arg(customer(make))
            .arg(make.value("remark-text").value_name("TEXT").required(true)),
        make.named("records", "list-records").arg(customer(make)),
        make.named("stale", "stale-customers").arg(
            make.option("months", "MONTHS")
                .value_parser(value_parser!(u32).range(0..=1_200)),
        ),
    ]
}

fn assess(make: &Make<'_>) -> Command {
    let of_new = |name, long, value| make.option(name, value).long(long).requires("new");
    make.command("assess")
        .arg(
            make.value("sale")
                .value_names(["CUSTOMER", "AMOUNT"])
                .num_args(1..=2)
                .required(true),
        )
        .arg(
            make.flag("new")
                .conflicts_with_all(["record-answer", "override-verdict"]),
        )
        .arg(
            of_new("customer-kind", "kind", "KIND")
                .value_parser(CustomerKind::ALL.map(CustomerKind::name)),
        )
        .arg(of_new("risk-class", "risk-class", "CLASS"))
        .arg(of_new("customer-group", "group", "NAME"))
        .arg(make.flag("record-answer").long("record"))
        .arg(
            make.option("override-verdict", "REASON")
                .long("override")
                .requires("good-until"),
        )
        .arg(until(make).requires("override-verdict"))
}

fn check(make: &Make<'_>) -> Command {
    make.command("check")
        .subcommand_required(true)
        .subcommand(
            make.named("add", "add-check")
                .arg(customer(make))
                .arg(make.option("source", "TEXT").required(true))
                .arg(make.option("check-date", "DATE").long("date"))
                .arg(make.option("class", "CLASS"))
                .arg(make.option("advised", "AMOUNT").long("limit"))
                .arg(until(make))
                .arg(
                    make.option("report-file", "FILE")
                        .long("file")
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(make.named("list", "list-checks").arg(of(make)))
}

fn security(make: &Make<'_>) -> Command {
    make.command("security")
        .subcommand_required(true)
        .subcommand(
            make.named("add", "add-security")
                .arg(customer(make))
                .arg(amount(make))
                .arg(
                    make.option("security-kind", "KIND")
                        .long("kind")
                        .value_parser(SecurityKind::ALL.map(SecurityKind::name))
                        .required(true),
                )
                .arg(make.option("issuer", "TEXT").required(true))
                .arg(make.option("good-from", "DATE").long("from"))
                .arg(until(make)),
        )
        .subcommand(
            make.named("list", "list-securities").arg(of(make)).arg(
                make.option("within", "DAYS")
                    .value_parser(value_parser!(u32))
                    .conflicts_with("of-customer"),
            ),
        )
        .subcommand(
            make.named("end", "end-security")
                .arg(
                    make.value("record")
                        .value_name("RECORD")
                        .value_parser(value_parser!(i64))
                        .required(true),
                )
                .arg(why(make)),
        )
}

fn order(make: &Make<'_>) -> Command {
    let number = || {
        make.value("order-number")
            .value_name("NUMBER")
            .required(true)
    };
    make.command("order")
        .subcommand_required(true)
        .subcommand(
            make.named("add", "add-order")
                .arg(customer(make))
                .arg(number())
                .arg(amount(make))
                .arg(make.option("prepaid", "AMOUNT"))
                .arg(until(make)),
        )
        .subcommand(make.named("list", "list-orders").arg(of(make)))
        .subcommand(make.named("end", "end-order").arg(number()).arg(why(make)))
}

fn credit_hold(make: &Make<'_>) -> Command {
    make.command("credit-hold")
        .subcommand_required(true)
        .subcommand(
            make.named("set", "set-hold")
                .arg(customer(make))
                .arg(
                    make.value("level")
                        .value_name("LEVEL")
                        .value_parser(HoldLevel::ALL.map(HoldLevel::name))
                        .required(true),
                )
                .arg(why(make))
                .arg(until(make)),
        )
        .subcommand(
            make.named("release", "release-hold")
                .arg(customer(make))
                .arg(why(make)),
        )
        .subcommand(make.named("list", "list-holds"))
}

fn credit(make: &Make<'_>) -> Command {
    let note = || make.option("why", "TEXT").long("note");
    make.command("credit")
        .subcommand_required(true)
        .subcommand(
            make.named("review", "review-credit")
                .arg(customer(make))
                .arg(make.option("next-review", "DATE").long("next"))
                .arg(note()),
        )
        .subcommand(
            make.named("override", "override-verdict")
                .arg(customer(make))
                .arg(until(make).required(true))
                .arg(make.option("at-most", "AMOUNT").long("amount"))
                .arg(
                    make.option("over", "VERDICT")
                        .value_parser(
                            [Verdict::Check, Verdict::Prepay, Verdict::Hold].map(Verdict::name),
                        )
                        .default_value(Verdict::Hold.name()),
                )
                .arg(why(make)),
        )
        .subcommand(
            make.named("apply", "apply-credit")
                .arg(customer(make))
                .arg(
                    make.value("asked-limit")
                        .value_name("AMOUNT")
                        .required(true),
                )
                .arg(make.option("granted", "AMOUNT"))
                .arg(
                    make.option("why", "TEXT")
                        .long("reason")
                        .visible_alias("note"),
                ),
        )
        .subcommand(make.named("reviews", "list-reviews"))
        .subcommand(make.named("overrides", "list-overrides"))
}

fn customer(make: &Make<'_>) -> Arg {
    make.value("customer").required(true)
}

fn of(make: &Make<'_>) -> Arg {
    make.value("of-customer").value_name("CUSTOMER")
}

fn amount(make: &Make<'_>) -> Arg {
    make.value("amount").value_name("AMOUNT").required(true)
}

fn until(make: &Make<'_>) -> Arg {
    make.option("good-until", "DATE").long("until")
}

fn why(make: &Make<'_>) -> Arg {
    make.option("why", "TEXT").long("reason").required(true)
}
