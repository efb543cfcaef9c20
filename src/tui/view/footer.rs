//! The two lines at the bottom: one for what was done, went wrong or is under way; one for the keys that work here.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::money::{Currency, Minor};
use crate::text::Locale;
use crate::tui::action::{ACTIONS, Action, ActionId, Scope};
use crate::tui::model::{Model, Notice, Pane, Work};
use crate::tui::overlays::{Layer, filter};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::field::field;

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    line(canvas, Rect { height: 1, ..area }, model);
    let scope = model.scope();
    keys(
        canvas,
        Rect {
            y: area.y + 1,
            height: 1,
            ..area
        },
        scope,
        &model.keymap,
        |action| {
            let ready = action.ready(model).is_ok();
            ready.then(|| (action.order_now(model), action.title_now(model)))
        },
    );
}

fn line(canvas: &mut Canvas, area: Rect, model: &Model) {
    let room = area.width.saturating_sub(2);
    let x = area.x + 1;
    if let Some(Layer::Filter(filtering)) = model.layers.last() {
        let label = canvas.locale.text("tui.filter.label").to_owned();
        let used = canvas.put(x, area.y, room, &label, canvas.theme.key) + 1;
        let fault = filter::fault(model);
        let right = fault
            .as_deref()
            .map_or(0, |fault| cells(fault) + 2)
            .min(room / 2);
        field(
            canvas,
            x + used,
            area.y,
            room.saturating_sub(used + right),
            &filtering.input,
            true,
        );
        if let Some(fault) = fault {
            let bad = canvas.theme.bad;
            canvas.put(
                area.right().saturating_sub(right),
                area.y,
                right,
                &fault,
                bad,
            );
        }
        return;
    }
    match (&model.notice, model.work) {
        // How far it is and how to stop it comes before whatever was said of it.
        (notice, Some(work)) if work.sends => {
            let used = working(canvas, x, area.y, room, &work);
            if let Some(Notice::Refused(says)) = notice {
                let (warn, text) = (canvas.theme.warn, canvas.theme.text);
                let rest = room.saturating_sub(used + 3);
                canvas.put_all(x + used + 3, area.y, rest, &[("▲ ", warn), (says, text)]);
            }
        }
        (Some(Notice::Posted(says)), _) => {
            let undoes = undoes(model);
            let (good, text) = (canvas.theme.good, canvas.theme.text);
            // The key that takes it back is never cut off.
            let first = room.saturating_sub(cells(&undoes));
            let used = canvas.put_all(x, area.y, first, &[("✓ ", good), (says, text)]);
            canvas.put(x + used, area.y, room.saturating_sub(used), &undoes, text);
        }
        (Some(Notice::Done(says)), _) => {
            let (good, text) = (canvas.theme.good, canvas.theme.text);
            canvas.put_all(x, area.y, room, &[("✓ ", good), (says, text)]);
        }
        (Some(Notice::Refused(says)), _) => {
            let tells_more = model.trouble.as_ref().is_some_and(|it| it.lines.len() > 1);
            if tells_more || cells(says) + 2 > room {
                with_more(
                    canvas,
                    (x, area.y, room),
                    model,
                    ("▲ ", canvas.theme.warn),
                    says,
                );
            } else {
                let (warn, text) = (canvas.theme.warn, canvas.theme.text);
                canvas.put_all(x, area.y, room, &[("▲ ", warn), (says, text)]);
            }
        }
        (Some(Notice::Broken(says)), _) => {
            with_more(
                canvas,
                (x, area.y, room),
                model,
                ("× ", canvas.theme.bad),
                says,
            );
        }
        (None, Some(work)) => {
            working(canvas, x, area.y, room, &work);
        }
        (None, None) => marked(canvas, area, model),
    }
}

/// What went wrong, and the key that shows all of it, which is never cut off.
fn with_more(
    canvas: &mut Canvas,
    (x, y, room): (u16, u16, u16),
    model: &Model,
    (sign, style): (&str, Style),
    says: &str,
) {
    let key = model
        .keymap
        .label(ActionId::Trouble, model.scope(), canvas.locale);
    let more = canvas.locale.say("tui.trouble-key", &[("key", &key)]);
    let kept = if key.is_empty() {
        0
    } else {
        cells(&more).min(room / 2)
    };
    let text = canvas.theme.text;
    let first = room.saturating_sub(kept + 3);
    let used = canvas.put_all(x, y, first, &[(sign, style), (says, text)]);
    canvas.put(x + used + 1, y, kept, &more, canvas.theme.quiet);
}

/// The key that takes back what was done, as the end of a sentence.
fn undoes(model: &Model) -> String {
    let Some(key) = model.keymap.keys(ActionId::Undo).first() else {
        return String::new();
    };
    let facts = [("key", key.label(&model.locale))];
    let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
    format!(" · {}", model.locale.say("tui.undoes", &facts))
}

