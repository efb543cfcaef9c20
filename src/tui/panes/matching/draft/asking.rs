//! A draft as commands: one for each receipt, the oldest first. What all of them pay together is dealt out in order.

use rust_decimal::Decimal;

use super::{Closing, Draft, DraftPart};
use crate::domain::command::{Command, Over, Part, Rest, Settlement, Target};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::reports::settling::Explained;

/// What is still to be paid of an item.
struct Owed<'a> {
    part: &'a DraftPart,
    amount: Minor,
    paid: Minor,
}

impl Draft {
    /// What is asked of the desk when it is accepted.
    pub fn commands(&self, explained: &Explained) -> Vec<Command> {
        let proposal = self.proposal.and_then(|at| explained.proposals.get(at));
        match (proposal, self.receipt()) {
            (Some(proposal), Some(receipt)) if !self.edited && !self.is_identified() => {
                vec![proposal.command(receipt, self.currency)]
            }
            _ => self.by_hand(self.over),
        }
    }

    /// The same as a person's decision, with what becomes of the money that is left over.
    pub fn by_hand(&self, over: Over) -> Vec<Command> {
        let mut owed: Vec<Owed> = self
            .settled()
            .map(|part| Owed {
                part,
                amount: part.amount,
                paid: part.paid,
            })
            .collect();
        let mut credits: Vec<Part> = self
            .chosen()
            .filter(|part| part.is_credit())
            .map(|part| whole(part.item, part.amount.decimal(part.currency)))
            .collect();
        let mut free: Minor = self
            .parts
            .iter()
            .filter(|part| part.is_credit())
            .map(|part| part.amount)
            .sum();
        let mut after = self.left();
        let mut closed = self.rest.as_ref().map_or(Minor::ZERO, |rest| rest.amount);
        let mut commands = Vec::new();
        for source in &self.receipts {
            after -= source.left;
            // The rest is closed on the last receipts, as far as theirs goes.
            let share = (closed - after).max(Minor::ZERO).min(source.left);
            closed -= share;
            let room = source.left + std::mem::take(&mut free) - share;
            let (parts, mut rests) = deal(&mut owed, room, self.currency);
            if let Some(rest) = self.rest.as_ref().filter(|_| !share.is_zero()) {
                let amount = share.decimal(self.currency);
                rests.push(closing(source.item, rest, amount));
            }
            if source.customer.is_some() {
                commands.extend(applied(source.item, parts, rests));
                continue;
            }
            let whose = self.payer().map(|payer| payer.id);
            commands.push(Command::Settle(Box::new(Settlement {
                customer: whose.filter(|_| parts.is_empty()),
                credits: std::mem::take(&mut credits),
                rests,
                over,
                ..Settlement::by_hand(source.item, parts)
            })));
        }
        commands
    }

    /// Says whose the money is, and what becomes of it: it settles nothing.
    pub fn all_left(&self, over: Over) -> Vec<Command> {
        let mut nothing = self.clone();
        nothing.parts.clear();
        nothing.rest = None;
        nothing.by_hand(over)
    }

    /// Only says whose the money is.
    pub fn identified_as(&self, customer: CustomerId) -> Vec<Command> {
        let identify = |source: &super::Source| Command::Identify {
            receipt: source.item,
            customer,
            on: None,
        };
        self.receipts.iter().map(identify).collect()
    }
}

fn whole(item: ItemId, amount: Decimal) -> Part {
    Part::new(Target::Item(item), Some(amount))
}

fn closing(item: ItemId, rest: &Closing, amount: Decimal) -> Rest {
    Rest {
        item,
        amount: Some(amount),
        kind: rest.kind,
        reason: rest.reason.clone(),
    }
}

/// Takes as much of what is owed as there is room for; with the last of an item, its rest is closed.
fn deal(owed: &mut Vec<Owed>, mut room: Minor, currency: Currency) -> (Vec<Part>, Vec<Rest>) {
    let (mut parts, mut rests) = (Vec::new(), Vec::new());
    for one in owed.iter_mut() {
        let paid = one.paid.min(room);
        if paid <= Minor::ZERO {
            continue;
        }
        let part = one.part;
        let amount = if paid == one.paid {
            one.amount
        } else {
            one.amount.share(paid, one.paid)
        };
        room -= paid;
        one.paid -= paid;
        one.amount -= amount;
        let foreign = part.currency != currency;
        parts.push(Part {
            target: Target::Item(part.item),
            amount: Some(amount.decimal(part.currency)),
            paid: foreign.then(|| paid.decimal(currency)),
        });
        if let Some(rest) = part.rest.as_ref().filter(|_| one.paid.is_zero()) {
            rests.push(closing(part.item, rest, rest.amount.decimal(part.currency)));
        }
    }
    owed.retain(|one| !one.paid.is_zero());
    (parts, rests)
}

/// Money whose customer is known is applied; a rest is then written off by itself.
fn applied(credit: ItemId, parts: Vec<Part>, rests: Vec<Rest>) -> Vec<Command> {
    let apply = (!parts.is_empty()).then_some(Command::Apply {
        credit,
        parts,
        on: None,
    });
    let written_off = rests.into_iter().map(|rest| Command::WriteOff {
        target: Target::Item(rest.item),
        amount: rest.amount,
        kind: rest.kind,
        reason: rest.reason,
        on: None,
    });
    apply.into_iter().chain(written_off).collect()
}
