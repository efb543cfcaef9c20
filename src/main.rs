//! The door: introduces the command line and the full screen to each other.

use std::process::ExitCode;

use reskontra::cli::{self, Ending, KeyLine, Screen};
use reskontra::desk::Desk;
use reskontra::desk::config::Config;
use reskontra::text::Locale;
use reskontra::tui::{self, Keymap, Stopped};

/// Matching a year's payments makes and drops millions of small things.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let screen = Screen {
        run,
        welcome: tui::welcome,
        keys,
    };
    cli::run(std::env::args_os(), &screen)
}

fn run(desk: Desk, locale: Locale) -> anyhow::Result<Ending> {
    match tui::run(desk, locale) {
        Ok(()) => Ok(Ending::Left),
        Err(error) => match error.downcast_ref::<Stopped>() {
            Some(Stopped(signal)) => Ok(Ending::Signal(*signal)),
            None => Err(error),
        },
    }
}

fn keys(locale: &Locale, config: &Config) -> Result<Vec<KeyLine>, Vec<String>> {
    let keymap = Keymap::new(&config.keys).map_err(|faults| {
        faults
            .iter()
            .map(|fault| locale.tell("key-fault", fault))
            .collect::<Vec<_>>()
    })?;
    let line = |action: &tui::Action| KeyLine {
        id: action.name,
        keys: keymap
            .keys(action.id)
            .iter()
            .map(|key| key.label(locale))
            .collect::<Vec<_>>()
            .join(", "),
        title: action.title(locale).to_owned(),
        help: action.help(locale).to_owned(),
    };
    Ok(tui::actions().iter().map(line).collect())
}
