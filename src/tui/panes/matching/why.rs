//! Why a receipt is explained as it is, and why not otherwise: what the bank said, and all that speaks for and against
//! each explanation.

use super::reasons;
use crate::domain::date::Date;
use crate::domain::money::Currency;
use crate::domain::receipt::Details;
use crate::reports::settling::{Explained, Proposal};
use crate::text::Locale;
use crate::tui::overlays::story::{Story, Tone, evidence};

/// What the bank said of a receipt, and all that speaks for and against each explanation.
pub fn why(locale: &Locale, explained: &Explained, today: Date) -> Story {
    let receipt = &explained.receipt;
    let mut story = Story::new(locale.say(
        "tui.why-title",
        &[
            ("amount", &locale.money(receipt.amount, receipt.currency)),
            ("date", &locale.long_date(receipt.booked)),
        ],
    ));
    let facts = [
        ("payer", &receipt.text.payer_name),
        ("account", &receipt.text.payer_account),
        ("reference", &receipt.reference),
        ("message", &receipt.text.message),
        ("bank-ref", &receipt.bank_ref),
        ("payment-id", &receipt.payment_id),
        ("reason", &receipt.reason),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            story.line(
                Tone::Text,
                format!("{}: {value}", locale.text(&format!("tui.receipt.{key}"))),
            );
        }
    }
    details(locale, &receipt.text.details, &mut story);
    for proposal in &explained.proposals {
        proposal_lines(locale, proposal, today, receipt.currency, &mut story);
    }
    if explained.proposals.is_empty() {
        story.line(Tone::Quiet, "");
        story.line(Tone::Text, locale.text("tui.matching.no-proposal"));
    }
    for piece in &explained.known {
        let (tone, says) = evidence(locale, piece);
        story.line(tone, format!("{says} ({})", piece.code()));
    }
    if let Some(raw) = &receipt.text.raw {
        story.line(Tone::Quiet, "");
        story.line(Tone::Title, locale.text("tui.receipt.raw"));
        for line in raw.lines() {
            story.line(Tone::Quiet, line);
        }
    }
    story
}

fn proposal_lines(
    locale: &Locale,
    proposal: &Proposal,
    today: Date,
    currency: Currency,
    story: &mut Story,
) {
    let class = locale
        .text(&format!("class.{}", proposal.class.letter()))
        .to_owned();
    story.line(Tone::Quiet, "");
    story.line(
        Tone::Title,
        format!(
            "{} {class} · {} · {}",
            proposal.class.letter(),
            proposal.customer_name,
            proposal.customer_number
        ),
    );
    for part in &proposal.parts {
        let amount = locale.amount(part.amount, currency);
        let due = locale.due_date(part.due, today);
        story.line(Tone::Text, format!("  {} · {amount} · {due}", part.number));
    }
    for part in &proposal.credits {
        let amount = locale.amount(-part.amount, currency);
        let class = locale.item_class(part.class);
        story.line(
            Tone::Text,
            format!("  {} · {amount} · {class}", part.number),
        );
    }
    for rest in &proposal.rests {
        let amount = locale.amount(rest.amount, currency);
        let kind = locale.text(&format!("difference.{}", rest.kind.name()));
        story.line(Tone::Text, format!("  {} · {amount} · {kind}", rest.number));
    }
    if let Some(account) = &proposal.account {
        let facts = [("account", account.as_str())];
        let says = locale.say("tui.matching.is-no-receivable", &facts);
        story.line(Tone::Text, format!("  {says}"));
    }
    if !proposal.unapplied.is_zero() {
        let amount = locale.amount(proposal.unapplied, currency);
        let says = locale.say("tui.matching.stays-unapplied", &[("amount", &amount)]);
        story.line(Tone::Text, format!("  {says}"));
    }
    for piece in &proposal.evidence {
        let (tone, says) = evidence(locale, piece);
        story.line(tone, format!("  {says} ({})", piece.code()));
    }
    if let Some((tone, says)) = reasons::record(locale, proposal) {
        story.line(tone, format!("  {says}"));
    }
}

/// What the bank file says of the payment beyond its main facts.
fn details(locale: &Locale, details: &Details, story: &mut Story) {
    let named: Vec<String> = details
        .remittance
        .iter()
        .map(|named| match named.amount {
            Some(amount) => format!("{} {}", named.number, locale.decimal(amount)),
            None => named.number.clone(),
        })
        .collect();
    let sent = details.instructed.as_ref();
    let facts = [
        ("remittance", (!named.is_empty()).then(|| named.join(", "))),
        (
            "instructed",
            sent.map(|sent| format!("{} {}", locale.decimal(sent.amount), sent.currency.code())),
        ),
        ("payer-org-no", details.payer_org_no.clone()),
        ("end-to-end", details.end_to_end.clone()),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            let label = locale.text(&format!("tui.receipt.{key}"));
            story.line(Tone::Text, format!("{label}: {value}"));
        }
    }
}
