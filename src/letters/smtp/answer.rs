//! What a mail server's no means: for this message, for whom, for how long.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Severity;

use crate::letters::delivery::{Delivery, Whom, told};
use crate::text;

/// Where in the talk it was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Hello,
    Login,
    Sender,
    Recipient,
    Data,
    /// While the message was written, before its end.
    Body,
    /// After the message's end.
    End,
}

/// What became of a message when a step failed. After its end only the server's own no is sure.
pub(super) fn failed(error: &Error, step: Step) -> Delivery {
    let Some(code) = error.status() else {
        let cause = cause(error);
        return match step {
            Step::End => Delivery::InDoubt { cause },
            _ => Delivery::NotReached { cause },
        };
    };
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    Delivery::Refused {
        answer: told(&format!("{code} {words}")),
        permanent: code.severity == Severity::PermanentNegativeCompletion,
        whom: whom(step, &code.to_string(), &words),
    }
}

/// Whom a no is about. The extended code says it best, if there is one (RFC 3463: `5.1.1`, the middle figure is the
/// subject: 1 and 2 are the address and its mailbox); 530 to 538 speak of the login (RFC 4954).
fn whom(step: Step, code: &str, words: &str) -> Whom {
    if step == Step::Login || matches!(code, "530" | "534" | "535" | "538") {
        return Whom::Login;
    }
    let may_be_recipient = matches!(step, Step::Recipient | Step::Data | Step::End);
    match subject(code, words) {
        // 5.1.7 and 5.1.8 speak of the sender's address.
        Some((1, 7 | 8)) => Whom::Server,
        Some((1 | 2, _)) if may_be_recipient => Whom::Recipient,
        Some((0, _)) | None
            if step == Step::Recipient
                && matches!(code, "450" | "452" | "550" | "551" | "552" | "553") =>
        {
            Whom::Recipient
        }
        _ => Whom::Server,
    }
}

/// The subject and the detail of an extended code at the start of an answer.
fn subject(code: &str, words: &str) -> Option<(u16, u16)> {
    let mut figures = words.split_whitespace().next()?.split('.');
    let class = figures.next()?;
    let (subject, detail) = (figures.next()?.parse(), figures.next()?.parse());
    let is_one = code.starts_with(class) && class.len() == 1 && figures.next().is_none();
    subject.ok().zip(detail.ok()).filter(|_| is_one)
}

/// What went wrong on the way, in words that a person can use.
fn cause(error: &Error) -> String {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<std::io::Error>() {
            return told(&text::cause(error));
        }
        source = inner.source();
    }
    told(&error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_no_to_the_address_is_about_the_recipient() {
        use Step::{Data, End, Hello, Login, Recipient, Sender};
        for (step, code, words, expected) in [
            (Recipient, "550", "5.1.1 no such user", Whom::Recipient),
            (Recipient, "550", "no such user", Whom::Recipient),
            (Recipient, "452", "4.2.2 mailbox full", Whom::Recipient),
            (End, "550", "5.1.1 unknown", Whom::Recipient),
            (Data, "550", "5.2.1 mailbox disabled", Whom::Recipient),
            (Recipient, "550", "5.7.1 relaying denied", Whom::Server),
            (Recipient, "554", "relay access denied", Whom::Server),
            (Recipient, "451", "4.3.2 come back", Whom::Server),
            (Recipient, "451", "greylisted", Whom::Server),
            (
                Recipient,
                "550",
                "5.1.8 sender has no address",
                Whom::Server,
            ),
            (Recipient, "530", "5.7.0 log in first", Whom::Login),
            (Sender, "550", "5.1.0 not you", Whom::Server),
            (Sender, "535", "5.7.8 who?", Whom::Login),
            (End, "554", "5.7.1 spam", Whom::Server),
            (End, "550", "looks like spam", Whom::Server),
            (Hello, "554", "5.1.1 go away", Whom::Server),
            (Login, "454", "4.7.0 later", Whom::Login),
            // No extended code of this answer.
            (Recipient, "550", "192.0.2.1 is not let in", Whom::Recipient),
            (Recipient, "550", "5.1.1.1 what", Whom::Recipient),
        ] {
            assert_eq!(whom(step, code, words), expected, "{step:?} {code} {words}");
        }
    }
}
