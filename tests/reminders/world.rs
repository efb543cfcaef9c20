//! An account that lives: letters are recorded, money comes in, disputes begin and end. No ledger, only what the
//! judgement is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use reskontra::domain::arrears::{Arrears, Claimed, Credit, Netted, Overdue, Taken};
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::document::ItemClass;
use reskontra::domain::id::{CustomerId, DocumentId, ItemId, LetterId, PauseId};
use reskontra::domain::letter::{Charge, ChargeKind, Letter, LetterKind, LetterLine};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::pause::{Pause, PauseKind, PauseOn};
use reskontra::domain::reminding::{DueLetter, Judged};
use reskontra::rules::law::{Law, Statutes};
use reskontra::rules::policy::{FeeAsked, Policy, Stage, StageDoes};
use reskontra::rules::reminder::judge;

use crate::post::Way;

pub type Date = NaiveDate;

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn law(country: &str) -> &'static Law {
    Statutes::shipped().law(country)
}

/// A stage without charges.
pub fn stage(name: &str, kind: LetterKind, after_due: u16, after_previous: u16) -> Stage {
    Stage {
        name: name.to_owned(),
        does: StageDoes::Letter(kind),
        after_due,
        after_due_new: None,
        after_previous,
        fee: FeeAsked::No,
        interest: false,
        compensation: false,
        deadline_days: None,
        tone: "plain".to_owned(),
        channels: vec!["email".to_owned(), "print".to_owned()],
        by_agency: false,
    }
}

/// Friendly, reminder, notice and hand-over, as a careful desk has them.
pub fn policy() -> Policy {
    let charging = |stage: Stage| Stage {
        fee: FeeAsked::Most,
        interest: true,
        deadline_days: Some(14),
        ..stage
    };
    Policy {
        version: "test".to_owned(),
        stages: vec![
            stage("friendly", LetterKind::Friendly, 5, 0),
            charging(stage("reminder", LetterKind::Reminder, 14, 7)),
            charging(stage("notice", LetterKind::Notice, 28, 14)),
            Stage {
                does: StageDoes::HandOver,
                ..stage("hand-over", LetterKind::Demand, 42, 0)
            },
        ],
        grace_days: 3,
        agency: Some("Kreditor AS".to_owned()),
        ..Policy::default()
    }
}

pub struct World {
    pub arrears: Arrears,
    pub letters: Vec<DueLetter>,
    /// The same as they were recorded, and where each of them is.
    pub recorded: Vec<Letter>,
    pub ways: Vec<Way>,
    next_item: i64,
    next_credit: i64,
}

impl World {
    pub fn new(kind: CustomerKind, currency: Currency) -> Self {
        let arrears = Arrears {
            customer: CustomerId(1),
            number: "1042".to_owned(),
            kind,
            country: "NO".to_owned(),
            group: None,
            channel: None,
            has_email: true,
            has_address: true,
            stopped: Vec::new(),
            agreed_fee: None,
            agreed_interest: None,
            currency,
            invoices: 10,
            items: Vec::new(),
            credits: Vec::new(),
            netted: Vec::new(),
            pauses: Vec::new(),
            last_call: None,
            unmatched: 0,
            insisted: false,
        };
        Self {
            arrears,
            letters: Vec::new(),
            recorded: Vec::new(),
            ways: Vec::new(),
            next_item: 1,
            next_credit: 900_000,
        }
    }

    pub fn invoice(&mut self, issued: Date, due: Date, amount: i64) -> ItemId {
        self.add(ItemClass::Debit, issued, due, amount, None)
    }

    /// A further instalment of an item's document.
    pub fn instalment(&mut self, first: ItemId, due: Date, amount: i64) -> ItemId {
        let (document, issued) = (self.item(first).document, self.item(first).issued);
        let others = self.arrears.items.iter();
        let others = others.filter(|other| other.document == document);
        let letters = others.flat_map(|other| &other.taken);
        let beside = letters.filter(|taken| taken.fee).cloned().collect();
        let item = self.invoice(issued, due, amount);
        self.item(item).document = document;
        self.item(item).beside = beside;
        item
    }

    pub fn credit(&mut self, on: Date, left: i64) {
        self.next_credit += 1;
        let item = ItemId(self.next_credit);
        self.arrears.credits.push(Credit {
            item,
            number: "CN".to_owned(),
            on,
            left: Minor(left),
        });
    }

    fn add(
        &mut self,
        class: ItemClass,
        issued: Date,
        due: Date,
        amount: i64,
        charge: Option<(ChargeKind, ItemId)>,
    ) -> ItemId {
        let item = ItemId(self.next_item);
        self.next_item += 1;
        self.arrears.items.push(Overdue {
            item,
            document: DocumentId(item.0),
            number: format!("{}", 1000 + item.0),
            class,
            issued,
            due,
            opened: Minor(amount),
            open: Minor(amount),
            reference: None,
            charge,
            unsent: None,
            direct_debit: false,
            taken: Vec::new(),
            beside: Vec::new(),
            claimed: Vec::new(),
            claimed_beside: Vec::new(),
            pauses: Vec::new(),
            plans: Vec::new(),
            agency: None,
            changes: Vec::new(),
            credited: Vec::new(),
            moved_in: None,
        });
        item
    }

    pub fn item(&mut self, item: ItemId) -> &mut Overdue {
        let mut items = self.arrears.items.iter_mut();
        items.find(|known| known.item == item).unwrap()
    }

