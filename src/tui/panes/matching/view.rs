//! Receipts left; right, or below where it is narrow, what explains the one under the cursor.

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::draft::Draft;
use super::list;
use super::rows::payer;
use crate::domain::date;
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, ReceiptState};
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::story::{Tone, evidence};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Want, places, widest};
use crate::tui::widgets::list::{self as rows, ListAt};
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
    let state = &model.matching;
    let (Some(explained), Some(draft)) = (state.table.selected(), &state.draft) else {
        part(
            canvas,
            area,
            locale.text("tui.matching.explanation"),
            "",
            focused,
        );
        return;
    };
    let receipt = &explained.receipt;
    let title = format!(
        "{} · {} · {}",
        locale.short_date(receipt.booked),
        locale.money(receipt.left, receipt.currency),
        payer(receipt).unwrap_or_else(|| locale.text("tui.matching.no-name")),
    );
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
    let pieces = pieces(model, explained, draft);
    let lines = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let parts = lines(draft.parts.len()).max(1);
    let room = area.height.saturating_sub(1);
    let for_evidence = lines(pieces.len()).min(room.saturating_sub(parts.min(room / 2)));
    let (items, rest) = head(area, parts.min(room - for_evidence));
    let (sum, rest) = head(rest, 1);
    if draft.parts.is_empty() {
        let says = no_parts(model, explained, draft);
        canvas.put(
            items.x + 2,
            items.y,
            items.width.saturating_sub(2),
            &says,
            canvas.theme.text,
        );
    } else {
        parts_list(canvas, items, model, draft, focused);
    }
    difference(canvas, sum, draft);
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
    let (key, action) = match (&draft.payer, explained.receipt.state) {
        (_, ReceiptState::SetAside) => ("tui.matching.is-aside", ActionId::SetAside),
        (None, _) => ("tui.matching.nobody", ActionId::FindCustomer),
        (Some(_), _) => ("tui.matching.no-items", ActionId::Unapplied),
    };
    with_key(model, key, action)
}

/// What the payer wrote, and from which account.
fn said(model: &Model, explained: &Explained) -> String {
    let text = &explained.receipt.text;
    let mut said = Vec::new();
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
        said.push(format!("“{message}”"));
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
    let Some(payer) = &draft.payer else {
        canvas.put(
            area.x + 2,
            area.y,
            area.width.saturating_sub(2),
            locale.text("tui.matching.no-proposal"),
            theme.text,
        );
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
        _ => (
            String::new(),
            locale.text("tui.matching.by-hand").to_owned(),
        ),
    };
    let mut right = word;
    if explained.proposals.len() > 1
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
    let left = [
        (letter.as_str(), theme.strong),
        (if letter.is_empty() { "" } else { "  " }, theme.text),
        (payer.name.as_str(), theme.strong),
        (" · ", theme.quiet),
        (payer.number.as_str(), theme.text),
    ];
    canvas.put_all(area.x + 2, area.y, room.saturating_sub(wide + 1), &left);
}

fn parts_list(canvas: &mut Canvas, area: Rect, model: &Model, draft: &Draft, focused: bool) {
    let locale = canvas.locale;
    let today = model.book.today;
    let figure = |minor: Minor| locale.amount_or_dot(minor, draft.currency);
    let amounts = draft
        .parts
        .iter()
        .map(|part| figure(part.amount))
        .collect::<Vec<_>>();
    let opens = draft
        .parts
        .iter()
        .map(|part| figure(part.open))
        .collect::<Vec<_>>();
    let numbers = widest(draft.parts.iter().map(|part| part.number.as_str())).clamp(4, 16);
    let amount = widest(amounts.iter().map(String::as_str)).max(8);
    let open = widest(opens.iter().map(String::as_str)).max(8);
    let at = ListAt {
        list: ListId::Explain,
        area,
        len: draft.parts.len(),
        cursor: model.matching.item,
        focused,
    };
    let wants = [
        Want::Exactly(3),
        Want::Exactly(numbers),
        Want::Exactly(amount),
        Want::Exactly(open + 3),
        Want::Rest(8),
    ];
    let laid = places(area.x + 2, area.width.saturating_sub(3), &wants);
    let [tick, number, settles, is_open, due] =
        [0, 1, 2, 3, 4].map(|at| laid.get(at).copied().unwrap_or_default());
    rows::list(canvas, at, |canvas, index, place| {
        let (Some(part), Some(settled), Some(open)) =
            (draft.parts.get(index), amounts.get(index), opens.get(index))
        else {
            return;
        };
        let theme = canvas.theme;
        let chosen = !part.amount.is_zero();
        let style = if chosen { theme.text } else { theme.quiet };
        canvas.put(
            tick.x,
            place.y,
            tick.width,
            if chosen { "[×]" } else { "[ ]" },
            theme.key,
        );
        canvas.put(number.x, place.y, number.width, &part.number, style);
        canvas.put_right(
            settles.x,
            place.y,
            settles.width,
            settled,
            if chosen { theme.strong } else { theme.quiet },
        );
        let of = if part.amount == part.open {
            String::new()
        } else {
            locale.say("tui.matching.of-open", &[("amount", open)])
        };
        canvas.put_right(is_open.x, place.y, is_open.width, &of, theme.quiet);
        let late = date::days_past(part.due, today);
        let mut says = locale.due_date(part.due, today);
        if late > 0 {
            says = format!("{says} · {}", locale.days(late));
        }
        canvas.put(due.x, place.y, due.width, &says, style);
    });
}

/// What the receipt would leave: always in sight.
fn difference(canvas: &mut Canvas, area: Rect, draft: &Draft) {
    if area.height == 0 {
        return;
    }
    let locale = canvas.locale;
    let left = draft.difference();
    let chosen = draft.chosen().next().is_some();
    let (key, style) = match left.cmp(&Minor::ZERO) {
        Ordering::Equal => ("tui.matching.even", canvas.theme.good),
        Ordering::Greater if chosen || draft.is_all_unapplied() => {
            ("tui.matching.left", canvas.theme.strong)
        }
        Ordering::Greater => ("tui.matching.whole", canvas.theme.strong),
        Ordering::Less => ("tui.matching.over", canvas.theme.bad),
    };
    let figure = locale.money(left, draft.currency);
    let says = locale.say(key, &[("amount", &figure)]);
    canvas.put(
        area.x + 2,
        area.y,
        area.width.saturating_sub(2),
        &says,
        style,
    );
}

/// All that speaks for and against the explanation shown.
fn pieces(model: &Model, explained: &Explained, draft: &Draft) -> Vec<(Tone, String)> {
    let chosen = draft.proposal.and_then(|at| explained.proposals.get(at));
    let known = chosen.map_or(&explained.known, |proposal| &proposal.evidence);
    known
        .iter()
        .map(|piece| evidence(&model.locale, piece))
        .collect()
}
