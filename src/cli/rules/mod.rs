//! `rules`: what the desk goes by: the law in force, the company's policy of reminders, its own rules for matching.

mod check;
mod credit;
mod explain;
mod line;
mod own;
mod print;
mod rates;
mod size;

pub(super) use print::in_words;

use clap::ArgMatches;

use super::{Context, Done, output, spec};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("rates", args)) => rates::run(context, args),
        Some(("check", args)) => check::run(context, args),
        Some(("explain", args)) => explain::run(context, args),
        Some(("print", args)) => print::run(context, args),
        Some(("size", args)) => size::run(context, args),
        Some((own, args)) => own::run(context, own, args),
        None => help(context),
    }
}

/// What there is.
fn help(context: &Context<'_>) -> Done {
    let mut command = spec::command(&context.locale);
    command.build();
    let rules = command.find_subcommand_mut("rules");
    let help = rules.map_or(String::new(), |rules| rules.render_help().to_string());
    output::print(&help)
}
