//! Rows of a customer list: a new customer, a new version of one, or nothing new.

use super::{Taking, implausible, minor};
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind};
use crate::domain::date;
use crate::domain::event::Version;
use crate::domain::field::Field;
use crate::domain::intake::{CustomerRow, Fault, Problem};
use crate::domain::money::Currency;
use crate::domain::terms::{MOST_DAYS, Terms};

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
            Ok(facts) => {
                self.doubt(line, row, &facts);
                match existing {
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
                    Some((_, state)) if before.is_some_and(CustomerFacts::is_erased) => {
                        let number = state.number.clone();
                        self.reject(line, vec![Problem::ErasedCustomer { number }]);
                    }
                    Some((_, state)) if state.merged_into.is_some() => {
                        let owner = state
                            .merged_into
                            .and_then(|id| self.book.customers.get(&id));
                        let into = owner.map(|owner| owner.number.clone()).unwrap_or_default();
                        self.reject(
                            line,
                            vec![Problem::MergedCustomer {
                                number: row.number.clone(),
                                into,
                            }],
                        );
                    }
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
                }
            }
        }
    }

    /// What of a row cannot be right is told and taken in: a list that moves in is never the worse for being read, and
    /// the queue of poor data has the customer until somebody has mended him.
    fn doubt(&mut self, line: u64, row: &CustomerRow, facts: &CustomerFacts) {
        let said = |field: Field| match field {
            Field::OrgNo => row.org_no.is_some() || row.country.is_some(),
            Field::Postcode => row.postcode.is_some() || row.country.is_some(),
            Field::Email => row.email.is_some(),
            Field::Phone => row.phone.is_some(),
            Field::Account => row.account.is_some() || row.country.is_some(),
            _ => false,
        };
        let wrong = facts.wrong_values().into_iter();
        let told = wrong.filter(|wrong| said(wrong.field)).map(|wrong| {
            let field = wrong.field.name().to_owned();
            let is_slip = wrong.is_slip();
            let value = wrong.value;
            Fault::at(
                line,
                match wrong.right {
                    Some(number) => Problem::OtherCheckDigit {
                        field,
                        value,
                        number,
                    },
                    None if is_slip => Problem::WrongCheckDigit { field, value },
                    None => Problem::NotOfForm { field, value },
                },
            )
        });
        self.intake.doubts.extend(told);
    }

    /// The facts after the row: what it does not say stays as it was.
    fn facts(
        &self,
        row: &CustomerRow,
        before: Option<&CustomerFacts>,
    ) -> Result<CustomerFacts, Vec<Problem>> {
        let company = self.book.ledger.as_ref();
        let mut problems = Vec::new();
        if let Some(days) = row.terms_days.filter(|days| *days > MOST_DAYS) {
            problems.push(Problem::UnknownValue {
                field: "terms_days".to_owned(),
                value: days.to_string(),
                allowed: format!("0–{MOST_DAYS}"),
            });
        }
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
        let mut org_no = before.and_then(|facts| facts.text.org_no.clone());
        or(&mut org_no, row.org_no.as_ref());
        let kind = row
            .kind
            .or(before.map(|facts| facts.kind))
            .unwrap_or(if org_no.is_some() {
                CustomerKind::Business
            } else {
                CustomerKind::Consumer
            });
        let country = || company.map(|ledger| ledger.country.clone());
        let mut facts = before
            .cloned()
            .unwrap_or_else(|| CustomerFacts::new(kind, &country().unwrap_or_default(), &row.name));
        facts.kind = kind;
        set(&mut facts.country, row.country.as_ref());
        // Only the days are said: what else was agreed stays, unless these are others.
        if let Some(days) = row.terms_days
            && facts.terms.is_none_or(|terms| terms.days != days)
        {
            facts.terms = Some(Terms::net(days));
        }
        or(&mut facts.language, row.language.as_ref());
        or(&mut facts.credit_limit, limit.as_ref());
        or(&mut facts.risk_class, row.risk_class.as_ref());
        or(&mut facts.group, row.group.as_ref());
        or(&mut facts.channel, row.channel.as_ref());
        or(&mut facts.agreed_fee_date, row.agreed_fee_date.as_ref());
        let text = &mut facts.text;
        text.name.clone_from(&row.name);
        text.org_no = org_no;
        or(&mut text.account, row.account.as_ref());
        or(&mut text.email, row.email.as_ref());
        or(&mut text.phone, row.phone.as_ref());
        or(&mut text.street, row.street.as_ref());
        or(&mut text.postcode, row.postcode.as_ref());
        or(&mut text.city, row.city.as_ref());
        text.notes.extend(row.notes.clone());
        Ok(facts)
    }
}

/// What the row says counts; what it does not say stays.
fn or<T: Clone>(field: &mut Option<T>, said: Option<&T>) {
    if said.is_some() {
        *field = said.cloned();
    }
}

fn set(field: &mut String, said: Option<&String>) {
    if let Some(said) = said {
        field.clone_from(said);
    }
}
