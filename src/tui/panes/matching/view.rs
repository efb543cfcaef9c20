//! Receipts left; right, or below where it is narrow, what explains the one under the cursor.

use ratatui::layout::Rect;

use super::draft::Draft;
use super::list;
use super::rows::payer;
use super::verbs::under_cursor;
use super::{items, reasons};
use crate::reports::settling::{Explained, ReceiptState};
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::Model;
use crate::tui::overlays::story::Tone;
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::part::{foot, head, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let keys = model.layers.is_empty();
    let on_parts = model.matching.on_parts;
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 45 / 100);
        list::draw(canvas, left, model, keys && !on_parts);
        explanation(canvas, right, model, keys && on_parts);
    } else {
        let (above, below) = foot(area, area.height * 3 / 5);
        list::draw(canvas, above, model, keys && !on_parts);
        explanation(canvas, below, model, keys && on_parts);
    }
}

fn explanation(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let Some((explained, draft)) = under_cursor(model) else {
        let title = locale.text("tui.matching.explanation");
        part(canvas, area, title, "", focused);
        return;
    };
    let title = title(locale, explained, draft);
    let inside = part(canvas, area, &title, "", focused);
    let said = said(model, explained);
    let (said_at, rest) = head(inside, u16::from(!said.is_empty()));
    if said_at.height > 0 {
        let room = said_at.width.saturating_sub(2);
        canvas.put(said_at.x + 2, said_at.y, room, &said, canvas.theme.quiet);
    }
    let (whose_at, rest) = head(rest, 1);
    if whose_at.height > 0 {
        whose(canvas, whose_at, model, explained, draft);
    }
    settles(canvas, rest, model, explained, draft, focused);
}

/// Whose money it is as the bank has it; of several receipts how many they are.
fn title(locale: &Locale, explained: &Explained, draft: &Draft) -> String {
    let receipt = &explained.receipt;
    if draft.receipts.len() > 1 {
        let facts = [
            ("count", draft.receipts.len().to_string()),
            ("amount", locale.money(draft.left(), draft.currency)),
        ];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        return locale.say("tui.matching.together", &facts);
    }
    let mut money = locale.money(receipt.amount, receipt.currency);
    if receipt.left != receipt.amount && !receipt.left.is_zero() {
        let left = locale.amount(receipt.left, receipt.currency);
        money = locale.say(
            "tui.matching.left-of",
            &[("left", &left), ("amount", &money)],
        );
    }
    let name = payer(receipt).unwrap_or_else(|| locale.text("tui.matching.no-name"));
    format!("{} · {money} · {name}", locale.short_date(receipt.booked))
}

/// The items, the difference, the evidence, one below the other. What decides comes first: in little room some items
/// scroll and the evidence gives way, all of which is one key away.
fn settles(
    canvas: &mut Canvas,
    area: Rect,
    model: &Model,
    explained: &Explained,
    draft: &Draft,
    focused: bool,
) {
    let pieces = reasons::lines(model, explained, draft);
    let lines = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let parts = lines(draft.parts.len()).max(1);
    let sum_lines = items::difference_height(canvas, area.width, draft);
    let room = area.height.saturating_sub(sum_lines);
    let for_evidence = lines(pieces.len()).min(room.saturating_sub(parts.min(room / 2)));
    let (items_at, rest) = head(area, parts.min(room - for_evidence));
    let (sum, rest) = head(rest, sum_lines);
    if draft.parts.is_empty() {
        let says = no_parts(model, explained, draft);
        canvas.put(
            items_at.x + 2,
            items_at.y,
            items_at.width.saturating_sub(2),
            &says,
            canvas.theme.text,
        );
    } else {
        items::draw(canvas, items_at, model, draft, focused);
    }
    items::difference(canvas, sum, draft);
    for (y, (tone, says)) in (rest.y..rest.bottom()).zip(&pieces) {
        let style = match tone {
            Tone::Good => canvas.theme.good,
            Tone::Bad => canvas.theme.warn,
            _ => canvas.theme.quiet,
        };
        canvas.put(rest.x + 2, y, rest.width.saturating_sub(2), says, style);
    }
}

