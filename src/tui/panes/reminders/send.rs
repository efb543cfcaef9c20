//! Letters recorded as sent: the question before it, with what they add up to and what happens then.

use super::asking::{self, Asked};
use super::group::Group;
use super::rows::{Line, Sums, Task};
use super::sent_out::{self, Recorded};
use super::told;
use super::verbs::targets;
use crate::domain::command::Reminder;
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::outbox::Channel;
use crate::domain::reminding::{DueLetter, Warning, Why};
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
    told.extend(effect(model, &open));
    let (count, amounts) = (
        locale.whole(totals.count as u64),
        totals.amounts.told(locale),
    );
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    let mail = mail(model);
    let confirm = Confirm {
        title: locale.say(&format!("tui.reminders.send.title{mail}"), &facts),
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
    told.extend(effect(model, &lines));
    if let Some(reason) = &reason {
        told.push(locale.say("tui.reminders.send.because", &[("reason", reason)]));
    }
    let (count, amounts) = (locale.whole(total.count as u64), total.amounts.told(locale));
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    let mail = mail(model);
    let confirm = Confirm {
        title: locale.say(&format!("tui.reminders.send.title{mail}"), &facts),
        lines: told,
        yes: locale
            .text(&format!("tui.reminders.send.yes{mail}"))
            .to_owned(),
        all: None,
        deed: Deed::Remind { reminders, reason },
        at: 0,
        opener: key,
    };
    model.layers.push(Layer::Confirm(confirm));
}

/// What recording letters did, in the line at the bottom; what was left out is kept until they were sent.
pub fn tell(model: &mut Model, reminded: &Reminded) {
    let locale = &model.locale;
    let refused = reminded.left_out.iter();
    let refused = refused.map(|(whose, why)| (whose.name.clone(), locale.tell("refusal", why)));
    let unwritten = reminded.unwritten.iter();
    let unwritten = unwritten.map(|(whose, why)| (whose.name.clone(), why.clone()));
    let stuck = reminded.out_of_date.iter();
    let stuck = stuck.filter(|letter| letter.stands.is_some());
    let stuck = stuck.map(|letter| {
        let mut why = locale.tell("refusal", &letter.refusal());
        if letter.in_doubt {
            why = format!("{why} {}", locale.text("tui.reminders.did.in-doubt-again"));
        }
        (letter.number.clone(), why)
    });
    let left_out: Vec<(String, String)> = refused.chain(unwritten).chain(stuck).collect();
    let mut amounts = Sums::default();
    for line in &reminded.sent {
        amounts.add(line.whose.currency, line.total);
    }
    let amounts = amounts.told(locale);
    let count = locale.whole(reminded.sent.len() as u64);
    let says = match reminded.sent.as_slice() {
        [] if left_out.is_empty() => locale.text("tui.reminders.did.sent-none").to_owned(),
        [] => locale.text("tui.reminders.did.sent-not").to_owned(),
        [one] => {
            let facts = [("customer", one.whose.name.as_str()), ("amounts", &amounts)];
            locale.say("tui.reminders.did.sent-one", &facts)
        }
        _ => {
            let facts = [("count", count.as_str()), ("amounts", &amounts)];
            locale.say("tui.reminders.did.sent", &facts)
        }
    };
    match sent_out::left_out(locale, &left_out) {
        Some(left) => {
            let more = sent_out::each(&left_out);
            model.refuse(format!("{says} · {left}"), more);
        }
        None if reminded.sent.is_empty() => model.notice = Some(Notice::Refused(says.clone())),
        None => model.notice = Some(Notice::Posted(says.clone())),
    }
    if !reminded.sent.is_empty() {
        model.reminders.recorded = Some(Recorded { says, left_out });
    }
}

/// Whether letters leave at once, at the end of a key of the locale.
fn mail(model: &Model) -> &'static str {
    if model.book.no_mail.is_none() {
        "-mail"
    } else {
        ""
    }
}

/// What sending these means: how they go, which of them wait, whose fee is left out.
fn effect(model: &Model, lines: &[&Line]) -> Vec<String> {
    let locale = &model.locale;
    let mut ways: Vec<(&str, u64)> = Vec::new();
    for letter in lines.iter().filter_map(|line| line.letter()) {
        match ways.iter_mut().find(|way| way.0 == letter.channel) {
            Some((_, count)) => *count += 1,
            None => ways.push((&letter.channel, 1)),
        }
    }
    let count_of = |way: &str| ways.iter().find(|of| of.0 == way).map_or(0, |of| of.1);
    let told: Vec<String> = ways
        .iter()
        .map(|(way, count)| format!("{} {}", locale.channel(way), locale.whole(*count)))
        .collect();
    let mut says = vec![told.join(" · "), String::new()];
    let without_fee = lines.iter().filter(|line| super::fee::is_left_out(line));
    let without_fee = without_fee.count();
    if without_fee > 0 {
        let count = locale.whole(without_fee as u64);
        says.push(locale.say("tui.reminders.send.no-fee", &[("count", &count)]));
    }
    says.push(locale.text("tui.reminders.send.effect").to_owned());
    let lost = lines
        .iter()
        .filter_map(|line| line.letter())
        .filter(|letter| {
            let mut why = letter.why.iter();
            why.any(|why| matches!(why, Why::NoAddress { .. }))
        });
    let lost = lost.count();
    if lost > 0 {
        let count = locale.whole(lost as u64);
        says.push(locale.say("tui.reminders.send.no-address", &[("count", &count)]));
    }
    let by_mail = count_of(Channel::Email.name());
    match &model.book.no_mail {
        Some(why) if by_mail > 0 => {
            let why = locale.tell(why.table(), why);
            says.push(locale.say("tui.reminders.send.no-mail", &[("why", &why)]));
        }
        None if by_mail > 0 => says.push(locale.text("tui.reminders.send.leaves").to_owned()),
        _ => {}
    }
    let on_paper = count_of(Channel::Post.name()) + count_of(Channel::Print.name());
    if on_paper > 0 {
        says.push(locale.text("tui.reminders.send.paper").to_owned());
    }
    says
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
