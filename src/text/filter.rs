//! The filter language of both faces: `late:>30 amt:>10000 cust:äng open:>0 cur:EUR -word "two words" word`.
//!
//! All terms must hold; `-` before one turns it around. A word is looked for in everything that a row shows; one that
//! is a figure finds the row's amounts as well, with or without their decimals.
//! `late`, `amt` and `open` take `>`, `>=`, `<`, `<=`, `=` or nothing before a number, and `10..20`. Letters match
//! without regard to case and diacritics. `is` asks for a state (`is:held`), `tag` for a tag, `group` for a group. A filter is parsed once and asked of tens of thousands of rows within a
//! frame, so rows bring their texts folded.

use std::ops::{Bound, RangeBounds};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reports::card::CustomerLine;

pub use super::fold::fold;
use super::typed;

/// What a filter can look at of a row. Texts are folded by `fold` beforehand, once per row and not per question.
#[derive(Clone, Copy, Default, Debug)]
pub struct Subject<'a> {
    /// Folded: whatever else a word is looked for in.
    pub words: &'a [&'a str],
    /// Folded: the document's number, where there is one.
    pub number: &'a str,
    /// Folded: the customer's name and number.
    pub customer: &'a str,
    /// Days past due.
    pub late: i64,
    pub amount: Decimal,
    pub open: Decimal,
    /// The ISO code as it is.
    pub currency: &'a str,
    pub states: States,
    /// Folded, a line end before each.
    pub tags: &'a str,
    /// Folded.
    pub group: &'a str,
}

/// What a customer can be besides late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Not sold to any more.
    Inactive,
    /// Sales to him are held.
    Held,
    /// His data were not confirmed for too long.
    Stale,
    /// Something of his data is wrong or missing.
    Wrong,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Inactive, Self::Held, Self::Stale, Self::Wrong];

    /// Its name in a filter, after `is:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Held => "held",
            Self::Stale => "stale",
            Self::Wrong => "wrong",
        }
    }
}

/// A set of states.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct States(u8);

impl States {
    pub fn has(self, state: State) -> bool {
        self.0 & 1 << state as u8 != 0
    }
}

impl FromIterator<State> for States {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        Self(
            states
                .into_iter()
                .fold(0, |bits, state| bits | 1 << state as u8),
        )
    }
}

/// What a customer is sorted by beside his figures.
#[derive(Clone, Default, Debug)]
pub struct Labels {
    pub states: States,
    /// Folded, a line end before each.
    pub tags: String,
    /// Folded.
    pub group: String,
}

impl Labels {
    pub fn of(line: &CustomerLine) -> Self {
        let states = [
            (State::Inactive, line.inactive),
            (State::Held, line.hold.is_some()),
            (State::Stale, line.stale_since.is_some()),
            (State::Wrong, line.faulty),
        ];
        let held = states.into_iter().filter(|(_, holds)| *holds);
        let mut tags = String::new();
        for tag in &line.tags {
            tags.push('\n');
            tags.push_str(&fold(tag));
        }
        Self {
            states: held.map(|(state, _)| state).collect(),
            tags,
            group: line.group.as_deref().map(fold).unwrap_or_default(),
        }
    }
}

impl Subject<'_> {
    /// Whether one of its amounts is this, or this and some decimals.
    fn has(&self, figure: Decimal) -> bool {
        let is_whole = figure.fract().is_zero();
        [self.amount, self.open].into_iter().any(|amount| {
            let amount = amount.abs();
            !amount.is_zero() && (amount == figure || is_whole && amount.trunc() == figure)
        })
    }
}

/// What a person asked to see.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Filter {
    /// The quickest to refuse a row first.
    terms: Vec<Term>,
}

/// Why a text is no filter, or not yet. Its sentence stands in the locale under `filter.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum FilterFault {
    UnknownField { field: String, known: String },
    MissingValue { field: String },
    NotANumber { field: String, value: String },
    UnknownState { value: String, known: String },
    OpenQuote,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Test {
    State(State),
    Currency(String),
    Number(Figure, Range),
    /// The beginning of a tag, after the end of the line before.
    Tag(String),
    Group(String),
    Customer(String),
    Word(String, Option<Decimal>),
}

