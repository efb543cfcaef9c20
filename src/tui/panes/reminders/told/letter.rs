//! A letter told: why now, what it asks for line by line, what it adds and by which paragraph, what comes after it.

use rust_decimal::Decimal;

use super::{Teller, Told, gap};
use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::letter::{ChargeKind, Span};
use crate::domain::money::{Currency, Minor};
use crate::domain::reminding::{DueLetter, DueLine, Why};
use crate::tui::overlays::story::Tone;

impl Teller<'_> {
    pub(super) fn letter(&self, letter: &DueLetter) -> Vec<Told> {
        let mut told = self.whys("tui.reminders.told.why", &letter.why);
        told.push(gap());
        let mut label = self.label("tui.reminders.told.invoices");
        for line in letter.lines.iter().filter(|line| line.amount > Minor::ZERO) {
            let text = match line.charge {
                Some(kind) => self.claimed(line.item, &line.number, kind),
                None => self.invoice(line),
            };
            told.push(Told::new(std::mem::take(&mut label), text).with(self.amount(line.amount)));
        }
        let left_out = |why: &&Why| matches!(why, Why::FeeLeftOut { .. });
        if let Some(why) = letter.why.iter().find(left_out) {
            let says = self.locale.tell("why", why);
            told.push(Told::new(self.label("tui.reminders.told.fee"), says));
        }
        for kind in ChargeKind::ALL {
            told.extend(self.charge(letter, kind));
        }
        let mut label = self.label("tui.reminders.told.credits");
        for line in letter.lines.iter().filter(|line| line.amount < Minor::ZERO) {
            let told_of = Told::new(std::mem::take(&mut label), line.number.clone());
            told.push(told_of.with(self.amount(line.amount)));
        }
        let total = self.locale.money(letter.total, self.currency);
        told.push(
            Told::new(self.label("tui.reminders.told.total"), "")
                .with(total)
                .in_tone(Tone::Title),
        );
        told.push(gap());
        told.extend(self.afterwards(letter));
        told
    }

    /// A charge of an earlier letter: for which invoice, and when it was claimed.
    pub(super) fn claimed(&self, item: ItemId, number: &str, kind: ChargeKind) -> String {
        let known = self.model.reminders.item(item);
        let about = known.and_then(|item| item.about.as_deref());
        let date = known.map(|item| self.locale.short_date(item.issued));
        let facts = [
            ("kind", self.label_of(kind)),
            ("number", number),
            ("invoice", about.unwrap_or_default()),
            ("date", date.as_deref().unwrap_or_default()),
        ];
        let key = match about {
            Some(_) => "tui.reminders.told.claimed-for",
            None => "tui.reminders.told.claimed",
        };
        self.locale.say(key, &facts)
    }

    /// An invoice that the letter asks for; what was invoiced, where less than that is asked.
    fn invoice(&self, line: &DueLine) -> String {
        let (due, opened) = (self.day(line.due), self.amount(line.opened));
        let facts = [
            ("number", line.number.as_str()),
            ("due", due.as_str()),
            ("amount", opened.as_str()),
        ];
        if line.opened == line.amount {
            self.locale.say("tui.reminders.told.invoice", &facts)
        } else {
            self.locale.say("tui.reminders.told.invoice-of", &facts)
        }
    }

    /// The deadline, the channel, what comes next, and what is left out and why.
    fn afterwards(&self, letter: &DueLetter) -> Vec<Told> {
        let mut told = Vec::new();
        let ruled = letter.why.iter().find_map(|why| match why {
            Why::Deadline { date, days, rule } => Some(self.deadline(*date, *days, rule)),
            _ => None,
        });
        let deadline = letter
            .deadline
            .map(|deadline| ruled.unwrap_or_else(|| self.locale.long_date(deadline)));
        if let Some(deadline) = deadline {
            told.push(Told::new(
                self.label("tui.reminders.told.deadline"),
                deadline,
            ));
        }
        if let Some((stage, date)) = &letter.next {
            let date = self.day(*date);
            let facts = [("stage", self.locale.stage(stage)), ("date", date.as_str())];
            let next = self.locale.say("tui.reminders.told.next-stage", &facts);
            told.push(Told::new(self.label("tui.reminders.told.next"), next));
        }
        let channel = self.locale.channel(&letter.channel);
        told.push(Told::new(self.label("tui.reminders.told.channel"), channel));
        if let Some(why) = letter.stays() {
            let says = format!("▲ {}", self.locale.tell("why", why));
            told.push(Told::new("", says).in_tone(Tone::Bad));
        }
        let mut label = self.label("tui.reminders.told.left-out");
        for why in &letter.why {
            if matches!(why, Why::NotCharged { .. }) {
                let says = self.locale.tell("why", why);
                told.push(Told::new(std::mem::take(&mut label), says).in_tone(Tone::Quiet));
            }
        }
        told
    }

    fn deadline(&self, date: Date, days: u32, rule: &str) -> String {
        let (date, days) = (self.locale.long_date(date), days.to_string());
        let facts = [("date", date.as_str()), ("days", &days), ("rule", rule)];
        if rule.is_empty() {
            self.locale.say("tui.reminders.told.deadline-so", &facts)
        } else {
            self.locale.say("tui.reminders.told.deadline-of", &facts)
        }
    }

    fn charge(&self, letter: &DueLetter, kind: ChargeKind) -> Vec<Told> {
        let adds = letter.adds(kind);
        if adds.is_zero() {
            return Vec::new();
        }
        let charges = letter.charges.iter().filter(|charge| charge.kind == kind);
        let mut rules: Vec<&str> = Vec::new();
        let mut spans: Vec<(&Span, &str)> = Vec::new();
        for charge in charges {
            if !charge.rule.is_empty() && !rules.contains(&charge.rule.as_str()) {
                rules.push(&charge.rule);
            }
            let about = letter.lines.iter().find(|line| line.item == charge.about);
            let number = about.map_or("", |line| line.number.as_str());
            spans.extend(charge.spans.iter().map(|span| (span, number)));
        }
        let head = Told::new(
            self.label(&format!("tui.reminders.told.{}", kind.name())),
            rules.join("; "),
        );
        let mut told = vec![head.with(self.amount(adds))];
        for (span, number) in spans {
            let text = self.span(span, number);
            told.push(Told::new("", text).in_tone(Tone::Quiet));
        }
        told
    }

    /// `9 000,00 × 12,25 % × 42/365 = 126,86 · 13 Oct – 23 Nov`.
    fn span(&self, span: &Span, number: &str) -> String {
        let (principal, amount) = (self.amount(span.principal), self.amount(span.amount));
        let (from, to) = (
            self.locale.short_date(span.from),
            self.locale.short_date(span.to),
        );
        let (rate, days) = (self.locale.percent(span.rate), span.days.to_string());
        let year = year_of(span, self.currency).to_string();
        let facts = [
            ("number", number),
            ("principal", principal.as_str()),
            ("rate", rate.as_str()),
            ("days", days.as_str()),
            ("year", year.as_str()),
            ("amount", amount.as_str()),
            ("from", from.as_str()),
            ("to", to.as_str()),
        ];
        self.locale.say("tui.reminders.told.span", &facts)
    }

    /// The reasons of a letter that are no figures of it.
    pub(super) fn whys(&self, label: &str, whys: &[Why]) -> Vec<Told> {
        let mut label = self.label(label);
        let told = whys.iter().filter(|why| {
            let shown_below = why.keeps_it_here()
                || matches!(
                    why,
                    Why::Charged { .. }
                        | Why::NotCharged { .. }
                        | Why::FeeLeftOut { .. }
                        | Why::Deadline { .. }
                );
            !shown_below
        });
        told.map(|why| Told::new(std::mem::take(&mut label), self.locale.tell("why", why)))
            .collect()
    }
}

/// The days of the year that a line of interest was divided by: a Danish company may count 360.
fn year_of(span: &Span, currency: Currency) -> u16 {
    let fits = |year: u16| {
        let interest = span
            .principal
            .decimal(currency)
            .checked_mul(span.rate)
            .and_then(|sum| sum.checked_mul(Decimal::from(span.days)))
            .and_then(|sum| sum.checked_div(Decimal::from(year)))
            .and_then(|sum| sum.checked_div(Decimal::ONE_HUNDRED));
        interest.and_then(|interest| Minor::rounded(interest, currency)) == Some(span.amount)
    };
    if fits(360) && !fits(365) { 360 } else { 365 }
}
