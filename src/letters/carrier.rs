//! The ways on which e-mail leaves: a mail server, a command, or a folder that another program sends from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::command::hand_over;
use super::delivery::Delivery;
use super::email::Email;
use super::file_name::file_name;
use super::smtp::Line;
use crate::text;

/// Something that takes messages over, one at a time.
#[derive(Debug)]
pub enum Carrier {
    Server(Box<Line>),
    /// A command of the user's, and how long it may take.
    Command(String, Duration),
    /// Put there as `.eml` counts as sent.
    Folder(PathBuf),
}

/// Why nothing can be handed over at all just now: that concerns no message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Closed {
    /// The server by its name and port, and what became of the try.
    Server { server: String, tried: Delivery },
    /// A folder of drafts that is missing. Made anew it would be one that nobody sends from.
    NoFolder { path: String },
}

impl Carrier {
    /// Makes sure that messages can be handed over, before one is said to be on its way.
    pub fn open(&mut self) -> Result<(), Closed> {
        match self {
            Self::Server(line) => line.open().map_err(|tried| Closed::Server {
                server: line.address(),
                tried,
            }),
            Self::Command(..) => Ok(()),
            Self::Folder(folder) if folder.is_dir() => Ok(()),
            Self::Folder(folder) => Err(Closed::NoFolder {
                path: folder.display().to_string(),
            }),
        }
    }

    /// Hands one message over. Blocks for as long as the settings allow.
    pub fn carry(&mut self, email: &Email) -> Delivery {
        match self {
            Self::Server(line) => line.send(email),
            Self::Command(command, within) => hand_over(command, email, *within),
            Self::Folder(folder) => match put(folder, email) {
                Ok(path) => Delivery::Sent {
                    answer: path.display().to_string(),
                },
                Err(cause) => Delivery::NotReached {
                    cause: text::cause(&cause),
                },
            },
        }
    }

    /// After the last message of a run.
    pub fn close(&mut self) {
        if let Self::Server(line) = self {
            line.close();
        }
    }
}

/// Puts a message into a folder, whole or not at all. Under its id: the same message is there once.
fn put(folder: &Path, email: &Email) -> io::Result<PathBuf> {
    let path = folder.join(file_name(email.id(), "eml"));
    let part = path.with_extension("part");
    let written = write(&part, email.bytes()).and_then(|()| fs::rename(&part, &path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written.map(|()| path)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
