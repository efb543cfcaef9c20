//! Lists of what is on record.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::cli::output::{Cell, Output, Sheet, print};
use crate::cli::{Context, Done};
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::record::{RecordFacts, RecordKind};
use crate::reports::record::RecordLine;
use crate::text::Locale;

/// Overrides that a list looks back on.
const OVERRIDES: usize = 500;

pub(super) fn of_kind(context: &Context<'_>, args: &ArgMatches, kind: RecordKind) -> Done {
    let desk = context.open()?;
    let customer = args.get_one::<String>("of-customer");
    let customer = customer
        .map(|number| desk.find_customer(number))
        .transpose()?;
    let lines = desk.records_of_kind(kind, customer)?;
    list(context, desk.ledger().currency, &lines)
}

pub(super) fn of_customer(context: &Context<'_>, number: &str) -> Done {
    let desk = context.open()?;
    let lines = desk.records(desk.find_customer(number)?)?;
    list(context, desk.ledger().currency, &lines)
}

pub(super) fn ending_securities(context: &Context<'_>, within: u32) -> Done {
    let desk = context.open()?;
    let lines = desk.ending_securities(within)?;
    list(context, desk.ledger().currency, &lines)
}

/// The hold list: what sales must know and nothing else.
pub(super) fn holds(context: &Context<'_>, out: Output) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("level", "level"),
            ("since", "since"),
            ("until", "until"),
            ("reason", "reason"),
        ],
    );
    let mut rows = Vec::new();
    for line in desk.holds(context.as_of)? {
        let record = &line.state.record;
        let (level, reason) = hold_of(locale, &line);
        sheet.row(vec![
            Cell::text(&line.customer_number),
            Cell::text(&line.customer_name),
            Cell::new(locale.text(&format!("hold.{level}")), level),
            day(locale, Some(record.on)),
            day(locale, record.until),
            Cell::text(&reason),
        ]);
        rows.push(json!({
            "record": record.id.0,
            "customer_no": line.customer_number,
            "name": line.customer_name,
            "level": level,
            "since": record.on.to_string(),
            "until": record.until.map(|until| until.to_string()),
            "reason": reason,
        }));
    }
    let note = if rows.is_empty() {
        locale.text("cli.credit.no-holds")
    } else {
        ""
    };
    out.write(&sheet, || json!({ "holds": rows }), note)
}

/// One line for each customer, to be pasted into a message.
pub(super) fn holds_in_words(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = context.open()?.holds(context.as_of)?;
    let said = lines.iter().map(|line| {
        let (level, reason) = hold_of(locale, line);
        let facts = [
            ("number", line.customer_number.as_str()),
            ("name", &line.customer_name),
            ("level", locale.text(&format!("hold.{level}"))),
            ("since", &locale.date(line.state.record.on)),
            ("reason", &reason),
        ];
        locale.say("cli.credit.hold-line", &facts)
    });
    let said: Vec<String> = said.collect();
    print(
        if said.is_empty() {
            locale.text("cli.credit.no-holds").to_owned()
        } else {
            said.join("\n")
        }
        .as_str(),
    )
}

/// The level of a hold, and why: what a person said, or the rule.
fn hold_of(locale: &Locale, line: &RecordLine) -> (&'static str, String) {
    let record = &line.state.record;
    let RecordFacts::Hold { level, rule } = &record.facts else {
        return ("", String::new());
    };
    let reason = locale.why_held(rule.as_deref(), &record.note).to_owned();
    (level.name(), reason)
}

pub(super) fn reviews(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = context.open()?.reviews()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("last", "last"),
            ("next", "next"),
        ],
    );
    let mut rows = Vec::new();
    for line in lines {
        sheet.row(vec![
            Cell::text(&line.customer_number),
            Cell::text(&line.customer_name),
            day(locale, Some(line.last)),
            day(locale, line.next),
        ]);
        rows.push(json!({
            "customer_no": line.customer_number,
            "name": line.customer_name,
            "last": line.last.to_string(),
            "next": line.next.map(|next| next.to_string()),
            "overdue": line.overdue,
        }));
    }
    context
        .out
        .write(&sheet, || json!({ "reviews": Value::Array(rows) }), "")
}

pub(super) fn overrides(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let currency = desk.ledger().currency;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("from", "from"),
            ("until", "until"),
            ("invoices", "invoices"),
            ("sold", "sold"),
            ("open", "open"),
            ("overdue-since", "overdue_since"),
            ("reason", "reason"),
        ],
    );
    let mut rows = Vec::new();
    for row in desk.overrides(OVERRIDES)? {
        let record = &row.line.state.record;
        let until = row.line.state.ended.or(record.until);
        sheet.row(vec![
            Cell::text(&row.line.customer_number),
            Cell::text(&row.line.customer_name),
            day(locale, Some(record.on)),
            day(locale, until),
            Cell::text(row.invoices.to_string()),
            money(locale, Some(row.sold), currency),
            money(locale, Some(row.open), currency),
            day(locale, row.overdue_since),
            Cell::text(&record.note),
        ]);
        rows.push(json!({
            "record": record.id.0,
            "customer_no": row.line.customer_number,
            "name": row.line.customer_name,
            "from": record.on.to_string(),
            "until": until.map(|until| until.to_string()),
            "stands": row.line.counts,
            "invoices": row.invoices,
            "currency": currency.code(),
            "sold": row.sold.plain(currency),
            "open": row.open.plain(currency),
            "overdue_since": row.overdue_since.map(|due| due.to_string()),
            "reason": record.note,
        }));
    }
    context
        .out
        .write(&sheet, || json!({ "overrides": Value::Array(rows) }), "")
}

