//! Notes: what somebody wrote down of a customer, and the columns of an imported list that have no field here.

use ratatui::layout::Rect;

use crate::domain::date::Date;
use crate::domain::money::Currency;
use crate::domain::record::{Record, RecordFacts, RecordState};
use crate::reports::register::Profile;
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::nothing;

/// What a record is called: a hold by how far it goes, a confirmation by what was confirmed.
pub fn word(locale: &Locale, record: &Record) -> String {
    match &record.facts {
        RecordFacts::Remark => locale.text("tui.notes.remark").to_owned(),
        facts => {
            let kind = facts.kind();
            locale.text(&format!("record.{}", kind.name())).to_owned()
        }
    }
}

/// What is to be said of a record beside its kind. Its amount is in the company's currency, which is passed.
pub fn says(locale: &Locale, state: &RecordState, currency: Currency) -> String {
    let record = &state.record;
    let mut parts: Vec<String> = Vec::new();
    let text = |key: String| locale.text(&key).to_owned();
    match &record.facts {
        RecordFacts::Check { class, .. } => parts.extend(class.clone()),
        RecordFacts::Security { security, .. } => {
            parts.push(text(format!("security.{}", security.name())));
        }
        RecordFacts::Order { number, .. } => parts.push(number.clone()),
        RecordFacts::Hold { level, .. } => parts.push(text(format!("hold.{}", level.name()))),
        RecordFacts::Notice { notice, class } => {
            parts.push(text(format!("notice.{}", notice.name())));
            parts.extend(class.clone());
        }
        RecordFacts::Assessment { verdict, .. } | RecordFacts::Override { over: verdict, .. } => {
            parts.push(text(format!("verdict.{}", verdict.name())));
        }
        RecordFacts::Verified { section, .. } => {
            parts.push(text(format!("section.{}", section.name())));
        }
        RecordFacts::Application { .. } | RecordFacts::Review | RecordFacts::Remark => {}
    }
    let amount = record.facts.amount().filter(|amount| !amount.is_zero());
    parts.extend(amount.map(|amount| locale.amount(amount, currency)));
    parts.extend(Some(record.note.clone()).filter(|note| !note.is_empty()));
    if let Some(until) = record.until {
        parts.push(locale.say("tui.timeline.until", &[("date", &locale.date(until))]));
    }
    if state.voided || state.ended.is_some() {
        parts.push(locale.text("tui.timeline.over").to_owned());
    }
    parts.join(" · ")
}

/// A line of the tab: a remark with its day, or a column with its name.
#[derive(Clone, Copy)]
enum Note<'a> {
    Remark(Date, &'a str),
    Column(&'a str, &'a str),
}

fn notes(profile: &Profile) -> Vec<Note<'_>> {
    let records = profile.records.iter().map(|line| &line.state);
    let remarks = records
        .filter(|state| state.stands() && state.record.facts == RecordFacts::Remark)
        .map(|state| Note::Remark(state.record.on, &state.record.note));
    let columns = profile.facts.text.notes.iter();
    remarks
        .chain(columns.map(|(name, value)| Note::Column(name, value)))
        .collect()
}

pub fn count(profile: &Profile) -> usize {
    notes(profile).len()
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, profile: &Profile, focused: bool) {
    let locale = canvas.locale;
    let notes = notes(profile);
    if notes.is_empty() {
        let says = crate::tui::panes::with_key(
            model,
            "tui.notes.none",
            crate::tui::action::ActionId::NoteCustomer,
        );
        nothing(canvas, area, &says);
        return;
    }
    let at = ListAt {
        list: ListId::Notes,
        area,
        len: notes.len(),
        cursor: model.customers.cursor_of_tab(),
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(note) = notes.get(index) else {
            return;
        };
        let laid = places(place.x, place.width, &[Want::Exactly(14), Want::Rest(8)]);
        let [head, rest] = laid.as_slice() else {
            return;
        };
        let (head_says, says) = match note {
            Note::Remark(on, text) => (locale.date(*on), *text),
            Note::Column(name, value) => ((*name).to_owned(), *value),
        };
        canvas.put(head.x, place.y, head.width, &head_says, canvas.theme.quiet);
        canvas.put(rest.x, place.y, rest.width, says, canvas.theme.text);
    });
}
