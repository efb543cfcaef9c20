//! Reminders in sentences: why a letter goes out now, why an item waits, what to mind before a run.

use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{NotCharged, Waits, WaitsFor, Warning, Why};

use super::locale::Locale;

type Facts<'a> = Vec<(&'a str, String)>;

impl Locale {
    // Days are told as of `today`: the year of a day in another year is named.

    /// A stage by its name in the policy; the usual names are told in the user's words.
    pub fn stage<'a>(&self, stage: &'a str) -> &'a str {
        let known = LetterKind::parse(stage).map(|kind| kind.name());
        match known {
            Some(name) => self.text(&format!("letter.{name}")),
            None if stage == "hand-over" => self.text("stage.hand-over"),
            None => stage,
        }
    }

    /// A way to reach a customer; one that the locale does not know is the policy's own.
    pub fn channel<'a>(&self, channel: &'a str) -> &'a str {
        let key = format!("channel.{channel}");
        if self.has(&key) {
            self.text(&key)
        } else {
            channel
        }
    }

    /// One reason of a letter.
    pub fn why(&self, why: &Why, today: Date) -> String {
        let (key, facts): (&str, Facts) = match why {
            Why::FellDue {
                number,
                due,
                effective,
            } if due == effective => (
                "why.fell-due",
                vec![text("number", number), self.on("due", *due, today)],
            ),
            Why::FellDue {
                number,
                due,
                effective,
            } => {
                let facts = vec![
                    text("number", number),
                    self.on("due", *due, today),
                    self.on("effective", *effective, today),
                ];
                ("why.fell-due-later", facts)
            }
            Why::LastLetter {
                number,
                stage,
                sent,
                deadline,
            } => {
                let mut facts = vec![
                    text("number", number),
                    text("stage", self.stage(stage)),
                    self.on("sent", *sent, today),
                ];
                let key = match deadline {
                    Some(deadline) => {
                        facts.push(self.on("deadline", *deadline, today));
                        "why.last-letter"
                    }
                    None => "why.last-letter-open",
                };
                (key, facts)
            }
            Why::DaysReached { days, stage, on } => {
                let facts = vec![
                    ("days", days.to_string()),
                    text("stage", self.stage(stage)),
                    self.on("on", *on, today),
                ];
                ("why.days-reached", facts)
            }
            Why::NewCustomer { days } => ("why.new-customer", vec![("days", days.to_string())]),
            Why::PromiseBroken { number, date } => (
                "why.promise-broken",
                vec![text("number", number), self.on("date", *date, today)],
            ),
            Why::PlanBroken { date, amount } => {
                let amount = self.money(amount.amount, amount.currency);
                (
                    "why.plan-broken",
                    vec![self.on("date", *date, today), ("amount", amount)],
                )
            }
            Why::PartHeld { number, amount } => {
                let amount = self.money(amount.amount, amount.currency);
                (
                    "why.part-held",
                    vec![text("number", number), ("amount", amount)],
                )
            }
            Why::Charged { kind, amount, rule } => {
                let facts = vec![
                    text("kind", self.text(&format!("charge.{}", kind.name()))),
                    ("amount", self.money(amount.amount, amount.currency)),
                    text("rule", rule),
                ];
                ("why.charged", facts)
            }
            Why::NotCharged {
                kind,
                rule,
                because,
            } => {
                let facts = vec![
                    text("kind", self.text(&format!("charge.{}", kind.name()))),
                    ("because", self.not_charged(because, today)),
                    text("rule", rule),
                ];
                let key = if rule.is_empty() {
                    "why.not-charged-so"
                } else {
                    "why.not-charged"
                };
                (key, facts)
            }
            Why::Deadline { date, days, rule } => {
                let facts = vec![
                    self.on("date", *date, today),
                    ("days", days.to_string()),
                    text("rule", rule),
                ];
                let key = if rule.is_empty() {
                    "why.deadline-so"
                } else {
                    "why.deadline"
                };
                (key, facts)
            }
            Why::Credits { amount } => {
                let amount = self.money(amount.amount, amount.currency);
                ("why.credits", vec![("amount", amount)])
            }
            Why::MovedIn { number, stage } => (
                "why.moved-in",
                vec![text("number", number), text("stage", self.stage(stage))],
            ),
        };
        self.said(key, &facts)
    }

    /// Why a charge is left out.
    pub fn not_charged(&self, because: &NotCharged, today: Date) -> String {
        let (key, facts): (&str, Facts) = match because {
            NotCharged::NotAgreed => ("not-charged.not-agreed", Vec::new()),
            NotCharged::TooEarly { from } => {
                ("not-charged.too-early", vec![self.on("from", *from, today)])
            }
            NotCharged::TooSoonAfterLast { from } => (
                "not-charged.too-soon-after-last",
                vec![self.on("from", *from, today)],
            ),
            NotCharged::UsedUp { most } => {
                ("not-charged.used-up", vec![("most", most.to_string())])
            }
            NotCharged::NoMissedDeadline => ("not-charged.no-missed-deadline", Vec::new()),
            NotCharged::ShortTerm { days } => {
                ("not-charged.short-term", vec![("days", days.to_string())])
            }
            NotCharged::Disputed => ("not-charged.disputed", Vec::new()),
            NotCharged::InCompensation => ("not-charged.in-compensation", Vec::new()),
            NotCharged::OtherCurrency => ("not-charged.other-currency", Vec::new()),
            NotCharged::ConsumersPayNone => ("not-charged.consumers-pay-none", Vec::new()),
            NotCharged::BelowMinimum => ("not-charged.below-minimum", Vec::new()),
            NotCharged::RateMissing { on } => {
                ("not-charged.rate-missing", vec![self.on("on", *on, today)])
            }
            NotCharged::LettersAreFree => ("not-charged.letters-are-free", Vec::new()),
        };
        self.said(key, &facts)
    }

    /// Why something waits, in one sentence.
    pub fn waits(&self, waits: &Waits, today: Date) -> String {
        let until = waits.until.map(|until| self.due_date(until, today));
        let until = ("until", until.clone().unwrap_or_default());
        let dated = waits.until.is_some();
        let (key, facts): (&str, Facts) = match &waits.why {
            WaitsFor::Paused { kind, reason } => {
                let key = match (kind, dated) {
                    (PauseKind::Dispute, true) => "waits.dispute-until",
                    (PauseKind::Dispute, false) => "waits.dispute",
                    (PauseKind::Promise, _) => "waits.promise",
                    (PauseKind::Extension, _) => "waits.extension",
                    (PauseKind::Pause, _) => "waits.pause",
                    (PauseKind::Skip, _) => "waits.skip",
                    (PauseKind::Bankruptcy, true) => "waits.bankruptcy-until",
                    (PauseKind::Bankruptcy, false) => "waits.bankruptcy",
                };
                let said = if reason.is_empty() {
                    String::new()
                } else {
                    format!(": {reason}")
                };
                (key, vec![until, ("reason", said)])
            }
            WaitsFor::Plan { date, amount } => {
                let amount = self.money(amount.amount, amount.currency);
                (
                    "waits.plan",
                    vec![self.on("date", *date, today), ("amount", amount)],
                )
            }
            WaitsFor::Agency { agency } => ("waits.agency", vec![text("agency", agency)]),
            WaitsFor::DirectDebit if dated => ("waits.direct-debit", vec![until]),
            WaitsFor::DirectDebit => ("waits.direct-debit-open", Vec::new()),
            WaitsFor::BelowMinimum { net, minimum } => {
                let facts = vec![
                    ("net", self.money(net.amount, net.currency)),
                    ("minimum", self.money(minimum.amount, minimum.currency)),
                ];
                ("waits.below-minimum", facts)
            }
            WaitsFor::ChargesAlone { minimum } => {
                let minimum = self.money(minimum.amount, minimum.currency);
                ("waits.charges-alone", vec![("minimum", minimum)])
            }
            WaitsFor::NoLetters => ("waits.no-letters", Vec::new()),
            WaitsFor::NoChannel => ("waits.no-channel", Vec::new()),
            WaitsFor::LawMissing { rule, country, on } => {
                let facts = vec![
                    text("rule", rule),
                    ("country", country.to_uppercase()),
                    self.on("on", *on, today),
                ];
                ("waits.law-missing", facts)
            }
        };
        self.said(key, &facts)
    }

    /// What to mind before a run.
    pub fn warning(&self, warning: &Warning, today: Date) -> String {
        let (key, facts): (&str, Facts) = match warning {
            Warning::StaleBankData { last, days, limit } => {
                let facts = vec![
                    self.on("last", *last, today),
                    ("days", days.to_string()),
                    ("limit", limit.to_string()),
                ];
                ("warning.stale-bank-data", facts)
            }
            Warning::NoBankData => ("warning.no-bank-data", Vec::new()),
            Warning::Unmatched { customer, count } => (
                "warning.unmatched",
                vec![text("customer", customer), ("count", count.to_string())],
            ),
            Warning::LimitationNear { invoice, date } => (
                "warning.limitation-near",
                vec![text("invoice", invoice), self.on("date", *date, today)],
            ),
            Warning::Barred { invoice, date } => (
                "warning.barred",
                vec![text("invoice", invoice), self.on("date", *date, today)],
            ),
            Warning::ClaimDeadline { customer, date } => (
                "warning.claim-deadline",
                vec![text("customer", customer), self.on("date", *date, today)],
            ),
            Warning::NoChannel { count } => {
                ("warning.no-channel", vec![("count", count.to_string())])
            }
        };
        self.said(key, &facts)
    }

    /// A day as it is told where it matters: with its weekday, and with its year if that is another.
    fn on<'a>(&self, name: &'a str, date: Date, today: Date) -> (&'a str, String) {
        (name, self.due_date(date, today))
    }

    fn said(&self, key: &str, facts: &[(&str, String)]) -> String {
        let facts: Vec<(&str, &str)> = facts
            .iter()
            .map(|(name, fact)| (*name, fact.as_str()))
            .collect();
        self.say(key, &facts)
    }
}

