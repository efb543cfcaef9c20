//! What panes and overlays are drawn with. A widget knows text, styles and places; it knows no ledger.

pub mod canvas;
pub mod columns;
pub mod field;
pub mod list;
pub mod part;
