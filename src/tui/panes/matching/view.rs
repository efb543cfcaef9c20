//! Receipts left; right, or below where it is narrow, what explains the one under the cursor.

use ratatui::layout::Rect;

use super::draft::Draft;
use super::rows::{Column, payer};
use crate::domain::date;
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, ReceiptState};
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::story::{Tone, evidence};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Want, places, widest};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, head, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let keys = model.layers.is_empty();
    let on_parts = model.matching.on_parts;
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 45 / 100);
        receipts(canvas, left, model, keys && !on_parts);
        explanation(canvas, right, model, keys && on_parts);
    } else {
        let (above, below) = foot(area, area.height * 3 / 5);
        receipts(canvas, above, model, keys && !on_parts);
        explanation(canvas, below, model, keys && on_parts);
    }
}

fn receipts(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.matching;
    let (todo, aside) = super::counts(model);
    let mut title = locale.say(
        "tui.matching.title",
        &[("count", &locale.whole(todo as u64))],
    );
    if state.done > 0 {
        title.push_str(&locale.say(
            "tui.matching.done",
            &[("count", &locale.whole(state.done as u64))],
        ));
    }
    if aside > 0 {
        title.push_str(&locale.say(
            "tui.matching.aside",
            &[("count", &locale.whole(aside as u64))],
        ));
    }
    let inside = part(canvas, area, &title, state.table.filter(), focused);
    if !state.table.loaded || state.table.is_empty() {
        let says = if !state.table.loaded {
            locale.text("tui.loading").to_owned()
        } else if state.table.filter().is_empty() {
            with_key(model, "tui.matching.empty", ActionId::Import)
        } else {
            locale.text("tui.nothing-passes").to_owned()
        };
        nothing(canvas, inside, &says);
        return;
    }
    let several = state
        .table
        .rows()
        .windows(2)
        .any(|pair| pair[0].receipt.currency != pair[1].receipt.currency);
    let wants = [
        Want::Exactly(2),
        Want::Exactly(6),
        Want::Exactly(13),
        Want::Exactly(if several { 3 } else { 0 }),
        Want::Rest(10),
    ];
    let wants: Vec<Want> = wants
        .into_iter()
        .filter(|want| *want != Want::Exactly(0))
        .collect();
    let laid = places(inside.x + 2, inside.width.saturating_sub(3), &wants);
    let place_of = |at: usize| laid.get(at).copied().unwrap_or_default();
    let [class_at, date_at, amount_at] = [0, 1, 2].map(place_of);
    let who_at = place_of(laid.len() - 1);
    let order = state.table.order();
    let heads = [
        (class_at, Column::Class, "class", false),
        (date_at, Column::Date, "date", false),
        (amount_at, Column::Amount, "amount", true),
        (who_at, Column::Payer, "payer", false),
    ];
    for (place, column, key, right) in heads {
        let mut text = locale.text(&format!("tui.matching.{key}")).to_owned();
        let mut style = canvas.theme.head;
        if let Some((by, descends)) = order
            && by == column
        {
            let arrow = if descends { '▼' } else { '▲' };
            if right {
                text.insert(0, arrow)
            } else {
                text.push(arrow)
            }
            style = canvas.theme.strong;
        }
        if right {
            canvas.put_right(place.x, inside.y, place.width, &text, style);
        } else {
            canvas.put(place.x, inside.y, place.width, &text, style);
        }
    }
    let rows = Rect {
        y: inside.y + 1,
        height: inside.height.saturating_sub(1),
        ..inside
    };
    let at = ListAt {
        list: ListId::Matching,
        area: rows,
        len: state.table.len(),
        cursor: state.table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(row) = state.table.row(index) else {
            return;
        };
        let theme = canvas.theme;
        let receipt = &row.receipt;
        let aside = receipt.state == ReceiptState::SetAside;
        let style = if aside { theme.quiet } else { theme.text };
        let class = row
            .proposals
            .first()
            .map_or("–".to_owned(), |best| best.class.letter().to_string());
        let sign = if aside {
            locale.text("tui.matching.aside-sign")
        } else {
            &class
        };
        canvas.put(class_at.x, place.y, class_at.width, sign, theme.strong);
        canvas.put(
            date_at.x,
            place.y,
            date_at.width,
            &locale.short_date(receipt.booked),
            style,
        );
        let figure = locale.amount(receipt.left, receipt.currency);
        canvas.put_right(amount_at.x, place.y, amount_at.width, &figure, style);
        if several {
            let currency = place_of(3);
            canvas.put(
                currency.x,
                place.y,
                currency.width,
                receipt.currency.code(),
                theme.quiet,
            );
        }
        let who = payer(receipt).unwrap_or_else(|| locale.text("tui.matching.no-name"));
        let used = canvas.put(who_at.x, place.y, who_at.width, who, style);
        if let (true, Some(reason)) = (aside, &receipt.reason) {
            let room = who_at.width.saturating_sub(used);
            canvas.put_all(
                who_at.x + used,
                place.y,
                room,
                &[(" · ", theme.quiet), (reason, theme.quiet)],
            );
        }
    });
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
    let pieces = pieces(model, explained, draft);
    let said = said(model, explained);
    // What decides comes first: whose it is and which items, then the difference, then why. In little room the
    // evidence gives way; all of it is one key away.
    let parts = u16::try_from(draft.parts.len()).unwrap_or(u16::MAX).max(1);
    let rest = inside
        .height
        .saturating_sub(u16::from(!said.is_empty()) + 2);
    let evidence_rows = u16::try_from(pieces.len())
        .unwrap_or(u16::MAX)
        .min(rest.saturating_sub(parts.min(rest / 2)));
    let (top, below) = head(inside, u16::from(!said.is_empty()) + 1);
    let mut y = top.y;
    if !said.is_empty() {
        canvas.put(
            top.x + 2,
            y,
            top.width.saturating_sub(2),
            &said,
            canvas.theme.quiet,
        );
        y += 1;
    }
    if y < top.bottom() {
        whose(
            canvas,
            Rect {
                y,
                height: 1,
                ..top
            },
            model,
            explained,
            draft,
        );
    }
    let (above, foot_rows) = foot(below, evidence_rows);
    let (items, sum) = foot(above, 1);
    if draft.parts.is_empty() {
        let key = match (&draft.payer, explained.receipt.state) {
            (_, ReceiptState::SetAside) => "tui.matching.is-aside",
            (None, _) => "tui.matching.nobody",
            (Some(_), _) => "tui.matching.no-items",
        };
        let action = if explained.receipt.state == ReceiptState::SetAside {
            ActionId::SetAside
        } else {
            ActionId::FindCustomer
        };
        let says = with_key(model, key, action);
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
    for (y, (tone, says)) in (foot_rows.y..foot_rows.bottom()).zip(&pieces) {
        let style = match tone {
            Tone::Good => canvas.theme.good,
            Tone::Bad => canvas.theme.warn,
            _ => canvas.theme.quiet,
        };
        canvas.put(
            foot_rows.x + 2,
            y,
            foot_rows.width.saturating_sub(2),
            says,
            style,
        );
    }
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
    list(canvas, at, |canvas, index, place| {
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
    let (key, style) = match left.cmp(&Minor::ZERO) {
        std::cmp::Ordering::Equal => ("tui.matching.even", canvas.theme.good),
        std::cmp::Ordering::Greater => ("tui.matching.left", canvas.theme.strong),
        std::cmp::Ordering::Less => ("tui.matching.over", canvas.theme.bad),
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
