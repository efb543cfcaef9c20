//! What a letter may ask of someone who has paid, who was given time, or who owes nothing any more.

use serde_json::{Value, json};

use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n2,Beta Berg,consumer,b@example.no\n";

/// A company's ledger on 16 May 2026 with invoices of these rows.
fn book(country: &str, rows: &str) -> World {
    let world = World::company(country, "2026-05-16");
    world.take("customers.csv", CUSTOMERS);
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";
    world.take("invoices.csv", format!("{head}{rows}"));
    world
}

const ONE: &str = "A,2,2026-05-01,2026-05-15,10000.00,NOK\n";

/// Sends what is due on each of these days; the last queue before it was sent.
fn walk(world: &mut World, days: &[&str]) -> Value {
    let mut queue = Value::Null;
    for day in days {
        world.on(day);
        queue = world.json(&["remind"]);
        world.json(&["remind", "--send"]);
    }
    queue
}

fn stages(queue: &Value) -> Vec<&str> {
    let due = queue["due"].as_array().unwrap().iter();
    due.map(|letter| letter["stage"].as_str().unwrap())
        .collect()
}

fn waiting(queue: &Value) -> Vec<&str> {
    let rows = queue["paused"].as_array().unwrap().iter();
    rows.map(|row| row["why"]["key"].as_str().unwrap())
        .collect()
}

#[test]
fn money_that_the_company_holds_bears_no_interest() {
    let mut world = book("no", ONE);
    world.on("2026-05-20");
    world.json(&[
        "receipt",
        "--date",
        "2026-05-18",
        "--amount",
        "4000",
        "--customer",
        "2",
    ]);
    let queue = walk(&mut world, &["2026-05-20", "2026-06-20"]);
    // 3 days on 10 000 and 33 on 6 000 at 12 percent: 9.86 and 65.10.
    assert_eq!(queue["due"][0]["interest"], "74.96");
    world.sound();
}

#[test]
fn a_credit_note_from_before_the_due_date_never_bore_interest() {
    let rows = "A,2,2026-05-01,2026-05-15,10000.00,NOK,invoice\nK1,2,2026-05-10,2026-05-10,4000.00,NOK,credit_note\n";
    let mut world = book("no", "");
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency,type\n";
    world.take("credits.csv", format!("{head}{rows}"));
    let queue = walk(&mut world, &["2026-05-20", "2026-06-20"]);
    assert_eq!(queue["due"][0]["interest"], "71.01");
}

#[test]
fn money_held_is_taken_off_one_letter_and_not_off_another_one_too() {
    let rows = "A,2,2026-05-01,2026-05-15,10000.00,NOK\nB,2,2026-05-05,2026-05-22,5000.00,NOK\n";
    let mut world = book("no", rows);
    world.on("2026-05-18");
    world.json(&[
        "receipt",
        "--date",
        "2026-05-18",
        "--amount",
        "4000",
        "--customer",
        "2",
    ]);
    let total = |queue: &Value| queue["due"][0]["total"].clone();
    assert_eq!(total(&walk(&mut world, &["2026-05-20"])), "6000.00");
    world.on("2026-05-27");
    assert_eq!(total(&world.json(&["remind"])), "5000.00");
    world.recorded(&["remind", "--send"]);
    // The second letter is taken back: it never had the money.
    world.json(&["undo"]);
    world.on("2026-06-20");
    let queue = world.json(&["remind"]);
    let charges =
        ["fee", "interest"].map(|kind| queue["due"][0][kind].as_str().unwrap().to_owned());
    let charges: f64 = charges
        .iter()
        .map(|amount| amount.parse::<f64>().unwrap())
        .sum();
    assert_eq!(
        total(&queue),
        format!("{:.2}", 11_000.0 + charges),
        "both in one letter"
    );
    world.sound();
}

