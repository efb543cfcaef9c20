//! The queue of reminders and the run that records them, as a bookkeeper's scripts meet them.

use serde_json::{Value, json};

use crate::support::{World, ran};

/// A business, a consumer and a large business, all within reach; the last is nobody's new customer.
const CUSTOMERS: &str = "customer_no,name,kind,org_no,email\n\
    1,Alfa AS,business,,a@example.no\n\
    2,Beta Berg,consumer,,b@example.no\n\
    3,Gamma AS,business,,c@example.no\n";

fn world(invoices: &str) -> World {
    World::with_invoices(CUSTOMERS, invoices)
}

/// Invoices of the columns that matter here.
fn book(rows: &str) -> World {
    world(&format!(
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n{rows}"
    ))
}

fn queue(world: &World) -> Value {
    world.json(&["remind"])
}

fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().unwrap()
}

fn due(queue: &Value) -> Vec<(&str, &str)> {
    let letters = list(queue, "due").iter();
    letters
        .map(|letter| {
            (
                letter["customer_no"].as_str().unwrap(),
                letter["stage"].as_str().unwrap(),
            )
        })
        .collect()
}

/// Hundredths, so that sums are exact.
fn minor(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn sum<'v>(values: impl IntoIterator<Item = &'v Value>, name: &str) -> i64 {
    values.into_iter().map(|value| minor(&value[name])).sum()
}

/// Sends all that is due. Of every letter: what it claims is what its lines add up to, and what the customer's account
/// says of those items, less what is held of them.
fn send(world: &World, more: &[&str]) -> Value {
    let mut ask = vec!["remind"];
    ask.extend(
        more.iter()
            .filter(|word| **word != "--override" && **word != "go"),
    );
    let queue = world.json(&ask);
    let answer = world.json(&[&["remind", "--send"], more].concat());
    let letters = list(&queue, "due");
    assert_eq!(list(&answer, "sent").len(), letters.len(), "{answer}");
    for (letter, sent) in letters.iter().zip(list(&answer, "sent")) {
        let (items, charges) = (list(letter, "items"), list(letter, "charges"));
        let total = minor(&letter["total"]);
        let (credits, debits): (Vec<&Value>, Vec<&Value>) =
            items.iter().partition(|item| item["credit"] == true);
        assert_eq!(
            sum(debits, "amount") - sum(credits, "amount") + sum(charges, "amount"),
            total,
            "{letter}"
        );
        for kind in ["fee", "interest", "compensation"] {
            let of_kind = charges.iter().filter(|charge| charge["kind"] == kind);
            assert_eq!(sum(of_kind, "amount"), minor(&letter[kind]), "{letter}");
        }
        for charge in charges.iter().filter(|charge| charge["kind"] == "interest") {
            assert_eq!(
                sum(list(charge, "lines"), "amount"),
                minor(&charge["amount"])
            );
        }
        assert_eq!(minor(&sent["total"]), total);
        let new = format!("L{}-", sent["letter"]);
        let listed = |number: &str| {
            number.starts_with(&new) || items.iter().any(|item| item["invoice"] == number)
        };
        let card = world.json(&["customer", "show", letter["customer_no"].as_str().unwrap()]);
        let of_letter = |item: &&Value| {
            item["currency"] == letter["currency"] && listed(item["number"].as_str().unwrap())
        };
        let account = sum(list(&card, "open").iter().filter(of_letter), "open");
        let held = list(&queue, "paused").iter().filter(|waits| {
            waits["customer_no"] == letter["customer_no"]
                && listed(waits["invoice"].as_str().unwrap())
        });
        assert_eq!(account - sum(held, "amount"), total, "{letter}\n{card}");
    }
    world.sound();
    answer
}

