//! Where letters and statements say to pay: to the giro that the user named, in his country's form, and to nobody what
//! another collects.

use serde_json::json;

use crate::support::World;

fn world(country: &str, currency: &str, account: &str) -> World {
    let world = World::made(
        country,
        "2026-11-02",
        &["--account", account, "--org-no", "5560360793"],
    );
    world.take(
        "customers.csv",
        "customer_no,name,kind,email,country\n1,Alfa AB,business,a@example.se,SE\n2,Gamma Ltd,business,g@example.uk,GB\n",
    );
    let rows = format!(
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         101,1,2026-08-20,2026-09-20,10000.00,{currency}\n102,1,2026-08-20,2026-09-20,500.00,{currency}\n\
         201,2,2026-08-20,2026-09-20,700.00,{currency}\n"
    );
    world.take("invoices.csv", rows);
    world
}

fn statement(world: &World, customer: &str) -> String {
    let said = world.done(&["statement", customer, "--format", "text"]);
    said.replace('\u{a0}', " ")
}

#[test]
fn a_giro_is_named_as_the_user_wrote_it() {
    for (account, kept, shown) in [
        ("5050-1055", "5050-1055", "Bankgiro            5050-1055"),
        ("bg:50501055", "5050-1055", "Bankgiro            5050-1055"),
        ("902003-3", "902003-3", "Plusgiro            902003-3"),
        ("pg:90 20 03-3", "902003-3", "Plusgiro            902003-3"),
        (
            "5000 58398257466",
            "500058398257466",
            "Kontonummer         500058398257466",
        ),
    ] {
        let world = world("se", "SEK", account);
        assert_eq!(world.json(&["account"])["accounts"], json!([kept]));
        let said = statement(&world, "1");
        assert!(said.contains(shown), "{account}: {said}");
        assert!(said.contains("556036-0793"), "{said}");
    }
}

#[test]
fn an_account_that_is_added_keeps_its_dash_and_is_known_without_it() {
    let world = world("se", "SEK", "5000 58398257466");
    world.done(&["account", "add", "bg:5050-1055"]);
    let accounts = world.json(&["account"])["accounts"].clone();
    assert_eq!(accounts[1], "5050-1055");
    world.refused(&["account", "add", "50501055"]);
    world.done(&["account", "remove", "50501055"]);
    let said = world.refused(&["account", "add", "pg:5050-1056"]);
    assert!(said.contains("pg:5050-1056"), "{said}");
    world.sound();
}

#[test]
fn a_mistyped_giro_makes_no_ledger() {
    let world = World::bare();
    let said = world.misused(&[
        "init",
        "--company",
        "Firma",
        "--country",
        "se",
        "--account",
        "bg:5050-1056",
    ]);
    assert!(said.contains("bg:5050-1056"), "{said}");
    assert!(!world.ledger().exists());
}

#[test]
fn a_letter_that_its_reader_could_not_pay_stays_and_says_what_to_set_up() {
    let world = world("se", "SEK", "5050-1055");
    let ran = world.run(&[
        "remind",
        "--send",
        "--out",
        "out",
        "--override",
        "no bank file yet",
    ]);
    let told = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, 3, "{told}");
    assert!(
        told.contains("company.accounts") && told.contains("GB"),
        "{told}"
    );
    let config =
        "[[company.accounts]]\naccount = \"SE4550000000058398257466\"\nbic = \"ESSESESS\"\n";
    world.write("settings.toml", config);
    let settings = world.path("settings.toml");
    let said = world.done(&[
        "--config",
        settings.to_str().unwrap(),
        "statement",
        "2",
        "--format",
        "text",
    ]);
    assert!(
        said.contains("SE45 5000 0000 0583 9825 7466") && said.contains("ESSESESS"),
        "{said}"
    );
}

#[test]
fn what_an_agency_collects_is_listed_and_not_asked_for() {
    let world = world("se", "SEK", "5050-1055");
    world.done(&[
        "handover",
        "101",
        "--agency",
        "Kreditor AB",
        "--case",
        "K-77",
        "--reason",
        "agreed",
        "--override",
        "agreed with the agency",
    ]);
    world.done(&["dispute", "102", "--amount", "200", "--reason", "broken"]);
    let said = statement(&world, "1");
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    assert!(said.contains("Kreditor AB, ärende K-77"), "{said}");
    assert!(
        said.contains("Att betala 300,00 kr Bankgiro 5050-1055"),
        "{said}"
    );
    let of = world.json(&["statement", "1"])["statements"][0].clone();
    assert_eq!(of["closing"], "10500.00");
    assert_eq!(of["asked"], "300.00");
    assert_eq!(of["entries"][0]["agency"], "Kreditor AB");
    assert_eq!(of["entries"][0]["case_number"], "K-77");
    world.done(&["handover", "101", "--take-over", "--reason", "came back"]);
    assert_eq!(
        world.json(&["statement", "1"])["statements"][0]["asked"],
        "10300.00"
    );
}

#[test]
fn a_notice_tells_how_the_interest_of_the_letters_before_it_was_counted() {
    let mut world = World::made("no", "2026-04-10", &["--account", "86011117947"]);
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n101,1,2026-03-01,2026-04-01,3500.00,NOK\n",
    );
    for day in ["2026-04-10", "2026-04-20", "2026-05-20"] {
        world.on(day);
        let ran = world.run(&["remind", "--send", "--out", &format!("out-{day}")]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let said = world.done(&["letter", "L3"]);
    let said = said.replace('\u{a0}', " ");
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    for stretch in [
        "101 02.04.2026 20.04.2026 19 3 500,00 12 % 21,86",
        "101 21.04.2026 20.05.2026 30 3 500,00 12 % 34,52",
    ] {
        assert!(said.contains(stretch), "{stretch}: {said}");
    }
    assert!(said.contains("Sum 56,38"), "{said}");
}
