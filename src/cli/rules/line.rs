//! A rule of a policy in a sentence, and a line of why it is there.

use crate::text::Locale;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::cli) struct Line {
    pub says: String,
    /// Empty for a rule that needs no reason.
    pub why: &'static str,
}

impl Line {
    /// The reason of a rule stands in a table under the rule's name, or under the beginning of it: what a rule means
    /// (`over-limit-check`, `over-limit-hold`) is no other rule.
    pub fn new(locale: &Locale, table: &str, rule: &str, says: String) -> Self {
        let mut name = rule;
        let why = loop {
            let key = format!("{table}.{name}");
            if locale.has(&key) {
                break locale.text(&key);
            }
            match name.rsplit_once('-') {
                Some((shorter, _)) => name = shorter,
                None => break "",
            }
        };
        Self { says, why }
    }

    /// As an item of a list; with the reason below it, if it is wanted.
    pub fn item(&self, with_why: bool) -> String {
        if with_why && !self.why.is_empty() {
            format!("* {}\n    {}", self.says, self.why)
        } else {
            format!("* {}", self.says)
        }
    }
}