    pub fn pay(&mut self, item: ItemId, on: Date, amount: i64) {
        let item = self.item(item);
        let amount = Minor(amount).min(item.open);
        item.open -= amount;
        item.changes.push((on, -amount));
    }

    pub fn pause(
        &mut self,
        item: ItemId,
        kind: PauseKind,
        from: Date,
        until: Option<Date>,
        amount: i64,
    ) {
        let overdue = self.item(item);
        let id = PauseId(i64::try_from(overdue.pauses.len()).unwrap());
        overdue.pauses.push(Pause {
            id,
            on: PauseOn::Item(item),
            kind,
            amount: Minor(amount).min(overdue.open),
            from,
            until,
            closed: None,
            owner: None,
            reason: Some("as he says".to_owned()),
            outcome: None,
        });
    }

    pub fn judge(&self, policy: &Policy, law: &Law, today: Date) -> Judged {
        judge(&self.arrears, policy, law, today)
    }

    /// Records a letter as sent: steps, claims, and the charges as items of their own.
    pub fn record(&mut self, letter: &DueLetter) {
        let id = LetterId(i64::try_from(self.letters.len()).unwrap() + 1);
        let fee = letter.adds(ChargeKind::Fee) > Minor::ZERO;
        for line in &letter.lines {
            let Some(step) = &line.step else { continue };
            let taken = Taken {
                letter: id,
                step: step.clone(),
                sent: letter.sent,
                deadline: letter.deadline,
                unsent: None,
                fee,
            };
            let document = self.item(line.item).document;
            let items = self.arrears.items.iter_mut();
            for other in items.filter(|other| other.document == document) {
                if other.item == line.item {
                    other.taken.push(taken.clone());
                } else if fee {
                    other.beside.push(taken.clone());
                }
            }
        }
        let mut charges: Vec<Charge> = Vec::new();
        for charge in &letter.charges {
            let due = letter.deadline.unwrap_or(letter.sent);
            let about = Some((charge.kind, charge.about));
            let item = self.add(ItemClass::Charge, letter.sent, due, charge.amount.0, about);
            self.item(charge.about).claimed.push(Claimed {
                item,
                kind: charge.kind,
                on: letter.sent,
                amount: charge.amount,
                open: charge.amount,
                until: charge.spans.last().map(|span| span.to),
            });
            charges.push(Charge {
                item,
                about: charge.about,
                kind: charge.kind,
                amount: charge.amount,
                rule: charge.rule.clone(),
                spans: charge.spans.clone(),
            });
        }
        let insisted = self.arrears.insisted.then_some("he asked for it again");
        let lines = letter.lines.iter().map(|line| LetterLine {
            item: line.item,
            amount: line.amount,
            step: line.step.clone(),
        });
        let claims = charges.iter().map(|charge| LetterLine {
            item: charge.item,
            amount: charge.amount,
            step: None,
        });
        self.recorded.push(Letter {
            id,
            customer: self.arrears.customer,
            currency: self.arrears.currency,
            stage: letter.stage.clone(),
            kind: letter.kind,
            sent: letter.sent,
            deadline: letter.deadline,
            channel: letter.channel.clone(),
            reference: letter.reference.clone(),
            lines: lines.chain(claims).collect(),
            charges,
            total: letter.total,
            reason: insisted.unwrap_or_default().to_owned(),
        });
        let credits = self.arrears.credits.iter();
        let credits = credits.map(|credit| credit.item).collect();
        self.ways.push(Way::of_letter_sent(letter.sent, credits));
        let (asked, credits): (Vec<_>, Vec<_>) = letter
            .lines
            .iter()
            .partition(|line| line.amount >= Minor::ZERO);
        if !credits.is_empty() {
            let mut items: Vec<ItemId> = asked.iter().map(|line| line.item).collect();
            let own = self.arrears.items.iter().rev().take(letter.charges.len());
            items.extend(own.map(|charge| charge.item));
            let credits = credits.iter().map(|line| (line.item, -line.amount));
            self.arrears.netted.push(Netted {
                letter: id,
                credits: credits.collect(),
                items,
            });
        }
        self.letters.push(letter.clone());
    }

    /// Looks each day and records what is due; the day of the hand-over, if it comes to one.
    pub fn walk(&mut self, policy: &Policy, law: &Law, from: Date, to: Date) -> Option<Date> {
        for today in from.iter_days().take_while(|today| *today <= to) {
            let judged = self.judge(policy, law, today);
            if !judged.handover.is_empty() {
                return Some(today);
            }
            for letter in &judged.letters {
                adds_up(letter, &self.arrears);
                self.record(letter);
            }
        }
        None
    }
}

/// A letter's total is the sum of the items it lists and the charges it adds, and no line asks for more than is open.
pub fn adds_up(letter: &DueLetter, arrears: &Arrears) {
    let lines: i64 = letter.lines.iter().map(|line| line.amount.0).sum();
    let charges: i64 = letter.charges.iter().map(|charge| charge.amount.0).sum();
    assert_eq!(letter.total.0, lines + charges, "{letter:#?}");
    let open: BTreeMap<ItemId, i64> = arrears
        .items
        .iter()
        .map(|item| (item.item, item.open.0))
        .chain(
            arrears
                .credits
                .iter()
                .map(|credit| (credit.item, -credit.left.0)),
        )
        .collect();
    for line in &letter.lines {
        let open = open[&line.item];
        assert!(line.amount.0.abs() <= open.abs(), "{line:?} {open}");
        assert!(
            line.amount.0.signum() * open.signum() >= 0,
            "{line:?} {open}"
        );
    }
}
