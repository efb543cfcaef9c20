//! Letters recorded as sent: the question before it, with what they add up to and what happens then.

use super::asking::{self, Asked};
use super::group::Group;
use super::rows::{Line, Sums, Task};
use super::told;
use super::verbs::targets;
use crate::domain::command::Reminder;
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::reminding::{DueLetter, Warning};
use crate::reports::reminding::Reminded;
use crate::text::Locale;
use crate::tui::input::Key;
use crate::tui::model::{Model, Notice};
use crate::tui::overlays::Layer;
use crate::tui::overlays::confirm::{Confirm, Deed};

/// Asks before the letters are recorded; first why, if something blocks them.
pub fn ask(model: &mut Model, key: Option<Key>) {
    let lines: Vec<&Line> = letters(model);
    let reminders: Vec<Reminder> = lines.iter().filter_map(|line| reminder(line)).collect();
    let free: Vec<Reminder> = lines
        .iter()
        .filter(|line| line.unmatched() == 0)
        .filter_map(|line| reminder(line))
        .collect();
    match block(model, &lines) {
        // Some may go at once: only the others need a reason.
        Some(block) if !free.is_empty() && free.len() < reminders.len() && !is_stale(model) => {
            partly(model, free, Asked::Send { reminders, block }, key);
        }
        Some(block) => asking::open(model, Asked::Send { reminders, block }),
        None => confirm(model, reminders, None, key),
    }
}

/// Names the letters that receipts may pay, and offers the others, or all with a reason.
fn partly(model: &mut Model, free: Vec<Reminder>, all: Asked, key: Option<Key>) {
    let locale = &model.locale;
    let lines = letters(model);
    let (kept, open): (Vec<&Line>, Vec<&Line>) =
        lines.into_iter().partition(|line| line.unmatched() > 0);
    let totals = Totals::of(open.iter().filter_map(|line| Some((*line, line.letter()?))));
    let names: Vec<&str> = kept.iter().map(|line| line.whose.name.as_str()).collect();
    let names = names.join(", ");
    let mut told = vec![
        locale.say("tui.reminders.send.blocked", &[("names", &names)]),
        totals.told(locale),
    ];
    told.extend(totals.charges_told(locale));
    told.extend(told::of_run(model));
    told.push(String::new());
    told.push(locale.text("tui.reminders.send.effect").to_owned());
    let (count, amounts) = (
        locale.whole(totals.count as u64),
        totals.amounts.told(locale),
    );
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    let confirm = Confirm {
        title: locale.say("tui.reminders.send.title", &facts),
        lines: told,
        yes: locale.say("tui.reminders.send.others", &[("count", &count)]),
        all: Some(locale.text("tui.reminders.send.all").to_owned()),
        deed: Deed::RemindPartly {
            free,
            all: Box::new(all),
        },
        at: 0,
        opener: key,
    };
    model.layers.push(Layer::Confirm(confirm));
}

fn is_stale(model: &Model) -> bool {
    let mut warnings = model.reminders.warnings.iter();
    warnings.any(|warning| matches!(warning, Warning::StaleBankData { .. }))
}

fn letters(model: &Model) -> Vec<&Line> {
    let mut lines = targets(model);
    lines.retain(|line| line.letter().is_some());
    lines
}

/// What is asked of the desk for a row: the letter as it is shown, or none.
pub(super) fn reminder(line: &Line) -> Option<Reminder> {
    let letter = line.letter()?;
    // Where the policy wants a letter for each invoice, it must be said which.
    let is_note = letter.kind == LetterKind::InterestNote;
    let named = letter
        .lines
        .iter()
        .filter(|line| is_note || line.step.is_some());
    Some(Reminder {
        customer: line.whose.customer,
        currency: line.whose.currency,
        stage: Some(letter.stage.clone()),
        items: named.map(|line| line.item).collect(),
        channel: None,
        total: Some(letter.total),
        reason: None,
        without_fee: letter.fee_left_out().map(str::to_owned),
    })
}

/// What stands against sending these now, in a few words.
fn block(model: &Model, lines: &[&Line]) -> Option<String> {
    let locale = &model.locale;
    let mut blocks: Vec<String> = model
        .reminders
        .warnings
        .iter()
        .filter(|warning| matches!(warning, Warning::StaleBankData { .. }))
        .map(|warning| locale.tell("warning", warning))
        .collect();
    let receipts: u32 = lines
        .iter()
        .map(|line| match line.task {
            Task::Letter { unmatched, .. } => unmatched,
            _ => 0,
        })
        .sum();
    if receipts > 0 {
        let count = receipts.to_string();
        blocks.push(locale.say("tui.reminders.unmatched", &[("count", &count)]));
    }
    (!blocks.is_empty()).then(|| blocks.join(" "))
}

