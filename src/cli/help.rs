//! The help of the command line in the user's language: the words that clap has of its own.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

use crate::text::Locale;

/// Bold and underlined, as clap sets its headings; clap leaves it out where there is no terminal.
const HEADING: (&str, &str) = ("\x1b[1m\x1b[4m", "\x1b[0m");

/// The command with every heading and hint in the user's language. It reads the same arguments as before.
pub(super) fn spoken(command: Command, locale: &Locale) -> Command {
    let mut command = with_own_flags(command, locale);
    command.build();
    let command = command.mut_subcommand("help", |help| {
        help.about(locale.text("cli.help.help-command"))
    });
    with_headings(command, locale)
}

/// `--help` and `--version`, which clap would explain in English.
fn with_own_flags(command: Command, locale: &Locale) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true)
        .help(locale.text("cli.help.help"));
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(locale.text("cli.help.version"));
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args([help, version])
}

fn with_headings(command: Command, locale: &Locale) -> Command {
    let (on, off) = HEADING;
    let word = |name: &str| locale.text(&format!("cli.help.{name}"));
    let usage = format!("{on}{}:{off} {{usage}}", word("usage"));
    let template = format!("{{about-with-newline}}\n{usage}\n\n{{all-args}}");
    let (arguments, options) = (word("arguments"), word("options"));
    command
        .help_template(template)
        .subcommand_help_heading(word("commands"))
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                arguments
            } else {
                options
            };
            with_values(arg.help_heading(heading), locale)
        })
        .mut_subcommands(|under| with_headings(under, locale))
}

/// The values that may be given stand in the help itself, for clap's own list of them has an English word.
fn with_values(arg: Arg, locale: &Locale) -> Arg {
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    if names.is_empty() || !arg.get_action().takes_values() {
        return arg;
    }
    let list = locale.say("cli.help.values", &[("values", &names.join(", "))]);
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.hide_possible_values(true)
        .help(format!("{help} {list}").trim_start().to_owned())
}
