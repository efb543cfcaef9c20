//! What the desk says of a list, in words.

use super::{Entry, Listing, Offer, Told};
use crate::domain::money::{Currency, Minor};
use crate::domain::record::{HoldLevel, RecordFacts};
use crate::reports::credit::{LookedAt, Named, WarningLine};
use crate::reports::record::{OverrideLine, RecordLine};
use crate::reports::register::ProposalLine;
use crate::text::Locale;
use crate::tui::overlays::story::Tone;
use crate::tui::panes::today::setup;

/// The title with what is counted, and the entries.
pub(super) fn tell(
    locale: &Locale,
    currency: Currency,
    of: Listing,
    told: &Told,
) -> (String, Vec<Entry>) {
    let teller = Teller { locale, currency };
    let entries: Vec<Entry> = match told {
        Told::Holds(lines) => lines.iter().map(|line| teller.hold(line)).collect(),
        Told::Warnings(warnings) => {
            let lines = warnings.lines.iter();
            lines.map(|line| teller.warning(line)).collect()
        }
        Told::Lines(lines) if of == Listing::Shorter => lines
            .iter()
            .filter_map(|line| teller.shorter(line))
            .collect(),
        Told::Lines(lines) => lines.iter().map(|line| teller.deliveries(line)).collect(),
        Told::Audit(lines) => {
            let each = lines.iter().map(|line| {
                let says = tells(locale, "audit", &line.findings);
                Teller::of(&line.customer, says)
            });
            each.collect()
        }
        Told::Faulty(lines) => {
            let each = lines.iter().map(|line| {
                let says = tells(locale, "data-fault", &line.faults);
                Teller::of(&line.customer, says)
            });
            each.collect()
        }
        Told::Overrides(lines) => lines.iter().map(|line| teller.passed(line)).collect(),
        Told::Proposals(lines) => lines.iter().map(|line| teller.proposal(line)).collect(),
        Told::Look(look) => {
            let looked = of.looked(look).map(|looked| looked.customers.as_slice());
            let each = looked.unwrap_or_default().iter();
            each.map(|at| teller.looked(of, at)).collect()
        }
        Told::Setup(needed) => setup::entries(locale, needed),
    };
    let title = locale.text(&format!("tui.listing.{}", of.name()));
    let mut title = format!("{title} · {}", locale.whole(entries.len() as u64));
    if let (Told::Warnings(warnings), Listing::Warnings) = (told, of)
        && warnings.largest > 0
    {
        let facts = [
            ("count", warnings.largest.to_string()),
            ("percent", warnings.share.to_string()),
        ];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        let mark = if warnings.share >= u32::from(warnings.much) {
            "▲ "
        } else {
            ""
        };
        title = format!(
            "{title} · {mark}{}",
            locale.say("tui.listing.largest", &facts)
        );
    }
    (title, entries)
}

/// Terms of so many days in words; none is payment in advance.
pub(super) fn terms(locale: &Locale, days: Option<u16>) -> String {
    match days {
        Some(days) => locale.days(days.into()),
        None => locale.text("tui.listing.in-advance").to_owned(),
    }
}

fn tells<T: serde::Serialize>(locale: &Locale, table: &str, all: &[T]) -> Vec<String> {
    all.iter().map(|one| locale.tell(table, one)).collect()
}

struct Teller<'a> {
    locale: &'a Locale,
    currency: Currency,
}

