//! What matching is given: receipts that wait, one by one, and what is known of the items that they may settle.

use std::collections::HashMap;

use super::date::Date;
use super::document::ItemClass;
use super::id::{CustomerId, DocumentId, ItemId};
use super::money::{Currency, Minor};
use super::receipt::ReceiptText;

/// A receipt and all that it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub item: ItemId,
    pub booked: Date,
    pub amount: Minor,
    /// Not allocated yet: magnitude.
    pub left: Minor,
    pub currency: Currency,
    pub customer: CustomerId,
    pub payment_id: Option<String>,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub text: ReceiptText,
    /// Why it was set aside, while it is.
    pub set_aside: Option<String>,
}

/// An item that a receipt may settle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub item: ItemId,
    pub document: DocumentId,
    pub number: String,
    pub customer: CustomerId,
    pub currency: Currency,
    pub class: ItemClass,
    pub issued: Date,
    pub due: Date,
    pub open: Minor,
    pub reference: Option<String>,
    pub disputed: bool,
}

/// What is known when receipts are explained, as of one moment.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Known {
    /// Open debit items, and settled ones that a reference names.
    pub items: Vec<Candidate>,
    /// Customers and their numbers by confirmed payer account.
    pub customers: HashMap<String, Vec<(CustomerId, String)>>,
}
