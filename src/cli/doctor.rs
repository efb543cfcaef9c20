//! `doctor`: the proof of the whole ledger.

use serde_json::{Value, json};

use super::output::Output;
use super::progress::watched;
use super::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let findings = watched(&context.locale, |watch| desk.doctor(watch))?;
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| locale.tell("finding", finding))
        .collect();
    let shown = desk.frame().path.display().to_string();
    let faults: Vec<Value> = findings
        .iter()
        .zip(&lines)
        .map(|(finding, line)| json!({ "finding": finding, "message": line }))
        .collect();
    let config = context.options.settings_path();
    let config = config.map_or(String::new(), |path| path.display().to_string());
    if context.out == Output::Json {
        super::output::print_json(
            &json!({ "ledger": shown, "settings": config, "faults": faults }),
        )?;
    } else {
        let mut text = context.answers.say(
            "cli.doctor.where",
            &[("ledger", &shown), ("settings", &config)],
        );
        for line in &lines {
            text.push_str("\n  ");
            text.push_str(line);
        }
        text.push('\n');
        let verdict = if lines.is_empty() {
            "cli.doctor.sound"
        } else {
            "cli.doctor.faulty"
        };
        text.push_str(
            &context
                .answers
                .say(verdict, &[("count", &lines.len().to_string())]),
        );
        super::output::print(&text)?;
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Stop::Findings)
    }
}