#[test]
fn what_was_taken_back_once_is_not_taken_back_again() {
    let mut world = book("no", ONE);
    walk(&mut world, &["2026-05-20", "2026-06-20"]);
    world.on("2026-06-21");
    world.json(&[
        "receipt",
        "--date",
        "2026-06-15",
        "--amount",
        "10000",
        "--customer",
        "2",
    ]);
    let receipt = world.json(&["unapplied"])["unapplied"][0]["receipt"].clone();
    let receipt = receipt["id"].as_str().unwrap_or("R4").to_owned();
    world.json(&["apply", &format!("{receipt}=A")]);
    world.json(&["remind", "--take-back"]);
    // 31 days at 12 percent.
    assert_eq!(world.row("2", "NOK")["total"], "101.92");
    world.json(&["remind", "--take-back"]);
    assert_eq!(world.row("2", "NOK")["total"], "101.92");
    assert_eq!(world.json(&["remind"])["crossed"], json!([]));
}

#[test]
fn the_undisputed_rest_waits_for_its_agency_and_says_so() {
    let mut world = book("no", ONE);
    walk(&mut world, &["2026-05-20", "2026-06-02", "2026-06-20"]);
    world.on("2026-06-21");
    world.json(&["dispute", "A", "--amount", "1000", "--reason", "scratched"]);
    world.on("2026-07-12");
    let queue = world.json(&["remind"]);
    assert_eq!(waiting(&queue), ["paused", "part-disputed"]);
    assert_eq!(queue["paused"][1]["amount"], "9000.00");
}

#[test]
fn money_that_nobody_applied_keeps_a_plan_and_a_promise() {
    let mut world = book("no", ONE);
    world.on("2026-05-25");
    world.json(&[
        "plan",
        "2",
        "--invoices",
        "A",
        "--instalments",
        "3",
        "--first",
        "2026-06-10",
    ]);
    world.on("2026-06-10");
    world.json(&[
        "receipt",
        "--date",
        "2026-06-10",
        "--amount",
        "3333.34",
        "--customer",
        "2",
    ]);
    world.on("2026-06-16");
    let queue = world.json(&["remind"]);
    assert_eq!((stages(&queue).len(), waiting(&queue)), (0, vec!["plan"]));
    let mut world = book("no", ONE);
    world.on("2026-05-18");
    world.json(&["promise", "A", "--date", "2026-06-01"]);
    world.on("2026-06-02");
    world.json(&[
        "receipt",
        "--date",
        "2026-06-01",
        "--amount",
        "10000",
        "--customer",
        "2",
    ]);
    let queue = world.json(&["remind"]);
    assert_eq!(stages(&queue), Vec::<&str>::new());
    assert_eq!(queue["calls"], json!([]));
    let card = world.json(&["customer", "show", "2"]);
    assert_eq!(card["promises"], json!({ "kept": 1, "broken": 0 }));
}

#[test]
fn charges_of_a_paid_invoice_go_as_the_policy_says() {
    for alone in ["waive", "carry"] {
        let rows =
            "A,2,2026-05-01,2026-05-15,100000.00,NOK\nB,2,2026-07-01,2026-07-31,5000.00,NOK\n";
        let mut world = book("no", rows);
        world.write(
            "settings.toml",
            format!("[reminders]\ncharges-alone = \"{alone}\"\n"),
        );
        walk(&mut world, &["2026-05-20", "2026-06-20"]);
        world.on("2026-06-22");
        world.json(&[
            "receipt",
            "--date",
            "2026-06-22",
            "--amount",
            "100000",
            "--customer",
            "2",
        ]);
        let receipt = world.json(&["unapplied"])["unapplied"][0]["receipt"].clone();
        let receipt = receipt["id"].as_str().unwrap_or("R5").to_owned();
        world.json(&["apply", &format!("{receipt}=A")]);
        world.on("2026-07-25");
        let queue = world.json(&["remind"]);
        let reason = if alone == "waive" {
            "charges-to-waive"
        } else {
            "charges-carried"
        };
        assert_eq!(waiting(&queue), [reason, reason]);
        world.on("2026-08-05");
        let queue = world.json(&["remind"]);
        assert_eq!(
            queue["due"][0]["total"], "5000.00",
            "a friendly letter of B alone"
        );
        let proposed = queue["waive"].as_array().unwrap().len();
        assert_eq!(proposed, usize::from(alone == "waive"));
        if alone == "waive" {
            world.json(&["remind", "--take-back"]);
            assert_eq!(world.row("2", "NOK")["total"], "5000.00");
            assert_eq!(world.json(&["remind"])["waive"], json!([]));
            world.sound();
        }
    }
}

