//! Questions before a claim leaves the company's own reminders: to an agency, or into an estate.

use super::{ask, shorten};
use crate::desk::Did;
use crate::domain::command::Command;
use crate::domain::event::EventFacts;
use crate::domain::money::Minor;
use crate::reports::card::ItemLine;
use crate::tui::model::Model;
use crate::tui::overlays::confirm::Deed;
use crate::tui::panes::reminders::rows::Sums;

/// Names each item that goes, the sum, what the customer has to his good, and the letter that has not gone out yet.
pub(super) fn hand_over(model: &mut Model, command: Box<Command>, did: &Did) {
    let Command::HandOver { agency, .. } = command.as_ref() else {
        return;
    };
    let (locale, state) = (&model.locale, &model.reminders);
    let (Some(card), Some(line)) = (state.card(), state.list.selected()) else {
        return;
    };
    let currency = line.whose.currency;
    let mut left: Vec<&ItemLine> = card.open.iter().collect();
    let mut lines = Vec::new();
    let mut sum = Minor::ZERO;
    for event in &did.events {
        let (EventFacts::HandedOver { item, .. } | EventFacts::HandedOverAs { item, .. }) = event
        else {
            continue;
        };
        // Parts of an invoice share its number: the earliest due goes first, as on the card.
        let Some(at) = left.iter().position(|known| known.number == *item) else {
            lines.push(item.clone());
            continue;
        };
        let known = left.remove(at);
        let (due, open) = (
            locale.due_date(known.due, model.book.today),
            locale.money(known.open, known.currency),
        );
        let facts = [
            ("number", item.as_str()),
            ("due", due.as_str()),
            ("amount", open.as_str()),
            ("invoice", known.about.as_deref().unwrap_or_default()),
        ];
        let key = match known.about {
            Some(_) => "tui.hand-over.charge",
            None => "tui.hand-over.item",
        };
        lines.push(locale.say(key, &facts));
        sum += known.open;
    }
    shorten(locale, &mut lines);
    let amount = locale.money(sum, currency);
    let facts = [("amount", amount.as_str()), ("agency", agency.as_str())];
    lines.push(locale.say("tui.hand-over.total", &facts));
    let credits = card.open.iter().filter(|item| item.currency == currency);
    let credit: Minor = credits.map(|item| item.open.min(Minor::ZERO)).sum();
    if credit < Minor::ZERO {
        let amount = locale.money(-credit, currency);
        lines.push(locale.say("tui.hand-over.credit", &[("amount", &amount)]));
    }
    if let Some(letter) = line.letter() {
        let facts = [("stage", locale.stage(&letter.stage))];
        lines.push(locale.say("tui.hand-over.not-sent", &facts));
    }
    if line.unmatched() > 0 {
        let count = locale.whole(line.unmatched().into());
        lines.push(locale.say("tui.reminders.unmatched", &[("count", &count)]));
    }
    lines.push(locale.text("tui.hand-over.effect").to_owned());
    let what = format!("{} · {amount}", line.whose.name);
    let facts = [("what", what.as_str()), ("agency", agency.as_str())];
    let says = locale.say("tui.reminders.did.handed-over", &facts);
    ask(model, "hand-over", lines, Deed::Act { command, says });
}

/// Says what all of it comes to that is asked for no more.
pub(super) fn bankrupt(model: &mut Model, command: Box<Command>) {
    let Command::Bankrupt { claim_by, .. } = command.as_ref() else {
        return;
    };
    let (locale, state) = (&model.locale, &model.reminders);
    let (Some(card), Some(line)) = (state.card(), state.list.selected()) else {
        return;
    };
    let mut sums = Sums::default();
    for item in card.open.iter().filter(|item| item.open > Minor::ZERO) {
        sums.add(item.currency, item.open);
    }
    let amounts = sums.told(locale);
    let name = line.whose.name.as_str();
    let facts = [("customer", name), ("amounts", amounts.as_str())];
    let mut lines = vec![locale.say("tui.bankrupt.what", &facts)];
    if let Some(date) = claim_by {
        let date = locale.long_date(*date);
        lines.push(locale.say("tui.bankrupt.claim-by", &[("date", &date)]));
    }
    lines.push(locale.text("tui.bankrupt.effect").to_owned());
    let says = locale.say("tui.reminders.did.bankrupt", &[("what", name)]);
    ask(model, "bankrupt", lines, Deed::Act { command, says });
}
