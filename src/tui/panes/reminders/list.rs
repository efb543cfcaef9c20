//! The list of the queue: groups with count and sum, and their rows.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::group::Group;
use super::grouped::At;
use super::rows::{Column, Line, Sums};
use super::{short, told};
use crate::domain::money::Minor;
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::story::wrap;
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, head, nothing, part};

/// The list's columns.
struct Laid {
    name: Place,
    count: Place,
    days: Place,
    amount: Place,
    currency: Place,
    channel: Place,
    why: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let locale = &model.locale;
        let groups = Group::ALL
            .iter()
            .filter_map(|group| model.reminders.list.shown(*group));
        let mut sums = Sums::default();
        let mut wide = 9;
        for shown in groups {
            for (currency, amount) in &shown.amounts.0 {
                wide = wide.max(cells(&locale.amount(*amount, *currency)));
                sums.add(*currency, Minor::ZERO);
            }
        }
        let roomy = area.width >= 70;
        // Names are known at a glance; why is what is read.
        let name = (area.width.saturating_sub(36) * 9 / 20).clamp(14, 30);
        let wants = [
            Want::Exactly(name),
            Want::Exactly(if roomy { 4 } else { 0 }),
            Want::Exactly(5),
            Want::Exactly(wide),
            Want::Exactly(if sums.0.len() > 1 { 3 } else { 0 }),
            Want::Exactly(if roomy { 6 } else { 0 }),
            Want::Rest(12),
        ];
        let laid = places(area.x + 4, area.width.saturating_sub(5), &wants);
        let [name, count, days, amount, currency, channel, why] =
            [0, 1, 2, 3, 4, 5, 6].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            name,
            count,
            days,
            amount,
            currency,
            channel,
            why,
        }
    }
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.reminders.list;
    let inside = part(canvas, area, &title(model), state.filter(), focused);
    let room = usize::from(inside.width.saturating_sub(2));
    let warnings = told::of_run(model);
    let warnings: Vec<String> = warnings.iter().flat_map(|says| wrap(says, room)).collect();
    let (inside, note) = foot(inside, u16::try_from(warnings.len()).unwrap_or(0).min(3));
    for (y, warning) in (note.y..note.bottom()).zip(&warnings) {
        canvas.put(
            note.x + 1,
            y,
            note.width.saturating_sub(2),
            warning,
            canvas.theme.bad,
        );
    }
    if state.is_empty() {
        let says = if !state.loaded() {
            locale.text("tui.loading").to_owned()
        } else if state.filter().is_empty() {
            with_key(model, "tui.reminders.empty", ActionId::Aging)
        } else {
            locale.text("tui.nothing-passes").to_owned()
        };
        nothing(canvas, inside, &says);
        return;
    }
    let laid = Laid::new(inside, model);
    list_heads(canvas, inside.y, model, &laid);
    let (_, rows) = head(inside, 1);
    let at = ListAt {
        list: ListId::Reminders,
        area: rows,
        len: state.len(),
        cursor: state.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| match state.line(index) {
        Some(At::Head(group)) => group_head(canvas, place, model, group, &laid),
        Some(At::Row(line)) => {
            if let Some(line) = state.row(line) {
                if state.is_marked(line) {
                    canvas.put(place.x + 1, place.y, 1, "●", canvas.theme.strong);
                }
                row(canvas, place.y, line, model, &laid);
            }
        }
        None => {}
    });
}

