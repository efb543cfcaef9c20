//! Messages that arrive, and what the tests of this folder share: a draft, a line to the server, and the check.

use std::time::{Duration, UNIX_EPOCH};

use reskontra::letters::delivery::Delivery;
use reskontra::letters::email::{Correspondent, Draft, Email, Enclosure, FileKind};
use reskontra::letters::smtp::{self, Line, Security};

use crate::smtp::{Options, Server};

/// Long enough for the busiest machine.
pub const LONG: Duration = Duration::from_secs(30);
/// How long a silence is waited for.
pub const SHORT: Duration = Duration::from_secs(2);

pub fn draft<'a>(to: &str, id: &'a str) -> Draft<'a> {
    Draft {
        from: Correspondent {
            name: "Nordlys Regnskap AS".to_owned(),
            address: "faktura@nordlys.example".to_owned(),
        },
        reply_to: None,
        to: Correspondent {
            name: "Åse Brønn".to_owned(),
            address: to.to_owned(),
        },
        subject: "Purring på faktura 10042",
        language: "nb",
        date: UNIX_EPOCH + Duration::from_secs(1_795_341_667),
        id,
        text: "Hei,\n\nvi mangler 1 250,00 kr.\n.\n..\n. slutt\n",
        html: "<p>Hei,</p>\n<p>vi mangler 1 250,00 kr.</p>\n",
        files: vec![Enclosure {
            name: "Purring 10042".to_owned(),
            kind: FileKind::Pdf,
            bytes: b"%PDF-1.7\n.\r\n.\nnot much of one\n%%EOF".to_vec(),
        }],
    }
}

pub fn email(to: &str, id: &str) -> Email {
    Email::write(&draft(to, id)).unwrap()
}

/// A message far larger than what the system buffers on its way.
pub fn large(to: &str, id: &str) -> Email {
    let mut draft = draft(to, id);
    draft.files[0].bytes = vec![b'x'; 15_000_000];
    Email::write(&draft).unwrap()
}

/// A line without encryption or login that waits so long for an answer, and for the answer to a message.
pub fn plain(server: &Server, timeout: Duration, patience: Duration) -> Line {
    Line::new(settings(server, timeout, patience))
}

pub fn settings(server: &Server, timeout: Duration, patience: Duration) -> smtp::Server {
    smtp::Server {
        host: "127.0.0.1".to_owned(),
        port: server.port,
        security: Security::None,
        authority: None,
        hello: String::new(),
        login: None,
        timeout,
        patience,
    }
}

/// What was said of a message agrees with what the server keeps.
pub fn agrees(server: &Server, id: &str, delivery: &Delivery) {
    let kept = server.kept(id).len();
    match delivery {
        Delivery::Sent { .. } => assert_eq!(kept, 1, "{id}: {delivery:?}"),
        Delivery::InDoubt { .. } => assert!(kept <= 1, "{id}: {delivery:?}"),
        Delivery::Refused { .. } | Delivery::NotReached { .. } => {
            assert_eq!(kept, 0, "{id}: {delivery:?}");
        }
    }
}

#[test]
fn a_message_arrives_once_and_as_it_was_written() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    let message = email("ase@kunde.example", "d1@nordlys.example");
    let delivery = line.send(&message);
    assert_eq!(
        delivery,
        Delivery::Sent {
            answer: "250 2.0.0 kept".to_owned()
        }
    );
    let kept = server.kept("d1@nordlys.example");
    assert_eq!(kept.len(), 1);
    // Lines of dots are in it, and come out as they went in; one line end is added before the last dot.
    let kept = String::from_utf8(kept[0].clone()).unwrap();
    let written = String::from_utf8(message.bytes().to_vec()).unwrap();
    assert_eq!(kept.trim_end(), written.trim_end());
    assert!(written.contains("\r\n.\r\n"), "{written}");
}

#[test]
fn many_messages_share_one_connection_and_large_ones_arrive_whole() {
    let server = Server::start(Options::default());
    let mut line = plain(&server, LONG, LONG);
    for number in 0..50 {
        let id = format!("many{number}@nordlys.example");
        let delivery = line.send(&email("ase@kunde.example", &id));
        agrees(&server, &id, &delivery);
    }
    let message = large("slow@kunde.example", "large@nordlys.example");
    let delivery = line.send(&message);
    assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
    let kept = &server.kept("large@nordlys.example")[0];
    assert!(kept.starts_with(message.bytes()));
    assert_eq!(server.all().len(), 51);
    assert_eq!(server.connections(), 1);
    line.close();
    let delivery = line.send(&email("ase@kunde.example", "again@nordlys.example"));
    agrees(&server, "again@nordlys.example", &delivery);
    assert_eq!(server.connections(), 2);
}

#[test]
fn several_lines_at_once_do_not_mix() {
    let server = Server::start(Options::default());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let server = &server;
            scope.spawn(move || {
                let mut line = plain(server, LONG, LONG);
                for number in 0..20 {
                    let id = format!("t{thread}n{number}@nordlys.example");
                    let delivery = line.send(&email("ase@kunde.example", &id));
                    assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
                    agrees(server, &id, &delivery);
                }
            });
        }
    });
    assert_eq!(server.all().len(), 80);
}
