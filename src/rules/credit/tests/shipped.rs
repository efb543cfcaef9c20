//! The shipped files: whole, explained, and changed key by key by the settings.

use super::super::load::SHIPPED;
use super::*;
use crate::domain::ledger::CompanySize;

#[test]
fn every_country_has_every_key_with_a_line_of_why_above_it() {
    let keys = |text: &str| -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let mut table = String::new();
        let mut keys = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if line.starts_with('[') {
                table = format!("{}.", line.trim_matches(['[', ']']));
            } else if let Some((key, _)) = line.split_once(" = ") {
                // Keys of one thing stand together under the line of the first; a table's line stands above it.
                let above = lines[..at]
                    .iter()
                    .rev()
                    .take_while(|line| !line.is_empty())
                    .any(|line| line.starts_with('#'));
                let heads = lines[..at]
                    .iter()
                    .rev()
                    .take_while(|line| !line.is_empty())
                    .count();
                assert!(above && heads > 0, "{line}");
                keys.push(format!("{table}{key}"));
            }
        }
        keys
    };
    let norwegian = keys(SHIPPED[0].1);
    for (country, text) in SHIPPED {
        assert_eq!(keys(text), norwegian, "{country}");
    }
    let policy = serde_json::to_value(CreditPolicies::load("no", None).unwrap().business).unwrap();
    for key in policy.as_object().unwrap().keys() {
        let key = key.replace('_', "-").replace("weights", "weight");
        let there = |written: &String| written.split('.').any(|part| part == key);
        assert!(key == "version" || norwegian.iter().any(there), "{key}");
    }
}

