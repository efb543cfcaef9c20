//! The answer to a sale on credit: the verdict in words and sign first, then every rule that spoke with its why, what
//! is at risk, and what would change the answer. From here it is recorded, passed over, or sales are held.

use ratatui::layout::Rect;

use super::credit::{self, Asks, Whom};
use super::story::{Tone, wrap};
use super::{Layer, frame};
use crate::desk::credit::Whose;
use crate::domain::assessment::{Assessment, Reason};
use crate::domain::credit::Verdict;
use crate::domain::money::Minor;
use crate::reports::credit::Assessed;
use crate::text::Locale;
use crate::tui::action::{ActionId, Why};
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, SeenList};
use crate::tui::msg::{Done, Request};
use crate::tui::panes::customers::credit_verbs;
use crate::tui::widgets::canvas::Canvas;

/// Columns of the frame where there is room for them.
const COLUMNS: u16 = 96;

#[derive(Clone, Debug)]
pub struct Answer {
    pub whose: Whose,
    pub seen: Box<Assessed>,
    lines: Vec<(Tone, String)>,
    /// The lines as the screen breaks them.
    rows: Vec<(Tone, String)>,
    pub cursor: usize,
}

impl Answer {
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn new(locale: &Locale, width: u16, whose: Whose, seen: Box<Assessed>) -> Self {
        let mut answer = Self {
            whose,
            lines: lines(locale, &seen.answer),
            seen,
            rows: Vec::new(),
            cursor: 0,
        };
        answer.lay(width);
        answer
    }

    fn lay(&mut self, width: u16) {
        let room = usize::from(width.saturating_sub(4).min(COLUMNS).saturating_sub(4));
        let rows = self.lines.iter();
        self.rows = rows
            .flat_map(|(tone, text)| wrap(text, room).into_iter().map(|row| (*tone, row)))
            .collect();
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }

    fn title(&self, locale: &Locale) -> String {
        let who = match &self.seen.customer {
            Some(customer) => customer.name.as_str(),
            None => locale.text("tui.credit.stranger"),
        };
        let amount = self.seen.answer.amount;
        let amount = locale.money(amount.amount, amount.currency);
        locale.say("tui.credit.answer", &[("what", who), ("amount", &amount)])
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let wide = area.width.saturating_sub(4).min(COLUMNS);
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let high = rows.saturating_add(2).min(area.height);
        let inside = frame(canvas, area, wide, high, &self.title(canvas.locale));
        let page = usize::from(inside.height);
        let last = self.rows.len().saturating_sub(page);
        let top = self.cursor.min(last);
        canvas.seen.lists.push(SeenList {
            list: ListId::Answer,
            area: inside,
            top,
            page,
        });
        for (y, (tone, text)) in (inside.y..inside.bottom()).zip(self.rows.iter().skip(top)) {
            canvas.put(inside.x, y, inside.width, text, tone.style(canvas.theme));
        }
        if top < last {
            canvas.put(inside.right(), inside.bottom(), 1, "↓", canvas.theme.key);
        }
    }
}

/// A verdict with its sign: it must not be told by colour alone.
pub fn verdict(locale: &Locale, answer: &Assessment) -> (Tone, String) {
    let (tone, sign) = sign(answer.verdict);
    let says = match answer.prepay_percent {
        Some(percent) => {
            let percent = percent.to_string();
            locale.say("tui.credit.prepay", &[("percent", &percent)])
        }
        None => locale
            .text(&format!("tui.credit.verdict.{}", answer.verdict.name()))
            .to_owned(),
    };
    (tone, format!("{sign} {says}"))
}

fn sign(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Approve => (Tone::Good, "✓"),
        Verdict::Check => (Tone::Title, "?"),
        Verdict::Prepay => (Tone::Bad, "▲"),
        Verdict::Hold => (Tone::Bad, "✗"),
    }
}

