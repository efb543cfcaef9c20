//! The way to a mail server (RFC 5321): one connection for many messages, told apart at every step whether a message
//! surely stayed here, surely left, or may have left.

mod answer;

use std::fmt;
use std::iter;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, SmtpConnection, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};

use super::delivery::{Delivery, Whom, told};
use super::email::Email;
use super::secret::Secret;
use answer::{Step, failed};

/// Bytes of a message that are written at a time.
const PIECE: usize = 64 * 1024;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail server and how to speak to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Certificates of an authority of one's own, as PEM; they count beside those that browsers trust.
    pub authority: Option<Vec<u8>>,
    /// The name to say hello with; empty is that of an unnamed machine.
    pub hello: String,
    pub login: Option<Login>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long the answer to a whole message may take: servers look through it first, and giving up early leaves
    /// a message in doubt (RFC 5321 §4.5.3.2.6 asks for ten minutes).
    pub patience: Duration,
}

/// How what is said is kept from others.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Security {
    /// TLS is begun after hello, or nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None at all: to this machine alone.
    None,
}

/// Who asks to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Login {
    pub user: String,
    pub proof: Proof,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    Password(Secret),
    /// An OAuth 2 access token.
    Token(Secret),
}

/// A line to a mail server: opened when it is needed, kept for the next message.
pub struct Line {
    server: Server,
    connection: Option<SmtpConnection>,
    /// It was looked at just now: nobody need ask again whether it stands.
    is_fresh: bool,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("server", &self.server)
            .field("open", &self.connection.is_some())
            .finish_non_exhaustive()
    }
}

impl Line {
    pub fn new(server: Server) -> Self {
        Self {
            server,
            connection: None,
            is_fresh: false,
        }
    }

    /// The server's name and port, as the settings have them.
    pub fn address(&self) -> String {
        format!("{}:{}", self.server.host, self.server.port)
    }

    /// Opens the line, or makes sure that it still stands. What goes wrong here concerns no message.
    pub fn open(&mut self) -> Result<(), Delivery> {
        self.connection = Some(self.ready()?);
        self.is_fresh = true;
        Ok(())
    }

    /// Sends one message to one recipient.
    pub fn send(&mut self, email: &Email) -> Delivery {
        let mut connection = match self.ready() {
            Ok(connection) => connection,
            Err(delivery) => return delivery,
        };
        match carry(&mut connection, email, &self.server) {
            Ok(answer) => {
                self.connection = Some(connection);
                Delivery::Sent { answer }
            }
            // A plain no leaves the line as it was; after anything else nobody knows what the server thinks.
            Err((delivery, is_usable)) => {
                self.connection = is_usable.then_some(connection);
                delivery
            }
        }
    }

    /// Says goodbye.
    pub fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let _ = connection.set_timeout(Some(GOODBYE));
            let _ = connection.quit();
        }
    }

    /// The connection, free for a message. One that went stale while it was idle is replaced: nothing is on its way.
    fn ready(&mut self) -> Result<SmtpConnection, Delivery> {
        let is_fresh = std::mem::take(&mut self.is_fresh);
        if let Some(mut connection) = self.connection.take()
            && (is_fresh || connection.command(Rset).is_ok())
        {
            return Ok(connection);
        }
        open(&self.server)
    }
}

