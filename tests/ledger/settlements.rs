//! Settlements of every kind on books that have something to settle: they stay provable, and each can be undone.

use std::fmt::Write;

use proptest::prelude::*;
use reskontra::desk::Failure;
use reskontra::domain::command::{Over, Part, Rest, Settlement, Target};
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::id::{EntryId, ItemId};
use reskontra::domain::refusal::Refusal;
use rust_decimal::Decimal;

use super::ops::{Whole, settling};
use super::play::Play;

/// Those that fit either side come up the most.
pub fn difference(n: u8) -> DifferenceKind {
    let kinds = DifferenceKind::ALL;
    kinds
        .get(usize::from(n % 10))
        .copied()
        .unwrap_or(DifferenceKind::Rounding)
}

/// Twelve invoices and credit notes of four customers, ten payments, three debits of the bank.
pub fn stocked() -> Play {
    let mut play = Play::new();
    let mut invoices =
        "invoice_no,customer_no,issue_date,due_date,amount,currency,type,rate\n".to_owned();
    for n in 0..12 {
        let (kind, amount) = [("", 700), ("", 450), ("", 1_200), ("credit_note", 130)][n % 4];
        let (currency, rate) = [
            ("NOK", ""),
            ("EUR", "11.5"),
            ("NOK", ""),
            ("EUR", ""),
            ("NOK", ""),
        ][n % 5];
        let (number, customer, day) = (700 + n, n / 3, n + 1);
        let row = format!(
            "{number},{customer},2026-02-{day:02},2026-03-{day:02},{amount}.0{n},{currency},{kind},{rate}\n"
        );
        invoices.push_str(&row.replace(".010,", ".10,").replace(".011,", ".11,"));
    }
    let mut payments = "payment_id,booking_date,amount,currency\n".to_owned();
    for n in 0..10 {
        let currency = if n % 4 == 3 { "EUR" } else { "NOK" };
        writeln!(
            payments,
            "b{n},2026-03-{:02},{}.50,{currency}",
            n + 5,
            300 + 170 * n
        )
        .unwrap();
    }
    let statement = "Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n\
        28.03.2026;Ut;28.03.2026;;-200;;;\n29.03.2026;Ut;29.03.2026;;-640.50;;;\n30.03.2026;Ut;30.03.2026;;-90;;;\n";
    for text in [&invoices, &payments, statement] {
        let report = play.take_text(text);
        assert_eq!(report.fault_count, 0, "{report:?}");
    }
    play
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..crate::hunt::trying(48) })]

    #[test]
    fn settlements_stay_provable_and_each_can_be_undone(
        ops in prop::collection::vec(settling(), 1..25),
        order in prop::collection::vec(any::<u16>(), 64),
    ) {
        let mut play = stocked();
        let (before, since) = (play.state(), play.last_entry());
        for op in &ops {
            let (state, entry) = (play.state(), play.last_entry());
            play.step(op);
            let now = play.last_entry();
            if now != entry {
                let after = play.state();
                play.desk.undo(now).unwrap();
                prop_assert_eq!(&play.state(), &state, "undo of {:?}", op);
                play.desk.redo().unwrap();
                prop_assert_eq!(&play.state(), &after, "redo of {:?}", op);
            }
        }
        let store = play.store();
        prop_assert_eq!(store.book_of_tables().unwrap(), store.book_of_events().unwrap());
        let findings = store.verify(|_| {}).unwrap();
        prop_assert!(findings.is_empty(), "{:?}", findings);
        prop_assert_eq!(play.unaccounted(), [""; 0]);

        let entries = since.0 + 1..=play.last_entry().0;
        let mut left: Vec<i64> = entries.step_by(3).collect();
        for at in 0.. {
            if left.is_empty() {
                break;
            }
            let mut undone = None;
            for offset in 0..left.len() {
                let index = (usize::from(order[at % order.len()]) + offset) % left.len();
                match play.desk.undo(EntryId(left[index])) {
                    Ok(_) => undone = Some(index),
                    Err(Failure::Refused(Refusal::StandsInTheWay { later, .. })) => {
                        prop_assert!(left.contains(&later.0), "{} waits for {}", left[index], later.0);
                    }
                    Err(other) => prop_assert!(false, "{} of {:?}: {:?}", left[index], left, other),
                }
                if undone.is_some() {
                    break;
                }
            }
            prop_assert!(undone.is_some(), "none of {:?} could be undone", left);
            left.remove(undone.unwrap());
        }
        prop_assert_eq!(play.state(), before);
    }
}

