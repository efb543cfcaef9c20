//! What is on record of customers, as scripts put it there and read it.

use std::fs;

use serde_json::{Value, json};

use crate::support::World;

/// Takes a bureau's file that speaks of someone whom nobody knows here.
fn heard(world: &World) -> Value {
    let ran = world.run(&["import", "bureau.csv", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        ran.err,
        "bureau.csv:3: No customer has number 111222333: the report was passed over.\n"
    );
    ran.json()
}

fn rows<'a>(answer: &'a Value, list: &str) -> &'a Vec<Value> {
    answer[list].as_array().unwrap()
}

/// The bureau gave Alpha this class on a day.
fn checked(world: &World, class: &str, day: &str) {
    let add = ["check", "add", "100", "--source", "UC"];
    world.done(&[&add[..], &["--class", class, "--date", day]].concat());
}

/// Advice row 1: a check is a stored record with date, source, result, the file's hash and its last day; its class
/// becomes the customer's, and one undo takes both back.
#[test]
fn row_1_a_check_is_kept_with_its_source_and_gives_the_class() {
    let world = World::with_book();
    let file = world.write("report.pdf", b"a report");
    world.done(&[
        "check",
        "add",
        "100",
        "--source",
        "UC",
        "--class",
        "AA",
        "--limit",
        "50000",
        "--date",
        "2026-11-20",
        "--until",
        "2027-11-20",
        "--file",
        file.to_str().unwrap(),
    ]);
    let listed = world.json(&["check", "list", "100"]);
    let [check] = &rows(&listed, "records")[..] else {
        panic!("{listed}");
    };
    assert_eq!(
        (
            &check["class"],
            &check["advised"],
            &check["note"],
            &check["until"]
        ),
        (
            &json!("AA"),
            &json!("50000.00"),
            &json!("UC"),
            &json!("2027-11-20")
        )
    );
    assert_eq!(check["sha256"].as_str().unwrap().len(), 64);
    let card = |world: &World| world.json(&["customer", "show", "100"])["risk_class"].clone();
    assert_eq!(card(&world), json!("AA"));
    world.done(&["undo"]);
    assert_eq!(card(&world), json!(null));
    assert_eq!(rows(&world.json(&["check", "list"]), "records").len(), 0);
    world.done(&["redo"]);
    assert_eq!(card(&world), json!("AA"));
    world.done(&["doctor"]);
}

