//! Bankgirot's file of incoming payments, Sweden.

use super::{Sink, Source, Summary};
use crate::domain::intake::{Fault, Problem};

pub fn read(_source: &Source, _sink: &mut dyn Sink) -> Result<Summary, Fault> {
    Err(Fault::file(Problem::UnknownFormat))
}
