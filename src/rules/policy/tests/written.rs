//! What the files say: the shipped policies, what settings change of them, and slips in them.

use super::*;

fn stage<'p>(policy: &'p Policy, name: &str) -> &'p Stage {
    policy
        .stages
        .iter()
        .find(|stage| stage.name == name)
        .unwrap()
}

#[test]
fn norway_gets_three_letters_before_the_agency_one_of_them_free() {
    // FMVA § 4-7-1: three reminders are the evidence that VAT relief asks for.
    let policies = Policies::load("NO", None).unwrap();
    for policy in [&policies.business, &policies.consumer] {
        let does: Vec<StageDoes> = policy.stages.iter().map(|stage| stage.does).collect();
        assert_eq!(
            does,
            [
                StageDoes::Letter(LetterKind::Friendly),
                StageDoes::Letter(LetterKind::Reminder),
                StageDoes::Letter(LetterKind::Notice),
                StageDoes::HandOver,
            ]
        );
        let fees: Vec<FeeAsked> = policy.stages.iter().map(|stage| stage.fee).collect();
        assert_eq!(
            fees,
            [FeeAsked::No, FeeAsked::Most, FeeAsked::Most, FeeAsked::No]
        );
    }
}

#[test]
fn row_35_the_first_letter_is_friendly_free_and_within_the_week() {
    for country in COUNTRIES {
        let policies = Policies::load(country, None).unwrap();
        for policy in [&policies.business, &policies.consumer] {
            let first = &policy.stages[0];
            assert_eq!(first.does, StageDoes::Letter(LetterKind::Friendly));
            assert_eq!((first.after_due, first.after_due_new), (5, Some(2)));
            assert_eq!(
                (first.fee, first.interest, policy.new_until),
                (FeeAsked::No, false, 3)
            );
            assert_eq!(
                policy.stages.last().map(|stage| stage.does),
                Some(StageDoes::HandOver)
            );
            assert!(policy.extension.max_times > 0 && policy.plan.max_months > 0);
        }
    }
}

#[test]
fn a_country_without_a_policy_has_the_general_one() {
    let version = |country| Policies::load(country, None).unwrap().version;
    assert_eq!(version("DE"), version("eu"));
    assert!(version("DE").starts_with("eu-"));
    assert_ne!(version("no"), version("se"));
}

#[test]
fn settings_change_a_policy_key_by_key() {
    let policies = loaded(
        "no",
        r#"
locale = "en"
[reminders]
grace-days = 4
minimum = { NOK = 100 }
[reminders.business]
grace-days = 5
[reminders.business.stage.reminder]
after-due = 21
fee = "20.00"
[reminders.consumer]
letters = false
[reminders.plan]
max-months = 3
"#,
    );
    let (business, consumer) = (&policies.business, &policies.consumer);
    assert_eq!((business.grace_days, consumer.grace_days), (5, 4));
    let reminder = stage(business, "reminder");
    assert_eq!(reminder.after_due, 21);
    assert_eq!(reminder.fee, FeeAsked::Amount("20".parse().unwrap()));
    // Its other keys stay, and so do the other stages, currencies and limits.
    assert_eq!(
        (reminder.deadline_days, reminder.interest),
        (Some(14), true)
    );
    assert_eq!(business.stages.len(), 4);
    assert_eq!(business.minimum[&Currency::NOK], Minor(10_000));
    assert_eq!(business.minimum[&Currency::EUR], Minor(500));
    assert_eq!(
        (business.plan.max_months, business.plan.max_instalments),
        (3, 6)
    );
    assert_eq!(consumer.stages, []);
}

#[test]
fn a_customers_own_goes_before_his_groups_and_the_companys() {
    let policies = loaded(
        "no",
        r#"
[reminders.group."Big ones"]
grace-days = 7
agency = "Kreditor AS"
[reminders.customer."1042"]
grace-days = 10
[reminders.customer."7"]
letters = false
"#,
    );
    let of = |number, group, kind| {
        policies.of(Whose {
            number,
            kind,
            group,
        })
    };
    let business = CustomerKind::Business;
    assert_eq!(of("1", None, business).grace_days, 3);
    assert_eq!(of("1", Some("Big ones"), business).grace_days, 7);
    assert_eq!(of("1", Some("Small ones"), business).grace_days, 3);
    let own = of("1042", Some("Big ones"), CustomerKind::Public);
    assert_eq!(
        (own.grace_days, own.agency.as_deref()),
        (10, Some("Kreditor AS"))
    );
    let own = of("1042", Some("Small ones"), business);
    assert_eq!((own.grace_days, own.agency.as_deref()), (10, None));
    assert_eq!(of("7", None, CustomerKind::Consumer).stages, []);
    let consumer = of("1042", None, CustomerKind::Consumer);
    assert!(consumer.version.starts_with("no-consumer-"));
}

#[test]
fn a_version_tells_what_holds_and_not_how_it_is_written() {
    let version = |settings: &str| loaded("no", settings).version;
    let plain = version("");
    assert_eq!(plain, Policies::load("no", None).unwrap().version);
    let changed = version("[reminders]\ngrace-days = 4");
    assert_ne!(plain, changed);
    assert_eq!(
        changed,
        version("# why\nmouse = true\nreminders.grace-days=4  # days")
    );
    let fee = |fee: &str| version(&format!("reminders.stage.reminder.fee = {fee}"));
    assert_eq!(fee("\"20\""), fee("\"20.00\""));
    assert_eq!(fee("20"), fee("\"20.00\""));
    assert_ne!(fee("20"), fee("21"));
    assert_ne!(plain, version("[reminders.customer.7]\nletters = false"));
}

