//! Which language is spoken: that of the settings, else that of the environment, else English.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::desk::Options;
use crate::desk::config::Config;
use crate::text::Locale;

/// The variables that say it, the strongest first (POSIX.1-2017, Base Definitions §8.2). The first that is not empty
/// counts, also where it names a language that is not here, as `C` does.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language of the environment.
pub(super) fn of_environment() -> Locale {
    spoken(|name| std::env::var(name).ok())
}

/// The language of the settings, else of the environment.
pub(super) fn of(config: &Config) -> Locale {
    Locale::load(&config.locale).unwrap_or_else(of_environment)
}

/// The language for someone who asks for help, or asks wrongly: no settings are read yet, and if they cannot be, help
/// is still due.
pub(super) fn before_reading(arguments: &[OsString]) -> Locale {
    let options = Options {
        config: named_config(arguments),
        ..Options::default()
    };
    options
        .settings()
        .map_or_else(|_| of_environment(), |config| of(&config))
}

/// What stands behind `--config`.
fn named_config(arguments: &[OsString]) -> Option<PathBuf> {
    let at = arguments.iter().position(|word| word == "--config");
    let behind = at.and_then(|at| arguments.get(at + 1)).map(PathBuf::from);
    let joined = || {
        let words = arguments.iter().filter_map(|word| word.to_str());
        let mut named = words.filter_map(|word| word.strip_prefix("--config="));
        named.next().map(PathBuf::from)
    };
    behind.or_else(joined)
}

fn spoken(variable: impl Fn(&str) -> Option<String>) -> Locale {
    VARIABLES
        .into_iter()
        .filter_map(variable)
        .find(|tag| !tag.is_empty())
        .and_then(|tag| Locale::load(&tag))
        .unwrap_or_else(Locale::english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_counts() {
        for (set, tag) in [
            (&[][..], "en"),
            (&[("LANG", "nb_NO.UTF-8")], "nb"),
            (&[("LANG", "no_NO")], "nb"),
            (&[("LC_ALL", ""), ("LANG", "nn_NO.UTF-8")], "nb"),
            (&[("LC_MESSAGES", "nb_NO"), ("LANG", "en_GB.UTF-8")], "nb"),
            (&[("LC_ALL", "C"), ("LANG", "nb_NO.UTF-8")], "en"),
            (&[("LC_ALL", "C.UTF-8"), ("LC_MESSAGES", "nb_NO")], "en"),
            (&[("LC_MESSAGES", "fr_FR"), ("LANG", "nb_NO")], "en"),
        ] {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(spoken(variable).tag(), tag, "{set:?}");
        }
    }

    #[test]
    fn the_settings_named_on_the_command_line_are_found() {
        let named = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            named_config(&words)
        };
        assert_eq!(named("reskontra --help"), None);
        assert_eq!(named("reskontra --config"), None);
        assert_eq!(
            named("reskontra --config a.toml aging"),
            Some("a.toml".into())
        );
        assert_eq!(
            named("reskontra aging --config=b.toml"),
            Some("b.toml".into())
        );
    }
}
