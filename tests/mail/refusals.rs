//! The server says no: surely not delivered, and it is known for whom and for how long.

use reskontra::letters::delivery::{Delivery, Whom};

use crate::sending::{LONG, agrees, email, plain};
use crate::smtp::{Greeting, Options, Server};

#[test]
fn a_no_is_a_no_and_the_next_message_goes_through_on_the_same_line() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    for (name, permanent, whom, code) in [
        ("refused", true, Whom::Recipient, "550 5.1.1"),
        ("denied", true, Whom::Server, "550 5.7.1"),
        ("full", false, Whom::Recipient, "452 4.2.2"),
        ("later", false, Whom::Server, "451 4.3.0"),
        ("no-data", true, Whom::Server, "554 5.6.0"),
        ("no-dot", true, Whom::Server, "554 5.7.1"),
        ("later-dot", false, Whom::Server, "451 4.3.0"),
        ("unknown-dot", true, Whom::Recipient, "550 5.1.1"),
    ] {
        let id = format!("{name}@nordlys.example");
        let delivery = line.send(&email(&format!("{name}@kunde.example"), &id));
        agrees(&server, &id, &delivery);
        let Delivery::Refused {
            answer,
            permanent: is_permanent,
            whom: is_about,
        } = &delivery
        else {
            panic!("{name}: {delivery:?}");
        };
        assert!(answer.starts_with(code), "{name}: {answer}");
        assert_eq!((*is_permanent, *is_about), (permanent, whom), "{name}");
        assert_eq!(
            delivery.is_bad_address(),
            matches!(name, "refused" | "unknown-dot"),
            "{name}"
        );
        let id = format!("after-{name}@nordlys.example");
        let delivery = line.send(&email("ase@kunde.example", &id));
        assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
        agrees(&server, &id, &delivery);
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_greylisted_message_is_taken_at_the_second_try() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    let message = email("grey+1@kunde.example", "grey@nordlys.example");
    let delivery = line.send(&message);
    agrees(&server, "grey@nordlys.example", &delivery);
    assert!(
        matches!(
            delivery,
            Delivery::Refused {
                permanent: false,
                ..
            }
        ),
        "{delivery:?}"
    );
    let delivery = line.send(&message);
    agrees(&server, "grey@nordlys.example", &delivery);
    assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
}

#[test]
fn a_server_that_shuts_down_after_a_message_did_not_take_it_and_the_line_is_opened_anew() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    let delivery = line.send(&email(
        "closing-dot@kunde.example",
        "closing@nordlys.example",
    ));
    agrees(&server, "closing@nordlys.example", &delivery);
    assert!(
        matches!(
            delivery,
            Delivery::Refused {
                permanent: false,
                ..
            }
        ),
        "{delivery:?}"
    );
    let delivery = line.send(&email("ase@kunde.example", "next@nordlys.example"));
    agrees(&server, "next@nordlys.example", &delivery);
    assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
}

#[test]
fn a_server_that_turns_everybody_away_says_why() {
    let server = Server::start(Options {
        greeting: Greeting::Refuse,
        ..Options::default()
    });
    let delivery = plain(&server, LONG, LONG).send(&email("a@b.example", "g@nordlys.example"));
    assert!(
        matches!(&delivery, Delivery::Refused { whom: Whom::Server, answer, .. }
            if answer.contains("no service here")),
        "{delivery:?}"
    );
}
