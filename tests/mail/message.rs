//! What is in a message, read by another program's parser.

use mail_parser::{MessageParser, MimeHeaders};
use reskontra::letters::email::{
    Correspondent, Draft, Email, EmailFault, Enclosure, FileKind, MOST_BYTES, address, message_id,
};

use crate::sending::draft;

const ID: &str = "dispatch-17.3f2a@nordlys.example";

fn finnish() -> Draft<'static> {
    Draft {
        from: Correspondent {
            name: "Ångström & Söner, \"Ekonomi\" AB".to_owned(),
            address: "faktura@ångström.example".to_owned(),
        },
        reply_to: Some(Correspondent {
            name: String::new(),
            address: "svar@nordlys.example".to_owned(),
        }),
        to: Correspondent {
            name: "Pähkinätehdas Öljymäki Oy".to_owned(),
            address: "talous@kunde.example".to_owned(),
        },
        subject: "Maksumuistutus: laskut 10042, 10043 ja 10044 – eräpäivä on jo mennyt, ystävällisin terveisin",
        language: "fi",
        text: "Hyvä asiakas,\n\nemme ole saaneet 1 250,00 €.\n\nFrom here on\n.\n",
        html: "<p>Hyv&auml; asiakas, äö €</p>\n",
        files: vec![
            Enclosure {
                name: "Maksumuistutus 3".to_owned(),
                kind: FileKind::Pdf,
                bytes: (0..=255).cycle().take(1_000).collect(),
            },
            Enclosure {
                name: "Lasku 10042/ä".to_owned(),
                kind: FileKind::Pdf,
                bytes: b"%PDF-1.7\n".to_vec(),
            },
        ],
        ..draft("talous@kunde.example", ID)
    }
}

#[test]
fn a_letter_with_letters_of_its_own_reads_as_it_was_meant() {
    let draft = finnish();
    let email = Email::write(&draft).unwrap();
    let message = MessageParser::default().parse(email.bytes()).unwrap();
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some(draft.from.name.as_str()));
    assert_eq!(
        from.address(),
        Some(address(&draft.from.address).unwrap().as_str())
    );
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some(draft.to.name.as_str()));
    assert_eq!(to.address(), Some("talous@kunde.example"));
    assert_eq!(message.subject(), Some(draft.subject));
    assert_eq!(message.message_id(), Some(ID));
    assert_eq!(message.date().unwrap().to_timestamp(), 1_795_341_667);
    assert_eq!(message.text_body_count(), 1);
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), draft.text.trim_end());
    let html = message.body_html(0).unwrap().replace("\r\n", "\n");
    assert_eq!(html.trim_end(), draft.html.trim_end());
    let files: Vec<_> = message.attachments().collect();
    let names: Vec<_> = files.iter().map(|file| file.attachment_name()).collect();
    assert_eq!(
        names,
        [Some("maksumuistutus-3.pdf"), Some("lasku-10042-a.pdf")]
    );
    for (file, enclosed) in files.iter().zip(&draft.files) {
        assert_eq!(file.contents(), enclosed.bytes);
    }
    for (name, value) in [
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "fi"),
    ] {
        assert_eq!(message.header_raw(name).map(str::trim), Some(value));
    }
}

#[test]
fn the_same_letter_makes_the_same_bytes() {
    let written = || Email::write(&finnish()).unwrap();
    assert_eq!(written(), written());
    let text = String::from_utf8(written().bytes().to_vec()).unwrap();
    assert!(text.is_ascii());
    // Every line ends alike and is as short as mail servers want (RFC 5321 §4.5.3.1.6).
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() < 999));
    insta::assert_snapshot!(text.replace("\r\n", "\n"));
}

#[test]
fn lines_longer_than_mail_servers_take_arrive_whole() {
    let long = "a b. ".repeat(5_000);
    let draft = Draft {
        text: &long,
        html: &long,
        subject: &long[..240],
        ..draft("ase@kunde.example", ID)
    };
    let email = Email::write(&draft).unwrap();
    let text = String::from_utf8(email.bytes().to_vec()).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() < 999));
    let message = MessageParser::default().parse(email.bytes()).unwrap();
    assert_eq!(message.body_text(0).unwrap().trim_end(), long.trim_end());
    assert_eq!(message.body_html(0).unwrap().trim_end(), long.trim_end());
    assert_eq!(message.subject(), Some(long[..240].trim_end()));
}

