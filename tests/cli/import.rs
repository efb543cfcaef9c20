//! The book's lists in the forms that accounting programs give them, and what is new, changed, known or rejected.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{CUSTOMERS, INVOICES, World};

const HEAD: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency";

fn counts(file: &Value) -> [u64; 4] {
    ["new", "changed", "known", "rejected"].map(|name| file[name].as_u64().unwrap())
}

#[test]
fn semicolons_tabs_and_commas_part_the_columns() {
    for mark in [";", "\t", ","] {
        let world = World::with_customers(CUSTOMERS);
        let list = format!("{HEAD}\n1,100,01.10.2026,31.10.2026,\"1 234,50\",NOK\n");
        let list = if mark == "," {
            list
        } else {
            list.replace("1 234,50", "1 234#50")
                .replace(',', mark)
                .replace('#', ",")
        };
        assert_eq!(counts(&world.take("i.csv", list)), [1, 0, 0, 0], "{mark:?}");
        assert_eq!(world.open("100", "1"), ["1234.50"]);
        world.sound();
    }
}

#[test]
fn a_windows_file_is_read_with_its_letters() {
    let world = World::new();
    let list = "Kundenr;Navn;Poststed\r\n1;Blåbær & Sønn;Tromsø\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(list);
    world.take("c.csv", &bytes[..]);
    let card = world.json(&["customer", "show", "1"]);
    assert_eq!(
        (&card["name"], &card["city"]),
        (&json!("Blåbær & Sønn"), &json!("Tromsø"))
    );
}

#[test]
fn a_byte_order_mark_and_a_missing_last_line_end_do_no_harm() {
    let world = World::new();
    world.take("c.csv", "\u{feff}customer_no,name\n1,Ærlig AS");
    assert_eq!(world.json(&["customer", "show", "1"])["name"], "Ærlig AS");
}

#[test]
fn nordic_column_names_are_known() {
    let lists = [
        (
            "Kundenr;Navn;Orgnr",
            "Fakturanr;Kundenr;Fakturadato;Forfallsdato;Beløp;Valuta;KID;Restbeløp",
        ),
        (
            "Kundnr;Namn;Organisationsnummer",
            "Fakturanummer;Kundnummer;Fakturadatum;Förfallodatum;Belopp;Valuta;OCR;Restbelopp",
        ),
        (
            "Kundenummer;Navn;CVR-nr",
            "Fakturanr;Debitornr;Fakturadato;Forfaldsdato;Beløb;Valuta;FIK;Restbeløb",
        ),
        (
            "Asiakasnro;Nimi;Y-tunnus",
            "Laskunro;Asiakasnumero;Laskun päivä;Eräpäivä;Laskun summa;Valuutta;Viite;Avoinna",
        ),
    ];
    for (customers, invoices) in lists {
        let world = World::new();
        world.take("c.csv", format!("{customers}\n007;Första;5566\n"));
        let list = format!("{invoices}\n1;007;1.10.2026;31.10.2026;1.000,00;NOK;00018;400,00\n");
        assert_eq!(
            counts(&world.take("i.csv", list)),
            [1, 0, 0, 0],
            "{invoices}"
        );
        assert_eq!(world.open("007", "1"), ["400.00"], "{invoices}");
        let card = world.json(&["customer", "show", "007"]);
        assert_eq!(card["org_no"], "5566", "{customers}");
        assert_eq!(card["open"][0]["reference"], "00018", "{invoices}");
        world.sound();
    }
}

#[test]
fn columns_in_any_order_and_columns_of_ones_own_are_kept() {
    let world = World::new();
    world.take("c.csv", "Salesman,name,customer_no\nPer,A,1\n");
    let notes = world.json(&["customer", "show", "1"])["notes"].clone();
    assert_eq!(notes, json!({ "Salesman": "Per" }));
}

