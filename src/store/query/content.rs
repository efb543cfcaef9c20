//! What a letter says, as the ledger has it: figures as they were when it was recorded, whatever was paid since.

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::content::{
    ContentCharge, ContentLine, EarlierCharge, LetterContent, Manner, Recipient,
};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, DispatchId, EntryId, ItemId, LetterId};
use crate::domain::letter::{Letter, LetterLine};
use crate::domain::money::Minor;
use crate::store::outbox::version_of;
use crate::store::rows::{self, class, day};
use crate::store::{Result, letter};

impl Reader<'_> {
    /// What a letter says, to the customer as he was when it was recorded. None: no such letter.
    pub fn letter_content(&self, id: LetterId, manner: Manner) -> Result<Option<LetterContent>> {
        let sql = "SELECT customer, version FROM letter WHERE id = ?1";
        self.content(id, version_of(self.connection, sql, id.0)?, manner)
    }

    /// What the letter of a dispatch says, to the customer as he is now: that is where it goes. None: no such dispatch, or a statement.
    pub fn dispatch_content(
        &self,
        id: DispatchId,
        manner: Manner,
    ) -> Result<Option<LetterContent>> {
        let sql = "SELECT letter FROM dispatch WHERE id = ?1 AND letter IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let letter = statement.query_row([id.0], |row| row.get(0).map(LetterId));
        let Some(letter) = letter.optional()? else {
            return Ok(None);
        };
        let sql = "SELECT c.id, c.version FROM dispatch d JOIN customer c ON c.id = d.customer WHERE d.id = ?1";
        self.content(letter, version_of(self.connection, sql, id.0)?, manner)
    }

    fn content(
        &self,
        id: LetterId,
        to: Option<(CustomerId, i64)>,
        manner: Manner,
    ) -> Result<Option<LetterContent>> {
        let (Some(state), Some((customer, version))) = (letter::letter(self.connection, id)?, to)
        else {
            return Ok(None);
        };
        let Some(recipient) = self.recipient_at(customer, version)? else {
            return Ok(None);
        };
        let entry = self.entry_of_letter(id)?.unwrap_or(EntryId(0));
        let letter = state.letter;
        let own: Vec<ItemId> = letter.charges.iter().map(|charge| charge.item).collect();
        let mut lines = Vec::with_capacity(letter.lines.len());
        for line in letter.lines.iter().filter(|line| !own.contains(&line.item)) {
            lines.push(self.content_line(line, entry)?);
        }
        Ok(Some(LetterContent {
            id: Some(id),
            kind: letter.kind,
            stage: letter.stage.clone(),
            tone: manner.tone,
            sent: letter.sent,
            deadline: letter.deadline,
            currency: letter.currency,
            company: manner.company,
            recipient,
            lines,
            charges: self.content_charges(&letter)?,
            total: letter.total,
            reference: letter.reference,
            next: manner.next,
            law: manner.law,
        }))
    }

    fn content_line(&self, line: &LetterLine, entry: EntryId) -> Result<ContentLine> {
        // What was posted by entries up to the letter's is what was known when it was recorded.
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id), i.class, i.issued, i.due, i.amount_minor,
                (SELECT coalesce(sum(p.amount_minor), 0) FROM posting p WHERE p.item = i.id AND p.entry <= ?2)
             FROM item i LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id
             WHERE i.id = ?1",
        )?;
        let mut found = statement.query_row([line.item.0, entry.0], |row| {
            let (invoiced, open) = (Minor(row.get(4)?).abs(), Minor(row.get(5)?).abs());
            Ok(ContentLine {
                number: row.get(0)?,
                class: class(row, 1)?,
                charge: None,
                issued: day(row, 2)?,
                due: day(row, 3)?,
                invoiced,
                settled: invoiced - open,
                held: open - line.amount.abs(),
                amount: line.amount,
            })
        })?;
        if found.class == ItemClass::Charge {
            found.charge = self.earlier_charge(line.item)?;
        }
        Ok(found)
    }

    /// What a charge was claimed for. The letter that claimed it has the days and rates of its interest.
    fn earlier_charge(&self, item: ItemId) -> Result<Option<EarlierCharge>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.kind, d.number, c.rule, c.letter FROM charge c JOIN item i ON i.id = c.about
             JOIN document d ON d.id = i.document WHERE c.item = ?1",
        )?;
        let found = statement.query_row([item.0], |row| {
            let charge = EarlierCharge {
                kind: super::letter::charge_kind(row, 0)?,
                letter: None,
                about: row.get(1)?,
                rule: row.get(2)?,
                spans: Vec::new(),
            };
            Ok((charge, row.get::<_, Option<i64>>(3)?.map(LetterId)))
        });
        let Some((mut charge, claimed_by)) = found.optional()? else {
            return Ok(None);
        };
        let claimed_by = claimed_by.map(|id| letter::letter(self.connection, id));
        if let Some(state) = claimed_by.transpose()?.flatten() {
            charge.letter = Some(state.letter.kind);
            let charges = state.letter.charges.into_iter();
            let own = charges.filter(|claimed| claimed.item == item);
            charge.spans = own.flat_map(|claimed| claimed.spans).collect();
        }
        Ok(Some(charge))
    }

    fn content_charges(&self, letter: &Letter) -> Result<Vec<ContentCharge>> {
        let charges = letter.charges.iter();
        charges
            .map(|charge| {
                Ok(ContentCharge {
                    kind: charge.kind,
                    about: self.item_label(charge.about)?.0,
                    amount: charge.amount,
                    rule: charge.rule.clone(),
                    spans: charge.spans.clone(),
                })
            })
            .collect()
    }

    /// A customer as letters and statements speak to him now.
    pub fn recipient(&self, customer: CustomerId) -> Result<Option<Recipient>> {
        let sql = "SELECT id, version FROM customer WHERE id = ?1";
        match version_of(self.connection, sql, customer.0)? {
            Some((customer, version)) => self.recipient_at(customer, version),
            None => Ok(None),
        }
    }

    fn recipient_at(&self, customer: CustomerId, version: i64) -> Result<Option<Recipient>> {
        let sql = format!(
            "SELECT c.number, {} FROM customer c JOIN customer_version v ON v.customer = c.id
             LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
             WHERE c.id = ?1 AND v.version = ?2",
            rows::VERSION_COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row([customer.0, version], |row| {
            let (number, facts) = (row.get(0)?, rows::facts(row, 1)?);
            let text = facts.text;
            Ok(Recipient {
                number,
                name: text.name,
                kind: facts.kind,
                org_no: text.org_no,
                country: facts.country,
                language: facts.language,
                street: text.street,
                postcode: text.postcode,
                city: text.city,
                email: text.email,
                phone: text.phone,
            })
        });
        Ok(found.optional()?)
    }
}
