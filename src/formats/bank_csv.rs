//! Account statements that banks give as tables.

use super::{Sink, Source, Summary};
use crate::domain::intake::{Fault, Problem};
use crate::domain::money::Currency;

pub fn read(
    _source: &Source,
    _default_currency: Currency,
    _sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    Err(Fault::file(Problem::UnknownFormat))
}
