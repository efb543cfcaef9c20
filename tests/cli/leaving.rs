//! What waits to leave and by which command, what cannot leave, and files that are never written over.

use std::fs;

use serde_json::{Value, json};

use crate::letters::stands;
use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,email,street,postcode,city,channel\n\
    1,Alfa AS,business,a@example.no,Storgata 1,0155,OSLO,email\n\
    2,Beta Berg,consumer,,Lia 3,2000,LILLESTRØM,post\n\
    3,Gamma AS,business,,Veien 2,5003,BERGEN,print\n\
    4,Uten Alt,business,,,,,\n\
    5,Feil AS,business,k@@x,Veien 4,5003,BERGEN,email\n";

fn book() -> World {
    let world = World::new();
    world.take("customers.csv", CUSTOMERS);
    let rows = (1..=5).map(|n| format!("{n}01,{n},2026-09-20,2026-10-20,{n}000.00,NOK\n"));
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";
    world.take("invoices.csv", head.to_owned() + &rows.collect::<String>());
    world
}

fn drafts(world: &World) {
    let settings = "[company]\nemail = \"post@example.no\"\n\n[mail]\ndrafts = \"out\"\n";
    world.write("settings.toml", settings);
}

fn stand(world: &World, customer: &str) -> String {
    let all = stands(world).into_iter();
    all.filter(|(number, _)| number == customer)
        .map(|it| it.1)
        .next()
        .unwrap()
}

fn channel(world: &World, customer: &str) -> Value {
    let outbox = world.json(&["outbox"]);
    let mut rows = outbox["outbox"].as_array().unwrap().iter();
    let his = rows.find(|row| row["customer_no"] == customer).unwrap();
    his["channel"].clone()
}

#[test]
fn what_waits_is_counted_by_way_and_each_way_names_its_command() {
    let world = book();
    drafts(&world);
    fs::create_dir(world.path("out")).unwrap();
    let ran = world.run(&["remind", "--send"]);
    for part in [
        "1 sent, 0 failed, 0 in doubt, 4 waiting",
        "2 wait for the post: `reskontra outbox export post --out DIR` for a print house, or \
         `reskontra outbox print --out FILE`",
        "2 wait to be printed: `reskontra outbox print --out FILE`",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    // One command prints what goes on paper, whoever was to print it.
    let ran = world.run(&["outbox", "print", "--out", "paper.pdf", "--format", "json"]);
    assert_eq!(
        ran.json()["waiting"],
        json!({ "email": 0, "post": 0, "print": 0, "sms": 0 })
    );
    for customer in ["2", "3", "5"] {
        assert_eq!(stand(&world, customer), "sent", "{customer}");
    }
    let paper = fs::read(world.path("paper.pdf")).unwrap();
    assert!(paper.starts_with(b"%PDF-"));
}

#[test]
fn nothing_is_printed_where_nothing_waits_for_paper_and_what_waits_elsewhere_is_told() {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n101,1,2026-09-20,2026-10-20,1000.00,NOK\n",
    );
    world.run(&["remind", "--send"]);
    let said = world.done(&["outbox", "print", "--out", "paper.pdf"]);
    assert!(
        said.contains("1 waits for e-mail: `reskontra outbox send`"),
        "{said}"
    );
    assert!(!world.path("paper.pdf").exists());
}

#[test]
fn a_file_is_never_written_over() {
    let world = book();
    world.run(&["remind", "--send"]);
    fs::write(world.path("paper.pdf"), "mine").unwrap();
    let said = world.refused(&["outbox", "print", "--out", "paper.pdf"]);
    assert!(said.contains("paper.pdf"), "{said}");
    assert_eq!(fs::read(world.path("paper.pdf")).unwrap(), b"mine");
    fs::create_dir(world.path("house")).unwrap();
    fs::write(world.path("house/letters.csv"), "mine").unwrap();
    world.refused(&["outbox", "export", "post", "--out", "house"]);
    let said = world.refused(&["letter", "L1", "--format", "pdf", "--out", "paper.pdf"]);
    assert!(said.contains("paper.pdf"), "{said}");
    world.refused(&[
        "letter",
        "L1",
        "--format",
        "pdf",
        "--out",
        "no/such/folder.pdf",
    ]);
    assert!(!world.path("no").exists());
    let said = world.done(&["letter", "L1", "--format", "pdf", "--out", "letter.pdf"]);
    assert!(said.contains("letter.pdf"), "{said}");
    assert!(world.path("letter.pdf").exists());
}

