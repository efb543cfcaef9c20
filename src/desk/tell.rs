//! Events in the words of the people who read the log: numbers and names in place of identities.

use crate::domain::event::{Deed, EventFacts, RowKind};
use crate::domain::id::{CustomerId, ItemId, LetterId, OtherId, RefundId};
use crate::domain::money::Money;
use crate::domain::record::RecordKind;
use crate::store::query::{Reader, Told};
use crate::store::{Entry, Result};

use super::{tell_outbox, tell_overlay};

pub(super) fn events(reader: &Reader<'_>, entry: &Entry) -> Result<Vec<EventFacts>> {
    let mut facts = Vec::new();
    for told in reader.told(entry)? {
        match told {
            Told::Rows(range) => facts.push(taken(range.kind, range.count.unsigned_abs())),
            Told::Versions(count) => {
                facts.push(EventFacts::CustomersChanged {
                    count: u64::try_from(count).unwrap_or(u64::MAX),
                });
            }
            Told::Deed(deed) => facts.extend(of_deed(reader, &deed)?),
        }
    }
    beside_their_edits(&mut facts);
    let mut facts = merged(facts);
    tell_outbox::beside_their_letters(&mut facts);
    Ok(if entry.stamp.command == TAKE_BACK {
        taken_back(facts)
    } else {
        facts
    })
}

/// That an edit confirms what it changes goes without saying.
fn beside_their_edits(facts: &mut Vec<EventFacts>) {
    let is_edit = |fact: &EventFacts| {
        matches!(
            fact,
            EventFacts::CustomersChanged { .. } | EventFacts::VersionSet { .. }
        )
    };
    if facts.iter().any(is_edit) {
        facts.retain(|fact| !is_confirmed(fact));
    }
}

/// Whether a section was confirmed, or that was taken back.
fn is_confirmed(fact: &EventFacts) -> bool {
    match fact {
        EventFacts::Verified { .. } => true,
        EventFacts::RecordVoided { record_kind, .. } => *record_kind == RecordKind::Verified,
        _ => false,
    }
}

/// The name of the command that takes charges back.
const TAKE_BACK: &str = "take-back-charges";

/// What was claimed although the money was on its way is told once, and as what it is: not goodwill.
fn taken_back(facts: Vec<EventFacts>) -> Vec<EventFacts> {
    let mut told: Vec<EventFacts> = Vec::new();
    for fact in facts {
        match (fact, told.last_mut()) {
            (
                EventFacts::DifferedFor {
                    amount,
                    item,
                    reason,
                    ..
                },
                Some(EventFacts::TakenBack {
                    amounts,
                    items,
                    reason: known,
                }),
            ) if *known == reason => {
                amounts.push(amount);
                items.push(item);
            }
            (
                EventFacts::DifferedFor {
                    amount,
                    item,
                    reason,
                    ..
                },
                _,
            ) => told.push(EventFacts::TakenBack {
                amounts: vec![amount],
                items: vec![item],
                reason,
            }),
            (fact, _) => told.push(fact),
        }
    }
    told
}

fn taken(kind: RowKind, count: u64) -> EventFacts {
    match kind {
        RowKind::Customers => EventFacts::CustomersTaken { count },
        RowKind::Documents => EventFacts::DocumentsTaken { count },
        RowKind::Receipts => EventFacts::ReceiptsTaken { count },
        RowKind::Others => EventFacts::OthersTaken { count },
        RowKind::Statements => EventFacts::StatementsTaken { count },
    }
}

/// Rows come by the thousand: a reader wants one line for all of them.
fn merged(facts: Vec<EventFacts>) -> Vec<EventFacts> {
    let mut lines: Vec<EventFacts> = Vec::new();
    for fact in facts {
        let same = lines.iter_mut().find_map(|line| match (line, &fact) {
            (EventFacts::CustomersTaken { count }, EventFacts::CustomersTaken { count: more })
            | (
                EventFacts::CustomersChanged { count },
                EventFacts::CustomersChanged { count: more },
            )
            | (EventFacts::DocumentsTaken { count }, EventFacts::DocumentsTaken { count: more })
            | (EventFacts::ReceiptsTaken { count }, EventFacts::ReceiptsTaken { count: more })
            | (EventFacts::OthersTaken { count }, EventFacts::OthersTaken { count: more })
            | (
                EventFacts::StatementsTaken { count },
                EventFacts::StatementsTaken { count: more },
            )
            | (EventFacts::Voided { count }, EventFacts::Voided { count: more })
            | (EventFacts::Restored { count }, EventFacts::Restored { count: more }) => {
                Some((count, *more))
            }
            _ => None,
        });
        match same {
            Some((count, more)) => *count += more,
            None => lines.push(fact),
        }
    }
    lines
}

