//! What of a letter's words does not follow from the ledger: the company, the tone, the step after it, the law.

use anyhow::Context;

use super::house::Paper;
use super::{Unwritten, house};
use crate::desk::rulebook::missing;
use crate::domain::content::{Company, LetterContent, Manner, NextStep};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::ledger::LedgerFacts;
use crate::domain::sheet::Sheet;
use crate::letters::compose;
use crate::rules::Rulebook;
use crate::rules::policy::{StageDoes, Whose};
use crate::store::query::Reader;

/// What letters are written by.
pub(super) struct Hand<'d> {
    pub rulebook: &'d Rulebook,
    pub ledger: &'d LedgerFacts,
    pub company: Company,
    pub paper: Result<Paper, Unwritten>,
}

impl Hand<'_> {
    /// The manner of a customer's letters of a stage.
    pub fn manner(
        &self,
        reader: &Reader<'_>,
        customer: CustomerId,
        stage: &str,
    ) -> anyhow::Result<Manner> {
        let found = reader.customer(customer)?;
        let (number, facts, _) = found.context("there is no such customer")?;
        let policy = self.rulebook.policies.of(Whose {
            number: &number,
            kind: facts.kind,
            group: facts.group.as_deref(),
        });
        let at = policy.stages.iter().position(|known| known.name == stage);
        let tone = at.and_then(|at| policy.stages.get(at));
        let next = at.and_then(|at| policy.stages.get(at + 1));
        let next = next.map(|stage| match stage.does {
            StageDoes::Letter(kind) if !stage.by_agency => NextStep::Letter(kind),
            _ => NextStep::HandOver(policy.agency.clone()),
        });
        Ok(Manner {
            company: self.company.clone(),
            tone: tone.map_or_else(|| "neutral".to_owned(), |stage| stage.tone.clone()),
            next,
            law: self.law(facts.kind, &facts.country).to_owned(),
        })
    }

    /// The country whose law a customer's letters are under.
    fn law(&self, kind: CustomerKind, country: &str) -> &'static str {
        let country = match kind {
            CustomerKind::Consumer => country,
            CustomerKind::Business | CustomerKind::Public => &self.ledger.country,
        };
        self.rulebook.statutes.law(country).country()
    }

    /// The letter as it reads; tried as a PDF too, so that a sign that the typeface lacks is told before it goes.
    pub fn write(&self, content: &LetterContent, today: Date) -> Result<Sheet, Unwritten> {
        let paper: &house::Paper = self.paper.as_ref().map_err(Clone::clone)?;
        let law = self.rulebook.statutes.law(&content.law);
        let debtor = content.recipient.kind;
        let required = law.required(content.kind, debtor, content.sent);
        let required = required.map_err(missing)?;
        let sheet = compose(content, &required, &paper.templates)?;
        paper.pdf(&sheet, today)?;
        Ok(sheet)
    }
}
