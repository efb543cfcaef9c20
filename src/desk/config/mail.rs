//! How e-mail leaves the house: a mail server, a command or a folder. Secrets are fetched, never written down.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ConfigFault;
use super::company::within;
use super::place::Place;
use crate::letters::email::address;
use crate::letters::secret::SecretSource;
use crate::letters::smtp::{Security, is_here};

/// Seconds that an answer may take at most.
const MOST_SECONDS: u64 = 600;
/// How much longer than any other answer that to a whole message may take.
const PATIENCE: u32 = 10;

/// The `[mail]` table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailConfig {
    from: String,
    from_name: String,
    reply_to: String,
    host: String,
    port: u16,
    security: SecurityName,
    hello_name: String,
    ca_file: PathBuf,
    user: String,
    password_command: String,
    password_env: String,
    token_command: String,
    token_env: String,
    timeout: u64,
    command: String,
    drafts: PathBuf,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SecurityName {
    #[default]
    StartTls,
    Tls,
    None,
}

/// The way that the settings chose for e-mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailWay {
    Server(MailServer),
    /// A command that reads the message.
    Command(String),
    /// A folder that `.eml` files are put in.
    Folder(PathBuf),
}

/// A mail server, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub hello: String,
    /// A file with certificates of an authority of one's own.
    pub authority: Option<PathBuf>,
    pub login: Option<MailLogin>,
}

/// Who asks to send, and where the proof of it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailLogin {
    pub user: String,
    pub source: SecretSource,
    /// An OAuth 2 token, not a password.
    pub is_token: bool,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            from: String::new(),
            from_name: String::new(),
            reply_to: String::new(),
            host: String::new(),
            port: 0,
            security: SecurityName::StartTls,
            hello_name: String::new(),
            ca_file: PathBuf::new(),
            user: String::new(),
            password_command: String::new(),
            password_env: String::new(),
            token_command: String::new(),
            token_env: String::new(),
            timeout: 30,
            command: String::new(),
            drafts: PathBuf::new(),
        }
    }
}

impl MailConfig {
    pub(super) fn check(&self, place: Place) -> Result<(), ConfigFault> {
        checked_address(&self.from, place, "mail", "from")?;
        checked_address(&self.reply_to, place, "mail", "reply-to")?;
        let line = |key| place.line("mail", key);
        let path = || place.path();
        if !(1..=MOST_SECONDS).contains(&self.timeout) {
            return Err(ConfigFault::MailTimeout {
                path: path(),
                line: line("timeout"),
                most: MOST_SECONDS,
            });
        }
        let ways = [
            !self.host.is_empty(),
            !self.command.is_empty(),
            !self.drafts.as_os_str().is_empty(),
        ];
        if ways.iter().filter(|is_set| **is_set).count() > 1 {
            return Err(ConfigFault::MailWays {
                path: path(),
                line: place.line("mail", if ways[1] { "command" } else { "drafts" }),
            });
        }
        if self.host.is_empty() {
            return Ok(());
        }
        if self.security == SecurityName::None && !is_here(&self.host) {
            return Err(ConfigFault::MailNotEncrypted {
                path: path(),
                line: line("security"),
                host: self.host.clone(),
            });
        }
        let secrets = self.sources();
        if secrets.len() > 1 {
            return Err(ConfigFault::MailSecrets {
                path: path(),
                line: line(secrets[1].0),
            });
        }
        if self.user.is_empty() != secrets.is_empty() {
            return Err(ConfigFault::MailLogin {
                path: path(),
                line: line(secrets.first().map_or("user", |(key, ..)| key)),
            });
        }
        Ok(())
    }

    pub(super) fn set_folder(&mut self, folder: &Path) {
        within(&mut self.ca_file, folder);
        within(&mut self.drafts, folder);
    }

    /// The way that was chosen, if one was.
    pub fn way(&self) -> Option<MailWay> {
        if !self.command.is_empty() {
            return Some(MailWay::Command(self.command.clone()));
        }
        if !self.drafts.as_os_str().is_empty() {
            return Some(MailWay::Folder(self.drafts.clone()));
        }
        if self.host.is_empty() {
            return None;
        }
        let security = match self.security {
            SecurityName::StartTls => Security::StartTls,
            SecurityName::Tls => Security::Tls,
            SecurityName::None => Security::None,
        };
        let usual = match security {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        };
        let login = self.sources().into_iter().next();
        Some(MailWay::Server(MailServer {
            host: self.host.clone(),
            port: if self.port == 0 { usual } else { self.port },
            security,
            hello: self.hello_name.clone(),
            authority: Some(self.ca_file.clone()).filter(|path| !path.as_os_str().is_empty()),
            login: login.map(|(_, is_token, source)| MailLogin {
                user: self.user.clone(),
                source,
                is_token,
            }),
        }))
    }

    /// Whom letters are from, if the settings say so: an address, and the name beside it.
    pub fn from(&self) -> (Option<&str>, Option<&str>) {
        (said(&self.from), said(&self.from_name))
    }

    /// Where answers go, if elsewhere.
    pub fn reply_to(&self) -> Option<&str> {
        said(&self.reply_to)
    }

    /// How long an answer may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// How long the answer to a whole message may take.
    pub fn patience(&self) -> Duration {
        self.timeout() * PATIENCE
    }

