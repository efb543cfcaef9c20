//! The mail command: a program like `sendmail -t -i` or `msmtp -t` that reads a message and carries it on.

use std::time::Duration;

use super::delivery::{Delivery, Whom};
use super::email::Email;
use super::process::{NotRun, run};

/// Exit codes with a meaning of their own: those of the shell, and those of `sysexits.h`, which mail programs use.
const CANNOT_RUN: [i32; 2] = [126, 127];
const NO_SUCH_ADDRESS: [i32; 2] = [67, 68];
const TRY_LATER: i32 = 75;
const NOT_PERMITTED: i32 = 77;

/// Hands a message to a command: exit code 0 means that it took it over, another that it did not. When its time is
/// up, or a signal ended it, nobody knows.
pub fn hand_over(command: &str, email: &Email, within: Duration) -> Delivery {
    let ran = match run(command, email.bytes(), within) {
        Ok(ran) => ran,
        Err(NotRun::NotStarted(cause)) => {
            return Delivery::NotReached {
                cause: crate::text::cause(&cause),
            };
        }
        Err(NotRun::TimedOut) => {
            return Delivery::InDoubt {
                cause: format!("no end within {} s", within.as_secs()),
            };
        }
    };
    match ran.status.code() {
        Some(0) if ran.took_all => Delivery::Sent {
            answer: String::new(),
        },
        Some(0) => Delivery::InDoubt {
            cause: "exit code 0, and it did not read the whole message".to_owned(),
        },
        Some(code) if CANNOT_RUN.contains(&code) => Delivery::NotReached {
            cause: said(code, ran.complaint),
        },
        Some(code) => Delivery::Refused {
            answer: said(code, ran.complaint),
            permanent: code != TRY_LATER,
            whom: match code {
                code if NO_SUCH_ADDRESS.contains(&code) => Whom::Recipient,
                NOT_PERMITTED => Whom::Login,
                _ => Whom::Server,
            },
        },
        None => Delivery::InDoubt {
            cause: ran.status.to_string(),
        },
    }
}

fn said(code: i32, complaint: String) -> String {
    if complaint.is_empty() {
        format!("exit code {code}")
    } else {
        complaint
    }
}
