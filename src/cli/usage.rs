//! What was typed wrongly on the command line, in a sentence.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::Locale;

/// The sentence for a fault of use, with what was perhaps meant; none if clap's own text is all there is.
pub(super) fn sentence(locale: &Locale, error: &Error) -> Option<String> {
    let what = word(error, ContextKind::InvalidArg);
    let value = word(error, ContextKind::InvalidValue);
    let say = |key: &str| {
        let facts = [
            ("what", what.as_str()),
            ("value", &value),
            ("allowed", &word(error, ContextKind::ValidValue)),
            ("other", &word(error, ContextKind::PriorArg)),
            ("command", &word(error, ContextKind::InvalidSubcommand)),
        ];
        locale.say(&format!("cli.usage.{key}"), &facts)
    };
    let said = match error.kind() {
        ErrorKind::UnknownArgument => say("unknown-argument"),
        ErrorKind::InvalidSubcommand => say("unknown-command"),
        ErrorKind::InvalidValue if value.is_empty() => say("value-missing"),
        ErrorKind::InvalidValue => say("unknown-value"),
        ErrorKind::ValueValidation => say("value-unfit"),
        ErrorKind::MissingRequiredArgument => say("missing"),
        ErrorKind::ArgumentConflict if word(error, ContextKind::PriorArg) == what => say("twice"),
        ErrorKind::ArgumentConflict => say("conflict"),
        ErrorKind::TooManyValues => say("too-many-values"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => say("value-missing"),
        ErrorKind::MissingSubcommand => say("command-missing"),
        ErrorKind::InvalidUtf8 => say("not-text"),
        _ => return None,
    };
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let meant = meant.into_iter().map(|kind| word(error, kind));
    let hint = match meant.into_iter().find(|word| !word.is_empty()) {
        Some(meant) => locale.say("cli.usage.meant", &[("meant", &meant)]),
        None => locale.text("cli.usage.see-help").to_owned(),
    };
    Some(format!("{said} {hint}"))
}

/// What clap knows of that kind; several are listed.
fn word(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    }
}