#[test]
fn more_time_moves_the_fee() {
    let mut world = book("no", ONE);
    world.on("2026-05-18");
    world.json(&["extend", "A", "--until", "2026-05-29"]);
    let mut day: chrono::NaiveDate = "2026-05-30".parse().unwrap();
    loop {
        world.on(&day.to_string());
        let queue = world.json(&["remind"]);
        let fee = queue["due"]
            .as_array()
            .unwrap()
            .iter()
            .find(|letter| letter["fee"] != "0.00");
        if fee.is_some() {
            break;
        }
        world.json(&["remind", "--send"]);
        day = day.succ_opt().unwrap();
    }
    assert!(day >= "2026-06-12".parse().unwrap(), "{day}");
}

#[test]
fn a_dispute_stops_interest_for_its_days_and_a_deadline_in_it_was_not_missed() {
    let mut world = book("no", ONE);
    walk(&mut world, &["2026-05-20", "2026-06-02"]);
    world.on("2026-06-03");
    world.json(&["dispute", "A", "--reason", "fault", "--until", "2026-06-10"]);
    world.on("2026-07-01");
    world.json(&["dispute", "--close", "A", "--outcome", "agreed"]);
    world.on("2026-07-31");
    let queue = world.json(&["remind"]);
    let letter = &queue["due"][0];
    // July alone, at 12.25 percent: June was disputed.
    let charges = (&letter["fee"], &letter["interest"]);
    assert_eq!(charges, (&json!("0.00"), &json!("104.04")));
    let why = letter["why"].as_array().unwrap();
    assert!(
        why.iter().any(|why| why["key"] == "interest-rests"),
        "{why:?}"
    );
}

#[test]
fn what_is_barred_is_asked_for_only_of_a_named_customer_and_with_a_reason() {
    let mut world = book("no", "A,2,2023-01-01,2023-01-16,5000.00,NOK\n");
    world.on("2026-05-20");
    let queue = world.json(&["remind"]);
    assert_eq!((stages(&queue).len(), waiting(&queue)), (0, vec!["barred"]));
    assert_eq!(queue["paused"][0]["why"]["rule"], "foreldelsesloven § 2");
    let sent = world.json(&["remind", "--send", "--override", "no bank file yet"]);
    assert_eq!(sent["sent"], json!([]));
    let sent = world.json(&[
        "remind",
        "--customer",
        "2",
        "--send",
        "--override",
        "he asked for it",
    ]);
    assert_eq!(sent["sent"].as_array().unwrap().len(), 1);
}

#[test]
fn instalments_share_the_fees_of_their_invoice() {
    let rows = "A,2,2026-05-01,2026-05-15,1000.00,NOK\nA,2,2026-05-01,2026-06-15,1000.00,NOK\nA,2,2026-05-01,2026-07-15,1000.00,NOK\n";
    let mut world = book("no", rows);
    let mut fees = 0;
    let start: chrono::NaiveDate = "2026-05-16".parse().unwrap();
    for day in start.iter_days().take(110).step_by(3) {
        world.on(&day.to_string());
        let queue = world.json(&["remind"]);
        let due = queue["due"].as_array().unwrap();
        fees += due.iter().filter(|letter| letter["fee"] != "0.00").count();
        if !due.is_empty() {
            world.json(&["remind", "--send"]);
        }
        if day.to_string() == "2026-06-24" {
            // One of them is settled: what it cost counts on.
            world.json(&[
                "receipt",
                "--date",
                "2026-06-24",
                "--amount",
                "1000",
                "--customer",
                "2",
                "--reference",
                "A",
            ]);
        }
    }
    assert!(fees <= 2, "{fees}");
}

