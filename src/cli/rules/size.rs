//! `rules size`: how large the company is, by which the shipped credit policy has its amounts.

use clap::ArgMatches;
use serde_json::json;

use crate::cli::{Context, Done, journal};
use crate::domain::command::Command;
use crate::domain::ledger::CompanySize;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let size = args.get_one::<String>("size");
    if let Some(size) = size.and_then(|size| CompanySize::parse(size)) {
        return journal::act(context, &mut desk, Command::SetSize { size });
    }
    let size = desk.ledger().size.name();
    let told = context.answers.text(&format!("company-size.{size}"));
    let line = context.answers.say("cli.rules.size", &[("size", told)]);
    context.out.answer(&line, &json!({ "size": size }))
}