/// What to do where there is no item to choose.
fn no_parts(model: &Model, explained: &Explained, draft: &Draft) -> String {
    let (key, action) = match (draft.payer(), explained.receipt.state) {
        (_, ReceiptState::SetAside) => ("tui.matching.is-aside", ActionId::SetAside),
        (None, _) if draft.is_nothing_to_settle() => {
            let proposal = draft.proposal.and_then(|at| explained.proposals.get(at));
            let account = proposal.and_then(|proposal| proposal.account.as_deref());
            let facts = [("account", account.unwrap_or_default())];
            return model.locale.say("tui.matching.is-no-receivable", &facts);
        }
        (None, _) => ("tui.matching.nobody", ActionId::FindCustomer),
        (Some(_), ReceiptState::Settled) => return String::new(),
        (Some(_), ReceiptState::Unapplied) => ("tui.matching.nothing-open", ActionId::Transfer),
        (Some(_), _) => ("tui.matching.no-items", ActionId::Unapplied),
    };
    with_key(model, key, action)
}

/// What the payer wrote, and from which account.
fn said(model: &Model, explained: &Explained) -> String {
    let together = super::paying(model);
    if together.len() > 1 {
        let mut names: Vec<&str> = together
            .iter()
            .filter_map(|row| payer(&row.receipt))
            .collect();
        names.dedup();
        return names.join(", ");
    }
    let text = &explained.receipt.text;
    let mut said = Vec::new();
    if let Some(refund) = super::money::refund(model) {
        let facts = [
            ("amount", model.locale.amount(refund.left, refund.currency)),
            ("date", model.locale.short_date(refund.planned)),
            ("reason", refund.reason.clone()),
        ];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        said.push(model.locale.say("tui.matching.goes-back-since", &facts));
    }
    if let Some(reference) = &explained.receipt.reference {
        said.push(
            model
                .locale
                .say("tui.matching.reference", &[("reference", reference)]),
        );
    }
    if let Some(message) = text
        .message
        .as_deref()
        .filter(|message| !message.trim().is_empty())
    {
        said.push(model.locale.say("format.quote", &[("text", message)]));
    }
    if let Some(account) = &text.payer_account {
        said.push(
            model
                .locale
                .say("tui.matching.account", &[("account", account)]),
        );
    }
    said.join(" · ")
}

/// The customer, how sure it is, and how many explanations there are.
fn whose(canvas: &mut Canvas, area: Rect, model: &Model, explained: &Explained, draft: &Draft) {
    let locale = canvas.locale;
    let theme = canvas.theme;
    let room = area.width.saturating_sub(2);
    let Some(payer) = draft.payer() else {
        let key = if draft.is_nothing_to_settle() {
            "difference.not-receivable"
        } else {
            "tui.matching.no-proposal"
        };
        canvas.put(area.x + 2, area.y, room, locale.text(key), theme.text);
        return;
    };
    let chosen = draft
        .proposal
        .and_then(|at| explained.proposals.get(at).map(|proposal| (at, proposal)));
    let (letter, word) = match chosen {
        Some((_, proposal)) if !draft.edited => {
            let letter = proposal.class.letter().to_string();
            let word = locale.text(&format!("class.{letter}")).to_owned();
            (letter, word)
        }
        _ if draft.is_identified() && !draft.edited => (String::new(), String::new()),
        _ => (
            String::new(),
            locale.text("tui.matching.by-hand").to_owned(),
        ),
    };
    let mut right = word;
    if explained.proposals.len() > 1
        && draft.receipts.len() == 1
        && let Some((at, _)) = chosen
    {
        let of = locale.say(
            "tui.matching.of",
            &[
                ("at", &(at + 1).to_string()),
                ("count", &explained.proposals.len().to_string()),
            ],
        );
        right = format!(
            "{right} · {of} · {}",
            with_key(model, "tui.matching.next", ActionId::NextProposal)
        );
    }
    let room = area.width.saturating_sub(3);
    let wide = cells(&right).min(room / 2);
    canvas.put(
        area.right().saturating_sub(wide + 1),
        area.y,
        wide,
        &right,
        theme.quiet,
    );
    let others = match draft.payers.len() {
        0 | 1 => String::new(),
        count => locale.say(
            "tui.matching.and-others",
            &[("count", &(count - 1).to_string())],
        ),
    };
    let left = [
        (letter.as_str(), theme.strong),
        (if letter.is_empty() { "" } else { "  " }, theme.text),
        (payer.name.as_str(), theme.strong),
        (" · ", theme.quiet),
        (payer.number.as_str(), theme.text),
        (&others, theme.quiet),
    ];
    canvas.put_all(area.x + 2, area.y, room.saturating_sub(wide + 1), &left);
}
