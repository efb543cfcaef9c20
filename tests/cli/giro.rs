//! Real OCR giro files through the binary: what their origins state, and the look-alikes that hold no payments.

use serde_json::json;

use crate::support::{World, sample};

const TWENTY: &str = "netsgiro-twenty-payments-types-10-11-12-13-21.txt";
const CARD: &str = "one-card-purchase-type-21-free-text-no-kid.txt";
/// The account that it is of.
const CARDS: &str = "99991111111";
const MANDATES: &str = "avtalegiro-agreement-list-not-payments.txt";
const CLAIMS: &str = "avtalegiro-claim-file-not-payments.txt";

fn import(world: &World, name: &str) -> serde_json::Value {
    let path = sample(name);
    world.json(&["import", path.to_str().unwrap()])["files"][0].clone()
}

#[test]
fn twenty_payments_are_taken_in_once() {
    let world = World::new();
    let file = import(&world, TWENTY);
    assert_eq!(
        (&file["format"], &file["new"]),
        (&json!("ocr-giro"), &json!(20))
    );
    let aging = world.json(&["aging"]);
    assert_eq!(
        aging["unidentified"],
        json!([{ "currency": "NOK", "amount": "-51449.00" }])
    );
    let before = world.state();
    let again = import(&world, TWENTY);
    assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(20)));
    assert_eq!(world.state(), before);
    world.sound();
}

#[test]
fn dates_of_the_last_century_and_leading_zeros_are_kept() {
    let world = World::new();
    import(&world, TWENTY);
    let left = world.json(&["match"])["unidentified"].clone();
    let left = left.as_array().unwrap();
    assert_eq!(left.len(), 20);
    assert!(left.iter().all(|line| {
        line["receipt"]["date"]
            .as_str()
            .unwrap()
            .starts_with("1992-01-")
    }));
    let first = left
        .iter()
        .find(|line| line["reference"] == "0000531")
        .unwrap();
    assert_eq!(first["receipt"]["amount"], "1020.00");
    assert_eq!(first["text"], "Foo bar baz");
    assert!(left.iter().any(|line| line["reference"] == "000149012"));
}

#[test]
fn a_payment_without_a_kid_waits_for_a_person() {
    let world = World::new();
    world.done(&["account", "add", CARDS]);
    assert_eq!(import(&world, CARD)["new"], 1);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["posted"], json!([]));
    let left = &done["unidentified"][0];
    assert_eq!(left["receipt"]["amount"], "440.00");
    assert_eq!(left["reference"], json!(null));
    assert_eq!(left["text"], "ABCDEFGHIJKLMNOPQRSTUVWXZYabcdefghijklmn");
    assert_eq!(import(&world, CARD)["known"], 1);
    world.sound();
}

#[test]
fn a_kid_with_leading_zeros_settles_its_invoice() {
    let world = World::new();
    world.take("c.csv", "customer_no,name\n1,A\n");
    world.take(
        "i.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
         1,1,1991-12-01,1992-01-20,1020.00,NOK,0000531\n\
         2,1,1991-12-01,1992-01-20,1020.00,NOK,531\n",
    );
    import(&world, TWENTY);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["posted"].as_array().unwrap().len(), 1);
    assert_eq!(done["posted"][0]["allocations"][0]["invoice"], "1");
    world.sound();
}

#[test]
fn what_looks_like_payments_and_is_none_is_named_and_refused() {
    let world = World::new();
    for (name, word) in [(MANDATES, "mandates"), (CLAIMS, "claims")] {
        let path = sample(name);
        let ran = world.run(&["import", path.to_str().unwrap(), "--format", "json"]);
        assert_eq!(ran.code, 1);
        assert_eq!(ran.json()["files"][0]["new"], 0);
        assert!(
            ran.err.contains("AvtaleGiro") && ran.err.contains(word),
            "{}",
            ran.err
        );
    }
    assert_eq!(world.json(&["log"])["entries"].as_array().unwrap().len(), 1);
    world.sound();
}

#[test]
fn one_refused_file_does_not_keep_the_others_out() {
    let world = World::new();
    world.done(&["account", "add", CARDS]);
    let (claims, card) = (sample(CLAIMS), sample(CARD));
    let ran = world.run(&[
        "import",
        claims.to_str().unwrap(),
        card.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()["files"][1]["new"], 1);
    world.sound();
}

#[test]
fn an_undone_bank_file_can_be_taken_in_again() {
    let world = World::new();
    import(&world, TWENTY);
    world.done(&["undo"]);
    assert_eq!(world.json(&["aging"])["unidentified"], json!([]));
    assert_eq!(import(&world, TWENTY)["new"], 20);
    assert_eq!(import(&world, TWENTY)["known"], 20);
    world.sound();
}

#[test]
fn a_bank_file_that_was_cut_off_anywhere_is_refused() {
    let world = World::new();
    let whole = std::fs::read(sample(TWENTY)).unwrap();
    for at in [
        81,
        100,
        162,
        500,
        1_000,
        2_000,
        whole.len() - 90,
        whole.len() - 41,
    ] {
        let said = world.rejected("cut.txt", &whole[..at]);
        assert!(said.starts_with("cut.txt:"), "{at}: {said}");
    }
    world.sound();
}

#[test]
fn a_changed_amount_is_found_by_the_sums() {
    let world = World::new();
    let text = std::fs::read_to_string(sample(TWENTY)).unwrap();
    let changed = text.replacen("00000000000102000", "00000000000902000", 1);
    assert_ne!(text, changed);
    let said = world.rejected("changed.txt", changed);
    assert!(said.contains("sum"), "{said}");
}
