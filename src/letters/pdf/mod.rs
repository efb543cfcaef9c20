//! A sheet as a PDF: A4, the address where a window shows it, to be kept for ever (PDF/A, ISO 19005-2). One letter is
//! level A and PDF/UA-1 too (ISO 14289-1): told apart for who reads by ear. A batch for the printer is level U.
//!
//! The same sheet, day and setting make the same bytes. What cannot be laid out rightly is refused.

mod block;
mod columns;
mod fault;
mod group;
mod letterhead;
mod lines;
mod logo;
mod measure;
mod page;
mod paint;
mod plain;
mod points;
mod press;
mod structure;
mod table;
mod typesetter;

pub use fault::PdfFault;
pub use logo::MOST_LOGO_BYTES;
pub use page::MOST_PAGES;
pub use press::{Batch, House, MOST_BYTES, Press};
