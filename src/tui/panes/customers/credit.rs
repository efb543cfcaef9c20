//! The card's tab of credit: may we sell, and why; what is at risk and what of it is covered; how he pays; what is on
//! record of his credit, the newest first.

use ratatui::layout::Rect;

use crate::domain::credit::{CreditFacts, StandingHold};
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::record::{RecordFacts, RecordKind};
use crate::reports::record::RecordLine;
use crate::reports::register::Profile;
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::answer;
use crate::tui::overlays::story::{Tone, wrap};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::{ListAt, list};

/// Columns of a line's label.
const LABEL: usize = 12;

/// How many rows the tab has where the card is read.
pub fn count(model: &Model, profile: &Profile) -> usize {
    let all = model.size.width;
    let width = if model.is_wide() {
        all - all / 2 - 1
    } else {
        all
    };
    rows(model, profile, width).len()
}

/// The rows of the tab in a place of so many columns.
fn rows(model: &Model, profile: &Profile, width: u16) -> Vec<(Tone, String)> {
    let teller = Teller {
        locale: &model.locale,
        currency: model.book.ledger.currency,
        today: model.book.today,
    };
    let room = usize::from(width).saturating_sub(2);
    let lines = teller.lines(profile).into_iter();
    lines
        .flat_map(|(tone, text)| wrap(&text, room).into_iter().map(move |row| (tone, row)))
        .collect()
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, profile: &Profile, focused: bool) {
    let rows = rows(model, profile, area.width);
    let at = ListAt {
        list: ListId::Credit,
        area,
        len: rows.len(),
        cursor: model.customers.cursor_of_tab(),
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some((tone, text)) = rows.get(index) {
            let style = tone.style(canvas.theme);
            canvas.put(place.x, place.y, place.width, text, style);
        }
    });
}

struct Teller<'a> {
    locale: &'a Locale,
    currency: Currency,
    today: Date,
}

