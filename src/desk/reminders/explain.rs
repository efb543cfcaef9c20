//! One invoice explained: its effective due date, the letters so far, what comes next and when, what may be claimed and
//! by which rule, what waits.

use crate::desk::{Desk, Failure};
use crate::domain::arrears::Overdue;
use crate::domain::id::DocumentId;
use crate::domain::reminding::Judged;
use crate::reports::reminding::{Explained, Whose};
use crate::rules::reminder::{barred_after, judge};
use crate::store::query::{Account, Accounts};

impl Desk {
    /// All that holds today for the open items of an invoice, the earliest due first; none if it is settled.
    pub fn explain(&self, document: DocumentId) -> Result<Vec<Explained>, Failure> {
        self.rules_are_sound()?;
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let asked = Accounts {
            on: self.today(),
            customer: Some(reader.customer_of_document(document)?),
            settled_since: None,
            new_until: self.rulebook.policies.new_until(),
        };
        let mut explained = Vec::new();
        reader.accounts(asked, |account| {
            let is_asked = |item: &&Overdue| item.document == document;
            if account.arrears.items.iter().any(|item| is_asked(&item)) {
                let judged = self.judged(&account);
                let items = account.arrears.items.iter().filter(is_asked);
                explained.extend(items.map(|item| self.explain_item(&account, item, &judged)));
            }
        })?;
        Ok(explained)
    }

    fn judged(&self, account: &Account) -> Judged {
        let arrears = &account.arrears;
        let law = self.rulebook.law_for(&self.ledger.country, arrears);
        judge(
            arrears,
            self.rulebook.policy_for(arrears),
            law,
            self.today(),
        )
    }

    fn explain_item(&self, account: &Account, item: &Overdue, judged: &Judged) -> Explained {
        let arrears = &account.arrears;
        let law = self.rulebook.law_for(&self.ledger.country, arrears);
        let effective = law.effective_due(item.due, arrears.kind);
        // Without a row for it nothing is known.
        let barred = barred_after(item, arrears, law).ok();
        let mut letters = judged.letters.iter();
        let has_it = |line: &crate::domain::reminding::DueLine| line.item == item.item;
        let waits = judged.waits.iter().filter(|waits| waits.item == item.item);
        let next = judged.next.iter().filter(|next| next.item == item.item);
        let mut tasks = judged.handover.iter();
        Explained {
            whose: Whose {
                customer: arrears.customer,
                number: arrears.number.clone(),
                name: account.name.clone(),
                currency: arrears.currency,
            },
            item: item.item,
            number: item.number.clone(),
            class: item.class,
            due: item.due,
            effective_due: effective.value,
            due_rule: effective.source.law.clone(),
            open: item.open,
            taken: item.taken.clone(),
            claimed: item.claimed.clone(),
            barred_after: barred.map(|last| (last.value, last.source.law.clone())),
            letter: letters
                .find(|letter| letter.lines.iter().any(has_it))
                .cloned(),
            handover: tasks.find(|task| task.item == item.item).cloned(),
            waits: waits.cloned().collect(),
            next: next.cloned().collect(),
        }
    }
}
