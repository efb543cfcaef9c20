//! All that the ledger knows of a case, put together; what it does not know is named.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::attachment::{Attachment, Purpose};
use crate::domain::content::{Company, LetterContent, Manner, Recipient};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::document::{Document, ItemClass};
use crate::domain::id::{CustomerId, DispatchId, DocumentId, ItemId, LetterId, PlanId};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Stand;
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::record::RecordFacts;
use crate::domain::sheet::Sheet;
use crate::reports::case::{
    CallRow, CasePack, CheckRow, ClaimRow, InterestRow, Lacking, LetterRow, Party, PauseRow,
    PlanRow, StatusRow,
};
use crate::store::query::{ItemRow, Reader};

use super::super::Failure;
use super::Claim;
use super::paid::{row as payment, settled};

/// The last day before each item is barred, and the rule.
pub(super) type Limits = BTreeMap<ItemId, (Date, String)>;

/// A case, and what its files are made of.
pub(super) struct Gathered {
    pub pack: CasePack,
    /// Copies of letters, each with the day on which it was sent.
    pub letters: Vec<(LetterId, Date, Sheet)>,
    /// Files of documents, each with the document's number.
    pub files: Vec<(String, Attachment)>,
}

pub(super) fn gather(
    reader: &Reader<'_>,
    claims: &[Claim],
    limits: &Limits,
    company: &Company,
    on: Date,
) -> Result<Gathered, Failure> {
    let mut case = Gathering {
        reader,
        on,
        pack: CasePack {
            written: Some(on),
            creditor: creditor(company),
            ..CasePack::default()
        },
        missing: BTreeSet::new(),
        letters: Vec::new(),
        files: Vec::new(),
        seen: BTreeSet::new(),
    };
    let customer = claims.first().map(|claim| claim.item.customer);
    if let Some(customer) = customer {
        case.debtor(customer)?;
    }
    let mut letters: BTreeMap<LetterId, BTreeSet<String>> = BTreeMap::new();
    for claim in claims {
        case.claim(claim, limits)?;
        for letter in reader.letters_on(claim.item.id)? {
            let about = letters.entry(letter.letter).or_default();
            about.insert(claim.item.number.clone());
        }
    }
    for (letter, invoices) in letters {
        case.letter(letter, invoices)?;
    }
    case.plans(claims)?;
    let agencies = claims.iter().map(|claim| &claim.state.handover.agency);
    case.pack.agencies = distinct(agencies.cloned());
    let cases = claims.iter().map(|claim| &claim.state.handover.case_number);
    case.pack.cases = distinct(cases.flatten().cloned());
    Ok(case.done())
}

fn distinct(words: impl Iterator<Item = String>) -> Vec<String> {
    words.collect::<BTreeSet<_>>().into_iter().collect()
}

fn creditor(company: &Company) -> Party {
    Party {
        name: company.name.clone(),
        org_no: company.org_no.clone(),
        country: company.country.clone(),
        address: company.address.clone(),
        email: company.email.clone(),
        phone: company.phone.clone(),
        accounts: company
            .accounts
            .iter()
            .map(|pay_to| pay_to.account.clone())
            .collect(),
        ..Party::default()
    }
}

fn party(of: Recipient) -> Party {
    let place = [of.postcode, of.city];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let place = Some(place.join(" ")).filter(|place| !place.is_empty());
    Party {
        number: Some(of.number),
        name: of.name,
        kind: Some(of.kind.name()),
        org_no: of.org_no,
        country: of.country,
        language: of.language,
        address: of.street.into_iter().chain(place).collect(),
        email: of.email,
        phone: of.phone,
        accounts: Vec::new(),
    }
}

struct Gathering<'r, 'c> {
    reader: &'r Reader<'c>,
    on: Date,
    pack: CasePack,
    missing: BTreeSet<Lacking>,
    letters: Vec<(LetterId, Date, Sheet)>,
    files: Vec<(String, Attachment)>,
    /// Documents whose files are in it.
    seen: BTreeSet<DocumentId>,
}

impl Gathering<'_, '_> {
    fn done(mut self) -> Gathered {
        self.pack.missing = self.missing.into_iter().collect();
        Gathered {
            pack: self.pack,
            letters: self.letters,
            files: self.files,
        }
    }

    fn lacks(&mut self, lacks: bool, what: Lacking) {
        if lacks {
            self.missing.insert(what);
        }
    }

    fn debtor(&mut self, customer: CustomerId) -> Result<(), Failure> {
        let Some(debtor) = self.reader.recipient(customer)? else {
            return Ok(());
        };
        let is_person = debtor.kind == CustomerKind::Consumer;
        self.lacks(!is_person && debtor.org_no.is_none(), Lacking::OrgNo);
        self.lacks(
            debtor.street.is_none() || debtor.city.is_none(),
            Lacking::Address,
        );
        self.lacks(debtor.email.is_none(), Lacking::Email);
        self.lacks(debtor.phone.is_none(), Lacking::Phone);
        self.pack.debtor = party(debtor);
        for pause in self.reader.pauses_of_customer(customer)? {
            self.pause(None, pause);
        }
        let calls = self.reader.calls_of(customer)?.into_iter();
        self.pack.calls = calls
            .map(|call| CallRow {
                on: call.on,
                note: call.note,
            })
            .collect();
        self.checks(customer)
    }

