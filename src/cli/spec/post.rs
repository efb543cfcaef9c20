//! What leaves the house: `letter`, `outbox`, `attach`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::Make;
use crate::domain::outbox::{Channel, Stand};

pub(super) fn commands(make: &Make<'_>) -> Vec<Command> {
    vec![letter(make), outbox(make), attach(make)]
}

fn letter(make: &Make<'_>) -> Command {
    // In place of the forms that lists have.
    let form = || {
        make.value("format")
            .help(make.0.text("cli.option.letter-form").to_owned())
            .long("format")
            .value_name("FORMAT")
            .value_parser(["text", "pdf", "html", "eml", "json", "table"])
    };
    let out = || file(make, "letter-out").long("out").value_name("FILE");
    make.command("letter")
        .args_conflicts_with_subcommands(true)
        .arg(make.value("letter"))
        .arg(form())
        .arg(out())
        .subcommand(
            make.command("preview")
                .arg(make.value("customer").required(true))
                .arg(form())
                .arg(out()),
        )
        .subcommand(
            make.command("templates")
                .arg(make.flag("check-templates").long("check"))
                .arg(
                    file(make, "copy-to")
                        .long("copy-to")
                        .value_name("DIR")
                        .conflicts_with("check-templates"),
                ),
        )
}

fn outbox(make: &Make<'_>) -> Command {
    let dispatch = || make.value("dispatch").value_name("LETTER").required(true);
    let reason = || make.option("reason", "TEXT");
    let channel = || {
        make.value("channel")
            .help(make.0.text("cli.option.new-channel").to_owned())
            .value_parser(Channel::ALL.map(Channel::name))
            .required(true)
    };
    let customer = || make.value("customer").required(true);
    let out = || {
        file(make, "export-out")
            .long("out")
            .value_name("FILE")
            .required(true)
    };
    make.command("outbox")
        .args_conflicts_with_subcommands(true)
        .arg(
            make.option("stand", "STAND")
                .value_parser(Stand::ALL.map(Stand::name))
                .action(ArgAction::Append),
        )
        .subcommand(make.named("send", "send-outbox").arg(make.folder_out()))
        .subcommand(
            make.command("retry")
                .arg(make.value("dispatches").value_name("LETTER").num_args(0..)),
        )
        .subcommand(make.command("resend").arg(dispatch()).arg(reason()))
        .subcommand(make.command("arrived").arg(dispatch()).arg(reason()))
        .subcommand(
            make.command("call-off")
                .arg(dispatch())
                .arg(reason().required(true)),
        )
        .subcommand(
            make.command("returned")
                .arg(dispatch())
                .arg(reason().required(true)),
        )
        .subcommand(
            make.command("redirect")
                .arg(dispatch())
                .arg(channel().long("channel").value_name("CHANNEL"))
                .arg(reason()),
        )
        .subcommand(
            make.command("renew")
                .arg(dispatch())
                .arg(reason().required(true))
                .arg(make.option("in-spite", "REASON").long("override")),
        )
        .subcommand(
            make.named("stop", "stop-channel")
                .arg(customer())
                .arg(channel())
                .arg(reason().required(true)),
        )
        .subcommand(
            make.named("free", "free-channel")
                .arg(customer())
                .arg(channel()),
        )
        .subcommand(make.named("print", "print-outbox").arg(out()))
        .subcommand(
            make.named("export", "export-outbox")
                .arg(
                    make.value("export-kind")
                        .value_name("CHANNEL")
                        .value_parser(["post", "sms"])
                        .required(true),
                )
                .arg(out()),
        )
}

fn attach(make: &Make<'_>) -> Command {
    let others = ["list-files", "remove-file"];
    make.command("attach")
        .arg(make.value("invoice").required_unless_present_any(others))
        .arg(
            file(make, "attached-file")
                .value_name("FILE")
                .required_unless_present_any(others),
        )
        .arg(
            make.option("file-is", "WHAT")
                .long("as")
                .value_parser(["invoice", "delivery", "other"])
                .conflicts_with_all(others),
        )
        .arg(
            make.option("list-files", "INVOICE")
                .long("list")
                .conflicts_with_all(["invoice", "remove-file"]),
        )
        .arg(
            make.option("remove-file", "NUMBER")
                .long("remove")
                .value_parser(value_parser!(i64))
                .conflicts_with("invoice"),
        )
}

fn file(make: &Make<'_>, name: &'static str) -> Arg {
    make.value(name).value_parser(value_parser!(PathBuf))
}
