//! Secrets of the mail server: from a command or the environment, never from the settings, and never shown.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::process::{NotRun, run};

/// Bytes of a password or token; OAuth 2 tokens run to some thousands.
const MOST: usize = 16 * 1024;

/// A password or token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Where a secret comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SecretSource {
    /// The first line that this command prints.
    Command(String),
    /// The value of this variable.
    Environment(String),
}

/// Why there is no secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum SecretFault {
    NotSet { name: String },
    CommandFailed { command: String, cause: String },
    CommandTooSlow { command: String, seconds: u64 },
    Unusable { origin: String },
}

impl Secret {
    /// A secret, unless it is none: empty, longer than any, or with characters that no login carries.
    pub fn new(text: String) -> Option<Self> {
        let is_one = !text.is_empty() && text.len() <= MOST && !text.chars().any(char::is_control);
        is_one.then_some(Self(text))
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl SecretSource {
    /// The secret, fetched now. A command has so long for it.
    pub fn fetch(&self, within: Duration) -> Result<Secret, SecretFault> {
        match self {
            Self::Environment(name) => {
                let value = std::env::var(name).ok().filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| SecretFault::NotSet { name: name.clone() })?;
                Secret::new(value).ok_or_else(|| SecretFault::Unusable {
                    origin: name.clone(),
                })
            }
            Self::Command(command) => printed(command, within),
        }
    }
}

fn printed(command: &str, within: Duration) -> Result<Secret, SecretFault> {
    let failed = |cause: String| SecretFault::CommandFailed {
        command: command.to_owned(),
        cause,
    };
    let ran = run(command, b"", within).map_err(|fault| match fault {
        NotRun::NotStarted(cause) => failed(crate::text::cause(&cause)),
        NotRun::TimedOut => SecretFault::CommandTooSlow {
            command: command.to_owned(),
            seconds: within.as_secs(),
        },
    })?;
    if !ran.status.success() {
        let cause = if ran.complaint.is_empty() {
            ran.status.to_string()
        } else {
            ran.complaint
        };
        return Err(failed(cause));
    }
    let first = ran.output.split(|byte| *byte == b'\n').next();
    let first = first.unwrap_or_default();
    let line = String::from_utf8(first.strip_suffix(b"\r").unwrap_or(first).to_vec());
    line.ok()
        .and_then(Secret::new)
        .ok_or_else(|| SecretFault::Unusable {
            origin: command.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITHIN: Duration = Duration::from_secs(20);

    fn by(command: &str) -> Result<Secret, SecretFault> {
        SecretSource::Command(command.to_owned()).fetch(WITHIN)
    }

    #[test]
    fn a_secret_is_the_first_line_that_a_command_prints() {
        for command in [
            "echo 'pa ss'",
            "printf 'pa ss'",
            "printf 'pa ss\\r\\nuser: me\\n'",
            "echo 'pa ss'; yes | head -c 1000000",
        ] {
            assert_eq!(by(command).unwrap().reveal(), "pa ss", "{command}");
        }
    }

    #[test]
    fn what_is_no_secret_is_said_and_never_sent() {
        let fault = by("echo locked >&2; echo more >&2; exit 2").unwrap_err();
        assert!(
            matches!(&fault, SecretFault::CommandFailed { cause, .. } if cause == "locked"),
            "{fault:?}"
        );
        for command in [
            "true",
            "echo",
            "printf 'a\\tb'",
            "printf '\\377'",
            "yes | tr -d '\\n' | head -c 50000",
        ] {
            let fault = by(command).unwrap_err();
            assert!(matches!(fault, SecretFault::Unusable { .. }), "{fault:?}");
        }
        let source = SecretSource::Environment("RESKONTRA_TEST_NO_SUCH_SECRET".to_owned());
        assert!(matches!(
            source.fetch(WITHIN),
            Err(SecretFault::NotSet { .. })
        ));
    }

    #[test]
    fn a_command_that_waits_is_ended_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let command = format!("(sleep 2; touch '{}') & sleep 60", mark.display());
        let fault = SecretSource::Command(command).fetch(Duration::from_millis(300));
        assert!(matches!(fault, Err(SecretFault::CommandTooSlow { .. })));
        std::thread::sleep(Duration::from_secs(3));
        assert!(!mark.exists());
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Secret::new("hunter2".to_owned()).unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
