//! Letters by e-mail through the real binary to a real mail server, which also refuses, hangs, and drops.

use std::fmt::Write;

use crate::letters::stands;
use crate::smtp::{Options, Server};
use crate::support::World;

/// Customers 1, 2, … at these names; each is due a letter.
fn book(names: &[&str]) -> World {
    let world = World::new();
    let mut customers = "customer_no,name,kind,email,street,postcode,city\n".to_owned();
    let mut invoices = "invoice_no,customer_no,issue_date,due_date,amount,currency\n".to_owned();
    for (name, n) in names.iter().zip(1..) {
        let address = "Storgata 1,0155,OSLO";
        writeln!(
            customers,
            "{n},Kunde {n} AS,business,{name}@example.no,{address}"
        )
        .unwrap();
        let (number, amount) = (1000 + n, 100 + n);
        writeln!(
            invoices,
            "{number},{n},2026-09-20,2026-10-20,{amount}.00,NOK"
        )
        .unwrap();
    }
    world.take("customers.csv", customers);
    world.take("invoices.csv", invoices);
    world
}

fn through(world: &World, port: u16) {
    let settings = format!(
        "[company]\nemail = \"post@example.no\"\n\n[mail]\nhost = \"127.0.0.1\"\nport = {port}\n\
         security = \"none\"\ntimeout = 1\n"
    );
    world.write("settings.toml", settings);
}

fn stand(world: &World, customer: &str) -> String {
    let all = stands(world).into_iter();
    let mut his = all.filter(|(number, _)| number == customer);
    his.next().unwrap().1
}

/// The letter to a customer: `L5`.
fn letter(world: &World, customer: &str) -> String {
    let outbox = world.json(&["outbox"]);
    let mut rows = outbox["outbox"].as_array().unwrap().iter();
    let his = rows.find(|row| row["customer_no"] == customer).unwrap();
    his["letter"].as_str().unwrap().to_owned()
}