#[test]
fn instalments_are_one_invoice_also_when_far_apart() {
    let world = World::with_customers(CUSTOMERS);
    let file = world.take(
        "i.csv",
        format!(
            "{HEAD}\n1,100,2026-10-01,2026-11-30,30,NOK\n2,200,2026-10-01,2026-10-31,5,NOK\n\
             1,100,2026-10-01,2026-10-31,10,NOK\n1,100,2026-10-01,2026-12-31,20,NOK\n"
        ),
    );
    assert_eq!(counts(&file), [2, 0, 0, 0]);
    assert_eq!(world.open("100", "1"), ["10.00", "30.00", "20.00"]);
    assert_eq!(
        world.row("100", "NOK")["buckets"],
        json!(["50.00", "10.00", "0.00", "0.00", "0.00"])
    );

    let mut list = format!("{HEAD}\nX,100,2026-10-01,2026-10-31,1,NOK\n");
    for n in 0..2_500 {
        writeln!(list, "F{n},200,2026-10-01,2026-10-31,1,NOK").unwrap();
    }
    list.push_str("X,100,2026-10-01,2026-11-30,2,NOK\n");
    assert_eq!(counts(&world.take("far.csv", &list)), [2_501, 0, 0, 0]);
    assert_eq!(world.open("100", "X"), ["1.00", "2.00"]);
    assert_eq!(counts(&world.take("far.csv", &list)), [0, 0, 2_501, 0]);
    world.sound();
}

#[test]
fn instalments_must_agree_on_what_they_share() {
    let world = World::with_customers(CUSTOMERS);
    for (row, field) in [
        ("1,200,2026-10-01,2026-11-30,5,NOK", "customer_no"),
        ("1,100,2026-10-02,2026-11-30,5,NOK", "issue_date"),
        ("1,100,2026-10-01,2026-11-30,5,EUR", "currency"),
    ] {
        let said = world.rejected(
            "i.csv",
            format!("{HEAD}\n1,100,2026-10-01,2026-10-31,5,NOK\n{row}\n"),
        );
        assert!(said.contains("i.csv:3:") && said.contains(field), "{said}");
    }
}

#[test]
fn a_credit_note_takes_from_the_invoice_that_it_names() {
    let head = format!("{HEAD},type,credits_invoice");
    let invoice = "1,100,2026-10-01,2026-10-31,100,NOK,,";
    for amount in ["-30.00", "30.00"] {
        let credit = format!("C1,100,2026-11-01,2026-11-01,{amount},NOK,credit_note,1");
        // In the same file before and behind the invoice, and in a file of its own.
        for lists in [
            vec![format!("{head}\n{credit}\n{invoice}\n")],
            vec![format!("{head}\n{invoice}\n{credit}\n")],
            vec![
                format!("{head}\n{invoice}\n"),
                format!("{head}\n{credit}\n"),
            ],
        ] {
            let world = World::with_customers(CUSTOMERS);
            for list in &lists {
                world.take("i.csv", list);
            }
            let row = world.row("100", "NOK");
            assert_eq!(
                (&row["total"], &row["credits"]),
                (&json!("70.00"), &json!("0.00")),
                "{lists:?}"
            );
            for list in &lists {
                assert_eq!(world.take("i.csv", list)["new"], 0);
            }
            world.sound();
        }
    }
}

#[test]
fn what_a_credit_note_cannot_offset_stays_a_credit() {
    let world = World::with_customers(CUSTOMERS);
    world.take(
        "i.csv",
        format!(
            "{HEAD},type,credits_invoice\n\
             1,100,2026-10-01,2026-10-31,100,NOK,,\n\
             C1,100,2026-11-01,2026-11-01,130,NOK,credit_note,1\n\
             C2,100,2026-11-01,2026-11-01,7,NOK,credit_note,none\n\
             C3,200,2026-11-01,2026-11-01,5,NOK,credit_note,1\n\
             C4,100,2026-11-01,2026-11-01,5,EUR,credit_note,1\n"
        ),
    );
    assert_eq!(world.row("100", "NOK")["credits"], "-37.00");
    assert_eq!(world.row("100", "NOK")["total"], "-37.00");
    assert_eq!(world.row("200", "NOK")["credits"], "-5.00");
    assert_eq!(world.row("100", "EUR")["credits"], "-5.00");
    world.sound();
    world.done(&["undo"]);
    world.sound();
    assert_eq!(world.row("100", "NOK"), Value::Null);
}

