//! The line breaks, or nothing more is heard: before a message's end it surely did not arrive; after it nobody knows.

use std::net::TcpListener;
use std::time::Instant;

use reskontra::letters::delivery::Delivery;

use crate::sending::{LONG, SHORT, agrees, email, large, plain};
use crate::smtp::{Greeting, Options, Server};

#[test]
fn what_breaks_before_the_messages_end_surely_did_not_arrive() {
    let server = Server::start(Options::default());
    for name in [
        "drop-rcpt",
        "drop-data",
        "hang-rcpt",
        "hang-data",
        "babble-rcpt",
    ] {
        let mut line = plain(&server, SHORT, LONG);
        let id = format!("{name}@nordlys.example");
        let delivery = line.send(&email(&format!("{name}@kunde.example"), &id));
        assert!(
            matches!(delivery, Delivery::NotReached { .. }),
            "{name}: {delivery:?}"
        );
        agrees(&server, &id, &delivery);
    }
    // What the system cannot buffer away: the end was certainly never written.
    for name in ["drop-mid", "hang-mid"] {
        let mut line = plain(&server, LONG, SHORT);
        let id = format!("{name}@nordlys.example");
        let delivery = line.send(&large(&format!("{name}@kunde.example"), &id));
        assert!(
            matches!(delivery, Delivery::NotReached { .. }),
            "{name}: {delivery:?}"
        );
        agrees(&server, &id, &delivery);
    }
}

#[test]
fn what_breaks_after_the_messages_end_is_in_doubt_whether_it_was_kept_or_not() {
    let server = Server::start(Options::default());
    for (name, kept) in [
        ("drop-dot", 0),
        ("drop-kept", 1),
        ("hang-dot", 0),
        ("hang-kept", 1),
        ("babble-dot", 1),
    ] {
        let mut line = plain(&server, LONG, SHORT);
        let id = format!("{name}@nordlys.example");
        let delivery = line.send(&email(&format!("{name}@kunde.example"), &id));
        assert!(
            matches!(delivery, Delivery::InDoubt { .. }),
            "{name}: {delivery:?}"
        );
        agrees(&server, &id, &delivery);
        assert_eq!(server.kept(&id).len(), kept, "{name}");
        // The next message takes a new line.
        let id = format!("after-{name}@nordlys.example");
        let delivery = line.send(&email("ase@kunde.example", &id));
        assert!(
            matches!(delivery, Delivery::Sent { .. }),
            "{name}: {delivery:?}"
        );
        agrees(&server, &id, &delivery);
    }
}

#[test]
fn a_small_message_that_breaks_in_its_middle_is_never_said_to_be_sent() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    for number in 0..20 {
        let id = format!("mid{number}@nordlys.example");
        let delivery = line.send(&email("drop-mid@kunde.example", &id));
        assert!(!matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
        agrees(&server, &id, &delivery);
    }
}

#[test]
fn a_line_that_was_closed_while_idle_is_opened_anew_and_nothing_goes_twice() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    for number in 0..10 {
        let id = format!("idle{number}@nordlys.example");
        let delivery = line.send(&email("drop-after@kunde.example", &id));
        assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
        agrees(&server, &id, &delivery);
    }
    assert_eq!(server.connections(), 10);
}

#[test]
fn a_server_that_is_not_there_or_does_not_speak_costs_no_more_than_the_time_that_was_set() {
    for greeting in [Greeting::Hang, Greeting::Drop, Greeting::Babble] {
        let server = Server::start(Options {
            greeting,
            ..Options::default()
        });
        let started = Instant::now();
        let delivery = plain(&server, SHORT, LONG).send(&email("a@b.example", "n@nordlys.example"));
        assert!(
            matches!(delivery, Delivery::NotReached { .. }),
            "{greeting:?}: {delivery:?}"
        );
        assert!(started.elapsed() < LONG, "{greeting:?}");
        if greeting == Greeting::Hang {
            assert_eq!(
                delivery,
                Delivery::NotReached {
                    cause: "no-answer".to_owned()
                }
            );
        }
    }
    let server = Server::start(Options::default());
    let mut settings = crate::sending::settings(&server, LONG, LONG);
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    settings.port = free.local_addr().unwrap().port();
    drop(free);
    let mut line = reskontra::letters::smtp::Line::new(settings);
    let delivery = line.send(&email("a@b.example", "n@nordlys.example"));
    assert!(
        matches!(delivery, Delivery::NotReached { .. }),
        "{delivery:?}"
    );
}