/// How far long work has come, and how to stop it.
fn working(canvas: &mut Canvas, x: u16, y: u16, room: u16, work: &Work) -> u16 {
    let says = if work.stopping {
        let key = if work.sends {
            "tui.work.stopping-to-send"
        } else {
            "tui.work.stopping"
        };
        canvas.locale.text(key).to_owned()
    } else {
        let Some(progress) = work.progress else {
            let begun = canvas.locale.text("tui.work.begins-to-send").to_owned();
            let begun = if work.sends { begun } else { String::new() };
            return canvas.put(x, y, room, &begun, canvas.theme.text);
        };
        let what = canvas
            .locale
            .text(&format!("job.{}", progress.what))
            .to_owned();
        let done = canvas.locale.whole(progress.done);
        if progress.what == "waiting" {
            waiting(canvas.locale, progress.done)
        } else if progress.total == 0 {
            canvas
                .locale
                .say("tui.work.open-end", &[("what", &what), ("done", &done)])
        } else {
            let total = canvas.locale.whole(progress.total);
            let key = if work.sends {
                "tui.work.sends"
            } else {
                "tui.work.share"
            };
            canvas
                .locale
                .say(key, &[("what", &what), ("done", &done), ("total", &total)])
        }
    };
    let text = canvas.theme.text;
    canvas.put(x, y, room, &says, text)
}

/// Who is waited for: a process, or 0 where that is not known.
fn waiting(locale: &Locale, process: u64) -> String {
    if process == 0 {
        locale.text("tui.work.waits").to_owned()
    } else {
        locale.say("tui.work.waits-for", &[("process", &process.to_string())])
    }
}

/// Count and sum of what is marked.
fn marked(canvas: &mut Canvas, area: Rect, model: &Model) {
    let mut sums: Vec<(Currency, usize, Minor)> = Vec::new();
    let mut add =
        |currency: Currency, amount: Minor| match sums.iter_mut().find(|sum| sum.0 == currency) {
            Some(sum) => {
                sum.1 += 1;
                sum.2 += amount;
            }
            None => sums.push((currency, 1, amount)),
        };
    match model.pane {
        Pane::Customers => model
            .customers
            .table
            .marked()
            .for_each(|row| add(row.currency, row.line.open)),
        Pane::Aging => model
            .aging
            .table
            .marked()
            .for_each(|row| add(row.row.currency, row.row.sums.total())),
        Pane::Reminders => model
            .reminders
            .list
            .marked()
            .for_each(|line| add(line.whose.currency, line.amount())),
        Pane::Bank => model
            .bank
            .table
            .marked()
            .for_each(|line| add(line.currency, line.left)),
        Pane::Matching => model
            .matching
            .table()
            .marked()
            .for_each(|row| add(row.explained.receipt.currency, row.left())),
        Pane::Today => {}
    }
    if sums.is_empty() {
        return;
    }
    let count: usize = sums.iter().map(|sum| sum.1).sum();
    let amounts: Vec<String> = sums
        .iter()
        .map(|(currency, _, sum)| canvas.locale.money(*sum, *currency))
        .collect();
    let says = canvas.locale.say(
        "tui.marked",
        &[
            ("count", &count.to_string()),
            ("amounts", &amounts.join(" · ")),
        ],
    );
    let strong = canvas.theme.strong;
    canvas.put_all(
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        &[("● ", strong), (&says, strong)],
    );
}

/// Writes the keys of a scope: those of the actions that do something now, the most useful first, as many as fit.
pub fn keys<'a>(
    canvas: &mut Canvas,
    area: Rect,
    scope: Scope,
    keymap: &crate::tui::keymap::Keymap,
    title: impl Fn(&'static Action) -> Option<(Option<u8>, &'a str)>,
) {
    let mut actions: Vec<(u8, &Action, &str)> = ACTIONS
        .iter()
        .filter(|action| action.scopes.holds(scope))
        .filter_map(|action| {
            let (order, title) = title(action)?;
            Some((order?, action, title))
        })
        .collect();
    actions.sort_by_key(|(order, _, _)| *order);
    // The way to all other keys stands at the end, whatever else fits; in an overlay the way out.
    let place = |id| actions.iter().position(|entry| entry.1.id == id);
    let help = place(ActionId::Palette)
        .or_else(|| place(ActionId::Back))
        .map(|at| actions.remove(at));
    let kept = help.map_or(0, |(_, action, title)| {
        let key = keymap.label(action.id, scope, canvas.locale);
        cells(" · ") + cells(&key) + 1 + cells(title)
    });
    let last = actions.len();
    actions.extend(help);
    let quiet: Style = canvas.theme.quiet;
    let mut x = area.x + 1;
    for (index, (_, action, title)) in actions.into_iter().enumerate() {
        let key = keymap.label(action.id, scope, canvas.locale);
        if key.is_empty() {
            continue;
        }
        let gap = if x == area.x + 1 { "" } else { " · " };
        let wide = cells(gap) + cells(&key) + 1 + cells(title);
        // A key that does not fit whole gives way to a shorter one after it.
        let kept = if index < last { kept } else { 0 };
        if x + wide + kept >= area.right() {
            continue;
        }
        let (bold, text) = (canvas.theme.key, canvas.theme.text);
        x += canvas.put_all(
            x,
            area.y,
            wide,
            &[(gap, quiet), (&key, bold), (" ", text), (title, text)],
        );
    }
}
