//! `report audit|warning|late-deliveries|terms`: who is outside the policy or unlike the rest, whose paying begins to
//! worry, who was delivered to while late, and who is to have shorter terms.

use serde::Serialize;
use serde_json::{Value, json};

use super::lists::{day, money, sheet};
use crate::cli::output::Cell;
use crate::cli::{Context, Done};
use crate::domain::warning::ShorterTerms;
use crate::reports::credit::{Named, WarningLine};
use crate::text::Locale;

/// The name of a finding in scripts.
pub(in crate::cli) fn key_of(finding: &impl Serialize) -> String {
    let value = serde_json::to_value(finding).unwrap_or_default();
    let key = value.get("key").and_then(Value::as_str);
    key.unwrap_or_default().to_owned()
}

fn who(named: &Named) -> [Cell; 2] {
    [Cell::text(&named.number), Cell::text(&named.name)]
}

pub(super) fn audit(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = context.open_for_rules()?.audit()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("finding", "finding"),
            ("what", "says"),
        ],
    );
    let mut rows = Vec::new();
    for line in &lines {
        let mut findings = Vec::new();
        for finding in &line.findings {
            let (key, says) = (key_of(finding), locale.tell("audit", finding));
            let mut cells = Vec::from(who(&line.customer));
            cells.extend([Cell::text(&key), Cell::text(&says)]);
            sheet.row(cells);
            findings.push(json!({ "finding": key, "says": says }));
        }
        rows.push(json!({
            "customer_no": line.customer.number,
            "name": line.customer.name,
            "findings": findings,
        }));
    }
    let note = if rows.is_empty() {
        locale.text("cli.report.nothing-unusual")
    } else {
        ""
    };
    context
        .out
        .write(&sheet, || json!({ "audit": Value::Array(rows) }), note)
}

pub(super) fn warning(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let warnings = context.open_for_rules()?.early_warnings()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("score", "score"),
            ("why", "why"),
        ],
    );
    let mut rows = Vec::new();
    for line in &warnings.lines {
        let signals = line.warning.signals.iter();
        let said: Vec<String> = signals
            .clone()
            .map(|signal| locale.tell("early-warning", &signal.shows))
            .collect();
        let mut cells = Vec::from(who(&line.customer));
        cells.extend([
            Cell::text(line.warning.score.to_string()),
            Cell::text(said.join(" ")),
        ]);
        sheet.row(cells);
        let signals = signals.zip(&said).map(|(signal, says)| {
            json!({
                "sign": signal.sign.name(),
                "points": signal.points,
                "weight": signal.weight,
                "says": says,
            })
        });
        rows.push(json!({
            "customer_no": line.customer.number,
            "name": line.customer.name,
            "score": line.warning.score,
            "signals": signals.collect::<Vec<_>>(),
            "shorter_terms": line.shorter.map(shorter_json),
            "late_deliveries": line.deliveries.len(),
        }));
    }
    let (count, share, much) = (
        warnings.largest.to_string(),
        locale.percent(warnings.share.into()),
        locale.percent(warnings.much.into()),
    );
    let facts = [
        ("count", count.as_str()),
        ("share", &share),
        ("much", &much),
    ];
    let key = if warnings.share > u32::from(warnings.much) {
        "cli.report.concentration-much"
    } else {
        "cli.report.concentration"
    };
    let mut note = locale.say(key, &facts);
    if rows.is_empty() {
        note = format!("{}\n{note}", locale.text("cli.report.no-warning"));
    }
    let concentration = json!({
        "largest": warnings.largest,
        "share_percent": warnings.share,
        "much_percent": warnings.much,
    });
    context.out.write(
        &sheet,
        || json!({ "warnings": Value::Array(rows), "concentration": concentration }),
        &note,
    )
}

pub(super) fn late_deliveries(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let desk = context.open_for_rules()?;
    let currency = desk.ledger().currency;
    let lines: Vec<WarningLine> = desk.late_deliveries()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("invoice", "invoice"),
            ("issued", "issued"),
            ("amount", "amount"),
            ("late-then", "days_late"),
        ],
    );
    let mut rows = Vec::new();
    for line in &lines {
        for delivery in &line.deliveries {
            let mut cells = Vec::from(who(&line.customer));
            cells.extend([
                Cell::text(&delivery.number),
                day(locale, Some(delivery.issued)),
                money(locale, Some(delivery.amount), currency),
                Cell::new(locale.days(delivery.days), delivery.days.to_string()),
            ]);
            sheet.row(cells);
            rows.push(json!({
                "customer_no": line.customer.number,
                "name": line.customer.name,
                "invoice": delivery.number,
                "issued": delivery.issued.to_string(),
                "amount": delivery.amount.plain(currency),
                "currency": currency.code(),
                "days_late": delivery.days,
            }));
        }
    }
    let note = if rows.is_empty() {
        locale.text("cli.report.no-late-delivery")
    } else {
        ""
    };
    context.out.write(
        &sheet,
        || json!({ "late_deliveries": Value::Array(rows) }),
        note,
    )
}

pub(super) fn terms(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = context.open_for_rules()?.shorter_terms()?;
    let mut sheet = sheet(
        locale,
        &[
            ("customer", "customer_no"),
            ("name", "name"),
            ("terms", "from_days"),
            ("suggested", "to_days"),
            ("average-late", "days_late"),
        ],
    );
    let mut rows = Vec::new();
    for line in &lines {
        let Some(shorter) = line.shorter else {
            continue;
        };
        let mut cells = Vec::from(who(&line.customer));
        cells.extend([
            Cell::new(locale.days(shorter.from.into()), shorter.from.to_string()),
            Cell::new(
                suggested(locale, shorter),
                shorter.to.unwrap_or(0).to_string(),
            ),
            Cell::new(locale.days(shorter.late), shorter.late.to_string()),
        ]);
        sheet.row(cells);
        let mut row = shorter_json(shorter);
        row["customer_no"] = json!(line.customer.number);
        row["name"] = json!(line.customer.name);
        rows.push(row);
    }
    let note = locale.text(if rows.is_empty() {
        "cli.report.no-shorter-terms"
    } else {
        "cli.report.shorter-terms"
    });
    context.out.write(
        &sheet,
        || json!({ "shorter_terms": Value::Array(rows) }),
        note,
    )
}

fn suggested(locale: &Locale, shorter: ShorterTerms) -> String {
    match shorter.to {
        Some(days) => locale.days(days.into()),
        None => locale.text("cli.report.in-advance").to_owned(),
    }
}

/// No days are payment in advance.
fn shorter_json(shorter: ShorterTerms) -> Value {
    json!({
        "from_days": shorter.from,
        "to_days": shorter.to,
        "days_late": shorter.late,
        "most": shorter.most,
    })
}
