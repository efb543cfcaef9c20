//! The arguments of `customer` and `user`.

use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::Make;
use crate::domain::user::Role;

pub(super) fn commands(make: &Make<'_>) -> Vec<Command> {
    let customer = || make.value("customer").required(true);
    let reason = || make.option("reason", "TEXT");
    let set = || -> Arg {
        make.value("set")
            .required(true)
            .num_args(1..)
            .value_name("FIELD=VALUE")
    };
    let proposal = || make.value("proposal").required(true);
    let name = || make.value("user-name").required(true);
    vec![
        make.command("customer")
            .subcommand_required(true)
            .subcommand(
                make.command("list")
                    .arg(make.value("filter").num_args(0..))
                    .arg(make.option("risk-class", "CLASS").long("class"))
                    .arg(make.flag("only-held").long("held"))
                    .arg(make.flag("only-faulty").long("faulty"))
                    .arg(
                        make.option("sort", "ORDER")
                            .value_parser(["name", "open", "overdue"]),
                    ),
            )
            .subcommand(
                make.command("show")
                    .arg(customer())
                    .arg(make.flag("timeline"))
                    .arg(
                        make.option("timeline-limit", "COUNT")
                            .long("limit")
                            .value_parser(value_parser!(usize))
                            .requires("timeline"),
                    ),
            )
            .subcommand(make.named("duplicates", "customer-duplicates"))
            .subcommand(
                make.named("new", "new-customer")
                    .arg(set())
                    .arg(make.option("customer-number", "NUMBER").long("number"))
                    .arg(
                        make.option("another", "REASON")
                            .long("override")
                            .conflicts_with("reason"),
                    )
                    .arg(reason()),
            )
            .subcommand(
                make.named("edit", "edit-customer")
                    .arg(customer())
                    .arg(set())
                    .arg(
                        make.option("seen-version", "VERSION")
                            .long("version")
                            .value_parser(value_parser!(usize)),
                    )
                    .arg(reason()),
            )
            .subcommand(
                make.named("merge", "merge-customer")
                    .arg(customer())
                    .arg(make.value("into").required(true))
                    .arg(reason().required(true)),
            )
            .subcommand(
                make.named("part", "part-customer")
                    .arg(customer())
                    .arg(reason().required(true)),
            )
            .subcommand(
                make.named("deactivate", "deactivate-customer")
                    .arg(customer())
                    .arg(reason()),
            )
            .subcommand(
                make.named("activate", "activate-customer")
                    .arg(customer())
                    .arg(reason()),
            )
            .subcommand(
                make.named("erase", "erase-customer")
                    .arg(customer())
                    .arg(reason().required(true)),
            )
            .subcommand(
                make.named("export", "export-customer").arg(customer()).arg(
                    make.option("person-out", "FILE")
                        .long("out")
                        .value_parser(value_parser!(PathBuf)),
                ),
            )
            .subcommand(make.named("history", "customer-history").arg(customer()))
            .subcommand(make.named("proposals", "customer-proposals"))
            .subcommand(
                make.named("approve", "approve-proposal")
                    .arg(proposal())
                    .arg(reason()),
            )
            .subcommand(
                make.named("decline", "decline-proposal")
                    .arg(proposal())
                    .arg(reason()),
            )
            .subcommands(super::credit::of_customer(make)),
        make.command("user")
            .subcommand(make.named("list", "list-users"))
            .subcommand(
                make.named("set", "set-user").arg(name()).arg(
                    make.value("user-role")
                        .required(true)
                        .value_parser(Role::ALL.map(Role::name)),
                ),
            )
            .subcommand(make.named("remove", "remove-user").arg(name())),
    ]
}
