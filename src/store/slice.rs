//! Slices of the ledger: the facts that a decision needs, read under its lock.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::journal::{self, Entry};
use super::load::{FIND_DOCUMENT, Loader, find_document};
use super::{Result, Tx, rows};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::date;
use crate::domain::document::DocumentKind;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, DocumentId, EntryId, FileId, ItemId};
use crate::domain::intake::{Known, Place, Placed, Row, StatementRow};
use crate::domain::link::LinkKind;
use crate::domain::money::Currency;
use crate::domain::posting::PostingKind;
use crate::domain::statement::Statement;

impl Tx<'_> {
    /// What is needed to decide on a command.
    pub fn slice(&self, command: &Command) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        match command {
            Command::OpenLedger(_)
            | Command::Lock { .. }
            | Command::NameAccounts { .. }
            | Command::SetSize { .. } => {}
            Command::EnterReceipt { customer, .. } => {
                if let Some(customer) = customer {
                    loader.customer(*customer)?;
                }
            }
            Command::Identify {
                receipt, customer, ..
            } => {
                loader.item(*receipt)?;
                loader.customer(*customer)?;
            }
            Command::Transfer {
                receipt, customer, ..
            } => {
                loader.item(*receipt)?;
                loader.customer(*customer)?;
                if let Some(taught) = self.read().taught(*receipt)? {
                    loader.book.taught.insert(*receipt, taught);
                }
            }
            Command::Settle(settlement) => {
                loader.item(settlement.receipt)?;
                loader.parts(&settlement.parts)?;
                loader.parts(&settlement.credits)?;
                for rest in &settlement.rests {
                    loader.item(rest.item)?;
                }
                if let Some(customer) = settlement.customer {
                    loader.customer(customer)?;
                }
            }
            Command::Remind(reminder) => loader.account(reminder)?,
            Command::Waive { document, .. } => {
                loader.document(*document)?;
                loader.charges()?;
            }
            Command::TakeBackCharges { charges, .. } => {
                for (charge, _) in charges {
                    loader.item(*charge)?;
                }
            }
            Command::WriteOff { target, .. } => loader.target(*target)?,
            Command::Refund { credit, .. } => loader.item(*credit)?,
            Command::DropRefund { refund } => loader.refund(*refund)?,
            Command::BlockLink { kind, key, .. } | Command::ForgetLink { kind, key } => {
                self.slice_of_link(&mut loader.book, *kind, key)?;
            }
            Command::SwitchRule { .. } => loader.book.switches = self.read().switches()?,
            Command::Apply { credit, parts, .. } => {
                loader.item(*credit)?;
                loader.parts(parts)?;
            }
            Command::SetAside { receipt, .. }
            | Command::TakeUp { receipt }
            | Command::TakeIn { receipt }
            | Command::ConfirmCover { receipt } => {
                loader.item(*receipt)?;
            }
            Command::Dispute { document, .. }
            | Command::CloseDispute { document, .. }
            | Command::Promise { document, .. } => loader.document(*document)?,
            Command::PayOut { line, credit, .. } => {
                loader.line(*line)?;
                loader.credit(*credit)?;
            }
            Command::Dismiss { line, .. } | Command::Reconsider { line } => loader.line(*line)?,
            command => loader.lain_over(command)?,
        }
        Ok(loader.book)
    }

    /// What is needed to take back a deed of an entry.
    ///
    /// A move takes all that is left of an item, and a file that is taken out takes the item itself: neither can be
    /// taken back while anything that came of the item since stands, even if the sums would allow it, nor can anything
    /// that came before a move while the move stands. All else on an item can be taken back in any order. A redo comes
    /// last by itself: what it posts needs only be in the same hands as before.
    pub fn slice_of_undo(&self, deed: &Deed, entry: EntryId) -> Result<Book> {
        let mut loader = self.loader_of_deed(deed)?;
        match deed {
            Deed::Merged { customer, into } => {
                loader.book.register.joint = self.read().joint_work(*customer, *into, entry)?;
            }
            Deed::VersionSet { customer, .. } => loader.merged_since(*customer, entry)?,
            _ => {}
        }
        let share = match deed {
            Deed::Allocated(was) | Deed::Unallocated(was) => {
                Some((was.credit, PostingKind::Allocated))
            }
            Deed::Differed(was) | Deed::Undiffered(was) => Some((was.item, was.kind.posting())),
            Deed::PaidOut(was) | Deed::PaidBack(was) => Some((was.credit, PostingKind::PaidOut)),
            _ => None,
        };
        if self.read().is_undo(entry)? {
            if let Some((item, made)) = share {
                loader.passed_on(item, entry, made)?;
            }
            return Ok(loader.book);
        }
        let mut shares: Vec<ItemId> = share.into_iter().map(|(item, _)| item).collect();
        let mut wholes: Vec<ItemId> = Vec::new();
        match deed {
            Deed::RefundDropped { refund } => {
                let state = loader.book.refunds.get(refund);
                shares.extend(state.map(|state| state.refund.credit));
            }
            Deed::DispatchMoved(moved) => {
                let reader = self.read();
                if reader.later_on_dispatch(moved.dispatch, entry)?.is_some() {
                    loader.book.moved_on.insert(moved.dispatch);
                }
            }
            // It was freed and stopped again since: that is another one.
            Deed::ChannelStopped(stop) => {
                let reader = self.read();
                let now = reader.entry_of_stop(stop.customer, stop.channel)?;
                if let Some(now) = now
                    && reader.later_work(now, entry)?.is_some()
                {
                    loader.book.stops.remove(&(stop.customer, stop.channel));
                }
            }
            Deed::Moved { receipt, .. } => wholes.push(*receipt),
            Deed::Restored { .. } => wholes.extend(loader.book.items.keys()),
            _ => {}
        }
        for item in shares {
            loader.built_on(item, entry, Some(PostingKind::Moved))?;
        }
        for item in wholes {
            loader.built_on(item, entry, None)?;
        }
        Ok(loader.book)
    }

    /// What is needed to carry a deed out.
    pub fn slice_of_deed(&self, deed: &Deed) -> Result<Book> {
        Ok(self.loader_of_deed(deed)?.book)
    }

    fn loader_of_deed(&self, deed: &Deed) -> Result<Loader<'_>> {
        let mut loader = Loader::new(&self.tx)?;
        match deed {
            Deed::Voided { range, .. } | Deed::Restored { range, .. } => loader.range(*range)?,
            Deed::VersionSet { customer, .. } => loader.customer(*customer)?,
            Deed::Moved {
                receipt, from, to, ..
            } => {
                loader.item(*receipt)?;
                loader.customer(*from)?;
                loader.customer(*to)?;
            }
            Deed::Allocated(allocation) => {
                loader.item(allocation.debit)?;
                loader.credit(allocation.credit)?;
            }
            Deed::Unallocated(allocation) => {
                loader.item(allocation.debit)?;
                loader.item(allocation.credit)?;
            }
            Deed::Decided(decision) | Deed::DecisionWithdrawn(decision) => {
                loader.item(decision.receipt)?;
            }
            Deed::SetAside { receipt, .. } | Deed::TakenUp { receipt, .. } => {
                loader.item(*receipt)?;
            }
            Deed::LedgerOpened(_)
            | Deed::FileTaken(_)
            | Deed::FileVoided { .. }
            | Deed::FileRestored { .. }
            | Deed::AccountsNamed { .. }
            | Deed::SizeSet { .. }
            | Deed::Locked { .. } => {}
            Deed::Covered(cover) | Deed::Uncovered(cover) => {
                loader.item(cover.receipt)?;
                loader.item(cover.by)?;
            }
            Deed::CoverJudged { receipt, .. } => loader.item(*receipt)?,
            Deed::LinkBlocked { kind, key }
            | Deed::LinkUnblocked { kind, key }
            | Deed::LinkForgotten { kind, key, .. }
            | Deed::LinkRemembered { kind, key, .. } => {
                self.slice_of_link(&mut loader.book, *kind, key)?;
            }
            Deed::RuleSwitched { .. } => loader.book.switches = self.read().switches()?,
            Deed::PaidOut(payout) | Deed::PaidBack(payout) => {
                loader.item(payout.credit)?;
                loader.line(payout.line)?;
            }
            Deed::Differed(difference) | Deed::Undiffered(difference) => {
                loader.item(difference.item)?;
            }
            Deed::RefundPlanned(refund) => loader.item(refund.credit)?,
            Deed::RefundVoided { refund }
            | Deed::RefundRestored { refund }
            | Deed::RefundDropped { refund }
            | Deed::RefundResumed { refund }
            | Deed::RefundPaid { refund, .. }
            | Deed::RefundUnpaid { refund, .. } => loader.refund(*refund)?,
            // A letter is all that it says; only to take it back is more needed.
            Deed::LetterSent(letter) => loader.letter_among_others(letter.id)?,
            Deed::LetterVoided { letter } | Deed::LetterRestored { letter } => {
                loader.letter_among_others(*letter)?;
            }
            Deed::Dismissed { line, .. } | Deed::Reconsidered { line, .. } => loader.line(*line)?,
            deed => loader.lain_over_by(deed)?,
        }
        Ok(loader)
    }

    fn slice_of_link(&self, book: &mut Book, kind: LinkKind, key: &str) -> Result<()> {
        let learned = self.learned(kind, key)?;
        book.learned.insert((kind, key.to_owned()), learned);
        Ok(())
    }

    /// Items alone, without what surrounds them: enough to settle some by others.
    pub fn slice_of_items(&self, items: &[ItemId]) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        loader.bare_items(items, self.state.batch.changed())?;
        Ok(loader.book)
    }

    /// What the ledger knows of rows that are about to be judged.
    pub fn slice_of_rows(&self, rows: &[Placed]) -> Result<(Book, Known)> {
        let mut loader = Loader::new(&self.tx)?;
        let mut known = Known::default();
        let mut find_customer = self.tx.prepare_cached(
            "SELECT id, coalesce(merged_into, id) FROM customer WHERE number = ?1 AND voided = 0 AND id > 0",
        )?;
        // A row of a customer list is of the customer himself, an invoice of whom he is merged into.
        let are_invoices = rows
            .iter()
            .any(|placed| matches!(placed.row, Row::Invoice(_)));
        let mut find_document = self.tx.prepare_cached(FIND_DOCUMENT)?;
        let mut find_payment = self.tx.prepare_cached(
            "SELECT fingerprint FROM receipt WHERE payment_id = ?1 AND voided = 0",
        )?;
        let mut customer = |number: &str, known: &mut Known| -> Result<Option<CustomerId>> {
            if let Some(id) = known.customers.get(number) {
                return Ok(Some(*id));
            }
            let id = find_customer.query_row([number], |row| {
                row.get(usize::from(are_invoices)).map(CustomerId)
            });
            let id = id.optional()?;
            if let Some(id) = id {
                known.customers.insert(number.to_owned(), id);
            }
            Ok(id)
        };
        for placed in rows {
            match &placed.row {
                Row::Statement(row) => known.statements.extend(statements_like(&self.tx, row)?),
                Row::Customer(row) => {
                    if let Some(customer) = customer(&row.number, &mut known)? {
                        loader.customer(customer)?;
                        let owner = loader.book.owner(customer);
                        loader.customer(owner)?;
                    }
                }
                Row::Invoice(row) => {
                    customer(&row.customer_number, &mut known)?;
                    let key = (row.number.as_str(), row.kind.name());
                    let document = find_document.query_row(key, |row| row.get(0).map(DocumentId));
                    if let Some(document) = document.optional()? {
                        known
                            .documents
                            .insert((row.kind, row.number.clone()), document);
                        loader.document(document)?;
                    }
                }
                Row::Payment(row) => {
                    if let Some(id) = &row.payment_id {
                        let print = find_payment.query_row([id], |row| row.get(0));
                        if let Some(print) = print.optional()? {
                            known.payment_ids.insert(id.clone(), print);
                        }
                    }
                }
                Row::Other(_) | Row::Notice(_) => {}
            }
        }
        Ok((loader.book, known))
    }

    /// Where the ledger's lines of each of these fingerprints stand, those of a file under way aside. A fingerprint
    /// comes with the bank's reference of its line; none is of a line whose maker numbered it.
    pub fn places<'r>(
        &self,
        lines: impl Iterator<Item = (i64, Option<&'r str>)>,
        except: EntryId,
        known: &mut HashMap<i64, Vec<Place>>,
    ) -> Result<()> {
        let mut by_bank_ref = self.tx.prepare_cached(
            "SELECT item, item, file, own_account, NULL FROM receipt
             WHERE fingerprint = ?1 AND bank_ref = ?3 AND voided = 0 AND entry <> ?2
             UNION ALL
             SELECT NULL, id, file, own_account, NULL FROM other_line
             WHERE fingerprint = ?1 AND voided = 0 AND entry <> ?2",
        )?;
        let mut by_print = self.tx.prepare_cached(
            "SELECT r.item, r.item, r.file, r.own_account, t.details ->> 'balance'
             FROM receipt r LEFT JOIN receipt_text t ON t.item = r.item
             WHERE r.fingerprint = ?1 AND r.payment_id IS NULL AND r.bank_ref IS NULL AND r.voided = 0 AND r.entry <> ?2
             UNION ALL
             SELECT NULL, o.id, o.file, o.own_account, t.details ->> 'balance'
             FROM other_line o LEFT JOIN other_text t ON t.id = o.id
             WHERE o.fingerprint = ?1 AND o.voided = 0 AND o.entry <> ?2",
        )?;
        let place = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Place> {
            Ok(Place {
                item: row.get::<_, Option<i64>>(0)?.map(ItemId),
                order: row.get(1)?,
                file: row.get::<_, Option<i64>>(2)?.map(FileId),
                own_account: row.get(3)?,
                balance: row
                    .get::<_, Option<String>>(4)?
                    .and_then(|balance| balance.parse().ok()),
            })
        };
        for (print, bank_ref) in lines {
            let places: Vec<Place> = match bank_ref {
                Some(bank_ref) => by_bank_ref
                    .query_map((print, except.0, bank_ref), place)?
                    .collect::<rusqlite::Result<_>>()?,
                None => by_print
                    .query_map((print, except.0), place)?
                    .collect::<rusqlite::Result<_>>()?,
            };
            if !places.is_empty() {
                known.insert(print, places);
            }
        }
        Ok(())
    }

    /// An item alone.
    pub fn slice_of_item(&self, item: ItemId) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        loader.item(item)?;
        Ok(loader.book)
    }

    /// A credit note and the invoice that it names, if the ledger holds one.
    pub fn slice_of_credit(
        &self,
        credit: DocumentId,
        invoice: &str,
    ) -> Result<(Book, Option<DocumentId>)> {
        let mut loader = Loader::new(&self.tx)?;
        loader.document(credit)?;
        let invoice = find_document(&self.tx, DocumentKind::Invoice, invoice)?;
        if let Some(invoice) = invoice {
            loader.document(invoice)?;
        }
        Ok((loader.book, invoice))
    }

    /// What an undo of the entry has to take back, in the order in which it happened.
    pub fn deeds(&self, entry: &Entry) -> Result<Vec<Deed>> {
        journal::deeds(&self.tx, entry)
    }
}

/// Statements that may be the same as the one of a file.
fn statements_like(connection: &Connection, row: &StatementRow) -> Result<Vec<Statement>> {
    let sql = format!(
        "SELECT {} FROM statement WHERE account IS ?1 AND currency = ?2 AND starts IS ?3 AND voided = 0",
        rows::STATEMENT_COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let like = statement.query_map(
        (
            row.accounts.first(),
            row.currency.as_ref().map(Currency::code),
            row.from.map(date::to_int),
        ),
        rows::statement,
    )?;
    Ok(like.collect::<rusqlite::Result<_>>()?)
}
