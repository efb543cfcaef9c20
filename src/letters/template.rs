//! Templates: the user's own before the shipped ones, filled in strictly and within bounds. They can read no files and
//! call nothing.

use std::collections::BTreeMap;
use std::io;

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::draft::{self, Draft, Place};
use super::fault::LetterFault;
use super::language::Language;
use super::variables::Values;
use crate::domain::letter::LetterKind;

/// The longest template, and the longest text that one makes, in bytes.
const LONGEST: usize = 64 * 1024;

/// Steps that a template may take: a shipped one takes some hundreds.
const FUEL: u64 = 100_000;

/// Faults of one template that are told at once.
const MOST_FAULTS: usize = 50;

/// Names of templates that are no kinds of letters.
pub(super) const OTHERS: [&str; 4] = ["statement", "activity", "confirmation", "email"];

/// A template's text and the file that it was read from, for faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub origin: String,
    pub text: String,
}

/// The templates that letters are made with.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Templates {
    own: BTreeMap<String, Source>,
}

impl Templates {
    /// The shipped templates alone.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The user's templates by their path within their folder, `nb/notice.txt`; the shipped ones stand in for those
    /// that are missing.
    pub fn with(own: BTreeMap<String, Source>) -> Self {
        Self { own }
    }

    /// The user's templates by path.
    pub fn own(&self) -> impl Iterator<Item = (&str, &Source)> {
        let own = self.own.iter();
        own.map(|(path, source)| (path.as_str(), source))
    }

    /// The shipped templates: path and text, for a user to copy.
    pub fn all_shipped() -> impl Iterator<Item = (String, &'static str)> {
        let kinds = LetterKind::ALL.map(LetterKind::name);
        let names = kinds.into_iter().chain(OTHERS);
        names.flat_map(|name| {
            Language::ALL.into_iter().filter_map(move |language| {
                let text = shipped(language, name)?;
                Some((path(language, name), text))
            })
        })
    }

    /// The template of a letter: the stage's own, then the kind's, then the shipped one.
    pub(super) fn letter(&self, language: Language, stage: &str, kind: LetterKind) -> Found<'_> {
        let own = self.own.get(&path(language, stage));
        let own = own.or_else(|| self.own.get(&path(language, kind.name())));
        Found::of(own, language, kind.name())
    }

    /// The template of what is no letter: statement, activity, confirmation or email.
    pub(super) fn other(&self, language: Language, name: &str) -> Found<'_> {
        Found::of(self.own.get(&path(language, name)), language, name)
    }
}

/// A template to be filled in.
pub(super) struct Found<'a> {
    pub origin: String,
    text: &'a str,
}

impl<'a> Found<'a> {
    fn of(own: Option<&'a Source>, language: Language, name: &str) -> Self {
        match own {
            Some(source) => Self {
                origin: source.origin.clone(),
                text: &source.text,
            },
            // Every kind has a shipped template, which a test holds; an empty one is refused for its subject.
            None => Self {
                origin: path(language, name),
                text: shipped(language, name).unwrap_or_default(),
            },
        }
    }

    /// The template filled in and parted.
    pub fn fill(&self, values: &Values, places: &[Place]) -> Result<Draft, LetterFault> {
        let (draft, faults) = self.tried(values, places);
        match (draft, faults.into_iter().next()) {
            (Some(draft), None) => Ok(draft),
            (_, Some(fault)) => Err(fault),
            (None, None) => Err(self.too_long()),
        }
    }

    /// The template filled in as far as it goes, with all that is wrong with it: what it does not know is blank.
    pub fn tried(&self, values: &Values, places: &[Place]) -> (Option<Draft>, Vec<LetterFault>) {
        if self.text.len() > LONGEST {
            return (None, vec![self.too_long()]);
        }
        let (marked, mut faults) = draft::marked(self.text, &self.origin, places);
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.add_filter("upper", minijinja::filters::upper);
        environment.add_filter("lower", minijinja::filters::lower);
        environment.add_filter("capitalize", minijinja::filters::capitalize);
        let template = match environment.template_from_named_str(&self.origin, &marked) {
            Ok(template) => template,
            Err(error) => {
                faults.push(self.fault(&marked, &error));
                return (None, faults);
            }
        };
        let named = values.iter();
        let mut named: BTreeMap<String, Value> = named
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        while faults.len() < MOST_FAULTS {
            let mut filled = Bounded(Vec::new());
            let known = Value::from_pairs(named.iter().map(|(name, value)| (name, value.clone())));
            let Err(error) = template.render_captured_to(known, &mut filled) else {
                let filled = String::from_utf8_lossy(&filled.0);
                let draft = draft::parsed(&filled, &self.origin, places);
                return match draft {
                    Ok(draft) => (Some(draft), faults),
                    Err(fault) => {
                        faults.push(fault);
                        (None, faults)
                    }
                };
            };
            let fault = match error.kind() {
                ErrorKind::WriteFailure => self.too_long(),
                _ => self.fault(&marked, &error),
            };
            let unknown = match &fault {
                LetterFault::UnknownName { name, .. } => Some(name.clone()),
                _ => None,
            };
            faults.push(fault);
            // What is unknown inside of something known cannot be filled in from here.
            match unknown.filter(|name| is_name(name) && !named.contains_key(name)) {
                Some(name) => named.insert(name, Value::from("")),
                None => break,
            };
        }
        (None, faults)
    }

    fn too_long(&self) -> LetterFault {
        LetterFault::TemplateTooLong {
            origin: self.origin.clone(),
            limit: LONGEST,
        }
    }

