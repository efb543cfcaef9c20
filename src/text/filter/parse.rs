//! From what is typed to terms.

use std::ops::Bound;

use super::state::State;
use super::{Figure, FilterFault, Range, Term, Test};
use crate::text::fold::fold;
use crate::text::typed;

/// Fields by name. The first name of a field is the one that help shows.
const FIELDS: [(&str, Field); 11] = [
    ("late", Field::Number(Figure::Late)),
    ("amt", Field::Number(Figure::Amount)),
    ("open", Field::Number(Figure::Open)),
    ("cust", Field::Customer),
    ("cur", Field::Currency),
    ("is", Field::State),
    ("tag", Field::Tag),
    ("group", Field::Group),
    ("amount", Field::Number(Figure::Amount)),
    ("customer", Field::Customer),
    ("currency", Field::Currency),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Number(Figure),
    Customer,
    Currency,
    State,
    Tag,
    Group,
}

/// How many of the fields help shows.
const SHOWN: usize = 8;

/// All that a text asks for.
pub fn terms(text: &str) -> Result<Vec<Term>, FilterFault> {
    tokens(text)?.iter().map(Token::term).collect()
}

/// A term as typed, its quotes taken off.
struct Token {
    negated: bool,
    /// Before the first colon outside quotes.
    field: Option<String>,
    value: String,
}

impl Token {
    fn term(&self) -> Result<Term, FilterFault> {
        let test = match &self.field {
            None => Test::Word(fold(&self.value), typed::amount(&self.value)),
            Some(name) => self.field_test(name)?,
        };
        Ok(Term {
            negated: self.negated,
            test,
        })
    }

    fn field_test(&self, name: &str) -> Result<Test, FilterFault> {
        let Some((_, field)) = FIELDS
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
        else {
            let known: Vec<String> = FIELDS[..SHOWN]
                .iter()
                .map(|(name, _)| format!("{name}:"))
                .collect();
            return Err(FilterFault::UnknownField {
                field: name.to_owned(),
                known: known.join(" "),
            });
        };
        if self.value.is_empty() {
            return Err(FilterFault::MissingValue {
                field: name.to_owned(),
            });
        }
        Ok(match field {
            Field::Customer => Test::Customer(fold(&self.value)),
            Field::Currency => Test::Currency(self.value.clone()),
            Field::State => Test::State(self.state()?),
            Field::Tag => Test::Tag(format!("\n{}", fold(&self.value))),
            Field::Group => Test::Group(fold(&self.value)),
            Field::Number(figure) => Test::Number(figure, self.range(name)?),
        })
    }

    /// A state by how its name begins: it is typed letter by letter.
    fn state(&self) -> Result<State, FilterFault> {
        let typed = self.value.to_lowercase();
        let mut states = State::ALL.into_iter();
        let found = states.find(|state| state.name().starts_with(&typed));
        found.ok_or_else(|| FilterFault::UnknownState {
            value: self.value.clone(),
            known: State::ALL.map(State::name).join(" "),
        })
    }

    fn range(&self, name: &str) -> Result<Range, FilterFault> {
        let field = || name.to_owned();
        let number = |text: &str| match typed::amount(text) {
            Some(number) => Ok(number),
            None if text.is_empty() => Err(FilterFault::MissingValue { field: field() }),
            None => Err(FilterFault::NotANumber {
                field: field(),
                value: text.to_owned(),
            }),
        };
        let value = self.value.as_str();
        if let Some((low, high)) = value.split_once("..") {
            return Ok((
                Bound::Included(number(low)?),
                Bound::Included(number(high)?),
            ));
        }
        // The longer signs first: `>` begins `>=`.
        let signs = [">=", "<=", ">", "<", "="];
        let (sign, text) = signs
            .into_iter()
            .find_map(|sign| value.strip_prefix(sign).map(|text| (sign, text)))
            .unwrap_or(("=", value));
        let number = number(text)?;
        Ok(match sign {
            ">=" => (Bound::Included(number), Bound::Unbounded),
            "<=" => (Bound::Unbounded, Bound::Included(number)),
            ">" => (Bound::Excluded(number), Bound::Unbounded),
            "<" => (Bound::Unbounded, Bound::Excluded(number)),
            _ => (Bound::Included(number), Bound::Included(number)),
        })
    }
}

/// Terms parted by blanks; blanks and colons inside quotes part nothing.
fn tokens(text: &str) -> Result<Vec<Token>, FilterFault> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        if chars.peek().is_none() {
            return Ok(tokens);
        }
        let negated = chars.next_if_eq(&'-').is_some();
        let (mut field, mut value) = (None, String::new());
        let (mut in_quotes, mut quoted) = (false, false);
        while let Some(c) = chars.next_if(|c| in_quotes || !c.is_whitespace()) {
            match c {
                '"' => (in_quotes, quoted) = (!in_quotes, true),
                ':' if !in_quotes && !quoted && field.is_none() && !value.is_empty() => {
                    field = Some(std::mem::take(&mut value));
                }
                c => value.push(c),
            }
        }
        if in_quotes {
            return Err(FilterFault::OpenQuote);
        }
        // A lone `-` or an empty pair of quotes is on its way to become a term.
        if field.is_some() || !value.is_empty() {
            tokens.push(Token {
                negated,
                field,
                value,
            });
        }
    }
}