impl Play {
    /// A settlement that mostly fits: what is asked is there, and credits are of those who are paid for.
    pub fn whole(&self, whole: &Whole) -> Option<Settlement> {
        let which = ["class = 3 AND customer = 0", "class = 3"][usize::from(whole.receipt % 2)];
        let receipt = self.open_item(which, whole.receipt)?;
        let (currency, mut left, _) = self.facts(receipt);
        let mut parts: Vec<Part> = Vec::new();
        let mut payers = Vec::new();
        for (n, wanted, price) in &whole.parts {
            let Some(item) = self.open_item("class < 2", *n) else {
                break;
            };
            let (owed_in, open, customer) = self.facts(item);
            let known = parts.iter().any(|part| part.target == Target::Item(item));
            if known || left == 0 {
                continue;
            }
            payers.push(customer);
            let crosses = owed_in != currency;
            let wanted = match wanted {
                Some(n) => Some(i64::from(*n) * 100),
                None => crosses.then_some(4_000),
            };
            let wanted = wanted.map(|wanted| wanted.min(open));
            let paid = wanted
                .filter(|_| crosses)
                .map(|wanted| (wanted * (900 + i64::from(*price)) / 100).min(left));
            let wanted = wanted.map(|wanted| if crosses { wanted } else { wanted.min(left) });
            left -= paid.or(wanted).unwrap_or(0);
            let decimal = |minor: i64| Decimal::new(minor, 2);
            parts.push(Part {
                paid: paid.map(decimal),
                ..Part::new(Target::Item(item), wanted.map(decimal))
            });
        }
        let mut credits: Vec<Part> = Vec::new();
        for (n, wanted) in &whole.credits {
            let Some(payer) = payers.get(usize::from(*n) % payers.len().max(1)) else {
                break;
            };
            let which = format!("class > 1 AND customer = {payer} AND id <> {}", receipt.0);
            let Some(credit) = self.open_item(&which, *n) else {
                continue;
            };
            if credits
                .iter()
                .all(|part| part.target != Target::Item(credit))
            {
                let wanted = wanted.map(|n| Decimal::new(i64::from(n), 0));
                credits.push(Part::new(Target::Item(credit), wanted));
            }
        }
        let rests = whole.rests.iter().filter_map(|(item, kind, wanted)| {
            let part = item.map(|n| parts.get(usize::from(n) % parts.len().max(1)));
            let item = match part {
                Some(part) => match part?.target {
                    Target::Item(item) => item,
                    Target::Document(_) => return None,
                },
                None => receipt,
            };
            Some(Rest {
                item,
                amount: wanted.map(|n| Decimal::new(i64::from(n), 0)),
                kind: difference(*kind),
                reason: "etter avtale".to_owned(),
            })
        });
        let rests = rests.collect();
        let over = [Over::Unapplied, Over::Refund][usize::from(whole.refund)];
        Some(Settlement {
            customer: whole.customer.map(Self::customer),
            credits,
            rests,
            over,
            ..Settlement::by_hand(receipt, parts)
        })
    }

    /// Currency, what is open and whose it is.
    fn facts(&self, item: ItemId) -> (String, i64, i64) {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let sql = "SELECT currency, abs(open_minor), customer FROM item WHERE id = ?1";
        connection
            .query_row(sql, [item.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap()
    }
}