#[test]
fn a_friendly_word_comes_first_then_a_fee_that_stands_on_the_account() {
    // Pain 18: the fee of a letter is shown, and it is on the account.
    let mut world = book("101,1,2026-09-20,2026-10-20,10000.00,NOK,\n");
    let first = queue(&world);
    assert_eq!(due(&first), [("1", "friendly")]);
    assert_eq!(list(&first, "due")[0]["fee"], "0.00");
    assert_eq!(list(&first, "due")[0]["kind"], "friendly");
    send(&world, &[]);
    // Row 37: what comes next, and when, stands on the invoice.
    let next = &list(&queue(&world), "next")[0].clone();
    assert_eq!(
        (&next["invoice"], &next["stage"]),
        (&json!("101"), &json!("reminder"))
    );
    world.on(next["date"].as_str().unwrap());
    let second = queue(&world);
    assert_eq!(due(&second), [("1", "reminder")]);
    let letter = &list(&second, "due")[0];
    assert!(
        minor(&letter["fee"]) > 0 && minor(&letter["interest"]) > 0,
        "{letter}"
    );
    let rules = list(letter, "charges").iter();
    assert!(
        rules
            .clone()
            .all(|charge| !charge["rule"].as_str().unwrap().is_empty())
    );
    let says: Vec<&str> = list(letter, "why")
        .iter()
        .map(|why| why["says"].as_str().unwrap())
        .collect();
    assert!(
        says.iter()
            .all(|says| !says.contains('{') && !says.is_empty()),
        "{says:?}"
    );
    let sent = send(&world, &["--customer", "1"]);
    let number = list(&sent, "sent")[0]["letter"].to_string();
    assert_eq!(
        world.open("1", &format!("L{number}-F")),
        [letter["fee"].as_str().unwrap()]
    );
    assert_eq!(world.row("1", "NOK")["total"], letter["total"]);
    let told = world.done(&["log", "--limit", "3"]);
    assert!(told.contains(&format!("r{}", sent["entry"])), "{told}");
}

#[test]
fn a_run_repeated_sends_nothing() {
    // Pain 17: nothing is added and nothing is sent by the same run once more.
    let world = book(
        "101,1,2026-09-20,2026-10-20,1000.00,NOK,\n102,2,2026-09-20,2026-10-20,1000.00,NOK,\n",
    );
    assert_eq!(list(&send(&world, &[]), "sent").len(), 2);
    let before = world.state();
    let again = world.json(&["remind", "--send"]);
    assert_eq!(list(&again, "sent").len(), 0);
    assert_eq!(again["run"], Value::Null);
    assert_eq!(world.state(), before);
}

#[test]
fn two_processes_at_once_send_each_letter_once() {
    let rows: Vec<String> = (0..40)
        .map(|i| {
            format!(
                "{},{},2026-09-20,2026-10-20,1000.00,NOK,\n",
                100 + i,
                1 + i % 3
            )
        })
        .collect();
    let world = book(&rows.concat());
    let starts = || {
        let mut command = world.command();
        command.args([
            "--today",
            "2026-11-22",
            "remind",
            "--send",
            "--format",
            "json",
        ]);
        command
    };
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2).map(|_| starts()).collect();
        let threads: Vec<_> = runs
            .into_iter()
            .map(|command| scope.spawn(move || ran(command).json()))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let sent: usize = answers
        .iter()
        .map(|answer| list(answer, "sent").len())
        .sum();
    assert_eq!(sent, 3, "{answers:?}");
    let log = world.json(&["log", "--limit", "100"]);
    let letters = list(&log, "entries")
        .iter()
        .filter(|entry| entry["command"] == "remind");
    assert_eq!(letters.count(), 3);
    world.sound();
}

#[test]
fn three_missed_weeks_are_caught_up_one_stage_at_a_time() {
    // Pain 21, row 34: nothing is lost because nobody ran it, and nothing is sent twice as hard for that.
    let mut world = book("101,1,2026-09-01,2026-09-15,1000.00,NOK,\n");
    assert_eq!(due(&queue(&world)), [("1", "friendly")]);
    send(&world, &[]);
    assert_eq!(due(&queue(&world)), []);
    world.on("2026-11-23");
    assert_eq!(due(&queue(&world)), []);
    world.on("2026-12-30");
    assert_eq!(due(&queue(&world)), [("1", "reminder")]);
}

