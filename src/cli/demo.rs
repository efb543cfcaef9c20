//! The full screen, and `demo`: on a made-up ledger; without a terminal its main figures as tables.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::desk::{Demonstration, Desk, Face, ImportOptions, Watch};

use super::output::{Cell, Sheet, print};
use super::{Context, Done, Ending, Stop, Welcome, aging, at_a_terminal, init, matching};

/// Bare `reskontra`: the desk on the ledger, or the question what to do without one.
pub(super) fn desk(context: &Context<'_>) -> Done {
    let path = context.options.ledger_path(&context.config);
    if !at_a_terminal() {
        return Err(Stop::Usage(
            context.locale.text("cli.no-terminal").to_owned(),
        ));
    }
    if path.exists() {
        return open(
            context,
            Desk::open(&context.options, context.config.clone(), Face::Desk)?,
        );
    }
    match (context.screen.welcome)(&context.locale)? {
        None => Ok(()),
        Some(Welcome::Demo) => show(context, None),
        Some(Welcome::Open(path)) => {
            let options = crate::desk::Options {
                ledger: Some(path),
                ..context.options.clone()
            };
            open(
                context,
                Desk::open(&options, context.config.clone(), Face::Desk)?,
            )
        }
        Some(Welcome::New {
            company,
            country,
            currency,
            org_no,
            account,
            size,
        }) => {
            let facts = init::facts(
                context,
                &company,
                &country,
                Some(&currency),
                &account.into_iter().collect::<Vec<_>>(),
            )?;
            let facts = crate::domain::ledger::LedgerFacts {
                org_no,
                size,
                ..facts
            };
            let clock = context.options.clock();
            open(
                context,
                Desk::create(&path, facts, context.config.clone(), clock, Face::Desk)?,
            )
        }
    }
}

fn open(context: &Context<'_>, desk: Desk) -> Done {
    // A failed backup must not keep anyone from the day's work; it is said before the screen opens.
    if let Err(failure) = desk.backup_of_the_day() {
        Context::tell(&super::sentence(&context.locale, &failure));
    }
    full_screen(context, desk)
}

fn full_screen(context: &Context<'_>, desk: Desk) -> Done {
    match (context.screen.run)(desk, context.locale.clone())? {
        Ending::Left => Ok(()),
        Ending::Signal(signal) => Err(Stop::Signal(signal)),
    }
}

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    show(context, args.get_one::<PathBuf>("keep"))
}

fn show(context: &Context<'_>, keep: Option<&PathBuf>) -> Done {
    let clock = context.options.clock();
    let face = if at_a_terminal() {
        Face::Desk
    } else {
        Face::CommandLine
    };
    let (demonstration, desk) = Demonstration::make(
        keep.map(PathBuf::as_path),
        context.config.clone(),
        clock,
        face,
        &context.locale,
    )?;
    let bank_file = demonstration.bank_file.display().to_string();
    if at_a_terminal() {
        full_screen(context, desk)?;
    } else {
        tables(context, desk, &demonstration.bank_file)?;
    }
    if let Some(keep) = keep {
        let path = keep.display().to_string();
        Context::tell(&context.say("cli.demo.kept", &[("path", &path), ("bank", &bank_file)]));
    }
    Ok(())
}

/// The main job on the demo: the bank file in, the certain payments matched, the aging, what is left.
fn tables(context: &Context<'_>, mut desk: Desk, bank_file: &std::path::Path) -> Done {
    let locale = &context.locale;
    let heading = |key: &str| print(&format!("\n{}", locale.text(key)));
    let imported = desk.import(
        &[bank_file.to_owned()],
        ImportOptions::default(),
        &Watch::new(),
    )?;
    let report = desk.match_auto(&Watch::new())?;
    print(&locale.say(
        "cli.demo.company",
        &[
            ("company", &desk.ledger().company),
            ("date", &locale.long_date(desk.today())),
        ],
    ))?;
    if let Some(file) = imported.files.first() {
        let count = file.new.to_string();
        let name = bank_file.file_name().unwrap_or_default().to_string_lossy();
        print(&locale.say("cli.demo.imported", &[("count", &count), ("name", &name)]))?;
    }
    print(&matching::summary(locale, report.count(), false))?;
    heading("cli.demo.aging")?;
    let grid = desk.aging(&desk.aging_query())?;
    print(&aging::sheet(locale, &grid).table())?;
    print(&aging::proof(locale, &grid))?;
    heading("cli.demo.overdue")?;
    print(&overdue(context, &desk)?.table())?;
    heading("cli.demo.unmatched")?;
    print(&matching::sheet(locale, &report).table())?;
    print(&format!("\n{}", locale.text("cli.demo.how")))
}

fn overdue(context: &Context<'_>, desk: &Desk) -> Result<Sheet, Stop> {
    let locale = &context.locale;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("late"), "days_late", true),
        (title("items"), "items", true),
        (title("overdue"), "overdue", true),
        (title("paused"), "paused", true),
        (title("currency"), "currency", false),
    ]);
    for line in desk.overdue(desk.today())? {
        let money = |amount| locale.amount_or_dot(amount, line.currency);
        sheet.row(vec![
            Cell::text(&line.number),
            Cell::text(&line.name),
            Cell::text(locale.days(line.days)),
            Cell::text(line.items.len().to_string()),
            Cell::text(money(line.due)),
            Cell::text(money(line.paused)),
            Cell::text(line.currency.code()),
        ]);
    }
    Ok(sheet)
}