#[test]
fn moving_in_takes_what_is_open_and_what_was_sent() {
    let world = World::with_customers(CUSTOMERS);
    let list = format!(
        "{HEAD},open_amount,last_stage,last_letter_date,fees_charged\n\
         1,100,2026-08-01,2026-08-31,1000,NOK,250.25,reminder,2026-09-20,35\n\
         2,100,2026-08-01,2026-08-31,10,NOK,0,,,\n"
    );
    assert_eq!(counts(&world.take("i.csv", &list)), [2, 0, 0, 0]);
    assert_eq!(world.open("100", "1"), ["250.25"]);
    assert_eq!(world.open("100", "2"), Vec::<String>::new());
    assert_eq!(counts(&world.take("i.csv", &list)), [0, 0, 2, 0]);
    let said = world.rejected(
        "more.csv",
        format!("{HEAD},open_amount\n3,100,2026-08-01,2026-08-31,10,NOK,11\n"),
    );
    assert!(
        said.contains("more.csv:2:") && said.contains("11"),
        "{said}"
    );
    world.sound();
}

#[test]
fn foreign_money_keeps_its_own_column_and_decimals() {
    let world = World::with_customers(CUSTOMERS);
    world.take(
        "i.csv",
        format!(
            "{HEAD},rate\n1,300,2026-10-01,2026-10-31,100.10,EUR,11.345\n2,300,2026-10-01,2026-10-31,5000,JPY,\n\
             3,300,2026-10-01,2026-10-31,1.250,KWD,\n"
        ),
    );
    assert_eq!(world.row("300", "EUR")["total"], "100.10");
    assert_eq!(world.row("300", "JPY")["total"], "5000");
    assert_eq!(world.row("300", "KWD")["total"], "1.250");
    let said = world.rejected(
        "j.csv",
        format!("{HEAD}\n4,300,2026-10-01,2026-10-31,0.5,JPY\n"),
    );
    assert!(said.contains("j.csv:2:") && said.contains("JPY"), "{said}");
    let receipt = world.receipt("5000", &["--currency", "JPY"]);
    world.done(&["accept", &format!("{receipt}=2")]);
    assert_eq!(world.row("300", "JPY"), Value::Null);
    world.sound();
}

#[test]
fn the_same_file_again_adds_nothing() {
    let world = World::with_book();
    let payments =
        "payment_id,booking_date,amount,currency,kid\np1,2026-11-20,5,NOK,\np2,2026-11-20,5,NOK,\n";
    let without_id =
        "booking_date,amount,currency,kid,text\n2026-11-20,5,NOK,,a\n2026-11-20,5,NOK,,a\n";
    world.take("p.csv", payments);
    assert_eq!(world.take("q.csv", without_id)["new"], 2);
    let before = world.state();
    for (name, list, rows) in [
        ("customers.csv", CUSTOMERS, 3),
        ("invoices.csv", INVOICES, 5),
        ("p.csv", payments, 2),
        ("q.csv", without_id, 2),
    ] {
        assert_eq!(counts(&world.take(name, list)), [0, 0, rows, 0], "{name}");
    }
    assert_eq!(world.state(), before);
    world.sound();
}

#[test]
fn a_customer_with_new_values_is_changed() {
    let world = World::with_book();
    let list = "customer_no,name,city\n100,Alpha Bygg AS,Oslo\n200,Beta,\n400,New,\n";
    assert_eq!(counts(&world.take("c.csv", list)), [1, 1, 1, 0]);
    let card = world.json(&["customer", "show", "100"]);
    assert_eq!(
        (&card["name"], &card["city"], &card["org_no"]),
        (&json!("Alpha Bygg AS"), &json!("Oslo"), &json!("999888771"))
    );
    world.done(&["undo"]);
    let card = world.json(&["customer", "show", "100"]);
    assert_eq!(
        (&card["name"], &card["city"]),
        (&json!("Alpha AS"), &json!(null))
    );
    world.refused(&["customer", "show", "400"]);
    world.done(&["redo"]);
    assert_eq!(
        world.json(&["customer", "show", "100"])["name"],
        "Alpha Bygg AS"
    );
    world.sound();
}

