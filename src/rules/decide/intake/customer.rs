//! Rows of a customer list: a new customer, a new version of one, or nothing new.

use super::{Taking, implausible, minor};
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind, PartyText};
use crate::domain::date;
use crate::domain::event::Version;
use crate::domain::intake::{CustomerRow, Problem};
use crate::domain::money::Currency;

impl Taking<'_> {
    pub(super) fn customer(&mut self, line: u64, row: &CustomerRow) {
        if !self.seen.is_first(&row.number) {
            return self.reject(
                line,
                vec![Problem::TwiceInFile {
                    number: row.number.clone(),
                }],
            );
        }
        let existing = self
            .known
            .customers
            .get(&row.number)
            .and_then(|id| Some((*id, self.book.customers.get(id)?)));
        let before = existing.and_then(|(_, state)| state.facts());
        match self.facts(row, before) {
            Err(problems) => self.reject(line, problems),
            Ok(facts) => match existing {
                None => {
                    let id = self.next.customer;
                    self.next.customer = id.next();
                    self.customers.push(Customer {
                        id,
                        number: row.number.clone(),
                        facts,
                    });
                    self.intake.new += 1;
                }
                Some((_, state)) if state.facts() == Some(&facts) => self.intake.known += 1,
                Some((customer, state)) => {
                    // A version that was undone keeps its number.
                    let version = state.versions.len() + 1;
                    self.versions.push(Version {
                        customer,
                        version,
                        before: state.version,
                        facts,
                    });
                    self.intake.changed += 1;
                }
            },
        }
    }

    /// The facts after the row: what it does not say stays as it was.
    fn facts(
        &self,
        row: &CustomerRow,
        before: Option<&CustomerFacts>,
    ) -> Result<CustomerFacts, Vec<Problem>> {
        let company = self.book.ledger.as_ref();
        let mut problems = Vec::new();
        let limit = row.credit_limit.and_then(|limit| {
            let currency = company.map_or(Currency::NOK, |ledger| ledger.currency);
            minor("credit_limit", limit, currency)
                .map_err(|problem| problems.push(problem))
                .ok()
        });
        if let Some(date) = row
            .agreed_fee_date
            .filter(|date| !date::is_plausible(*date))
        {
            problems.push(implausible("agreed_fee_date", date));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let or = |new: &Option<String>, old: Option<&Option<String>>| {
            new.clone().or_else(|| old.cloned().flatten())
        };
        let text = before.map(|facts| &facts.text);
        let org_no = or(&row.org_no, text.map(|text| &text.org_no));
        let kind = row
            .kind
            .or(before.map(|facts| facts.kind))
            .unwrap_or(if org_no.is_some() {
                CustomerKind::Business
            } else {
                CustomerKind::Consumer
            });
        let country = row
            .country
            .clone()
            .or_else(|| before.map(|facts| facts.country.clone()));
        let mut notes = text.map(|text| text.notes.clone()).unwrap_or_default();
        notes.extend(row.notes.clone());
        Ok(CustomerFacts {
            kind,
            country: country
                .or_else(|| company.map(|ledger| ledger.country.clone()))
                .unwrap_or_default(),
            language: or(&row.language, before.map(|facts| &facts.language)),
            terms_days: row
                .terms_days
                .or_else(|| before.and_then(|facts| facts.terms_days)),
            credit_limit: limit.or_else(|| before.and_then(|facts| facts.credit_limit)),
            risk_class: or(&row.risk_class, before.map(|facts| &facts.risk_class)),
            group: or(&row.group, before.map(|facts| &facts.group)),
            channel: or(&row.channel, before.map(|facts| &facts.channel)),
            agreed_fee_date: row
                .agreed_fee_date
                .or_else(|| before.and_then(|facts| facts.agreed_fee_date)),
            text: PartyText {
                name: row.name.clone(),
                org_no,
                account: or(&row.account, text.map(|text| &text.account)),
                email: or(&row.email, text.map(|text| &text.email)),
                phone: or(&row.phone, text.map(|text| &text.phone)),
                street: or(&row.street, text.map(|text| &text.street)),
                postcode: or(&row.postcode, text.map(|text| &text.postcode)),
                city: or(&row.city, text.map(|text| &text.city)),
                notes,
            },
        })
    }
}