#[test]
fn each_narrower_table_counts_over_the_wider_one() {
    let policies = loaded(
        "no",
        r#"
        [credit]
        review-months = 10
        [credit.business]
        review-months = 9
        [credit.class.c]
        review-months = 8
        [credit.group."Chain"]
        prepay-percent = 10
        [credit.group."Chain 2"]
        review-months = 7
        "#,
    );
    let months = |kind, class, group| policies.of(Judged { kind, class, group }).review_months;
    let (firm, person) = (CustomerKind::Business, CustomerKind::Consumer);
    assert_eq!(months(person, None, None), 10);
    assert_eq!(months(firm, None, None), 9);
    assert_eq!(months(CustomerKind::Public, None, None), 9);
    assert_eq!(months(firm, Some("C "), None), 8);
    assert_eq!(months(person, Some("c"), None), 8);
    assert_eq!(months(firm, Some("C"), Some("Chain")), 8);
    assert_eq!(months(firm, Some("X"), Some("Chain")), 9);
    assert_eq!(months(firm, Some("C"), Some("Chain 2")), 7);
    assert_eq!(months(firm, None, Some("Unknown")), 9);
    let percent = |class, group| {
        let judged = Judged {
            kind: firm,
            class,
            group,
        };
        policies.of(judged).prepay_percent
    };
    assert_eq!(percent(Some("D"), None), 100);
    assert_eq!(percent(Some("D"), Some("Chain")), 10);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of slips")]
fn a_slip_is_named_with_its_file_line_and_key_and_what_is_right() {
    for (settings, line, key, fault) in [
        (
            "[credit]\ncheck-abov = 1",
            2,
            "credit.check-abov",
            "unknown-key",
        ),
        (
            "[credit]\n\ncheck-above = 5000",
            3,
            "credit.check-above",
            "not-a-table",
        ),
        (
            "[credit]\ncheck-above = { NOK = 12.5 }",
            2,
            "credit.check-above.NOK",
            "not-an-amount",
        ),
        (
            "[credit]\ncheck-above = { NOK = \"-1\" }",
            2,
            "credit.check-above.NOK",
            "not-an-amount",
        ),
        (
            "[credit]\ncheck-above = { KRONER = 1 }",
            2,
            "credit.check-above.KRONER",
            "not-a-currency",
        ),
        (
            "[credit.consumer]\ncheck-days = 1.5",
            2,
            "credit.consumer.check-days",
            "not-a-count",
        ),
        (
            "[credit]\ncheck-days = 99999",
            2,
            "credit.check-days",
            "not-a-count",
        ),
        (
            "[credit]\nprepay-percent = 101",
            2,
            "credit.prepay-percent",
            "not-a-count",
        ),
        (
            "[credit]\nprepay-percent = 0",
            2,
            "credit.prepay-percent",
            "not-positive",
        ),
        (
            "[credit]\nterms-step = 0",
            2,
            "credit.terms-step",
            "not-positive",
        ),
        (
            "[credit]\nover-limit = \"approve\"",
            2,
            "credit.over-limit",
            "not-a-choice",
        ),
        (
            "[credit]\nsecond-person = [\"everything\"]",
            2,
            "credit.second-person",
            "not-a-choice",
        ),
        (
            "[credit]\nbad-classes = \"C\"",
            2,
            "credit.bad-classes",
            "not-a-list",
        ),
        (
            "[credit.notice]\ndefault = \"shout\"",
            2,
            "credit.notice.default",
            "not-a-choice",
        ),
        (
            "[credit.weight]\nmood = 3",
            2,
            "credit.weight.mood",
            "unknown-key",
        ),
        (
            "[credit.class.X]\nnope = 1",
            2,
            "credit.class.X.nope",
            "unknown-key",
        ),
        (
            "[credit.group.\"A B\"]\nnope = 1",
            2,
            "credit.group.\"A B\".nope",
            "unknown-key",
        ),
        ("[credit]\nclass = 1", 2, "credit.class", "not-a-table"),
        ("credit = 1", 1, "credit", "not-a-table"),
        (
            "[credit]\ncheck-public = \"no\"",
            2,
            "credit.check-public",
            "not-a-flag",
        ),
        (
            "[credit.business]\nno-check-below = { NOK = 60000 }",
            2,
            "credit.business.no-check-below",
            "more-than-another",
        ),
        (
            "[credit]\noverdue-warn-days = 40",
            2,
            "credit.overdue-warn-days",
            "more-than-another",
        ),
        (
            "[credit]\nblock-overdue-days = 3",
            2,
            "credit.block-overdue-days",
            "more-than-another",
        ),
    ] {
        let found = serde_json::to_value(load("no", settings).unwrap_err()).unwrap();
        let is = (
            &found["line"],
            &found["name"],
            &found["key"],
            &found["origin"],
        );
        assert_eq!(
            is,
            (
                &line.into(),
                &key.into(),
                &fault.into(),
                &"config.toml".into()
            ),
            "{settings}"
        );
    }
    let found = load("no", "[credit]\n= 3").unwrap_err();
    assert!(matches!(found, PolicyFault::Malformed { line: 2, .. }));
}

#[test]
fn a_version_is_of_what_is_said_not_of_how() {
    let version = |settings: &str| loaded("no", settings).version;
    let shipped = CreditPolicies::load("no", None).unwrap().version;
    assert!(shipped.starts_with("no-credit-"), "{shipped}");
    assert_eq!(version("[credit]\ncheck-days = 365\n# the same"), shipped);
    assert_ne!(version("[credit]\ncheck-days = 364"), shipped);
    assert_ne!(version("[credit.group.G]\nreview-months = 1"), shipped);
    assert_eq!(version("[reminders]\nnew-until = 1"), shipped);
    assert!(
        CreditPolicies::load("xx", None)
            .unwrap()
            .version
            .starts_with("eu-")
    );
}

#[test]
fn groups_that_nobody_is_in_are_told() {
    let text = "[credit.group.\"Chain\"]\nreview-months = 1";
    let written = WrittenCredit::read(
        "no",
        CompanySize::Small,
        Some(&PolicyText::new("config.toml", text)),
    )
    .unwrap();
    assert_eq!(written.unknown(&["Chain".to_owned()]), []);
    let unknown = written.unknown(&["Other".to_owned()]);
    assert!(matches!(
        &unknown[..],
        [PolicyFault::GroupUnknown { line: 1, .. }]
    ));
}

#[test]
fn too_many_tables_are_refused() {
    let groups: Vec<String> = (0..200)
        .map(|n| format!("[credit.group.G{n}]\nreview-months = 1\n"))
        .collect();
    assert!(matches!(
        load("no", &groups.concat()),
        Err(PolicyFault::TooMany { .. })
    ));
    let classes: Vec<String> = (0..600)
        .map(|n| format!("[credit.class.K{n}]\nreview-months = 1\n"))
        .collect();
    assert!(matches!(
        load("no", &classes.concat()),
        Err(PolicyFault::TooMany { .. })
    ));
}

#[test]
fn a_notice_acts_as_the_policy_says() {
    use crate::domain::record::NoticeKind;
    let policy = CreditPolicies::load("no", None).unwrap().business;
    let acts = |notice, class| policy.on_notice(notice, class);
    assert_eq!(acts(NoticeKind::Bankruptcy, None), Some(HoldLevel::Stop));
    assert_eq!(acts(NoticeKind::Default, None), Some(HoldLevel::Prepay));
    assert_eq!(
        acts(NoticeKind::NewClass, Some("c ")),
        Some(HoldLevel::Prepay)
    );
    assert_eq!(acts(NoticeKind::NewClass, Some("A")), None);
    assert_eq!(acts(NoticeKind::Other, Some("D")), None);
    let policy = loaded(
        "no",
        "[credit.notice]\nother = \"warn\"\ndefault = \"none\"",
    )
    .business;
    assert_eq!(
        policy.on_notice(NoticeKind::Other, None),
        Some(HoldLevel::Warn)
    );
    assert_eq!(policy.on_notice(NoticeKind::Default, None), None);
}

/// What the example shows is what holds for Norwegian companies without it.
#[test]
fn the_example_of_settings_is_what_holds() {
    let example = include_str!("../../../../config.example.toml");
    let from = example.find("[credit]").unwrap();
    let until = example.find("\n[reminders]").unwrap();
    let shown: Vec<&str> = example[from..until]
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .filter(|line| {
            let table = line.starts_with('[') && line.ends_with(']');
            table || line.contains(" = ") && !line.starts_with('#')
        })
        .collect();
    let settings = shown.join("\n");
    let with = loaded("no", &settings).business;
    let without = CreditPolicies::load("no", None).unwrap().business;
    assert_eq!(with, without);
    let keys = serde_json::to_value(&with).unwrap();
    for key in keys
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| *key != "version")
    {
        let key = key.replace('_', "-").replace("weights", "credit.weight]");
        assert!(settings.contains(&key), "{key}");
    }
}

