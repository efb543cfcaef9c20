//! What goes to an agency and comes from it: the case as a folder, reports, payments that came here.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::World;

/// Invoice 101 of a business with an agency as case K-7, 102 of the same customer not; 201 of another with an agency
/// too, without a number yet.
fn world() -> World {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,org_no,email,street,postcode,city\n\
         1,Alfa AS,business,,a@example.no,Gata 1,0150,Oslo\n2,=Beta,consumer,,,,,\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,delivery_date,order_ref\n\
         101,1,2026-07-20,2026-08-20,10000.00,NOK,2026-07-18,PO-1\n102,1,2026-10-01,2026-10-15,700.00,NOK,,\n\
         201,2,2026-08-01,2026-08-15,500.00,NOK,,\n",
    );
    hand_over(&world, &["101", "--case", "K-7"]);
    hand_over(&world, &["201"]);
    world
}

fn hand_over(world: &World, more: &[&str]) {
    let mut args = vec!["handover"];
    args.extend(more);
    args.extend(["--agency", "Inkasso Nord", "--reason", "all steps taken"]);
    args.extend(["--override", "agreed with the owner"]);
    world.done(&args);
}

fn case(world: &World, folder: &str) -> Value {
    let text = fs::read_to_string(world.path(folder).join("case.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn lacks(case: &Value) -> Vec<String> {
    let missing = case["missing"].as_array().unwrap().iter();
    missing
        .map(|it| {
            format!(
                "{} {}",
                it["key"].as_str().unwrap(),
                it["invoice"].as_str().unwrap_or("")
            )
        })
        .map(|it| it.trim().to_owned())
        .collect()
}

#[test]
fn a_case_is_a_folder_with_all_that_is_known_and_a_list_of_what_is_not() {
    let world = world();
    world.done(&["call", "1", "--note", "he promised to look into it"]);
    world.done(&[
        "dispute",
        "101",
        "--amount",
        "250",
        "--reason",
        "one box was wet",
    ]);
    world.done(&["dispute", "--close", "101", "--outcome", "we were right"]);
    let told = world.json(&["handover", "pack", "1", "--out", "pack"]);
    assert_eq!(
        (&told["claims"], &told["customer_no"]),
        (&json!(1), &json!("1"))
    );
    let case = case(&world, "pack");
    assert_eq!(case["cases"], json!(["K-7"]));
    assert_eq!(case["agencies"], json!(["Inkasso Nord"]));
    let claim = &case["claims"][0];
    assert_eq!(claim["invoice"], "101");
    assert_eq!(claim["open"], "10000.00");
    assert_eq!(claim["delivered"], "2026-07-18");
    // Three years from the due date (foreldelsesloven § 2).
    assert_eq!(claim["barred_after"], "2029-08-20");
    assert!(
        claim["limitation_rule"]
            .as_str()
            .unwrap()
            .contains("foreldelsesloven")
    );
    assert_eq!(case["disputes"][0]["reason"], "one box was wet");
    assert_eq!(case["disputes"][0]["outcome"], "we were right");
    assert_eq!(case["calls"][0]["note"], "he promised to look into it");
    assert_eq!(case["debtor"]["address"], json!(["Gata 1", "0150 Oslo"]));
    let lacks = lacks(&case);
    for key in [
        "org-no",
        "invoice-copy 101",
        "delivery-approval 101",
        "letters 101",
        "credit-checks",
        "phone",
    ] {
        assert!(lacks.contains(&key.to_owned()), "{key}: {lacks:?}");
    }
    for key in [
        "email",
        "address",
        "delivery-date 101",
        "order 101",
        "case-number",
    ] {
        assert!(!lacks.contains(&key.to_owned()), "{key}: {lacks:?}");
    }
    let words = fs::read_to_string(world.path("pack").join("missing.txt")).unwrap();
    assert!(words.contains("The copy of invoice 101"), "{words}");
    assert_eq!(words.lines().count(), lacks.len());
    for list in ["claims.csv", "letters.csv", "interest.csv", "payments.csv"] {
        assert!(world.path("pack").join(list).is_file(), "{list}");
    }
    // Nothing of the other customer, nor of what no agency has.
    let claims = fs::read_to_string(world.path("pack").join("claims.csv")).unwrap();
    assert!(
        !claims.contains("102") && !claims.contains("201"),
        "{claims}"
    );
}

#[test]
fn the_case_is_found_by_the_agencys_number_too() {
    let world = world();
    world.done(&["handover", "pack", "K-7", "--out", "by-case"]);
    assert_eq!(case(&world, "by-case")["debtor"]["number"], "1");
    // Another customer's number is this case's.
    world.done(&["handover", "201", "--case", "1"]);
    let said = world.refused(&["handover", "pack", "1", "--out", "which"]);
    assert!(said.contains('1'), "{said}");
    assert!(!world.path("which").exists());
}

#[test]
fn a_folder_that_is_there_is_left_alone_and_nothing_half_is_left() {
    let world = world();
    fs::create_dir(world.path("pack")).unwrap();
    fs::write(world.path("pack").join("mine"), "x").unwrap();
    let said = world.refused(&["handover", "pack", "1", "--out", "pack"]);
    assert!(said.contains("pack"), "{said}");
    assert_eq!(fs::read_dir(world.path("pack")).unwrap().count(), 1);
    world.refused(&["handover", "pack", "1", "--out", "no/such/folder"]);
    world.refused(&["handover", "pack", "nobody", "--out", "none"]);
    let parts = fs::read_dir(world.path(".")).unwrap();
    let is_part = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().contains(".part");
    assert_eq!(parts.filter_map(Result::ok).filter(is_part).count(), 0);
    let run = world.run(&["handover", "pack", "1", "--out", "dry", "--dry-run"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!world.path("dry").exists());
}

#[cfg(unix)]
#[test]
fn others_on_the_machine_do_not_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let world = world();
    world.done(&["handover", "pack", "1", "--out", "pack"]);
    let mode = fs::metadata(world.path("pack"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn letters_and_their_interest_go_along() {
    let mut world = World::company("no", "2026-11-02");
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n101,1,2026-06-20,2026-07-20,100000.00,NOK\n",
    );
    for day in ["2026-11-02", "2026-11-09"] {
        day.clone_into(&mut world.today);
        world.json(&["remind", "--send"]);
    }
    // The last one stays in the outbox.
    "2026-11-30".clone_into(&mut world.today);
    world.run(&["remind", "--send"]);
    "2026-12-20".clone_into(&mut world.today);
    hand_over(&world, &["101"]);
    world.done(&["handover", "pack", "1", "--out", "pack"]);
    let case = case(&world, "pack");
    let letters = case["letters"].as_array().unwrap();
    assert!(letters.len() >= 2, "{letters:?}");
    assert!(
        letters
            .iter()
            .all(|it| it["invoices"].to_string().contains("101"))
    );
    // What was charged went along and is told as a claim of its own.
    let kinds: Vec<&str> = case["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds[0], "invoice");
    let interest = case["interest"].as_array().unwrap();
    assert_eq!(
        !interest.is_empty(),
        kinds.contains(&"interest"),
        "{kinds:?}"
    );
    // It waits in the outbox: no copy yet, and nobody says that it arrived.
    let lacks = lacks(&case);
    assert!(lacks.contains(&"letter-copy".to_owned()), "{lacks:?}");
    assert!(lacks.contains(&"letter-unsent".to_owned()), "{lacks:?}");
    assert!(lacks.contains(&"case-number".to_owned()), "{lacks:?}");
}

#[test]
fn lists_hold_no_formula() {
    let world = world();
    hand_over(&world, &["102", "--case", "=cmd|' /C calc'!A0"]);
    world.done(&["handover", "pack", "1", "--out", "pack"]);
    let claims = fs::read_to_string(world.path("pack").join("claims.csv")).unwrap();
    assert!(claims.contains(",'=cmd|"), "{claims}");
    assert!(!claims.contains(",=cmd"), "{claims}");
}

const REPORTS: &str = "Saksnr;Status;Dato;Beløp;Merknad\n\
    K-7;sendt betalingsoppfordring;20.11.2026;10 000,00;frist 4. desember\n";

#[test]
fn an_agencys_reports_are_taken_in_once() {
    let world = world();
    world.write("status.csv", REPORTS);
    let before = world.state();
    let told = world.json(&["handover", "status", "status.csv", "--dry-run"]);
    assert_eq!((&told["new"], &told["known"]), (&json!(1), &json!(0)));
    assert_eq!(world.state(), before);
    world.done(&["handover", "status", "status.csv"]);
    let after = world.state();
    let again = world.json(&["handover", "status", "status.csv"]);
    assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(1)));
    assert_eq!(world.state(), after);
    world.done(&["handover", "pack", "K-7", "--out", "pack"]);
    let status = case(&world, "pack")["statuses"][0].clone();
    assert_eq!(status["status"], "sendt betalingsoppfordring");
    assert_eq!(status["on"], "2026-11-20");
    assert_eq!(status["note"], "10000.00 NOK · frist 4. desember");
    world.sound();
    world.done(&["undo"]);
    assert_eq!(world.json(&["handover", "status", "status.csv"])["new"], 1);
}

#[test]
fn what_is_wrong_with_a_report_is_named_by_its_line_and_nothing_is_taken_in() {
    let world = world();
    let rows = "K-7;new;21.11.2026\nK-9;lost;20.11.2026\nK-7;ahead;23.11.2026\nK-7;;20.11.2026\n";
    world.write("status.csv", format!("Saksnr;Status;Dato\n{rows}"));
    let before = world.state();
    let ran = world.run(&["handover", "status", "status.csv", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.json()["new"], 0);
    for line in ["status.csv:3: ", "status.csv:4: ", "status.csv:5: "] {
        assert!(ran.err.contains(line), "{ran:?}");
    }
    assert!(ran.err.contains("K-9"), "{ran:?}");
    assert_eq!(world.state(), before);
    let ran = world.run(&[
        "handover",
        "status",
        "status.csv",
        "--keep-going",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(ran.json()["new"], 1);
    let said = world.refused(&["handover", "status", "customers.csv"]);
    assert!(said.contains("customers.csv"), "{said}");
    world.refused(&["handover", "status", "not-there.csv"]);
}

#[test]
fn a_report_may_be_about_one_invoice_of_the_case() {
    let world = world();
    hand_over(&world, &["102", "--case", "K-7"]);
    world.write(
        "status.csv",
        "case_no,invoice_no,status,date\nK-7,102,paid in part,2026-11-20\n",
    );
    assert_eq!(world.json(&["handover", "status", "status.csv"])["new"], 1);
    world.write(
        "whole.csv",
        "case_no,status,date\nK-7,at court,2026-11-21\n",
    );
    assert_eq!(world.json(&["handover", "status", "whole.csv"])["new"], 2);
    world.write(
        "other.csv",
        "case_no,invoice_no,status,date\nK-7,201,x,2026-11-20\n",
    );
    let ran = world.run(&["handover", "status", "other.csv"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("201"), "{ran:?}");
}

#[test]
fn what_is_paid_here_is_reported_back_and_only_what_came_since() {
    let mut world = World::with_book();
    let receipt = world.receipt("400", &["--customer", "100"]);
    world.done(&["apply", &format!("{receipt}=1001:100")]);
    hand_over(&world, &["1001", "--case", "K-1"]);
    assert_eq!(
        world.json(&["handover", "payments"]),
        json!({ "payments": [] })
    );
    // The same money, used for more: what it paid before is no news.
    "2026-11-23".clone_into(&mut world.today);
    world.done(&["apply", &format!("{receipt}=1001:50")]);
    let told = world.json(&["handover", "payments"])["payments"].clone();
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told[0]["amount"], "50.00");
    assert_eq!(told[0]["case"], "K-1");
    assert_eq!(told[0]["open"], "850.00");
    assert_eq!(told[0]["recorded"], "2026-11-23");
    "2026-11-24".clone_into(&mut world.today);
    world.done(&["apply", &format!("{receipt}=1001:25")]);
    let since = world.json(&["handover", "payments", "--since", "2026-11-24"])["payments"].clone();
    assert_eq!(since.as_array().unwrap().len(), 1, "{since}");
    assert_eq!(since[0]["amount"], "25.00");
    world.done(&["handover", "payments", "--out", "paid.csv"]);
    let csv = fs::read_to_string(world.path("paid.csv")).unwrap();
    assert!(csv.starts_with("agency,case,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    assert!(Path::new(&world.path("paid.csv")).is_file());
    world.refused(&["handover", "payments", "--out", "paid.csv"]);
}

#[test]
fn money_that_settles_nothing_is_reported_back_where_all_that_is_owed_is_with_the_agency() {
    let world = World::with_book();
    hand_over(&world, &["1001", "--case", "K-1"]);
    world.receipt("300", &["--customer", "100"]);
    // It may be for what is followed here still.
    assert_eq!(world.json(&["handover", "payments"])["payments"], json!([]));
    hand_over(&world, &["1002", "--case", "K-1"]);
    world.receipt("50", &["--customer", "100"]);
    let told = world.json(&["handover", "payments"])["payments"].clone();
    let amounts: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["amount"].as_str().unwrap())
        .collect();
    assert_eq!(amounts, ["300.00", "50.00"], "{told}");
    assert_eq!(
        (&told[0]["case"], &told[0]["invoice"]),
        (&json!("K-1"), &json!(""))
    );
}

#[test]
fn what_an_agency_has_stays_in_the_aging_and_leaves_our_reminders() {
    let mut world = World::with_book();
    let before = world.row("100", "NOK");
    let queue = |world: &World| world.json(&["remind"])["due"].to_string();
    assert!(queue(&world).contains("1001"));
    hand_over(&world, &["1001"]);
    assert_eq!(world.row("100", "NOK"), before);
    "2026-12-30".clone_into(&mut world.today);
    let due = queue(&world);
    assert!(!due.contains("\"1001\"") && due.contains("1002"), "{due}");
    let open = world.json(&["statement", "100"]);
    assert!(open.to_string().contains("1001"));
}

#[test]
fn a_case_number_of_two_agencies_needs_the_agencys_name() {
    let world = world();
    let more = [
        "--agency",
        "Kreditor AS",
        "--reason",
        "x",
        "--override",
        "agreed",
    ];
    world.done(&[&["handover", "102", "--case", "K-7"][..], &more].concat());
    world.write("status.csv", REPORTS);
    let ran = world.run(&["handover", "status", "status.csv"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err.contains("K-7") && ran.err.contains("--agency"),
        "{ran:?}"
    );
    let told = world.json(&[
        "handover",
        "status",
        "status.csv",
        "--agency",
        "Kreditor AS",
    ]);
    assert_eq!(told["new"], 1);
}
