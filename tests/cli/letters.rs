//! Letters as files and on the screen: what they say, what cannot be written, templates, files that go along.

use std::fs;

use serde_json::{Value, json};

use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,email,street,postcode,city,channel\n\
    1,Alfa AS,business,a@example.no,Storgata 1,0155,OSLO,\n\
    2,=Beta/../Berg,consumer,,Lia 3,2000,LILLESTRØM,print\n\
    3,Gamma AS,business,,Veien 2,5003,BERGEN,\n";

const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
    101,1,2026-09-20,2026-10-20,1000.00,NOK\n\
    201,2,2026-09-20,2026-10-20,700.00,NOK\n\
    301,3,2026-09-20,2026-10-20,900.00,NOK\n";

fn book() -> World {
    World::with_invoices(CUSTOMERS, INVOICES)
}

pub fn stands(world: &World) -> Vec<(String, String)> {
    let outbox = world.json(&["outbox"]);
    let rows = outbox["outbox"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut all: Vec<_> = rows
        .map(|row| (text(&row["customer_no"]), text(&row["stand"])))
        .collect();
    all.sort();
    all
}

fn names(world: &World, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(world.path(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn each_letter_is_a_pdf_and_an_email_in_the_folder_and_counts_as_sent() {
    let world = book();
    let answer = world.json(&["remind", "--send", "--out", "letters"]);
    assert_eq!(answer["sent"].as_array().unwrap().len(), 3);
    assert_eq!(answer["left_out"], json!([]));
    let files = names(&world, "letters");
    assert_eq!(files.len(), 6, "{files:?}");
    for file in &files {
        let bytes = fs::read(world.path("letters").join(file)).unwrap();
        let (_, ending) = file.rsplit_once('.').unwrap();
        if ending == "pdf" {
            assert!(bytes.starts_with(b"%PDF-"), "{file}");
        } else {
            assert_eq!(ending, "eml", "{file}");
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("Message-ID: <") && text.contains("application/pdf"));
            assert!(!text.contains("nowhere.invalid"), "{file}");
        }
    }
    let sent = |number: &str| (number.to_owned(), "sent".to_owned());
    assert_eq!(stands(&world), [sent("1"), sent("2"), sent("3")]);
    assert_eq!(world.json(&["remind"])["due"], json!([]));
    world.sound();
    // What left the house is not taken back.
    world.refused(&["undo"]);
}

#[test]
fn a_rehearsal_writes_no_file() {
    let world = book();
    let before = world.state();
    world.json(&["remind", "--send", "--out", "letters", "--dry-run"]);
    assert!(!world.path("letters").exists());
    assert_eq!(world.state(), before);
}

#[test]
fn where_no_way_is_set_up_letters_wait_and_that_is_said() {
    let world = book();
    let ran = world.run(&["remind", "--send", "--format", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("outbox send"), "{ran:?}");
    assert_eq!(ran.json()["sent"].as_array().unwrap().len(), 3);
    assert!(stands(&world).iter().all(|(_, stand)| stand == "queued"));
    // Queued counts as that stage, and can be taken back.
    assert_eq!(world.json(&["remind"])["due"], json!([]));
    world.done(&["outbox", "send", "--out", "letters"]);
    assert_eq!(names(&world, "letters").len(), 6);
    assert!(stands(&world).iter().all(|(_, stand)| stand == "sent"));
}

#[test]
fn a_letter_that_cannot_be_written_is_left_out_and_the_others_go() {
    let world = book();
    // Cuneiform: no font of letters has it.
    world.take(
        "more.csv",
        "customer_no,name,kind,email\n9,\u{12000} AS,business,i@example.no\n",
    );
    world.take(
        "invoice.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n901,9,2026-09-20,2026-10-20,50.00,NOK\n",
    );
    let ran = world.run(&["remind", "--send", "--out", "letters", "--format", "json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.err.contains("Customer 9") && ran.err.contains("U+12000"),
        "{ran:?}"
    );
    let answer = ran.json();
    assert_eq!(answer["left_out"][0]["customer_no"], "9");
    assert_eq!(answer["sent"].as_array().unwrap().len(), 3);
    // It was never recorded: once the name can be written, it goes.
    world.take(
        "more.csv",
        "customer_no,name,kind,email\n9,Ishtar AS,business,i@example.no\n",
    );
    let answer = world.json(&["remind", "--send", "--out", "letters"]);
    assert_eq!(answer["sent"][0]["customer_no"], "9");
}

#[test]
fn a_letter_reads_the_same_before_and_after_it_is_sent() {
    let world = book();
    let preview = world.done(&["letter", "preview", "1"]);
    assert!(
        preview.contains("Alfa AS") && preview.contains("101"),
        "{preview}"
    );
    assert_eq!(world.json(&["outbox"])["outbox"], json!([]));
    world.json(&["remind", "--send", "--customer", "1", "--out", "letters"]);
    let sent = world.done(&["letter", "L1"]);
    let less = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.contains("L1"));
        lines
            .map(|line| line.split_whitespace().collect())
            .collect()
    };
    assert_eq!(less(&preview), less(&sent));
    // The copy stays as it was whatever becomes of the customer.
    world.take(
        "more.csv",
        "customer_no,name,kind,email\n1,Omega AS,business,o@example.no\n",
    );
    assert_eq!(world.done(&["letter", "L1"]), sent);
    let told = world.json(&["letter", "L1"]);
    assert_eq!(told["as_sent"], true);
    assert_eq!(told["sheet"]["language"], "nb");
    world.done(&["letter", "L1", "--format", "pdf", "--out", "one.pdf"]);
    assert!(
        fs::read(world.path("one.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    assert!(
        world
            .done(&["letter", "L1", "--format", "html"])
            .contains("<html")
    );
    let said = world.refused(&["letter", "L99"]);
    assert!(said.contains("L99"), "{said}");
}

#[test]
fn paper_and_messages_leave_as_files_once() {
    let world = book();
    world.run(&["remind", "--send"]);
    world.done(&["outbox", "export", "post", "--out", "house"]);
    let files = names(&world, "house");
    assert!(files.contains(&"letters.csv".to_owned()), "{files:?}");
    let list = fs::read_to_string(world.path("house/letters.csv")).unwrap();
    assert!(
        list.contains("Veien 2") && list.contains("900.00"),
        "{list}"
    );
    world.done(&["outbox", "print", "--out", "all.pdf"]);
    assert!(
        fs::read(world.path("all.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    let stands = stands(&world);
    assert!(
        stands
            .iter()
            .all(|(who, stand)| (who == "1") == (stand == "queued")),
        "{stands:?}"
    );
    world.done(&["outbox", "print", "--out", "again.pdf"]);
    assert!(!world.path("again.pdf").exists());
}

#[test]
fn a_file_that_cannot_be_written_is_a_failure_that_can_be_tried_again() {
    let world = book();
    world.run(&["remind", "--send"]);
    world.write("blocked", "a file");
    let ran = world.run(&["outbox", "print", "--out", "blocked/all.pdf"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("blocked"), "{ran:?}");
    assert!(stands(&world).iter().any(|(_, stand)| stand == "failed"));
    world.run(&["outbox", "retry"]);
    world.done(&["outbox", "print", "--out", "all.pdf"]);
    assert!(world.path("all.pdf").exists());
}

#[test]
fn an_invoice_goes_along_when_its_file_is_known() {
    let world = book();
    world.write("faktura 101.pdf", "%PDF-1.4 the invoice");
    world.done(&["attach", "101", "faktura 101.pdf"]);
    let files = world.json(&["attach", "--list", "101"]);
    assert_eq!(files["files"][0]["purpose"], "invoice-copy");
    world.refused(&["attach", "101", "faktura 101.pdf"]);
    world.json(&["remind", "--send", "--customer", "1", "--out", "letters"]);
    let eml = fs::read_to_string(world.path("letters/l1-1.eml")).unwrap();
    assert!(eml.contains("faktura-101.pdf"), "{eml}");
    world.done(&["attach", "--remove", "1"]);
    assert_eq!(world.json(&["attach", "--list", "101"])["files"], json!([]));
}

#[test]
fn own_templates_are_checked_before_they_are_used() {
    let world = book();
    world.done(&["letter", "templates", "--copy-to", "mine"]);
    world.write("settings.toml", "[letters]\ntemplates = \"mine\"\n");
    world.done(&["letter", "templates", "--check"]);
    let path = world.path("mine/nb/friendly.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{{{{ custmer }}}}\n")).unwrap();
    let ran = world.run(&["letter", "templates", "--check"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let line = text.lines().count() + 2;
    assert!(
        ran.out.contains(&format!("friendly.txt:{line}:")),
        "{ran:?}"
    );
    assert!(ran.out.contains("custmer"), "{ran:?}");
    // Nothing is recorded of letters that it makes.
    let ran = world.run(&["remind", "--send", "--customer", "1", "--format", "json"]);
    assert_eq!((ran.code, &ran.json()["sent"]), (3, &json!([])));
}

fn contents(world: &World, folder: &str) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| {
        let bytes = fs::read(world.path(folder).join(&name)).unwrap();
        (name, bytes)
    };
    names(world, folder).into_iter().map(read).collect()
}

/// An office keeps several ledgers, whose letters have the same numbers.
#[test]
fn the_letters_of_several_ledgers_lie_side_by_side_in_one_folder() {
    let [one, other, third] = [book(), book(), book()];
    let shared = one.path("shared").display().to_string();
    one.json(&["remind", "--send", "--out", &shared]);
    let before = contents(&one, "shared");
    other.json(&["remind", "--send", "--out", &shared]);
    third.run(&["remind", "--send"]);
    third.done(&["outbox", "export", "post", "--out", &shared]);
    let after = contents(&one, "shared");
    assert!(
        before.iter().all(|file| after.contains(file)),
        "written over"
    );
    // Six of each, and the third's one letter by post with its list.
    assert_eq!((before.len(), after.len()), (6, 14));
    let mut places: Vec<String> = Vec::new();
    for world in [&one, &other] {
        let outbox = world.json(&["outbox"]);
        let rows = outbox["outbox"].as_array().unwrap().iter();
        places.extend(rows.map(|row| row["note"].as_str().unwrap().to_owned()));
    }
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 6);
    assert!(
        places.iter().all(|place| one.path(place).exists()),
        "{places:?}"
    );
    let list = fs::read_to_string(one.path("shared/letters.csv")).unwrap();
    let file = list
        .lines()
        .nth(1)
        .and_then(|row| row.split(',').next())
        .unwrap();
    assert!(before.iter().all(|(name, _)| name != file), "{list}");
    assert!(one.path("shared").join(file).exists(), "{list}");
}