impl Teller<'_> {
    fn of(customer: &Named, says: Vec<String>) -> Entry {
        Entry {
            customer: Some(customer.id),
            title: format!("{} {}", customer.number, customer.name),
            figure: String::new(),
            tone: Tone::Title,
            says,
            offer: None,
        }
    }

    fn money(&self, amount: Minor) -> String {
        self.locale.money(amount, self.currency)
    }

    fn of_record(line: &RecordLine, says: Vec<String>) -> Entry {
        let customer = Named {
            id: line.state.record.customer,
            number: line.customer_number.clone(),
            name: line.customer_name.clone(),
        };
        Self::of(&customer, says)
    }

    fn hold(&self, line: &RecordLine) -> Entry {
        let record = &line.state.record;
        let (level, reason) = held(self.locale, &record.facts, &record.note);
        let since = self.locale.date(record.on);
        let mut says = self.locale.say("tui.listing.since", &[("date", &since)]);
        if let Some(until) = record.until {
            let until = self.locale.date(until);
            says = self
                .locale
                .say("tui.listing.from-to", &[("from", &since), ("to", &until)]);
        }
        if !reason.is_empty() {
            says = format!("{says} · {reason}");
        }
        let mut entry = Self::of_record(line, vec![says]);
        if let Some(level) = level {
            self.locale
                .text(&format!("hold.{}", level.name()))
                .clone_into(&mut entry.figure);
            if level == HoldLevel::Stop {
                entry.tone = Tone::Bad;
            }
        }
        entry
    }

    /// The score, and each sign with what it adds.
    fn warning(&self, line: &WarningLine) -> Entry {
        let locale = self.locale;
        let mut says = tells(locale, "early-warning", &line.warning.signals);
        let offer = self.shorter(line).map(|entry| {
            says.extend(entry.says);
            entry.offer
        });
        if !line.deliveries.is_empty() {
            let count = line.deliveries.len().to_string();
            says.push(locale.say("tui.listing.delivered-late", &[("count", &count)]));
        }
        let score = line.warning.score;
        let points = score.to_string();
        Entry {
            figure: locale.say("tui.listing.points", &[("count", &points)]),
            offer: offer.flatten(),
            ..Self::of(&line.customer, says)
        }
    }

    fn deliveries(&self, line: &WarningLine) -> Entry {
        let locale = self.locale;
        let each = line.deliveries.iter().map(|delivery| {
            let facts = [
                ("invoice", delivery.number.clone()),
                ("date", locale.date(delivery.issued)),
                ("amount", self.money(delivery.amount)),
                ("days", locale.days(delivery.days)),
            ];
            let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
            locale.say("tui.listing.delivery", &facts)
        });
        let sum: Minor = line.deliveries.iter().map(|delivery| delivery.amount).sum();
        Entry {
            figure: self.money(sum),
            ..Self::of(&line.customer, each.collect())
        }
    }

    fn shorter(&self, line: &WarningLine) -> Option<Entry> {
        let locale = self.locale;
        let shorter = line.shorter?;
        let facts = [
            ("from", locale.days(shorter.from.into())),
            ("to", terms(locale, shorter.to)),
            ("late", locale.days(shorter.late)),
            ("most", locale.days(shorter.most.into())),
        ];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        let says = locale.say("tui.listing.shorten", &facts);
        Some(Entry {
            offer: Some(Offer::Shorten {
                customer: line.customer.id,
                name: line.customer.name.clone(),
                terms: shorter,
            }),
            ..Self::of(&line.customer, vec![says])
        })
    }

    /// An override, and what became of what was sold under it.
    fn passed(&self, passed: &OverrideLine) -> Entry {
        let locale = self.locale;
        let record = &passed.line.state.record;
        let until = record.until.map(|until| locale.date(until));
        let key = if passed.line.counts { "stands" } else { "over" };
        let mut first = locale.say(
            &format!("tui.listing.override-{key}"),
            &[("date", until.as_deref().unwrap_or_default())],
        );
        first = format!("{first} · {}", record.note);
        let after = if passed.invoices == 0 {
            locale.text("tui.listing.nothing-sold").to_owned()
        } else {
            let facts = [
                ("count", passed.invoices.to_string()),
                ("sold", self.money(passed.sold)),
                ("open", self.money(passed.open)),
            ];
            let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
            locale.say("tui.listing.sold-under", &facts)
        };
        let mut says = vec![first, after];
        let mut tone = Tone::Title;
        if let Some(since) = passed.overdue_since {
            let since = locale.date(since);
            says.push(locale.say("tui.listing.overdue-since", &[("date", &since)]));
            tone = Tone::Bad;
        }
        Entry {
            figure: if passed.open.is_zero() {
                String::new()
            } else {
                self.money(passed.open)
            },
            tone,
            ..Self::of_record(&passed.line, says)
        }
    }

    fn proposal(&self, line: &ProposalLine) -> Entry {
        let locale = self.locale;
        let empty = || locale.text("format.empty").to_owned();
        let mut says: Vec<String> = line
            .changes
            .iter()
            .map(|change| {
                let field = locale.text(&format!("field.{}", change.field.name()));
                let old = change.old.clone().unwrap_or_else(empty);
                let new = change.new.clone().unwrap_or_else(empty);
                format!("{field}: {old} → {new}")
            })
            .collect();
        says.extend(line.asks.as_ref().map(|asks| locale.tell("asked", asks)));
        let facts = [
            ("by", line.by.as_str()),
            ("at", &line.at),
            ("reason", &line.reason),
        ];
        says.push(locale.say("tui.listing.proposed", &facts));
        let customer = Named {
            id: line.customer,
            number: line.customer_no.clone(),
            name: line.name.clone(),
        };
        Entry {
            figure: format!("P{}", line.proposal.0),
            offer: Some(Offer::Judge {
                proposal: line.proposal,
                name: line.name.clone(),
            }),
            ..Self::of(&customer, says)
        }
    }

    fn looked(&self, of: Listing, at: &LookedAt) -> Entry {
        let key = format!("tui.listing.on.{}", of.name());
        let says = match at.on {
            Some(on) if self.locale.has(&key) => {
                let date = self.locale.date(on);
                vec![self.locale.say(&key, &[("date", &date)])]
            }
            _ => Vec::new(),
        };
        Entry {
            figure: self.money(at.amount),
            ..Self::of(&at.customer, says)
        }
    }
}

/// The level of a hold, and why: what a person said, or the rule.
pub fn held(locale: &Locale, facts: &RecordFacts, note: &str) -> (Option<HoldLevel>, String) {
    let RecordFacts::Hold { level, rule } = facts else {
        return (None, note.to_owned());
    };
    let reason = locale.why_held(rule.as_deref(), note).to_owned();
    (Some(*level), reason)
}
