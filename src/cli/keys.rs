//! `keys` and `completions`.

use clap::ArgMatches;
use serde_json::json;

use super::output::{Cell, Sheet};
use super::{Context, Done, Stop, spec};

pub(super) fn run(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = (context.screen.keys)(locale, &context.config)
        .map_err(|faults| Stop::Usage(faults.join("\n")))?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("action"), "action", false),
        (title("keys"), "keys", false),
        (title("what"), "what", false),
        (title("help"), "help", false),
    ]);
    let mut rows = Vec::new();
    for line in &lines {
        sheet.row(vec![
            Cell::text(line.id),
            Cell::text(&line.keys),
            Cell::text(&line.title),
            Cell::text(&line.help),
        ]);
        rows.push(
            json!({ "action": line.id, "keys": line.keys, "what": line.title, "help": line.help }),
        );
    }
    context.out.write(&sheet, || json!({ "keys": rows }), "")
}

pub(super) fn completions(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut command = super::help::spoken(spec::command(&context.locale), &context.locale);
    if let Some(shell) = args.get_one::<clap_complete::Shell>("shell").copied() {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, "reskontra", &mut script);
        std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    }
    Ok(())
}
