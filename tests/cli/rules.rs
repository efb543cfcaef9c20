//! `rules`: the law in force, the check of the settings against it, the policy as a customer reads it.

use serde_json::{Value, json};

use crate::support::{World, one_sentence};

/// A company's new ledger in a country.
fn company(country: &str) -> World {
    let world = World::bare();
    world.done(&["init", "--company", "Firma", "--country", country]);
    world
}

fn settings(world: &World, text: &str) {
    world.write("settings.toml", text);
}

/// The rows of one rule in force.
fn rates(world: &World, args: &[&str], rule: &str) -> Vec<Value> {
    let mut all = vec!["rules", "rates"];
    all.extend(args);
    let rates = world.json(&all);
    let rows = rates["rates"].as_array().unwrap().iter();
    rows.filter(|row| row["rule"] == rule).cloned().collect()
}

/// The faults that `rules check` finds, with exit code 3.
fn findings(world: &World, args: &[&str]) -> Vec<Value> {
    let mut all = vec!["rules", "check", "--format", "json"];
    all.extend(args);
    let ran = world.run(&all);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(ran.err, "");
    ran.json()["faults"].as_array().unwrap().clone()
}

#[test]
fn rules_alone_tells_what_there_is() {
    let help = World::bare().done(&["rules"]);
    for command in ["rates", "check", "print", "list", "test", "on", "off"] {
        assert!(
            help.lines()
                .any(|line| line.trim_start().starts_with(command)),
            "{help}"
        );
    }
}

