//! What the readers' tests share.

use std::ops::ControlFlow;

use super::{Format, Progress, Sink, Source, Summary, read};
use crate::domain::intake::{Fault, Placed, Problem, Row};
use crate::domain::money::Currency;

/// Keeps all that a reader sends.
#[derive(Default, Debug)]
pub struct Kept {
    pub rows: Vec<Placed>,
    pub faults: Vec<Fault>,
}

impl Sink for Kept {
    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.rows.push(row);
        ControlFlow::Continue(())
    }

    fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
        self.faults.push(fault);
        ControlFlow::Continue(())
    }
}

pub fn source(bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(bytes.as_ref(), &Progress::default()).unwrap()
}

pub fn read_all(format: Format, bytes: impl AsRef<[u8]>) -> (Result<Summary, Fault>, Kept) {
    let mut kept = Kept::default();
    let summary = read(&source(bytes), format, Currency::NOK, &mut kept);
    (summary, kept)
}

/// The rows of a file in which nothing is wrong.
pub fn rows(format: Format, bytes: impl AsRef<[u8]>) -> Vec<Row> {
    let (summary, kept) = read_all(format, bytes);
    assert_eq!(kept.faults, []);
    assert_eq!(
        summary.map(|summary| summary.rows),
        Ok(kept.rows.len() as u64)
    );
    kept.rows.into_iter().map(|placed| placed.row).collect()
}

/// The faults of a list's rows, by line.
pub fn faults(format: Format, bytes: impl AsRef<[u8]>) -> Vec<(u64, Problem)> {
    let (summary, kept) = read_all(format, bytes);
    summary.unwrap();
    kept.faults
        .into_iter()
        .map(|fault| (fault.line.unwrap(), fault.problem))
        .collect()
}
