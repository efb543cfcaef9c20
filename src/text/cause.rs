//! What the system says went wrong with a file or a line to another machine, as a name that the locale has words for
//! under `cause.`; what it has none for stays as the system says it, without its number.

use std::io::{Error, ErrorKind};

/// The name of a cause, or the system's own words.
pub fn cause(error: &Error) -> String {
    let name = match error.kind() {
        ErrorKind::NotFound => "not-found",
        ErrorKind::PermissionDenied => "not-permitted",
        ErrorKind::AlreadyExists => "exists",
        ErrorKind::IsADirectory => "a-folder",
        ErrorKind::NotADirectory => "no-folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "no-room",
        ErrorKind::ReadOnlyFilesystem => "read-only",
        ErrorKind::ConnectionRefused => "connection-refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "connection-lost"
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "unreachable"
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "no-answer",
        _ => {
            let says = error.to_string();
            let end = says.find(" (os error ").unwrap_or(says.len());
            return says[..end].to_owned();
        }
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn every_name_has_words_and_nothing_shows_a_number_of_the_system() {
        for number in 1..=133 {
            let name = cause(&Error::from_raw_os_error(number));
            assert!(!name.contains("os error"), "{name}");
            let named =
                !name.contains(' ') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if named {
                assert!(Locale::english().has(&format!("cause.{name}")), "{name}");
            }
        }
    }
}
