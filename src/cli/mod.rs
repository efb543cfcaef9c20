//! The command line: the same use cases for scripts and for those who read no full screen. One file a command.
//! Messages go to stderr, data to stdout.

mod agency;
mod aging;
mod attach;
mod bank;
mod credit;
mod customer;
mod demo;
mod doctor;
mod handover;
mod help;
mod import;
mod init;
mod journal;
mod keep;
mod keys;
mod language;
mod learned;
mod letter;
mod lines;
mod map;
mod matching;
mod money;
mod outbox;
mod output;
mod pause;
mod plan;
mod progress;
mod proposal;
mod receipt;
mod register;
mod remind;
mod renew;
mod rules;
mod spec;
mod statement;
mod usage;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::desk::config::{Config, ConfigFault};
use crate::desk::{Desk, Face, Failure, Holder, Options, Watch, Welcome};
use crate::domain::date::{self, Date};
use crate::domain::refusal::Refusal;
use crate::text::Locale;

use output::Output;

/// Lists the actions of the full screen with their keys, or says what is wrong with the user's own.
pub type Keys = fn(&Locale, &Config) -> Result<Vec<KeyLine>, Vec<String>>;

/// What the other face can do for this one.
pub struct Screen {
    /// Opens the full screen on a ledger.
    pub run: fn(Desk, Locale) -> anyhow::Result<Ending>,
    /// Asks what to do when there is no ledger yet; none is to leave.
    pub welcome: fn(&Locale) -> anyhow::Result<Option<Welcome>>,
    pub keys: Keys,
}

/// How the full screen was left.
pub enum Ending {
    Left,
    /// A signal closed it, and it left everything in order.
    Signal(i32),
}

/// An action of the full screen.
pub struct KeyLine {
    pub id: &'static str,
    pub keys: String,
    pub title: String,
    pub help: String,
}

/// How a command ended.
pub(crate) enum Stop {
    Failed(Failure),
    /// Wrong usage or settings: exit code 2.
    Usage(String),
    Config(ConfigFault),
    /// Refused, and said so already: exit code 1.
    Refused,
    /// Done, with something left out or found: exit code 3.
    Findings,
    /// A signal ended the full screen: exit code 128 and the signal, as shells expect.
    Signal(i32),
    /// The answer could not be written; what it answers may be done.
    Unwritten(std::io::Error),
    /// The reader of our output has gone: nothing to say to it.
    Silent,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<ConfigFault> for Stop {
    fn from(fault: ConfigFault) -> Self {
        Self::Config(fault)
    }
}

impl From<crate::domain::refusal::Refusal> for Stop {
    fn from(refusal: crate::domain::refusal::Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Silent
        } else {
            Self::Unwritten(error)
        }
    }
}

pub(crate) type Done = Result<(), Stop>;

/// What every command has at hand.
pub(crate) struct Context<'a> {
    /// The user's language: that of everything said on stderr, and of tables.
    pub locale: Locale,
    /// The language of data: a table is read by the user, CSV and JSON by scripts, which must not break where someone
    /// reads another language.
    pub answers: Locale,
    pub options: Options,
    pub config: Config,
    pub out: Output,
    pub dry_run: bool,
    pub as_of: Option<Date>,
    pub screen: &'a Screen,
}

impl Context<'_> {
    pub fn open(&self) -> Result<Desk, Stop> {
        let desk = self.open_in_spite()?;
        if let Some(fault) = desk.rules_fault() {
            let says = self.locale.tell(fault.table(), fault);
            Self::tell(&self.say("cli.rules.closed", &[("fault", &says)]));
        }
        Ok(desk)
    }

    /// The same for what fails, and says why, where the settings' rules of reminders cannot be used.
    pub fn open_for_rules(&self) -> Result<Desk, Stop> {
        let desk = self.open_in_spite()?;
        match desk.rules_fault() {
            Some(fault) => Err(Failure::from(fault.clone()).into()),
            None => Ok(desk),
        }
    }

    fn open_in_spite(&self) -> Result<Desk, Stop> {
        let mut desk = Desk::open(&self.options, self.config.clone(), Face::CommandLine)?;
        self.heed_waits(&mut desk, None);
        Ok(desk)
    }

    /// Says once when a change waits for another program; a watch that is cancelled stops the wait.
    pub fn heed_waits(&self, desk: &mut Desk, watch: Option<&Watch>) {
        let (locale, watch) = (self.locale.clone(), watch.cloned());
        let mut said = false;
        desk.while_waiting(move |holder| {
            if !std::mem::replace(&mut said, true) {
                Self::tell(&waits(&locale, holder));
            }
            watch.as_ref().is_none_or(|watch| !watch.is_cancelled())
        });
    }

    pub fn say(&self, key: &str, facts: &[(&str, &str)]) -> String {
        self.locale.say(key, facts)
    }

    /// One line for the user, not for the data's reader.
    pub fn tell(line: &str) {
        tell(line);
    }
}

