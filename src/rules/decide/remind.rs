//! A letter asked for: what is due to the customer on the day, as judged from his account under the lock.

use std::collections::HashSet;

use crate::domain::arrears::Arrears;
use crate::domain::book::Missing;
use crate::domain::command::Reminder;
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::ItemId;
use crate::domain::letter::LetterKind;
use crate::domain::reminding::DueLetter;
use crate::rules::Rulebook;
use crate::rules::law::Law;
use crate::rules::policy::Policy;
use crate::rules::reminder::{interest_note, judge, lawful};

use super::letter::{nothing_due, send};
use super::{Declined, Draft};

pub(super) fn remind(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    reminder: &Reminder,
) -> Result<(), Declined> {
    let missing = |what: &str| Missing(what.to_owned());
    let ledger = draft.book.ledger.as_ref();
    let company = ledger
        .ok_or_else(|| missing("the company"))?
        .country
        .clone();
    let arrears = draft.book.arrears.take();
    let mut arrears = arrears.ok_or_else(|| missing("the account of the letter"))?;
    // What is barred, or follows a letter that came back, is asked for only where it is named, with a reason.
    arrears.insisted = reminder.reason.is_some() && !reminder.items.is_empty();
    let (law, policy) = (
        rulebook.law_for(&company, &arrears),
        rulebook.policy_for(&arrears),
    );
    let Some(mut letter) = due(&arrears, policy, law, today, reminder) else {
        return Err(nothing_due(&draft.book, reminder.customer).into());
    };
    if let Some(reason) = &reminder.without_fee {
        letter.leave_fee_out(reason);
    }
    lawful(&arrears, &letter, law).map_err(crate::domain::refusal::Refusal::from)?;
    send(draft, today, reminder, &letter)
}

/// The letter that is meant: that of the items that are named, or of the stage.
fn due(
    arrears: &Arrears,
    policy: &Policy,
    law: &Law,
    today: Date,
    reminder: &Reminder,
) -> Option<DueLetter> {
    let named: HashSet<ItemId> = reminder.items.iter().copied().collect();
    let only_named = || {
        let mut account = arrears.clone();
        account.items.retain(|item| {
            let asked = item.class == ItemClass::Debit || item.charge.is_none();
            !asked || named.contains(&item.item)
        });
        account
    };
    if reminder.stage.as_deref() == Some(LetterKind::InterestNote.name()) {
        return if named.is_empty() {
            interest_note(arrears, policy, law, today)
        } else {
            interest_note(&only_named(), policy, law, today)
        };
    }
    let mut letters = judge(arrears, policy, law, today).letters;
    if !named.is_empty() {
        let same = |letter: &DueLetter| moved(letter) == named;
        if let Some(at) = letters.iter().position(same) {
            return Some(letters.swap_remove(at));
        }
        letters = judge(&only_named(), policy, law, today).letters;
    }
    let meant = |letter: &DueLetter| Some(&letter.stage) == reminder.stage.as_ref();
    let at = letters.iter().position(meant).unwrap_or(0);
    (at < letters.len()).then(|| letters.swap_remove(at))
}

/// The items that take a step by a letter.
fn moved(letter: &DueLetter) -> HashSet<ItemId> {
    let lines = letter.lines.iter().filter(|line| line.step.is_some());
    lines.map(|line| line.item).collect()
}