fn text<'a>(name: &'a str, fact: &str) -> (&'a str, String) {
    (name, fact.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ItemId;
    use crate::domain::letter::ChargeKind;
    use crate::domain::money::{Currency, Minor, Money};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn today() -> Date {
        day("2026-11-23")
    }

    fn money() -> Money {
        Money::new(Minor(9_000_00), Currency::NOK)
    }

    fn whole(locale: &Locale, says: &str) {
        assert_eq!(locale.missing(), [""; 0], "{says}");
        assert!(!says.contains(['{', '}']), "{says}");
    }

    #[test]
    fn every_reason_of_a_letter_has_its_sentence() {
        let locale = Locale::english();
        let number = || "10231".to_owned();
        let (due, later) = (day("2026-10-10"), day("2026-10-12"));
        let stage = || "reminder".to_owned();
        let fell = |effective| Why::FellDue {
            number: number(),
            due,
            effective,
        };
        let last = |deadline| Why::LastLetter {
            number: number(),
            stage: stage(),
            sent: due,
            deadline,
        };
        let rule = || "inkassoloven § 9".to_owned();
        let left_out = |because| Why::NotCharged {
            kind: ChargeKind::Fee,
            rule: rule(),
            because,
        };
        let whys = [
            fell(due),
            fell(later),
            last(None),
            last(Some(later)),
            Why::DaysReached {
                days: 1,
                stage: stage(),
                on: later,
            },
            Why::NewCustomer { days: 3 },
            Why::PromiseBroken {
                number: number(),
                date: later,
            },
            Why::PlanBroken {
                date: later,
                amount: money(),
            },
            Why::PartHeld {
                number: number(),
                amount: money(),
            },
            Why::Charged {
                kind: ChargeKind::Interest,
                amount: money(),
                rule: rule(),
            },
            Why::Deadline {
                date: later,
                days: 14,
                rule: rule(),
            },
            Why::Credits { amount: money() },
            Why::MovedIn {
                number: number(),
                stage: stage(),
            },
            left_out(NotCharged::NotAgreed),
            left_out(NotCharged::TooEarly { from: later }),
            left_out(NotCharged::TooSoonAfterLast { from: later }),
            left_out(NotCharged::UsedUp { most: 2 }),
            left_out(NotCharged::NoMissedDeadline),
            left_out(NotCharged::ShortTerm { days: 5 }),
            left_out(NotCharged::Disputed),
            left_out(NotCharged::InCompensation),
            left_out(NotCharged::OtherCurrency),
            left_out(NotCharged::ConsumersPayNone),
            left_out(NotCharged::BelowMinimum),
            left_out(NotCharged::RateMissing { on: later }),
            left_out(NotCharged::LettersAreFree),
        ];
        for why in &whys {
            whole(&locale, &locale.why(why, today()));
        }
        assert_eq!(
            locale.why(&fell(later), today()),
            "10231 fell due Sat 10 Oct, no banking day: it counts from Mon 12 Oct."
        );
        assert_eq!(
            locale.why(&left_out(NotCharged::UsedUp { most: 1 }), today()),
            "No fee: 1 is all that may be claimed (inkassoloven § 9)."
        );
    }

    #[test]
    fn everything_that_waits_says_why() {
        let locale = Locale::english();
        let mut reasons = vec![
            WaitsFor::Plan {
                date: today(),
                amount: money(),
            },
            WaitsFor::Agency {
                agency: "Kredinor".into(),
            },
            WaitsFor::DirectDebit,
            WaitsFor::BelowMinimum {
                net: money(),
                minimum: money(),
            },
            WaitsFor::ChargesAlone { minimum: money() },
            WaitsFor::NoLetters,
            WaitsFor::NoChannel,
            WaitsFor::LawMissing {
                rule: "fee".into(),
                country: "fi".into(),
                on: today(),
            },
        ];
        reasons.extend(PauseKind::ALL.map(|kind| WaitsFor::Paused {
            kind,
            reason: "half came".into(),
        }));
        for why in reasons {
            for until in [None, Some(today())] {
                let waits = Waits {
                    item: ItemId(1),
                    number: "10231".into(),
                    amount: Minor(1),
                    why: why.clone(),
                    until,
                };
                whole(&locale, &locale.waits(&waits, today()));
            }
        }
    }

    #[test]
    fn every_warning_says_what_to_mind() {
        let locale = Locale::english();
        let (invoice, customer) = ("10231".to_owned(), "1042".to_owned());
        let date = today();
        let warnings = [
            Warning::StaleBankData {
                last: date,
                days: 9,
                limit: 3,
            },
            Warning::NoBankData,
            Warning::Unmatched {
                customer: customer.clone(),
                count: 1,
            },
            Warning::LimitationNear {
                invoice: invoice.clone(),
                date,
            },
            Warning::Barred { invoice, date },
            Warning::ClaimDeadline { customer, date },
            Warning::NoChannel { count: 2 },
        ];
        for warning in &warnings {
            whole(&locale, &locale.warning(warning, date));
        }
    }

    #[test]
    fn a_stage_or_a_way_of_ones_own_is_called_what_the_policy_calls_it() {
        let locale = Locale::english();
        assert_eq!(locale.stage("notice"), "collection notice");
        assert_eq!(locale.stage("siste-sjanse"), "siste-sjanse");
        assert_eq!(
            (locale.channel("email"), locale.channel("dove")),
            ("e-mail", "dove")
        );
    }
}
