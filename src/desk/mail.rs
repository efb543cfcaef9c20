//! E-mail as the settings have it: who the company is to its customers, whom messages are from, and the way they take.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;

use super::Desk;
use super::config::{MailConfig, MailLogin, MailServer, MailWay};
use crate::domain::content::Company;
use crate::letters::carrier::Carrier;
use crate::letters::email::Correspondent;
use crate::letters::secret::{SecretFault, SecretSource};
use crate::letters::smtp::{Line, Login, Proof, Server};

/// Bytes of a file of certificates; all that browsers trust are a quarter of that.
const MOST_BYTES: u64 = 1 << 20;

/// What the settings lack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum MailFault {
    NoWay,
    NoSender,
    AuthorityUnreadable {
        path: String,
        cause: String,
    },
    /// The folder that drafts go to is missing.
    NoFolder {
        path: String,
    },
    /// The server, by name and port, takes nothing now.
    Closed {
        server: String,
        because: String,
    },
}

/// Why no e-mail can leave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum NoMail {
    Settings(MailFault),
    Secret(SecretFault),
}

/// Whom messages are from, and where answers go if elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailSender {
    pub from: Correspondent,
    pub reply_to: Option<Correspondent>,
}

impl NoMail {
    /// The table of the locale that tells it.
    pub fn table(&self) -> &'static str {
        match self {
            Self::Settings(_) => "mail-fault",
            Self::Secret(_) => "secret-fault",
        }
    }
}

impl From<MailFault> for NoMail {
    fn from(fault: MailFault) -> Self {
        Self::Settings(fault)
    }
}

impl From<SecretFault> for NoMail {
    fn from(fault: SecretFault) -> Self {
        Self::Secret(fault)
    }
}

impl Desk {
    /// The company as its letters name it: the ledger's facts with those of the settings.
    pub fn company(&self) -> Company {
        self.config.company.of(&self.ledger)
    }

    /// Whether e-mail has a way out.
    pub fn has_mail(&self) -> bool {
        self.config.mail.way().is_some()
    }

    /// Why no e-mail can leave, as far as the settings and this machine tell: no server is asked, no command run.
    pub fn no_mail(&self) -> Option<NoMail> {
        let mail = &self.config.mail;
        match mail.way() {
            None => return Some(MailFault::NoWay.into()),
            Some(MailWay::Folder(folder)) if !folder.is_dir() => {
                let path = folder.display().to_string();
                return Some(MailFault::NoFolder { path }.into());
            }
            Some(MailWay::Server(MailServer {
                login: Some(MailLogin { source, .. }),
                ..
            })) if matches!(source, SecretSource::Environment(_)) => {
                if let Err(fault) = source.fetch(mail.timeout()) {
                    return Some(fault.into());
                }
            }
            Some(_) => {}
        }
        self.mail_sender().err().map(NoMail::from)
    }

    /// Whom messages are from.
    pub fn mail_sender(&self) -> Result<MailSender, MailFault> {
        sender(&self.config.mail, &self.company())
    }

    /// The way that messages take. Fetches the secret, which may run a command and take as long as an answer may.
    pub fn carrier(&self) -> Result<Carrier, NoMail> {
        carrier(&self.config.mail)
    }
}

fn sender(mail: &MailConfig, company: &Company) -> Result<MailSender, MailFault> {
    let (address, name) = mail.from();
    let address = address.or(company.email.as_deref());
    let address = address.ok_or(MailFault::NoSender)?;
    Ok(MailSender {
        from: Correspondent {
            name: name.unwrap_or(&company.name).to_owned(),
            address: address.to_owned(),
        },
        reply_to: mail.reply_to().map(|address| Correspondent {
            name: String::new(),
            address: address.to_owned(),
        }),
    })
}

fn carrier(mail: &MailConfig) -> Result<Carrier, NoMail> {
    Ok(match mail.way().ok_or(MailFault::NoWay)? {
        MailWay::Server(server) => Carrier::Server(Box::new(Line::new(with_secret(server, mail)?))),
        MailWay::Command(command) => Carrier::Command(command, mail.patience()),
        MailWay::Folder(folder) => Carrier::Folder(folder),
    })
}

fn with_secret(server: MailServer, mail: &MailConfig) -> Result<Server, NoMail> {
    let authority = server.authority.as_deref().map(certificates).transpose()?;
    let login = server.login.map(|login| proof(login, mail)).transpose()?;
    Ok(Server {
        host: server.host,
        port: server.port,
        security: server.security,
        authority,
        hello: server.hello,
        login,
        timeout: mail.timeout(),
        patience: mail.patience(),
    })
}

fn proof(login: MailLogin, mail: &MailConfig) -> Result<Login, SecretFault> {
    let secret = login.source.fetch(mail.timeout())?;
    let of = if login.is_token {
        Proof::Token
    } else {
        Proof::Password
    };
    Ok(Login {
        user: login.user,
        proof: of(secret),
    })
}

fn certificates(path: &Path) -> Result<Vec<u8>, MailFault> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        if !text.contains("-----BEGIN CERTIFICATE-----") {
            return Err(io::Error::other("no certificate in it"));
        }
        Ok(bytes)
    };
    read().map_err(|cause| MailFault::AuthorityUnreadable {
        path: path.display().to_string(),
        cause: crate::text::cause(&cause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::config::Config;

    fn mail(text: &str) -> MailConfig {
        Config::parse(&format!("[mail]\n{text}\n"), "x")
            .unwrap()
            .mail
    }

    fn company() -> Company {
        Company {
            name: "Nordlys AS".to_owned(),
            email: Some("post@nordlys.no".to_owned()),
            ..Company::default()
        }
    }

    #[test]
    fn messages_are_from_the_company_unless_the_settings_say_otherwise() {
        let from = |text: &str, company: &Company| {
            let sender = sender(&mail(text), company)?;
            Ok((sender.from.name, sender.from.address))
        };
        let said = |name: &str, address: &str| Ok((name.to_owned(), address.to_owned()));
        assert_eq!(from("", &company()), said("Nordlys AS", "post@nordlys.no"));
        let text = "from = \"faktura@nordlys.no\"\nfrom-name = \"Fakturaavdelingen\"";
        assert_eq!(
            from(text, &Company::default()),
            said("Fakturaavdelingen", "faktura@nordlys.no")
        );
        assert_eq!(from("", &Company::default()), Err(MailFault::NoSender));
    }

    #[test]
    fn a_way_is_ready_or_it_is_said_what_it_lacks() {
        let lacks = |text: &str| carrier(&mail(text)).unwrap_err();
        assert_eq!(lacks(""), NoMail::Settings(MailFault::NoWay));
        let server = "host = \"smtp.firma.no\"\nuser = \"me\"";
        let fault = lacks(&format!("{server}\npassword-command = \"exit 3\""));
        assert_eq!(fault.table(), "secret-fault");
        let fault = lacks("host = \"smtp.firma.no\"\nca-file = \"/no/such/file\"");
        assert!(
            matches!(
                fault,
                NoMail::Settings(MailFault::AuthorityUnreadable { .. })
            ),
            "{fault:?}"
        );
        let ready = carrier(&mail(&format!(
            "{server}\npassword-command = \"echo hunter2\""
        )));
        assert!(matches!(&ready, Ok(Carrier::Server(_))), "{ready:?}");
        assert!(!format!("{ready:?}").contains("hunter2"));
        let ready = carrier(&mail("command = \"sendmail -t\""));
        assert!(matches!(ready, Ok(Carrier::Command(..))), "{ready:?}");
    }
}