/// Asks whether the letters went out, with a reason if one was needed.
pub fn confirm(
    model: &mut Model,
    reminders: Vec<Reminder>,
    reason: Option<String>,
    key: Option<Key>,
) {
    let locale = &model.locale;
    let lines = letters(model);
    let total = Totals::of(
        lines
            .iter()
            .filter_map(|line| Some((*line, line.letter()?))),
    );
    let mut told = Vec::new();
    for group in Group::ALL {
        let letters = lines.iter().filter(|line| line.group == group);
        let of_group = Totals::of(letters.filter_map(|line| Some((*line, line.letter()?))));
        if of_group.count > 0 {
            let name = locale.text(&format!("tui.reminders.group.{}", group.name()));
            told.push(format!("{name}: {}", of_group.told(locale)));
        }
    }
    told.extend(total.charges_told(locale));
    told.extend(told::of_run(model));
    told.push(String::new());
    told.push(locale.text("tui.reminders.send.effect").to_owned());
    if let Some(reason) = &reason {
        told.push(locale.say("tui.reminders.send.because", &[("reason", reason)]));
    }
    let (count, amounts) = (locale.whole(total.count as u64), total.amounts.told(locale));
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    let confirm = Confirm {
        title: locale.say("tui.reminders.send.title", &facts),
        lines: told,
        yes: locale.text("tui.reminders.send.yes").to_owned(),
        all: None,
        deed: Deed::Remind { reminders, reason },
        at: 0,
        opener: key,
    };
    model.layers.push(Layer::Confirm(confirm));
}

/// What a run did, in the line at the bottom.
pub fn told(model: &Model, reminded: &Reminded) -> Notice {
    let locale = &model.locale;
    let mut amounts = Sums::default();
    for line in &reminded.sent {
        amounts.add(line.whose.currency, line.total);
    }
    let (count, amounts) = (
        locale.whole(reminded.sent.len() as u64),
        amounts.told(locale),
    );
    let refused = reminded.left_out.iter();
    let refused = refused.map(|(whose, refusal)| (&whose.name, locale.tell("refusal", refusal)));
    let unwritten = reminded.unwritten.iter();
    let unwritten = unwritten.map(|(whose, why)| (&whose.name, why.clone()));
    let stuck = reminded.out_of_date.iter();
    let stuck = stuck.filter(|letter| letter.stands.is_some());
    let stuck = stuck.map(|letter| (&letter.number, locale.tell("refusal", &letter.refusal())));
    let left: Vec<(&String, String)> = refused.chain(unwritten).chain(stuck).collect();
    let why = left.first();
    let why = why.map(|(name, why)| format!("{name}: {why}"));
    let (why, all_went) = (why.unwrap_or_default(), left.is_empty());
    let left = locale.whole(left.len() as u64);
    let facts = [
        ("count", count.as_str()),
        ("amounts", amounts.as_str()),
        ("left", left.as_str()),
        ("why", why.as_str()),
    ];
    match (reminded.sent.as_slice(), all_went) {
        ([], true) => Notice::Refused(locale.text("tui.reminders.did.sent-none").to_owned()),
        ([], false) => Notice::Refused(locale.say("tui.reminders.did.sent-not", &facts)),
        ([one], true) => {
            let facts = [
                ("customer", one.whose.name.as_str()),
                ("amounts", amounts.as_str()),
            ];
            Notice::Posted(locale.say("tui.reminders.did.sent-one", &facts))
        }
        (_, true) => Notice::Posted(locale.say("tui.reminders.did.sent", &facts)),
        (_, false) => Notice::Posted(locale.say("tui.reminders.did.sent-partly", &facts)),
    }
}

/// What letters add up to.
#[derive(Default)]
pub(super) struct Totals {
    pub count: usize,
    pub amounts: Sums,
    charges: [Sums; 3],
}

impl Totals {
    pub(super) fn of<'a>(letters: impl Iterator<Item = (&'a Line, &'a DueLetter)>) -> Self {
        let mut total = Self::default();
        for (line, letter) in letters {
            let currency = line.whose.currency;
            total.count += 1;
            total.amounts.add(currency, letter.total);
            for (sums, kind) in total.charges.iter_mut().zip(ChargeKind::ALL) {
                let adds = letter.adds(kind);
                if !adds.is_zero() {
                    sums.add(currency, adds);
                }
            }
        }
        total
    }

    /// `6 letters · 41 200,00 NOK`.
    pub(super) fn told(&self, locale: &Locale) -> String {
        let (count, amounts) = (locale.whole(self.count as u64), self.amounts.told(locale));
        let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
        locale.say("tui.reminders.send.letters", &facts)
    }

    /// What of it is new with the letters: fees, interest, compensation.
    pub(super) fn charges_told(&self, locale: &Locale) -> Option<String> {
        let adds: Vec<String> = self
            .charges
            .iter()
            .zip(ChargeKind::ALL)
            .filter(|(sums, _)| !sums.0.is_empty())
            .map(|(sums, kind)| {
                let kind = locale.text(&format!("charge.{}", kind.name()));
                format!("{kind} {}", sums.told(locale))
            })
            .collect();
        let adds = adds.join(", ");
        (!adds.is_empty()).then(|| locale.say("tui.reminders.send.adds", &[("charges", &adds)]))
    }
}
