//! A receipt with what explains it: in JSON, and word for word for `match --explain`.

use serde_json::{Value, json};

use crate::domain::evidence::{Evidence, pattern};
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, Proposal, ProposedPart, ReceiptLine};
use crate::text::Locale;

use super::matching::receipt_json;

/// The receipt and its best explanation; the others stand under `others`.
pub(super) fn explained_json(locale: &Locale, explained: &Explained) -> Value {
    let receipt = &explained.receipt;
    let mut answer = json!({ "receipt": receipt_json(receipt) });
    let best = match explained.proposals.first() {
        Some(best) => proposal_json(locale, receipt, best),
        None => json!({
            "class": null,
            "customer_no": null,
            "allocations": [],
            "unapplied": null,
            "evidence": evidence_json(locale, &explained.known),
        }),
    };
    let others: Vec<Value> = explained
        .proposals
        .iter()
        .skip(1)
        .map(|other| proposal_json(locale, receipt, other))
        .collect();
    if let (Value::Object(answer), Value::Object(best)) = (&mut answer, best) {
        answer.extend(best);
        answer.insert("others".to_owned(), Value::Array(others));
    }
    answer
}

fn proposal_json(locale: &Locale, receipt: &ReceiptLine, proposal: &Proposal) -> Value {
    let plain = |amount: Minor| amount.plain(receipt.currency);
    let parts = |parts: &[ProposedPart]| -> Vec<Value> {
        let part =
            |part: &ProposedPart| json!({ "invoice": part.number, "amount": plain(part.amount) });
        parts.iter().map(part).collect()
    };
    let rests: Vec<Value> = proposal
        .rests
        .iter()
        .map(|rest| {
            json!({ "item": rest.number, "amount": plain(rest.amount), "kind": rest.kind.name() })
        })
        .collect();
    json!({
        "class": proposal.class.letter().to_string(),
        "customer_no": proposal.customer_number,
        "allocations": parts(&proposal.parts),
        "credits": parts(&proposal.credits),
        "differences": rests,
        "not_receivable": proposal.account,
        "unapplied": plain(proposal.unapplied),
        "evidence": evidence_json(locale, &proposal.evidence),
        "pattern": {
            "codes": pattern(&proposal.evidence),
            "right": proposal.record.right,
            "undone": proposal.record.undone,
        },
    })
}

fn evidence_json(locale: &Locale, evidence: &[Evidence]) -> Vec<Value> {
    let piece = |piece: &Evidence| {
        json!({
            "code": piece.code(),
            "for": piece.speaks_for(),
            "says": locale.tell("evidence", piece),
        })
    };
    evidence.iter().map(piece).collect()
}

/// All that is known of one receipt, in lines for a person.
pub(super) fn story(locale: &Locale, explained: &Explained) -> String {
    let receipt = &explained.receipt;
    let mut lines = vec![head(locale, receipt)];
    if explained.proposals.is_empty() {
        lines.push(locale.text("cli.match.nothing-explains").to_owned());
        lines.extend(evidence_lines(locale, &explained.known));
    }
    for (at, proposal) in explained.proposals.iter().enumerate() {
        lines.push(String::new());
        if at == 1 {
            lines.push(locale.text("cli.match.why-not").to_owned());
        }
        lines.extend(told(locale, receipt, proposal));
    }
    lines.join("\n") + "\n"
}

fn head(locale: &Locale, receipt: &ReceiptLine) -> String {
    let text = &receipt.text;
    let quote = |message: &String| locale.say("format.quote", &[("text", message)]);
    let message = text.message.as_ref().map(quote);
    let said = [
        Some(super::matching::own_label(receipt.item)),
        Some(locale.date(receipt.booked)),
        Some(locale.money(receipt.left, receipt.currency)),
        text.payer_name.clone(),
        receipt.reference.clone(),
        message,
        text.payer_account.clone(),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn told(locale: &Locale, receipt: &ReceiptLine, proposal: &Proposal) -> Vec<String> {
    let figure = |amount: Minor| locale.amount(amount, receipt.currency);
    let letter = proposal.class.letter().to_string();
    let whose = match &proposal.account {
        Some(account) => locale.say("cli.match.not-receivable", &[("account", account)]),
        None => format!("{} · {}", proposal.customer_name, proposal.customer_number),
    };
    let mut lines = vec![format!(
        "{letter} {}: {whose}",
        locale.text(&format!("class.{letter}"))
    )];
    for part in &proposal.parts {
        lines.push(format!("    {}  {}", part.number, figure(part.amount)));
    }
    for credit in &proposal.credits {
        lines.push(format!("    {}  {}", credit.number, figure(-credit.amount)));
    }
    for rest in &proposal.rests {
        let kind = locale.text(&format!("difference.{}", rest.kind.name()));
        lines.push(format!(
            "    {}  {}  {kind}",
            rest.number,
            figure(rest.amount)
        ));
    }
    let left = figure(proposal.unapplied);
    lines.push(format!(
        "    {}",
        locale.say("cli.match.left", &[("amount", &left)])
    ));
    lines.extend(evidence_lines(locale, &proposal.evidence));
    let codes = pattern(&proposal.evidence);
    if !codes.is_empty() {
        let facts = [
            ("pattern", codes.as_str()),
            ("right", &proposal.record.right.to_string()),
            ("undone", &proposal.record.undone.to_string()),
        ];
        lines.push(format!("  {}", locale.say("cli.match.pattern", &facts)));
    }
    lines
}

fn evidence_lines(locale: &Locale, evidence: &[Evidence]) -> Vec<String> {
    let line = |piece: &Evidence| {
        let sign = if piece.speaks_for() { '+' } else { '−' };
        format!(
            "  {sign} {} {}",
            piece.code(),
            locale.tell("evidence", piece)
        )
    };
    evidence.iter().map(line).collect()
}