/// Slips of the settings: the key of the fault, its line, and the key that it names.
const SLIPS: [(&str, &str, u64, &str); 24] = [
    ("\n[reminders\n", "malformed", 2, ""),
    (
        "[reminders]\ngrace = 1",
        "unknown-key",
        2,
        "reminders.grace",
    ),
    (
        "[reminders.stage.notice]\ntune = 1",
        "unknown-key",
        2,
        "reminders.stage.notice.tune",
    ),
    (
        "[reminders.plan]\nmonths = 1",
        "unknown-key",
        2,
        "reminders.plan.months",
    ),
    ("reminders = 1", "not-a-table", 1, "reminders"),
    (
        "[reminders]\nletters = \"no\"",
        "not-a-flag",
        2,
        "reminders.letters",
    ),
    (
        "[reminders]\ngrace-days = -1",
        "not-a-count",
        2,
        "reminders.grace-days",
    ),
    (
        "[reminders]\ngrace-days = 4000",
        "not-a-count",
        2,
        "reminders.grace-days",
    ),
    (
        "[reminders]\ngrace-days = 1.5",
        "not-a-count",
        2,
        "reminders.grace-days",
    ),
    (
        "[reminders]\n[reminders.minimum]\nKRONER = 1",
        "not-a-currency",
        3,
        "reminders.minimum.KRONER",
    ),
    (
        "[reminders]\nminimum = { NOK = \"0.001\" }",
        "not-an-amount",
        2,
        "reminders.minimum.NOK",
    ),
    (
        "[reminders]\nminimum = { NOK = 0.5 }",
        "not-an-amount",
        2,
        "reminders.minimum.NOK",
    ),
    (
        "[reminders]\nagreed-rate = \"101\"",
        "not-a-rate",
        2,
        "reminders.agreed-rate",
    ),
    (
        "[reminders.stage.reminder]\nfee = \"lots\"",
        "not-a-fee",
        2,
        "reminders.stage.reminder.fee",
    ),
    ("[reminders]\nagency = 7", "not-text", 2, "reminders.agency"),
    (
        "[reminders]\nstages = \"notice\"",
        "not-a-list",
        2,
        "reminders.stages",
    ),
    (
        "[reminders]\ncharges-alone = \"keep\"",
        "not-a-choice",
        2,
        "reminders.charges-alone",
    ),
    (
        "[reminders.stage.reminder]\nchannels = [\"pigeon\"]",
        "not-a-choice",
        2,
        "reminders.stage.reminder.channels",
    ),
    (
        "[reminders]\nstages = [\"last\"]",
        "stage-unknown",
        2,
        "reminders.stages",
    ),
    (
        "[reminders]\nstages = [\"notice\", \"notice\"]",
        "stage-twice",
        2,
        "reminders.stages",
    ),
    (
        "[reminders]\nstages = [\"hand-over\", \"notice\"]",
        "hand-over-not-last",
        2,
        "reminders.stages",
    ),
    (
        "[reminders]\nstages = [\"last\"]\n[reminders.stage.last]\nafter-due = 9",
        "stage-does-nothing",
        3,
        "reminders.stage.last",
    ),
    (
        "[reminders.customer.\"å 1\"]\ngrace = 1",
        "unknown-key",
        2,
        "reminders.customer.\"å 1\".grace",
    ),
    (
        "[reminders.group.big.business]\ngrace-days = 1",
        "unknown-key",
        1,
        "reminders.group.big.business",
    ),
];

#[test]
fn a_fault_names_file_line_and_key() {
    for (settings, key, line, name) in SLIPS {
        let fault = serde_json::to_value(load("no", settings).unwrap_err()).unwrap();
        assert_eq!(fault["key"], key, "{settings}");
        assert_eq!(fault["origin"], "config.toml", "{settings}");
        assert_eq!(fault["line"], line, "{settings}: {fault}");
        assert_eq!(
            fault["name"].as_str().unwrap_or_default(),
            name,
            "{settings}"
        );
    }
}

#[test]
fn own_policies_are_bounded() {
    let many = |count: usize| {
        let own = |n| format!("[reminders.customer.{n}]\nletters = false\n");
        (0..count).map(own).collect::<Vec<_>>().concat()
    };
    assert!(load("no", &many(500)).is_ok());
    let fault = load("no", &many(501)).unwrap_err();
    assert!(
        matches!(fault, PolicyFault::TooMany { limit: 500, .. }),
        "{fault:?}"
    );
    let stages = |n| format!("[reminders.stage.s{n}]\ndoes = \"friendly\"\n");
    let stages: Vec<String> = (0..30).map(stages).collect();
    let fault = load("no", &stages.concat()).unwrap_err();
    assert!(matches!(fault, PolicyFault::TooMany { .. }), "{fault:?}");
}

#[test]
fn the_example_shows_every_key_and_each_is_understood() {
    let example = include_str!("../../../../config.example.toml");
    let start = example.find("[reminders]").unwrap();
    let shown = example[start..].split("\n[statutes]").next().unwrap();
    let keys = shown
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = ") || (line.starts_with('[') && line.ends_with(']')))
        .filter(|line| !line.starts_with("# "));
    let written = format!("[reminders]\n{}", keys.collect::<Vec<_>>().join("\n"));
    let policies = loaded("no", &written);
    // Norway's own values stand there, but for the agency and one currency of many.
    let mut plain = Policies::load("no", None).unwrap().business;
    plain.agency = Some("Kreditor AS".to_owned());
    plain.stages[1].after_due_new = Some(14);
    plain.version.clone_from(&policies.business.version);
    assert_eq!(policies.business, plain);
    let shipped = include_str!("../../../../assets/policies/no.toml");
    for line in shipped.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" = ") {
            assert!(
                written.contains(&format!("\n{key} = ")),
                "{key} is not in the example"
            );
        }
    }
}
