//! Everything that happened with a customer, newest first: read page by page, as far as somebody looks.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::field::Change;
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Money};
use crate::domain::pause::PauseKind;
use crate::reports::timeline::{Happening, TimelineKey, TimelineLine};
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::overlays::register::value;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places, widest};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::nothing;

/// Lines that are asked for at a time.
pub const PAGE: usize = 100;

/// What is there of it.
#[derive(Clone, Default, Debug)]
pub struct Timeline {
    pub lines: Vec<TimelineLine>,
    /// Nothing older is left to ask for.
    whole: bool,
    waits: bool,
}

impl Timeline {
    /// Asks for older lines, if the cursor comes near the last one that is there.
    pub fn read_on(&mut self, customer: CustomerId, cursor: usize) -> Option<Effect> {
        let is_near = cursor + PAGE / 2 >= self.lines.len();
        if self.whole || self.waits || !is_near {
            return None;
        }
        self.waits = true;
        Some(Effect::Ask(Request::Timeline {
            customer,
            before: self.lines.last().map(|line| line.key),
        }))
    }

    /// The ledger changed: it is read anew, and what was there stays on the screen until then.
    pub fn renew(&mut self, customer: CustomerId) -> Effect {
        (self.waits, self.whole) = (true, false);
        Effect::Ask(Request::Timeline {
            customer,
            before: None,
        })
    }

    pub fn take(&mut self, before: Option<TimelineKey>, lines: Vec<TimelineLine>) {
        if before.is_none() {
            self.lines.clear();
        } else if before != self.lines.last().map(|line| line.key) {
            return;
        }
        self.whole = lines.is_empty();
        self.waits = false;
        self.lines.extend(lines);
    }
}

/// What happened, in a word and in what there is to say of it.
fn told(locale: &Locale, currency: Currency, what: &Happening) -> (String, String) {
    let text = |key: &str| locale.text(key).to_owned();
    let money = |money: Money| locale.money(money.amount, money.currency);
    match what {
        Happening::Document {
            kind,
            number,
            amount,
            open,
            ..
        } => {
            let (total, open_says) = (money(*amount), money(*open));
            let facts = [
                ("number", number.as_str()),
                ("amount", &total),
                ("open", &open_says),
            ];
            let key = if open.amount.is_zero() {
                "tui.timeline.settled"
            } else if open.amount == amount.amount {
                "tui.timeline.document"
            } else {
                "tui.timeline.partly"
            };
            (
                text(&format!("kind.{}", kind.name())),
                locale.say(key, &facts),
            )
        }
        Happening::Money {
            label,
            amount,
            unapplied,
            ..
        } => {
            let (total, left) = (money(*amount), money(*unapplied));
            let facts = [
                ("label", label.as_str()),
                ("amount", &total),
                ("left", &left),
            ];
            let key = if unapplied.amount.is_zero() {
                "tui.timeline.receipt"
            } else {
                "tui.timeline.unapplied"
            };
            (text("tui.timeline.money"), locale.say(key, &facts))
        }
        Happening::Letter {
            kind,
            total,
            channel,
            ..
        } => {
            let word = text(&format!("letter.{}", kind.name()));
            let by = locale.channel(channel);
            (word, join(&[money(*total), by.to_owned()]))
        }
        Happening::Pause { pause, number } => {
            let until = pause.until.map(|until| locale.date(until));
            let key = match pause.kind {
                PauseKind::Promise => "tui.timeline.for",
                _ => "tui.timeline.until",
            };
            let until = until.map(|until| locale.say(key, &[("date", &until)]));
            let ended = pause.closed.is_some().then(|| text("tui.timeline.over"));
            let parts = [number.clone(), until, pause.reason.clone(), ended];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (text(&format!("pause.{}", pause.kind.name())), join(&parts))
        }
        Happening::Plan { total, closed, .. } => {
            let ended = closed.map(|_| text("tui.timeline.over"));
            let parts: Vec<String> = [Some(money(*total)), ended].into_iter().flatten().collect();
            (text("command.plan"), join(&parts))
        }
        Happening::Call { note, .. } => (text("command.call"), note.clone()),
        Happening::Edit {
            command,
            reason,
            changes,
        } => {
            let word = text(&format!("command.{command}"));
            // Of a new customer every field is new: his name says enough.
            let is_new = command == "new-customer" || command == "import";
            let mut parts: Vec<String> = if is_new && changes.iter().all(|it| it.old.is_none()) {
                let mut values = changes.iter().filter_map(|change| change.new.clone());
                values.next().into_iter().collect()
            } else {
                changes.iter().map(|it| changed(locale, it)).collect()
            };
            parts.extend(reason.clone());
            (word, join(&parts))
        }
        Happening::Record(state) => (
            super::notes::word(locale, &state.record),
            super::notes::says(locale, state, currency),
        ),
        Happening::Statement { channel, stand, .. } => {
            let by = locale.channel(channel.name()).to_owned();
            let stand = text(&format!("stand.{}", stand.name()));
            (text("command.statement"), join(&[by, stand]))
        }
        Happening::Handover { handover, number } => {
            let agency = handover.handover.agency.clone();
            (text("command.hand-over"), join(&[number.clone(), agency]))
        }
    }
}

