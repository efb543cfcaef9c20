//! ISO 20022 account reports, statements and notifications.

use super::{Format, Sink, Source, Summary};
use crate::domain::intake::{Fault, Problem};

pub fn read(_source: &Source, _format: Format, _sink: &mut dyn Sink) -> Result<Summary, Fault> {
    Err(Fault::file(Problem::UnknownFormat))
}
