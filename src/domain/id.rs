//! Identities of the ledger's rows. They are given once, in order, and never used again.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize,
        )]
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
    /// What an agency reports of an item.
    StatusId
    /// A call to a customer.
    CallId
    /// Something in the outbox.
    DispatchId
    /// A file kept with a document.
    AttachmentId
    /// Something on record of a customer.
    RecordId
    /// A change that waits for a second person.
    ProposalId
}

/// What is kept by identity. The ledger gives identities itself: none was chosen to hash like another.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// One multiplication by 2^64 over the golden ratio, its upper bits brought down to where a table looks first.
#[derive(Clone, Copy, Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_i64(i64::from(*byte));
        }
    }

    fn write_i64(&mut self, id: i64) {
        self.0 = (self.0 ^ id.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

impl CustomerId {
    /// The reserved customer that holds receipts until it is known whose they are.
    pub const UNIDENTIFIED: Self = Self(0);
}