/// One line on stderr. Where even that is full or gone, there is nobody left to tell.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", crate::text::width::clean(line));
}

fn waits(locale: &Locale, holder: Option<&Holder>) -> String {
    let Some(Holder { process, command }) = holder else {
        return locale.text("cli.waits").to_owned();
    };
    let process = process.to_string();
    let facts = [("process", process.as_str()), ("call", command.as_str())];
    if command.is_empty() {
        locale.say("cli.waits-for", &facts)
    } else {
        locale.say("cli.waits-for-call", &facts)
    }
}

/// Runs the command line and returns its exit code.
pub fn run(arguments: impl Iterator<Item = OsString>, screen: &Screen) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let mut locale = language::of_environment();
    let Ok(matches) = spec::command(&locale).try_get_matches_from(&arguments) else {
        return explain(&arguments);
    };
    match carry_out(&matches, &mut locale, screen) {
        Ok(()) | Err(Stop::Silent) => ExitCode::SUCCESS,
        Err(stop) => report(&locale, &stop),
    }
}

/// Help that was asked for, or what was typed wrongly.
fn explain(arguments: &[OsString]) -> ExitCode {
    let locale = language::before_reading(arguments);
    let command = help::spoken(spec::command(&locale), &locale);
    let Err(error) = command.try_get_matches_from(arguments) else {
        return ExitCode::from(2);
    };
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    match usage::sentence(&locale, &error) {
        Some(sentence) => tell(&format!("reskontra: {sentence}")),
        // It may quote what was typed, control characters and all.
        None => error.render().to_string().lines().for_each(tell),
    }
    ExitCode::from(2)
}

/// The language becomes that of the settings as soon as they are read.
fn carry_out(matches: &ArgMatches, locale: &mut Locale, screen: &Screen) -> Done {
    let today = match matches.get_one::<String>("today").cloned() {
        Some(text) => {
            let day = spec::date(locale, &text).map_err(Stop::Usage)?;
            if !date::is_plausible(day) {
                let facts = [("value", text.as_str())];
                return Err(Stop::Usage(locale.say("cli.implausible-day", &facts)));
            }
            Some(day)
        }
        None => None,
    };
    let options = Options {
        ledger: matches.get_one::<PathBuf>("ledger").cloned(),
        config: matches.get_one::<PathBuf>("config").cloned(),
        today,
        read_only: matches.get_flag("read-only"),
    };
    let config = options.settings()?;
    *locale = language::of(&config);
    let as_of = match matches.get_one::<String>("as-of") {
        Some(text) => Some(spec::date(locale, text).map_err(Stop::Usage)?),
        None => None,
    };
    let out = Output::new(
        matches
            .get_one::<String>("format")
            .map_or("table", String::as_str),
    );
    let dry_run = matches.get_flag("dry-run");
    let context = Context {
        locale: locale.clone(),
        answers: match out {
            Output::Table => locale.clone(),
            Output::Csv | Output::Json => Locale::english(),
        },
        options,
        config,
        out,
        dry_run,
        as_of,
        screen,
    };
    let ledger = context.options.ledger_path(&context.config);
    dispatch(&context, matches).map_err(|stop| match stop {
        Stop::Failed(failure) => Stop::Failed(failure.of(&ledger)),
        other => other,
    })
}

