//! The user's own rules for matching, what each would have said so far, and which of them speak.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::cli::matching::own_label;
use crate::cli::output::{Cell, Output, Sheet, print};
use crate::cli::{Context, Done, journal};
use crate::domain::rule::{Rule, RuleSays};
use crate::reports::learned::{RuleHit, RuleLine, RuleTest, Was};
use crate::text::Locale;

pub(super) fn run(context: &Context<'_>, command: &str, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let name = || {
        let name = args.get_one::<String>("rule");
        name.map_or(String::new(), |name| name.trim().to_owned())
    };
    match command {
        "test" => test(context, &name(), &desk.test_rule(&name())?),
        "on" | "off" => {
            let command = desk.rule_switch(&name(), command == "on")?;
            journal::act(context, &mut desk, command)
        }
        _ => list(context, &desk.rules()?),
    }
}

fn list(context: &Context<'_>, lines: &[RuleLine]) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("rule"), "rule", false),
        (title("state"), "state", false),
        (title("pattern"), "pattern", false),
        (title("account"), "account", false),
        (title("least"), "least", true),
        (title("most"), "most", true),
        (title("currency"), "currency", false),
        (title("says"), "says", false),
    ]);
    for line in lines {
        let rule = &line.rule;
        let optional = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
        let state = state(line);
        sheet.row(vec![
            Cell::text(&rule.name),
            Cell::new(locale.text(&format!("cli.rules.{state}")), state),
            optional(&rule.pattern),
            optional(&rule.account),
            optional(&rule.least.map(|amount| amount.to_string())),
            optional(&rule.most.map(|amount| amount.to_string())),
            optional(&rule.currency.map(|currency| currency.code().to_owned())),
            said(locale, &rule.says),
        ]);
    }
    if sheet.is_empty() && context.out == Output::Table {
        return print(locale.text("cli.rules.none"));
    }
    let json = || json!({ "rules": lines.iter().map(rule_json).collect::<Vec<_>>() });
    context.out.write(&sheet, json, "")
}

fn state(line: &RuleLine) -> &'static str {
    match (line.on, line.changed) {
        (true, _) => "on",
        (false, true) => "changed",
        (false, false) => "off",
    }
}

/// What a rule says, as a table shows it: `invoice 1001`.
fn said(locale: &Locale, says: &RuleSays) -> Cell {
    let key = says_key(says);
    let word = locale.text(&format!("cli.rules.{}", key.replace('_', "-")));
    Cell::new(
        format!("{word} {}", says.text()),
        format!("{key} {}", says.text()),
    )
}

fn says_key(says: &RuleSays) -> &'static str {
    match says {
        RuleSays::Customer(_) => "customer",
        RuleSays::Invoice(_) => "invoice",
        RuleSays::NotReceivable(_) => "not_receivable",
    }
}

fn says_json(says: &RuleSays) -> Value {
    json!({ says_key(says): says.text() })
}

fn rule_json(line: &RuleLine) -> Value {
    let Rule {
        name,
        pattern,
        account,
        least,
        most,
        currency,
        says,
    } = &line.rule;
    json!({
        "rule": name,
        "state": state(line),
        "digest": line.digest,
        "pattern": pattern,
        "account": account,
        "least": least.map(|amount| amount.to_string()),
        "most": most.map(|amount| amount.to_string()),
        "currency": currency.map(|currency| currency.code().to_owned()),
        "says": says_json(says),
    })
}

fn test(context: &Context<'_>, name: &str, test: &RuleTest) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("receipt"), "receipt", false),
        (title("date"), "date", false),
        (title("amount"), "amount", true),
        (title("currency"), "currency", false),
        (title("payer"), "payer", false),
        (title("says"), "says", false),
        (title("was"), "was", false),
        (title("verdict"), "verdict", false),
    ]);
    for hit in &test.hits {
        let verdict = hit.verdict.name();
        sheet.row(vec![
            Cell::text(own_label(hit.receipt)),
            Cell::new(locale.date(hit.date), hit.date.to_string()),
            Cell::new(
                locale.amount(hit.amount, hit.currency),
                hit.amount.plain(hit.currency),
            ),
            Cell::text(hit.currency.code()),
            Cell::text(hit.payer.clone().unwrap_or_default()),
            said(locale, &hit.says),
            was(locale, &hit.was),
            Cell::new(locale.text(&format!("cli.rules.{verdict}")), verdict),
        ]);
    }
    let count = |n: u64| n.to_string();
    let summary = locale.say(
        "cli.rules.tested",
        &[
            ("rule", name),
            ("right", &count(test.right)),
            ("wrong", &count(test.wrong)),
            ("undecided", &count(test.undecided)),
        ],
    );
    if sheet.is_empty() && context.out == Output::Table {
        return print(&summary);
    }
    let json = || {
        json!({
            "rule": name,
            "right": test.right,
            "wrong": test.wrong,
            "undecided": test.undecided,
            "hits": test.hits.iter().map(hit_json).collect::<Vec<_>>(),
        })
    };
    context.out.write(&sheet, json, &summary)
}

fn was(locale: &Locale, was: &Was) -> Cell {
    let named = |kind: &str, text: &str| {
        let word = locale.text(&format!("cli.rules.{kind}"));
        Cell::new(format!("{word} {text}"), format!("{kind} {text}"))
    };
    match was {
        Was::Nothing => Cell::text(""),
        Was::Customer(number) => named("customer", number),
        Was::Invoices(numbers) => named("invoice", &numbers.join(", ")),
        Was::NotReceivable => Cell::new(locale.text("cli.rules.not-receivable"), "not_receivable"),
    }
}

fn hit_json(hit: &RuleHit) -> Value {
    let was = match &hit.was {
        Was::Nothing => Value::Null,
        Was::Customer(number) => json!({ "customer": number }),
        Was::Invoices(numbers) => json!({ "invoices": numbers }),
        Was::NotReceivable => json!({ "not_receivable": true }),
    };
    json!({
        "receipt": own_label(hit.receipt),
        "date": hit.date.to_string(),
        "amount": hit.amount.plain(hit.currency),
        "currency": hit.currency.code(),
        "payer": hit.payer,
        "says": says_json(&hit.says),
        "was": was,
        "verdict": hit.verdict.name(),
    })
}
