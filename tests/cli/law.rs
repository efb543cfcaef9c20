//! What the law of a day and of another system's past means for a book, as scripts see it.

use serde_json::{Value, json};

use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n2,Beta Berg,consumer,b@example.no\n";

/// A company's ledger on a day with invoices of these rows.
fn book(country: &str, day: &str, rows: &str) -> World {
    let world = World::company(country, day);
    world.take("customers.csv", CUSTOMERS);
    world.take("invoices.csv", rows);
    world
}

const HEAD: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";

/// The warnings of a queue with this key.
fn warned(queue: &Value, key: &str) -> Vec<Value> {
    let warnings = queue["warnings"].as_array().unwrap().iter();
    let found = warnings.filter(|warning| warning["key"] == key);
    found.cloned().collect()
}

#[test]
fn more_time_is_refused_by_a_key_of_the_policy_and_granted_with_interest_running_on() {
    let world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,10000.00,NOK\n"),
    );
    let said = world.refused(&["extend", "A", "--until", "2026-08-01"]);
    assert!(said.contains("extension.max-days"), "{said}");
    for (language, interest) in [
        ("en", "Late interest"),
        ("nb", "Forsinkelsesrenten"),
        ("sv", "Dröjsmålsräntan"),
    ] {
        world.write("settings.toml", format!("locale = \"{language}\"\n"));
        let told = world.done(&["extend", "A", "--until", "2026-05-29"]);
        assert!(told.contains(interest), "{told}");
        let said = world.refused(&["extend", "A", "--until", "2026-05-30"]);
        assert!(said.contains("extension.max-times"), "{said}");
        world.done(&["undo"]);
    }
    world.write("settings.toml", "[reminders.extension]\nmax-times = 0\n");
    let said = world.refused(&["extend", "A", "--until", "2026-05-29"]);
    assert!(said.contains("(extension in our policy)"), "{said}");
}

