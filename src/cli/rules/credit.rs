//! The policy of credit in plain language: a list for each kind of customer, and what a class or a group has otherwise.

use serde_json::{Value, json};

use super::line::Line;
use crate::desk::{CreditPart, CreditPolicy};
use crate::domain::credit::{Reached, Verdict};
use crate::domain::customer::CustomerKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::record::{HoldLevel, NoticeKind};
use crate::text::Locale;

/// Each part with its heading. A class or a group that has nothing otherwise than its kind has no part.
pub(super) fn told(locale: &Locale, parts: &[CreditPart]) -> Vec<(String, Vec<Line>)> {
    let mut told: Vec<(String, Vec<Line>)> = Vec::new();
    let mut of_kind: Vec<Line> = Vec::new();
    for part in parts {
        let mut lines = self::lines(locale, part);
        if part.customer.is_some() || part.class.is_none() && part.group.is_none() {
            of_kind.clone_from(&lines);
        } else {
            lines.retain(|line| !of_kind.contains(line));
        }
        if !lines.is_empty() {
            told.push((heading(locale, part), lines));
        }
    }
    told
}

pub(super) fn in_json(locale: &Locale, parts: &[CreditPart]) -> Vec<Value> {
    let part = |part: &CreditPart| {
        json!({
            "kind": part.kind,
            "customer_no": part.customer.as_ref().map(|(number, _)| number),
            "class": part.class,
            "group": part.group,
            "version": part.policy.version,
            "policy": part.policy,
            "text": lines(locale, part).into_iter().map(|line| line.says).collect::<Vec<_>>(),
        })
    };
    parts.iter().map(part).collect()
}

fn heading(locale: &Locale, part: &CreditPart) -> String {
    let kind = match (&part.customer, part.kind) {
        (Some((number, name)), _) => {
            locale.say("policy.customer", &[("number", number), ("name", name)])
        }
        (None, CustomerKind::Consumer) => locale.text("policy.consumer").to_owned(),
        (None, _) => locale.text("policy.business").to_owned(),
    };
    match (&part.customer, &part.class, &part.group) {
        (None, Some(class), _) => {
            locale.say("credit-policy.class", &[("kind", &kind), ("class", class)])
        }
        (None, None, Some(group)) => {
            locale.say("credit-policy.group", &[("kind", &kind), ("group", group)])
        }
        _ => kind,
    }
}

/// What is said, each with the figures of the policy.
struct Teller<'a> {
    locale: &'a Locale,
    currency: Currency,
    lines: Vec<Line>,
}

impl Teller<'_> {
    fn say(&mut self, key: &str, facts: &[(&str, &str)]) {
        let says = self.locale.say(&format!("credit-policy.{key}"), facts);
        self.lines
            .push(Line::new(self.locale, "credit-why", key, says));
    }

    /// An amount that the policy has in the company's currency.
    fn amount(&self, of: &std::collections::BTreeMap<Currency, Minor>) -> Option<String> {
        let amount = of.get(&self.currency)?;
        Some(self.locale.money(*amount, self.currency))
    }

    fn percent(&self, percent: u16) -> String {
        self.locale.percent(percent.into())
    }
}

fn lines(locale: &Locale, part: &CreditPart) -> Vec<Line> {
    let mut teller = Teller {
        locale,
        currency: part.currency,
        lines: Vec::new(),
    };
    checks(&mut teller, &part.policy, part.kind);
    limits(&mut teller, &part.policy);
    prepaid(&mut teller, &part.policy);
    late(&mut teller, &part.policy);
    notices(&mut teller, &part.policy);
    care(&mut teller, &part.policy);
    teller.lines
}

fn checks(teller: &mut Teller<'_>, policy: &CreditPolicy, kind: CustomerKind) {
    if let Some(amount) = teller.amount(&policy.no_check_below) {
        teller.say("no-check-below", &[("amount", &amount)]);
    }
    if let Some(amount) = teller.amount(&policy.check_above) {
        let days = policy.check_days.to_string();
        teller.say("check-above", &[("amount", &amount), ("days", &days)]);
    }
    if let Some(amount) = teller.amount(&policy.new_limit) {
        let (days, count) = (policy.new_days.to_string(), policy.new_invoices.to_string());
        let facts = [
            ("amount", amount.as_str()),
            ("days", &days),
            ("count", &count),
        ];
        teller.say("new-limit", &facts);
    }
    if kind != CustomerKind::Consumer && !policy.check_public {
        teller.say("public", &[]);
    }
}

fn limits(teller: &mut Teller<'_>, policy: &CreditPolicy) {
    if let Some(amount) = teller.amount(&policy.default_limit) {
        teller.say("default-limit", &[("amount", &amount)]);
    }
    let share = teller.percent(policy.limit_tolerance_percent);
    let key = match policy.over_limit {
        Verdict::Approve | Verdict::Check => "over-limit-check",
        Verdict::Prepay => "over-limit-prepay",
        Verdict::Hold => "over-limit-hold",
    };
    teller.say(key, &[("share", &share)]);
    let days = policy.override_days.to_string();
    teller.say("override", &[("days", &days)]);
}