#[test]
fn each_letter_ends_where_the_server_let_it() {
    let server = Server::start(Options::default());
    let names = [
        "ok",
        "refused",
        "drop-data",
        "drop-dot",
        "drop-kept",
        "fine",
    ];
    let world = book(&names);
    through(&world, server.port);
    let ran = world.run(&["remind", "--send", "--format", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(ran.json()["sent"].as_array().unwrap().len(), names.len());
    for (customer, expected) in [
        ("1", "sent"),
        ("2", "failed"),
        ("4", "in-doubt"),
        ("5", "in-doubt"),
        ("6", "sent"),
    ] {
        assert_eq!(stand(&world, customer), expected, "{customer}: {ran:?}");
    }
    // What is in doubt goes out no second time by itself.
    let before = server.all().len();
    world.run(&["outbox", "send"]);
    assert_eq!(server.all().len(), before);
    assert_eq!(stand(&world, "5"), "in-doubt");
    // Why it goes out once more has to be said.
    let kept = letter(&world, "5");
    world.refused(&["outbox", "resend", &kept]);
    world.done(&["outbox", "arrived", &kept]);
    assert_eq!(stand(&world, "5"), "sent");
    // The address that was refused is not tried again: the letter goes by post.
    let refused = letter(&world, "2");
    world.refused(&["outbox", "redirect", &refused, "--channel", "email"]);
    world.done(&["outbox", "redirect", &refused, "--channel", "post"]);
    world.done(&["outbox", "export", "post", "--out", "house"]);
    world.sound();
}

#[test]
fn a_server_that_says_nothing_more_leaves_a_letter_in_doubt() {
    let server = Server::start(Options::default());
    let world = book(&["hang-dot"]);
    through(&world, server.port);
    let ran = world.run(&["remind", "--send"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(stand(&world, "1"), "in-doubt");
    assert!(ran.err.contains("customer 1"), "{ran:?}");
}

#[test]
fn a_server_that_is_not_there_is_not_asked_for_every_letter() {
    let world = book(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    // A port that nobody listens on any more.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|it| it.local_addr())
        .unwrap()
        .port();
    through(&world, port);
    let ran = world.run(&["remind", "--send"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    // That concerns no letter: all wait, and the server is named once, with its port.
    assert_eq!(
        ran.err.matches(&format!("127.0.0.1:{port}")).count(),
        1,
        "{ran:?}"
    );
    assert!(!ran.err.contains("os error"), "{ran:?}");
    let count = |stand: &str| stands(&world).iter().filter(|it| it.1 == stand).count();
    assert_eq!((count("failed"), count("queued")), (0, 8));
    let server = Server::start(Options::default());
    through(&world, server.port);
    world.done(&["outbox", "send"]);
    assert_eq!(count("sent"), 8);
    assert_eq!(server.all().len(), 8);
    world.sound();
}

#[test]
fn a_returned_letter_stops_the_way_it_came() {
    let server = Server::start(Options::default());
    let world = book(&["a"]);
    through(&world, server.port);
    world.done(&["remind", "--send", "--format", "json"]);
    world.refused(&["undo"]);
    world.done(&["outbox", "returned", "L1", "--reason", "no such box"]);
    assert_eq!(stand(&world, "1"), "returned");
    let said = world.refused(&["outbox", "redirect", "L1", "--channel", "email"]);
    assert!(said.contains('1'), "{said}");
    world.done(&["outbox", "free", "1", "email"]);
    world.done(&["outbox", "redirect", "L1", "--channel", "email"]);
    world.done(&["outbox", "send"]);
    assert_eq!(server.all().len(), 2);
}

/// It may lie in the customer's mailbox: calling it off does not take it out of there.
#[test]
fn what_may_have_arrived_is_not_taken_back_and_goes_out_again_only_with_a_reason() {
    let server = Server::start(Options::default());
    let world = book(&["drop-dot"]);
    through(&world, server.port);
    let ran = world.run(&["remind", "--send", "--format", "json"]);
    let entry = ran.json()["sent"][0]["entry"].to_string();
    assert_eq!(stand(&world, "1"), "in-doubt");
    world.done(&["outbox", "call-off", "L1", "--reason", "rydder"]);
    let said = world.refused(&["undo", &entry]);
    assert!(said.contains("in doubt"), "{said}");
    let by_post = ["outbox", "redirect", "L1", "--channel", "post"];
    for silent in [&["outbox", "resend", "L1"][..], &by_post] {
        let said = world.refused(silent);
        assert!(said.contains("reason"), "{silent:?}: {said}");
    }
    world.done(&[&by_post[..], &["--reason", "han fikk det ikke"]].concat());
    let log = world.json(&["log", "--limit", "1"]);
    assert_eq!(log["entries"][0]["reason"], "han fikk det ikke", "{log}");
    world.sound();
}

/// Its second try waited too long: it does not go, and the first is in doubt as before, until someone says that it came
/// back; then it is written anew.
#[test]
fn a_second_try_that_is_out_of_date_is_withdrawn_and_the_letter_stays_in_doubt() {
    let server = Server::start(Options::default());
    let mut world = book(&["drop-dot"]);
    through(&world, server.port);
    world.run(&["remind", "--send"]);
    assert_eq!(stand(&world, "1"), "in-doubt");
    world.done(&["outbox", "resend", "L1", "--reason", "han har det ikke"]);
    world.on("2026-12-20");
    let run = ["remind", "--send", "--override", "ingen bankfil"];
    let json = ["--format", "json"];
    let dry = world.run(&[&run[..], &json, &["--dry-run"]].concat());
    assert_eq!(dry.json()["out_of_date"][0]["in_doubt"], true, "{dry:?}");
    assert_eq!(stand(&world, "1"), "queued");
    let ran = world.run(&run);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("reskontra outbox returned L1"), "{ran:?}");
    assert_eq!(stand(&world, "1"), "in-doubt");
    let again = world.run(&[&run[..], &json].concat());
    assert_eq!(again.json()["out_of_date"], serde_json::json!([]));
    world.done(&["outbox", "returned", "L1", "--reason", "feil adresse"]);
    world.take(
        "moved.csv",
        "customer_no,name,kind,email,street,postcode,city\n\
         1,Kunde 1 AS,business,ny@example.no,Storgata 1,0155,OSLO\n",
    );
    let why = ["--reason", "ny adresse", "--override", "ingen bankfil"];
    world.done(&[&["outbox", "renew", "L1"][..], &why].concat());
    world.done(&["outbox", "send"]);
    assert_eq!(server.all().len(), 1);
    world.sound();
}