/// A figure of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Figure {
    Late,
    Amount,
    Open,
}

type Range = (Bound<Decimal>, Bound<Decimal>);

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

impl Filter {
    pub fn parse(text: &str) -> Result<Self, FilterFault> {
        let mut terms = tokens(text)?
            .iter()
            .map(Token::term)
            .collect::<Result<Vec<Term>, FilterFault>>()?;
        terms.sort_by_key(|term| term.test.cost());
        Ok(Self { terms })
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words, where it asks for nothing else: what a fuzzy search could look for instead.
    pub fn plain_words(&self) -> Option<String> {
        let mut words = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            match &term.test {
                Test::Word(word, _) if !term.negated => words.push(word.as_str()),
                _ => return None,
            }
        }
        Some(words.join(" "))
    }

    /// Whether it asks for who is in that state, or for who is not.
    pub fn asks_for(&self, state: State) -> bool {
        let mut tests = self.terms.iter().map(|term| &term.test);
        tests.any(|test| *test == Test::State(state))
    }

    pub fn accepts(&self, subject: &Subject) -> bool {
        self.terms
            .iter()
            .all(|term| term.test.holds(subject) != term.negated)
    }
}

impl Test {
    fn cost(&self) -> u8 {
        match self {
            Self::State(_) | Self::Currency(_) => 0,
            Self::Number(..) => 1,
            Self::Tag(_) | Self::Group(_) => 2,
            Self::Customer(_) => 3,
            Self::Word(..) => 4,
        }
    }

    fn holds(&self, subject: &Subject) -> bool {
        match self {
            Self::State(state) => subject.states.has(*state),
            Self::Tag(tag) => contains(subject.tags, tag),
            Self::Group(group) => contains(subject.group, group),
            Self::Currency(code) => subject.currency.eq_ignore_ascii_case(code),
            Self::Number(Figure::Late, range) => range.contains(&Decimal::from(subject.late)),
            Self::Number(Figure::Amount, range) => range.contains(&subject.amount),
            Self::Number(Figure::Open, range) => range.contains(&subject.open),
            Self::Customer(text) => contains(subject.customer, text),
            Self::Word(word, figure) => {
                contains(subject.customer, word)
                    || contains(subject.number, word)
                    || subject.words.iter().any(|text| contains(text, word))
                    || figure.is_some_and(|figure| subject.has(figure))
            }
        }
    }
}

