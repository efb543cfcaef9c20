//! Sentences with blanks: `{name}` stands for the fact of that name, `{count:invoice|invoices}` for the first
//! word when the fact `count` is one and for the second otherwise; `{{` and `}}` are braces.
//!
//! A blank without its fact stays as it is, so that a test, or a puzzled reader, can see it.

use super::width;

/// One piece of a sentence.
enum Piece<'a> {
    Text(&'a str),
    /// With the braces around it, and inside them the name and the words for one and for many.
    Blank {
        whole: &'a str,
        name: &'a str,
        forms: Option<(&'a str, &'a str)>,
    },
}

/// The sentence with its blanks filled. Facts may come from files: what could steer a terminal is taken out.
pub fn fill(sentence: &str, facts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    for piece in Pieces(sentence) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Blank { whole, name, forms } => match (fact(facts, name), forms) {
                (None, _) => filled.push_str(whole),
                (Some(value), None) => filled.push_str(&width::clean(value)),
                (Some(value), Some((one, many))) => {
                    filled.push_str(if is_one(value) { one } else { many });
                }
            },
        }
    }
    filled
}

/// The names of a sentence's blanks.
pub fn blanks(sentence: &str) -> Vec<&str> {
    let name = |piece| match piece {
        Piece::Text(_) => None,
        Piece::Blank { name, .. } => Some(name),
    };
    Pieces(sentence).filter_map(name).collect()
}

fn fact<'a>(facts: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    facts
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

fn is_one(value: &str) -> bool {
    value.trim_start_matches('+') == "1"
}

struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.0;
        let first = rest.chars().next()?;
        for brace in ["{{", "}}"] {
            if let Some(after) = rest.strip_prefix(brace) {
                self.0 = after;
                return Some(Piece::Text(&brace[1..]));
            }
        }
        let close = if first == '{' { rest.find('}') } else { None };
        if let Some(close) = close {
            let inside = &rest[1..close];
            self.0 = &rest[close + 1..];
            let (name, forms) = match inside.split_once(':') {
                Some((name, words)) => (name, words.split_once('|')),
                None => (inside, None),
            };
            return Some(Piece::Blank {
                whole: &rest[..=close],
                name,
                forms,
            });
        }
        // Text up to the next brace; a brace that opens nothing is text itself.
        let from = first.len_utf8();
        let end = rest[from..]
            .find(['{', '}'])
            .map_or(rest.len(), |at| from + at);
        self.0 = &rest[end..];
        Some(Piece::Text(&rest[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_are_filled_once() {
        let facts = [("a", "{b}"), ("b", "x\u{1b}[31m\ny")];
        assert_eq!(fill("{a} and {b}", &facts), "{b} and x[31m y");
        assert_eq!(
            fill("{c} stays, {{a}} is a brace, so is {", &facts),
            "{c} stays, {a} is a brace, so is {"
        );
        assert_eq!(blanks("{a}{{x}} {n:one|more} {"), ["a", "n"]);
    }

    #[test]
    fn one_is_one_and_nothing_else_is() {
        let say = |count| fill("{count} {count:invoice|invoices}", &[("count", count)]);
        assert_eq!(say("1"), "1 invoice");
        for many in ["0", "2", "11", "1\u{a0}001", "1,5"] {
            assert_eq!(say(many), format!("{many} invoices"));
        }
    }

    proptest! {
        #[test]
        fn text_without_braces_is_itself(text in "[^{}]{0,40}") {
            prop_assert_eq!(fill(&text, &[("a", "b")]), text);
        }

        #[test]
        fn any_sentence_is_answered(text in "[{}:|a ]{0,20}") {
            let _ = fill(&text, &[("a", "b")]);
        }
    }
}
