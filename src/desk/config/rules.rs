//! The user's rules as the settings file has them, judged before any is used.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::{ConfigFault, line_at};
use crate::domain::rule::{Rule, RuleFault, WrittenRule};
use crate::matching::rule::Rules;

/// Rules that one settings file may hold.
const MOST: usize = 200;

/// The rules that are written, if all of them can be used.
pub(super) fn read(
    written: Vec<WrittenRule>,
    text: &str,
    path: &str,
) -> Result<Vec<Rule>, ConfigFault> {
    if written.len() > MOST {
        return Err(ConfigFault::RulesTooMany {
            path: path.to_owned(),
            limit: MOST,
        });
    }
    let names: Vec<String> = written
        .iter()
        .map(|rule| rule.name.trim().to_owned())
        .collect();
    let fault = |at: usize, fault| told(fault, path, line_of(text, at), &names[at]);
    let mut rules = Vec::with_capacity(written.len());
    for (at, rule) in written.into_iter().enumerate() {
        rules.push(Rule::read(rule).map_err(|cause| fault(at, cause))?);
    }
    let mut seen = HashSet::new();
    if let Some(at) = rules.iter().position(|rule| !seen.insert(&rule.name)) {
        return Err(ConfigFault::RuleTwice {
            path: path.to_owned(),
            line: line_of(text, at),
            rule: names[at].clone(),
        });
    }
    Rules::compile(&rules).map_err(|(at, cause)| fault(at, cause))?;
    Ok(rules)
}

/// The line on which a rule starts.
fn line_of(text: &str, at: usize) -> u64 {
    #[derive(Deserialize)]
    struct Places {
        rule: Vec<Spanned<toml::Table>>,
    }
    let places = toml::from_str::<Places>(text);
    let start = places
        .ok()
        .and_then(|places| Some(places.rule.get(at)?.span().start));
    line_at(text, start.unwrap_or_default())
}

fn told(fault: RuleFault, path: &str, line: u64, rule: &str) -> ConfigFault {
    let (path, rule) = (path.to_owned(), rule.to_owned());
    match fault {
        RuleFault::NameMissing => ConfigFault::RuleNameMissing { path, line },
        RuleFault::TextTooLong => ConfigFault::RuleTextTooLong { path, line, rule },
        RuleFault::LooksForNothing => ConfigFault::RuleLooksForNothing { path, line, rule },
        RuleFault::NotAnAccount => ConfigFault::RuleNotAnAccount { path, line, rule },
        RuleFault::SaysNotOne => ConfigFault::RuleSaysNotOne { path, line, rule },
        RuleFault::NotARange => ConfigFault::RuleNotARange { path, line, rule },
        RuleFault::NoSuchGroup(group) => ConfigFault::RuleNoSuchGroup {
            path,
            line,
            rule,
            group,
        },
        RuleFault::PatternTooLarge => ConfigFault::RulePatternTooLarge { path, line, rule },
        RuleFault::NotAPattern(cause) => ConfigFault::RuleNotAPattern {
            path,
            line,
            rule,
            cause,
        },
    }
}
