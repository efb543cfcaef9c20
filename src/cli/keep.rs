//! `backup` and `restore`.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use crate::desk::keep;

use super::{Context, Done};

pub(super) fn backup(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    let to = args.get_one::<PathBuf>("to").map(PathBuf::as_path);
    let (goal, key) = if context.dry_run {
        (desk.backup_goal(to)?, "cli.backup.dry-run")
    } else {
        (desk.backup(to)?, "cli.backup.done")
    };
    let shown = goal.display().to_string();
    let line = context.answers.say(key, &[("path", &shown)]);
    context.out.answer(&line, &json!({ "backup": shown }))
}

pub(super) fn restore(context: &Context<'_>, args: &ArgMatches) -> Done {
    let from = args.get_one::<PathBuf>("from").cloned().unwrap_or_default();
    let ledger = context.options.ledger_path(&context.config);
    keep::may_restore(&ledger, &context.config.actor_name())?;
    if context.dry_run {
        keep::can_restore(&from)?;
        let (from, ledger) = (from.display().to_string(), ledger.display().to_string());
        let line = context
            .answers
            .say("cli.restore.dry-run", &[("path", &ledger), ("from", &from)]);
        let json = json!({ "ledger": ledger, "from": from, "aside": null });
        return context.out.answer(&line, &json);
    }
    // Who works with the ledger that stands there decides; one that is damaged is anyone's to mend.
    if ledger.exists()
        && let Ok(desk) = context.open()
    {
        desk.may_replace()?;
    }
    let aside = keep::restore(&from, &ledger, context.options.clock())?;
    let (from, ledger) = (from.display().to_string(), ledger.display().to_string());
    let aside = aside.map(|path| path.display().to_string());
    let line = match &aside {
        Some(aside) => context.answers.say(
            "cli.restore.done-aside",
            &[("path", &ledger), ("from", &from), ("aside", aside)],
        ),
        None => context
            .answers
            .say("cli.restore.done", &[("path", &ledger), ("from", &from)]),
    };
    context.out.answer(
        &line,
        &json!({ "ledger": ledger, "from": from, "aside": aside }),
    )
}