#[test]
fn before_a_half_year_without_a_rate_the_queue_says_that_interest_stops() {
    let row = "A,2,2026-11-01,2026-11-15,10000.00,NOK\n";
    let mut world = book("no", "2026-11-30", &format!("{HEAD}{row}"));
    assert_eq!(
        warned(&world.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
    "2026-12-01".clone_into(&mut world.today);
    let expected = json!({ "key": "rate-runs-out", "rule": "interest", "country": "NO", "from": "2027-01-01" });
    let found = warned(&world.json(&["remind"]), "rate-runs-out");
    let fields = |of: &Value| ["key", "rule", "from"].map(|field| of[field].clone());
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [fields(&expected)]
    );
    let told = world.run(&["remind", "--dry-run"]);
    assert!(
        format!("{}{}", told.out, told.err).contains("statutes.no.interest"),
        "{told:?}"
    );
    world.write(
        "settings.toml",
        "[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"12.00\"\nsource = \"Lovdata\"\n",
    );
    assert_eq!(
        warned(&world.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
    // In June the row of July is there.
    "2026-06-20".clone_into(&mut world.today);
    let earlier = book(
        "no",
        "2026-06-20",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,10000.00,NOK\n"),
    );
    assert_eq!(
        warned(&earlier.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
}

#[test]
fn what_a_customer_has_to_his_good_is_never_a_debt_below_zero() {
    let mut world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,1000.00,NOK\n"),
    );
    world.json(&[
        "receipt",
        "--date",
        "2026-05-16",
        "--amount",
        "4000",
        "--customer",
        "2",
    ]);
    "2026-05-20".clone_into(&mut world.today);
    let waits = world.json(&["remind"])["paused"][0]["why"].clone();
    assert_eq!(
        (&waits["key"], &waits["net"]["money"]),
        (&json!("below-minimum"), &json!("0.00")),
        "{waits}"
    );
}

#[test]
fn a_hand_over_without_an_agency_says_both_ways_to_name_it() {
    let world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-04-01,2026-04-15,1000.00,NOK\n"),
    );
    let said = world.refused(&["handover", "A", "--agency", " ", "--reason", "late"]);
    assert!(
        said.contains("--agency") && said.contains("reminders.agency"),
        "{said}"
    );
    world.done(&[
        "handover",
        "A",
        "--agency",
        "Kreditor",
        "--reason",
        "late",
        "--override",
        "moved away",
    ]);
}

const MOVED: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency,last_stage,last_letter_date,fees_charged,interest_charged,interest_until\n";

/// The charges of the first letter that is due, by kind, and the first day of its interest.
fn charges(queue: &Value) -> (Value, Value, Option<String>) {
    let letter = &queue["due"][0];
    let mut charges = letter["charges"].as_array().unwrap().iter();
    let interest = charges.find(|charge| charge["kind"] == "interest");
    let from = interest.map(|charge| charge["lines"][0]["from"].as_str().unwrap().to_owned());
    (letter["fee"].clone(), letter["compensation"].clone(), from)
}

#[test]
fn interest_that_another_system_claimed_is_not_claimed_again_and_the_rest_is() {
    let until = |claimed: &str| {
        let row =
            format!("A,2,2026-04-01,2026-05-15,10000.00,NOK,purring,2026-06-02,38.00,{claimed}\n");
        let mut world = book("no", "2026-06-03", &format!("{MOVED}{row}"));
        "2026-06-25".clone_into(&mut world.today);
        world.sound();
        charges(&world.json(&["remind"])).2.unwrap()
    };
    assert_eq!(until("59.18,2026-06-02"), "2026-06-03");
    assert_eq!(until(",2026-05-31"), "2026-06-01");
    assert_eq!(
        until("59.18,"),
        "2026-06-03",
        "of no day: up to its last letter"
    );
    assert_eq!(until("0.00,"), "2026-05-16");
    assert_eq!(until(","), "2026-05-16");
    let world = book("no", "2026-06-03", HEAD);
    for (row, word) in [
        ("purring,,38.00,59.18,", "interest_until"),
        (
            "purring,2026-06-02,38.00,-1.00,2026-06-02",
            "interest_charged",
        ),
        ("purring,2026-06-02,38.00,59.18,2026-06-04", "still to come"),
    ] {
        let said = world.rejected(
            "more.csv",
            format!("{MOVED}B,2,2026-04-01,2026-05-15,10000.00,NOK,{row}\n"),
        );
        assert!(said.contains(word), "{said}");
    }
}

const COMPENSATING: &str = "[reminders.business.stage.reminder]\ncompensation = true\nfee = \"none\"\n\
    [reminders.business.stage.notice]\ncompensation = true\nfee = \"none\"\n";

#[test]
fn what_another_system_may_have_charged_lessens_the_compensation() {
    let compensation = |fees: &str| {
        let row = format!("A,1,2026-04-01,2026-05-15,10000.00,NOK,purring,2026-06-02,{fees},,\n");
        let mut world = book("no", "2026-06-03", &format!("{MOVED}{row}"));
        world.write("settings.toml", COMPENSATING);
        "2026-06-25".clone_into(&mut world.today);
        charges(&world.json(&["remind"]))
            .1
            .as_str()
            .unwrap()
            .to_owned()
    };
    // 460 of the first half of 2026; at most two fees of 38.
    assert_eq!(
        [compensation("0"), compensation("38.00"), compensation("")],
        ["460.00", "422.00", "384.00"]
    );
}

#[test]
fn an_instalment_that_is_paid_counts_with_what_it_cost() {
    let rows = "A,1,2026-04-01,2026-05-15,1000.00,NOK\nA,1,2026-04-01,2026-06-15,1000.00,NOK\n";
    let mut world = book("no", "2026-05-16", &format!("{HEAD}{rows}"));
    world.write("settings.toml", COMPENSATING);
    let mut claimed = Vec::new();
    for day in ["2026-05-21", "2026-06-05", "2026-06-22", "2026-07-06"] {
        day.clone_into(&mut world.today);
        let queue = world.json(&["remind"]);
        claimed.extend(
            queue["due"]
                .as_array()
                .unwrap()
                .iter()
                .map(|letter| letter["compensation"].clone()),
        );
        world.json(&["remind", "--send"]);
        if day == "2026-06-05" {
            world.json(&[
                "receipt",
                "--date",
                day,
                "--amount",
                "1000",
                "--customer",
                "1",
                "--reference",
                "A",
            ]);
            let receipt = world.json(&["unapplied"])["unapplied"][0]["receipt"]["id"].clone();
            world.json(&["apply", &format!("{}=A", receipt.as_str().unwrap())]);
        }
    }
    claimed.retain(|amount| amount != "0.00");
    assert_eq!(claimed, ["460.00"], "once for an invoice");
}

const CREDITS: &str =
    "invoice_no,customer_no,issue_date,due_date,amount,currency,type,credits_invoice\n";

#[test]
fn what_was_credited_bears_no_interest_in_a_note() {
    let mut world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-04-01,2026-05-15,10000.00,NOK\n"),
    );
    world.write("settings.toml", "[reminders]\ninterest-notes = true\n");
    "2026-06-14".clone_into(&mut world.today);
    world.take(
        "credits.csv",
        format!("{CREDITS}K1,2,2026-06-10,2026-06-10,4000.00,NOK,credit_note,A\n"),
    );
    world.json(&[
        "receipt",
        "--date",
        "2026-06-14",
        "--amount",
        "6000",
        "--customer",
        "2",
    ]);
    let receipt = world.json(&["unapplied"])["unapplied"][0]["receipt"]["id"].clone();
    world.json(&["apply", &format!("{}=A", receipt.as_str().unwrap())]);
    let queue = world.json(&["remind", "--interest-notes"]);
    // Thirty days at 12 percent on the 6 000 that were owed.
    assert_eq!(queue["due"][0]["interest"], "59.18", "{queue}");
    // Credited as a whole: no note at all.
    let mut world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-04-01,2026-05-15,10000.00,NOK\n"),
    );
    world.write("settings.toml", "[reminders]\ninterest-notes = true\n");
    "2026-06-14".clone_into(&mut world.today);
    world.take(
        "credits.csv",
        format!("{CREDITS}K1,2,2026-06-10,2026-06-10,10000.00,NOK,credit_note,A\n"),
    );
    assert_eq!(
        world.json(&["remind", "--interest-notes"])["due"],
        json!([])
    );
}

#[test]
fn a_credit_note_that_crossed_a_letter_takes_back_what_it_claimed_too_much() {
    let crossed = |amount: &str| {
        let mut world = book(
            "no",
            "2026-05-16",
            &format!("{HEAD}A,2,2026-04-01,2026-05-15,10000.00,NOK\n"),
        );
        for day in ["2026-05-20", "2026-06-02"] {
            day.clone_into(&mut world.today);
            world.json(&["remind", "--send"]);
        }
        "2026-06-05".clone_into(&mut world.today);
        world.take(
            "credits.csv",
            format!("{CREDITS}K1,2,2026-05-28,2026-05-28,{amount},NOK,credit_note,A\n"),
        );
        let crossed = world.json(&["remind"])["crossed"].clone();
        assert_eq!(
            (&crossed[0]["paid"], &crossed[0]["credited"]),
            (&json!("2026-05-28"), &json!(true))
        );
        let told = world.run(&["remind"]).out;
        assert!(told.contains("credited on 28 May 2026"), "{told}");
        world.json(&["remind", "--take-back"]);
        assert_eq!(world.json(&["remind"])["crossed"], json!([]));
        world.sound();
        (
            crossed[0]["charges"].clone(),
            world.row("2", "NOK")["total"].clone(),
        )
    };
    // All of it: the fee of 38 and 18 days at 12 percent on 10 000.
    let (charges, total) = crossed("10000.00");
    let amounts: Vec<&Value> = charges
        .as_array()
        .unwrap()
        .iter()
        .map(|charge| &charge["amount"])
        .collect();
    assert_eq!(
        (amounts, total),
        (vec![&json!("38.00"), &json!("59.18")], Value::Null)
    );
    // A part: the interest of that part; the rest was late and the fee stays.
    let (charges, total) = crossed("4000.00");
    let amounts: Vec<&Value> = charges
        .as_array()
        .unwrap()
        .iter()
        .map(|charge| &charge["amount"])
        .collect();
    assert_eq!((amounts, total), (vec![&json!("23.67")], json!("6073.51")));
}