#[test]
fn no_fact_breaks_out_of_its_place() {
    let evil = "x\r\nBcc: all@kunde.example\r\n\r\n<script>\u{202e}\0";
    let mut draft = draft("ase@kunde.example", ID);
    draft.from.name = evil.to_owned();
    draft.to.name = format!("{evil}\" <other@kunde.example>, ");
    draft.subject = evil;
    draft.language = "nb\r\nBcc: all@kunde.example";
    draft.files[0].name = evil.to_owned();
    let email = Email::write(&draft).unwrap();
    let message = MessageParser::default().parse(email.bytes()).unwrap();
    assert!(message.bcc().is_none());
    assert!(message.header_raw("Content-Language").is_none());
    let to = message.to().unwrap();
    assert_eq!(to.iter().count(), 1);
    assert_eq!(to.first().unwrap().address(), Some("ase@kunde.example"));
    assert_eq!(message.attachments().count(), 1);

    // A body that guesses the mark between parts of the message that it was first sent in.
    let first = String::from_utf8(email.bytes().to_vec()).unwrap();
    let mark = first.split("boundary=\"").nth(1).unwrap();
    let mark = mark.split('"').next().unwrap();
    let guess = format!("Hei\n--{mark}--\n--{mark}\nContent-Type: text/html\n\n<p>x\n");
    draft.text = &guess;
    let email = Email::write(&draft).unwrap();
    let message = MessageParser::default().parse(email.bytes()).unwrap();
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), guess.trim_end());
    assert_eq!(message.attachments().count(), 1);

    for id in ["", "a", "@", "a@", "a@b>\r\nBcc: x@y.z", "a b@c", "å@b"] {
        let mut draft = draft.clone();
        draft.id = id;
        let fault = Email::write(&draft).unwrap_err();
        assert!(matches!(fault, EmailFault::NotAnId { .. }), "{id:?}");
    }
}

#[test]
fn a_dispatch_keeps_its_id_and_shares_it_with_no_other() {
    let id = message_id("ledger", 17, "nordlys.example");
    assert_eq!(id, message_id("ledger", 17, "nordlys.example"));
    assert_ne!(id, message_id("ledger", 18, "nordlys.example"));
    assert_ne!(id, message_id("other", 17, "nordlys.example"));
    let email = Email::write(&draft("a@b.example", &id)).unwrap();
    assert_eq!(email.id(), id);
}

#[test]
fn an_address_is_one_that_every_mail_server_takes_or_it_is_refused() {
    for (text, expected) in [
        ("post@firma.no", Some("post@firma.no")),
        (" Post.Min+x@Firma.NO ", Some("Post.Min+x@firma.no")),
        ("post@blåbær.no", Some("post@xn--blbr-roah.no")),
        ("a@localhost", Some("a@localhost")),
        ("åse@firma.no", None),
        ("", None),
        ("@", None),
        ("post", None),
        ("post@", None),
        ("@firma.no", None),
        ("a@b@c.no", None),
        ("a b@firma.no", None),
        ("\"a b\"@firma.no", None),
        (".a@firma.no", None),
        ("a..b@firma.no", None),
        ("a@firma..no", None),
        ("a@-firma.no", None),
        ("a@b.no, c@d.no", None),
        ("a@b.no; c@d.no", None),
        ("a@b.no>\r\nRCPT TO:<c@d.no", None),
        ("Åse <a@b.no>", None),
        ("a@[127.0.0.1]", None),
    ] {
        assert_eq!(address(text).as_deref(), expected, "{text:?}");
    }
    let long = format!("a@{}.no", "b".repeat(100_000));
    assert_eq!(address(&long), None);
    let fault = Email::write(&draft("åse@firma.no", ID)).unwrap_err();
    assert_eq!(
        fault,
        EmailFault::NotAnAddress {
            address: "åse@firma.no".to_owned()
        }
    );
}

#[test]
fn a_message_that_no_server_would_take_is_not_made() {
    let mut draft = draft("ase@kunde.example", ID);
    // Its size as it is sent counts: a third more than the files' own.
    for (bytes, fits) in [(18_000_000, true), (19_000_000, false), (25_100_000, false)] {
        draft.files[0].bytes = vec![0; bytes];
        match Email::write(&draft) {
            Ok(email) => assert!(fits && email.bytes().len() <= MOST_BYTES),
            Err(fault) => assert!(!fits && matches!(fault, EmailFault::TooLarge { .. })),
        }
    }
    let file = Enclosure {
        name: String::new(),
        kind: FileKind::Csv,
        bytes: Vec::new(),
    };
    draft.files = vec![file; 101];
    let fault = Email::write(&draft).unwrap_err();
    assert!(matches!(fault, EmailFault::TooManyFiles { .. }));
}
