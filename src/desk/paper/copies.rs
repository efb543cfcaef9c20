//! A letter or statement as it was sent: the copy that the ledger keeps; or, before that, as it reads now.

use anyhow::Context;

use super::house::Paper;
use super::manner::Hand;
use super::outbox::line;
use super::{LetterPage, PaperFault};
use crate::desk::{Desk, Failure};
use crate::domain::id::{CustomerId, DispatchId, LetterId};
use crate::domain::outbox::Posted;
use crate::domain::sheet::Sheet;
use crate::store::query::DispatchRow;

/// What is to be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageOf {
    Dispatch(DispatchId),
    Letter(LetterId),
}

impl Desk {
    /// What was sent; what is not sent yet as it would be now.
    pub fn letter_page(&self, of: PageOf) -> Result<LetterPage, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let rows = match of {
            PageOf::Dispatch(id) => reader.dispatch(id)?.into_iter().collect(),
            PageOf::Letter(id) => reader.dispatches_of(id)?,
        };
        // A letter may have gone several ways: the newest that has a copy.
        let mut copied: Option<(DispatchRow, Sheet)> = None;
        for row in &rows {
            if let Some(sheet) = reader.sheet_of(row.id)? {
                copied = Some((row.clone(), sheet));
            }
        }
        if let Some((row, sheet)) = copied {
            return Ok(LetterPage {
                sheet: Ok(Box::new(sheet)),
                is_copy: true,
                line: Some(line(row)),
            });
        }
        let row = rows.into_iter().next_back();
        let what = (of, row.as_ref().map(|row| row.what));
        let ((PageOf::Letter(letter), _) | (_, Some(Posted::Letter(letter)))) = what else {
            return Ok(LetterPage {
                sheet: Err(PaperFault::Erased.into()),
                is_copy: false,
                line: row.map(line),
            });
        };
        let customer = reader.customer_of_letter(letter)?;
        let sheet = self.as_it_reads(letter, row.as_ref(), customer)?;
        Ok(LetterPage {
            sheet,
            is_copy: false,
            line: row.map(line),
        })
    }

    fn as_it_reads(
        &self,
        letter: LetterId,
        row: Option<&DispatchRow>,
        customer: CustomerId,
    ) -> Result<Result<Box<Sheet>, super::Unwritten>, Failure> {
        let reader = self.store.read();
        let hand = self.hand();
        let letters = reader.letters_of_customer(customer)?;
        let known = letters.iter().find(|known| known.letter == letter);
        let stage = known.context("there is no such letter")?.stage.clone();
        let manner = hand.manner(&reader, customer, &stage)?;
        let content = match row {
            Some(row) => reader.dispatch_content(row.id, manner)?,
            None => reader.letter_content(letter, manner)?,
        };
        let content = content.context("a letter that is recorded says something")?;
        Ok(hand.write(&content, self.today()).map(Box::new))
    }

    pub(super) fn hand(&self) -> Hand<'_> {
        Hand {
            rulebook: &self.rulebook,
            ledger: &self.ledger,
            company: self.company(),
            paper: Paper::read(&self.config),
        }
    }
}
