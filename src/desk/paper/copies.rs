//! A letter or statement as it was sent: the copy that the ledger keeps; or, before that, as it reads now.

use anyhow::Context;

use super::LetterPage;
use super::outbox::line;
use crate::desk::post::{OwnFault, PostFault};
use crate::desk::{Desk, Failure};
use crate::domain::id::{DispatchId, LetterId};
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
                sheet: Err(OwnFault::Erased.into()),
                is_copy: false,
                line: row.map(line),
            });
        };
        Ok(LetterPage {
            sheet: self.as_it_reads(letter, row.as_ref())?,
            is_copy: false,
            line: row.map(line),
        })
    }

    fn as_it_reads(
        &self,
        letter: LetterId,
        row: Option<&DispatchRow>,
    ) -> Result<Result<Box<Sheet>, PostFault>, Failure> {
        let facts = match row {
            Some(row) => self.facts_of_dispatch(row.id)?,
            None => self.facts_of_letter(letter)?,
        };
        let facts = facts.context("a letter that is recorded says something")?;
        Ok(self.sheet_of_facts(&facts).map(Box::new))
    }
}
