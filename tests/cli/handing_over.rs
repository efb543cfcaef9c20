//! Handing over, when the law and the policy allow it and not before; and rules at fault, which close reminders alone.

use serde_json::{Value, json};

use crate::support::{World, one_sentence};

/// A business and a consumer of Norway; invoice 101 fell due on 20 October 2026, 102 is not due yet.
fn world(country: &str, currency: &str) -> World {
    let world = World::company(country, "2026-11-02");
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n2,Beta Berg,consumer,b@example.no\n",
    );
    let rows = format!(
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         101,2,2026-09-20,2026-10-20,10000.00,{currency}\n102,2,2026-10-30,2026-12-30,500.00,{currency}\n"
    );
    world.take("invoices.csv", rows);
    world
}

fn hand_over<'a>(invoice: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec![
        "handover",
        invoice,
        "--agency",
        "Inkasso Nord",
        "--reason",
        "all steps taken",
    ];
    args.extend(more);
    args
}

/// Sends what is due on each of these days.
fn walk(world: &mut World, days: &[&str]) {
    for day in days {
        world.on(day);
        world.json(&["remind", "--send"]);
    }
}

#[test]
fn what_is_not_overdue_is_never_handed_over() {
    let world = world("no", "NOK");
    for more in [&[][..], &["--override", "he told us he is broke"]] {
        let said = world.refused(&hand_over("102", more));
        assert!(said.contains("not overdue"), "{said}");
    }
    assert_eq!(world.json(&["handover"]), json!({ "handovers": [] }));
}

#[test]
fn the_notice_and_its_deadline_come_first_unless_someone_insists_and_that_is_kept() {
    let mut world = world("no", "NOK");
    let said = world.refused(&hand_over("101", &[]));
    assert!(said.contains("inkassoloven § 9"), "{said}");
    assert!(said.contains("--override"), "{said}");
    one_sentence_or_two(&said);
    walk(&mut world, &["2026-11-02", "2026-11-09", "2026-11-30"]);
    let sent = world.json(&["rules", "explain", "101"])["items"][0]["sent"].to_string();
    assert!(sent.contains("notice"), "{sent}");
    // The day after the notice its deadline runs.
    world.on("2026-12-01");
    let said = world.refused(&hand_over("101", &[]));
    assert!(
        said.contains("inkassoloven § 9") && said.contains("14 Dec 2026"),
        "{said}"
    );
    // What was paid on the last day is on its way.
    world.on("2026-12-16");
    assert!(
        world
            .refused(&hand_over("101", &[]))
            .contains("inkassoloven § 9")
    );
    world.on("2027-01-04");
    world.done(&hand_over("101", &[]));
    world.done(&["undo"]);
    world.on("2026-12-16");
    world.done(&hand_over(
        "101",
        &["--override", "he has emptied his account"],
    ));
    let log = world.json(&["log"]).to_string();
    assert!(log.contains("he has emptied his account"), "{log}");
    world.sound();
}

fn one_sentence_or_two(said: &str) {
    assert!(said.trim().lines().count() == 1, "{said}");
}

#[test]
fn each_country_has_its_own_paragraph() {
    for (country, currency, law) in [
        ("dk", "DKK", "inkassoloven § 10"),
        ("se", "SEK", "inkassolagen § 5"),
    ] {
        let said = world(country, currency).refused(&hand_over("101", &[]));
        assert!(said.contains(law), "{country}: {said}");
    }
    // Finland asks for no notice: there the policy's own letters come first.
    let said = world("fi", "EUR").refused(&hand_over("101", &[]));
    assert!(said.contains("The policy sends"), "{said}");
}

#[test]
fn the_agency_of_the_policy_is_taken() {
    let world = world("no", "NOK");
    world.write("settings.toml", "[reminders]\nagency = \"Kreditor AS\"\n");
    world.done(&["handover", "101", "--reason", "x", "--override", "agreed"]);
    let listed = world.json(&["handover"]);
    assert_eq!(listed["handovers"][0]["agency"], "Kreditor AS");
}

#[test]
fn an_agency_that_warns_the_debtor_itself_may_have_it_without_our_notice() {
    let mut world = world("no", "NOK");
    let settings = "[reminders]\nstages = [\"friendly\", \"notice\", \"hand-over\"]\n\
                    [reminders.stage.notice]\nby-agency = true\nfee = \"none\"\n";
    world.write("settings.toml", settings);
    walk(&mut world, &["2026-11-02"]);
    world.on("2026-12-20");
    world.done(&hand_over("101", &[]));
}

/// The sentences of what `rules check` finds; none if it is content.
fn check(world: &World) -> Vec<String> {
    let ran = world.run(&["rules", "check", "--format", "json"]);
    let faults = ran.json()["faults"].as_array().unwrap().clone();
    assert_eq!(ran.code, if faults.is_empty() { 0 } else { 3 }, "{ran:?}");
    let message = |fault: &Value| fault["message"].as_str().unwrap().to_owned();
    faults.iter().map(message).collect()
}

