//! Whatever is pressed in matching: nothing breaks, and never more is asked for than there is.

use std::collections::HashMap;

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::{Command, Part, Settlement, Target};
use reskontra::domain::id::ItemId;
use reskontra::tui::msg::Request;
use rust_decimal::Decimal;

use crate::ledger::DEBTORS;
use crate::receipts::{money, offered, receipts};
use crate::screen::{Screen, key, press, type_in};

const KEYS: [&str; 30] = [
    "enter", "enter", "space", "space", "space", "down", "down", "up", "e", "=", "w", "o", "i",
    "x", "a", "n", "p", "r", "t", "N", "+", "+", "v", "tab", "esc", "esc", "G", "g", "y", "A",
];

/// The same numbers every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn sum(parts: &[Part]) -> Decimal {
    parts
        .iter()
        .map(|part| part.paid.or(part.amount).unwrap())
        .sum()
}

/// No item is settled or closed by more than is open, no receipt gives more than it has.
fn adds_up(settlement: &Settlement, open: &HashMap<ItemId, Decimal>) {
    let closed: HashMap<ItemId, Decimal> = settlement
        .rests
        .iter()
        .map(|rest| (rest.item, rest.amount.unwrap()))
        .collect();
    let zero = Decimal::ZERO;
    for part in settlement.parts.iter().chain(&settlement.credits) {
        let Target::Item(item) = part.target else {
            panic!("{part:?}")
        };
        let amount = part.amount.unwrap() + closed.get(&item).copied().unwrap_or(zero);
        assert!(amount > zero && amount <= open[&item], "{settlement:?}");
    }
    let of_receipt = closed.get(&settlement.receipt).copied().unwrap_or(zero);
    let has = open[&settlement.receipt] + sum(&settlement.credits);
    assert!(sum(&settlement.parts) + of_receipt <= has, "{settlement:?}");
}

#[test]
fn whatever_is_pressed_never_more_is_asked_for_than_there_is() {
    let mut open = HashMap::new();
    for line in (0..DEBTORS.len()).flat_map(offered) {
        open.insert(line.id, line.open.abs().decimal(line.currency));
    }
    let waiting = receipts().into_iter().map(|found| found.receipt);
    for receipt in waiting.chain(money().into_iter().map(|line| line.receipt)) {
        open.insert(receipt.item, receipt.left.decimal(receipt.currency));
    }
    let mut settled = 0;
    for seed in 1..=30 {
        let mut dice = Dice(seed);
        let mut screen = Screen::new(ThemeName::Mono, 80, 24);
        press(&mut screen, "matching");
        for _ in 0..150 {
            match dice.throw(KEYS.len() + 2) {
                at if at < KEYS.len() => key(&mut screen, KEYS[at]),
                at if at == KEYS.len() => type_in(&mut screen, "10251"),
                _ => type_in(&mut screen, "77"),
            }
            for request in screen.asked.drain(..) {
                let commands = match request {
                    Request::Act { command, .. } => vec![*command],
                    Request::ActAll { commands, .. } => commands,
                    _ => Vec::new(),
                };
                for command in commands {
                    match command {
                        Command::Settle(settlement) => {
                            settled += 1;
                            adds_up(&settlement, &open);
                        }
                        Command::Apply { credit, parts, .. } => {
                            assert!(sum(&parts) <= open[&credit], "{parts:?}");
                        }
                        _ => {}
                    }
                }
            }
            screen.model.work = None;
            if screen.model.matching.table().is_empty() {
                break;
            }
        }
    }
    assert!(settled > 25, "only {settled} were settled");
}