/// What a person calls a line of a bank file by.
fn line(id: OtherId) -> String {
    format!("L{}", id.0)
}

/// What a person calls a customer by.
fn customer(reader: &Reader<'_>, id: CustomerId) -> Result<String> {
    let (number, name) = reader.customer_name(id)?;
    Ok(if name.is_empty() { number } else { name })
}

fn of_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let label = |item: ItemId| -> Result<String> { Ok(reader.item_label(item)?.0) };
    let money = |item: ItemId, amount| -> Result<Money> {
        Ok(Money::new(amount, reader.item_label(item)?.1))
    };
    Ok(Some(match deed {
        Deed::LedgerOpened(facts) => EventFacts::LedgerOpened {
            company: facts.company.clone(),
        },
        Deed::FileTaken(file) => EventFacts::FileTaken {
            name: file.name.clone(),
        },
        Deed::FileVoided { .. }
        | Deed::FileRestored { .. }
        | Deed::Decided(_)
        | Deed::DecisionWithdrawn(_) => {
            return Ok(None);
        }
        Deed::Voided { range, .. } => EventFacts::Voided {
            count: range.count.unsigned_abs(),
        },
        Deed::Restored { range, .. } => EventFacts::Restored {
            count: range.count.unsigned_abs(),
        },
        Deed::VersionSet { customer: id, .. } => EventFacts::VersionSet {
            customer: customer(reader, *id)?,
        },
        Deed::Moved {
            receipt,
            to: CustomerId::UNIDENTIFIED,
            amount,
            ..
        } => EventFacts::MovedBack {
            receipt: label(*receipt)?,
            amount: money(*receipt, *amount)?,
        },
        Deed::Moved {
            receipt,
            to,
            amount,
            ..
        } => EventFacts::Moved {
            receipt: label(*receipt)?,
            amount: money(*receipt, *amount)?,
            customer: customer(reader, *to)?,
        },
        Deed::Allocated(part) => EventFacts::Allocated {
            amount: money(part.debit, part.amount)?,
            debit: label(part.debit)?,
            credit: label(part.credit)?,
        },
        Deed::Unallocated(part) => EventFacts::Unallocated {
            amount: money(part.debit, part.amount)?,
            debit: label(part.debit)?,
            credit: label(part.credit)?,
        },
        Deed::SetAside { receipt, reason } => EventFacts::SetAside {
            receipt: label(*receipt)?,
            reason: reason.clone(),
        },
        Deed::TakenUp { receipt, .. } => EventFacts::TakenUp {
            receipt: label(*receipt)?,
        },
        Deed::Locked {
            until: Some(until), ..
        } => EventFacts::Locked {
            until: until.to_string(),
        },
        Deed::Locked { until: None, .. } => EventFacts::Unlocked,
        deed => {
            for of_some in [of_rest, tell_overlay::of_deed] {
                if let Some(facts) = of_some(reader, deed)? {
                    return Ok(Some(facts));
                }
            }
            return of_bank_deed(reader, deed);
        }
    }))
}

/// What became of a rest: closed without money, or to be given back.
fn of_rest(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let label = |item: ItemId| -> Result<String> { Ok(reader.item_label(item)?.0) };
    let money = |item: ItemId, amount| -> Result<Money> {
        Ok(Money::new(amount, reader.item_label(item)?.1))
    };
    let of_refund =
        |id: RefundId, amount| -> Result<Money> { money(reader.credit_of_refund(id)?, amount) };
    Ok(Some(match deed {
        Deed::Differed(was) => {
            let (amount, item) = (money(was.item, was.amount)?, label(was.item)?);
            let difference = was.kind.name().to_owned();
            if was.reason.is_empty() {
                EventFacts::Differed {
                    amount,
                    item,
                    difference,
                }
            } else {
                EventFacts::DifferedFor {
                    amount,
                    item,
                    difference,
                    reason: was.reason.clone(),
                }
            }
        }
        Deed::Undiffered(was) => EventFacts::Undiffered {
            amount: money(was.item, was.amount)?,
            item: label(was.item)?,
            difference: was.kind.name().to_owned(),
        },
        Deed::RefundPlanned(refund) => EventFacts::RefundPlanned {
            refund: refund.id.0.to_string(),
            amount: money(refund.credit, refund.amount)?,
            credit: label(refund.credit)?,
        },
        Deed::RefundVoided { refund } | Deed::RefundDropped { refund } => {
            EventFacts::RefundDropped {
                refund: refund.0.to_string(),
            }
        }
        Deed::RefundRestored { refund } | Deed::RefundResumed { refund } => {
            EventFacts::RefundResumed {
                refund: refund.0.to_string(),
            }
        }
        Deed::RefundPaid { refund, amount } => EventFacts::RefundPaid {
            refund: refund.0.to_string(),
            amount: of_refund(*refund, *amount)?,
        },
        Deed::RefundUnpaid { refund, amount } => EventFacts::RefundUnpaid {
            refund: refund.0.to_string(),
            amount: of_refund(*refund, *amount)?,
        },
        _ => return Ok(None),
    }))
}