fn list(context: &Context<'_>, currency: Currency, lines: &[RecordLine]) -> Done {
    let locale = &context.answers;
    let mut sheet = sheet(
        locale,
        &[
            ("record", "record"),
            ("customer", "customer_no"),
            ("name", "name"),
            ("what-kind", "kind"),
            ("what", "what"),
            ("amount", "amount"),
            ("from", "from"),
            ("until", "until"),
            ("ended", "ended"),
            ("note", "note"),
        ],
    );
    let mut rows = Vec::new();
    for line in lines {
        let record = &line.state.record;
        let kind = record.facts.kind().name();
        let amount = record.facts.amount();
        let (shown, plain) = detail(locale, &record.facts, currency);
        sheet.row(vec![
            Cell::text(record.id.0.to_string()),
            Cell::text(&line.customer_number),
            Cell::text(&line.customer_name),
            Cell::new(locale.text(&format!("record.{kind}")), kind),
            Cell::new(shown, plain),
            money(locale, amount, currency),
            day(locale, Some(record.on)),
            day(locale, record.until),
            day(locale, line.state.ended),
            Cell::text(&record.note),
        ]);
        let mut row = json!({
            "record": record.id.0,
            "customer_no": line.customer_number,
            "name": line.customer_name,
            "from": record.on.to_string(),
            "until": record.until.map(|until| until.to_string()),
            "ended": line.state.ended.map(|ended| ended.to_string()),
            "counts": line.counts,
            "note": record.note,
            "currency": currency.code(),
        });
        if let (Ok(Value::Object(facts)), Some(row)) =
            (serde_json::to_value(&record.facts), row.as_object_mut())
        {
            for (name, value) in facts {
                let value = if name == "prepay_percent" {
                    value
                } else {
                    plain_amount(value, currency)
                };
                row.insert(name, value);
            }
        }
        rows.push(row);
    }
    context
        .out
        .write(&sheet, || json!({ "records": Value::Array(rows) }), "")
}

/// Whole numbers among a record's facts are minor units.
fn plain_amount(value: Value, currency: Currency) -> Value {
    match value.as_i64() {
        Some(minor) => json!(Minor(minor).plain(currency)),
        None => value,
    }
}

/// What a record says beside its amount: for a person, and for a program.
pub(in crate::cli) fn detail(
    locale: &Locale,
    facts: &RecordFacts,
    currency: Currency,
) -> (String, String) {
    let word = |table: &str, name: &str| {
        (
            locale.text(&format!("{table}.{name}")).to_owned(),
            name.to_owned(),
        )
    };
    let same = |text: &str| (text.to_owned(), text.to_owned());
    match facts {
        RecordFacts::Check { class, .. } => class.as_deref().map_or_else(
            || same(""),
            |class| {
                let facts = [("class", class)];
                (locale.say("cli.credit.class", &facts), class.to_owned())
            },
        ),
        RecordFacts::Security { security, .. } => word("security", security.name()),
        RecordFacts::Order {
            number, prepaid, ..
        } => {
            let mut shown = number.clone();
            if !prepaid.is_zero() {
                let amount = locale.money(*prepaid, currency);
                let said = locale.say("cli.credit.prepaid", &[("amount", &amount)]);
                shown = format!("{shown}, {said}");
            }
            (shown, number.clone())
        }
        RecordFacts::Application { granted, .. } => granted.map_or_else(
            || same(""),
            |granted| {
                let amount = locale.money(granted, currency);
                let said = locale.say("cli.credit.granted", &[("amount", &amount)]);
                (said, granted.plain(currency))
            },
        ),
        RecordFacts::Hold { level, .. } => word("hold", level.name()),
        RecordFacts::Override { over: verdict, .. } | RecordFacts::Assessment { verdict, .. } => {
            word("verdict", verdict.name())
        }
        RecordFacts::Notice { notice, class } => {
            let (shown, plain) = word("notice", notice.name());
            match class {
                Some(class) => (format!("{shown} {class}"), format!("{plain} {class}")),
                None => (shown, plain),
            }
        }
        RecordFacts::Verified { section, .. } => word("section", section.name()),
        RecordFacts::Review | RecordFacts::Remark => same(""),
    }
}

pub(super) fn sheet(locale: &Locale, columns: &[(&str, &'static str)]) -> Sheet {
    let right = ["amount", "sold", "open", "invoices", "record"];
    let columns: Vec<(String, &str, bool)> = columns
        .iter()
        .map(|(title, name)| {
            let title_text = locale.text(&format!("cli.column.{title}")).to_owned();
            (title_text, *name, right.contains(title))
        })
        .collect();
    Sheet::new(&columns)
}

pub(super) fn day(locale: &Locale, day: Option<Date>) -> Cell {
    day.map_or_else(
        || Cell::text(""),
        |day| Cell::new(locale.date(day), day.to_string()),
    )
}

pub(super) fn money(locale: &Locale, amount: Option<Minor>, currency: Currency) -> Cell {
    amount.map_or_else(
        || Cell::text(""),
        |amount| {
            Cell::new(
                locale.amount_or_dot(amount, currency),
                amount.plain(currency),
            )
        },
    )
}
