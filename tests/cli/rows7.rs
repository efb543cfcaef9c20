//! Customers and credit, held to the advice that they put into practice. A row whose test stands elsewhere is named
//! here too, so that each is found:
//!
//! | row | advice | test |
//! |---|---|---|
//! | 1 | sales above an amount are checked | `row_1_a_sale_above_the_policys_amount_asks_for_a_check`, `credit::row_1_…` |
//! | 2 | customers are watched, not only new ones | `credit::row_2_…`, `row_2_own_experience_warns_too` |
//! | 3 | a bad class or a large amount: part in advance | `row_3_a_bad_class_or_a_large_amount_pays_in_advance` |
//! | 4 | or a security | `credit::row_4_…`, `row_4_a_guarantee_raises_what_can_be_sold_until_its_last_day` |
//! | 5 | no check where it costs more than it saves, and that is written down | `row_5_…` |
//! | 6 | proof goes along to the agency | `credit::row_6_…` |
//! | 7 | a written policy | `rules::row_7_…`, `row_7_each_entry_names_its_policy` |
//! | 8 | limits and overrides have a reason and an end | `row_8_…`, `credit::rows_8_and_10_…` |
//! | 9 | decisions are looked at again | `credit::row_9_…` |
//! | 10 | credit is no way to keep sales going | `row_10_…`, `credit::rows_8_and_10_…` |
//! | 11 | sales see how the old invoices are paid | `row_11_and_pain_22_…` |
//! | 12 | trouble stops credit; change tells more than level | `row_12_…`, `row_2_…` |
//! | 13 | long terms and deliveries to who is late are listed | `row_13_…` |
//! | 14 | terms are agreed early | `row_14_…`, `reminders::rows::row_14_…` |
//! | 15 | whole weeks | `row_15_…` |
//! | 16 | shorter terms for slow payers | `row_16_…` |
//! | 17 | accounts are audited | `row_17_…` |
//! | 18 | correct data, within privacy law | `register::row_18_…` (two), `row_18_two_customers_that_may_be_one_are_listed` |
//! | 19 | data get old | `credit::row_19_…`, `row_19_returned_mail_is_in_the_queue` |
//! | 20 | changes are logged, and some need two | `register::row_20_…` (three) |
//! | 21 | newcomers have a policy with its reasons | `row_21_…` (two), `terminal: a_newcomer_is_asked_…` |
//! | 22 | one area at a time | `row_22_each_area_answers_alone` |
//! | 46 | risk from own data | `rows_46_and_12_…` |
//! | 47 | exceptions are listed | `row_47_…` |
//! | pain 22 | a credit block too late, bypassed, or blind to what is overdue | `row_11_and_pain_22_…` |

use serde_json::{Value, json};

use crate::support::{World, keys};

/// Five firms and a person: one good, one bad by class, one slow, one late, one new.
const CUSTOMERS: &str = "customer_no,name,kind,org_no,risk_class,terms_days,credit_limit,email,postcode,city\n\
    1,Good AS,business,923609016,A,14,100000,post@good.no,0150,Oslo\n\
    2,Bad AS,business,,C,14,,post@bad.no,0150,Oslo\n\
    3,Slow AS,business,,,30,50000,post@slow.no,0150,Oslo\n\
    4,Late AS,business,,,90,,post@late.no,0150,Oslo\n\
    5,New AS,business,,,14,,post@new.no,0150,Oslo\n\
    6,Kari Nes,consumer,,,14,,kari@nes.no,0150,Oslo\n";

const HEAD: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n";

fn book() -> World {
    World::with_customers(CUSTOMERS)
}

/// Invoices of a customer, each issued and due on a day.
fn invoiced(world: &World, customer: &str, invoices: &[(&str, &str, &str, &str)]) {
    let rows = invoices.iter().map(|(number, issued, due, amount)| {
        format!("{number},{customer},{issued},{due},{amount},NOK,\n")
    });
    let text = format!("{HEAD}{}", rows.collect::<String>());
    world.take(&format!("invoices-{}.csv", invoices[0].0), text);
}

/// So much that nobody else's share of all is large.
fn others_owe(world: &World) {
    let large = ("X1", "2026-11-01", "2027-01-30", "1000000.00");
    invoiced(world, "4", &[large]);
}