#[test]
fn a_swedish_consumer_without_an_agreed_term_has_thirty_days() {
    let rows = "A,2,2026-05-10,2026-05-20,100000.00,SEK\nB,3,2026-05-10,2026-05-20,100000.00,SEK\n";
    let mut world = World::company("se", "2026-05-16");
    world.take(
        "customers.csv",
        "customer_no,name,kind,email,agreed_fee_date\n2,Bo Berg,consumer,b@example.se,\n3,Cia Ceder,consumer,c@example.se,2020-01-01\n",
    );
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";
    world.take("invoices.csv", format!("{head}{rows}"));
    let queue = walk(&mut world, &["2026-05-25", "2026-06-20"]);
    let mut first: Vec<(&str, &str)> = Vec::new();
    for letter in queue["due"].as_array().unwrap() {
        let charges = letter["charges"].as_array().unwrap();
        let interest = charges.iter().find(|charge| charge["kind"] == "interest");
        let from = interest.unwrap()["lines"][0]["from"].as_str().unwrap();
        first.push((letter["customer_no"].as_str().unwrap(), from));
    }
    first.sort_unstable();
    assert_eq!(first, [("2", "2026-06-10"), ("3", "2026-05-21")]);
}

#[test]
fn a_new_fee_is_left_out_of_its_letter_and_the_journal_knows_why() {
    let mut world = book("no", ONE);
    walk(&mut world, &["2026-05-23"]);
    world.on("2026-06-05");
    let with_fee = world.json(&["remind"])["due"][0].clone();
    assert_eq!(with_fee["fee"], "38.00", "{with_fee}");
    let because = ["--no-fee", "--reason", "our own slip"];
    // It needs a reason, and the reason is for nothing else.
    world.misused(&["remind", "--no-fee"]);
    world.misused(&["remind", "--no-fee", "--reason", " "]);
    world.misused(&["remind", "--reason", "x"]);
    let shown = world.json(&[&["remind", "--customer", "2"], &because[..]].concat());
    let letter = &shown["due"][0];
    assert_eq!(letter["fee"], "0.00", "{letter}");
    assert_eq!(letter["interest"], with_fee["interest"]);
    let minor = |amount: &Value| -> i64 {
        let amount = amount.as_str().unwrap().replace('.', "");
        amount.parse().unwrap()
    };
    let total = minor(&letter["total"]);
    assert_eq!(total, minor(&with_fee["total"]) - 38_00);
    let whys: Vec<&Value> = letter["why"].as_array().unwrap().iter().collect();
    let left_out = whys.iter().find(|why| why["key"] == "fee-left-out");
    assert_eq!(left_out.unwrap()["reason"], "our own slip");
    // To show it changes nothing.
    assert_eq!(world.json(&["remind"])["due"][0], with_fee);
    let go = [&["remind", "--send", "--customer", "2"], &because[..]].concat();
    let sent = world.recorded(&go);
    assert_eq!(minor(&sent["sent"][0]["total"]), total, "{sent}");
    let entry = &world.json(&["log"])["entries"][0];
    assert_eq!(entry["reason"], "our own slip", "{entry}");
    let card = world.json(&["customer", "show", "2"]);
    let open = card["open"].as_array().unwrap().iter();
    let numbers: Vec<&str> = open.map(|item| item["number"].as_str().unwrap()).collect();
    assert!(
        !numbers.iter().any(|number| number.ends_with("-F")),
        "{numbers:?}"
    );
    world.sound();
    // The next letter bears its fee as ever.
    world.leave();
    world.on("2026-07-10");
    assert_eq!(world.json(&["remind"])["due"][0]["fee"], "38.00");
}