fn dispatch(context: &Context<'_>, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        None => demo::desk(context),
        Some(("init", args)) => init::run(context, args),
        Some(("demo", args)) => demo::run(context, args),
        Some(("import", args)) => import::run(context, args),
        Some(("map", args)) => map::run(context, args),
        Some(("receipt", args)) => receipt::enter(context, args),
        Some(("identify", args)) => receipt::identify(context, args),
        Some(("accept", args)) => receipt::accept(context, args),
        Some(("apply", args)) => receipt::apply(context, args),
        Some(("setaside", args)) => receipt::set_aside(context, args),
        Some(("takeup", args)) => receipt::take_up(context, args),
        Some(("unapplied", _)) => money::unapplied(context),
        Some(("writeoff", args)) => money::write_off(context, args),
        Some(("refund", args)) => money::refund(context, args),
        Some(("transfer", args)) => money::transfer(context, args),
        Some(("lines", args)) => lines::list(context, args),
        Some(("take", args)) => lines::take(context, args),
        Some(("known", args)) => lines::known(context, args),
        Some(("payout", args)) => lines::pay_out(context, args),
        Some(("dismiss", args)) => lines::dismiss(context, args),
        Some(("reconsider", args)) => lines::reconsider(context, args),
        Some(("bank", _)) => bank::statements(context),
        Some(("account", args)) => bank::account(context, args),
        Some(("match", args)) => matching::run(context, args),
        Some(("learned", args)) => learned::run(context, args),
        Some(("rules", args)) => rules::run(context, args),
        Some(("dispute", args)) => pause::dispute(context, args),
        Some(("promise", args)) => pause::promise(context, args),
        Some(("pause", args)) => pause::pause(context, args),
        Some(("extend", args)) => pause::extend(context, args),
        Some(("bankrupt", args)) => pause::bankrupt(context, args),
        Some(("call", args)) => pause::call(context, args),
        Some(("plan", args)) => plan::run(context, args),
        Some(("handover", args)) => handover::run(context, args),
        Some(("remind", args)) => remind::run(context, args),
        Some(("waive", args)) => remind::waive(context, args),
        Some(("letter", args)) => letter::run(context, args),
        Some(("outbox", args)) => outbox::run(context, args),
        Some(("attach", args)) => attach::run(context, args),
        Some(("aging", args)) => aging::run(context, args),
        Some(("statement", args)) => statement::run(context, args),
        Some(("customer", args)) => customer::run(context, args),
        Some(("assess", args)) => credit::assess(context, args),
        Some(("limit", args)) => credit::limit(context, args),
        Some(("check", args)) => credit::check(context, args),
        Some(("security", args)) => credit::security(context, args),
        Some(("order", args)) => credit::order(context, args),
        Some(("credit-hold", args)) => credit::hold(context, args),
        Some(("credit", args)) => credit::credit(context, args),
        Some(("report", args)) => credit::report(context, args),
        Some(("user", args)) => register::user(context, args),
        Some(("log", args)) => journal::log(context, args),
        Some(("undo", args)) => journal::undo(context, args),
        Some(("redo", _)) => journal::redo(context),
        Some(("lock", args)) => journal::lock(context, args),
        Some(("doctor", _)) => doctor::run(context),
        Some(("backup", args)) => keep::backup(context, args),
        Some(("restore", args)) => keep::restore(context, args),
        Some(("keys", _)) => keys::run(context),
        Some(("completions", args)) => keys::completions(context, args),
        Some((other, _)) => Err(Stop::Usage(other.to_owned())),
    }
}

fn report(locale: &Locale, stop: &Stop) -> ExitCode {
    let (line, code) = match stop {
        Stop::Failed(failure @ Failure::Rules(_)) => (sentence(locale, failure), 2),
        Stop::Failed(failure) => (sentence(locale, failure), 1),
        Stop::Unwritten(error) => {
            let cause = error.to_string();
            (locale.say("cli.unwritten", &[("cause", &cause)]), 1)
        }
        Stop::Usage(line) => (line.clone(), 2),
        Stop::Config(fault) => (locale.tell("config", fault), 2),
        Stop::Refused => return ExitCode::from(1),
        Stop::Findings => return ExitCode::from(3),
        Stop::Signal(signal) => {
            return ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX));
        }
        Stop::Silent => return ExitCode::SUCCESS,
    };
    tell(&format!("reskontra: {line}"));
    ExitCode::from(code)
}

/// A failure in one sentence.
pub(crate) fn sentence(locale: &Locale, failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusal) => {
            let says = locale.tell("refusal", refusal);
            if *refusal == Refusal::ReasonMissing {
                format!("{says} {}", locale.text("cli.say-why"))
            } else if refusal.gives_way() {
                format!("{says} {}", locale.text("cli.gives-way"))
            } else {
                says
            }
        }
        Failure::Rules(fault) => locale.tell(fault.table(), &**fault),
        Failure::Ledger(trouble) => locale.tell("ledger", trouble),
        Failure::File { path, fault } => import::fault_line(locale, path, fault),
        Failure::Post(fault) => fault.tell(locale),
        Failure::Broken(error) => locale.say("cli.broken", &[("cause", &format!("{error:#}"))]),
    }
}

/// Whether a person sits at both ends.
pub(crate) fn at_a_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
