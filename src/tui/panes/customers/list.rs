//! The list of customers.

use ratatui::layout::Rect;

use super::rows::{Column, Listed};
use crate::domain::date::{self, Date};
use crate::domain::money::Minor;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part};

fn title(model: &Model) -> String {
    let (locale, table) = (&model.locale, &model.customers.table);
    let resting = table.resting();
    let all = locale.whole((table.rows().len() - resting.min(table.rows().len())) as u64);
    let shown = locale.whole(table.len() as u64);
    let facts = [("shown", shown.as_str()), ("count", all.as_str())];
    let mut title = if !table.is_narrowed() {
        locale.say("tui.customers.all", &facts)
    } else if table.is_nearest() {
        locale.say("tui.customers.nearest", &facts)
    } else {
        locale.say("tui.customers.some", &facts)
    };
    if resting > 0 {
        let count = locale.whole(resting as u64);
        title.push_str(&locale.say("tui.customers.resting", &[("count", &count)]));
    }
    title
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

/// How wide the list is with the age of the data, the last of its columns to come.
pub(super) const WIDTH_OF_ALL: u16 = 74;

/// The list's columns.
struct Laid {
    sign: Place,
    number: Place,
    name: Place,
    city: Place,
    open: Place,
    overdue: Place,
    late: Place,
    risk: Place,
    credit: Place,
    age: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let (locale, sum) = (&model.locale, model.customers.table.sum_of_all());
        let from =
            |width: u16, columns: u16| Want::Exactly(if area.width >= width { columns } else { 0 });
        let wants = [
            Want::Exactly(1),
            Want::Exactly(6),
            Want::Rest(14),
            from(116, 14),
            // A place is kept for the sign that there is more in another currency.
            Want::Exactly(sum.open.width(locale, 9) + 1),
            Want::Exactly(sum.overdue.width(locale, 9)),
            Want::Exactly(5),
            from(64, 3),
            from(64, 8),
            from(WIDTH_OF_ALL - 2, 5),
        ];
        let laid = places(area.x + 2, area.width.saturating_sub(3), &wants);
        let at = |index: usize| laid.get(index).copied().unwrap_or_default();
        let open = at(4);
        Self {
            sign: at(0),
            number: at(1),
            name: at(2),
            city: at(3),
            open: Place {
                width: open.width.saturating_sub(1),
                ..open
            },
            overdue: at(5),
            late: at(6),
            risk: at(7),
            credit: at(8),
            age: at(9),
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
            list_row(canvas, place.y, row, &laid, model.book.today);
        }
    });
}

fn list_row(canvas: &mut Canvas, y: u16, row: &Listed, laid: &Laid, today: Date) {
    let (locale, theme, line) = (canvas.locale, canvas.theme, &row.line);
    if row.is_doubtful() {
        canvas.put(laid.sign.x, y, laid.sign.width, "▲", theme.warn);
    }
    let text = if line.inactive {
        theme.quiet
    } else {
        theme.text
    };
    let put = |canvas: &mut Canvas, at: Place, text: &str, style| {
        canvas.put(at.x, y, at.width, text, style);
    };
    put(canvas, laid.number, &line.number, theme.quiet);
    put(canvas, laid.name, &line.name, text);
    let city = line.city.as_deref().unwrap_or_default();
    put(canvas, laid.city, city, theme.quiet);
    let unless_zero = |amount: Minor, style| if amount.is_zero() { theme.quiet } else { style };
    let open = locale.amount_or_dot(line.open, row.currency);
    let style = unless_zero(line.open, theme.text);
    canvas.put_right(laid.open.x, y, laid.open.width, &open, style);
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
    let class = line.risk_class.as_deref().unwrap_or_default();
    put(canvas, laid.risk, class, theme.text);
    // What stops the next sale comes before that there will be none.
    if let Some(level) = line.hold {
        let word = locale.text(&format!("tui.customers.hold.{}", level.name()));
        put(canvas, laid.credit, word, theme.warn);
    } else if line.inactive {
        let word = locale.text("tui.customers.inactive");
        put(canvas, laid.credit, word, theme.quiet);
    }
    if let Some(since) = line.stale_since {
        let age = short_age(locale, since, today);
        canvas.put_right(laid.age.x, y, laid.age.width, &age, theme.warn);
    }
}

/// How old data are, in as few letters as say it: months, then years.
fn short_age(locale: &Locale, since: Date, today: Date) -> String {
    let months = date::days_past(since, today).max(0) * 12 / 365;
    let (key, count) = if months < 24 {
        ("tui.customers.months", months)
    } else {
        ("tui.customers.years", months / 12)
    };
    locale.say(key, &[("count", &count.to_string())])
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
        head(laid.risk, Some(Column::Risk), "tui.customers.risk", false),
        head(laid.credit, None, "tui.customers.credit", false),
        head(laid.age, Some(Column::Age), "tui.customers.age", true),
    ];
    heads(canvas, y, &all);
}
