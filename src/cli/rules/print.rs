//! `rules print`: the policy of reminders in plain language with its version and date, fit to be handed to a customer,
//! and the policy of credit, fit for who sells.

use std::collections::BTreeSet;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::line::Line;
use crate::cli::output::{self, Output};
use crate::cli::{Context, Done};
use crate::desk::{FeeAsked, PolicyPart, StageDoes, ToldPolicy, ToldStage};
use crate::domain::customer::CustomerKind;
use crate::text::Locale;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let customer = args.get_one::<String>("customer").map(String::as_str);
    let told = context.open_for_rules()?.told_policy(customer)?;
    if context.out == Output::Json {
        return output::print_json(&in_json(locale, &told));
    }
    // What is printed for one customer is handed to him: how he is judged is not his to read.
    let credit = customer.is_none();
    output::print(&in_words(locale, &told, credit, args.get_flag("why-rules")))
}

/// The policy in words, that of credit if it is wanted, with a line of why for each rule if that is: said once, where it
/// stands first.
pub(in crate::cli) fn in_words(
    locale: &Locale,
    told: &ToldPolicy,
    credit: bool,
    why: bool,
) -> String {
    let date = locale.date(told.on);
    let mut explained = BTreeSet::new();
    let mut item = |line: &Line| line.item(why && explained.insert(line.why));
    let mut text = vec![
        locale.say("policy.title", &[("company", &told.company)]),
        locale.say(
            "policy.version",
            &[("version", &told.version), ("date", &date)],
        ),
    ];
    for part in &told.parts {
        text.push(format!("\n{}", heading(locale, part)));
        for line in lines(locale, part) {
            text.push(item(&line));
        }
    }
    if credit {
        text.push(format!("\n{}", locale.text("credit-policy.title")));
        for (heading, lines) in super::credit::told(locale, &told.credit) {
            text.push(format!("\n{heading}"));
            text.extend(lines.iter().map(&mut item));
        }
    }
    text.join("\n")
}

fn in_json(locale: &Locale, told: &ToldPolicy) -> Value {
    let part = |part: &PolicyPart| {
        json!({
            "kind": part.kind,
            "customer_no": part.customer.as_ref().map(|(number, _)| number),
            "version": part.policy.version,
            "policy": part.policy,
            "text": lines(locale, part).into_iter().map(|line| line.says).collect::<Vec<_>>(),
        })
    };
    json!({
        "company": told.company,
        "country": told.country,
        "date": told.on,
        "version": told.version,
        "policies": told.parts.iter().map(part).collect::<Vec<_>>(),
        "credit": super::credit::in_json(locale, &told.credit),
    })
}

fn heading(locale: &Locale, part: &PolicyPart) -> String {
    match (&part.customer, part.kind) {
        (Some((number, name)), _) => {
            locale.say("policy.customer", &[("number", number), ("name", name)])
        }
        (None, CustomerKind::Consumer) => locale.text("policy.consumer").to_owned(),
        (None, _) => locale.text("policy.business").to_owned(),
    }
}

/// A sentence for each thing that holds.
fn lines(locale: &Locale, part: &PolicyPart) -> Vec<Line> {
    let policy = &part.policy;
    let line = |rule: &str, says: String| Line::new(locale, "policy-why", rule, says);
    let mut lines = Vec::new();
    if policy.stages.is_empty() {
        lines.push(line("none", locale.text("policy.no-letters").to_owned()));
    } else {
        let due = match &part.due_moves {
            Some(rule) => locale.say("policy.due-moves", &[("rule", rule)]),
            None => locale.text("policy.due").to_owned(),
        };
        lines.push(line("due", due));
        for (at, stage) in part.stages.iter().enumerate() {
            let rule = match stage.stage.does {
                StageDoes::HandOver => "hand-over",
                StageDoes::Letter(kind) => kind.name(),
            };
            lines.push(line(rule, self::stage(locale, part, stage, at == 0)));
        }
        let days = policy.grace_days.to_string();
        lines.push(line(
            "grace",
            locale.say("policy.grace", &[("days", &days)]),
        ));
        lines.push(line("rests", locale.text("policy.rests").to_owned()));
        lines.extend(interest(locale, part).map(|says| line("interest", says)));
        if let Some(minimum) = policy.minimum.get(&part.currency) {
            let amount = locale.money(*minimum, part.currency);
            let says = locale.say("policy.minimum", &[("amount", &amount)]);
            lines.push(line("minimum", says));
        }
        let disputed = match &part.disputed {
            Some(rule) if !rule.is_empty() => locale.say("policy.disputed-by", &[("rule", rule)]),
            _ => locale.text("policy.disputed").to_owned(),
        };
        lines.push(line("disputed", disputed));
    }
    lines.push(line("extension", extension(locale, part)));
    lines.push(line("plan", plan(locale, part)));
    if let Some((amount, rule)) = &part.plan_fee {
        let amount = locale.money(amount.amount, amount.currency);
        let facts = [("amount", amount.as_str()), ("rule", rule.as_str())];
        lines.push(line("plan-fee", locale.say("policy.plan-fee", &facts)));
    }
    lines
}