#[test]
fn a_letter_without_an_address_is_not_sent_and_says_what_to_do() {
    let world = book();
    let why = world.json(&["remind", "--customer", "4"])["due"][0]["why"].clone();
    assert!(why.to_string().contains("no-address"), "{why}");
    let ran = world.run(&["remind", "--send", "--out", "letters", "--format", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("Customer 4 has no address"), "{ran:?}");
    assert!(ran.err.contains("outbox redirect"), "{ran:?}");
    assert_eq!(stand(&world, "4"), "failed");
    assert_eq!(stand(&world, "2"), "sent");
    // Once there is an address it goes.
    world.take(
        "more.csv",
        "customer_no,name,email\n4,Uten Alt,u@example.no\n",
    );
    let outbox = world.json(&["outbox", "--stand", "failed"]);
    let letter = outbox["outbox"][0]["letter"].as_str().unwrap();
    world.done(&["outbox", "redirect", letter, "--channel", "email"]);
    world.done(&["outbox", "send", "--out", "letters"]);
    let all = world.json(&["outbox", "--stand", "sent"]);
    assert_eq!(all["outbox"].as_array().unwrap().len(), 5);
}

#[test]
fn what_is_no_address_of_email_falls_back_to_the_post() {
    let world = book();
    world.run(&["remind", "--send"]);
    assert_eq!(channel(&world, "5"), "post");
    assert_eq!(channel(&world, "1"), "email");
}

#[test]
fn drafts_go_to_no_folder_that_is_missing() {
    let world = book();
    drafts(&world);
    let ran = world.run(&["remind", "--send"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.err.contains("There is no folder") && ran.err.contains("mail.drafts"),
        "{ran:?}"
    );
    assert!(!world.path("out").exists());
    assert_eq!(stand(&world, "1"), "queued");
    fs::create_dir(world.path("out")).unwrap();
    world.done(&["outbox", "send"]);
    assert_eq!(stand(&world, "1"), "sent");
}

#[test]
fn statements_go_to_a_folder_like_letters() {
    let world = book();
    world.done(&["statement", "1", "--send"]);
    world.done(&["outbox", "send", "--out", "letters"]);
    assert_eq!(stand(&world, "1"), "sent");
    let files = fs::read_dir(world.path("letters")).unwrap().flatten();
    let mut names: Vec<String> = files
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    let draft = fs::read_to_string(world.path("letters").join(&names[0])).unwrap();
    assert!(draft.contains("a@example.no"), "{draft}");
}

#[test]
fn a_reason_that_is_missing_names_its_option() {
    let mut world = book();
    world.on("2027-03-01");
    let said = world.refused(&["handover", "101", "--agency", "K"]);
    if said.contains("needs a reason") {
        assert!(said.contains("--reason TEXT"), "{said}");
    }
    let said = world.refused(&[
        "handover",
        "101",
        "--agency",
        "K",
        "--reason",
        " ",
        "--override",
        "x",
    ]);
    assert!(said.contains("--reason TEXT"), "{said}");
}

#[test]
fn a_statement_in_a_currency_of_which_there_is_nothing_says_so() {
    let world = book();
    let said = world.done(&["statement", "1", "--currency", "EUR"]);
    assert!(said.contains("Nothing in EUR"), "{said}");
}

/// Nothing is built on a letter before it left: no sale is stopped for one that nobody got.
#[test]
fn a_letter_that_was_called_off_stops_no_sale() {
    let world = book();
    world.write(
        "settings.toml",
        "[credit]\nblock-from-stage = \"friendly\"\n",
    );
    let stopped = || {
        world
            .json(&["assess", "3", "10"])
            .to_string()
            .contains("reminder-reached")
    };
    world.run(&["remind", "--send", "--customer", "3"]);
    assert!(!stopped(), "it waits");
    world.done(&["outbox", "call-off", "L1", "--reason", "feil"]);
    assert!(!stopped(), "it was called off");
    world.done(&["outbox", "resend", "L1"]);
    world.done(&["outbox", "print", "--out", "paper.pdf"]);
    assert!(stopped(), "it left");
    world.done(&["outbox", "returned", "L1", "--reason", "ukjent"]);
    assert!(stopped(), "it did leave");
}