/// What became of a line of a bank file, or of an account.
fn of_bank_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let label = |item: ItemId| -> Result<String> { Ok(reader.item_label(item)?.0) };
    let money = |item: ItemId, amount| -> Result<Money> {
        Ok(Money::new(amount, reader.item_label(item)?.1))
    };
    Ok(Some(match deed {
        Deed::Covered(cover) => EventFacts::Covered {
            receipt: label(cover.receipt)?,
            amount: money(cover.receipt, cover.amount)?,
            by: label(cover.by)?,
        },
        Deed::Uncovered(cover) => EventFacts::Uncovered {
            receipt: label(cover.receipt)?,
            amount: money(cover.receipt, cover.amount)?,
        },
        Deed::CoverJudged { receipt, sure } => {
            let receipt = label(*receipt)?;
            if *sure {
                EventFacts::CoverConfirmed { receipt }
            } else {
                EventFacts::CoverDoubted { receipt }
            }
        }
        Deed::PaidOut(payout) => EventFacts::PaidOut {
            amount: money(payout.credit, payout.amount)?,
            credit: label(payout.credit)?,
            line: line(payout.line),
        },
        Deed::PaidBack(payout) => EventFacts::PaidBack {
            amount: money(payout.credit, payout.amount)?,
            credit: label(payout.credit)?,
            line: line(payout.line),
        },
        Deed::Dismissed { line: id, reason } => EventFacts::Dismissed {
            line: line(*id),
            reason: reason.clone(),
        },
        Deed::Reconsidered { line: id, .. } => EventFacts::Reconsidered { line: line(*id) },
        Deed::AccountsNamed { to, .. } => EventFacts::AccountsNamed {
            accounts: to.join(", "),
        },
        Deed::SizeSet { to, .. } => EventFacts::SizeSet { company_size: *to },
        deed => return of_letter(reader, deed),
    }))
}

/// Letters that went out, and that were taken back.
fn of_letter(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let customer = |letter: LetterId| customer(reader, reader.customer_of_letter(letter)?);
    Ok(Some(match deed {
        Deed::LetterSent(letter) => {
            let steps = letter.lines.iter().filter(|line| line.step.is_some());
            let (count, total) = (
                u64::try_from(steps.count()).unwrap_or(u64::MAX),
                Money::new(letter.total, letter.currency),
            );
            let (number, customer) = (letter.id.0.to_string(), customer(letter.id)?);
            if letter.reason.is_empty() {
                EventFacts::LetterSent {
                    letter: number,
                    customer,
                    letter_kind: letter.kind,
                    count,
                    total,
                }
            } else {
                EventFacts::LetterSentFor {
                    letter: number,
                    customer,
                    letter_kind: letter.kind,
                    count,
                    total,
                    reason: letter.reason.clone(),
                }
            }
        }
        Deed::LetterVoided { letter } => EventFacts::LetterVoided {
            letter: letter.0.to_string(),
            customer: customer(*letter)?,
        },
        Deed::LetterRestored { letter } => EventFacts::LetterRestored {
            letter: letter.0.to_string(),
            customer: customer(*letter)?,
        },
        deed => {
            let told = of_lesson(deed);
            return told.map_or_else(|| tell_outbox::of_deed(reader, deed), |told| Ok(Some(told)));
        }
    }))
}

/// What a person said of what was learned, and of his rules.
fn of_lesson(deed: &Deed) -> Option<EventFacts> {
    Some(match deed {
        Deed::LinkBlocked { kind, key } => EventFacts::LinkBlocked {
            kind: *kind,
            text: key.clone(),
        },
        Deed::LinkUnblocked { kind, key } => EventFacts::LinkUnblocked {
            kind: *kind,
            text: key.clone(),
        },
        Deed::LinkForgotten { kind, key, .. } => EventFacts::LinkForgotten {
            kind: *kind,
            text: key.clone(),
        },
        Deed::LinkRemembered { kind, key, .. } => EventFacts::LinkRemembered {
            kind: *kind,
            text: key.clone(),
        },
        Deed::RuleSwitched { name, to, .. } => {
            let name = name.clone();
            match to {
                Some(_) => EventFacts::RuleOn { name },
                None => EventFacts::RuleOff { name },
            }
        }
        _ => return None,
    })
}