#[test]
fn a_policy_without_the_laws_notice_is_named_and_goes_on() {
    for (country, currency, law) in [
        ("no", "NOK", "inkassoloven § 9"),
        ("dk", "DKK", "inkassoloven § 10"),
    ] {
        let world = world(country, currency);
        for stages in [
            r#"["friendly", "reminder", "hand-over"]"#,
            r#"["hand-over"]"#,
        ] {
            world.write("settings.toml", format!("[reminders]\nstages = {stages}\n"));
            let found = check(&world);
            assert!(
                found.iter().any(|says| says.contains(law)),
                "{country} {stages}: {found:?}"
            );
            world.json(&["remind"]);
        }
    }
}

#[test]
fn names_that_the_ledger_does_not_know_are_findings_and_slips_are_refused() {
    let world = world("no", "NOK");
    world.write(
        "settings.toml",
        "[reminders.customer.\"4711\"]\nletters = false\n[reminders.customer.2]\nletters = false\n\
         [reminders.group.NOPE]\nletters = false\n",
    );
    let found = check(&world);
    assert!(found.iter().any(|says| says.contains("4711")), "{found:?}");
    assert!(found.iter().any(|says| says.contains("NOPE")), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    let said = world.misused(&["remind", "--stage", "nonsense"]);
    assert!(
        said.contains("reminder") && said.contains("notice"),
        "{said}"
    );
    let said = world.misused(&["remind", "--send", "--channel", "pigeon"]);
    assert!(said.contains("email") && said.contains("post"), "{said}");
}

#[test]
fn a_gap_of_todays_law_that_the_policy_needs_is_found() {
    let mut world = world("no", "NOK");
    assert_eq!(check(&world), [""; 0]);
    world.on("2027-01-08");
    let found = check(&world);
    let named = |rule: &str| found.iter().any(|says| says.contains(rule));
    assert!(named("[[statutes.no.interest]]"), "{found:?}");
    assert!(named("[[statutes.no.collection-rate]]"), "{found:?}");
}

#[test]
fn rules_at_fault_close_reminders_and_nothing_else() {
    let world = world("no", "NOK");
    for settings in [
        "[reminders.stage.reminder]\nafter-due = 5\n",
        "[reminders]\nafter-deu = 5\n",
        "[[statutes.no.interest]]\nfrom = \"soon\"\n",
    ] {
        world.write("settings.toml", settings);
        let ran = world.run(&["aging"]);
        assert_eq!(ran.code, 0, "{settings}: {ran:?}");
        assert!(ran.err.contains("settings.toml"), "{ran:?}");
        assert_eq!(ran.err.trim().lines().count(), 1, "{ran:?}");
        assert_eq!(world.run(&["doctor"]).code, 0);
        let taken = world.run(&["receipt", "--date", "2026-11-02", "--amount", "1"]);
        assert_eq!(taken.code, 0, "{taken:?}");
        for args in [
            &["remind"][..],
            &["remind", "--send"],
            &["rules", "print"],
            &["rules", "explain", "101"],
        ] {
            let said = world.misused(args);
            assert!(said.contains("settings.toml"), "{args:?}: {said}");
        }
        let said = world.misused(&["extend", "101", "--until", "2026-11-05"]);
        assert!(said.contains("settings.toml"), "{said}");
        assert_eq!(world.run(&["rules", "check"]).code, 3);
    }
}

#[test]
fn a_letter_of_another_system_that_cannot_be_is_rejected_by_its_line() {
    let world = world("no", "NOK");
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency,last_stage,last_letter_date,fees_charged\n";
    for (row, says) in [
        ("purring,2026-10-25,-38.00", "fees_charged"),
        ("purring,2026-09-19,38.00", "before the invoice"),
        ("purring,2026-11-03,38.00", "today is"),
    ] {
        let said = world.rejected(
            "moved.csv",
            format!("{head}201,2,2026-09-20,2026-10-20,100.00,NOK,{row}\n"),
        );
        assert!(said.contains(says) && said.contains('2'), "{said}");
    }
    world.take(
        "moved.csv",
        format!("{head}201,2,2026-09-20,2026-10-20,100.00,NOK,purring,2026-11-02,0.00\n"),
    );
}

#[test]
fn a_day_that_is_past_is_an_open_end_and_is_warned_of() {
    let mut world = world("no", "NOK");
    world.done(&[
        "dispute",
        "101",
        "--reason",
        "wrong price",
        "--until",
        "2026-11-10",
    ]);
    world.done(&[
        "bankrupt",
        "1",
        "--reason",
        "opened today",
        "--claim-by",
        "2026-11-12",
    ]);
    let until = |world: &World| world.json(&["remind"])["paused"][0]["until"].clone();
    let warned = |world: &World, key: &str| {
        let queue = world.json(&["remind"]);
        let warnings = queue["warnings"].as_array().unwrap().clone();
        warnings.iter().any(|warning| warning["key"] == key)
    };
    world.on("2026-11-10");
    assert_eq!(until(&world), "2026-11-10");
    assert!(!warned(&world, "dispute-unanswered"));
    world.on("2026-11-11");
    assert_eq!(until(&world), Value::Null);
    assert!(warned(&world, "dispute-unanswered"));
}

#[test]
fn a_day_that_cannot_be_today_is_refused() {
    let mut world = world("no", "NOK");
    for day in ["0000-01-01", "9999-12-31"] {
        world.on(day);
        let said = world.misused(&["aging"]);
        one_sentence(&said);
        assert!(said.contains(day), "{said}");
    }
}