impl Teller<'_> {
    fn lines(&self, profile: &Profile) -> Vec<(Tone, String)> {
        let locale = self.locale;
        let mut lines = vec![answer::verdict(locale, &profile.answer)];
        lines.extend(answer::reasons(locale, &profile.answer));
        lines.push((Tone::Quiet, String::new()));
        let facts = &profile.credit;
        lines.push(self.line("risk", &self.at_risk(facts)));
        let limit = answer::limit(locale, &profile.answer, "limit-left");
        lines.push(self.line("limit", &limit));
        if facts.overdue > Minor::ZERO {
            let days = locale.days(facts.overdue_days);
            let amount = self.money(facts.overdue);
            let told = [("amount", amount.as_str()), ("days", &days)];
            let says = locale.say("tui.credit.overdue", &told);
            lines.push((Tone::Bad, self.labelled("overdue", &says)));
        }
        lines.push(self.line("pays", &self.pays(facts)));
        lines.push(self.line("check", &self.checked(facts)));
        lines.extend(facts.hold.as_ref().map(|hold| {
            let says = self.held(hold);
            (Tone::Bad, self.labelled("hold", &says))
        }));
        if let Some(passed) = &facts.passed {
            let date = locale.date(passed.until);
            let over = locale.text(&format!("verdict.{}", passed.over.name()));
            let told = [
                ("date", date.as_str()),
                ("over", over),
                ("reason", &passed.reason),
            ];
            let says = locale.say("tui.credit.passed", &told);
            lines.push(self.line("override", &says));
        }
        let records: Vec<&RecordLine> = profile.records.iter().filter(|it| is_credit(it)).collect();
        lines.push((Tone::Quiet, String::new()));
        let title = if records.is_empty() {
            "no-records"
        } else {
            "records"
        };
        let title = locale.text(&format!("tui.credit.{title}")).to_owned();
        lines.push((Tone::Title, title));
        lines.extend(records.into_iter().map(|line| self.record(line)));
        lines
    }

    fn money(&self, amount: Minor) -> String {
        self.locale.money(amount, self.currency)
    }

    fn labelled(&self, key: &str, says: &str) -> String {
        let label = self.locale.text(&format!("tui.credit.label.{key}"));
        format!("{} {says}", crate::text::width::pad_right(label, LABEL))
    }

    fn line(&self, key: &str, says: &str) -> (Tone, String) {
        (Tone::Text, self.labelled(key, says))
    }

    /// What is owed, what comes to it, what covers it.
    fn at_risk(&self, facts: &CreditFacts) -> String {
        let locale = self.locale;
        let mut says = self.money(facts.exposure());
        let parts = [
            ("open", facts.open),
            ("on-order", facts.on_order),
            ("secured", facts.secured),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(key, amount)| *key == "open" || !amount.is_zero())
            .map(|(key, amount)| {
                let amount = locale.amount(*amount, self.currency);
                locale.say(&format!("tui.credit.{key}"), &[("amount", &amount)])
            })
            .collect();
        says.push_str(" = ");
        says.push_str(&told.join(" "));
        says
    }

    fn pays(&self, facts: &CreditFacts) -> String {
        let locale = self.locale;
        let mut said = match (facts.pays.now, facts.pays.before) {
            (None, _) => vec![locale.text("tui.card.pays-unknown").to_owned()],
            (Some(now), before) => {
                let late = locale.days(now.max(0));
                let mut said = vec![if now > 0 {
                    locale.say("tui.card.pays-late", &[("days", &late)])
                } else {
                    locale.text("tui.card.pays-on-time").to_owned()
                }];
                if let Some(before) = before.filter(|before| *before != now) {
                    let days = locale.days(before);
                    said.push(locale.say("tui.credit.a-year-ago", &[("days", &days)]));
                }
                said
            }
        };
        let promises = facts.promises;
        if promises != crate::domain::pause::Promises::default() {
            let (kept, broken) = (promises.kept.to_string(), promises.broken.to_string());
            let told = [("kept", kept.as_str()), ("broken", broken.as_str())];
            said.push(locale.say("tui.card.promises", &told));
        }
        said.join(" · ")
    }

    fn checked(&self, facts: &CreditFacts) -> String {
        let locale = self.locale;
        let class = facts.risk_class.as_deref();
        let mut said: Vec<String> = class
            .map(|class| locale.say("tui.credit.class", &[("class", class)]))
            .into_iter()
            .collect();
        match &facts.check {
            None => said.push(locale.text("tui.credit.no-check").to_owned()),
            Some(check) => {
                let on = locale.date(check.on);
                said.push(locale.say("tui.credit.checked-on", &[("date", &on)]));
                if let Some(advised) = check.advised {
                    let amount = self.money(advised);
                    said.push(locale.say("cli.credit.advised", &[("amount", &amount)]));
                }
                if let Some(until) = check.until {
                    let key = if until < self.today {
                        "was-good-until"
                    } else {
                        "good-until"
                    };
                    let date = locale.date(until);
                    said.push(locale.say(&format!("tui.credit.{key}"), &[("date", &date)]));
                }
            }
        }
        said.join(" · ")
    }

    fn held(&self, hold: &StandingHold) -> String {
        let locale = self.locale;
        let level = locale.text(&format!("hold.{}", hold.level.name()));
        let since = locale.date(hold.since);
        let since = locale.say("tui.listing.since", &[("date", &since)]);
        let why = locale.why_held(hold.rule.as_deref(), &hold.reason);
        format!("{level} · {since} · {why}")
    }

    /// A record in one line; one that counts no more is quiet.
    fn record(&self, line: &RecordLine) -> (Tone, String) {
        let locale = self.locale;
        let record = &line.state.record;
        let kind = locale.text(&format!("record.{}", record.facts.kind().name()));
        let mut said = vec![kind.to_owned()];
        said.extend(self.detail(&record.facts));
        if let Some(amount) = record.facts.amount().filter(|amount| !amount.is_zero()) {
            said.push(self.money(amount));
        }
        if let Some(until) = record.until {
            let date = locale.date(until);
            said.push(locale.say("tui.credit.until", &[("date", &date)]));
        }
        if let Some(ended) = line.state.ended {
            let date = locale.date(ended);
            said.push(locale.say("tui.credit.ended", &[("date", &date)]));
        }
        said.extend(Some(record.note.clone()).filter(|note| !note.is_empty()));
        let tone = if line.counts { Tone::Text } else { Tone::Quiet };
        let on = crate::text::width::pad_right(&locale.date(record.on), LABEL);
        (tone, format!("{on} {}", said.join(" · ")))
    }

    fn detail(&self, facts: &RecordFacts) -> Option<String> {
        let locale = self.locale;
        let word =
            |table: &str, name: &str| Some(locale.text(&format!("{table}.{name}")).to_owned());
        match facts {
            RecordFacts::Check { class, .. } => class
                .as_deref()
                .map(|class| locale.say("tui.credit.class", &[("class", class)])),
            RecordFacts::Security { security, .. } => word("security", security.name()),
            RecordFacts::Order { number, .. } => Some(number.clone()),
            RecordFacts::Application { granted, .. } => granted.map(|granted| {
                let amount = self.money(granted);
                locale.say("cli.credit.granted", &[("amount", &amount)])
            }),
            RecordFacts::Hold { level, .. } => word("hold", level.name()),
            RecordFacts::Override { over: verdict, .. }
            | RecordFacts::Assessment { verdict, .. } => word("verdict", verdict.name()),
            RecordFacts::Notice { notice, class } => {
                let says = locale.text(&format!("notice.{}", notice.name()));
                Some(match class {
                    Some(class) => format!("{says} {class}"),
                    None => says.to_owned(),
                })
            }
            RecordFacts::Verified { .. } | RecordFacts::Review | RecordFacts::Remark => None,
        }
    }
}

/// Remarks stand under the notes, confirmations in the profile.
fn is_credit(line: &RecordLine) -> bool {
    let kind = line.state.record.facts.kind();
    !line.state.voided && !matches!(kind, RecordKind::Remark | RecordKind::Verified)
}
