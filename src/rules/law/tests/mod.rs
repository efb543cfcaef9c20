//! What the shipped statutes say, how a user adds to them, and what their files must hold.

mod files;
mod letters;
mod rows;

use crate::domain::date::Date;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