#[test]
fn what_rests_is_told_with_its_reason_and_the_rest_goes_on() {
    let world = book(
        "101,1,2026-09-20,2026-10-20,1000.00,NOK,\n102,1,2026-09-20,2026-10-20,200.00,NOK,\n\
         201,2,2026-09-20,2026-10-20,600.00,NOK,\n202,2,2026-09-20,2026-10-20,600.00,NOK,\n\
         301,3,2026-09-20,2026-10-20,900.00,NOK,\n",
    );
    world.json(&[
        "dispute",
        "101",
        "--amount",
        "400.00",
        "--reason",
        "two of five were broken",
    ]);
    world.json(&["promise", "102", "--date", "2026-11-27"]);
    world.json(&[
        "plan",
        "2",
        "--invoices",
        "201,202",
        "--instalments",
        "3",
        "--first",
        "2026-11-30",
    ]);
    world.json(&[
        "handover",
        "301",
        "--agency",
        "Inkasso AS",
        "--reason",
        "as told",
        "--override",
        "the agency warns him itself",
    ]);
    let queue = queue(&world);
    assert_eq!(due(&queue), [("1", "friendly")]);
    assert_eq!(list(&queue, "due")[0]["total"], "600.00");
    let waits: Vec<(&str, &str, &str)> = list(&queue, "paused")
        .iter()
        .map(|waits| {
            (
                waits["invoice"].as_str().unwrap(),
                waits["amount"].as_str().unwrap(),
                waits["why"]["key"].as_str().unwrap(),
            )
        })
        .collect();
    for expected in [
        ("101", "400.00", "paused"),
        ("102", "200.00", "paused"),
        ("201", "600.00", "plan"),
        ("202", "600.00", "plan"),
        ("301", "900.00", "agency"),
    ] {
        assert!(waits.contains(&expected), "{expected:?} of {waits:?}");
    }
    let disputed = list(&queue, "paused")
        .iter()
        .find(|waits| waits["invoice"] == "101");
    assert_eq!(
        disputed.unwrap()["why"]["says"],
        "disputed: two of five were broken"
    );
    send(&world, &[]);
}

#[test]
fn credits_are_taken_off_and_little_is_not_asked_for() {
    let world = world(
        "invoice_no,customer_no,issue_date,due_date,amount,currency,type\n\
         101,1,2026-09-20,2026-10-20,1000.00,NOK,invoice\n\
         102,1,2026-10-20,2026-10-20,300.00,NOK,credit_note\n\
         201,2,2026-09-20,2026-10-20,500.00,NOK,invoice\n\
         202,2,2026-10-20,2026-10-20,480.00,NOK,credit_note\n",
    );
    let queue = queue(&world);
    assert_eq!(due(&queue), [("1", "friendly")]);
    assert_eq!(list(&queue, "due")[0]["total"], "700.00");
    let waits = &list(&queue, "paused")[0];
    assert_eq!(
        (&waits["invoice"], &waits["why"]["key"]),
        (&json!("201"), &json!("below-minimum"))
    );
    send(&world, &[]);
}

#[test]
fn a_ledger_without_bank_files_warns_and_sends() {
    let world = book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n");
    let warnings = queue(&world)["warnings"].clone();
    assert_eq!(warnings[0]["key"], "no-bank-data");
    assert_eq!(warnings[0]["blocks"], false);
    assert_eq!(list(&send(&world, &[]), "sent").len(), 1);
}

#[test]
fn old_bank_data_stops_a_run_until_someone_says_why_it_should_not() {
    let world = book(
        "101,1,2026-09-20,2026-10-20,1000.00,NOK,\n201,2,2026-09-01,2026-12-15,50.00,NOK,0000018\n",
    );
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid\np1,2026-11-02,50.00,NOK,0000018\n",
    );
    world.json(&["match", "--auto"]);
    assert_eq!(queue(&world)["warnings"][0]["key"], "stale-bank-data");
    let said = world.refused(&["remind", "--send"]);
    assert!(said.contains("2 Nov 2026") && said.contains("20"), "{said}");
    let answer = send(&world, &["--override", "go"]);
    assert_eq!(list(&answer, "sent").len(), 1);
    let log = world.json(&["log"]);
    let mut entries = list(&log, "entries").iter();
    let run = entries.find(|entry| entry["command"] == "remind").unwrap();
    assert_eq!(run["reason"], "go");
}

#[test]
fn money_that_may_be_his_leaves_a_customer_out_and_no_other() {
    let world = book(
        "101,1,2026-09-20,2026-10-20,1000.00,NOK,0000018\n201,2,2026-09-20,2026-10-20,700.00,NOK,\n",
    );
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid,text\np1,2026-11-20,400.00,NOK,0000018,part\n",
    );
    let before = queue(&world);
    assert_eq!(due(&before), [("1", "friendly"), ("2", "friendly")]);
    let warning = list(&before, "warnings")
        .iter()
        .find(|warning| warning["key"] == "unmatched");
    assert_eq!(warning.unwrap()["customer"], "1");
    let run = world.run(&["remind", "--send", "--format", "json"]);
    assert_eq!(run.code, 3, "{run:?}");
    let answer = run.json();
    assert_eq!(list(&answer, "sent")[0]["customer_no"], "2");
    assert_eq!(list(&answer, "left_out")[0]["customer_no"], "1");
    assert!(run.err.contains("customer 1"), "{}", run.err);
    let went = send(&world, &["--override", "go"]);
    assert_eq!(list(&went, "sent")[0]["customer_no"], "1");
}