/// Pays an invoice on a day.
fn paid(world: &World, number: &str, day: &str, amount: &str) {
    let text = format!(
        "payment_id,booking_date,amount,currency,text\np-{number},{day},{amount},NOK,faktura {number}\n"
    );
    world.take(&format!("payment-{number}.csv"), text);
    world.done(&["accept", &format!("p-{number}={number}")]);
}

fn assess(world: &World, customer: &str, amount: &str) -> Value {
    world.json(&["assess", customer, amount])
}

fn rules(answer: &Value) -> Vec<&str> {
    let reasons = answer["reasons"].as_array().unwrap().iter();
    reasons
        .map(|reason| reason["rule"].as_str().unwrap())
        .collect()
}

fn verdict(answer: &Value) -> &str {
    answer["verdict"].as_str().unwrap()
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer[name].as_array().unwrap()
}

fn numbers<'a>(answer: &'a Value, name: &str) -> Vec<&'a str> {
    let rows = list(answer, name).iter();
    rows.map(|row| row["customer_no"].as_str().unwrap())
        .collect()
}

#[test]
fn the_answer_to_a_sale_has_its_shape_and_says_nothing_but_strings_and_whole_percents() {
    let world = book();
    let answer = assess(&world, "5", "20000");
    for key in [
        "verdict",
        "prepay_percent",
        "currency",
        "reasons",
        "exposure",
        "limit",
    ] {
        assert!(keys(&answer).contains(&key), "{key}: {answer}");
    }
    assert_eq!(
        (&answer["currency"], &answer["exposure"], &answer["limit"]),
        (&json!("NOK"), &json!("0.00"), &json!("100000.00"))
    );
    assert_eq!(answer["prepay_percent"], json!(null));
    for reason in list(&answer, "reasons") {
        for key in ["rule", "says", "because"] {
            assert!(!reason[key].as_str().unwrap().is_empty(), "{reason}");
        }
    }
    // Not on record unless that is asked for.
    assert_eq!(
        list(&world.json(&["customer", "records", "5"]), "records").len(),
        0
    );
    assert!(world.misused(&["assess", "5"]).contains("assess 100 5000"));
    world.misused(&["assess", "5", "much"]);
    assert!(world.refused(&["assess", "99", "5"]).contains("99"));
    let csv = world.done(&["assess", "5", "20000", "--format", "csv"]);
    assert!(
        csv.starts_with("rule,says,because\nnew-unchecked,check,"),
        "{csv}"
    );
}

#[test]
fn one_who_is_not_in_the_register_is_judged_by_what_is_typed() {
    let world = book();
    let check = world.json(&["assess", "--new", "20000"]);
    assert_eq!(
        (verdict(&check), &check["customer_no"]),
        ("check", &json!(null))
    );
    let low = world.json(&["assess", "--new", "Berg AS", "3000"]);
    assert_eq!(verdict(&low), "approve");
    let bad = world.json(&["assess", "--new", "3000", "--risk-class", "D"]);
    assert_eq!(
        (verdict(&bad), &bad["prepay_percent"]),
        ("prepay", &json!(100))
    );
    let person = ["assess", "--new", "3000", "--kind", "consumer"];
    assert_eq!(world.json(&person)["limit"], json!("20000.00"));
    let public = ["assess", "--new", "60000", "--kind", "public"];
    assert!(rules(&world.json(&public)).contains(&"public-body"));
    world.misused(&["assess", "--new", "3000", "--record"]);
    world.misused(&["assess", "5", "3000", "--kind", "public"]);
}

#[test]
fn row_1_a_sale_above_the_policys_amount_asks_for_a_check() {
    let world = book();
    others_owe(&world);
    let answer = assess(&world, "1", "60000");
    assert_eq!((verdict(&answer), rules(&answer)[0]), ("check", "no-check"));
    world.done(&["check", "add", "1", "--source", "Proff", "--class", "A"]);
    let answer = assess(&world, "1", "60000");
    assert_eq!(verdict(&answer), "approve");
    assert!(rules(&answer).contains(&"checked-class"));
}

#[test]
fn row_3_a_bad_class_or_a_large_amount_pays_in_advance() {
    let world = book();
    let bad = assess(&world, "2", "1000");
    assert_eq!(
        (verdict(&bad), &bad["prepay_percent"]),
        ("prepay", &json!(50))
    );
    assert!(rules(&bad).contains(&"bad-class"));
    world.done(&["limit", "1", "2000000", "--reason", "a large customer"]);
    let large = assess(&world, "1", "600000");
    assert_eq!(verdict(&large), "prepay");
    assert!(rules(&large).contains(&"large-amount"), "{large}");
}