/// When a stage comes, what it is, and what it claims.
fn stage(locale: &Locale, part: &PolicyPart, told: &ToldStage, first: bool) -> String {
    let stage = &told.stage;
    let agency = part.policy.agency.as_deref();
    let agency = agency.unwrap_or_else(|| locale.text("policy.an-agency"));
    let what = match stage.does {
        StageDoes::HandOver => locale.say("policy.hand-over", &[("agency", agency)]),
        StageDoes::Letter(kind) => {
            let letter = locale.text(&format!("letter.{}", kind.name()));
            if told.by_agency {
                locale.say(
                    "policy.by-agency",
                    &[("letter", letter), ("agency", agency)],
                )
            } else {
                letter.to_owned()
            }
        }
    };
    let (days, gap) = (
        stage.after_due.to_string(),
        stage.after_previous.to_string(),
    );
    let when = if first {
        "policy.first"
    } else {
        "policy.later"
    };
    let facts = [("days", days.as_str()), ("gap", &gap), ("what", &what)];
    let mut said = vec![locale.say(when, &facts)];
    if let Some(sooner) = stage.after_due_new.filter(|days| *days != stage.after_due) {
        let (days, count) = (sooner.to_string(), part.policy.new_until.to_string());
        said.push(locale.say("policy.new", &[("days", &days), ("count", &count)]));
    }
    if !told.by_agency && stage.does != StageDoes::HandOver {
        said.extend(claims(locale, told));
    }
    said.join(" ")
}

fn claims(locale: &Locale, told: &ToldStage) -> Vec<String> {
    let mut said = Vec::new();
    said.push(match &told.fee {
        None if told.stage.fee == FeeAsked::No && told.compensation.is_some() => String::new(),
        None => locale.text("policy.free").to_owned(),
        Some(fee) => match fee.amount {
            None => locale.text("policy.fee-unknown").to_owned(),
            Some(amount) => {
                let amount = locale.money(amount.amount, amount.currency);
                let key = if fee.if_agreed {
                    "policy.fee-agreed"
                } else {
                    "policy.fee"
                };
                locale.say(key, &[("amount", &amount), ("rule", &fee.rule)])
            }
        },
    });
    if told.stage.interest {
        said.push(locale.text("policy.with-interest").to_owned());
    }
    if let Some((amount, rule)) = &told.compensation {
        let amount = locale.money(amount.amount, amount.currency);
        said.push(locale.say(
            "policy.compensation",
            &[("amount", &amount), ("rule", rule)],
        ));
    }
    if let Some(days) = told.deadline {
        let days = days.to_string();
        said.push(match &told.deadline_rule {
            None => locale.say("policy.deadline", &[("days", &days)]),
            Some(rule) => locale.say("policy.deadline-by", &[("days", &days), ("rule", rule)]),
        });
    }
    said.retain(|sentence| !sentence.is_empty());
    said
}

fn interest(locale: &Locale, part: &PolicyPart) -> Option<String> {
    let claimed = part.stages.iter().any(|told| told.stage.interest);
    if !claimed && !part.policy.interest_notes {
        return None;
    }
    Some(match &part.interest {
        None => locale.text("policy.interest-unknown").to_owned(),
        Some((rate, rule)) => {
            let rate = locale.percent(*rate);
            let key = if rule.is_empty() {
                "policy.interest-agreed"
            } else {
                "policy.interest"
            };
            locale.say(key, &[("rate", &rate), ("rule", rule)])
        }
    })
}

fn extension(locale: &Locale, part: &PolicyPart) -> String {
    let extension = &part.policy.extension;
    if extension.max_days == 0 || extension.max_times == 0 {
        return locale.text("policy.no-extension").to_owned();
    }
    let days = extension.max_days.to_string();
    let times = extension.max_times.to_string();
    let share = locale.percent(extension.min_part_percent.into());
    let key = match extension.min_part_percent {
        0 => "policy.extension",
        _ => "policy.extension-after-part",
    };
    locale.say(
        key,
        &[("days", &days), ("count", &times), ("share", &share)],
    )
}

fn plan(locale: &Locale, part: &PolicyPart) -> String {
    let plan = &part.policy.plan;
    if plan.max_instalments == 0 || plan.max_months == 0 {
        return locale.text("policy.no-plan").to_owned();
    }
    let (count, months) = (
        plan.max_instalments.to_string(),
        plan.max_months.to_string(),
    );
    let first = locale.percent(plan.min_first_percent.into());
    let facts = [
        ("count", count.as_str()),
        ("months", &months),
        ("share", &first),
    ];
    let key = if plan.interest {
        "policy.plan-with-interest"
    } else {
        "policy.plan"
    };
    locale.say(key, &facts)
}
