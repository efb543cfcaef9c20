//! Letters that have not left the house: nothing follows them, they are told of, and what is out of date stays and is
//! written anew.

use std::fs;

use serde_json::Value;

use crate::support::{Ran, World};

const WHY: [&str; 2] = ["--override", "no bank file yet"];

/// A business by e-mail and a consumer by post, each with an invoice that fell due on 1 April; the mail command takes
/// nothing.
fn world() -> World {
    let mut world = World::new();
    world.on("2026-04-10");
    world.take(
        "customers.csv",
        "customer_no,name,kind,email,street,postcode,city\n\
         1,Alfa AS,business,a@example.no,Storgata 1,0155,OSLO\n\
         2,Beta Berg,consumer,,Veien 2,5003,BERGEN\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         101,1,2026-03-01,2026-04-01,6000.00,NOK\n201,2,2026-03-01,2026-04-01,5000.00,NOK\n",
    );
    world.write(
        "settings.toml",
        "[company]\nemail = \"post@example.no\"\n\n[mail]\ncommand = \"exit 67\"\n",
    );
    world
}

fn send(world: &World) -> Ran {
    world.run(&[&["remind", "--send", "--format", "json"], &WHY[..]].concat())
}

fn sent(ran: &Ran) -> Vec<(String, String)> {
    let answer = ran.json();
    let letters = answer["sent"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    letters
        .map(|letter| (text(&letter["customer_no"]), text(&letter["stage"])))
        .collect()
}

fn stands(world: &World) -> Vec<(String, String)> {
    let outbox = world.json(&["outbox"]);
    let rows = outbox["outbox"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.map(|row| (text(&row["letter"]), text(&row["stand"])))
        .collect()
}

fn hand_over<'a>(invoice: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let all = ["handover", invoice, "--agency", "K", "--reason", "varsel"];
    [&all[..], more].concat()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(one, other): &(&str, &str)| ((*one).to_owned(), (*other).to_owned());
    all.iter().map(owned).collect()
}

/// Inkassoloven § 9: the notice must have been sent; and no fee follows a letter that nobody got.
#[test]
fn no_fee_no_stage_and_no_agency_follow_a_letter_that_did_not_leave() {
    let mut world = world();
    let ran = send(&world);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(stands(&world), pairs(&[("L1", "failed"), ("L2", "queued")]));
    let queue = world.json(&["remind"]);
    assert_eq!(queue["due"], Value::Array(Vec::new()));
    let why = |at: usize| {
        queue["paused"][at]["why"]["says"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let both = [why(0), why(1)].concat();
    assert!(
        both.contains("L1 has not left: failed on 10 Apr 2026"),
        "{both}"
    );
    assert!(
        both.contains("L2 has not left: queued since 10 Apr 2026"),
        "{both}"
    );
    assert!(both.contains("reskontra outbox retry L1"), "{both}");
    // Ten weeks of runs: the same first letter is written anew each time, and nothing is built on it.
    for day in ["2026-04-20", "2026-05-20", "2026-06-20"] {
        world.on(day);
        let ran = send(&world);
        let stages = sent(&ran);
        assert_eq!(
            stages,
            pairs(&[("1", "friendly"), ("2", "friendly")]),
            "{ran:?}"
        );
        assert_eq!(ran.json()["out_of_date"][0]["taken_back"], true, "{ran:?}");
    }
    let aging = world.json(&["aging"]);
    assert!(aging.to_string().contains("6000.00"), "{aging}");
    let queue = world.json(&["remind", "--on", "2026-07-20"]);
    assert!(
        queue["hand_over"].as_array().is_none_or(Vec::is_empty),
        "{queue}"
    );
    for invoice in ["101", "201"] {
        let said = world.refused(&hand_over(invoice, &[]));
        assert!(said.contains("has not reached the customer"), "{said}");
        assert!(said.contains("--override"), "{said}");
    }
    world.sound();
}

/// Three letters to customer 2, the last of them the notice of inkassoloven § 9.
fn with_notice() -> (World, String) {
    let mut world = world();
    for (at, day) in ["2026-04-10", "2026-04-20", "2026-05-20"]
        .iter()
        .enumerate()
    {
        world.on(day);
        let out = format!("out{at}");
        let all = ["remind", "--customer", "2", "--send", "--out", &out];
        world.run(&[&all[..], &WHY[..]].concat());
    }
    world.on("2026-06-20");
    let notice = stands(&world).last().unwrap().0.clone();
    (world, notice)
}

#[test]
fn a_notice_that_came_back_is_none_until_someone_insists() {
    let (world, notice) = with_notice();
    let queue = world.json(&["remind", "--customer", "2"]);
    assert_eq!(queue["paused"], Value::Array(Vec::new()), "{queue}");
    world.done(&[
        "outbox",
        "returned",
        &notice,
        "--reason",
        "adressaten ukjent",
    ]);
    let queue = world.json(&["remind", "--customer", "2"]);
    assert_eq!(
        queue["paused"][0]["why"]["key"], "letter-returned",
        "{queue}"
    );
    let said = world.refused(&hand_over("201", &[]));
    assert!(
        said.contains(&notice) && said.contains("returned"),
        "{said}"
    );
    world.done(&hand_over(
        "201",
        &["--override", "han bekreftet varselet på telefon"],
    ));
    // What the letter claimed for itself does not go along: nobody got it.
    let cases = world.json(&["handover"]);
    assert!(
        !cases.to_string().contains(&format!("{notice}-F")),
        "{cases}"
    );
    world.sound();
}

#[test]
fn a_letter_that_is_out_of_date_stays_and_the_next_run_writes_it_anew() {
    let mut world = world();
    let only = ["--customer", "2"];
    let post = |world: &World, out: &str| {
        world.run(&["outbox", "export", "post", "--out", out, "--format", "json"])
    };
    world.run(&[&["remind", "--send"][..], &only, &WHY].concat());
    world.on("2026-06-20");
    let ran = post(&world, "late");
    assert_eq!(ran.code, 3, "{ran:?}");
    let why = ran.json()["out_of_date"][0]["why"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        why.contains("L1 is out of date") && why.contains("10 Apr 2026"),
        "{why}"
    );
    assert_eq!(
        (&ran.json()["tried"], &ran.json()["left"]),
        (&Value::Array(Vec::new()), &0.into())
    );
    assert_eq!(stands(&world), pairs(&[("L1", "queued")]));
    let ran = world.run(&[&["remind", "--send", "--format", "json"][..], &only, &WHY].concat());
    assert_eq!(ran.json()["sent"][0]["letter"], 2, "{ran:?}");
    assert!(ran.err.contains("L1 is out of date"), "{ran:?}");
    let undo = world.json(&["log", "--limit", "3"]).to_string();
    assert!(undo.contains("L1 is out of date"), "{undo}");
    let ran = post(&world, "now");
    assert_eq!(
        (ran.code, &ran.json()["tried"][0]["stand"]),
        (0, &"sent".into()),
        "{ran:?}"
    );
    world.sound();
}

#[test]
fn a_payment_of_the_day_keeps_its_letter_at_home() {
    let world = world();
    let only = ["--customer", "2"];
    world.run(&[&["remind", "--send"][..], &only, &WHY].concat());
    world.done(&[
        "receipt",
        "--amount",
        "5000",
        "--customer",
        "2",
        "--date",
        "2026-04-10",
    ]);
    for args in [
        &["outbox", "export", "post", "--out", "house"][..],
        &["outbox", "send", "--out", "house"],
    ] {
        let ran = world.run(args);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(
            ran.err
                .contains("5\u{a0}000,00\u{a0}NOK of the customer lies here"),
            "{ran:?}"
        );
    }
    let files = fs::read_dir(world.path("house")).unwrap();
    let pdfs = files.filter(|file| {
        let path = file.as_ref().unwrap().path();
        path.extension().is_some_and(|ending| ending == "pdf")
    });
    assert_eq!(pdfs.count(), 0);
    let ran = world.run(&[&["remind", "--send", "--format", "json"][..], &only, &WHY].concat());
    assert_eq!(sent(&ran), pairs(&[]));
    assert_eq!(stands(&world), pairs(&[("L1", "called-off")]));
    world.sound();
}

#[test]
fn what_was_handed_over_disputed_or_promised_gets_no_letter_after_that() {
    for work in [
        &["dispute", "201", "--reason", "vare feil"][..],
        &["promise", "201", "--date", "2026-04-20"],
        &["pause", "201", "--until", "2026-05-01", "--reason", "ferie"],
    ] {
        let world = world();
        world.run(&[&["remind", "--send", "--customer", "2"][..], &WHY].concat());
        let ran = world.run(work);
        assert_eq!(ran.code, 0, "{work:?}: {ran:?}");
        let ran = world.run(&["outbox", "export", "post", "--out", "house"]);
        assert_eq!(ran.code, 3, "{work:?}: {ran:?}");
        assert!(ran.err.contains("by now"), "{work:?}: {ran:?}");
    }
}

#[test]
fn a_run_tells_of_older_letters_that_have_not_left() {
    let mut world = world();
    send(&world);
    world.on("2026-04-12");
    let ran = world.run(&["remind"]);
    assert!(
        ran.err
            .contains("1 recorded letter has not left, the oldest of 10 Apr 2026"),
        "{ran:?}"
    );
    assert!(ran.err.contains("reskontra outbox retry"), "{ran:?}");
    let queue = world.json(&["remind"]);
    let keys: Vec<&str> = queue["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["key"].as_str().unwrap())
        .collect();
    assert!(
        keys.contains(&"letters-queued") && keys.contains(&"letters-failed"),
        "{keys:?}"
    );
    let ran = world.run(&[&["remind", "--send"][..], &WHY].concat());
    assert!(ran.err.contains("reskontra outbox retry"), "{ran:?}");
}

#[test]
fn undo_says_what_is_due_again() {
    let world = world();
    world.run(&[&["remind", "--send", "--customer", "2"][..], &WHY].concat());
    let said = world.done(&["undo"]);
    assert!(
        said.contains("Due again: 2 Beta Berg, friendly reminder, 5\u{a0}000,00"),
        "{said}"
    );
    let again = world.json(&["redo"]);
    assert_eq!(again["due"], Value::Null, "{again}");
    let again = world.json(&["undo"]);
    assert_eq!(again["due"][0]["customer_no"], "2", "{again}");
}

/// What was mended while a letter waited is what it leaves to: that is why it waited.
#[test]
fn a_letter_that_waited_leaves_to_the_address_of_the_day() {
    let world = world();
    world.run(&[&["remind", "--send"][..], &WHY].concat());
    let customers = "customer_no,name,kind,email,street,postcode,city\n\
         1,Alfa AS,business,new@example.no,Storgata 1,0155,OSLO\n\
         2,Beta Berg,consumer,,Nyveien 7,5004,BERGEN\n";
    world.take("mended.csv", customers);
    let to = |world: &World, at: usize| {
        let row = &world.json(&["outbox"])["outbox"][at];
        row["to"].as_str().unwrap().to_owned()
    };
    assert_eq!(to(&world, 1), "Beta Berg\nNyveien 7\n5004 BERGEN");
    let waiting = world.json(&["letter", "L2"]);
    assert_eq!(waiting["sheet"]["recipient"][1], "Nyveien 7", "{waiting}");
    world.done(&["outbox", "export", "post", "--out", "post"]);
    let list = fs::read_to_string(world.path("post/letters.csv")).unwrap();
    assert!(
        list.contains("Nyveien 7") && !list.contains("Veien 2"),
        "{list}"
    );
    // The one that the mail command refused is tried again, at the new address.
    world.write(
        "settings.toml",
        "[company]\nemail = \"post@example.no\"\n\n[mail]\ncommand = \"cat > mail.eml\"\n",
    );
    world.done(&["outbox", "retry"]);
    let mail = fs::read_to_string(world.path("mail.eml")).unwrap();
    assert!(
        mail.contains("<new@example.no>") && !mail.contains("<a@example.no>"),
        "{mail}"
    );
    // What left stays what left, whatever comes after it.
    world.take(
        "again.csv",
        "customer_no,name,kind,email,street,postcode,city\n\
         1,Alfa AS,business,newest@example.no,Storgata 1,0155,OSLO\n\
         2,Beta Berg,consumer,,Sisteveien 9,5005,BERGEN\n",
    );
    assert_eq!(to(&world, 0), "new@example.no");
    assert_eq!(to(&world, 1), "Beta Berg\nNyveien 7\n5004 BERGEN");
    let copy = world.json(&["letter", "L2"]);
    assert_eq!(copy["as_sent"], true, "{copy}");
    assert_eq!(copy["sheet"]["recipient"][1], "Nyveien 7", "{copy}");
    world.sound();
}

#[test]
fn a_statement_that_waited_is_addressed_anew_and_says_what_it_said() {
    let world = world();
    world.done(&["statement", "2", "--send", "--channel", "post"]);
    let before = world.json(&["outbox"])["outbox"][0]["dispatch"].clone();
    world.take(
        "mended.csv",
        "customer_no,name,kind,email,street,postcode,city\n2,Beta Berg,consumer,,Nyveien 7,5004,BERGEN\n",
    );
    world.done(&["outbox", "export", "post", "--out", "post"]);
    let name = format!("post/s{before}-2.pdf");
    let text = pdf_extract::extract_text(world.path(&name)).unwrap();
    assert!(
        text.contains("Nyveien 7") && !text.contains("Veien 2") && text.contains("5 000,00"),
        "{text}"
    );
    world.sound();
}

/// The customer's data name no working address any more: it fails with that reason, and is not tried for nothing.
#[test]
fn a_letter_whose_address_went_bad_meanwhile_fails_with_that_reason() {
    let world = world();
    world.run(&[&["remind", "--send", "--customer", "2"][..], &WHY].concat());
    world.done(&["outbox", "stop", "2", "post", "--reason", "came back"]);
    let ran = world.run(&[
        "outbox", "export", "post", "--out", "post", "--format", "json",
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let tried = &ran.json()["tried"][0];
    assert_eq!(tried["stand"], "failed", "{ran:?}");
    let note = tried["note"].as_str().unwrap();
    assert!(
        note.contains("stopped") && note.contains("outbox retry"),
        "{note}"
    );
    world.take(
        "mended.csv",
        "customer_no,name,kind,email,street,postcode,city\n2,Beta Berg,consumer,,Nyveien 7,5004,BERGEN\n",
    );
    world.run(&["outbox", "retry"]);
    world.done(&["outbox", "export", "post", "--out", "post2"]);
    assert_eq!(stands(&world), pairs(&[("L1", "sent")]));
    world.sound();
}

/// Inkassoloven § 9: fourteen days from the day on which it is sent, not from that of the letter that came back.
#[test]
fn a_notice_that_came_back_is_written_anew_with_a_deadline_from_its_own_day() {
    let (world, notice) = with_notice();
    let renew = |letter: &str| {
        let why = ["--reason", "ny adresse fra folkeregisteret"];
        [&["outbox", "renew", letter][..], &why, &WHY]
            .concat()
            .iter()
            .map(|arg| (*arg).to_owned())
            .collect::<Vec<String>>()
    };
    let args = renew(&notice);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = world.refused(&args);
    assert!(said.contains("has not come back"), "{said}");
    let claimed = world.open("2", "201");
    world.done(&["outbox", "returned", &notice, "--reason", "ukjent"]);
    let said = world.refused(&args);
    assert!(said.contains("another"), "{said}");
    let queue = world.json(&["remind", "--customer", "2"]);
    let says = queue["paused"][0]["why"]["says"].as_str().unwrap();
    assert!(says.contains("outbox renew"), "{says}");
    world.take(
        "mended.csv",
        "customer_no,name,kind,email,street,postcode,city\n2,Beta Berg,consumer,,Nyveien 7,5004,BERGEN\n",
    );
    let told = world.json(&args);
    assert_eq!(told["taken_back"], *notice, "{told}");
    let anew = &told["queued"][0];
    assert_eq!(
        (&anew["stage"], &anew["deadline"]),
        (&"notice".into(), &"2026-07-06".into()),
        "{told}"
    );
    // What the first one claimed is not claimed twice.
    assert_eq!(world.open("2", "201"), claimed);
    let aging = world.json(&["aging"]).to_string();
    assert!(!aging.contains(&format!("{notice}-")), "{aging}");
    world.done(&["outbox", "export", "post", "--out", "anew"]);
    let list = fs::read_to_string(world.path("anew/letters.csv")).unwrap();
    assert!(
        list.contains("Nyveien 7") && list.contains("2026-07-06"),
        "{list}"
    );
    // The copy of what left the first time is there still.
    let copy = world.json(&["letter", &notice]);
    assert_eq!(copy["as_sent"], true, "{copy}");
    world.sound();
}

/// Sent another way, but too late: it waits out of date, and is written anew all the same.
#[test]
fn a_letter_that_came_back_and_waits_too_long_is_written_anew() {
    let (world, notice) = with_notice();
    world.done(&["outbox", "returned", &notice, "--reason", "ukjent"]);
    world.done(&["outbox", "free", "2", "post"]);
    world.done(&["outbox", "redirect", &notice, "--channel", "post"]);
    let ran = world.run(&[
        "outbox", "export", "post", "--out", "late", "--format", "json",
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let told = world.json(
        &[
            &["outbox", "renew", &notice, "--reason", "for sent"][..],
            &WHY,
        ]
        .concat(),
    );
    assert_eq!(told["queued"][0]["deadline"], "2026-07-06", "{told}");
    world.done(&["outbox", "export", "post", "--out", "anew"]);
    world.sound();
}

#[test]
fn nothing_takes_the_place_of_a_returned_letter_whose_invoice_is_promised() {
    let (world, notice) = with_notice();
    world.done(&["outbox", "returned", &notice, "--reason", "ukjent"]);
    world.done(&["outbox", "free", "2", "post"]);
    world.done(&["promise", "201", "--date", "2026-07-01"]);
    let args = ["outbox", "renew", &notice, "--reason", "ny adresse"];
    let told = world.json(&[&args[..], &WHY].concat());
    assert_eq!(told["queued"], Value::Array(Vec::new()), "{told}");
    world.sound();
}

/// Before anybody sends: by facts in every listing, by trying to write them on a dry run.
#[test]
fn letters_that_could_not_leave_are_marked_with_what_to_do() {
    let world = world();
    world.write(
        "settings.toml",
        "[[company.accounts]]\naccount = \"9999 10 42764\"\ncurrency = \"NOK\"\n",
    );
    world.take(
        "more.csv",
        "customer_no,name,kind,email,street,postcode,city\n\
         3,Gamma AS,business,,,,\n4,株式会社,business,d@example.no,Storgata 1,0155,OSLO\n",
    );
    world.take(
        "more-invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         301,3,2026-03-01,2026-04-01,500.00,NOK\n401,4,2026-03-01,2026-04-01,400.00,NOK\n\
         102,1,2026-03-01,2026-04-01,300.00,USD\n",
    );
    let mark = |args: &[&str], customer: &str, currency: &str| {
        let queue = world.json(args);
        let due = queue["due"].as_array().unwrap().clone();
        let is_it = |line: &&Value| line["customer_no"] == customer && line["currency"] == currency;
        due.iter().find(is_it).unwrap()["stays"].clone()
    };
    let says = |args: &[&str], customer: &str, currency: &str| {
        let mark = mark(args, customer, currency);
        mark.as_str().unwrap_or_default().to_owned()
    };
    let listed = ["remind"];
    assert_eq!(mark(&listed, "2", "NOK"), Value::Null);
    assert!(says(&listed, "3", "NOK").contains("an address"));
    let account = says(&listed, "1", "USD");
    assert!(
        account.contains("USD") && account.contains("company.accounts"),
        "{account}"
    );
    // What only writing it tells is told on a dry run.
    assert_eq!(mark(&listed, "4", "NOK"), Value::Null);
    let tried = ["remind", "--dry-run"];
    let glyph = says(&tried, "4", "NOK");
    assert!(
        glyph.contains("U+682A") && glyph.contains("company.font"),
        "{glyph}"
    );
    assert_eq!(mark(&tried, "2", "NOK"), Value::Null);
    let page = world.run(&tried).out;
    assert!(page.contains("Do not leave as things are:"), "{page}");
    assert!(
        page.contains("print ▲") && page.contains("3 Gamma AS: Nobody has said"),
        "{page}"
    );
    assert_eq!(world.json(&["outbox"])["outbox"], Value::Array(Vec::new()));
}

/// The same without saying so of each: the next run finds it.
#[test]
fn the_next_run_writes_anew_what_came_back_and_was_sent_another_way_too_late() {
    let (world, notice) = with_notice();
    world.done(&["outbox", "returned", &notice, "--reason", "ukjent"]);
    world.done(&["outbox", "free", "2", "post"]);
    world.done(&["outbox", "redirect", &notice, "--channel", "post"]);
    let all = ["remind", "--send", "--customer", "2", "--format", "json"];
    let ran = world.run(&[&all[..], &WHY].concat());
    let told = ran.json();
    let taken_back = &told["out_of_date"][0];
    assert_eq!(taken_back["taken_back"], true, "{ran:?}");
    let anew = &told["sent"][0];
    assert_eq!(
        (&anew["stage"], &anew["deadline"]),
        (&"notice".into(), &"2026-07-06".into()),
        "{ran:?}"
    );
    world.done(&["outbox", "export", "post", "--out", "anew"]);
    world.sound();
}