/// The rules that spoke, each with its sign.
pub fn reasons(locale: &Locale, answer: &Assessment) -> Vec<(Tone, String)> {
    let told = |reason: &Reason| {
        let says = locale.tell("credit", &reason.because);
        if reason.lifted {
            let lifted = locale.text("tui.credit.lifted");
            return (Tone::Quiet, format!("· {says} {lifted}"));
        }
        let (tone, sign) = sign(reason.says);
        (tone, format!("{sign} {says}"))
    };
    answer.reasons.iter().map(told).collect()
}

fn lines(locale: &Locale, answer: &Assessment) -> Vec<(Tone, String)> {
    let (tone, says) = verdict(locale, answer);
    let mut lines = vec![(tone, says), (Tone::Quiet, String::new())];
    if answer.reasons.is_empty() {
        lines.push((
            Tone::Text,
            locale.text("tui.credit.nothing-spoke").to_owned(),
        ));
    }
    lines.extend(reasons(locale, answer));
    lines.push((Tone::Quiet, String::new()));
    lines.extend(
        risk(locale, answer)
            .into_iter()
            .map(|says| (Tone::Text, says)),
    );
    let changes = changes(locale, answer);
    if !changes.is_empty() {
        lines.push((Tone::Quiet, String::new()));
        let title = locale.text("tui.credit.would-change").to_owned();
        lines.push((Tone::Title, title));
        lines.extend(
            changes
                .into_iter()
                .map(|says| (Tone::Text, format!("→ {says}"))),
        );
    }
    lines
}

/// At risk before and after, the limit, what is left of it.
fn risk(locale: &Locale, answer: &Assessment) -> Vec<String> {
    let money = |money: crate::domain::money::Money| locale.money(money.amount, money.currency);
    let (before, after) = (money(answer.exposure), money(answer.exposure_after));
    let mut lines = vec![if before == after {
        locale.say("tui.credit.at-risk", &[("amount", &before)])
    } else {
        let facts = [("before", before.as_str()), ("after", &after)];
        locale.say("tui.credit.risk-after", &facts)
    }];
    lines.push(limit(locale, answer, "limit-of"));
    lines
}

/// The limit and what is left of it, in the sentence of that name.
pub fn limit(locale: &Locale, answer: &Assessment, sentence: &str) -> String {
    let (Some(limit), Some(usable)) = (answer.limit, answer.usable) else {
        return locale.text("tui.credit.no-limit").to_owned();
    };
    let limit = locale.money(limit.amount, limit.currency);
    let usable = locale.money(usable.amount, usable.currency);
    let facts = [("limit", limit.as_str()), ("usable", &usable)];
    locale.say(&format!("tui.credit.{sentence}"), &facts)
}

/// What would lead to a milder answer: one line for each rule that decides it.
fn changes(locale: &Locale, answer: &Assessment) -> Vec<String> {
    let decides = |reason: &&Reason| !reason.lifted && reason.says > Verdict::Approve;
    let mut said = Vec::new();
    for reason in answer.reasons.iter().filter(decides) {
        if locale.has(&format!("credit-change.{}", reason.because.rule())) {
            let says = locale.tell("credit-change", &reason.because);
            if !said.contains(&says) {
                said.push(says);
            }
        }
    }
    said
}

/// The desk's answer: in the place of the one before it, if that is of the same customer.
pub fn take(model: &mut Model, whose: Whose, seen: Box<Assessed>) {
    let answer = Answer::new(&model.locale, model.size.width, whose, seen);
    for layer in &mut model.layers {
        if let Layer::Answer(before) = layer
            && before.whose == answer.whose
        {
            *before = answer;
            return;
        }
    }
    model.layers.push(Layer::Answer(answer));
}

/// The screen has another width.
pub fn resized(model: &mut Model) {
    let width = model.size.width;
    for layer in &mut model.layers {
        if let Layer::Answer(answer) = layer {
            answer.lay(width);
        }
    }
}