    /// What was known of his credit: an agency asks for it where a claim drags on.
    fn checks(&mut self, customer: CustomerId) -> Result<(), Failure> {
        let ledger = self.reader.ledger()?;
        let currency = ledger.map_or(Currency::NOK, |(ledger, _)| ledger.currency);
        for state in self.reader.records_of(customer)? {
            let record = state.record;
            if let RecordFacts::Check {
                class,
                advised,
                sha256,
            } = record.facts
            {
                self.pack.checks.push(CheckRow {
                    on: record.on,
                    until: record.until,
                    source: record.note,
                    class,
                    advised_limit: advised.map(|amount| amount.plain(currency)),
                    currency,
                    sha256,
                });
            }
        }
        self.pack.checks.sort_by_key(|check| check.on);
        self.lacks(self.pack.checks.is_empty(), Lacking::CreditChecks);
        Ok(())
    }

    fn claim(&mut self, claim: &Claim, limits: &Limits) -> Result<(), Failure> {
        let (item, handover) = (&claim.item, &claim.state.handover);
        self.lacks(handover.case_number.is_none(), Lacking::CaseNumber);
        let pauses = self.reader.pauses(item.id)?;
        let on = self.on;
        let claimed: Minor = pauses
            .iter()
            .filter(|pause| pause.kind == PauseKind::Dispute && pause.holds(on))
            .map(|pause| pause.amount)
            .sum();
        for pause in pauses {
            self.pause(Some(item), pause);
        }
        for line in settled(self.reader, item.id)? {
            self.pack.payments.push(payment(item, &line));
        }
        for status in self.reader.statuses_of(handover.id)? {
            self.pack.statuses.push(StatusRow {
                invoice: item.number.clone(),
                on: status.on,
                status: status.status,
                note: status.note,
            });
        }
        let document = match item.document {
            Some(id) => self.reader.document(id)?.map(|(document, _)| document),
            None => None,
        };
        let barred = limits.get(&item.id);
        let invoice = item.number.clone();
        self.lacks(
            barred.is_none() && !item.open.is_zero(),
            Lacking::Limitation { invoice },
        );
        if let Some(document) = document.as_ref().filter(|_| item.class == ItemClass::Debit) {
            self.document(document, item)?;
        }
        let row = self.claim_row(claim, document, claimed.min(item.open), barred)?;
        self.pack.claims.push(row);
        Ok(())
    }

    fn claim_row(
        &self,
        claim: &Claim,
        document: Option<Document>,
        disputed: Minor,
        barred: Option<&(Date, String)>,
    ) -> Result<ClaimRow, Failure> {
        let (item, handover) = (&claim.item, &claim.state.handover);
        let before = document.as_ref().and_then(|document| {
            let facts = document.items.iter().find(|facts| facts.id == item.id)?;
            facts.moved_in.as_ref()?.last_stage.clone()
        });
        let details = document.map(|document| document.details);
        let details = details.unwrap_or_default();
        let is_charge = item.class == ItemClass::Charge;
        let kind = self.reader.kind_of_charge(item.id)?;
        let plain = |amount: Minor| amount.plain(item.currency);
        Ok(ClaimRow {
            invoice: item.number.clone(),
            kind: match kind {
                Some(kind) => kind.name(),
                None if is_charge => "fee",
                None => "invoice",
            },
            about: if is_charge {
                self.reader.charged_for(item.id)?
            } else {
                None
            },
            issued: item.issued,
            delivered: details.delivery_date,
            due: item.due,
            currency: item.currency,
            original: plain(item.amount),
            settled: plain(item.amount - item.open),
            open: plain(item.open),
            disputed: plain(disputed),
            reference: item.reference.clone(),
            order_ref: details.order_ref,
            contract_ref: details.contract_ref,
            agency: handover.agency.clone(),
            case: handover.case_number.clone(),
            handed_over: handover.from,
            reason: handover.reason.clone(),
            barred_after: barred.map(|(day, _)| *day),
            limitation_rule: barred.map(|(_, rule)| rule.clone()),
            last_stage_before: before,
        })
    }

