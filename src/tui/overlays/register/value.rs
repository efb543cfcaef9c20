//! A field's value in the user's form, and back: what the desk takes is the same on every face.

use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::field::Field;
use crate::domain::outbox::Channel;
use crate::text::Locale;
use crate::text::fold::fold;

/// As the user reads and writes it, of a value as `Field::read` has it.
pub fn shown(locale: &Locale, field: Field, value: &str) -> String {
    let word = |key: String| {
        let known = locale.has(&key).then(|| locale.text(&key).to_owned());
        known.unwrap_or_else(|| value.to_owned())
    };
    match field {
        Field::Kind => word(format!("kind.{value}")),
        Field::Channel => word(format!("channel.{value}")),
        Field::Inactive => word(format!("tui.value.{value}")),
        Field::CreditLimit => {
            let number = value.parse().ok();
            number.map_or_else(|| value.to_owned(), |number| locale.decimal(number))
        }
        Field::AgreedFeeDate | Field::AgreedInterestDate | Field::Since => {
            let day: Option<Date> = value.parse().ok();
            let written = day.map(|day| day.format("%d.%m.%Y").to_string());
            written.unwrap_or_else(|| value.to_owned())
        }
        _ => value.to_owned(),
    }
}

/// As the desk takes it. What nobody can make sense of stays as it was typed: the desk says what is wrong with it.
pub fn typed(locale: &Locale, field: Field, text: &str, today: Date) -> String {
    let text = text.trim();
    // By how a name begins, in scripts or in the user's words.
    let begins = |name: &str, key: String| {
        let typed = fold(text);
        !typed.is_empty()
            && (name.starts_with(&typed) || fold(locale.text(&key)).starts_with(&typed))
    };
    let found = match field {
        Field::Kind => {
            let mut kinds = CustomerKind::ALL.iter().map(|kind| kind.name());
            kinds.find(|name| begins(name, format!("kind.{name}")))
        }
        Field::Channel => {
            let mut channels = Channel::ALL.iter().map(|channel| channel.name());
            channels.find(|name| begins(name, format!("channel.{name}")))
        }
        _ => None,
    };
    let written = match field {
        Field::CreditLimit => locale.parse_amount(text).map(|amount| amount.to_string()),
        Field::AgreedFeeDate | Field::AgreedInterestDate | Field::Since => {
            locale.parse_date(text, today).map(|day| day.to_string())
        }
        _ => found.map(str::to_owned),
    };
    written.unwrap_or_else(|| text.to_owned())
}