    fn fault(&self, marked: &str, error: &Error) -> LetterFault {
        let range = error.range().unwrap_or_default();
        let line = error.line().unwrap_or(1);
        let before = marked.get(..range.start).unwrap_or_default();
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count());
        let column = column + 1;
        let origin = self.origin.clone();
        match error.kind() {
            ErrorKind::UndefinedError => LetterFault::UnknownName {
                origin,
                line,
                column,
                name: marked.get(range).unwrap_or_default().trim().to_owned(),
            },
            _ => LetterFault::Template {
                origin,
                line,
                column,
                cause: match error.detail() {
                    Some(detail) => format!("{}: {detail}", error.kind()),
                    None => error.kind().to_string(),
                },
            },
        }
    }
}

/// Whether it is one name, without dots.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Text up to the longest.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn path(language: Language, name: &str) -> String {
    format!("{}/{name}.txt", language.tag())
}

/// The shipped templates of one language.
macro_rules! of_language {
    ($name:expr, $folder:literal) => {
        match $name {
            "friendly" => include_str!(concat!("../../assets/letters/", $folder, "/friendly.txt")),
            "reminder" => include_str!(concat!("../../assets/letters/", $folder, "/reminder.txt")),
            "notice" => include_str!(concat!("../../assets/letters/", $folder, "/notice.txt")),
            "demand" => include_str!(concat!("../../assets/letters/", $folder, "/demand.txt")),
            "interest-note" => {
                include_str!(concat!(
                    "../../assets/letters/",
                    $folder,
                    "/interest-note.txt"
                ))
            }
            "statement" => {
                include_str!(concat!("../../assets/letters/", $folder, "/statement.txt"))
            }
            "activity" => include_str!(concat!("../../assets/letters/", $folder, "/activity.txt")),
            "confirmation" => {
                include_str!(concat!(
                    "../../assets/letters/",
                    $folder,
                    "/confirmation.txt"
                ))
            }
            "email" => include_str!(concat!("../../assets/letters/", $folder, "/email.txt")),
            _ => return None,
        }
    };
}

fn shipped(language: Language, name: &str) -> Option<&'static str> {
    Some(match language {
        Language::Nb => of_language!(name, "nb"),
        Language::Sv => of_language!(name, "sv"),
        Language::Da => of_language!(name, "da"),
        Language::Fi => of_language!(name, "fi"),
        Language::En => of_language!(name, "en"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn fill(text: &str) -> Result<Draft, LetterFault> {
        let found = Found {
            origin: "nb/notice.txt".into(),
            text,
        };
        let values = vec![
            ("customer", Value::from("Ola")),
            ("you", context! { du => "du" }),
        ];
        found.fill(&values, Place::LETTER)
    }

    fn place(fault: Result<Draft, LetterFault>) -> (usize, usize, String) {
        match fault {
            Err(LetterFault::UnknownName {
                line, column, name, ..
            }) => (line, column, name),
            Err(LetterFault::Template {
                line,
                column,
                cause,
                ..
            }) => (line, column, cause),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn unknown_names_are_refused_with_line_and_column() {
        let (line, column, name) = place(fill("subject: x\n\nHello {{ custommer }}!\n"));
        assert_eq!((line, column, name.as_str()), (3, 10, "custommer"));
        let (line, column, _) = place(fill("subject: x\n[items]\nå {{ you.dere }}"));
        assert_eq!((line, column), (3, 6));
        let (line, ..) = place(fill("subject: x\n{% if nobody %}x{% endif %}"));
        assert_eq!(line, 2);
    }

    #[test]
    fn broken_templates_are_refused_with_their_line() {
        let (line, _, cause) = place(fill("subject: x\n\n{% if customer %}x\n"));
        assert!(line >= 3 && cause.contains("syntax"), "{line} {cause}");
        assert_eq!(place(fill("subject: x\n{{ customer | shout }}")).0, 2);
    }

    #[test]
    fn a_template_reads_nothing_and_does_not_run_on() {
        for text in [
            "subject: x\n{% include \"/etc/passwd\" %}",
            "subject: x\n{% for a in range(100000) %}{{ a }}{% endfor %}",
            "subject: x\n{{ \"a\" * 9999999999 }}",
            "subject: x\n{{ \"a\" * 999999 }}",
        ] {
            assert!(fill(text).is_err(), "{text}");
        }
        let nested = "{% for a in \"aaaaaaaaaa\" %}".repeat(12) + &"{% endfor %}".repeat(12);
        assert!(fill(&format!("subject: x\n{nested}")).is_err());
        assert!(matches!(
            fill(&"x".repeat(LONGEST + 1)),
            Err(LetterFault::TemplateTooLong { .. })
        ));
    }

    #[test]
    fn lines_of_tags_leave_no_gap() {
        let draft = fill("subject: x\nOne\n{% if customer %}\ntwo\n{% endif %}\nthree\n").unwrap();
        assert_eq!(draft.pieces, [draft::Piece::Text("One two three".into())]);
        let draft = fill("subject: x\nOne {% if customer %}two{% endif %}\nthree\n").unwrap();
        assert_eq!(draft.pieces, [draft::Piece::Text("One two three".into())]);
    }

    #[test]
    fn every_language_has_every_template() {
        assert_eq!(Templates::all_shipped().count(), 45);
    }

    #[test]
    fn a_stages_own_template_counts_before_the_kinds() {
        let source = |name: &str| Source {
            origin: name.into(),
            text: String::new(),
        };
        let paths = ["nb/notice.txt", "nb/second.txt"];
        let own = paths.map(|path| (path.to_owned(), source(path)));
        let templates = Templates::with(own.into());
        let origin = |language, stage| templates.letter(language, stage, LetterKind::Notice).origin;
        assert_eq!(origin(Language::Nb, "second"), "nb/second.txt");
        assert_eq!(origin(Language::Nb, "third"), "nb/notice.txt");
        assert_eq!(origin(Language::Sv, "second"), "sv/notice.txt");
    }
}
