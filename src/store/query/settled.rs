//! What became of a receipt.

use std::collections::BTreeSet;

use super::Reader;
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::posting::PostingKind;
use crate::domain::reference::{forms, normalise};
use crate::store::Result;

/// What a receipt settles by now.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Settled {
    pub documents: Vec<DocumentId>,
    /// Of the documents, in their order.
    pub numbers: Vec<String>,
    /// Whose they are.
    pub customers: BTreeSet<CustomerId>,
    /// Some of it is no receivable.
    pub put_out: bool,
}

impl Reader<'_> {
    pub fn settled_by(&self, receipt: ItemId) -> Result<Settled> {
        let mut settled = Settled::default();
        let mut statement = self.connection.prepare_cached(
            "SELECT d.id, d.number, i.customer FROM posting p JOIN item i ON i.id = p.counter_item
             JOIN document d ON d.id = i.document WHERE p.item = ?1 AND p.kind = ?2
             GROUP BY d.id HAVING sum(p.amount_minor) <> 0 ORDER BY d.id",
        )?;
        let mut rows = statement.query([receipt.0, PostingKind::Allocated.code()])?;
        while let Some(row) = rows.next()? {
            settled.documents.push(DocumentId(row.get(0)?));
            settled.numbers.push(row.get(1)?);
            settled.customers.insert(CustomerId(row.get(2)?));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(amount_minor), 0) <> 0 FROM posting WHERE item = ?1 AND kind = ?2",
        )?;
        let kind = PostingKind::NotReceivable.code();
        settled.put_out = statement.query_row([receipt.0, kind], |row| row.get(0))?;
        Ok(settled)
    }

    /// The documents that a person or a payer means by a text: a number, or a reference of theirs.
    pub fn documents_named(&self, text: &str) -> Result<Vec<DocumentId>> {
        if let Some(document) = self.document_by_number(text)? {
            return Ok(vec![document]);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT document FROM item
             WHERE reference = ?1 AND document IS NOT NULL AND voided = 0 ORDER BY document LIMIT 10",
        )?;
        for form in std::iter::once(normalise(text)).chain(forms::others(text)) {
            let documents = statement.query_map([form], |row| row.get(0).map(DocumentId))?;
            let documents: Vec<DocumentId> = documents.collect::<rusqlite::Result<_>>()?;
            if !documents.is_empty() {
                return Ok(documents);
            }
        }
        Ok(Vec::new())
    }

    pub fn customer_of_document(&self, document: DocumentId) -> Result<CustomerId> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT coalesce(c.merged_into, c.id) FROM document d JOIN customer c ON c.id = d.customer
                 WHERE d.id = ?1",
            )?;
        Ok(statement.query_row([document.0], |row| row.get(0).map(CustomerId))?)
    }
}
