//! What is erased of a customer. The books stay: what is erased stands apart from them under a salted hash, and the list
//! of it stands in the chain, so that a text that is erased is told from one that is lost.

use serde::{Deserialize, Serialize};

use super::id::{AttachmentId, CustomerId, EntryId, ItemId};

/// What was erased, piece by piece.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Erasure {
    pub customer: CustomerId,
    /// All that names or reaches him; else only what the books do not need.
    pub whole: bool,
    /// The versions whose text is gone, his own and those of customers who are one with him.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<(CustomerId, usize)>,
    /// Free texts, by the entry and the place of the event that they belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<(EntryId, i64)>,
    /// What left the house, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<(EntryId, i64)>,
    /// The contents of files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<AttachmentId>,
    /// Receipts that were his alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<ItemId>,
}

/// What is kept of a customer and could be erased: looked up for the decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// All that could be, were nothing needed.
    pub all: Erasure,
    /// The same without what the books need.
    pub needless: Erasure,
    /// Whether his payers are known by account or name.
    pub learned: bool,
    /// Why he cannot be erased yet, if something is open or undecided: an item's number.
    pub open: Option<String>,
    /// The last day on which anything was posted of him; none if nothing ever was.
    pub last_posting: Option<super::date::Date>,
}