fn prepaid(teller: &mut Teller<'_>, policy: &CreditPolicy) {
    let share = teller.percent(policy.prepay_percent);
    if !policy.bad_classes.is_empty() {
        let classes = policy.bad_classes.join(", ");
        let key = match policy.bad_class {
            Verdict::Approve | Verdict::Check => "bad-class-check",
            Verdict::Prepay => "bad-class-prepay",
            Verdict::Hold => "bad-class-hold",
        };
        teller.say(key, &[("classes", &classes), ("share", &share)]);
    }
    if let Some(amount) = teller.amount(&policy.prepay_above) {
        teller.say("prepay-above", &[("amount", &amount), ("share", &share)]);
    }
    if let Some(amount) = teller.amount(&policy.prepay_share_from)
        && policy.prepay_share_percent > 0
    {
        let of_all = teller.percent(policy.prepay_share_percent);
        let facts = [
            ("amount", amount.as_str()),
            ("percent", &of_all),
            ("share", &share),
        ];
        teller.say("prepay-share", &facts);
        if let Some(amount) = teller.amount(&policy.prepay_share_receivables) {
            teller.say("prepay-share-receivables", &[("amount", &amount)]);
        }
    }
    if policy.broken_promises > 0 {
        let count = policy.broken_promises.to_string();
        teller.say("broken-promises", &[("count", &count), ("share", &share)]);
    }
}

fn late(teller: &mut Teller<'_>, policy: &CreditPolicy) {
    let key = |what: &str| {
        let means = policy.overdue_means.name();
        format!("{what}-{means}")
    };
    let warn = policy.overdue_warn_days.to_string();
    if policy.block_overdue_days > 0 {
        let days = policy.block_overdue_days.to_string();
        teller.say(&key("late"), &[("days", &days)]);
    }
    if let Some(amount) = teller.amount(&policy.block_overdue_amount) {
        teller.say(&key("late-amount"), &[("amount", &amount), ("days", &warn)]);
    }
    let stage = policy
        .block_from_stage
        .filter(|stage| *stage > Reached::Nothing);
    if let Some(stage) = stage {
        let stage = teller.locale.text(&format!("reached.{}", stage.name()));
        teller.say(&key("late-stage"), &[("reached", stage)]);
    }
    if let Some(amount) = teller.amount(&policy.overdue_least) {
        teller.say("late-least", &[("amount", &amount), ("days", &warn)]);
    }
    if policy.late_worse_by > 0 {
        let days = policy.late_worse_by.to_string();
        teller.say("late-worse", &[("days", &days)]);
    }
}

fn notices(teller: &mut Teller<'_>, policy: &CreditPolicy) {
    let days = policy.default_days.to_string();
    let notices = [
        (NoticeKind::NewClass, policy.notice.bad_class),
        (NoticeKind::Default, policy.notice.default),
        (NoticeKind::Bankruptcy, policy.notice.bankruptcy),
        (NoticeKind::Other, policy.notice.other),
    ];
    for (notice, level) in notices {
        let Some(level) = level.map(HoldLevel::name) else {
            continue;
        };
        let level = teller.locale.text(&format!("hold.{level}"));
        let key = format!("notice-{}", notice.name());
        teller.say(&key, &[("level", level), ("days", &days)]);
    }
}

/// What is looked after between the sales.
fn care(teller: &mut Teller<'_>, policy: &CreditPolicy) {
    if policy.review_months > 0 {
        let count = policy.review_months.to_string();
        teller.say("review", &[("count", &count)]);
    }
    let count = policy.stale_months.to_string();
    teller.say("stale", &[("count", &count)]);
    let (days, step) = (
        policy.max_terms_days.to_string(),
        policy.terms_step.to_string(),
    );
    let discount = teller.percent(policy.max_discount_percent);
    let facts = [
        ("days", days.as_str()),
        ("step", &step),
        ("share", &discount),
    ];
    teller.say("terms", &facts);
    let days = policy.shorten_above_days.to_string();
    teller.say("shorten", &[("days", &days)]);
    if !policy.second_person.is_empty() {
        let named = policy.second_person.iter();
        let named = named.map(|what| teller.locale.text(&format!("second-person.{what}")));
        let what: Vec<&str> = named.collect();
        let what = what.join(", ");
        teller.say("second-person", &[("what", &what)]);
    }
    let days = policy.security_warn_days.to_string();
    teller.say("security", &[("days", &days)]);
    let (count, share) = (
        policy.concentration_top.to_string(),
        teller.percent(policy.concentration_percent),
    );
    teller.say("concentration", &[("count", &count), ("share", &share)]);
    let count = policy.warn_from.to_string();
    teller.say("early-warning", &[("count", &count)]);
}
