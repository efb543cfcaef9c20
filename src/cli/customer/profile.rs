//! `customer show`: the profile with the ages of its sections, what is wrong, credit, records and what is to be done.

use serde_json::{Value, json};

use crate::cli::credit::{detail, key_of};
use crate::cli::register::told_change;
use crate::domain::credit::Verdict;
use crate::domain::field::Field;
use crate::domain::money::{Currency, Money};
use crate::domain::record::RecordFacts;
use crate::reports::record::RecordLine;
use crate::reports::register::Profile;
use crate::text::Locale;

/// Records that a card shows; `customer records` has them all.
const SHOWN: usize = 10;

/// Lines below the card's own, each with its title.
pub(super) fn lines(locale: &Locale, profile: &Profile, currency: Currency) -> Vec<String> {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let said = |name: &str, texts: Vec<String>| {
        (!texts.is_empty()).then(|| format!("  {}: {}", title(name), texts.join(" ")))
    };
    let credit = [
        ("verdict", verdict(locale, profile)),
        ("exposure", money(locale, profile.answer.exposure)),
        (
            "limit",
            profile
                .answer
                .limit
                .map_or("–".to_owned(), |limit| money(locale, limit)),
        ),
    ];
    let credit: Vec<(&str, &str)> = credit
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let against = profile.answer.reasons.iter();
    let against = against
        .filter(|reason| reason.says > Verdict::Approve)
        .map(|reason| locale.tell("credit", &reason.because));
    let mut credit = vec![locale.say("cli.customer.credit", &credit)];
    credit.extend(against);
    let confirmed = profile.sections.iter().map(|(section, on)| {
        let on = on.map_or_else(
            || locale.text("cli.customer.never").to_owned(),
            |on| locale.date(on),
        );
        let section = locale.text(&format!("section.{}", section.name()));
        locale.say(
            "cli.customer.confirmed",
            &[("section", section), ("date", &on)],
        )
    });
    let confirmed: Vec<String> = confirmed.collect();
    let faults = profile.faults.iter();
    let faults = faults.map(|fault| locale.tell("data-fault", fault));
    let doubts = profile.doubts.iter();
    let doubts = doubts.map(|doubt| locale.tell("terms-doubt", doubt));
    let merged = profile.merged.iter();
    let merged = merged.map(|named| format!("{} {}.", named.number, named.name));
    let waiting = profile.proposals.iter().flat_map(|proposal| {
        let changes = proposal.changes.iter();
        changes
            .map(move |change| format!("P{} {}", proposal.proposal.0, told_change(locale, change)))
    });
    let next = profile.next.as_ref();
    let next = next.map(|next| locale.tell("next-action", next));
    let mut lines: Vec<String> = [
        said("credit", credit),
        said("confirmed", vec![confirmed.join(" · ")]),
        said("fault", faults.collect()),
        said("doubts", doubts.collect()),
        said("merged", merged.collect()),
        said("waiting", waiting.collect()),
        said("next-action", next.into_iter().collect()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let counting = profile.records.iter().filter(|line| line.counts);
    lines.extend(
        counting
            .take(SHOWN)
            .map(|line| record(locale, line, currency)),
    );
    lines
}

fn money(locale: &Locale, of: Money) -> String {
    locale.money(of.amount, of.currency)
}

fn verdict(locale: &Locale, profile: &Profile) -> String {
    let answer = &profile.answer;
    let verdict = locale.text(&format!("verdict.{}", answer.verdict.name()));
    match answer.prepay_percent {
        Some(percent) => format!("{verdict} {}", locale.percent(percent.into())),
        None => verdict.to_owned(),
    }
}

/// A record that counts, in a line.
fn record(locale: &Locale, line: &RecordLine, currency: Currency) -> String {
    let record = &line.state.record;
    let (what, _) = detail(locale, &record.facts, currency);
    let amount = record.facts.amount();
    let until = record
        .until
        .map(|until| format!("– {}", locale.date(until)));
    let parts = [
        Some(locale.date(record.on)),
        until,
        Some(
            locale
                .text(&format!("record.{}", record.facts.kind().name()))
                .to_owned(),
        ),
        Some(what),
        amount.map(|amount| locale.money(amount, currency)),
        Some(record.note.clone()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    format!("  {}", parts.join(" "))
}

/// What the profile adds to the JSON of a card.
pub(super) fn add_json(locale: &Locale, profile: &Profile, currency: Currency, card: &mut Value) {
    let plain = |of: Money| of.amount.plain(of.currency);
    let answer = &profile.answer;
    let sections = profile.sections.iter();
    let verified: serde_json::Map<String, Value> = sections
        .map(|(section, on)| {
            (
                section.name().to_owned(),
                json!(on.map(|on| on.to_string())),
            )
        })
        .collect();
    let said = |key: String, says: String| json!({ "key": key, "says": says });
    card["version"] = json!(profile.version);
    add_facts(profile, currency, card);
    card["entered"] = json!(profile.entered.to_string());
    card["verified"] = Value::Object(verified);
    card["faults"] = profile
        .faults
        .iter()
        .map(|fault| said(key_of(fault), locale.tell("data-fault", fault)))
        .collect();
    card["terms_doubts"] = profile
        .doubts
        .iter()
        .map(|doubt| said(key_of(doubt), locale.tell("terms-doubt", doubt)))
        .collect();
    card["credit"] = json!({
        "verdict": answer.verdict.name(),
        "prepay_percent": answer.prepay_percent,
        "exposure": plain(answer.exposure),
        "limit": answer.limit.map(plain),
        "usable": answer.usable.map(plain),
        "reasons": answer.reasons.iter().map(|reason| json!({
            "rule": reason.because.rule(),
            "says": reason.says.name(),
            "because": locale.tell("credit", &reason.because),
        })).collect::<Vec<_>>(),
    });
    card["records"] = profile
        .records
        .iter()
        .map(|line| {
            let record = &line.state.record;
            let amount = record.facts.amount();
            json!({
                "record": record.id.0,
                "kind": record.facts.kind().name(),
                "what": detail(locale, &record.facts, currency).1,
                "amount": amount.map(|amount| amount.plain(currency)),
                "from": record.on.to_string(),
                "until": record.until.map(|until| until.to_string()),
                "counts": line.counts,
                "note": record.note,
            })
        })
        .collect();
    card["next_action"] = match &profile.next {
        Some(next) => json!({ "key": key_of(next), "says": locale.tell("next-action", next) }),
        None => Value::Null,
    };
    card["merged"] = profile
        .merged
        .iter()
        .map(|named| json!(named.number))
        .collect();
}

/// What the card's own JSON does not say of the facts, and the holds that stand.
fn add_facts(profile: &Profile, currency: Currency, card: &mut Value) {
    let facts = &profile.facts;
    let plain = |field: Field| json!(field.read(facts, currency));
    for field in [
        Field::CreditLimit,
        Field::Group,
        Field::Language,
        Field::Channel,
        Field::AgreedFeeDate,
        Field::AgreedInterest,
        Field::AgreedInterestDate,
        Field::Contract,
        Field::Salesperson,
        Field::Since,
    ] {
        card[field.name()] = plain(field);
    }
    card["tags"] = json!(facts.tags);
    card["contacts"] = json!(facts.text.contacts);
    card["parent"] = json!(profile.parent.as_ref().map(|parent| &parent.number));
    card["inactive"] = json!(facts.inactive);
    let holds = profile.records.iter().filter(|line| line.counts);
    card["holds"] = holds
        .filter_map(|line| match &line.state.record.facts {
            RecordFacts::Hold { level, .. } => Some(json!(level.name())),
            _ => None,
        })
        .collect();
}