#[test]
fn row_4_a_guarantee_raises_what_can_be_sold_until_its_last_day() {
    let mut world = book();
    others_owe(&world);
    assert_eq!(verdict(&assess(&world, "1", "130000")), "prepay");
    world.done(&["check", "add", "1", "--source", "Proff"]);
    world.done(&[
        "security",
        "add",
        "1",
        "50000",
        "--kind",
        "guarantee",
        "--issuer",
        "DNB",
        "--until",
        "2026-12-31",
    ]);
    assert_eq!(verdict(&assess(&world, "1", "130000")), "approve");
    world.on("2027-01-01");
    let answer = assess(&world, "1", "130000");
    assert!(rules(&answer).contains(&"over-limit"), "{answer}");
}

#[test]
fn row_5_that_no_check_was_needed_is_a_decision_on_record() {
    let world = book();
    let answer = world.json(&["assess", "5", "1000", "--record"]);
    assert_eq!(verdict(&answer), "approve");
    assert!(
        answer["entry"].is_i64() || answer["entry"].is_u64(),
        "{answer}"
    );
    let records = world.json(&["customer", "records", "5"]);
    let [kept] = list(&records, "records") else {
        panic!("{records}");
    };
    assert_eq!(
        (&kept["kind"], &kept["verdict"]),
        (&json!("assessment"), &json!("approve"))
    );
    let why = kept["rules"].as_array().unwrap();
    assert!(why.contains(&json!("low-amount")), "{records}");
    world.done(&["undo"]);
    let records = world.json(&["customer", "records", "5"]);
    assert!(
        list(&records, "records")
            .iter()
            .all(|line| line["counts"] == json!(false))
    );
    // A rehearsal records nothing.
    world.json(&["assess", "5", "1000", "--record", "--dry-run"]);
    let again = world.json(&["customer", "records", "5"]);
    assert_eq!(
        list(&again, "records").len(),
        list(&records, "records").len()
    );
    world.sound();
}

#[test]
fn row_7_each_entry_names_its_policy() {
    let world = book();
    let answer = assess(&world, "1", "10");
    assert!(
        answer["policy"]
            .as_str()
            .unwrap()
            .starts_with("no-credit-business-")
    );
    let printed = world.json(&["rules", "print"]);
    let credit = list(&printed, "credit");
    assert_eq!(credit[0]["version"], answer["policy"]);
    assert!(printed["version"].as_str().unwrap().contains("no-credit-"));
}

#[test]
fn row_8_a_limit_has_a_reason_and_an_override_an_end() {
    let world = book();
    world.misused(&["limit", "5", "5000"]);
    world.done(&["limit", "5", "5 000", "--reason", "asked for"]);
    assert_eq!(assess(&world, "5", "0")["limit"], json!("5000.00"));
    let history = world.json(&["customer", "history", "5"]);
    assert_eq!(list(&history, "history")[0]["reason"], json!("asked for"));
    world.done(&["limit", "5", "none", "--reason", "by the policy"]);
    assert_eq!(assess(&world, "5", "0")["limit"], json!("100000.00"));
    // Nobody passes over a verdict without an end.
    world.misused(&["assess", "2", "1000", "--override", "they are honest"]);
    let mut passed = vec!["assess", "2", "1000", "--override", "they are honest"];
    passed.extend(["--until", "2026-12-01"]);
    let answer = world.json(&passed);
    assert_eq!(verdict(&answer), "approve");
    assert!(rules(&answer).contains(&"overridden"));
    // For sales up to that amount.
    assert_eq!(verdict(&assess(&world, "2", "1001")), "prepay");
    // What nothing stands against needs none.
    world.misused(&[
        "assess",
        "1",
        "10",
        "--override",
        "why not",
        "--until",
        "2026-12-01",
    ]);
    world.sound();
}

