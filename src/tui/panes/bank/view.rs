//! Bank lines left; right, or below where it is narrow, what the bank said of the one under the cursor. Above both,
//! where statements are missing.

use ratatui::layout::Rect;

use super::{gaps, list, told};
use crate::tui::action::ActionId;
use crate::tui::model::Model;
use crate::tui::overlays::story::wrap;
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::part::{foot, head, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let focused = model.layers.is_empty();
    let area = missing(canvas, area, model);
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 55 / 100);
        list::draw(canvas, left, model, focused);
        detail(canvas, right, model);
    } else {
        let (above, below) = foot(area, area.height / 2);
        list::draw(canvas, above, model, focused);
        detail(canvas, below, model);
    }
}

/// One line for the first gap, with the key that lists all of them; what is left of the place.
fn missing(canvas: &mut Canvas, area: Rect, model: &Model) -> Rect {
    let Some((line, before)) = gaps(model).next() else {
        return area;
    };
    let (at, rest) = head(area, 1);
    let locale = canvas.locale;
    let mut more = with_key(model, "tui.bank.all-statements", ActionId::Statements);
    let others = gaps(model).count() - 1;
    if others > 0 {
        let count = locale.whole(others as u64);
        more = format!(
            "{} · {more}",
            locale.say("tui.bank.more-gaps", &[("count", &count)])
        );
    }
    let says = format!("▲ {}", told::gap(locale, line, before));
    let (warn, quiet) = (canvas.theme.warn, canvas.theme.quiet);
    let room = at.width.saturating_sub(2);
    let kept = cells(&more).min(room / 2);
    let used = canvas.put(at.x + 1, at.y, room.saturating_sub(kept + 3), &says, warn);
    canvas.put_all(
        at.x + 1 + used,
        at.y,
        room.saturating_sub(used),
        &[(" · ", quiet), (&more, quiet)],
    );
    rest
}

fn detail(canvas: &mut Canvas, area: Rect, model: &Model) {
    let locale = canvas.locale;
    let Some(line) = model.bank.table.selected() else {
        part(canvas, area, locale.text("tui.bank.detail"), "", false);
        return;
    };
    let inside = part(canvas, area, &told::title(locale, line), "", false);
    let room = inside.width.saturating_sub(3);
    let told = told::lines(model, line);
    let rows = told.iter().flat_map(|(tone, text)| {
        let rows = wrap(text, usize::from(room));
        rows.into_iter().map(move |row| (tone, row))
    });
    for (y, (tone, row)) in (inside.y..inside.bottom()).zip(rows) {
        canvas.put(inside.x + 2, y, room, &row, tone.style(canvas.theme));
    }
}