#[test]
fn whose_money_it_may_be_is_as_the_ledger_is_and_not_as_the_last_matching_left_it() {
    let world =
        book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n201,2,2026-09-20,2026-10-20,700.00,NOK,\n");
    // A name and an amount are for a person to judge.
    let pay = |row: &str| {
        let head = "payment_id,booking_date,amount,currency,debtor_name\n";
        world.take("payments.csv", format!("{head}{row}\n"));
    };
    let kept_back = || -> Vec<(String, u64)> {
        let queue = queue(&world);
        let warnings = list(&queue, "warnings").iter();
        let unmatched = warnings.filter(|warning| warning["key"] == "unmatched");
        let told = unmatched.map(|warning| {
            let customer = warning["customer"].as_str().unwrap();
            (customer.to_owned(), warning["count"].as_u64().unwrap())
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        told
    };
    let of = |customer: &str, count| (customer.to_owned(), count);
    pay("p1,2026-11-20,1000.00,NOK,Alfa AS");
    world.json(&["match", "--auto"]);
    assert_eq!(kept_back(), [of("1", 1)]);
    pay("p2,2026-11-20,700.00,NOK,Beta Berg");
    assert_eq!(kept_back(), [of("1", 1), of("2", 1)]);
    world.json(&["match", "--auto"]);
    assert_eq!(kept_back(), [of("1", 1), of("2", 1)]);
    world.json(&["identify", "p1", "1"]);
    assert_eq!(kept_back(), [of("2", 1)]);
    world.json(&["undo"]);
    assert_eq!(kept_back(), [of("1", 1), of("2", 1)]);
    assert_eq!(world.json(&["doctor"])["faults"], json!([]));
}

#[test]
fn a_letter_goes_out_today_and_no_other_day() {
    let world = book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n");
    let said = world.refused(&["remind", "--send", "--on", "2026-12-01"]);
    assert!(said.contains("1 Dec 2026"), "{said}");
    assert_eq!(
        world.json(&["remind", "--on", "2026-10-01"])["due"],
        json!([])
    );
}

#[test]
fn a_policy_that_asks_for_a_forbidden_letter_is_refused_with_its_paragraph() {
    let world = book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n");
    world.write(
        "settings.toml",
        "[reminders.stage.reminder]\nafter-due = 3\n",
    );
    let said = world.misused(&["remind", "--send"]);
    assert!(said.contains("after-due") && said.contains('§'), "{said}");
}

#[test]
fn a_rehearsal_tells_the_totals_and_keeps_nothing() {
    let world =
        book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n201,2,2026-09-20,2026-10-20,700.00,NOK,\n");
    let before = world.state();
    let told = world.json(&["remind", "--send", "--dry-run"]);
    assert_eq!(
        told["totals"],
        json!([{ "stage": "friendly", "kind": "friendly", "currency": "NOK", "letters": 2, "total": "1700.00" }])
    );
    assert_eq!(told["run"], Value::Null);
    assert_eq!(world.state(), before);
}

#[test]
fn what_is_newly_due_comes_first_and_the_largest_is_called() {
    // Row 45: act the day that it slides into past due.
    let world = book(
        "101,1,2026-09-20,2026-10-20,9000.00,NOK,\n201,2,2026-11-01,2026-11-16,700.00,NOK,\n\
         301,3,2026-11-01,2026-11-19,90000.00,NOK,\n",
    );
    let queue = queue(&world);
    assert_eq!(
        due(&queue),
        [("3", "friendly"), ("2", "friendly"), ("1", "friendly")]
    );
    let newly: Vec<bool> = list(&queue, "due")
        .iter()
        .map(|line| line["newly_due"] == true)
        .collect();
    assert_eq!(newly, [true, true, false]);
    assert_eq!(list(&queue, "calls")[0]["customer_no"], "3");
    world.json(&["call", "3", "--note", "pays on Friday"]);
    assert_eq!(list(&world.json(&["remind"]), "calls").len(), 0);
}

#[test]
fn a_direct_debit_waits_for_its_return() {
    let world = world(
        "Fakturanr,Kundenr,Fakturadato,Forfallsdato,Beløp,Valuta,Betalingsmåte\n\
         101,1,2026-11-01,2026-11-17,1000.00,NOK,AvtaleGiro\n102,2,2026-11-01,2026-11-17,1000.00,NOK,Faktura\n",
    );
    let queue = queue(&world);
    assert_eq!(due(&queue), [("2", "friendly")]);
    assert_eq!(list(&queue, "paused")[0]["why"]["key"], "direct-debit");
}

/// An invoice with its reminder of 2026-12-05 sent, its number for payments 0000018.
fn reminded() -> World {
    let mut world = book("101,1,2026-09-20,2026-10-20,10000.00,NOK,0000018\n");
    send(&world, &[]);
    world.on("2026-12-07");
    send(&world, &[]);
    world
}

#[test]
fn a_payment_that_crossed_a_letter_takes_back_what_it_claimed_too_much() {
    let mut world = reminded();
    world.on("2026-12-09");
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid\np1,2026-12-04,10000.00,NOK,0000018\n",
    );
    world.json(&["match", "--auto"]);
    let crossed = queue(&world)["crossed"][0].clone();
    assert_eq!(
        (&crossed["customer_no"], &crossed["paid"]),
        (&json!("1"), &json!("2026-12-04"))
    );
    let fee = list(&crossed, "charges")
        .iter()
        .find(|charge| charge["kind"] == "fee");
    assert_eq!(fee.unwrap()["amount"], "38.00");
    // Said once, and not as goodwill.
    let told = world.json(&["remind", "--take-back"])["did"].clone();
    let told: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].matches("letter 2").count(), 1, "{told:?}");
    assert!(
        told[0].contains("taken back") && !told[0].contains("waived"),
        "{told:?}"
    );
    assert_eq!(queue(&world)["crossed"], json!([]));
    assert_eq!(world.open("1", "L2-F"), Vec::<String>::new());
    world.sound();
}