#[test]
fn a_larger_company_bears_more_and_a_person_owes_no_more_for_it() {
    for (country, _) in SHIPPED {
        let of = |size| {
            let written = WrittenCredit::read(country, size, None).unwrap();
            written.policies()
        };
        let [small, medium, large] = CompanySize::ALL.map(of);
        assert_eq!(small, CreditPolicies::load(country, None).unwrap());
        for (less, more) in [(&small, &medium), (&medium, &large)] {
            let (firm, larger) = (&less.business, &more.business);
            let amounts = [
                (&firm.no_check_below, &larger.no_check_below),
                (&firm.check_above, &larger.check_above),
                (&firm.new_limit, &larger.new_limit),
                (&firm.default_limit, &larger.default_limit),
                (&firm.prepay_above, &larger.prepay_above),
                (&firm.prepay_share_from, &larger.prepay_share_from),
                (
                    &firm.prepay_share_receivables,
                    &larger.prepay_share_receivables,
                ),
                (&firm.block_overdue_amount, &larger.block_overdue_amount),
            ];
            for (small, large) in amounts {
                assert!(small.keys().eq(large.keys()), "{country}");
                for (currency, amount) in small {
                    assert!(large[currency] > *amount, "{country} {currency:?}");
                }
            }
            assert_eq!(less.consumer.default_limit, more.consumer.default_limit);
            assert_eq!(less.consumer.check_above, more.consumer.check_above);
            // The best class is looked at last, a bad one first.
            for (currency, above) in &larger.check_above {
                let class = |name: &str| more.classes[name].business.check_above[currency];
                assert!(class("AAA") > *above && class("C") < *above, "{country}");
                assert!(class("C") > larger.no_check_below[currency], "{country}");
            }
            for (class, pair) in &more.classes {
                let before = &less.classes[class].consumer;
                assert_eq!(pair.consumer.check_above, before.check_above, "{class}");
                // Nor does a good class make a person's purse larger.
                let most = &more.consumer.check_above;
                assert_eq!(&pair.consumer.check_above, most, "{country} {class}");
            }
            assert_ne!(less.version, more.version);
        }
    }
}