#[test]
fn row_10_each_exception_is_listed_with_what_became_of_it() {
    let world = book();
    world.done(&[
        "assess",
        "2",
        "1000",
        "--override",
        "a promise",
        "--until",
        "2026-12-01",
    ]);
    let overrides = world.json(&["credit", "overrides"]);
    let [line] = list(&overrides, "overrides") else {
        panic!("{overrides}");
    };
    assert_eq!(
        (&line["customer_no"], &line["reason"], &line["until"]),
        (&json!("2"), &json!("a promise"), &json!("2026-12-01"))
    );
}

/// The block comes before the sale, counts orders on their way, looks at what is overdue, and a way round it is logged
/// and ends.
#[test]
fn row_11_and_pain_22_the_block_comes_before_the_sale_and_by_what_is_overdue() {
    let mut world = book();
    others_owe(&world);
    invoiced(
        &world,
        "1",
        &[("A1", "2026-09-01", "2026-09-15", "1000.00")],
    );
    let answer = assess(&world, "1", "1000");
    assert_eq!(
        (verdict(&answer), rules(&answer)[0]),
        ("hold", "overdue-long")
    );
    let card = world.json(&["customer", "show", "1"]);
    assert_eq!(card["credit"]["verdict"], json!("hold"));
    paid(&world, "A1", "2026-11-20", "1000.00");
    assert_eq!(verdict(&assess(&world, "1", "1000")), "approve");
    // An order counts before its invoice, until it ends.
    world.done(&["check", "add", "1", "--source", "Proff"]);
    world.done(&["order", "add", "1", "O-1", "95000"]);
    let answer = assess(&world, "1", "30000");
    assert_eq!(answer["exposure"], json!("95000.00"));
    assert!(rules(&answer).contains(&"over-limit"), "{answer}");
    // The exception ends by itself.
    world.done(&[
        "assess",
        "1",
        "30000",
        "--override",
        "last load",
        "--until",
        "2026-11-30",
    ]);
    assert_eq!(verdict(&assess(&world, "1", "30000")), "approve");
    world.on("2026-12-01");
    assert_ne!(verdict(&assess(&world, "1", "30000")), "approve");
}

#[test]
fn row_12_a_hold_answers_before_anything_else_and_sales_read_it() {
    let world = book();
    world.done(&[
        "credit-hold",
        "set",
        "1",
        "stop",
        "--reason",
        "no accounts filed",
    ]);
    let answer = assess(&world, "1", "10");
    assert_eq!((verdict(&answer), rules(&answer)[0]), ("hold", "held"));
    assert!(
        answer["reasons"][0]["because"]
            .as_str()
            .unwrap()
            .contains("no accounts filed")
    );
    let held = world.json(&["customer", "list", "--held"]);
    assert_eq!(numbers(&held, "customers"), ["1"]);
    assert_eq!(held["customers"][0]["hold"], json!("stop"));
    let text = world.done(&["report", "holds", "--format", "text"]);
    assert!(text.contains("1 Good AS"), "{text}");
}

#[test]
fn row_13_long_terms_and_deliveries_while_late_are_listed() {
    let world = book();
    let audit = world.json(&["report", "audit"]);
    let late = list(&audit, "audit")
        .iter()
        .find(|line| line["customer_no"] == "4");
    let findings = list(late.unwrap(), "findings").iter();
    let findings: Vec<&str> = findings.map(|of| of["finding"].as_str().unwrap()).collect();
    assert!(findings.contains(&"terms-too-long"), "{audit}");
    assert!(
        list(
            &world.json(&["report", "late-deliveries"]),
            "late_deliveries"
        )
        .is_empty()
    );
    invoiced(
        &world,
        "4",
        &[
            ("L1", "2026-08-01", "2026-09-01", "1000.00"),
            ("L2", "2026-10-15", "2026-12-15", "2000.00"),
        ],
    );
    let late = world.json(&["report", "late-deliveries"]);
    let [delivery] = list(&late, "late_deliveries") else {
        panic!("{late}");
    };
    assert_eq!(
        (
            &delivery["invoice"],
            &delivery["amount"],
            &delivery["days_late"]
        ),
        (&json!("L2"), &json!("2000.00"), &json!(44))
    );
}