/// Advice row 4: a security has an amount, an issuer and an end; what ends within days is listed.
#[test]
fn row_4_securities_that_end_soon_are_listed() {
    let world = World::with_book();
    for (customer, until) in [
        ("100", "2026-12-15"),
        ("200", "2027-06-30"),
        ("300", "2026-11-01"),
    ] {
        world.done(&[
            "security",
            "add",
            customer,
            "1000",
            "--kind",
            "guarantee",
            "--issuer",
            "DNB",
            "--from",
            "2026-10-01",
            "--until",
            until,
        ]);
    }
    let soon = world.json(&["security", "list", "--within", "30"]);
    let soon: Vec<&str> = rows(&soon, "records")
        .iter()
        .map(|row| row["customer_no"].as_str().unwrap())
        .collect();
    assert_eq!(soon, ["300", "100"]);
    let ran = world.run(&["security", "end", "1", "--reason", "given back"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(rows(&world.json(&["security", "list"]), "records").len(), 2);
}

/// Advice rows 8 and 10: a hold has a level, a reason and a day; sales get the list as a table, CSV and text; its
/// release is an event of its own.
#[test]
fn rows_8_and_10_the_hold_list_is_for_sales() {
    let world = World::with_book();
    world.done(&[
        "credit-hold",
        "set",
        "200",
        "warn",
        "--reason",
        "late twice",
    ]);
    world.done(&["credit-hold", "set", "100", "stop", "--reason", "=no more"]);
    let holds = world.json(&["report", "holds"]);
    let levels: Vec<_> = rows(&holds, "holds")
        .iter()
        .map(|row| &row["level"])
        .collect();
    assert_eq!(levels, ["stop", "warn"]);
    let csv = world.done(&["report", "holds", "--format", "csv"]);
    assert!(
        csv.starts_with(
            "customer_no,name,level,since,until,reason\n100,Alpha AS,stop,2026-11-22,,"
        )
    );
    // A spreadsheet must not take a reason for a formula.
    assert!(!csv.contains(",=no more"), "{csv}");
    let text = world.done(&["report", "holds", "--format", "text"]);
    assert_eq!(
        text,
        "100 Alpha AS: sales stopped, since 22 Nov 2026. =no more\n200 Beta: warning, since 22 Nov 2026. late twice\n"
    );
    world.done(&["credit-hold", "release", "100", "--reason", "paid"]);
    assert_eq!(
        rows(&world.json(&["credit-hold", "list"]), "holds").len(),
        1
    );
    let ran = world.run(&["credit-hold", "release", "100", "--reason", "again"]);
    assert_eq!(ran.code, 1);
    let log = world.done(&["log"]);
    assert!(
        log.contains("credit hold of customer Alpha AS ended: paid"),
        "{log}"
    );
    let ran = world.run(&["credit-hold", "set", "100", "stop", "--reason", ""]);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn an_order_ends_with_the_invoice_that_names_it() {
    let world = World::with_book();
    world.done(&["order", "add", "100", "PO-7", "5000", "--prepaid", "1000"]);
    world.done(&["order", "add", "100", "2002", "100"]);
    world.done(&["order", "add", "200", "PO-7", "300"]);
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency,order_ref\n";
    world.take(
        "sold.csv",
        format!("{head}2001,100,2026-11-22,2026-12-06,5000.00,NOK,po-7\n2002,100,2026-11-22,2026-12-06,100.00,NOK,\n"),
    );
    let open = world.json(&["order", "list"]);
    let left: Vec<_> = rows(&open, "records")
        .iter()
        .map(|row| &row["customer_no"])
        .collect();
    assert_eq!(left, ["200"]);
    let log = world.done(&["log", "--limit", "1"]);
    assert!(
        log.contains("order PO-7 from customer Alpha AS is invoiced by 2001"),
        "{log}"
    );
    // The import taken back, they are on their way again.
    world.done(&["undo"]);
    assert_eq!(rows(&world.json(&["order", "list"]), "records").len(), 3);
    world.done(&["redo"]);
    assert_eq!(rows(&world.json(&["order", "list"]), "records").len(), 1);
    // Ambiguous by number no more; ended by hand.
    world.done(&["order", "end", "PO-7", "--reason", "cancelled"]);
    assert_eq!(rows(&world.json(&["order", "list"]), "records").len(), 0);
    world.done(&["doctor"]);
}

/// Advice row 2: the monitoring file acts at once, and the same file again adds nothing.
#[test]
fn row_2_a_bureaus_file_acts_at_once_and_only_once() {
    let world = World::with_book();
    let file = "Orgnr;Navn;Hendelse;Dato;Ny rating\n\
        999 888 771;Alpha AS;Konkurs åpnet;20.11.2026;\n\
        111222333;Ukjent AS;Konkurs;20.11.2026;\n";
    world.write("bureau.csv", file);
    let taken = heard(&world);
    let report = &taken["files"][0];
    assert_eq!(
        (&report["format"], &report["new"], &report["rejected"]),
        (&json!("bureau"), &json!(1), &json!(0)),
        "{taken}"
    );
    // Whom nobody knows is told by the line, and keeps nothing from being heeded.
    assert_eq!(report["warnings"][0]["line"], json!(3), "{taken}");
    let holds = world.json(&["report", "holds"]);
    assert_eq!(
        (
            &holds["holds"][0]["customer_no"],
            &holds["holds"][0]["level"]
        ),
        (&json!("100"), &json!("stop"))
    );
    let card = world.json(&["customer", "show", "100"]);
    assert_eq!(card["paused"][0]["kind"], json!("bankruptcy"));
    let entries = rows(&world.json(&["log"]), "entries").len();
    let again = heard(&world);
    assert_eq!(
        (&again["files"][0]["new"], &again["files"][0]["known"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(rows(&world.json(&["log"]), "entries").len(), entries);
    // One entry, taken back as a whole; then the file can be taken in again.
    world.done(&["undo"]);
    assert_eq!(rows(&world.json(&["report", "holds"]), "holds").len(), 0);
    assert_eq!(
        world.json(&["customer", "show", "100"])["paused"],
        json!([])
    );
    assert_eq!(heard(&world)["files"][0]["new"], json!(1));
    world.done(&["doctor"]);
}

#[test]
fn a_bad_class_in_old_letters_asks_for_money_in_advance() {
    let world = World::with_book();
    checked(&world, "A", "2026-01-10");
    let file: &[u8] = b"Organisationsnummer\tH\xe4ndelse\tDatum\tNy riskklass\n999888771\t\xc4ndrad riskklass\t2026-11-20\tC\n";
    world.write("class.txt", file);
    let taken = world.json(&["import", "class.txt"]);
    assert_eq!(taken["files"][0]["changed"], json!(1), "{taken}");
    assert_eq!(
        world.json(&["customer", "show", "100"])["risk_class"],
        json!("C")
    );
    assert_eq!(
        world.json(&["report", "holds"])["holds"][0]["level"],
        json!("prepay")
    );
}

/// Advice row 9: reviews have a next day by risk class, and overrides show what was sold under them.
#[test]
fn row_9_reviews_come_again_and_overrides_are_followed_up() {
    let mut world = World::with_book();
    world.done(&["check", "add", "100", "--source", "UC", "--class", "C"]);
    world.done(&["credit", "review", "100"]);
    world.done(&["check", "add", "200", "--source", "UC", "--class", "AA"]);
    world.done(&["credit", "review", "200", "--note", "steady"]);
    world.done(&[
        "credit",
        "override",
        "100",
        "--until",
        "2026-12-10",
        "--amount",
        "9000",
        "--reason",
        "CEO",
    ]);
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";
    world.take(
        "sold.csv",
        format!("{head}3001,100,2026-11-22,2026-12-06,800.00,NOK\n"),
    );
    world.on("2027-03-01");
    let reviews = world.json(&["credit", "reviews"]);
    assert_eq!(
        (
            &reviews["reviews"][0]["customer_no"],
            &reviews["reviews"][0]["overdue"]
        ),
        (&json!("100"), &json!(true))
    );
    assert_eq!(
        (
            &reviews["reviews"][1]["next"],
            &reviews["reviews"][1]["overdue"]
        ),
        (&json!("2027-11-22"), &json!(false))
    );
    let overrides = world.json(&["credit", "overrides"]);
    let row = &overrides["overrides"][0];
    assert_eq!(
        (
            &row["sold"],
            &row["open"],
            &row["overdue_since"],
            &row["stands"]
        ),
        (
            &json!("800.00"),
            &json!("800.00"),
            &json!("2026-12-06"),
            &json!(false)
        )
    );
}

/// Advice row 19: data age, section by section, until somebody says that they are right.
#[test]
fn row_19_data_that_nobody_confirmed_are_listed() {
    let mut world = World::with_book();
    let stale = |world: &World| {
        let queue = world.json(&["customer", "stale"]);
        let old =
            |line: &&Value| ["never-verified", "stale"].contains(&line["fault"].as_str().unwrap());
        rows(&queue, "stale").iter().filter(old).count()
    };
    world.on("2090-01-01");
    // Who he is and his account; one has no account.
    assert_eq!(stale(&world), 5);
    world.done(&["customer", "verify", "100", "account"]);
    assert_eq!(stale(&world), 4);
    world.done(&["customer", "verify", "200"]);
    assert_eq!(stale(&world), 2);
    world.done(&["customer", "note", "300", "calls back on Fridays"]);
    let records = world.json(&["customer", "records", "300"]);
    assert_eq!(
        records["records"][0]["note"],
        json!("calls back on Fridays")
    );
}

/// Advice row 6: the pack for an agency has the credit checks, and says so when there is none.
#[test]
fn row_6_the_hand_over_pack_has_the_credit_checks() {
    let world = World::with_book();
    let out = |name: &str| world.path(name).to_str().unwrap().to_owned();
    let reason = ["--reason", "unpaid", "--override", "they ask for it"];
    world.done(&[&["handover", "1001", "--agency", "Nord"][..], &reason].concat());
    world.done(&["handover", "pack", "100", "--out", &out("without")]);
    let missing = fs::read_to_string(world.path("without").join("missing.txt")).unwrap();
    assert!(
        missing.contains("Credit checks: none is on record."),
        "{missing}"
    );
    checked(&world, "C", "2026-09-30");
    world.done(&["handover", "pack", "100", "--out", &out("with")]);
    let missing = fs::read_to_string(world.path("with").join("missing.txt")).unwrap();
    assert!(!missing.contains("Credit checks"), "{missing}");
    let checks = fs::read_to_string(world.path("with").join("credit-checks.csv")).unwrap();
    assert_eq!(
        checks,
        "on,until,source,class,advised_limit,currency,sha256\n2026-09-30,,UC,C,,NOK,\n"
    );
}

#[test]
fn an_old_check_gives_way_to_a_newer_report() {
    let world = World::with_book();
    let report = "Orgnr;Hendelse;Dato;Ny rating\n999888771;Endret rating;20.11.2026;D\n";
    world.take("class.csv", report);
    let card = || world.json(&["customer", "show", "100"])["risk_class"].clone();
    assert_eq!(card(), json!("D"));
    checked(&world, "A", "2026-06-01");
    assert_eq!(card(), json!("D"));
    checked(&world, "B", "2026-11-21");
    assert_eq!(card(), json!("B"));
}

#[test]
fn a_class_typed_by_hand_gives_way_to_newer_knowledge_only() {
    let mut world = World::with_book();
    let class = |world: &World, customer: &str| {
        world.json(&["customer", "show", customer])["risk_class"].clone()
    };
    world.done(&["customer", "edit", "100", "risk_class=B"]);
    checked(&world, "D", "2026-11-20");
    assert_eq!(class(&world, "100"), json!("B"));
    let report = "Orgnr;Hendelse;Dato;Ny rating\n999888771;Endret rating;20.11.2026;D\n";
    world.take("class.csv", report);
    assert_eq!(class(&world, "100"), json!("B"));
    world.on("2026-11-25");
    checked(&world, "C", "2026-11-24");
    assert_eq!(class(&world, "100"), json!("C"));
    // Who is entered with a class has it as of that day, and goes with it.
    let new = ["customer", "new", "name=Ny AS", "risk_class=AA"];
    world.done(&new);
    let add = ["check", "add", "301", "--source", "UC", "--class", "D"];
    world.done(&[&add[..], &["--date", "2026-11-24"]].concat());
    assert_eq!(class(&world, "301"), json!("AA"));
    world.done(&["undo"]);
    world.done(&["undo"]);
    world.refused(&["customer", "show", "301"]);
    world.done(&["redo"]);
    world.sound();
}

#[test]
fn of_two_reviews_on_one_day_the_one_entered_last_counts() {
    let world = World::with_book();
    for next in ["2028-01-31", "2026-12-15"] {
        world.done(&["credit", "review", "100", "--next", next]);
    }
    let reviews = world.json(&["credit", "reviews"]);
    assert_eq!(rows(&reviews, "reviews").len(), 1);
    assert_eq!(reviews["reviews"][0]["next"], json!("2026-12-15"));
}

#[test]
fn the_number_that_two_orders_have_ends_neither_nor_a_third() {
    let world = World::with_book();
    for (customer, number) in [("100", "3"), ("200", "3"), ("300", "zz")] {
        world.done(&["order", "add", customer, number, "100"]);
    }
    let refused = world.refused(&["order", "end", "3", "--reason", "x"]);
    assert!(refused.contains("1, 2"), "{refused}");
    world.done(&["order", "end", "2", "--reason", "x"]);
    // Of one customer alone by now.
    world.done(&["order", "end", "3", "--reason", "x"]);
    let left = world.json(&["order", "list"]);
    let left = rows(&left, "records");
    assert_eq!((left.len(), &left[0]["customer_no"]), (1, &json!("300")));
}

#[test]
fn a_hold_that_is_not_there_is_not_released_whoever_would_have_set_it() {
    let world = World::with_book();
    let said = world.refused(&["credit-hold", "release", "100", "--reason", "x"]);
    assert_eq!(said, "reskontra: No credit hold stands on customer 100.\n");
}