/// A field's value then and now: `phone number: 22 33 44 55 → 99 88 77 66`.
pub fn changed(locale: &Locale, change: &Change) -> String {
    let empty = locale.text("format.empty");
    let shown = |value: &Option<String>| match value {
        Some(value) => value::shown(locale, change.field, value),
        None => empty.to_owned(),
    };
    let field = locale.text(&format!("field-word.{}", change.field.name()));
    format!("{field}: {} → {}", shown(&change.old), shown(&change.new))
}

fn join(parts: &[String]) -> String {
    parts.join(" · ")
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let timeline = &model.customers.timeline;
    let currency = model.book.ledger.currency;
    if timeline.lines.is_empty() {
        let key = if timeline.whole {
            "tui.timeline.none"
        } else {
            "tui.loading"
        };
        nothing(canvas, area, locale.text(key));
        return;
    }
    let at = ListAt {
        list: ListId::Timeline,
        area,
        len: timeline.lines.len(),
        cursor: model.customers.cursor_of_tab(),
        focused,
    };
    // Who did it has a place where there is room for it.
    let actor = if area.width >= 90 { 14 } else { 0 };
    let day = widest([locale.date(model.book.today).as_str()]).max(11);
    list(canvas, at, |canvas, index, place| {
        let Some(line) = timeline.lines.get(index) else {
            return;
        };
        let (word, mut says) = told(locale, currency, &line.what);
        if line.undone {
            says = join(&[locale.text("tui.timeline.undone").to_owned(), says]);
        }
        let wants = [
            Want::Exactly(day),
            Want::Exactly(if place.width >= 60 { 20 } else { 14 }),
            Want::Rest(8),
            Want::Exactly(actor),
        ];
        let laid = places(place.x, place.width, &wants);
        let [date, what, rest, who] = laid.as_slice() else {
            return;
        };
        let (theme, y) = (canvas.theme, place.y);
        let style: Style = match &line.what {
            _ if line.undone => theme.quiet,
            Happening::Record(state) if !state.stands() => theme.quiet,
            Happening::Pause { pause, .. } if pause.closed.is_some() => theme.quiet,
            _ => theme.text,
        };
        canvas.put(date.x, y, date.width, &locale.date(line.date), theme.quiet);
        canvas.put(what.x, y, what.width, &word, style);
        canvas.put(rest.x, y, rest.width, &says, style);
        canvas.put(who.x, y, who.width, &line.actor, theme.quiet);
    });
}

/// All of a line: each change by itself, who did it and when.
pub fn story(locale: &Locale, currency: Currency, line: &TimelineLine) -> (String, Vec<String>) {
    let (word, says) = told(locale, currency, &line.what);
    let mut lines = match &line.what {
        Happening::Edit {
            changes, reason, ..
        } => {
            let changes = changes.iter().map(|change| changed(locale, change));
            changes.chain(reason.clone()).collect()
        }
        _ => vec![says],
    };
    let facts = [("actor", line.actor.as_str()), ("at", &line.at)];
    lines.push(locale.say("tui.timeline.by", &facts));
    (word, lines)
}