    /// Each source of a secret that is named: its key, whether it gives a token, and itself.
    fn sources(&self) -> Vec<(&'static str, bool, SecretSource)> {
        let command = |text: &String| SecretSource::Command(text.clone());
        let environment = |name: &String| SecretSource::Environment(name.clone());
        let mut named = vec![
            ("password-command", false, command(&self.password_command)),
            ("password-env", false, environment(&self.password_env)),
            ("token-command", true, command(&self.token_command)),
            ("token-env", true, environment(&self.token_env)),
        ];
        named.retain(|(.., source)| match source {
            SecretSource::Command(text) | SecretSource::Environment(text) => !text.is_empty(),
        });
        named
    }
}

/// An address that can be sent from or to, or nothing.
pub(super) fn checked_address(
    text: &str,
    place: Place,
    table: &str,
    key: &str,
) -> Result<(), ConfigFault> {
    if text.is_empty() || address(text).is_some() {
        return Ok(());
    }
    Err(ConfigFault::NotAnAddress {
        path: place.path(),
        line: place.line(table, key),
        name: format!("{table}.{key}"),
    })
}

/// Whether a key is the name of a secret itself, which the settings must not hold.
pub(super) fn is_secret(key: &str) -> bool {
    matches!(
        key,
        "password"
            | "passwd"
            | "pass"
            | "passphrase"
            | "secret"
            | "token"
            | "access-token"
            | "refresh-token"
    )
}

fn said(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::config::Config;

    fn fault(mail: &str) -> ConfigFault {
        Config::parse(&format!("[mail]\n{mail}\n"), "x").unwrap_err()
    }

    fn server(mail: &str) -> MailServer {
        let config = Config::parse(&format!("[mail]\n{mail}\n"), "x").unwrap();
        match config.mail.way() {
            Some(MailWay::Server(server)) => server,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_server_has_the_usual_port_of_its_encryption() {
        assert_eq!(Config::default().mail.way(), None);
        assert_eq!(server("host = \"smtp.firma.no\"").port, 587);
        let tls = server("host = \"smtp.firma.no\"\nsecurity = \"tls\"");
        assert_eq!((tls.port, tls.security), (465, Security::Tls));
        let here = server("host = \"localhost\"\nsecurity = \"none\"");
        assert_eq!((here.port, here.security), (25, Security::None));
        let own = server("host = \"smtp.firma.no\"\nport = 2525");
        assert_eq!((own.port, own.login), (2525, None));
    }

    #[test]
    fn a_secret_comes_from_a_command_or_the_environment() {
        let host = "host = \"smtp.firma.no\"\nuser = \"me\"";
        let login = server(&format!("{host}\npassword-command = \"pass show mail\"")).login;
        let source = SecretSource::Command("pass show mail".to_owned());
        let user = "me".to_owned();
        assert_eq!(
            login,
            Some(MailLogin {
                user,
                source,
                is_token: false
            })
        );
        let login = server(&format!("{host}\ntoken-env = \"MAIL_TOKEN\"")).login;
        assert!(login.is_some_and(|login| login.is_token));
    }

    #[test]
    fn a_secret_in_the_file_is_refused_with_its_line_and_not_repeated() {
        for key in ["password", "token", "secret"] {
            let fault = fault(&format!("host = \"smtp.firma.no\"\n{key} = \"hunter2\""));
            assert!(
                matches!(&fault, ConfigFault::SecretInFile { line: 3, name, .. } if name == key),
                "{fault:?}"
            );
            assert!(!format!("{fault:?}").contains("hunter2"));
        }
    }

    #[test]
    fn what_cannot_work_is_said_when_the_settings_are_read() {
        let host = "host = \"smtp.firma.no\"";
        let found = fault(&format!("{host}\nsecurity = \"none\""));
        assert!(
            matches!(found, ConfigFault::MailNotEncrypted { line: 3, .. }),
            "{found:?}"
        );
        let found = fault(&format!("{host}\ncommand = \"sendmail -t\""));
        assert!(
            matches!(found, ConfigFault::MailWays { line: 3, .. }),
            "{found:?}"
        );
        let found = fault("drafts = \"out\"\ncommand = \"sendmail -t\"");
        assert!(
            matches!(found, ConfigFault::MailWays { line: 3, .. }),
            "{found:?}"
        );
        for alone in ["user = \"me\"", "password-env = \"P\""] {
            let found = fault(&format!("{host}\n{alone}"));
            assert!(
                matches!(found, ConfigFault::MailLogin { line: 3, .. }),
                "{found:?}"
            );
        }
        let two = "user = \"me\"\npassword-env = \"P\"\ntoken-env = \"T\"";
        let found = fault(&format!("{host}\n{two}"));
        assert!(
            matches!(found, ConfigFault::MailSecrets { line: 5, .. }),
            "{found:?}"
        );
        for seconds in ["0", "601"] {
            let found = fault(&format!("timeout = {seconds}"));
            assert!(
                matches!(found, ConfigFault::MailTimeout { line: 2, .. }),
                "{found:?}"
            );
        }
        for address in ["post", "Nordlys <post@firma.no>", "a@b.no, c@d.no"] {
            let found = fault(&format!("from = \"{address}\""));
            assert!(
                matches!(found, ConfigFault::NotAnAddress { line: 2, .. }),
                "{found:?}"
            );
        }
        let found = fault("security = \"ssl\"");
        assert!(
            matches!(found, ConfigFault::Malformed { line: 2, .. }),
            "{found:?}"
        );
    }
}
