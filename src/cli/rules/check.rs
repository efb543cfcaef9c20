//! `rules check`: what is wrong with the settings' policy of reminders and rows of the law, today and by laws to come.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::cli::output::{self, Output};
use crate::cli::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let country = args.get_one::<String>("country").map(String::as_str);
    let faults = context.options.check_rules(&context.config, country)?;
    let told: Vec<String> = faults
        .iter()
        .map(|fault| locale.tell(fault.table(), fault))
        .collect();
    if context.out == Output::Json {
        let faults: Vec<Value> = faults
            .iter()
            .zip(&told)
            .map(|(fault, line)| json!({ "fault": fault, "message": line }))
            .collect();
        output::print_json(&json!({ "faults": faults }))?;
    } else if told.is_empty() {
        output::print(locale.text("cli.rules.sound"))?;
    } else {
        output::print(&told.join("\n"))?;
    }
    if told.is_empty() {
        Ok(())
    } else {
        Err(Stop::Findings)
    }
}
