//! One key changed: the answers that it is about change, and no other.

use super::table::cases;
use super::*;

/// The cases of Norway whose verdict, advance or rules a change of the settings changes.
fn changed(settings: &str) -> Vec<&'static str> {
    let before = CreditPolicies::load("no", None).unwrap();
    let after = loaded("no", settings);
    let mut names = Vec::new();
    for case in cases().iter().filter(|case| case.country == "no") {
        let answer = |policies: &CreditPolicies| {
            let answer = judged(policies, "no", &case.facts, case.amount);
            (answer.verdict, answer.prepay_percent, answer.rules())
        };
        if answer(&before) != answer(&after) {
            names.push(case.name);
        }
    }
    names
}

/// A key with what it is set to, and the cases that change.
const KEYS: &[(&str, &str, &[&str])] = &[
    (
        "no-check-below",
        "{ NOK = \"0.00\" }",
        &[
            "a trifle to a stranger",
            "a person, a trifle",
            "a bad class",
            "the worst class",
            "a class in small letters",
            "late by a week",
            "late by more",
            "late by a month",
            "late by more than a month",
            "a slip that is old",
            "a person much late",
            "reminded",
            "at the notice",
            "at the agency",
            "one promise broken",
            "two promises broken",
            "later than a year ago",
            "as late as ever",
            "early once, late now",
            "disputed",
            "without a rate",
            "bankrupt",
            "told of a hold",
            "on cash only",
            "stopped",
            "a hold that ran out",
            "a hold on its last day",
            "a payment default",
            "a default of long ago",
            "an override",
            "an override on its last day",
            "an override that ran out",
            "an override of less",
            "a weaker override",
            "a weaker override lifts what it reaches",
            "an override with nothing to lift",
            "nothing lifts a bankruptcy",
        ],
    ),
    (
        "check-above",
        "{ NOK = \"6000.00\" }",
        &[
            "a little to a stranger",
            "more to a stranger",
            "a new customer, more",
            "a new customer, a little",
            "often a customer, not long",
            "a known one, the usual",
            "a known one, at the edge",
            "a known person",
            "an old check and little",
            "a good class",
            "a middling class",
            "late by a week",
            "late by more",
            "late by a month",
            "late by more than a month",
            "a person much late",
        ],
    ),
    (
        "check-days",
        "30",
        &[
            "a checked one",
            "the bureau advised less than his own limit",
            "the bureau's advice is the limit",
            "within the tolerance",
            "over the tolerance by a crown",
            "over the limit already",
            "orders count",
            "a guarantee makes room",
            "most of an almost empty ledger",
            "a third, all owing a crown too little for a share",
            "his own limit",
            "a limit of nothing",
            "large for the company",
            "a third of all",
            "a third of little",
        ],
    ),
    (
        "check-public",
        "true",
        &["a public body", "a public body of a bad class"],
    ),
    ("new-days", "10", &["often a customer, not long"]),
    (
        "new-invoices",
        "41",
        &[
            "a known one, the usual",
            "a known one, at the edge",
            "a known person",
            "an old check and little",
            "what is secured in full needs no check",
            "the best class",
            "a good class",
            "a middling class",
        ],
    ),
    (
        "new-limit",
        "{ NOK = \"14999.00\" }",
        &["a little to a stranger", "a person, more"],
    ),
    (
        "default-limit",
        "{ NOK = \"39000.00\" }",
        &[
            "much to a stranger",
            "too much for a stranger",
            "a person, over the limit",
            "a known one, the usual",
            "a known one, at the edge",
            "a known one, over the edge",
            "a checked one",
            "a check of a year and a day",
            "a public body",
            "within the tolerance",
            "over the tolerance by a crown",
            "a guarantee makes room",
            "most of an almost empty ledger",
            "a third, all owing a crown too little for a share",
            "small sales add up",
            "a third of all",
            "a third of little",
            "the best class",
            "a good class",
            "a middling class",
            "much late",
            "much late for days",
        ],
    ),
    ("limit-tolerance-percent", "0", &["within the tolerance"]),
    (
        "over-limit",
        "\"hold\"",
        &[
            "too much for a stranger",
            "a person, over the limit",
            "over the tolerance by a crown",
            "over the limit already",
            "orders count",
            "a limit of nothing",
        ],
    ),
    (
        "bad-classes",
        "[\"C\", \"D\", \"B\"]",
        &["a middling class"],
    ),
    (
        "bad-class",
        "\"hold\"",
        &[
            "a bad class",
            "a bad class, more",
            "the worst class",
            "a class in small letters",
            "a public body of a bad class",
            "an override",
            "an override on its last day",
            "an override that ran out",
            "an override of less",
            "a weaker override lifts what it reaches",
        ],
    ),
    (
        "prepay-percent",
        "75",
        &[
            "large for the company",
            "a third of all",
            "a bad class",
            "a bad class, more",
            "a public body of a bad class",
            "two promises broken",
            "an override that ran out",
            "an override of less",
        ],
    ),
    (
        "prepay-above",
        "{ NOK = \"189999.00\" }",
        &[
            "too much for a stranger",
            "the bureau's advice is the limit",
            "his own limit",
        ],
    ),
    ("prepay-share-percent", "80", &["a third of all"]),
    (
        "prepay-share-from",
        "{ NOK = \"100001.00\" }",
        &["a third of all"],
    ),
    (
        "prepay-share-receivables",
        "{ NOK = \"1000.00\" }",
        &[
            "most of an almost empty ledger",
            "a third, all owing a crown too little for a share",
        ],
    ),
    (
        "overdue-least",
        "{ NOK = \"100.00\" }",
        &["a slip that is old"],
    ),
    (
        "overdue-warn-days",
        "6",
        &["late by a week", "much late for days"],
    ),
    ("block-overdue-days", "29", &["late by a month"]),
    (
        "block-overdue-amount",
        "{ NOK = \"9999.00\" }",
        &[
            "late by more",
            "late by a month",
            "late by more than a month",
        ],
    ),
    (
        "overdue-means",
        "\"prepay\"",
        &[
            "late by more than a month",
            "much late",
            "a person much late",
            "at the notice",
            "at the agency",
        ],
    ),
    ("block-from-stage", "\"reminder\"", &["reminded"]),
    ("broken-promises", "1", &["one promise broken"]),
    ("late-worse-by", "6", &["early once, late now"]),
    ("notice.default", "\"stop\"", &["a payment default"]),
    ("notice.bad-class", "\"stop\"", &[]),
    ("default-days", "300", &["a payment default"]),
    ("override-days", "1", &[]),
    ("review-months", "1", &[]),
    ("stale-months", "1", &[]),
    ("max-terms-days", "1", &[]),
    ("terms-step", "1", &[]),
    ("max-discount-percent", "0", &[]),
    ("shorten-above-days", "0", &[]),
    ("second-person", "[]", &[]),
    ("security-warn-days", "1", &[]),
    ("concentration-top", "1", &[]),
    ("concentration-percent", "1", &[]),
    ("warn-from", "1", &[]),
    ("weight.bureau", "0", &[]),
];

#[test]
fn a_key_changes_what_it_is_about_and_no_other() {
    let mut wrong = Vec::new();
    for (key, value, names) in KEYS {
        let found = changed(&format!("[credit]\n{key} = {value}"));
        if found != *names {
            wrong.push(format!("    (\"{key}\", {value:?}, &{found:?}),"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_key_is_tried() {
    let policy = CreditPolicies::load("no", None).unwrap().business;
    let written = serde_json::to_value(&policy).unwrap();
    let keys = written.as_object().unwrap().keys();
    let keys = keys.map(|key| key.replace('_', "-"));
    for key in keys.filter(|key| !["version", "weights"].contains(&key.as_str())) {
        let tried = KEYS
            .iter()
            .any(|(tried, _, _)| tried.split('.').next() == Some(&key));
        assert!(tried, "{key}");
    }
}
