//! Identities of the ledger's rows. They are given once, in order, and never used again.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The identity after this one.
            #[must_use]
            pub fn next(self) -> Self {
                Self(self.0 + 1)
            }
        }
    )*};
}

ids! {
    /// A customer.
    CustomerId
    /// A document as issued: invoice, credit note or charge.
    DocumentId
    /// An open item: one instalment of a document, or a receipt.
    ItemId
    /// A dispute, a promise or a pause.
    PauseId
    /// A journal entry.
    EntryId
    /// A file that was taken in.
    FileId
    /// A line of a bank file that is no payment.
    OtherId
    /// A statement of an account.
    StatementId
    /// Money to be given back.
    RefundId
    /// A letter that was sent.
    LetterId
    /// A payment plan.
    PlanId
    /// An item that an agency collects.
    HandoverId
    /// A call to a customer.
    CallId
}

impl CustomerId {
    /// The reserved customer that holds receipts until it is known whose they are.
    pub const UNIDENTIFIED: Self = Self(0);
}
