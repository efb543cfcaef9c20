//! The welcome screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{OFFERS, Offer, Over, Start};
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Seen};
use crate::tui::view::{is_too_small, keys, too_small};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::{ListAt, list};

/// Draws it; what it put where, and where the cursor stands, come back.
pub fn paint(buf: &mut Buffer, start: &Start) -> (Seen, Option<Position>) {
    let mut canvas = Canvas::new(buf, &start.theme, &start.locale, &start.seen);
    let area = canvas.area();
    if is_too_small(area) {
        too_small(&mut canvas, area);
        return (canvas.seen, None);
    }
    let locale = canvas.locale;
    let (focus, text, quiet) = (canvas.theme.focus, canvas.theme.text, canvas.theme.quiet);
    let x = area.x + area.width / 8;
    let room = area.width - area.width / 8 - 1;
    let top = area.y + area.height / 6;
    canvas.put(x, top, room, locale.text("tui.welcome.title"), focus);
    canvas.put(x, top + 1, room, locale.text("tui.welcome.says"), text);
    let rows = Rect {
        x,
        y: top + 3,
        width: room,
        height: 4.min(area.bottom().saturating_sub(top + 4)),
    };
    let at = ListAt {
        list: ListId::Menu,
        area: rows,
        len: OFFERS.len(),
        cursor: start.cursor,
        focused: start.over.is_none(),
    };
    list(&mut canvas, at, |canvas, index, place| {
        let name = match OFFERS.get(index) {
            Some(Offer::New) => "new",
            Some(Offer::Open) => "open",
            Some(Offer::Demo) => "demo",
            Some(Offer::Leave) => "leave",
            None => return,
        };
        canvas.put(
            place.x + 1,
            place.y,
            24,
            locale.text(&format!("tui.welcome.{name}")),
            text,
        );
        let says = locale.text(&format!("tui.welcome.{name}-says"));
        canvas.put(
            place.x + 26,
            place.y,
            place.width.saturating_sub(26),
            says,
            quiet,
        );
    });
    match &start.over {
        Some(Over::Form(form)) => form.draw(&mut canvas, area, true),
        Some(Over::Chooser(chooser)) => chooser.draw(&mut canvas, area),
        None => {}
    }
    let foot = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    keys(&mut canvas, foot, start.scope(), &start.keymap, |action| {
        // Nothing is taken in before there is a ledger.
        (action.id != ActionId::MapColumns).then(|| (action.order, action.title(&start.locale)))
    });
    (canvas.seen, canvas.cursor)
}
