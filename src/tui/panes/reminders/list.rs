//! The list of overdue customers.

use ratatui::layout::Rect;

use super::rows::Column;
use crate::reports::overdue::OverdueLine;
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, head, nothing, part};

/// The list's columns.
struct Laid {
    name: Place,
    count: Place,
    days: Place,
    due: Place,
    paused: Place,
    currency: Place,
    why: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let (locale, sum) = (&model.locale, model.reminders.table.sum_of_all());
        let several = sum.due.has_several_currencies();
        let wants = [
            Want::Rest(16),
            Want::Exactly(5),
            Want::Exactly(6),
            Want::Exactly(sum.due.width(locale, 9)),
            Want::Exactly(sum.paused.width(locale, 9)),
            Want::Exactly(if several { 3 } else { 0 }),
            Want::Rest(14),
        ];
        let laid = places(area.x + 3, area.width.saturating_sub(4), &wants);
        let [name, count, days, due, paused, currency, why] =
            [0, 1, 2, 3, 4, 5, 6].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            name,
            count,
            days,
            due,
            paused,
            currency,
            why,
        }
    }
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = &model.reminders.table;
    let inside = part(canvas, area, &title(model), table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let key = if !table.loaded {
            "tui.loading"
        } else if table.filter().is_empty() {
            "tui.reminders.empty"
        } else {
            "tui.nothing-passes"
        };
        nothing(canvas, inside, locale.text(key));
        return;
    }
    let laid = Laid::new(inside, model);
    list_heads(canvas, inside.y, model, &laid);
    let (_, below) = head(inside, 1);
    let (rows, note) = foot(below, 1);
    let at = ListAt {
        list: ListId::Reminders,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some(line) = table.row(index) {
            if table.is_marked(line) {
                canvas.put(place.x, place.y, 1, "●", canvas.theme.strong);
            }
            row(canvas, place.y, line, model, &laid);
        }
    });
    let room = note.width.saturating_sub(3);
    canvas.put(
        note.x + 3,
        note.y,
        room,
        locale.text("tui.reminders.later"),
        canvas.theme.quiet,
    );
}

fn row(canvas: &mut Canvas, y: u16, line: &OverdueLine, model: &Model, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let reminded = !line.due.is_zero();
    let (text, figure) = if reminded {
        (theme.text, theme.strong)
    } else {
        (theme.quiet, theme.quiet)
    };
    canvas.put(laid.name.x, y, laid.name.width, &line.name, text);
    let count = locale.whole(line.items.len() as u64);
    canvas.put_right(laid.count.x, y, laid.count.width, &count, theme.quiet);
    canvas.put_right(
        laid.days.x,
        y,
        laid.days.width,
        &locale.days(line.days),
        theme.warn,
    );
    let amount = |minor| locale.amount_or_dot(minor, line.currency);
    canvas.put_right(laid.due.x, y, laid.due.width, &amount(line.due), figure);
    canvas.put_right(
        laid.paused.x,
        y,
        laid.paused.width,
        &amount(line.paused),
        theme.quiet,
    );
    canvas.put(
        laid.currency.x,
        y,
        laid.currency.width,
        line.currency.code(),
        theme.quiet,
    );
    let mut says = Vec::new();
    if line.unmatched > 0 {
        let count = line.unmatched.to_string();
        says.push(locale.say("tui.reminders.unmatched-short", &[("count", &count)]));
    }
    if !line.to_his_good.is_zero() {
        let amount = locale.amount(-line.to_his_good, line.currency);
        says.push(locale.say("tui.reminders.to-his-good-short", &[("amount", &amount)]));
    }
    let style = if says.is_empty() {
        theme.text
    } else {
        theme.warn
    };
    says.extend(reasons(locale, line, model));
    canvas.put(laid.why.x, y, laid.why.width, &says.join(" · "), style);
}

/// Why a customer's items wait: the reasons, each once.
fn reasons(locale: &Locale, line: &OverdueLine, model: &Model) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let today = model.book.today;
    for pause in line
        .items
        .iter()
        .flat_map(|item| &item.pauses)
        .filter(|pause| pause.holds(today))
    {
        let says = match pause.until {
            Some(until) => {
                let key = format!("tui.reminders.{}-until", pause.kind.name());
                locale.say(&key, &[("date", &locale.short_date(until))])
            }
            None => locale
                .text(&format!("pause.{}", pause.kind.name()))
                .to_owned(),
        };
        if !said.contains(&says) {
            said.push(says);
        }
    }
    said
}

fn title(model: &Model) -> String {
    let (locale, sum) = (&model.locale, model.reminders.table.sum_of_shown());
    let sums: Vec<String> = sum
        .to_remind
        .iter()
        .map(|(currency, sum)| locale.money(*sum, *currency))
        .collect();
    let facts = [
        ("count", sum.due_count.to_string()),
        ("amounts", sums.join(" · ")),
    ];
    let facts = facts
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let mut title = locale.say("tui.reminders.title", &facts);
    if sum.paused_count > 0 {
        title.push_str(&locale.say(
            "tui.reminders.paused",
            &[("count", &sum.paused_count.to_string())],
        ));
    }
    title
}

fn list_heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &Laid) {
    let locale = canvas.locale;
    let order = model.reminders.table.order();
    let head = |at: Place, column: Option<Column>, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: order
            .filter(|(by, _)| Some(*by) == column)
            .map(|(_, descends)| descends),
    };
    let all = [
        head(laid.name, Some(Column::Name), "tui.reminders.name", false),
        head(laid.count, None, "tui.reminders.count", true),
        head(laid.days, Some(Column::Days), "tui.reminders.days", true),
        head(laid.due, Some(Column::Due), "tui.reminders.due", true),
        head(
            laid.paused,
            Some(Column::Paused),
            "tui.reminders.paused-sum",
            true,
        ),
        head(laid.why, None, "tui.reminders.why", false),
    ];
    heads(canvas, y, &all);
}