#[test]
fn what_is_there_already_is_never_overwritten_with_other_facts() {
    let world = World::with_book();
    world.take(
        "p.csv",
        "payment_id,booking_date,amount,currency\np1,2026-11-20,5,NOK\n",
    );
    for (row, field) in [
        (
            "1001,200,2026-10-01,2026-10-15,1000.00,NOK,0000018",
            "customer_no",
        ),
        (
            "1001,100,2026-10-02,2026-10-15,1000.00,NOK,0000018",
            "issue_date",
        ),
        (
            "1001,100,2026-10-01,2026-10-16,1000.00,NOK,0000018",
            "due_date",
        ),
        (
            "1001,100,2026-10-01,2026-10-15,1000.01,NOK,0000018",
            "amount",
        ),
        (
            "1001,100,2026-10-01,2026-10-15,1000.00,EUR,0000018",
            "currency",
        ),
        ("1001,100,2026-10-01,2026-10-15,1000.00,NOK,18", "reference"),
    ] {
        let said = world.rejected("i.csv", format!("{HEAD},kid\n{row}\n"));
        assert!(
            said.contains("i.csv:2: 1001 is in the ledger already with another"),
            "{said}"
        );
        assert!(said.contains(field), "{said}");
    }
    for row in [
        "p1,2026-11-20,6,NOK",
        "p1,2026-11-21,5,NOK",
        "p1,2026-11-20,5,EUR",
    ] {
        let said = world.rejected(
            "q.csv",
            format!("payment_id,booking_date,amount,currency\n{row}\n"),
        );
        assert!(
            said.contains("q.csv:2: Payment p1 is in the ledger already"),
            "{said}"
        );
    }
    world.sound();
}

#[test]
fn twice_in_one_file_is_rejected_however_far_apart() {
    let world = World::with_customers(CUSTOMERS);
    let mut customers = "customer_no,name\nX,First\n".to_owned();
    let mut invoices = format!("{HEAD}\nX,100,2026-10-01,2026-10-31,1,NOK\n");
    let mut payments = "payment_id,booking_date,amount,currency\nX,2026-11-20,1,NOK\n".to_owned();
    for n in 0..2_100 {
        writeln!(customers, "F{n},Name").unwrap();
        writeln!(invoices, "F{n},200,2026-10-01,2026-10-31,1,NOK").unwrap();
        writeln!(payments, "F{n},2026-11-20,1,NOK").unwrap();
    }
    customers.push_str("X,Second\n");
    invoices.push_str("X,100,2026-10-01,2026-10-31,1,NOK\n");
    payments.push_str("X,2026-11-20,1,NOK\n");
    for (name, list) in [
        ("c.csv", customers),
        ("i.csv", invoices),
        ("p.csv", payments),
    ] {
        let said = world.rejected(name, list);
        assert!(
            said.contains(&format!("{name}:2103: X stands twice")),
            "{said}"
        );
    }
    world.sound();
}

