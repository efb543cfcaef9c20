//! What speaks for and against the explanation shown, why not another, and how often such evidence was right.

use super::draft::Draft;
use crate::domain::evidence::{Evidence, pattern};
use crate::reports::settling::{Explained, Proposal};
use crate::text::Locale;
use crate::tui::model::Model;
use crate::tui::overlays::story::{Tone, evidence};

/// Other explanations that are told of.
const RIVALS: usize = 3;

/// All of it, in the order of the reading: for, against, not another, so far.
pub fn lines(model: &Model, explained: &Explained, draft: &Draft) -> Vec<(Tone, String)> {
    let locale = &model.locale;
    let chosen = draft.proposal.and_then(|at| explained.proposals.get(at));
    let known = chosen.map_or(&explained.known, |proposal| &proposal.evidence);
    let holds = known
        .iter()
        .filter(|piece| !draft.edited || !is_of_choice(piece));
    let (speaks_for, against): (Vec<&Evidence>, Vec<&Evidence>) =
        holds.partition(|piece| piece.speaks_for());
    let pieces = speaks_for.into_iter().chain(against);
    let lines = pieces.map(|piece| evidence(locale, piece));
    if draft.receipts.len() > 1 {
        let several = super::several_owners(model);
        let warning = several.map(|names| (Tone::Bad, super::of_several(model, &names)));
        return warning.into_iter().chain(lines).collect();
    }
    let mut lines: Vec<(Tone, String)> = lines.collect();
    for rival in rivals(explained, draft.proposal).take(RIVALS) {
        lines.push((Tone::Quiet, not(locale, rival, chosen)));
    }
    if !draft.edited {
        lines.extend(chosen.and_then(|proposal| record(locale, proposal)));
    }
    lines
}

/// Whether it speaks of the items chosen and what they come to: once a person chose others, it says nothing.
fn is_of_choice(piece: &Evidence) -> bool {
    matches!(piece.code(), "A1" | "A2" | "A3" | "S1" | "G1")
}

fn rivals(explained: &Explained, chosen: Option<usize>) -> impl Iterator<Item = &Proposal> {
    let others = explained.proposals.iter().enumerate();
    others
        .filter(move |(at, _)| Some(*at) != chosen)
        .map(|(_, rival)| rival)
}

/// Why it is not the other one: what little speaks for that.
fn not(locale: &Locale, rival: &Proposal, chosen: Option<&Proposal>) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for piece in rival.evidence.iter().filter(|piece| piece.speaks_for()) {
        let code = piece.code();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let words: Vec<&str> = codes
        .iter()
        .map(|code| locale.text(&format!("tui.matching.short.{}", code.to_lowercase())))
        .collect();
    let mut says = match words.as_slice() {
        [] => locale.text("tui.matching.nothing-for").to_owned(),
        [only] => locale.say("tui.matching.only", &[("what", only)]),
        several => several.join(", "),
    };
    let like = rival.evidence.iter().find_map(|piece| match piece {
        Evidence::NameDiffers { percent } => Some(percent.to_string()),
        _ => None,
    });
    if let Some(percent) = like {
        says.push_str(&locale.say("tui.matching.name-at", &[("percent", &percent)]));
    }
    let taken = rival.evidence.iter().find_map(|piece| match piece {
        Evidence::Contested { invoice } | Evidence::TakenByExact { invoice } => Some(invoice),
        _ => None,
    });
    if let Some(invoice) = taken {
        says.push_str(&locale.say("tui.matching.wanted", &[("invoice", invoice)]));
    }
    let numbers: Vec<&str> = rival
        .parts
        .iter()
        .map(|part| part.number.as_str())
        .collect();
    let mut what = numbers.join(", ");
    if chosen.is_none_or(|chosen| chosen.customer != rival.customer) {
        if !what.is_empty() {
            what.push(' ');
        }
        what.push_str(&rival.customer_name);
    }
    locale.say("tui.matching.not", &[("what", &what), ("why", &says)])
}

/// How often the same evidence was right.
pub fn record(locale: &Locale, proposal: &Proposal) -> Option<(Tone, String)> {
    let pattern = pattern(&proposal.evidence);
    let record = proposal.record;
    if pattern.is_empty() || (record.right == 0 && record.undone == 0) {
        return None;
    }
    let facts = [
        ("pattern", pattern.as_str()),
        ("right", &record.right.to_string()),
        ("undone", &record.undone.to_string()),
    ];
    Some((Tone::Quiet, locale.say("tui.matching.record", &facts)))
}
