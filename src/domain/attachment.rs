//! Files kept with a document: the invoice as it was issued, what proves that it was delivered.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::id::{AttachmentId, DocumentId};

/// Bytes that a file may have.
pub const FILE_LIMIT: usize = 10 << 20;

/// What a file is to a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The invoice as the customer got it: it goes along with reminders.
    InvoiceCopy,
    /// What shows that the goods came, or that the work was approved.
    DeliveryApproval,
    Other,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::InvoiceCopy, Self::DeliveryApproval, Self::Other];

    /// Its name in scripts and, under `purpose.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvoiceCopy => "invoice-copy",
            Self::DeliveryApproval => "delivery-approval",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == text)
    }
}

/// What is in a file. Shared, for it may be large; told by its length alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents(pub Arc<[u8]>);

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A file kept with a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub document: DocumentId,
    pub purpose: Purpose,
    /// The media type, as `application/pdf`.
    pub media: String,
    /// In bytes.
    pub size: u64,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// The name of the file. It may name a person, and is kept apart from the chain, as the bytes are.
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    pub contents: Contents,
}

/// A file as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentState {
    /// Without its contents.
    pub attachment: Attachment,
    pub detached: bool,
}
