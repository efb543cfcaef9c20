//! Customers as they are entered: held against who is alike, their values proved in a form and in a list alike, and
//! what waits for a second person in a list too. The company's own numbers when its ledger is made.

use serde_json::{Value, json};

use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,org_no,email,phone,postcode,city\n\
    10,Fjord AS,business,923609016,post@fjord.no,22334455,0150,Oslo\n\
    12,Kari Nes,consumer,,kari@x.no,,5003,Bergen\n";

fn book() -> World {
    World::with_customers(CUSTOMERS)
}

fn warnings(report: &Value) -> Vec<(u64, &str)> {
    let warnings = report["warnings"].as_array().unwrap().iter();
    warnings
        .map(|it| {
            (
                it["line"].as_u64().unwrap(),
                it["message"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_new_customer_who_is_like_another_is_entered_only_on_purpose() {
    let world = book();
    for (set, alike) in [
        (
            &["name=Annet AS", "org_no=NO 923 609 016 MVA"][..],
            "organisation number",
        ),
        (&["name=FJORD A/S", "kind=business"], "name"),
        (
            &["name=Annet AS", "kind=business", "email=Post@fjord.no"],
            "e-mail",
        ),
        (
            &["name=Annet AS", "kind=business", "phone=+47 22 33 44 55"],
            "telephone",
        ),
        (&["name=Nes Kari", "postcode=5003"], "name"),
    ] {
        let args = [&["customer", "new"][..], set].concat();
        let refused = world.refused(&args);
        let number = if set[0] == "name=Nes Kari" {
            "12 Kari Nes"
        } else {
            "10 Fjord AS"
        };
        assert!(
            refused.contains(number) && refused.contains(alike),
            "{refused}"
        );
        assert!(refused.contains("--override"), "{refused}");
    }
    // Of the same name and from elsewhere, or with a number of his own: another.
    world.done(&[
        "customer",
        "new",
        "--number",
        "20",
        "name=Kari Nes",
        "postcode=0150",
    ]);
    world.done(&[
        "customer",
        "new",
        "--number",
        "21",
        "name=Fjord AS",
        "org_no=889905670",
    ]);
    // A reason is one that says something, and it stands in the log.
    let again = [
        "customer",
        "new",
        "--number",
        "22",
        "name=Fjord AS avd. 2",
        "email=post@fjord.no",
    ];
    world.refused(&[&again[..], &["--override", " "]].concat());
    world.done(&[&again[..], &["--override", "another branch"]].concat());
    let log = world.json(&["customer", "history", "22"]);
    assert_eq!(log["history"][0]["reason"], "another branch", "{log}");
    world.sound();
}

#[test]
fn a_list_tells_what_cannot_be_right_by_line_and_field_and_loses_nothing() {
    let world = World::new();
    let list = "customer_no,name,org_no,email,phone,postcode,city,account\n\
        1,Rett AS,923609016,post@rett.no,22334455,0150,Oslo,86011117947\n\
        2,Galt AS,923609017,post(at)galt.no,ring,12345,Oslo,86011117948\n\
        3,Halvt AS,,,,,,NO9386011117948\n";
    let report = world.take("list.csv", list);
    assert_eq!(
        (&report["new"], &report["rejected"]),
        (&json!(3), &json!(0))
    );
    let told = warnings(&report);
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 3, 3, 3, 3, 4], "{told:?}");
    for (at, says) in [
        (0, ["org_no", "923609016"]),
        (1, ["postcode", "12345"]),
        (2, ["email", "post(at)galt.no"]),
        (3, ["phone", "ring"]),
        (4, ["account", "86011117948"]),
        (5, ["account", "check digit"]),
    ] {
        let said = says.iter().all(|word| told[at].1.contains(word));
        assert!(said, "{says:?}: {told:?}");
    }
    // Kept word for word, and in the queue until someone mends it.
    let shown = world.json(&["customer", "show", "2"]);
    assert_eq!(shown["email"], "post(at)galt.no");
    let faulty = world.json(&["customer", "list", "--faulty"]);
    let numbers: Vec<&str> = faulty["customers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["customer_no"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["2", "3"]);
    // What the form refuses is what the list named.
    for set in [
        "org_no=923609017",
        "email=post(at)galt.no",
        "phone=ring",
        "postcode=12345",
        "account=86011117948",
    ] {
        world.refused(&["customer", "edit", "1", set]);
    }
    // A person reads it on the side.
    world.write("again.csv", list.replace("Galt AS", "Galt og Co AS"));
    let ran = world.run(&["import", "again.csv"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.err.contains("again.csv") && ran.err.contains("--faulty"),
        "{ran:?}"
    );
    world.sound();
}

#[test]
fn what_needs_a_second_person_comes_in_with_no_list_of_new_customers() {
    let world = book();
    for (guarded, column, value) in [
        ("limit", "credit_limit", "900000"),
        ("account", "account", "86011117947"),
    ] {
        let settings = format!("[credit]\nsecond-person = [\"{guarded}\"]\n");
        let kari = world.user("kari", &settings);
        let list = format!("customer_no,name,{column}\n50,Ny AS,{value}\n");
        let list = world.write("new.csv", list).display().to_string();
        let refused = world.refused(&["--config", &kari, "import", &list]);
        assert!(
            refused.contains("50") && refused.contains("second person"),
            "{refused}"
        );
        // Without it he comes in, and the field waits by hand.
        let bare = world.write(
            "bare.csv",
            format!("customer_no,name\n5{},Ny AS\n", guarded.len()),
        );
        world.done(&["--config", &kari, "import", &bare.display().to_string()]);
    }
    world.sound();
}

#[test]
fn a_new_ledger_takes_no_number_of_the_company_that_cannot_be_right() {
    let world = World::bare();
    let init = ["init", "--company", "Nes AS", "--country", "no"];
    for (wrong, says) in [
        (["--account", "15060000006"], "check digit"),
        (["--account", "1234"], "1234"),
        (["--org-no", "923609017"], "923609016"),
        (["--org-no", "fjord"], "fjord"),
    ] {
        let said = world.misused(&[&init[..], &wrong].concat());
        assert!(said.contains(says), "{wrong:?}: {said}");
    }
    let right = [
        "--account",
        "8601.11.17947",
        "--org-no",
        "NO 923 609 016 MVA",
    ];
    world.done(&[&init[..], &right].concat());
    world.sound();
}
