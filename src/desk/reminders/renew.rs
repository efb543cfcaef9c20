//! Letters that wait and must not leave any more as they were written: taken back, so that what is due is
//! decided anew and bears the day's date. What cannot be taken back is named with what stands in the way.

use std::collections::{BTreeSet, HashMap};

use crate::desk::{Desk, Failure};
use crate::domain::arrears::Arrears;
use crate::domain::command::Reminder;
use crate::domain::departure::OutOfDate;
use crate::domain::id::{CustomerId, DispatchId, EntryId, ItemId};
use crate::domain::letter::{Letter, LetterKind};
use crate::domain::money::Currency;
use crate::domain::outbox::{Posted, Stand};
use crate::domain::refusal::Refusal;
use crate::reports::reminding::OutOfDateLetter;
use crate::rules::reminder::out_of_date;
use crate::store::query::{Accounts, DispatchRow, Reader};
use crate::text::Locale;

use super::queue::Asked;
use super::taking_back::TakingBack;

/// Customers whose accounts are read one by one; of more, all accounts are read in one walk.
const FEW: usize = 16;

/// The accounts of the letters that wait, by who owns them and currency.
type Owing = HashMap<(CustomerId, Currency), Arrears>;

/// A letter that waits to leave.
struct Waiting {
    letter: Letter,
    /// The entry that recorded it.
    entry: EntryId,
    /// Its customer, or whom he is merged into by now.
    owner: CustomerId,
    /// Its customer's own.
    number: String,
}

/// A letter that is out of date, with the entry that recorded it and all its dispatches.
type Found = (OutOfDateLetter, EntryId, Vec<DispatchRow>);

impl Desk {
    /// Takes back the letters among those asked for that wait in the outbox, or failed, and are out of date: each by an
    /// entry of its own that says why. One that may have arrived before stands; it does not go once more, and is in doubt
    /// again. Not kept, it only tells. Whatever would stop the whole run stops this too.
    pub fn take_back_out_of_date(
        &mut self,
        asked: &Asked,
        reason: Option<&str>,
        locale: &Locale,
        keep: bool,
    ) -> Result<Vec<OutOfDateLetter>, Failure> {
        self.rules_are_sound()?;
        self.may_run(reason)?;
        let mut found = self.out_of_date(asked)?;
        // What was written last stands on what was written before.
        found.sort_unstable_by_key(|(letter, ..)| std::cmp::Reverse(letter.letter));
        let mut told = Vec::with_capacity(found.len());
        for (mut letter, entry, dispatches) in found {
            let why = locale.tell("refusal", &letter.refusal());
            let taken_back = match TakingBack::of(&dispatches, entry) {
                Ok(it) => self.take_back_after(&it.calls_off(&why), &it.entries, &why, keep),
                Err((dispatch, stand)) => {
                    letter.in_doubt = match TakingBack::back_to_doubt(&dispatches, &why) {
                        None => false,
                        Some(commands) => match self.take_back_after(&commands, &[], &why, keep) {
                            Ok(_) => true,
                            Err(Failure::Refused(_)) => false,
                            Err(failure) => return Err(failure),
                        },
                    };
                    Err(Refusal::LetterLeft { dispatch, stand }.into())
                }
            };
            match taken_back {
                Ok(_) => {}
                Err(Failure::Refused(refusal)) => letter.stands = Some(refusal),
                Err(failure) => return Err(failure),
            }
            told.push(letter);
        }
        told.reverse();
        Ok(told)
    }

    /// What a run of marked letters becomes once all that is out of date was taken back: to those whose letters were, what
    /// is due to them now goes instead.
    pub fn renew(
        &mut self,
        mut reminders: Vec<Reminder>,
        reason: Option<&str>,
        locale: &Locale,
    ) -> Result<(Vec<Reminder>, Vec<OutOfDateLetter>), Failure> {
        let asked = Asked::all(self.today());
        let told = self.take_back_out_of_date(&asked, reason, locale, true)?;
        let taken_back = told.iter().filter(|letter| letter.stands.is_none());
        let customers: BTreeSet<CustomerId> = taken_back.map(|letter| letter.customer).collect();
        if !customers.is_empty() {
            reminders.retain(|reminder| !customers.contains(&reminder.customer));
            let customers = customers.into_iter().collect();
            let queue = self.queue_of(&Asked { customers, ..asked })?;
            reminders.extend(self.reminders(&queue.letters));
        }
        Ok((reminders, told))
    }

