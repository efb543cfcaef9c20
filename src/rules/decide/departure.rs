//! Whether a letter may leave the house: judged under the lock, from what the ledger holds when it is handed over.

use crate::domain::book::{Book, Missing};
use crate::domain::date::Date;
use crate::domain::departure::OutOfDate;
use crate::domain::id::{DispatchId, LetterId};
use crate::domain::outbox::{Posted, Stand};
use crate::domain::refusal::Refusal;
use crate::rules::Rulebook;
use crate::rules::reminder::out_of_date;

use super::Declined;

/// A letter that is out of date stays. Statements say of which day they are.
pub(super) fn may_leave(
    book: &Book,
    rulebook: &Rulebook,
    today: Date,
    dispatch: DispatchId,
) -> Result<(), Declined> {
    let Some(state) = book.dispatches.get(&dispatch) else {
        return Ok(());
    };
    let Posted::Letter(letter) = state.dispatch.what else {
        return Ok(());
    };
    // What does not wait is refused for where it stands.
    if state.stand() != Stand::Queued {
        return Ok(());
    }
    match out_of_date_in(book, rulebook, today, letter)? {
        Some(why) => Err(Refusal::LetterOutOfDate { letter, why }.into()),
        None => Ok(()),
    }
}

/// Why a letter must not leave today as it was written, from its account in the book.
pub fn out_of_date_in(
    book: &Book,
    rulebook: &Rulebook,
    today: Date,
    letter: LetterId,
) -> Result<Option<OutOfDate>, Missing> {
    let missing = |what: &str| Missing(what.to_owned());
    let company = book.ledger.as_ref().ok_or_else(|| missing("the company"))?;
    let letter = &book.letter(letter)?.letter;
    let owner = book.owner(letter.customer);
    let mut accounts = book.accounts.iter();
    let account = accounts
        .find(|account| account.currency == letter.currency && account.customer == owner)
        .ok_or_else(|| missing("the account of a letter"))?;
    let number = |id| match account.items.iter().find(|item| item.item == id) {
        Some(item) => item.number.clone(),
        None => book
            .items
            .get(&id)
            .map_or_else(String::new, |item| item.number.clone()),
    };
    Ok(out_of_date(
        account,
        letter,
        rulebook.policy_for(account),
        rulebook.law_for(&company.country, account),
        today,
        &number,
    ))
}