#[test]
fn row_14_what_was_not_agreed_is_named_and_not_claimed() {
    let world = World::bare();
    world.done(&["init", "--company", "Nord AB", "--country", "se"]);
    world.take(
        "customers.csv",
        "customer_no,name,kind\n1,Kund AB,business\n",
    );
    let faults = |world: &World| {
        let card = world.json(&["customer", "show", "1"]);
        let faults = list(&card, "faults").iter();
        let keys: Vec<String> = faults
            .map(|fault| fault["key"].as_str().unwrap().to_owned())
            .collect();
        keys
    };
    assert!(faults(&world).contains(&"fee-not-agreed".to_owned()));
    world.done(&["customer", "edit", "1", "agreed_fee_date=2026-11-01"]);
    assert!(!faults(&world).contains(&"fee-not-agreed".to_owned()));
}

#[test]
fn row_15_terms_that_are_no_whole_weeks_are_doubted() {
    let world = book();
    let doubts = |number: &str| {
        let card = world.json(&["customer", "show", number]);
        let doubts = list(&card, "terms_doubts").iter();
        let keys: Vec<String> = doubts
            .map(|doubt| doubt["key"].as_str().unwrap().to_owned())
            .collect();
        keys
    };
    assert!(doubts("3").contains(&"not-whole-weeks".to_owned()));
    assert!(!doubts("1").contains(&"not-whole-weeks".to_owned()));
    assert!(doubts("4").contains(&"too-long".to_owned()));
}

/// Paid a fortnight late and more on average: the next whole week down.
#[test]
fn row_16_slow_payers_are_offered_shorter_terms() {
    let world = book();
    invoiced(
        &world,
        "3",
        &[
            ("S1", "2026-08-01", "2026-08-31", "1000.00"),
            ("S2", "2026-11-01", "2026-12-01", "1000.00"),
        ],
    );
    paid(&world, "S1", "2026-09-25", "1000.00");
    let terms = world.json(&["report", "terms"]);
    let [line] = list(&terms, "shorter_terms") else {
        panic!("{terms}");
    };
    assert_eq!(
        (
            &line["customer_no"],
            &line["from_days"],
            &line["to_days"],
            &line["days_late"]
        ),
        (&json!("3"), &json!(30), &json!(28), &json!(25))
    );
    world.done(&["customer", "edit", "3", "terms=28", "--reason", "pays late"]);
    assert_eq!(
        world.json(&["report", "terms"])["shorter_terms"][0]["from_days"],
        json!(28)
    );
}

