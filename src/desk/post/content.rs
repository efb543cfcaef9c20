//! A letter's facts made whole: the ledger has its figures; tone, next step and law follow from the rules.

use crate::desk::{Desk, Failure};
use crate::domain::content::{LetterContent, Manner, NextStep};
use crate::domain::customer::CustomerKind;
use crate::domain::id::{DispatchId, LetterId};
use crate::domain::required::Required;
use crate::rules::law::Gap;
use crate::rules::policy::{Policy, StageDoes, Whose};

/// A letter's facts, and what its law wants it to say.
pub(in crate::desk) struct Facts {
    pub content: LetterContent,
    pub required: Result<Required, Gap>,
}

impl Desk {
    /// The facts of a dispatch's letter; none of a statement, whose sheet is all there is of it.
    pub(in crate::desk) fn facts_of_dispatch(
        &self,
        id: DispatchId,
    ) -> Result<Option<Facts>, Failure> {
        let _moment = self.store.moment()?;
        let found = self.store.read().dispatch_content(id, Manner::default())?;
        found.map(|content| self.facts(content)).transpose()
    }

    /// The facts of a letter, as it was to the customer when it was recorded.
    pub(in crate::desk) fn facts_of_letter(&self, id: LetterId) -> Result<Option<Facts>, Failure> {
        let _moment = self.store.moment()?;
        let found = self.store.read().letter_content(id, Manner::default())?;
        found.map(|content| self.facts(content)).transpose()
    }

    /// Fills in what does not follow from the ledger.
    pub(in crate::desk) fn facts(&self, mut content: LetterContent) -> Result<Facts, Failure> {
        let reader = self.store.read();
        let recipient = &content.recipient;
        let group = match reader.customer_by_number(&recipient.number)? {
            Some(customer) => reader
                .customer(customer)?
                .and_then(|(_, facts, _)| facts.group),
            None => None,
        };
        let policy = self.rulebook.policies.of(Whose {
            number: &recipient.number,
            kind: recipient.kind,
            group: group.as_deref(),
        });
        let statutes = &self.rulebook.statutes;
        let law = match recipient.kind {
            CustomerKind::Consumer => statutes.law(&recipient.country),
            CustomerKind::Business | CustomerKind::Public => statutes.law(&self.ledger.country),
        };
        let required = law.required(content.kind, recipient.kind, content.sent);
        law.country().clone_into(&mut content.law);
        (content.tone, content.next) = manner(policy, &content.stage);
        content.company = self.company();
        Ok(Facts { content, required })
    }
}

/// How a stage speaks, and what comes after it. What the policy does not know any more is neutral and threatens nothing.
fn manner(policy: &Policy, stage: &str) -> (String, Option<NextStep>) {
    let at = policy.stages.iter().position(|it| it.name == stage);
    let Some(at) = at else {
        return ("neutral".to_owned(), None);
    };
    let next = policy.stages.get(at + 1).map(|next| match next.does {
        StageDoes::Letter(kind) if !next.by_agency => NextStep::Letter(kind),
        StageDoes::Letter(_) | StageDoes::HandOver => NextStep::HandOver(policy.agency.clone()),
    });
    let tone = policy.stages.get(at).map(|stage| stage.tone.clone());
    (tone.unwrap_or_default(), next)
}
