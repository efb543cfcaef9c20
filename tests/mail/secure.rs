//! Encryption and login: a secret goes over an encrypted line or not at all.

use reskontra::letters::delivery::{Delivery, Whom};
use reskontra::letters::secret::Secret;
use reskontra::letters::smtp::{self, Line, Login, Proof, Security};

use crate::sending::{LONG, SHORT, agrees, email, large, settings};
use crate::smtp::{Encryption, Options, Server};

const USER: &str = "faktura@nordlys.example";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned()).unwrap()
}

fn guarded(tls: Encryption, mechanisms: &str) -> Server {
    Server::start(Options {
        tls,
        user: Some(USER.to_owned()),
        password: "hemmelig ø".to_owned(),
        token: "ya29.token".to_owned(),
        mechanisms: mechanisms.to_owned(),
        ..Options::default()
    })
}

fn with(server: &Server, security: Security, proof: Proof) -> smtp::Server {
    smtp::Server {
        host: "localhost".to_owned(),
        security,
        authority: Some(server.certificate()),
        login: Some(Login {
            user: USER.to_owned(),
            proof,
        }),
        ..settings(server, LONG, LONG)
    }
}

#[test]
fn each_way_to_encrypt_and_to_log_in_carries_a_message() {
    for (tls, security) in [
        (Encryption::StartTls, Security::StartTls),
        (Encryption::Implicit, Security::Tls),
    ] {
        for (mechanisms, proof) in [
            ("PLAIN LOGIN", Proof::Password(secret("hemmelig ø"))),
            ("LOGIN", Proof::Password(secret("hemmelig ø"))),
            ("PLAIN XOAUTH2", Proof::Token(secret("ya29.token"))),
        ] {
            let server = guarded(tls, mechanisms);
            let mut line = Line::new(with(&server, security, proof));
            for id in ["s1@nordlys.example", "s2@nordlys.example"] {
                let delivery = line.send(&email("ase@kunde.example", id));
                assert!(
                    matches!(delivery, Delivery::Sent { .. }),
                    "{tls:?} {mechanisms}: {delivery:?}"
                );
                agrees(&server, id, &delivery);
            }
            assert_eq!(server.connections(), 1);
        }
    }
}

#[test]
fn a_wrong_secret_is_told_as_that() {
    for (mechanisms, proof) in [
        ("PLAIN", Proof::Password(secret("wrong"))),
        ("LOGIN", Proof::Password(secret("wrong"))),
        ("XOAUTH2", Proof::Token(secret("expired"))),
    ] {
        let server = guarded(Encryption::Implicit, mechanisms);
        let mut line = Line::new(with(&server, Security::Tls, proof));
        let delivery = line.send(&email("ase@kunde.example", "w@nordlys.example"));
        assert!(
            matches!(
                delivery,
                Delivery::Refused {
                    whom: Whom::Login,
                    permanent: true,
                    ..
                }
            ),
            "{mechanisms}: {delivery:?}"
        );
        agrees(&server, "w@nordlys.example", &delivery);
    }
}

#[test]
fn without_a_login_a_server_that_wants_one_says_so() {
    let server = guarded(Encryption::Implicit, "PLAIN");
    let mut settings = with(&server, Security::Tls, Proof::Password(secret("x")));
    settings.login = None;
    let delivery = Line::new(settings).send(&email("ase@kunde.example", "l@nordlys.example"));
    assert!(
        matches!(
            delivery,
            Delivery::Refused {
                whom: Whom::Login,
                ..
            }
        ),
        "{delivery:?}"
    );
}

#[test]
fn nothing_is_sent_to_a_server_that_does_not_encrypt_or_is_not_trusted() {
    let id = "n@nordlys.example";
    let never = |server: &Server, settings: smtp::Server| {
        let delivery = Line::new(settings).send(&email("ase@kunde.example", id));
        assert!(
            matches!(delivery, Delivery::NotReached { .. }),
            "{delivery:?}"
        );
        agrees(server, id, &delivery);
        let Delivery::NotReached { cause } = delivery else {
            unreachable!()
        };
        cause
    };
    let password = || Proof::Password(secret("hemmelig ø"));
    // STARTTLS is not offered.
    let server = Server::start(Options::default());
    let asked = smtp::Server {
        security: Security::StartTls,
        ..settings(&server, LONG, LONG)
    };
    assert_eq!(never(&server, asked), "no-starttls");
    // The certificate is of nobody that is trusted, or of another name.
    let server = guarded(Encryption::Implicit, "PLAIN");
    let mut asked = with(&server, Security::Tls, password());
    asked.authority = None;
    assert!(never(&server, asked).contains("certificate"));
    let mut asked = with(&server, Security::Tls, password());
    asked.host = "127.0.0.2".to_owned();
    never(&server, asked);
    // TLS is off, and the server is not this machine: no word is said.
    let mut asked = settings(&server, SHORT, SHORT);
    asked.host = "mail.nordlys.example".to_owned();
    assert!(never(&server, asked).contains("not-encrypted"));
    // The server knows no such way to log in.
    let server = guarded(Encryption::StartTls, "XOAUTH2");
    never(&server, with(&server, Security::StartTls, password()));
}

#[test]
fn an_encrypted_line_that_breaks_is_told_like_a_plain_one() {
    let server = guarded(Encryption::Implicit, "PLAIN");
    let line = |timeout, patience| {
        Line::new(smtp::Server {
            timeout,
            patience,
            ..with(
                &server,
                Security::Tls,
                Proof::Password(secret("hemmelig ø")),
            )
        })
    };
    for (name, is_sure) in [
        ("drop-data", true),
        ("drop-mid", true),
        ("hang-mid", true),
        ("drop-dot", false),
        ("hang-kept", false),
    ] {
        let id = format!("{name}@nordlys.example");
        // In the middle: what the system cannot buffer away.
        let write = if name.ends_with("mid") { large } else { email };
        let message = write(&format!("{name}@kunde.example"), &id);
        let delivery = line(LONG, SHORT).send(&message);
        assert_eq!(delivery.surely_not(), is_sure, "{name}: {delivery:?}");
        assert!(!matches!(delivery, Delivery::Sent { .. }), "{name}");
        agrees(&server, &id, &delivery);
    }
}