/// `▾ reminder (5)` and the sum above those of its rows.
fn group_head(canvas: &mut Canvas, place: Rect, model: &Model, group: Group, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let state = &model.reminders.list;
    let Some(shown) = state.shown(group) else {
        return;
    };
    let fold = if state.is_folded(group) {
        "▸ "
    } else {
        "▾ "
    };
    let count = locale.whole(shown.count() as u64);
    let name = locale.text(&format!("tui.reminders.group.{}", group.name()));
    let title = format!("{name} ({count})");
    let style = if group.is_due() {
        theme.strong
    } else {
        theme.quiet
    };
    let x = place.x;
    let used = canvas.put_all(
        x,
        place.y,
        place.width,
        &[(fold, theme.key), (&title, style)],
    );
    if group == Group::Paused {
        let reasons = short::reasons(locale, state.rows_of(group));
        let room = place.right().saturating_sub(x + used);
        canvas.put(
            x + used,
            place.y,
            room,
            &format!(": {reasons}"),
            theme.quiet,
        );
        return;
    }
    let after = x + used + 2;
    let right = laid.amount.x + laid.amount.width;
    let [(currency, amount)] = shown.amounts.0.as_slice() else {
        let sums = shown.amounts.told(locale);
        let room = place.right().saturating_sub(after);
        canvas.put(after, place.y, room, &sums, style);
        return;
    };
    let sum = locale.amount(*amount, *currency);
    canvas.put_right(after, place.y, right.saturating_sub(after), &sum, style);
    canvas.put(
        laid.currency.x,
        place.y,
        laid.currency.width,
        currency.code(),
        theme.quiet,
    );
    if group == Group::Coming {
        let first = state.rows_of(group).next();
        let (x, room) = (laid.why.x, laid.why.width);
        let says = first.map(|line| short::fitting(locale, line, model.book.today, room).0);
        canvas.put(x, place.y, room, &says.unwrap_or_default(), theme.quiet);
    }
}

fn row(canvas: &mut Canvas, y: u16, line: &Line, model: &Model, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let (text, figure): (Style, Style) = if line.group.is_due() {
        (theme.text, theme.strong)
    } else {
        (theme.quiet, theme.quiet)
    };
    canvas.put(laid.name.x, y, laid.name.width, &line.whose.name, text);
    let count = locale.whole(line.items().len() as u64);
    canvas.put_right(laid.count.x, y, laid.count.width, &count, theme.quiet);
    if let Some(days) = line.days.filter(|days| *days > 0) {
        let days = locale.days(days);
        canvas.put_right(laid.days.x, y, laid.days.width, &days, theme.warn);
    }
    let amount = locale.amount(line.amount(), line.whose.currency);
    canvas.put_right(laid.amount.x, y, laid.amount.width, &amount, figure);
    let currency = line.whose.currency;
    canvas.put(
        laid.currency.x,
        y,
        laid.currency.width,
        currency.code(),
        theme.quiet,
    );
    if let Some(letter) = line.letter() {
        let channel = locale.channel(&letter.channel);
        canvas.put(laid.channel.x, y, laid.channel.width, channel, theme.quiet);
    }
    // Who gets no letter has no way that it goes by: there is more room to say why.
    let x = match line.letter() {
        Some(_) => laid.why.x,
        None => laid.channel.x,
    };
    let room = (laid.why.x + laid.why.width).saturating_sub(x);
    let (says, minds) = short::fitting(locale, line, model.book.today, room);
    let style = if minds { theme.warn } else { text };
    canvas.put(x, y, room, &says, style);
}

/// Only letters are money to ask for: what else is to be done is counted beside them.
fn title(model: &Model) -> String {
    let (locale, sum) = (&model.locale, model.reminders.list.table().sum_of_shown());
    let (count, amounts) = (locale.whole(sum.letters as u64), sum.amounts.told(locale));
    let date = locale.long_date(model.book.today);
    let facts = [
        ("date", date.as_str()),
        ("count", count.as_str()),
        ("amounts", amounts.as_str()),
    ];
    let key = match (sum.letters, sum.others) {
        (0, 0) => "tui.reminders.title-nothing",
        (0, _) => "tui.reminders.title-no-letter",
        _ => "tui.reminders.title",
    };
    let mut title = locale.say(key, &facts);
    if sum.others > 0 {
        let count = locale.whole(sum.others as u64);
        title.push_str(&locale.say("tui.reminders.title-others", &[("count", &count)]));
    }
    title
}

fn list_heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &Laid) {
    let locale = canvas.locale;
    let order = model.reminders.list.order();
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
        head(
            laid.amount,
            Some(Column::Amount),
            "tui.reminders.amount",
            true,
        ),
        head(laid.channel, None, "tui.reminders.channel", false),
        head(laid.why, None, "tui.reminders.why", false),
    ];
    heads(canvas, y, &all);
}