#[test]
fn row_17_the_audit_names_what_is_outside_the_policy() {
    let world = book();
    let audit = world.json(&["report", "audit"]);
    let found = |number: &str| -> Vec<String> {
        let line = list(&audit, "audit")
            .iter()
            .find(|line| line["customer_no"] == number);
        let findings = line
            .map(|line| list(line, "findings").to_vec())
            .unwrap_or_default();
        findings
            .iter()
            .map(|of| of["finding"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(
        found("1").contains(&"limit-without-check".to_owned()),
        "{audit}"
    );
    assert!(
        found("3").contains(&"terms-not-whole-weeks".to_owned()),
        "{audit}"
    );
    assert!(
        !found("5").contains(&"terms-too-long".to_owned()),
        "{audit}"
    );
    let csv = world.done(&["report", "audit", "--format", "csv"]);
    assert!(csv.starts_with("customer_no,name,finding,says\n"), "{csv}");
}

#[test]
fn row_18_two_customers_that_may_be_one_are_listed() {
    let world = book();
    assert!(list(&world.json(&["customer", "duplicates"]), "duplicates").is_empty());
    world.done(&[
        "customer",
        "new",
        "name=Good A/S",
        "org_no=923 609 016",
        "--number",
        "9",
        "--override",
        "another branch, as it seemed",
    ]);
    let found = world.json(&["customer", "duplicates"]);
    let [pair] = list(&found, "duplicates") else {
        panic!("{found}");
    };
    let mut both = [
        pair["customer_no"].as_str().unwrap(),
        pair["other_no"].as_str().unwrap(),
    ];
    both.sort_unstable();
    assert_eq!(both, ["1", "9"]);
    assert!(pair["alike"].as_array().unwrap().contains(&json!("org-no")));
    world.done(&["customer", "merge", "9", "1", "--reason", "the same firm"]);
    assert!(list(&world.json(&["customer", "duplicates"]), "duplicates").is_empty());
}

#[test]
fn row_19_returned_mail_is_in_the_queue() {
    let world = book();
    let faults = |number: &str| -> Vec<String> {
        let stale = world.json(&["customer", "stale"]);
        let lines = list(&stale, "stale").iter();
        let his = lines.filter(|line| line["customer_no"] == number);
        his.map(|line| line["fault"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(!faults("1").contains(&"channel-stopped".to_owned()));
    world.done(&["outbox", "stop", "1", "email", "--reason", "bounced"]);
    assert!(faults("1").contains(&"channel-stopped".to_owned()));
    let marked = world.json(&["customer", "list", "--faulty"]);
    assert!(numbers(&marked, "customers").contains(&"1"), "{marked}");
}

/// Each rule has a reason, in each language; the amounts go by the company's size.
#[test]
fn row_21_each_rule_of_the_ready_policy_says_why_in_each_language() {
    let world = book();
    for (locale, why) in [
        ("en", "A check costs more than what is lost on less."),
        ("nb", "En sjekk koster mer enn det som tapes på mindre."),
        (
            "sv",
            "En kontroll kostar mer än vad som förloras på mindre.",
        ),
    ] {
        let settings = world.write(
            &format!("{locale}.toml"),
            format!("locale = \"{locale}\"\n"),
        );
        let settings = settings.to_str().unwrap().to_owned();
        let printed = world.done(&["--config", &settings, "rules", "print", "--why"]);
        assert!(printed.contains(why), "{locale}: {printed}");
        // The first of each kind of rule is followed by its reason.
        let rules = printed
            .lines()
            .filter(|line| line.starts_with("* "))
            .count();
        let reasons = printed
            .lines()
            .filter(|line| line.starts_with("    "))
            .count();
        assert!(
            reasons >= 30 && rules > reasons,
            "{locale}: {rules} {reasons}"
        );
        assert!(
            !world
                .done(&["--config", &settings, "rules", "print"])
                .contains(why)
        );
    }
}

#[test]
fn row_21_the_amounts_of_the_policy_go_by_the_companys_size() {
    let world = World::bare();
    let made = [
        "init",
        "--company",
        "Stor AS",
        "--country",
        "no",
        "--size",
        "large",
    ];
    world.done(&made);
    let limit = |world: &World| world.json(&["assess", "--new", "1"])["limit"].clone();
    assert_eq!(world.json(&["rules", "size"])["size"], json!("large"));
    assert_eq!(limit(&world), json!("1000000.00"));
    world.done(&["rules", "size", "small"]);
    assert_eq!(limit(&world), json!("100000.00"));
    world.done(&["undo"]);
    assert_eq!(limit(&world), json!("1000000.00"));
    world.refused(&["rules", "size", "large"]);
    world.misused(&["rules", "size", "huge"]);
    // The settings count over the size.
    world.write(
        "settings.toml",
        "[credit.business]\ndefault-limit = { NOK = \"7.00\" }\n",
    );
    assert_eq!(limit(&world), json!("7.00"));
    world.sound();
}

#[test]
fn row_22_each_area_answers_alone() {
    let world = World::new();
    for area in [
        &["customer", "list"][..],
        &["customer", "stale"],
        &["customer", "duplicates"],
        &["aging"],
        &["remind"],
        &["match"],
        &["rules", "print"],
        &["report", "audit"],
        &["report", "warning"],
        &["report", "holds"],
        &["report", "terms"],
        &["report", "late-deliveries"],
        &["assess", "--new", "1000"],
    ] {
        let ran = world.run(&[area, &["--format", "json"]].concat());
        assert_eq!(ran.code, 0, "{area:?}: {ran:?}");
        ran.json();
    }
    // Without a terminal nobody is asked: the usage is told.
    let bare = World::bare();
    assert!(bare.misused(&["init"]).contains("--company"));
    assert!(!bare.ledger().exists());
}

#[test]
fn row_2_own_experience_warns_too() {
    let world = book();
    invoiced(
        &world,
        "3",
        &[
            ("S1", "2025-03-01", "2025-03-31", "1000.00"),
            ("S2", "2026-08-01", "2026-08-31", "1000.00"),
            ("S3", "2026-11-01", "2026-12-01", "1000.00"),
        ],
    );
    paid(&world, "S1", "2025-04-02", "1000.00");
    paid(&world, "S2", "2026-10-10", "1000.00");
    let warnings = world.json(&["report", "warning"]);
    let slow = list(&warnings, "warnings")
        .iter()
        .find(|line| line["customer_no"] == "3");
    let says: Vec<&str> = list(slow.unwrap(), "signals")
        .iter()
        .map(|signal| signal["says"].as_str().unwrap())
        .collect();
    let later = "Was 2 days late a year ago, now 40.";
    assert!(says.contains(&later), "{warnings}");
}

/// The score is explained in words, and the settings may weigh its signs otherwise.
#[test]
fn rows_46_and_12_the_score_is_explained_and_its_weights_are_the_companys() {
    let world = book();
    invoiced(
        &world,
        "4",
        &[("L1", "2026-07-01", "2026-07-15", "1000.00")],
    );
    let score = |world: &World| {
        let warnings = world.json(&["report", "warning"]);
        let late = list(&warnings, "warnings")
            .iter()
            .find(|line| line["customer_no"] == "4");
        late.map(|line| (line["score"].as_u64().unwrap(), line["signals"].clone()))
    };
    let (before, signals) = score(&world).unwrap();
    assert!(before >= 25);
    for signal in signals.as_array().unwrap() {
        assert!(signal["points"].as_u64().unwrap() > 0, "{signal}");
        assert!(signal["says"].as_str().unwrap().ends_with('.'), "{signal}");
    }
    world.write("settings.toml", "[credit]\nwarn-from = 100\n");
    assert!(score(&world).is_none());
    let table = world.done(&["report", "warning"]);
    assert!(table.contains("largest customers owe"), "{table}");
}

#[test]
fn row_47_problem_accounts_are_listed_by_what_is_wrong() {
    let world = book();
    invoiced(
        &world,
        "3",
        &[("S1", "2026-11-01", "2026-12-01", "60000.00")],
    );
    invoiced(
        &world,
        "4",
        &[("L1", "2026-07-01", "2026-07-15", "1000.00")],
    );
    let audit = world.json(&["report", "audit"]);
    let over = list(&audit, "audit")
        .iter()
        .find(|line| line["customer_no"] == "3");
    let findings = list(over.unwrap(), "findings").iter();
    let mut findings = findings.map(|of| of["finding"].as_str().unwrap());
    assert!(
        findings.any(|finding| finding == "limit-overused"),
        "{audit}"
    );
    let overdue = world.json(&["customer", "list", "--sort", "overdue"]);
    assert_eq!(numbers(&overdue, "customers")[0], "4");
    let open = world.json(&["customer", "list", "--sort", "open"]);
    assert_eq!(numbers(&open, "customers")[0], "3");
    let card = world.json(&["customer", "show", "4"]);
    assert_eq!(card["next_action"]["key"], json!("collect"));
    let bad = world.json(&["customer", "list", "--class", "c"]);
    assert_eq!(numbers(&bad, "customers"), ["2"]);
}

#[test]
fn what_happened_with_a_customer_is_told_newest_first_and_as_far_as_it_is_asked_for() {
    let world = book();
    invoiced(
        &world,
        "1",
        &[("A1", "2026-10-01", "2026-10-15", "1000.00")],
    );
    paid(&world, "A1", "2026-11-20", "1000.00");
    world.done(&["customer", "note", "1", "calls back on Fridays"]);
    world.done(&[
        "customer",
        "edit",
        "1",
        "phone=22334455",
        "--reason",
        "he called",
    ]);
    let told = world.json(&["customer", "show", "1", "--timeline"]);
    let kinds: Vec<&str> = list(&told, "timeline")
        .iter()
        .map(|line| line["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds[0], "edit");
    for kind in ["edit", "record", "money", "document"] {
        assert!(kinds.contains(&kind), "{kind}: {told}");
    }
    assert!(
        told["timeline"][0]["says"]
            .as_str()
            .unwrap()
            .contains("he called")
    );
    let two = world.json(&["customer", "show", "1", "--timeline", "--limit", "2"]);
    assert_eq!(
        (list(&two, "timeline").len(), &two["more"]),
        (2, &json!(true))
    );
}

#[test]
fn the_list_of_customers_stands_in_the_order_of_the_countrys_alphabet() {
    let world = World::new();
    let rows = "customer_no,name\n1,Åsgård\n2,Alfa\n3,Ørn\n4,Ærlig\n5,Zulu\n";
    world.take("customers.csv", rows);
    let sorted = world.json(&["customer", "list", "--sort", "name"]);
    assert_eq!(numbers(&sorted, "customers"), ["2", "5", "4", "3", "1"]);
}
