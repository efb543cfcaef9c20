//! What the server says. To most it is friendly; the name before the `@` (up to a `+`) may ask for something else:
//!
//! | name | what happens |
//! |---|---|
//! | `refused`, `denied`, `full`, `later` | 550 5.1.1, 550 5.7.1, 452 4.2.2 or 451 to the recipient |
//! | `grey` | 451 the first time, then friendly |
//! | `hang-rcpt`, `hang-data`, `hang-mid`, `hang-dot`, `hang-kept` | no word more: after the recipient, after DATA, within the message, after its dot, the same once it is kept |
//! | `drop-rcpt`, `drop-data`, `drop-mid`, `drop-dot`, `drop-kept` | the connection is closed at these places |
//! | `drop-after` | kept, answered, then closed |
//! | `no-data`, `no-dot`, `later-dot`, `unknown-dot`, `closing-dot` | 554, 554, 451, 550 5.1.1 or 421 to DATA or to the message |
//! | `babble-rcpt`, `babble-dot` | what is no answer of SMTP |
//! | `slow` | a short wait before each answer |

use std::collections::HashSet;
use std::fs;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;

use super::wire::Wire;
use super::{Encryption, Greeting, Options};

/// Recipients that were turned away once.
pub type Grey = Mutex<HashSet<String>>;

pub fn talk(stream: TcpStream, options: &Options, tls: Option<Arc<ServerConfig>>, grey: &Grey) {
    let mut talk = Talk {
        wire: Wire::new(stream),
        options,
        tls,
        grey,
        is_encrypted: false,
        is_in: options.user.is_none(),
        sender: false,
        recipient: None,
    };
    // It ends with the other side's going away.
    let _ = talk.run();
    let _ = talk.wire.drop_it();
}

struct Talk<'a> {
    wire: Wire,
    options: &'a Options,
    tls: Option<Arc<ServerConfig>>,
    grey: &'a Grey,
    is_encrypted: bool,
    is_in: bool,
    sender: bool,
    recipient: Option<String>,
}

