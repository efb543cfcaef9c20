//! The list of customers.

use ratatui::layout::Rect;

use super::rows::{Column, Listed};
use crate::domain::money::Minor;
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part};

fn title(model: &Model) -> String {
    let (locale, table) = (&model.locale, &model.customers.table);
    let all = locale.whole(table.rows().len() as u64);
    if !table.is_narrowed() {
        return locale.say("tui.customers.all", &[("count", &all)]);
    }
    let shown = locale.whole(table.len() as u64);
    if table.is_nearest() {
        return locale.say("tui.customers.nearest", &[("shown", &shown)]);
    }
    locale.say("tui.customers.some", &[("shown", &shown), ("count", &all)])
}

/// What to say in place of the list, if there is none.
fn instead(model: &Model) -> Option<String> {
    let table = &model.customers.table;
    if !table.loaded {
        Some(model.locale.text("tui.loading").to_owned())
    } else if !table.is_empty() {
        None
    } else if table.filter().is_empty() {
        Some(with_key(model, "tui.customers.empty", ActionId::Import))
    } else {
        Some(model.locale.text("tui.nothing-passes").to_owned())
    }
}

/// The list's columns.
struct Laid {
    number: Place,
    name: Place,
    city: Place,
    open: Place,
    overdue: Place,
    late: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let (locale, sum) = (&model.locale, model.customers.table.sum_of_all());
        let wants = [
            Want::Exactly(8),
            Want::Rest(14),
            Want::Exactly(if area.width >= 84 { 14 } else { 0 }),
            // A place is kept for the sign that there is more in another currency.
            Want::Exactly(sum.open.width(locale, 9) + 1),
            Want::Exactly(sum.overdue.width(locale, 9)),
            Want::Exactly(6),
        ];
        let laid = places(area.x + 3, area.width.saturating_sub(4), &wants);
        let [number, name, city, open, overdue, late] =
            [0, 1, 2, 3, 4, 5].map(|at| laid.get(at).copied().unwrap_or_default());
        let open = Place {
            width: open.width.saturating_sub(1),
            ..open
        };
        Self {
            number,
            name,
            city,
            open,
            overdue,
            late,
        }
    }
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let table = &model.customers.table;
    let inside = part(canvas, area, &title(model), table.filter(), focused);
    if let Some(says) = instead(model) {
        nothing(canvas, inside, &says);
        return;
    }
    let laid = Laid::new(inside, model);
    list_heads(canvas, inside.y, model, &laid);
    let (_, rows) = head(inside, 1);
    let at = ListAt {
        list: ListId::Customers,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some(row) = table.row(index) {
            if table.is_marked(row) {
                canvas.put(place.x, place.y, 1, "●", canvas.theme.strong);
            }
            list_row(canvas, place.y, row, &laid);
        }
    });
}

fn list_row(canvas: &mut Canvas, y: u16, row: &Listed, laid: &Laid) {
    let (locale, theme, line) = (canvas.locale, canvas.theme, &row.line);
    canvas.put(
        laid.number.x,
        y,
        laid.number.width,
        &line.number,
        theme.quiet,
    );
    canvas.put(laid.name.x, y, laid.name.width, &line.name, theme.text);
    let city = line.city.as_deref().unwrap_or_default();
    canvas.put(laid.city.x, y, laid.city.width, city, theme.quiet);
    let unless_zero = |amount: Minor, style| if amount.is_zero() { theme.quiet } else { style };
    let open = locale.amount_or_dot(line.open, row.currency);
    canvas.put_right(
        laid.open.x,
        y,
        laid.open.width,
        &open,
        unless_zero(line.open, theme.text),
    );
    if line.other_currencies {
        // Something more is open, in another currency: it stands on the card.
        canvas.put(laid.open.x + laid.open.width, y, 1, "+", theme.strong);
    }
    let overdue = locale.amount_or_dot(line.overdue, row.currency);
    let style = unless_zero(line.overdue, theme.strong);
    canvas.put_right(laid.overdue.x, y, laid.overdue.width, &overdue, style);
    if line.days_late > 0 {
        let days = locale.days(line.days_late);
        canvas.put_right(laid.late.x, y, laid.late.width, &days, theme.warn);
    }
}

fn list_heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &Laid) {
    let locale = canvas.locale;
    let order = model.customers.table.order();
    let head = |at: Place, column: Option<Column>, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: order
            .filter(|(by, _)| Some(*by) == column)
            .map(|(_, descends)| descends),
    };
    let all = [
        head(
            laid.number,
            Some(Column::Number),
            "tui.customers.number",
            false,
        ),
        head(laid.name, Some(Column::Name), "tui.customers.name", false),
        head(laid.city, None, "tui.customers.city", false),
        head(laid.open, Some(Column::Open), "tui.customers.open", true),
        head(
            laid.overdue,
            Some(Column::Overdue),
            "tui.customers.overdue",
            true,
        ),
        head(laid.late, Some(Column::Late), "tui.customers.late", true),
    ];
    heads(canvas, y, &all);
}