    /// Letters that are out of date, each with what taking it back takes, or why it can not be.
    fn out_of_date(&self, asked: &Asked) -> Result<Vec<Found>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let mut waiting: Vec<Waiting> = Vec::new();
        for row in reader.outbox(&[Stand::Queued, Stand::Failed], DispatchId(0), usize::MAX)? {
            let owner = reader.owner_of(row.customer)?;
            let his = asked.customers.is_empty() || asked.customers.contains(&owner);
            let Posted::Letter(id) = row.what else {
                continue;
            };
            if let Some((entry, state)) = reader.recorded_letter(id)?.filter(|_| his)
                && is_asked(asked, &state.letter)
            {
                waiting.push(Waiting {
                    letter: state.letter,
                    entry,
                    owner,
                    number: row.number,
                });
            }
        }
        let owing = self.owing(&reader, &waiting)?;
        let mut found = Vec::new();
        for waiting in waiting {
            let Some(why) = self.why_out_of_date(&reader, &owing, &waiting)? else {
                continue;
            };
            let id = waiting.letter.id;
            let told = OutOfDateLetter {
                letter: id,
                customer: waiting.owner,
                number: waiting.number,
                why,
                stands: None,
                in_doubt: false,
            };
            found.push((told, waiting.entry, reader.dispatches_of(id)?));
        }
        Ok(found)
    }

    fn owing(&self, reader: &Reader<'_>, waiting: &[Waiting]) -> Result<Owing, Failure> {
        let customers: BTreeSet<CustomerId> = waiting.iter().map(|it| it.owner).collect();
        let whose: Vec<Option<CustomerId>> = if customers.len() > FEW {
            vec![None]
        } else {
            customers.iter().copied().map(Some).collect()
        };
        let mut owing = Owing::new();
        for customer in whose {
            let asked = Accounts {
                on: self.today(),
                customer,
                settled_since: None,
                new_until: 0,
            };
            reader.accounts(asked, |account| {
                let arrears = account.arrears;
                if customers.contains(&arrears.customer) {
                    owing.insert((arrears.customer, arrears.currency), arrears);
                }
            })?;
        }
        Ok(owing)
    }

    fn why_out_of_date(
        &self,
        reader: &Reader<'_>,
        owing: &Owing,
        waiting: &Waiting,
    ) -> Result<Option<OutOfDate>, Failure> {
        let (letter, owner) = (&waiting.letter, waiting.owner);
        let alone;
        let account = match owing.get(&(owner, letter.currency)) {
            Some(account) => account,
            None => match reader.account_alone(owner, letter.currency)? {
                Some(account) => {
                    alone = account;
                    &alone
                }
                None => return Ok(None),
            },
        };
        let items: Vec<ItemId> = letter.lines.iter().map(|line| line.item).collect();
        let rows = reader.items(&items)?;
        let numbers: HashMap<ItemId, String> =
            rows.into_iter().map(|row| (row.id, row.number)).collect();
        let number = |item| numbers.get(&item).cloned().unwrap_or_default();
        let law = self.rulebook.law_for(&self.ledger.country, account);
        let policy = self.rulebook.policy_for(account);
        Ok(out_of_date(
            account,
            letter,
            policy,
            law,
            self.today(),
            &number,
        ))
    }
}

fn is_asked(asked: &Asked, letter: &Letter) -> bool {
    let is_note = letter.kind == LetterKind::InterestNote;
    is_note == asked.interest_notes
        && asked.stage.as_ref().is_none_or(|stage| {
            letter.stage.eq_ignore_ascii_case(stage) || letter.kind.name() == stage
        })
}
