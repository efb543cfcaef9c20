//! The profile: a customer's data section by section, each with the day on which it was confirmed last, and what is
//! wrong with it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::date::{self, Date};
use crate::domain::field::{Field, Section};
use crate::domain::money::Currency;
use crate::domain::outbox::Channel;
use crate::domain::upkeep::{DataFault, FieldName, TermsDoubt};
use crate::reports::register::{Profile, ProposalLine};
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::register::value;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

/// A line of the tab.
#[derive(Clone, Copy)]
pub enum Line<'a> {
    /// A section, when it was confirmed last, and whether that is too long ago.
    Head(Section, Option<Date>, bool),
    Field(Field),
    Fault(&'a DataFault),
    Doubt(&'a TermsDoubt),
    /// A change that waits for a second person.
    Waits(&'a ProposalLine),
    /// Who is one with him.
    Merged(&'a crate::reports::credit::Named),
}

/// The section that a fault is about.
fn section_of(fault: &DataFault) -> Section {
    match fault {
        DataFault::Unreachable
        | DataFault::ChannelStopped {
            channel: Channel::Email | Channel::Sms,
        } => Section::Contact,
        DataFault::ChannelStopped { .. } => Section::Address,
        DataFault::WrongCheckDigit { field_label, .. }
        | DataFault::NotOfForm { field_label, .. }
        | DataFault::Required { field_label } => field_label.0.section(),
        DataFault::FeeNotAgreed | DataFault::InterestUndated => Section::Terms,
        DataFault::NeverVerified { section } | DataFault::Stale { section, .. } => *section,
    }
}

/// Whether a fault is the age of a section: its head says that.
fn is_age(fault: &DataFault) -> bool {
    matches!(
        fault,
        DataFault::NeverVerified { .. } | DataFault::Stale { .. }
    )
}

/// The lines, each with the section that it belongs to. What is empty is left out, but for what is missing.
pub fn lines(profile: &Profile, currency: Currency) -> Vec<(Section, Line<'_>)> {
    let mut lines = Vec::new();
    for (section, verified) in &profile.sections {
        let section = *section;
        let faults = || {
            let all = profile.faults.iter();
            all.filter(move |fault| section_of(fault) == section)
        };
        let is_old = faults().any(is_age);
        let mut add = |line| lines.push((section, line));
        add(Line::Head(section, *verified, is_old));
        let fields = Field::ALL.iter().filter(|field| field.section() == section);
        for field in fields {
            if field.read(&profile.facts, currency).is_some() {
                add(Line::Field(*field));
            }
        }
        for fault in faults().filter(|fault| !is_age(fault)) {
            add(Line::Fault(fault));
        }
        if section == Section::Terms {
            profile.doubts.iter().for_each(|it| add(Line::Doubt(it)));
        }
        if section == Section::Identity {
            profile.merged.iter().for_each(|it| add(Line::Merged(it)));
        }
        for proposal in &profile.proposals {
            let first = proposal.changes.first();
            if first.is_some_and(|change| change.field.section() == section) {
                add(Line::Waits(proposal));
            }
        }
    }
    lines
}

/// The line to begin with: the first section that has a fault, else the first of all.
pub fn worst(profile: &Profile, currency: Currency) -> usize {
    let Some(fault) = profile.faults.first() else {
        return 0;
    };
    let section = section_of(fault);
    let lines = lines(profile, currency);
    let mut heads = lines.iter();
    let at = heads.position(|(of, line)| *of == section && matches!(line, Line::Head(..)));
    at.unwrap_or_default()
}

/// How long ago, in the largest unit that still says something: `12 days ago`, `14 months ago`, `3 years ago`.
pub fn ago(locale: &Locale, day: Date, today: Date) -> String {
    let days = date::days_past(day, today).max(0);
    let (key, count) = match days {
        0 => return locale.text("tui.profile.today").to_owned(),
        1..=59 => ("tui.profile.days-ago", days),
        60..=729 => ("tui.profile.months-ago", days * 12 / 365),
        _ => ("tui.profile.years-ago", days / 365),
    };
    locale.say(key, &[("count", &count.to_string())])
}

fn head_says(locale: &Locale, profile: &Profile, verified: Option<Date>, today: Date) -> String {
    if let Some(on) = verified {
        let ago = ago(locale, on, today);
        return locale.say("tui.profile.checked", &[("ago", &ago)]);
    }
    let ago = ago(locale, profile.entered, today);
    locale.say("tui.profile.never-checked", &[("ago", &ago)])
}

/// What is wrong; in its place what would be right, where that is one value.
pub fn fault_says(
    locale: &Locale,
    profile: &Profile,
    fault: &DataFault,
    currency: Currency,
) -> String {
    let (DataFault::WrongCheckDigit { field_label, value }
    | DataFault::NotOfForm { field_label, value }) = fault
    else {
        return locale.tell("data-fault", fault);
    };
    let FieldName(field) = *field_label;
    let mut facts = profile.facts.clone();
    let wrong = field.write(&mut facts, Some(value), currency).err();
    match wrong.and_then(|wrong| wrong.right) {
        Some(number) => {
            let field = locale.text(&format!("field.{}", field.name()));
            let facts = [("field_label", field), ("number", number.as_str())];
            locale.say("tui.profile.right", &facts)
        }
        None => locale.tell("data-fault", fault),
    }
}

/// All that is wrong or doubtful in a section, but for its age.
pub fn wrong_in(
    locale: &Locale,
    profile: &Profile,
    section: Section,
    currency: Currency,
) -> Vec<String> {
    let lines = lines(profile, currency).into_iter();
    lines
        .filter(|(of, _)| *of == section)
        .filter_map(|(_, line)| match line {
            Line::Fault(fault) => Some(fault_says(locale, profile, fault, currency)),
            Line::Doubt(doubt) => Some(locale.tell("terms-doubt", doubt)),
            _ => None,
        })
        .collect()
}

fn value_of(locale: &Locale, profile: &Profile, field: Field, currency: Currency) -> String {
    if field == Field::Parent {
        let parent = profile.parent.as_ref();
        return parent.map_or_else(String::new, |it| format!("{} {}", it.number, it.name));
    }
    let read = field.read(&profile.facts, currency);
    read.map_or_else(String::new, |read| value::shown(locale, field, &read))
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, profile: &Profile, focused: bool) {
    let currency = model.book.ledger.currency;
    let lines = lines(profile, currency);
    let at = ListAt {
        list: ListId::Profile,
        area,
        len: lines.len(),
        cursor: model.customers.cursor_of_tab(),
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some((_, line)) = lines.get(index) {
            row(canvas, place, model, profile, *line);
        }
    });
}

fn row(canvas: &mut Canvas, place: Rect, model: &Model, profile: &Profile, line: Line) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let (currency, today) = (model.book.ledger.currency, model.book.today);
    let two = |canvas: &mut Canvas, label: &str, says: &str, (style, then): (Style, Style)| {
        let wants = [Want::Exactly(22), Want::Rest(8)];
        if let [first, rest] = places(place.x + 2, place.width.saturating_sub(2), &wants).as_slice()
        {
            canvas.put(first.x, place.y, first.width, label, style);
            canvas.put(rest.x, place.y, rest.width, says, then);
        }
    };
    let warn = |canvas: &mut Canvas, says: &str| {
        let says = format!("▲ {says}");
        canvas.put(
            place.x + 2,
            place.y,
            place.width.saturating_sub(2),
            &says,
            theme.warn,
        );
    };
    match line {
        Line::Head(section, verified, is_old) => {
            let name = locale.text(&format!("tui.section.{}", section.name()));
            let says = head_says(locale, profile, verified, today);
            let (sign, style) = if is_old {
                ("▲ ", theme.warn)
            } else {
                ("", theme.quiet)
            };
            let pieces = [
                (name, theme.strong),
                (" · ", theme.quiet),
                (sign, style),
                (&says, style),
            ];
            canvas.put_all(place.x, place.y, place.width, &pieces);
        }
        Line::Field(field) => {
            let label = locale.text(&format!("field.{}", field.name()));
            let says = value_of(locale, profile, field, currency);
            two(canvas, label, &says, (theme.quiet, theme.text));
        }
        Line::Fault(fault) => warn(canvas, &fault_says(locale, profile, fault, currency)),
        Line::Doubt(doubt) => warn(canvas, &locale.tell("terms-doubt", doubt)),
        Line::Waits(proposal) => {
            let changes = proposal.changes.iter();
            let changes: Vec<String> = changes
                .map(|it| super::timeline::changed(locale, it))
                .collect();
            let number = proposal.proposal.0.to_string();
            let facts = [
                ("proposal", number.as_str()),
                ("changes", &changes.join(" · ")),
                ("by", &proposal.by),
            ];
            warn(canvas, &locale.say("tui.profile.waits", &facts));
        }
        Line::Merged(named) => {
            let says = format!("{} {}", named.number, named.name);
            let label = locale.text("tui.profile.merged");
            two(canvas, label, &says, (theme.quiet, theme.text));
        }
    }
}
