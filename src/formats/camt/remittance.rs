//! `RmtInf`: what the payer says that the money is for.

use rust_decimal::Decimal;

use super::name::{Amount, Leaf, Name};
use crate::domain::intake::Fault;
use crate::domain::money::Currency;
use crate::domain::receipt::Remittance;

/// References and documents of one payment that are kept.
pub const MOST_REFERENCES: usize = 2_000;

/// The longest message that is kept, in bytes; lines behind it are left out.
pub const LONGEST_MESSAGE: usize = 4_000;

/// What the payer wrote, in text and in structures.
#[derive(Clone, Default, Debug)]
pub struct RemittanceInformation {
    pub text: String,
    structured: Vec<Structured>,
    count: usize,
}

/// `Strd`: one reference or document, or some, and the amounts for it.
#[derive(Clone, Default, Debug)]
struct Structured {
    reference: Option<String>,
    documents: Vec<Document>,
    remitted: Option<Amount>,
    due: Option<Amount>,
    credited: Option<Amount>,
}

#[derive(Clone, Default, Debug)]
struct Document {
    number: Option<String>,
    is_credit_note: bool,
}

impl RemittanceInformation {
    pub fn open(&mut self, path: &[Name]) {
        use Name::{RfrdDocInf, Strd};
        let is_room = self.count < MOST_REFERENCES;
        match path {
            [Strd] if is_room => self.structured.push(Structured::default()),
            [Strd, RfrdDocInf] if is_room => {
                if let Some(last) = self.structured.last_mut() {
                    last.documents.push(Document::default());
                }
            }
            _ => return,
        }
        self.count += 1;
    }

    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{
            AddtlRmtInf, Amt, Cd, CdOrPrtry, CdtNoteAmt, CdtrRefInf, DuePyblAmt, Nb, Ref,
            RfrdDocAmt, RfrdDocInf, RmtAmtAndTp, RmtdAmt, Strd, Tp, Ustrd,
        };
        if let [Ustrd] | [Strd, AddtlRmtInf] = path {
            self.add_text(leaf.string().as_deref());
            return Ok(());
        }
        let ([Strd, rest @ ..], Some(last)) = (path, self.structured.last_mut()) else {
            return Ok(());
        };
        match rest {
            [CdtrRefInf, Ref] => last.reference = leaf.string(),
            [RfrdDocInf, Nb] => {
                if let Some(document) = last.documents.last_mut() {
                    document.number = leaf.string().map(unpadded);
                }
            }
            [RfrdDocInf, Tp, CdOrPrtry, Cd] => {
                if let Some(document) = last.documents.last_mut() {
                    document.is_credit_note = leaf.text.trim() == "CREN";
                }
            }
            [RfrdDocAmt, RmtdAmt] => last.remitted = Some(leaf.amount()?),
            [RfrdDocAmt, DuePyblAmt | RmtAmtAndTp] | [RfrdDocAmt, RmtAmtAndTp, Amt] => {
                last.due = Some(leaf.amount()?);
            }
            [RfrdDocAmt, CdtNoteAmt] => last.credited = Some(leaf.amount()?),
            _ => {}
        }
        Ok(())
    }

    pub fn add_text(&mut self, text: Option<&str>) {
        let Some(text) = text else { return };
        if self.text.len() + text.len() < LONGEST_MESSAGE {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(text);
        }
    }

    /// The creditor reference, if there is exactly one.
    pub fn only_reference(&self) -> Option<&str> {
        let mut references = self
            .structured
            .iter()
            .filter(|part| !part.is_credit())
            .filter_map(|part| part.reference.as_deref());
        let first = references.next()?;
        references.all(|other| other == first).then_some(first)
    }

    /// Every reference and document with its signed amount, a credit note's being negative; empty if there is no
    /// more to say than the one reference. Amounts in another currency are left out: they would not add up.
    pub fn list(&self, currency: Currency) -> Vec<Remittance> {
        if let [only] = self.structured.as_slice()
            && only.is_bare()
        {
            return Vec::new();
        }
        let parts = self.structured.iter();
        let list: Vec<Remittance> = parts.flat_map(|part| part.list(currency)).collect();
        let has_documents = self
            .structured
            .iter()
            .any(|part| !part.documents.is_empty());
        let is_credit = list
            .iter()
            .any(|part| part.amount.is_some_and(|amount| amount < Decimal::ZERO));
        if list.len() > 1 || has_documents || is_credit {
            list
        } else {
            Vec::new()
        }
    }

    /// The same as hints, without amounts: every reference, be it only one.
    pub fn hints(&self, currency: Currency) -> Vec<Remittance> {
        let parts = self.structured.iter();
        parts
            .flat_map(|part| part.list(currency))
            .map(|part| Remittance {
                amount: None,
                ..part
            })
            .collect()
    }

    /// Adds what another payment's information has.
    pub fn add(&mut self, other: &Self) {
        for part in &other.structured {
            if self.count >= MOST_REFERENCES {
                break;
            }
            self.count += 1 + part.documents.len();
            self.structured.push(part.clone());
        }
        self.add_text(Some(other.text.as_str()).filter(|text| !text.is_empty()));
    }

    pub fn size(&self) -> usize {
        self.text.len() + self.count * 200
    }
}

impl Structured {
    /// It is a reference and nothing else: what most payments have.
    fn is_bare(&self) -> bool {
        let amounts = [self.remitted, self.due, self.credited];
        self.documents.is_empty() && amounts.iter().all(Option::is_none)
    }

    /// It is about a credit note and nothing else, so its reference is no invoice's.
    fn is_credit(&self) -> bool {
        let paid = self.remitted.or(self.due);
        let mut documents = self.documents.iter();
        documents.all(|document| document.is_credit_note)
            && (!self.documents.is_empty() || (self.credited.is_some() && paid.is_none()))
    }

    fn list(&self, currency: Currency) -> Vec<Remittance> {
        let is_ours = |amount: &Amount| amount.currency.is_none_or(|own| own == currency);
        let value = |amount: Option<Amount>| amount.filter(is_ours).map(|amount| amount.value);
        let paid = value(self.remitted.or(self.due));
        let credited = match self.credited {
            None if self.is_credit() => paid,
            credited => value(credited),
        };
        let credited = credited.map(|amount| -amount.abs());
        let is_single = |is_credit_note: bool| {
            let alike = |document: &&Document| document.is_credit_note == is_credit_note;
            self.documents.iter().filter(alike).count() == 1
        };
        let amount_of = |document: &Document| match document.is_credit_note {
            // One amount for several documents says nothing of each.
            kind if !is_single(kind) => None,
            true => credited,
            // The reference and the document are one thing: the amount stands once.
            false if self.reference.is_some() => None,
            false => paid,
        };
        let reference = self.reference.as_ref().map(|number| Remittance {
            number: number.clone(),
            amount: match self.is_credit() {
                true if self.documents.is_empty() => credited,
                true => None,
                false => paid,
            },
        });
        let documents = self.documents.iter().filter_map(|document| {
            Some(Remittance {
                number: document.number.clone()?,
                amount: amount_of(document),
            })
        });
        reference.into_iter().chain(documents).collect()
    }
}

/// Banks pad document numbers to 20 digits with zeros.
fn unpadded(number: String) -> String {
    let is_padded = number.len() == 20 && number.bytes().all(|b| b.is_ascii_digit());
    match number.trim_start_matches('0') {
        stripped if is_padded && !stripped.is_empty() => stripped.to_owned(),
        _ => number,
    }
}