/// Asks again after the ledger changed.
pub fn renewed(model: &Model) -> Vec<Effect> {
    let answers = model.layers.iter().filter_map(|layer| match layer {
        Layer::Answer(answer) => Some(Effect::Ask(Request::Assess {
            whose: answer.whose.clone(),
            amount: answer.seen.answer.amount.amount,
        })),
        _ => None,
    });
    answers.collect()
}

fn on_top(model: &Model) -> Option<&Answer> {
    match model.layers.last() {
        Some(Layer::Answer(answer)) => Some(answer),
        _ => None,
    }
}

/// It is of somebody in the register.
pub fn is_known(model: &Model) -> Result<(), Why> {
    match on_top(model) {
        Some(answer) if answer.seen.customer.is_none() => Err("not-in-register"),
        _ => Ok(()),
    }
}

/// There is somebody whose sales can be held: of the answer, or under the keys.
pub fn can_hold(model: &Model) -> Result<(), Why> {
    if on_top(model).is_some() {
        return is_known(model);
    }
    credit_verbs::is_on_one(model)
}

/// Something stands against the sale.
pub fn can_pass(model: &Model) -> Result<(), Why> {
    is_known(model)?;
    match on_top(model) {
        Some(answer) if answer.seen.answer.verdict == Verdict::Approve => Err("approved"),
        _ => Ok(()),
    }
}

/// There is an amount, of which a part can be paid beforehand.
pub fn can_prepay(model: &Model) -> Result<(), Why> {
    is_known(model)?;
    match on_top(model) {
        Some(answer) if answer.seen.answer.amount.amount.is_zero() => Err("no-sale"),
        _ => Ok(()),
    }
}

pub fn act(model: &mut Model, answer: Answer, id: ActionId) -> Vec<Effect> {
    if matches!(id, ActionId::Back | ActionId::Close) {
        return Vec::new();
    }
    let whom = answer.seen.customer.as_ref().map(|customer| Whom {
        id: customer.id,
        name: customer.name.clone(),
    });
    let seen = answer.seen.clone();
    if id == ActionId::OtherAmount {
        // The next answer takes the place of this one.
        model.layers.push(Layer::Answer(answer));
        credit::open(model, whom.map_or(Asks::AssessStranger, Asks::Assess));
        return Vec::new();
    }
    if id != ActionId::RecordAnswer {
        model.layers.push(Layer::Answer(answer));
    }
    let Some(whom) = whom else {
        return Vec::new();
    };
    match id {
        // Recorded is answered: the key that takes it back works again.
        ActionId::RecordAnswer => {
            let says = model
                .locale
                .say("tui.credit.did.answer", &[("what", &whom.name)]);
            return vec![Effect::Ask(Request::RecordAnswer {
                customer: whom.id,
                answer: Box::new(seen.answer),
                done: Done {
                    says,
                    receipts: Vec::new(),
                },
            })];
        }
        ActionId::PassOver => {
            let over = seen.answer.verdict;
            credit::open(model, Asks::Override { whom, over });
        }
        ActionId::CreditHold => credit::open(model, Asks::Hold(whom)),
        ActionId::PrepayNote => {
            let draft = prepay(&model.locale, &seen);
            credit::open(model, Asks::Note { whom, draft });
        }
        _ => {}
    }
    Vec::new()
}

/// What is to be paid before delivery: the share that the answer names, or all of it.
fn prepay(locale: &Locale, seen: &Assessed) -> String {
    let percent = i64::from(seen.answer.prepay_percent.unwrap_or(100));
    let sale = seen.answer.amount;
    // Whole hundredths, in favour of the seller.
    let part = i128::from(sale.amount.0) * i128::from(percent);
    let part = Minor(i64::try_from((part + 99) / 100).unwrap_or(sale.amount.0));
    let facts = [
        ("percent", percent.to_string()),
        ("amount", locale.money(sale.amount, sale.currency)),
        ("part", locale.money(part, sale.currency)),
    ];
    let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
    locale.say("tui.credit.prepay-note", &facts)
}