#[test]
fn a_file_with_one_bad_row_is_refused_whole() {
    let world = World::with_customers(CUSTOMERS);
    let list =
        format!("{HEAD}\n1,100,2026-10-01,2026-10-31,5,NOK\n2,999,2026-10-01,2026-10-31,5,NOK\n");
    world.rejected("i.csv", &list);
    world.write("i.csv", &list);
    let ran = world.run(&["import", "i.csv", "--keep-going", "--format", "json"]);
    assert_eq!(ran.code, 3);
    let file = ran.json()["files"][0].clone();
    assert_eq!(counts(&file), [1, 0, 0, 1]);
    assert_eq!(file["errors"][0]["line"], 3);
    assert!(
        file["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("999")
    );
    assert_eq!(world.open("100", "1"), ["5.00"]);
    world.sound();
}

#[test]
fn a_row_that_cannot_be_read_can_be_left_out_too() {
    let world = World::with_customers(CUSTOMERS);
    world.write(
        "i.csv",
        format!("{HEAD}\n1,100,2026-10-01,x,5,NOK\n2,100,2026-10-01,2026-10-31,5,NOK\n"),
    );
    let ran = world.run(&["import", "i.csv", "--keep-going", "--format", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(counts(&ran.json()["files"][0]), [1, 0, 0, 1]);
    world.sound();
}

#[test]
fn with_nothing_left_to_take_in_keep_going_is_a_refusal() {
    let world = World::with_customers(CUSTOMERS);
    world.write(
        "i.csv",
        format!("{HEAD}\n1,999,2026-10-01,2026-10-31,5,NOK\n"),
    );
    let ran = world.run(&["import", "i.csv", "--keep-going"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(world.json(&["log"])["entries"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let world = World::with_book();
    world.write("c.csv", "customer_no,name\n100,Other\n200,Beta\n400,New\n");
    let before = world.state();
    let report = world.json(&["import", "c.csv", "--dry-run"]);
    assert_eq!(counts(&report["files"][0]), [1, 1, 1, 0]);
    world.write("bad.csv", "customer_no,name\n400,New\n400,Twice\n");
    let ran = world.run(&["import", "bad.csv", "--dry-run", "--format", "json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(counts(&ran.json()["files"][0]), [1, 0, 0, 1]);
    assert_eq!(world.state(), before);
}

#[test]
fn files_taken_in_together_are_undone_together() {
    let world = World::new();
    world.write("c.csv", CUSTOMERS);
    world.write("i.csv", INVOICES);
    world.done(&["import", "c.csv", "i.csv"]);
    let log = world.json(&["log"]);
    assert_eq!(log["entries"][0]["run"], log["entries"][1]["run"]);
    world.done(&["undo"]);
    assert_eq!(world.json(&["customer", "list"])["customers"], json!([]));
    assert_eq!(world.json(&["aging"])["customers"], json!([]));
    world.sound();
    let report = world.json(&["import", "c.csv", "i.csv"]);
    assert_eq!(counts(&report["files"][1]), [5, 0, 0, 0]);
    world.sound();
}

#[test]
fn a_file_that_arrives_after_the_lock_can_still_be_taken_in() {
    let world = World::with_book();
    world.done(&["lock", "2026-10-31"]);
    let locked = world.json(&["aging", "--as-of", "2026-10-31"]);
    world.take(
        "late.csv",
        format!("{HEAD}\nL1,100,2026-10-05,2026-10-20,5,NOK\n"),
    );
    world.take(
        "p.csv",
        "payment_id,booking_date,amount,currency,kid\np1,2026-10-20,1000,NOK,0000018\n",
    );
    world.done(&["match", "--auto"]);
    assert_eq!(world.json(&["aging", "--as-of", "2026-10-31"]), locked);
    assert_eq!(world.open("100", "L1"), ["5.00"]);
    assert_eq!(world.open("100", "1001"), Vec::<String>::new());
    world.sound();
}

#[test]
fn without_a_kind_an_organisation_number_makes_a_business() {
    let world = World::new();
    world.take(
        "c.csv",
        "customer_no,name,org_no,kind,country\n1,A,9,,\n2,B,,,SE\n3,C,,public,\n",
    );
    let card = |number: &str| world.json(&["customer", "show", number]);
    assert_eq!(
        (&card("1")["kind"], &card("1")["country"]),
        (&json!("business"), &json!("NO"))
    );
    assert_eq!(
        (&card("2")["kind"], &card("2")["country"]),
        (&json!("consumer"), &json!("SE"))
    );
    assert_eq!(card("3")["kind"], "public");
}