/// Whether a host is this machine.
pub fn is_here(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn open(server: &Server) -> Result<SmtpConnection, Delivery> {
    if server.security == Security::None && !is_here(&server.host) {
        return Err(Delivery::NotReached {
            cause: "not-encrypted".to_owned(),
        });
    }
    let tls = match server.security {
        Security::None => None,
        Security::StartTls | Security::Tls => Some(tls(server)?),
    };
    let hello = hello(&server.hello);
    let from_start = tls.as_ref().filter(|_| server.security == Security::Tls);
    let address = (server.host.as_str(), server.port);
    let timeout = Some(server.timeout);
    let mut connection = SmtpConnection::connect(address, timeout, &hello, from_start, None)
        .map_err(|error| failed(&error, Step::Hello))?;
    if let (Security::StartTls, Some(tls)) = (server.security, &tls) {
        if !connection.can_starttls() {
            return Err(Delivery::NotReached {
                cause: "no-starttls".to_owned(),
            });
        }
        connection
            .starttls(tls, &hello)
            .map_err(|error| failed(&error, Step::Hello))?;
    }
    if let Some(login) = &server.login {
        log_in(&mut connection, login)?;
    }
    Ok(connection)
}

fn log_in(connection: &mut SmtpConnection, login: &Login) -> Result<(), Delivery> {
    let (mechanisms, secret): (&[Mechanism], _) = match &login.proof {
        Proof::Password(secret) => (&[Mechanism::Plain, Mechanism::Login], secret),
        Proof::Token(secret) => (&[Mechanism::Xoauth2], secret),
    };
    if connection
        .server_info()
        .get_auth_mechanism(mechanisms)
        .is_none()
    {
        return Err(Delivery::NotReached {
            cause: "no-such-login".to_owned(),
        });
    }
    let credentials = Credentials::new(login.user.clone(), secret.reveal().to_owned());
    match connection.auth(mechanisms, &credentials) {
        Ok(_) => Ok(()),
        // A token that is not good is answered by a further question, which this side does not take up.
        Err(error) if error.is_client() => Err(Delivery::Refused {
            answer: told(&error.to_string()),
            permanent: true,
            whom: Whom::Login,
        }),
        Err(error) => Err(failed(&error, Step::Login)),
    }
}

/// The certificates that are trusted, for this server's name.
fn tls(server: &Server) -> Result<TlsParameters, Delivery> {
    let mut tls = TlsParameters::builder(server.host.clone())
        .certificate_store(CertificateStore::WebpkiRoots);
    if let Some(authority) = &server.authority {
        let certificate = Certificate::from_pem(authority);
        tls = tls.add_root_certificate(certificate.map_err(|error| Delivery::NotReached {
            cause: told(&error.to_string()),
        })?);
    }
    tls.build().map_err(|error| Delivery::NotReached {
        cause: told(&error.to_string()),
    })
}

fn hello(name: &str) -> ClientId {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if name.is_empty() || !name.chars().all(is_name) {
        return ClientId::default();
    }
    ClientId::Domain(name.to_owned())
}

/// Carries a message over: the server's answer, or what became of it and whether the line can still be used.
fn carry(
    connection: &mut SmtpConnection,
    email: &Email,
    server: &Server,
) -> Result<String, (Delivery, bool)> {
    let no = |error: &Error, step| {
        let delivery = failed(error, step);
        let ends = error.status().is_none_or(|code| code.to_string() == "421");
        (delivery, !ends)
    };
    let (from, to) = email.ends();
    let from = Mail::new(Some(from.clone()), Vec::new());
    let answer = connection.command(from);
    completed(&answer.map_err(|error| no(&error, Step::Sender))?)?;
    let answer = connection.command(Rcpt::new(to.clone(), Vec::new()));
    completed(&answer.map_err(|error| no(&error, Step::Recipient))?)?;
    let answer = connection.command(Data);
    let answer = answer.map_err(|error| no(&error, Step::Data))?;
    if !answer.has_code(354) {
        return Err((unexpected(&answer), false));
    }
    // A piece is asked for once the one before it was written: if the end is never asked for, the dot that ends the
    // message was never written, and a server must not deliver what has no end (RFC 5321 §4.1.1.4).
    let mut is_whole = false;
    let pieces = email.bytes().chunks(PIECE);
    let pieces = pieces.chain(iter::from_fn(|| {
        is_whole = true;
        None
    }));
    let _ = connection.set_timeout(Some(server.patience));
    let answer = connection.message_iter(pieces);
    let _ = connection.set_timeout(Some(server.timeout));
    match answer {
        Ok(answer) if answer.code().severity == Severity::PositiveCompletion => Ok(line(&answer)),
        Ok(answer) => {
            let cause = line(&answer);
            Err((Delivery::InDoubt { cause }, false))
        }
        Err(error) if is_whole => {
            let delivery = failed(&error, Step::End);
            let is_usable = delivery.surely_not() && no(&error, Step::End).1;
            Err((delivery, is_usable))
        }
        Err(error) => Err((failed(&error, Step::Body), false)),
    }
}

/// Whether a step is done, and not half done.
fn completed(answer: &Response) -> Result<(), (Delivery, bool)> {
    if answer.code().severity == Severity::PositiveCompletion {
        return Ok(());
    }
    Err((unexpected(answer), false))
}

fn unexpected(answer: &Response) -> Delivery {
    Delivery::NotReached {
        cause: line(answer),
    }
}

fn line(answer: &Response) -> String {
    let words: Vec<&str> = answer.message().collect();
    told(&format!("{} {}", answer.code(), words.join(" ")))
}
