//! Reminders in sentences: why a letter goes out now, why an item waits, what to mind before a run.

use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{NotCharged, Waits, WaitsFor, Warning, Why};

use super::locale::Locale;

type Facts<'a> = Vec<(&'a str, String)>;

impl Locale {
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
    pub fn why(&self, why: &Why) -> String {
        let (key, facts): (&str, Facts) = match why {
            Why::FellDue {
                number,
                due,
                effective,
            } if due == effective => (
                "why.fell-due",
                vec![text("number", number), self.on("due", *due)],
            ),
            Why::FellDue {
                number,
                due,
                effective,
            } => {
                let facts = vec![
                    text("number", number),
                    self.on("due", *due),
                    self.on("effective", *effective),
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
                    self.on("sent", *sent),
                ];
                let key = match deadline {
                    Some(deadline) => {
                        facts.push(self.on("deadline", *deadline));
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
                    self.on("on", *on),
                ];
                ("why.days-reached", facts)
            }
            Why::NewCustomer { days } => ("why.new-customer", vec![("days", days.to_string())]),
            Why::PromiseBroken { number, date } => (
                "why.promise-broken",
                vec![text("number", number), self.on("date", *date)],
            ),
            Why::PlanBroken { date, amount } => {
                let amount = self.money(amount.amount, amount.currency);
                (
                    "why.plan-broken",
                    vec![self.on("date", *date), ("amount", amount)],
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
                    ("because", self.not_charged(because)),
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
                    self.on("date", *date),
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
    pub fn not_charged(&self, because: &NotCharged) -> String {
        let (key, facts): (&str, Facts) = match because {
            NotCharged::NotAgreed => ("not-charged.not-agreed", Vec::new()),
            NotCharged::TooEarly { from } => {
                ("not-charged.too-early", vec![self.on("from", *from)])
            }
            NotCharged::TooSoonAfterLast { from } => (
                "not-charged.too-soon-after-last",
                vec![self.on("from", *from)],
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
                ("not-charged.rate-missing", vec![self.on("on", *on)])
            }
            NotCharged::LettersAreFree => ("not-charged.letters-are-free", Vec::new()),
        };
        self.said(key, &facts)
    }

    /// Why something waits, in one sentence.
    pub fn waits(&self, waits: &Waits) -> String {
        let until = waits.until.map(|until| self.long_date(until));
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
                    vec![self.on("date", *date), ("amount", amount)],
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
                    self.on("on", *on),
                ];
                ("waits.law-missing", facts)
            }
        };
        self.said(key, &facts)
    }

    /// What to mind before a run.
    pub fn warning(&self, warning: &Warning) -> String {
        let (key, facts): (&str, Facts) = match warning {
            Warning::StaleBankData { last, days, limit } => {
                let facts = vec![
                    self.on("last", *last),
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
                vec![text("invoice", invoice), self.on("date", *date)],
            ),
            Warning::Barred { invoice, date } => (
                "warning.barred",
                vec![text("invoice", invoice), self.on("date", *date)],
            ),
            Warning::ClaimDeadline { customer, date } => (
                "warning.claim-deadline",
                vec![text("customer", customer), self.on("date", *date)],
            ),
            Warning::NoChannel { count } => {
                ("warning.no-channel", vec![("count", count.to_string())])
            }
        };
        self.said(key, &facts)
    }

    /// A day as it is told where it matters: with its weekday and its year.
    fn on<'a>(&self, name: &'a str, date: Date) -> (&'a str, String) {
        (name, self.long_date(date))
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