    /// The files of an invoice, and what is not known of it.
    fn document(&mut self, document: &Document, item: &ItemRow) -> Result<(), Failure> {
        let invoice = || document.number.clone();
        let letters = self.reader.letters_on(item.id)?;
        let mut facts = document.items.iter().filter(|facts| facts.id == item.id);
        let told_before = facts.any(|facts| {
            let before = facts.moved_in.as_ref();
            before.is_some_and(|it| it.last_stage.is_some() || it.last_letter_date.is_some())
        });
        if told_before {
            self.lacks(true, Lacking::LetterBefore { invoice: invoice() });
        } else {
            self.lacks(letters.is_empty(), Lacking::Letters { invoice: invoice() });
        }
        if !self.seen.insert(document.id) {
            return Ok(());
        }
        let details = &document.details;
        let no_delivery = details.delivery_date.is_none();
        self.lacks(no_delivery, Lacking::DeliveryDate { invoice: invoice() });
        let no_order = details.order_ref.is_none() && details.contract_ref.is_none();
        self.lacks(no_order, Lacking::Order { invoice: invoice() });
        let kept = self.reader.attachments_of(document.id)?;
        let has = |purpose| kept.iter().any(|file| file.purpose == purpose);
        let no_copy = !has(Purpose::InvoiceCopy);
        let no_approval = !has(Purpose::DeliveryApproval);
        self.lacks(no_copy, Lacking::InvoiceCopy { invoice: invoice() });
        self.lacks(
            no_approval,
            Lacking::DeliveryApproval { invoice: invoice() },
        );
        self.files
            .extend(kept.into_iter().map(|file| (invoice(), file)));
        Ok(())
    }

    fn letter(&mut self, id: LetterId, invoices: BTreeSet<String>) -> Result<(), Failure> {
        let taken_back = self.reader.is_letter_voided(id)?;
        let content = self.reader.letter_content(id, Manner::default())?;
        let Some(content) = content.filter(|_| !taken_back) else {
            return Ok(());
        };
        let dispatches = self.reader.dispatches_of(id)?;
        let mut last: Option<(DispatchId, Sheet)> = None;
        for dispatch in &dispatches {
            let sheet = self.reader.sheet_of(dispatch.id)?;
            last = sheet.map(|sheet| (dispatch.id, sheet)).or(last);
        }
        let (letter, sent) = (id.0, content.sent);
        match last {
            Some((_, sheet)) => self.letters.push((id, sent, sheet)),
            None => self.lacks(true, Lacking::LetterCopy { letter, sent }),
        }
        let went = dispatches.last();
        if let Some(stand) = went.map(|row| row.stand).filter(|it| *it != Stand::Sent) {
            let unsent = Lacking::LetterUnsent {
                letter,
                sent,
                stand,
            };
            self.lacks(true, unsent);
        }
        self.interest(id, &content, &invoices);
        self.pack.letters.push(LetterRow {
            letter,
            kind: content.kind.name(),
            stage: content.stage,
            sent,
            deadline: content.deadline,
            currency: content.currency,
            total: content.total.plain(content.currency),
            channel: went.map(|row| row.channel.name()),
            to: went.map(|row| row.to.clone()).filter(|to| !to.is_empty()),
            stand: went.map(|row| row.stand.name()),
            invoices: invoices.into_iter().collect(),
            file: None,
        });
        Ok(())
    }

    /// The lines of the interest that a letter claims for invoices of the case.
    fn interest(&mut self, letter: LetterId, content: &LetterContent, invoices: &BTreeSet<String>) {
        let currency = content.currency;
        let charges = content.charges.iter();
        for charge in charges.filter(|charge| invoices.contains(&charge.about)) {
            let lines = charge.spans.iter().map(|span| InterestRow {
                invoice: charge.about.clone(),
                letter: letter.0,
                from: span.from,
                to: span.to,
                days: span.days,
                currency,
                principal: span.principal.plain(currency),
                rate: span.rate.normalize().to_string(),
                amount: span.amount.plain(currency),
                rule: span.rule.clone(),
            });
            self.pack.interest.extend(lines);
        }
    }

    fn pause(&mut self, item: Option<&ItemRow>, pause: Pause) {
        let row = PauseRow {
            invoice: item.map(|item| item.number.clone()),
            kind: pause.kind.name(),
            from: pause.from,
            until: pause.until,
            closed: pause.closed,
            amount: item.map(|item| pause.amount.plain(item.currency)),
            reason: pause.reason,
            outcome: pause.outcome,
        };
        match pause.kind {
            PauseKind::Dispute => self.pack.disputes.push(row),
            PauseKind::Promise => self.pack.promises.push(row),
            PauseKind::Extension => self.pack.extensions.push(row),
            PauseKind::Pause | PauseKind::Skip | PauseKind::Bankruptcy => {
                self.pack.pauses.push(row);
            }
        }
    }

    fn plans(&mut self, claims: &[Claim]) -> Result<(), Failure> {
        let mut seen: BTreeSet<PlanId> = BTreeSet::new();
        for claim in claims {
            for state in self.reader.plans_on(claim.item.id)? {
                let plan = state.plan;
                if !seen.insert(plan.id) {
                    continue;
                }
                let mut invoices = BTreeSet::new();
                for (item, _) in &plan.items {
                    invoices.insert(self.reader.item_label(*item)?.0);
                }
                let instalments = plan.instalments.iter();
                self.pack.plans.push(PlanRow {
                    plan: plan.id.0,
                    from: plan.from,
                    closed: state.closed,
                    currency: plan.currency,
                    invoices: invoices.into_iter().collect(),
                    instalments: instalments
                        .map(|part| (part.due, part.amount.plain(plan.currency)))
                        .collect(),
                });
            }
        }
        Ok(())
    }
}
