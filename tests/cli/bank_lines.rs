//! What bank files leave to a person: money that went back, payments told twice, lines that are neither, statements
//! and the company's own accounts.

use serde_json::{Value, json};

use crate::support::{World, keys, one_sentence};

/// A payment (10) or a reversal (18) of a giro file: its archive reference, hundredths and KID.
type Deal = (u64, u64, u64, &'static str);

/// An OCR giro file of one assignment, its records laid out as Nets' specification has them.
fn giro(account: u64, deals: &[Deal]) -> String {
    let padded = |text: String| format!("{text:0<80}");
    let mut records = vec![
        padded(format!(
            "NY0000100000808{:07}00010200",
            deals[0].1 % 10_000_000
        )),
        padded(format!("NY090020001008566000000{:01}{account:011}", 2)),
    ];
    for ((form, archive, ore, kid), number) in deals.iter().zip(1..) {
        records.push(padded(format!(
            "NY09{form:02}30{number:07}20112601201{number:05}0{ore:017}{kid:>25}"
        )));
        records.push(padded(format!(
            "NY09{form:02}31{number:07}{:010}{archive:09}{:07}201126{:011}",
            0, 0, 12_345_678_903_u64
        )));
    }
    let sum: u64 = deals.iter().map(|deal| deal.2).sum();
    let count = deals.len();
    let end = |kind: &str, records: usize| {
        padded(format!("NY{kind}{count:08}{records:08}{sum:017}201126"))
    };
    records.push(end("090088", records.len()));
    records.push(end("000089", records.len() + 1));
    records.join("\n") + "\n"
}

const OWN: u64 = 99_991_042_764;

fn lines(world: &World) -> Value {
    world.json(&["lines"])
}

/// Invoice 1001 is paid by a giro and matched; then the bank takes the payment back.
fn paid_and_taken_back(world: &World) -> Value {
    world.take("paid.txt", giro(OWN, &[(10, 700_001, 100_000, "0000018")]));
    world.done(&["match", "--auto"]);
    assert!(world.open("100", "1001").is_empty());
    world.write("back.txt", giro(OWN, &[(18, 700_001, 100_000, "0000018")]));
    let ran = world.run(&["import", "back.txt", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("is open again"), "{}", ran.err);
    ran.json()["files"][0].clone()
}

#[test]
fn a_reversal_of_a_matched_payment_opens_the_invoice_again() {
    let world = World::with_book();
    let file = paid_and_taken_back(&world);
    assert_eq!((&file["taken_back"], &file["new"]), (&json!(1), &json!(0)));
    assert_eq!(file["other"][0]["kind"], "reversal");
    assert_eq!(world.open("100", "1001"), ["1000.00"]);
    assert_eq!(lines(&world), json!([]));
    world.sound();
    world.done(&["undo"]);
    assert!(world.open("100", "1001").is_empty());
    world.sound();
    world.done(&["redo"]);
    assert_eq!(world.open("100", "1001"), ["1000.00"]);
    world.sound();
}

#[test]
fn a_direct_debit_that_comes_back_is_reminded_of_from_its_return_on_and_not_before() {
    let mut world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Alfa,consumer,a@example.no\n",
    );
    world.take(
        "invoices.csv",
        "Fakturanr,Kundenr,Fakturadato,Forfallsdato,Beløp,Valuta,KID,Betalingsmåte\n\
         1001,1,2026-11-01,2026-11-20,1000.00,NOK,0000018,AvtaleGiro\n",
    );
    let on = |world: &mut World, day: &str| {
        day.clone_into(&mut world.today);
        world.json(&["remind"])
    };
    // The bank has five banking days: what nobody returned is not reminded of.
    let queue = on(&mut world, "2026-11-26");
    assert_eq!(
        (&queue["due"], &queue["paused"][0]["why"]["key"]),
        (&json!([]), &json!("direct-debit"))
    );
    world.take("paid.txt", giro(OWN, &[(10, 700_001, 100_000, "0000018")]));
    world.done(&["match", "--auto"]);
    let queue = on(&mut world, "2026-11-26");
    assert_eq!((&queue["due"], &queue["paused"]), (&json!([]), &json!([])));
    // It comes back on the 25th: to a new customer the first letter comes two days later, is free, and sets no fee in
    // motion before its day.
    let back = giro(OWN, &[(18, 700_001, 100_000, "0000018")]).replace("201126", "251126");
    world.write("back.txt", back);
    assert_eq!(world.run(&["import", "back.txt"]).code, 0);
    assert_eq!(on(&mut world, "2026-11-26")["due"], json!([]));
    let queue = on(&mut world, "2026-11-27");
    let letter = &queue["due"][0];
    assert_eq!(
        (&letter["stage"], &letter["fee"], &letter["total"]),
        (&json!("friendly"), &json!("0.00"), &json!("1000.00"))
    );
    world.json(&["remind", "--send"]);
    let queue = on(&mut world, "2026-12-03");
    assert_eq!(
        queue["due"],
        json!([]),
        "fourteen days from the due date (inkassoforskriften § 1-2)"
    );
    let queue = on(&mut world, "2026-12-07");
    assert_eq!(queue["due"][0]["fee"], "38.00");
    world.sound();
}

#[test]
fn a_reversal_that_could_be_of_two_payments_waits_and_is_paid_out_by_hand() {
    let world = World::with_book();
    // Two payments of one sum and KID; the reversal bears another archive reference.
    world.take(
        "paid.txt",
        giro(
            OWN,
            &[
                (10, 700_001, 25_050, "10033"),
                (10, 700_002, 25_050, "10033"),
            ],
        ),
    );
    world.done(&["accept", "000700001=1003"]);
    world.take("back.txt", giro(OWN, &[(18, 700_009, 25_050, "10033")]));
    let waiting = lines(&world);
    let line = &waiting[0];
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    assert_eq!(
        keys(line),
        [
            "about",
            "account",
            "amount",
            "bank_ref",
            "currency",
            "date",
            "dismissed",
            "file",
            "file_line",
            "kind",
            "left",
            "line",
            "originals",
            "payer",
            "payer_account",
            "reference",
            "text",
            "waits"
        ]
    );
    assert_eq!(
        (&line["line"], &line["kind"], &line["left"]),
        (&json!("L1"), &json!("reversal"), &json!("250.50"))
    );
    assert_eq!(
        (&line["file"], &line["file_line"], &line["date"]),
        (&json!("back.txt"), &json!(3), &json!("2026-11-20"))
    );
    assert_eq!(line["originals"].as_array().unwrap().len(), 2);
    // What the bank's reference names is settled: it is open again, and so much is gone.
    let first = line["originals"][0].as_str().unwrap();
    let payout = format!("{}={first}", line["line"].as_str().unwrap());
    let before = world.state();
    let plan = world.json(&["payout", &payout, "--dry-run"]);
    assert_eq!(plan["entry"], json!(null));
    assert_eq!(world.state(), before);
    let did = world.json(&["payout", &payout]);
    assert_eq!(did["did"].as_array().unwrap().len(), 2, "{did}");
    assert_eq!(world.open("200", "1003"), ["250.50"]);
    assert_eq!(lines(&world), json!([]));
    world.sound();
    assert!(world.refused(&["payout", &payout]).contains("done already"));
    world.done(&["undo"]);
    assert!(world.open("200", "1003").is_empty());
    assert_eq!(lines(&world), waiting);
    world.sound();
}

#[test]
fn money_can_go_back_in_parts_and_never_more_than_there_was() {
    let world = World::with_book();
    world.take(
        "paid.txt",
        giro(OWN, &[(10, 700_001, 10_000, ""), (10, 700_002, 20_000, "")]),
    );
    world.take("back.txt", giro(OWN, &[(18, 700_009, 25_000, "")]));
    world.done(&["identify", "000700001", "100"]);
    world.done(&["identify", "000700002", "100"]);
    assert!(
        world
            .refused(&["payout", "L1=000700002"])
            .contains("200,00")
    );
    for wrong in ["L1", "=000700001", "L9=000700001", "L1=", "L1=000700001:x"] {
        world.refused(&["payout", wrong]);
    }
    // Both parts, or none of them.
    world.refused(&["payout", "L1=000700001,000700002:200.01"]);
    assert_eq!(lines(&world)[0]["left"], "250.00");
    let did = world.json(&["payout", "L1=000700001:50,000700002"]);
    assert_eq!(lines(&world), json!([]));
    assert_eq!(world.row("100", "NOK")["unapplied"], "-50.00");
    world.sound();
    world.done(&["undo", did["run"].as_str().unwrap()]);
    assert_eq!(lines(&world)[0]["left"], "250.00");
    assert_eq!(world.row("100", "NOK")["unapplied"], "-300.00");
    world.sound();
}

#[test]
fn lines_are_put_away_together_and_taken_up_again() {
    let world = World::with_book();
    world.take(
        "back.txt",
        giro(
            OWN,
            &[(18, 700_001, 10_000, "1"), (18, 700_002, 20_000, "2")],
        ),
    );
    assert!(
        world
            .refused(&["dismiss", "L1", "L2", "--reason", " "])
            .ends_with(".\n")
    );
    // All of them, or none.
    world.refused(&["dismiss", "L1", "L7", "--reason", "ours"]);
    let did = world.json(&["dismiss", "L1", "l2", "--reason", "booked elsewhere"]);
    assert_eq!(did["did"].as_array().unwrap().len(), 2);
    assert_eq!(lines(&world), json!([]));
    let all = world.json(&["lines", "--all"]);
    assert_eq!(all[1]["dismissed"], "booked elsewhere");
    assert_eq!(all[1]["waits"], false);
    world.refused(&["dismiss", "1", "--reason", "again"]);
    world.done(&["reconsider", "1"]);
    assert_eq!(lines(&world)[0]["line"], "L1");
    world.refused(&["reconsider", "L1"]);
    world.done(&["undo"]);
    world.done(&["undo", did["run"].as_str().unwrap()]);
    assert_eq!(lines(&world).as_array().unwrap().len(), 2);
    assert!(world.done(&["lines"]).contains("back.txt:3"));
    world.sound();
}

const PAYMENT: &str =
    "booking_date,amount,currency,text,debtor_name\n2026-11-20,75,NOK,rent,Kari\n";

/// A payment, and an equal one in another file: nothing says whether it is the same.
fn maybe_known(world: &World) -> Value {
    world.take("first.csv", PAYMENT);
    // Another file, though it says the same.
    world.write("second.csv", format!("{PAYMENT}2026-11-21,12,NOK,,\n"));
    let ran = world.run(&["import", "second.csv", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    one_sentence(&ran.err);
    assert!(
        ran.err.contains("may be known") && ran.err.contains("lines"),
        "{}",
        ran.err
    );
    ran.json()["files"][0].clone()
}

#[test]
fn what_may_be_known_counts_nothing_until_someone_says_so() {
    let world = World::new();
    let file = maybe_known(&world);
    assert_eq!((&file["new"], &file["maybe_known"]), (&json!(1), &json!(1)));
    let unidentified = |amount: &str| json!([{ "currency": "NOK", "amount": amount }]);
    assert_eq!(
        world.json(&["aging"])["unidentified"],
        unidentified("-87.00")
    );
    let waiting = lines(&world);
    assert_eq!(waiting[0]["kind"], "maybe_known");
    let (label, twin) = (&waiting[0]["line"], &waiting[0]["about"]);
    assert!(label.as_str().unwrap().starts_with('R') && label != twin);
    let label = label.as_str().unwrap();
    // Money of its own: it waits to be matched.
    world.done(&["take", label]);
    assert_eq!(
        world.json(&["aging"])["unidentified"],
        unidentified("-162.00")
    );
    assert_eq!(lines(&world), json!([]));
    assert!(world.refused(&["known", label]).contains("counted"));
    world.sound();
    world.done(&["undo"]);
    // Known: it is never asked about again, and can still be taken in.
    world.done(&["known", label]);
    assert_eq!(lines(&world), json!([]));
    assert_eq!(world.json(&["lines", "--all"])[0]["kind"], "covered");
    assert!(world.refused(&["known", label]).ends_with(".\n"));
    assert_eq!(
        world.json(&["aging"])["unidentified"],
        unidentified("-87.00")
    );
    world.done(&["take", label]);
    assert_eq!(
        world.json(&["aging"])["unidentified"],
        unidentified("-162.00")
    );
    world.sound();
}

#[test]
fn a_file_of_a_strange_account_is_taken_in_once_the_account_is_ours() {
    let world = World::with_book();
    let account = "15032012345";
    let strange = giro(15_032_012_345, &[(10, 700_001, 100_000, "0000018")]);
    let said = world.rejected("strange.txt", &strange);
    assert!(
        said.contains(account) && said.contains("account add"),
        "{said}"
    );
    let accounts = |world: &World| world.json(&["account"])["accounts"].clone();
    let before = accounts(&world);
    assert_eq!(before.as_array().unwrap().len(), 1);
    world.done(&["account", "add", account, "--dry-run"]);
    assert_eq!(accounts(&world), before);
    // As it is printed on a letter.
    world.done(&["account", "add", "1503 20 12345"]);
    assert_eq!(accounts(&world)[1], account);
    world.refused(&["account", "add", account]);
    assert_eq!(world.take("strange.txt", &strange)["new"], 1);
    world.done(&["account", "remove", account]);
    assert_eq!(accounts(&world), before);
    world.refused(&["account", "remove", account]);
    world.done(&["undo"]);
    assert!(world.done(&["account"]).contains(account));
    world.misused(&["account", "add"]);
    world.sound();
}

#[test]
fn an_empty_ledger_has_no_lines_and_no_statements() {
    let world = World::new();
    assert_eq!(lines(&world), json!([]));
    assert_eq!(world.json(&["bank"]), json!([]));
    assert!(world.done(&["lines"]).contains("No line"));
    assert!(world.done(&["bank"]).contains("No statements"));
    for command in [
        &["take"][..],
        &["known"],
        &["payout"],
        &["dismiss", "L1"],
        &["reconsider"],
    ] {
        world.misused(command);
    }
    world.refused(&["take", "R1"]);
    world.refused(&["dismiss", "L1", "--reason", "x"]);
}