#[test]
fn rates_tell_the_figure_its_day_its_source_and_how_sure_it_is() {
    let world = World::new();
    let row = &rates(&world, &[], "interest")[0];
    assert_eq!(row["value"], "12.25");
    assert_eq!(row["since"], "2026-07-01");
    assert_eq!(row["law"], "forsinkelsesrenteloven § 3");
    assert_eq!(
        (&row["source"], &row["confidence"]),
        (&json!("FOR-2026-06-25-1372"), &json!("single"))
    );
    assert_eq!(
        rates(&world, &["--on", "2026-06-30"], "interest")[0]["value"],
        "12.00"
    );
    assert_eq!(
        rates(&world, &["--country", "dk"], "reminder.fee")[0]["value"],
        "100.00"
    );
    // No rate of 2027 is published: a gap that is named, never the last known value.
    assert_eq!(
        rates(&world, &["--on", "2027-01-01"], "interest"),
        [json!(null); 0]
    );
    let next = world.json(&["rules", "rates", "--on", "2027-01-01"]);
    let gaps: Vec<&str> = next["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| gap["rule"].as_str().unwrap())
        .collect();
    assert!(
        gaps.contains(&"interest") && gaps.contains(&"collection-rate"),
        "{gaps:?}"
    );
    let table = world.done(&["rules", "rates", "--on", "2027-01-01"]);
    assert!(
        table.contains("add a row [[statutes.no.interest]]"),
        "{table}"
    );
    assert!(table.contains("LOV-2026-05-22-19"), "{table}");
    let csv = world.done(&["rules", "rates", "--format", "csv"]);
    assert!(
        csv.starts_with(
            "country,rule,debtor,principal_over,value,unit,since,law,source,confidence\n"
        ),
        "{csv}"
    );
    assert!(
        csv.contains("no,interest,,,12.25,percent,2026-07-01,forsinkelsesrenteloven § 3,"),
        "{csv}"
    );
    world.misused(&["rules", "rates", "--on", "tomorrow"]);
}

#[test]
fn without_a_ledger_all_laws_are_shown_and_one_can_be_named() {
    let world = World::bare();
    let all = world.json(&["rules", "rates"]);
    let mut countries: Vec<&str> = all["rates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["country"].as_str().unwrap())
        .collect();
    countries.dedup();
    assert_eq!(countries, ["no", "se", "dk", "fi", "eu"]);
    assert_eq!(
        rates(&world, &["--country", "SE"], "reminder.fee")[0]["value"],
        "60.00"
    );
    assert!(
        world
            .done(&["rules", "check", "--country", "no"])
            .contains("within the law")
    );
}

#[test]
fn a_newer_rate_is_one_row_in_the_settings() {
    let world = World::new();
    settings(
        &world,
        "[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"12.50\"\nsource = \"FOR-2026-12-17-1\"\n",
    );
    let row = &rates(&world, &["--on", "2027-01-01"], "interest")[0];
    assert_eq!(
        (&row["value"], &row["source"]),
        (&json!("12.50"), &json!("FOR-2026-12-17-1"))
    );
    settings(
        &world,
        "\n[[statutes.no.intrest]]\nfrom = 2027-01-01\nvalue = \"12.50\"\nsource = \"x\"\n",
    );
    let says = world.misused(&["remind"]);
    one_sentence(&says);
    assert!(
        says.contains("settings.toml:2: the statutes know no rule “intrest”"),
        "{says}"
    );
    world.misused(&["rules", "rates"]);
    assert_eq!(findings(&world, &[])[0]["fault"]["key"], "unknown-rule");
}

#[test]
fn what_is_harsher_than_the_law_is_refused_with_file_line_key_and_paragraph() {
    let world = World::new();
    settings(
        &world,
        "locale = \"en\"\n[reminders.business.stage.reminder]\nfee = \"100\"\n",
    );
    for command in [
        &["remind"][..],
        &["rules", "print"],
        &["extend", "101", "--until", "2026-11-24"],
    ] {
        let says = world.misused(command);
        one_sentence(&says);
        for part in [
            "settings.toml:3",
            "reminders.business.stage.reminder.fee",
            "100,00\u{a0}NOK",
            "38,00\u{a0}NOK",
            "inkassoforskriften § 1-2",
        ] {
            assert!(says.contains(part), "{part}: {says}");
        }
    }
    let found = findings(&world, &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["fault"]["line"], 3);
    // In Denmark the same fee is lawful.
    assert!(
        world
            .done(&["rules", "check", "--country", "dk"])
            .contains("within the law")
    );
    settings(
        &world,
        "[reminders.business.stage.reminder]\nfee = \"20\"\n",
    );
    assert!(world.done(&["rules", "check"]).contains("within the law"));
    world.done(&["aging"]);
}

#[test]
fn a_slip_in_the_policy_names_its_line() {
    let world = World::new();
    settings(&world, "\n\n[reminders]\ngrace-dys = 1\n");
    let says = world.misused(&["remind"]);
    one_sentence(&says);
    assert!(
        says.contains("settings.toml:4") && says.contains("reminders.grace-dys"),
        "{says}"
    );
}

#[test]
fn a_law_to_come_is_a_finding_and_the_desk_goes_on() {
    let world = World::new();
    let regime = "[[statutes.no.regime]]\nname = \"inkassoloven-2026\"\nfrom = 2027-01-01\nsource = \"a royal decree\"\n";
    settings(&world, regime);
    for today in ["2026-11-22", "2027-01-02"] {
        let found = findings(&world, &["--today", today]);
        // In 2027 the rate is missing too: rows that are not published yet.
        let gap = |fault: &&Value| fault["fault"]["key"] == "law-missing";
        let gaps = found.iter().filter(gap).count();
        assert_eq!(gaps > 0, today > "2027", "{found:?}");
        assert_eq!(found.len() - gaps, 1, "{found:?}");
        let says = found[0]["message"].as_str().unwrap();
        for part in ["LOV-2026-05-22-19", "notice", "by-agency = true"] {
            assert!(says.contains(part), "{says}");
        }
        assert_eq!(world.run(&["aging", "--today", today]).code, 0);
    }
    settings(
        &world,
        &format!("{regime}[reminders.stage.notice]\nby-agency = true\n"),
    );
    world.done(&["rules", "check"]);
    let text = world.done(&["rules", "print"]);
    assert!(
        text.contains("collection notice, sent by a collection agency"),
        "{text}"
    );
}

#[test]
fn entries_bear_the_policy_that_held() {
    let policy = |world: &World| -> String {
        let ledger = rusqlite::Connection::open(world.ledger()).unwrap();
        let newest = "SELECT policy FROM stamp ORDER BY entry DESC LIMIT 1";
        ledger.query_row(newest, [], |row| row.get(0)).unwrap()
    };
    let version = |world: &World| {
        world.json(&["rules", "print"])["version"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let world = World::new();
    let plain = policy(&world);
    assert_eq!(plain, version(&world));
    settings(&world, "[reminders]\ngrace-days = 4\n");
    world.receipt("10.00", &[]);
    assert_ne!(plain, policy(&world));
    assert_eq!(policy(&world), version(&world));
    world.sound();
}

#[test]
fn a_customers_policy_is_his_own() {
    let world = World::with_book();
    settings(&world, "[reminders.customer.100]\nletters = false\n");
    let text = world.done(&["rules", "print", "--customer", "100"]);
    assert!(
        text.contains("Alpha AS, customer 100") && text.contains("No reminders are sent."),
        "{text}"
    );
    let text = world.done(&["rules", "print", "--customer", "200"]);
    assert!(text.contains("friendly reminder"), "{text}");
    world.refused(&["rules", "print", "--customer", "999"]);
    let told = world.json(&["rules", "print", "--customer", "200"]);
    assert_eq!(told["policies"][0]["kind"], "consumer");
    assert_eq!(told["policies"][0]["policy"]["stages"][0]["after_due"], 5);
}

/// Row 7: the policy of credit is written down, and reads as plain text beside that of reminders.
#[test]
fn row_7_the_policy_of_credit_is_printed_with_what_the_company_changed() {
    let world = World::with_book();
    let shipped = world.done(&["rules", "print"]);
    assert!(
        shipped.contains("Who has no limit of his own has 100\u{a0}000,00\u{a0}NOK."),
        "{shipped}"
    );
    settings(
        &world,
        "[credit.business]\ndefault-limit = { NOK = \"7000.00\" }\n[credit.class.C]\noverride-days = 5\n",
    );
    world.done(&["rules", "check"]);
    let text = world.done(&["rules", "print"]);
    assert!(text.contains("has 7\u{a0}000,00\u{a0}NOK."), "{text}");
    assert!(text.contains("lasts 5 days at most"), "{text}");
    let told = world.json(&["rules", "print"]);
    assert_ne!(told["credit"][0]["version"], serde_json::Value::Null);
    // What is handed to a customer does not say how he is judged.
    let his = world.done(&["rules", "print", "--customer", "100"]);
    assert!(!his.contains("credit check"), "{his}");
}

#[test]
fn a_slip_in_the_policy_of_credit_is_named_with_its_line() {
    let world = World::with_book();
    settings(&world, "[credit]\ncheck-days = 30\nprepay-percent = 0\n");
    let found = findings(&world, &[]);
    let told = found[0]["message"].as_str().unwrap();
    assert!(
        told.ends_with("settings.toml:3: credit.prepay-percent must be one at least."),
        "{told}"
    );
}

/// Row 38: the policy can be handed to a customer, and the same case is treated alike.
#[test]
fn row_38_the_policy_reads_as_plain_text_in_each_country() {
    for country in ["no", "se", "dk", "fi", "de"] {
        let text = company(country).done(&["rules", "print"]);
        let text: Vec<&str> = text
            .lines()
            .map(|line| {
                if line.starts_with("Policy ") {
                    "Policy …"
                } else {
                    line
                }
            })
            .collect();
        insta::assert_snapshot!(format!("policy_{country}"), text.join("\n"));
    }
}

#[test]
fn an_invoice_is_explained_with_every_date_charge_and_rule() {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,org_no,email\n100,Alpha AS,999888771,post@alpha.example\n",
    );
    // Due on a Saturday, and letters up to the reminder sent elsewhere.
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,last_stage,last_letter_date\n\
         1001,100,2026-09-19,2026-10-03,1000.00,NOK,reminder,2026-10-20\n\
         1002,100,2026-11-01,2026-12-01,500.00,NOK,,\n",
    );
    let told = world.json(&["rules", "explain", "1001"]);
    let item = &told["items"][0];
    assert_eq!(
        (&item["due"], &item["effective_due"], &item["due_rule"]),
        (
            &json!("2026-10-03"),
            &json!("2026-10-05"),
            &json!("gjeldsbrevloven § 5")
        )
    );
    assert_eq!(
        item["barred_after"],
        json!({ "date": "2029-10-05", "rule": "foreldelsesloven § 2" })
    );
    let letter = &item["letter"];
    assert_eq!(
        (&letter["stage"], &letter["kind"]),
        (&json!("notice"), &json!("notice"))
    );
    let charges = letter["charges"].as_array().unwrap();
    let interest = charges
        .iter()
        .find(|charge| charge["kind"] == "interest")
        .unwrap();
    // 48 days from 6 October at 12.25 %: 16.11.
    assert_eq!(
        (&interest["amount"], &interest["spans"][0]["days"]),
        (&json!("16.11"), &json!(48))
    );
    assert_eq!(interest["spans"][0]["rule"], "forsinkelsesrenteloven § 3");
    let text = world.done(&["rules", "explain", "1001"]);
    for part in [
        "Invoice 1001 of Alpha AS (100)",
        "it counts as 5 Oct 2026 (gjeldsbrevloven § 5)",
        "Due now: collection notice",
        "It can be claimed until 5 Oct 2029",
        "came from another system with its letter “reminder”",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let told = world.json(&["rules", "explain", "1002"]);
    assert_eq!(told["items"][0]["letter"], json!(null));
    assert_eq!(
        told["items"][0]["next"],
        json!([{ "stage": "friendly", "date": "2026-12-03" }])
    );
    world.done(&["dispute", "1002", "--reason", "not delivered"]);
    let text = world.done(&["rules", "explain", "1002"]);
    assert!(
        text.contains("500,00\u{a0}NOK waits: ") && text.contains("not delivered"),
        "{text}"
    );
    world.refused(&["rules", "explain", "9999"]);
}
