//! A letter or statement as it reads: every word chosen, every figure written, in order. PDF, e-mail, text and the
//! screen all show this and nothing else, and the ledger keeps it as the copy of what left the house.

use serde::{Deserialize, Serialize};

/// One letter or statement.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// The tag of its language: nb, sv, da, fi or en.
    pub language: String,
    /// The heading of the page and the subject of the e-mail.
    pub subject: String,
    pub sender: Sender,
    /// Lines of the address window, the name first.
    pub recipient: Vec<String>,
    /// What stands beside the address: the date, the numbers, who asks.
    pub facts: Vec<Labelled>,
    pub blocks: Vec<Block>,
    /// The words at the foot of a page, with `{page}` and `{pages}`.
    pub page: String,
}

/// The company as its letters name it.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sender {
    pub name: String,
    /// Its address, without the name.
    pub address: Vec<String>,
    /// What stands at the foot: organisation number, telephone, e-mail, web.
    pub facts: Vec<Labelled>,
}

/// A figure or fact with its label.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Labelled {
    pub label: String,
    pub value: String,
}

/// A part of the page, in order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    Heading(String),
    /// One paragraph. A line break in it is kept.
    Text(String),
    Table(Table),
    /// The one way to pay: what, to which account, with which reference, by when.
    Payment(Vec<Labelled>),
}

/// Rows under titles.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    pub side: Side,
}

/// To which side a column's cells stand: figures right, words left.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    #[default]
    Left,
    Right,
}

/// One row: as many cells as there are columns.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    pub cells: Vec<String>,
    pub weight: Weight,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    #[default]
    Plain,
    /// A sum, under a line.
    Sum,
}