/// Whether the text has the word in it. The library's search prepares itself for long texts; a row's are short.
fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let Some(last) = text.len().checked_sub(word.len()) else {
        return false;
    };
    text[..=last]
        .iter()
        .enumerate()
        .any(|(at, byte)| byte == first && text[at + 1..].starts_with(rest))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(filter: &str, subject: &Subject) -> bool {
        Filter::parse(filter).unwrap().accepts(subject)
    }

    #[test]
    fn a_word_that_is_a_figure_finds_the_amounts() {
        let subject = Subject {
            amount: Decimal::new(1_820_050, 2),
            open: Decimal::new(-900_000, 2),
            ..Subject::default()
        };
        for yes in [
            "18200",
            "18200,50",
            "18.200,50",
            "\"18 200,50\"",
            "9000",
            "9000,00",
        ] {
            assert!(asked(yes, &subject), "{yes}");
        }
        for no in ["18200,51", "1820", "900", "0", "18200x"] {
            assert!(!asked(no, &subject), "{no}");
        }
    }

    #[test]
    fn states_tags_and_groups_are_asked_for() {
        let subject = Subject {
            states: [State::Held].into_iter().collect(),
            tags: "\nbuilding site\nvip",
            group: "chain north",
            ..Subject::default()
        };
        for yes in [
            "is:held",
            "is:he",
            "-is:inactive",
            "tag:VIP",
            "tag:build",
            "group:north",
        ] {
            assert!(asked(yes, &subject), "{yes}");
        }
        for no in [
            "is:inactive",
            "-is:held",
            "is:stale",
            "tag:site",
            "group:south",
        ] {
            assert!(!asked(no, &subject), "{no}");
        }
        let known = "inactive held stale wrong".to_owned();
        let value = "frozen".to_owned();
        let fault = FilterFault::UnknownState { value, known };
        assert_eq!(Filter::parse("is:frozen"), Err(fault));
        assert!(
            Filter::parse("-is:inactive")
                .unwrap()
                .asks_for(State::Inactive)
        );
        assert!(!Filter::parse("inactive").unwrap().asks_for(State::Inactive));
    }

    #[test]
    fn only_words_can_be_looked_for_fuzzily() {
        let plain = |text| Filter::parse(text).unwrap().plain_words();
        assert_eq!(plain("Nørd  by").as_deref(), Some("nord by"));
        assert_eq!(plain("nord -by"), None);
        assert_eq!(plain("nord late:>3"), None);
    }

    #[test]
    fn terms_all_hold() {
        let words = [fold("Haust og vår, Ålesund"), fold("order A-77")];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let customer = fold("1042 Ängström & Sønn");
        let subject = Subject {
            words: &words,
            number: "10231",
            customer: &customer,
            late: 42,
            amount: Decimal::new(1_820_000, 2),
            open: Decimal::new(900_000, 2),
            currency: "NOK",
            ..Subject::default()
        };
        for yes in [
            "",
            "  ",
            "late:>30",
            "late:42",
            "late:=42",
            "late:>=42",
            "late:<43",
            "LATE:40..42",
            "amt:>10000",
            "amt:>10.000,00",
            "amt:18200",
            "open:<=9000",
            "amount:>\"18 199\"",
            "cust:äng",
            "cust:ang",
            "cust:ANGSTROM",
            "cust:sonn",
            "cust:1042",
            "cur:nok",
            "-cur:EUR",
            "alesund",
            "ÅLESUND",
            "\"og vår\"",
            "10231",
            "0231",
            "-winter",
            "-\"vår og\"",
            "a-77",
            "angstrom late:>30 -cur:EUR",
            "-",
            "\"\"",
        ] {
            assert!(asked(yes, &subject), "{yes}");
        }
        for no in [
            "late:>42",
            "late:<42",
            "late:1..41",
            "amt:<18200",
            "open:>9000",
            "-late:42",
            "cust:ålesund",
            "cur:EUR",
            "winter",
            "\"vår og\"",
            "-alesund",
            "alesund winter",
            "late:>30 cur:EUR",
            "late:-5",
        ] {
            assert!(!asked(no, &subject), "{no}");
        }
    }

    #[test]
    fn a_fault_says_what_is_wrong() {
        let fault = |text: &str| Filter::parse(text).unwrap_err();
        assert_eq!(
            fault("late:"),
            FilterFault::MissingValue {
                field: "late".into()
            }
        );
        assert_eq!(
            fault("late:>"),
            FilterFault::MissingValue {
                field: "late".into()
            }
        );
        assert_eq!(
            fault("amt:1.."),
            FilterFault::MissingValue {
                field: "amt".into()
            }
        );
        assert_eq!(
            fault("amt:>ten"),
            FilterFault::NotANumber {
                field: "amt".into(),
                value: "ten".into()
            }
        );
        assert_eq!(
            fault("amt:>1.000"),
            FilterFault::NotANumber {
                field: "amt".into(),
                value: "1.000".into()
            }
        );
        assert_eq!(fault("\"two words"), FilterFault::OpenQuote);
        let known = "late: amt: open: cust: cur: is: tag: group:".to_owned();
        assert_eq!(
            fault("due:today"),
            FilterFault::UnknownField {
                field: "due".into(),
                known
            }
        );
        assert!(Filter::parse("\"due:today\" :x").is_ok());
    }

    #[test]
    fn nothing_asked_is_an_empty_filter() {
        assert!(Filter::parse(" - ").unwrap().is_empty());
        assert!(!Filter::parse("x").unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn anything_typed_is_answered(text in "\\PC{0,30}", terms in "(late|cust|-|:|>|\"| |1|\\.|a){0,12}") {
            for text in [text, terms] {
                if let Ok(filter) = Filter::parse(&text) {
                    let _ = filter.accepts(&Subject::default());
                }
            }
        }

        #[test]
        fn a_word_is_found_where_the_library_finds_it(text in "[abå]{0,12}", word in "[abå]{0,4}") {
            prop_assert_eq!(contains(&text, &word), text.contains(&word));
        }
    }
}