#[test]
fn charges_survive_the_principal_and_are_waived_by_hand() {
    let mut world = reminded();
    world.on("2026-12-15");
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid\np1,2026-12-14,10000.00,NOK,0000018\n",
    );
    world.json(&["match", "--auto"]);
    assert_eq!(queue(&world)["crossed"], json!([]));
    assert_eq!(world.open("1", "L2-F"), ["38.00"]);
    world.json(&["waive", "101", "fee", "--reason", "good customer"]);
    assert_eq!(world.open("1", "L2-F"), Vec::<String>::new());
    assert_eq!(world.open("1", "L2-I").len(), 1);
    world.json(&["waive", "101", "all", "--reason", "good customer"]);
    assert_eq!(world.row("1", "NOK"), Value::Null);
    let said = world.refused(&["waive", "101", "all", "--reason", "again"]);
    assert!(said.contains("101"), "{said}");
    world.sound();
}

#[test]
fn what_was_paid_late_bears_interest_once_where_the_policy_wants_notes() {
    let world = book("101,1,2026-06-20,2026-07-20,50000.00,NOK,0000018\n");
    world.write("settings.toml", "[reminders]\ninterest-notes = true\n");
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid\np1,2026-11-20,50000.00,NOK,0000018\n",
    );
    world.json(&["match", "--auto"]);
    assert_eq!(due(&queue(&world)), []);
    let notes = world.json(&["remind", "--interest-notes"]);
    assert_eq!(due(&notes), [("1", "interest-note")]);
    let sent = send(&world, &["--interest-notes"]);
    assert_eq!(list(&sent, "sent")[0]["kind"], "interest-note");
    let again = world.json(&["remind", "--interest-notes"]);
    assert_eq!(due(&again), []);
}

#[test]
fn a_claim_that_is_barred_soon_is_warned_of() {
    let world = book(
        "101,1,2023-11-01,2023-12-01,1000.00,NOK,\n102,2,2020-11-01,2020-12-01,1000.00,NOK,\n",
    );
    let queue = queue(&world);
    let told: Vec<(&str, &str)> = list(&queue, "warnings")
        .iter()
        .filter(|warning| warning["invoice"].is_string())
        .map(|warning| {
            (
                warning["key"].as_str().unwrap(),
                warning["invoice"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("limitation-near", "101"), ("barred", "102")]);
}

#[test]
fn undo_takes_back_a_letter_and_a_whole_run() {
    let world =
        book("101,1,2026-09-20,2026-10-20,1000.00,NOK,\n201,2,2026-09-20,2026-10-20,700.00,NOK,\n");
    let run = world.recorded(&["remind", "--send"])["run"].clone();
    assert_eq!(due(&queue(&world)), []);
    world.json(&["undo", run.as_str().unwrap()]);
    assert_eq!(due(&queue(&world)), [("1", "friendly"), ("2", "friendly")]);
    world.sound();
}