impl Talk<'_> {
    fn run(&mut self) -> io::Result<()> {
        if self.options.tls == Encryption::Implicit {
            self.encrypt();
        }
        match self.options.greeting {
            Greeting::Friendly => self.wire.say("220 mail.test ESMTP")?,
            Greeting::Refuse => return self.wire.say("554 5.3.2 no service here"),
            Greeting::Hang => return Err(self.wire.hang()),
            Greeting::Drop => return Err(self.wire.drop_it()),
            Greeting::Babble => self.wire.say("HTTP/1.1 400 Bad Request")?,
        }
        loop {
            let line = self.wire.line()?;
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let word = line.split(' ').next().unwrap_or_default();
            match word.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello()?,
                "STARTTLS" if self.options.tls == Encryption::StartTls && !self.is_encrypted => {
                    self.wire.say("220 go on")?;
                    self.encrypt();
                }
                "AUTH" => self.log_in(&line)?,
                "MAIL" if !self.is_in => self.wire.say("530 5.7.0 log in first")?,
                "MAIL" => {
                    (self.sender, self.recipient) = (true, None);
                    self.wire.say("250 2.1.0 ok")?;
                }
                "RCPT" if self.sender => self.recipient(&line)?,
                "DATA" if self.recipient.is_some() => self.data()?,
                "RSET" => {
                    (self.sender, self.recipient) = (false, None);
                    self.wire.say("250 ok")?;
                }
                "NOOP" => self.wire.say("250 ok")?,
                "QUIT" => return self.wire.say("221 goodbye"),
                "RCPT" | "DATA" => self.wire.say("503 5.5.1 not now")?,
                _ => self.wire.say("500 5.5.2 what?")?,
            }
        }
    }

    fn encrypt(&mut self) {
        if let Some(tls) = &self.tls {
            self.wire.encrypt(tls);
            self.is_encrypted = true;
        }
    }

    fn hello(&mut self) -> io::Result<()> {
        let mut lines = vec!["mail.test".to_owned(), "8BITMIME".to_owned()];
        if self.options.tls == Encryption::StartTls && !self.is_encrypted {
            lines.push("STARTTLS".to_owned());
        }
        if self.options.user.is_some() && (self.is_encrypted || self.tls.is_none()) {
            lines.push(format!("AUTH {}", self.options.mechanisms));
        }
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            let mark = if at == last { ' ' } else { '-' };
            self.wire.say(&format!("250{mark}{line}"))?;
        }
        Ok(())
    }

    fn log_in(&mut self, line: &str) -> io::Result<()> {
        let user = self.options.user.clone().unwrap_or_default();
        let password = &self.options.password;
        let mut words = line.split(' ').skip(1);
        let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
        let first = words.next().map(str::to_owned);
        let is_he = match mechanism.as_str() {
            "PLAIN" => {
                let expected = format!("\0{user}\0{password}");
                decoded(first) == expected.as_bytes()
            }
            "LOGIN" => {
                let said = self.ask("Username:")?;
                let secret = self.ask("Password:")?;
                said == user.as_bytes() && secret == password.as_bytes()
            }
            "XOAUTH2" => {
                let token = &self.options.token;
                let expected = format!("user={user}\x01auth=Bearer {token}\x01\x01");
                let is_he = decoded(first) == expected.as_bytes();
                if !is_he {
                    self.ask("{\"status\":\"401\"}")?;
                }
                is_he
            }
            _ => return self.wire.say("504 5.5.4 no such way"),
        };
        self.is_in = is_he;
        self.wire.say(if is_he {
            "235 2.7.0 welcome"
        } else {
            "535 5.7.8 wrong name or secret"
        })
    }

    fn ask(&mut self, question: &str) -> io::Result<Vec<u8>> {
        let question = STANDARD.encode(question);
        self.wire.say(&format!("334 {question}"))?;
        let answer = String::from_utf8_lossy(&self.wire.line()?)
            .trim()
            .to_owned();
        Ok(decoded(Some(answer)))
    }

    fn recipient(&mut self, line: &str) -> io::Result<()> {
        let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        wait(&address);
        match name(&address) {
            "refused" => self.wire.say("550 5.1.1 no such user here"),
            "denied" => self.wire.say("550 5.7.1 relaying denied"),
            "full" => self.wire.say("452 4.2.2 mailbox full"),
            "later" => self.wire.say("451 4.3.0 come back later"),
            "grey" if self.grey.lock().unwrap().insert(address.clone()) => {
                self.wire.say("451 4.7.1 greylisted")
            }
            "hang-rcpt" => Err(self.wire.hang()),
            "drop-rcpt" => Err(self.wire.drop_it()),
            "babble-rcpt" => self.wire.say("yes yes, fine"),
            _ => {
                self.recipient = Some(address);
                self.wire.say("250 2.1.5 ok")
            }
        }
    }

    fn data(&mut self) -> io::Result<()> {
        let address = self.recipient.take().unwrap_or_default();
        let name = name(&address);
        self.sender = false;
        wait(&address);
        match name {
            "no-data" => return self.wire.say("554 5.6.0 not now"),
            "hang-data" => return Err(self.wire.hang()),
            "drop-data" => return Err(self.wire.drop_it()),
            _ => self.wire.say("354 go on")?,
        }
        if name == "drop-mid" || name == "hang-mid" {
            self.wire.more()?;
            return Err(if name == "drop-mid" {
                self.wire.drop_it()
            } else {
                self.wire.hang()
            });
        }
        let message = self.wire.message()?;
        wait(&address);
        match name {
            "hang-dot" => return Err(self.wire.hang()),
            "drop-dot" => return Err(self.wire.drop_it()),
            "no-dot" => return self.wire.say("554 5.7.1 looks like spam"),
            "later-dot" => return self.wire.say("451 4.3.0 come back later"),
            "unknown-dot" => return self.wire.say("550 5.1.1 no such user after all"),
            "closing-dot" => {
                self.wire.say("421 4.3.2 shutting down")?;
                return Err(self.wire.drop_it());
            }
            _ => keep(&self.options.folder, &message),
        }
        match name {
            "hang-kept" => Err(self.wire.hang()),
            "drop-kept" => Err(self.wire.drop_it()),
            "babble-dot" => self.wire.say("thanks a lot"),
            "drop-after" => {
                self.wire.say("250 2.0.0 kept")?;
                Err(self.wire.drop_it())
            }
            _ => self.wire.say("250 2.0.0 kept"),
        }
    }
}

fn wait(address: &str) {
    if name(address) == "slow" {
        thread::sleep(Duration::from_millis(150));
    }
}

/// What a recipient's name asks for.
fn name(address: &str) -> &str {
    address.split(['@', '+']).next().unwrap_or_default()
}

fn decoded(text: Option<String>) -> Vec<u8> {
    STANDARD
        .decode(text.unwrap_or_default())
        .unwrap_or_default()
}

/// Keeps a message under its id: whole or not at all, and once for each time that it was accepted.
fn keep(folder: &Path, message: &[u8]) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let text = String::from_utf8_lossy(message);
    let id = text
        .lines()
        .take_while(|line| !line.is_empty())
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_id = name.eq_ignore_ascii_case("Message-ID");
            is_id.then(|| value.trim().trim_matches(['<', '>']).to_owned())
        });
    let id = id
        .unwrap_or_else(|| "none".to_owned())
        .replace(['/', '\0'], "_");
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let part = folder.join(format!("{count}.part"));
    fs::write(&part, message).unwrap();
    fs::rename(&part, folder.join(format!("{id}--{count}.eml"))).unwrap();
}
