//! The user's own rules: whether a receipt fits one, and what the rule then says it is.

use regex::{Regex, RegexBuilder};

use crate::domain::account::same_account;
use crate::domain::candidate::Waiting;
use crate::domain::rule::{Rule, RuleFault, RuleSays};

/// Letters of the longest pattern.
const LONGEST_PATTERN: usize = 500;
/// Bytes that a compiled pattern may take, and again its working memory: a class repeated a thousand times does not
/// fit, whatever a person writes does.
const LARGEST_PATTERN: usize = 256 * 1024;
/// Groups within groups.
const DEEPEST_PATTERN: u32 = 50;

/// Rules ready to be asked. Patterns do not mind the case, `^` and `$` are the ends of a line, and the time that one
/// takes grows with the text alone, whatever the pattern.
#[derive(Default)]
pub struct Rules(Vec<Compiled>);

struct Compiled {
    rule: Rule,
    pattern: Option<Regex>,
}

/// A rule that fits a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    pub name: String,
    /// What it says, with what the pattern's group found in place of the group's name.
    pub says: RuleSays,
}

impl Rules {
    /// The rules, or the place of the first that cannot be used and why.
    pub fn compile(rules: &[Rule]) -> Result<Self, (usize, RuleFault)> {
        let compiled = rules.iter().enumerate().map(|(at, rule)| {
            let pattern = compile(rule).map_err(|fault| (at, fault))?;
            Ok(Compiled {
                rule: rule.clone(),
                pattern,
            })
        });
        Ok(Self(compiled.collect::<Result<_, _>>()?))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rules that fit a receipt, in their order.
    pub fn hit(&self, receipt: &Waiting) -> Vec<Hit> {
        if self.is_empty() {
            return Vec::new();
        }
        let text = text(receipt);
        let hits = self.0.iter().filter_map(|compiled| {
            Some(Hit {
                name: compiled.rule.name.clone(),
                says: compiled.says(receipt, &text)?,
            })
        });
        hits.collect()
    }
}

impl Compiled {
    fn says(&self, receipt: &Waiting, text: &str) -> Option<RuleSays> {
        let rule = &self.rule;
        let amount = receipt.amount.decimal(receipt.currency);
        let fits = rule.currency.is_none_or(|only| only == receipt.currency)
            && rule.least.is_none_or(|least| amount >= least)
            && rule.most.is_none_or(|most| amount <= most)
            && rule.account.as_deref().is_none_or(|account| {
                let payer = receipt.text.payer_account.as_deref();
                payer.is_some_and(|payer| same_account(payer, account))
            });
        if !fits {
            return None;
        }
        let Some(pattern) = &self.pattern else {
            return Some(rule.says.clone());
        };
        let Some(group) = rule.says.group() else {
            return pattern.is_match(text).then(|| rule.says.clone());
        };
        let found = pattern.captures(text)?.name(group)?.as_str().trim();
        (!found.is_empty()).then(|| rule.says.with(found.to_owned()))
    }
}

/// What a pattern looks through, each on a line of its own: the payer's name, his message, the reference, and what
/// the file names as paid.
fn text(receipt: &Waiting) -> String {
    let remittance = receipt.text.details.remittance.iter();
    let lines = [
        &receipt.text.payer_name,
        &receipt.text.message,
        &receipt.reference,
    ];
    let lines = lines.into_iter().flatten().map(String::as_str);
    lines
        .chain(remittance.map(|paid| paid.number.as_str()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn compile(rule: &Rule) -> Result<Option<Regex>, RuleFault> {
    let no_such_group = |group: &str| RuleFault::NoSuchGroup(group.to_owned());
    let Some(text) = &rule.pattern else {
        return rule
            .says
            .group()
            .map_or(Ok(None), |group| Err(no_such_group(group)));
    };
    if text.chars().count() > LONGEST_PATTERN {
        return Err(RuleFault::PatternTooLarge);
    }
    let pattern = RegexBuilder::new(text)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(LARGEST_PATTERN)
        .dfa_size_limit(LARGEST_PATTERN)
        .nest_limit(DEEPEST_PATTERN)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => RuleFault::PatternTooLarge,
            other => RuleFault::NotAPattern(cause(&other.to_string())),
        })?;
    match rule.says.group() {
        Some(group) if !pattern.capture_names().flatten().any(|name| name == group) => {
            Err(no_such_group(group))
        }
        _ => Ok(Some(pattern)),
    }
}

/// The last line of a syntax error says what is wrong; those before draw the pattern.
fn cause(error: &str) -> String {
    let last = error.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{CustomerId, ItemId};
    use crate::domain::money::{Currency, Minor};
    use crate::domain::receipt::{ReceiptText, Remittance};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn rule(pattern: &str, says: RuleSays) -> Rule {
        Rule {
            name: "r".to_owned(),
            pattern: Some(pattern.to_owned()),
            account: None,
            least: None,
            most: None,
            currency: None,
            says,
        }
    }

    fn invoice(text: &str) -> RuleSays {
        RuleSays::Invoice(text.to_owned())
    }

    fn receipt(name: &str, message: &str) -> Waiting {
        Waiting {
            item: ItemId(1),
            booked: "2026-11-20".parse().unwrap(),
            amount: Minor(125_000),
            left: Minor(125_000),
            currency: Currency::NOK,
            customer: CustomerId::UNIDENTIFIED,
            payment_id: None,
            bank_ref: None,
            reference: None,
            text: ReceiptText {
                payer_name: Some(name.to_owned()),
                payer_account: Some("NO93 8601 1117 947".to_owned()),
                message: Some(message.to_owned()),
                ..ReceiptText::default()
            },
            set_aside: None,
            taken_back: false,
        }
    }

    fn says(rule: Rule, receipt: &Waiting) -> Option<RuleSays> {
        let hits = Rules::compile(&[rule]).unwrap().hit(receipt);
        hits.into_iter().next().map(|hit| hit.says)
    }

    fn fault(pattern: &str, text: &str) -> RuleFault {
        let rules = [rule("fits", invoice("1")), rule(pattern, invoice(text))];
        let (at, fault) = Rules::compile(&rules).err().unwrap();
        assert_eq!(at, 1);
        fault
    }

    #[test]
    fn a_named_group_finds_the_invoice_in_any_line_and_case() {
        let by_group = || rule(r"^order no\.? (?<no>[0-9]+)$", invoice("$no"));
        let found = says(by_group(), &receipt("Nordlys AS", "Takk\nORDER NO. 10231"));
        assert_eq!(found, Some(invoice("10231")));
        assert_eq!(
            says(by_group(), &receipt("Nordlys AS", "order no. 10231 x")),
            None
        );
        let mut named = receipt("Nordlys AS", "");
        named.text.details.remittance.push(Remittance {
            number: "Order no 77".to_owned(),
            amount: None,
        });
        assert_eq!(says(by_group(), &named), Some(invoice("77")));
        named.reference = Some("order no 78".to_owned());
        assert_eq!(says(by_group(), &named), Some(invoice("78")));
    }

    #[test]
    fn a_group_that_found_nothing_says_nothing() {
        let optional = rule("leie( (?<no>[0-9]+))?", invoice("$no"));
        assert_eq!(says(optional.clone(), &receipt("x", "leie")), None);
        assert_eq!(
            says(optional, &receipt("x", "leie 12")),
            Some(invoice("12"))
        );
    }

    #[test]
    fn all_that_a_rule_names_must_fit() {
        let says_so = invoice("1");
        let all = Rule {
            account: Some("86011117947".to_owned()),
            least: Some(Decimal::from(1_250)),
            most: Some(Decimal::from(1_250)),
            currency: Some(Currency::NOK),
            ..rule("nordlys", says_so.clone())
        };
        let receipt = receipt("NORDLYS AS", "");
        assert_eq!(says(all.clone(), &receipt), Some(says_so));
        let others: [fn(Rule) -> Rule; 5] = [
            |rule| Rule {
                account: Some("86011117948".to_owned()),
                ..rule
            },
            |rule| Rule {
                least: Some(Decimal::new(125_001, 2)),
                ..rule
            },
            |rule| Rule {
                most: Some(Decimal::new(124_999, 2)),
                ..rule
            },
            |rule| Rule {
                currency: Some(Currency::SEK),
                ..rule
            },
            |rule| Rule {
                pattern: Some("sørlys".to_owned()),
                ..rule
            },
        ];
        for other in others {
            assert_eq!(says(other(all.clone()), &receipt), None);
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_used_says_why() {
        assert_eq!(
            fault("(", "1"),
            RuleFault::NotAPattern("unclosed group".to_owned())
        );
        assert_eq!(fault(r"\w{1000}{1000}", "1"), RuleFault::PatternTooLarge);
        assert_eq!(fault(&"a".repeat(501), "1"), RuleFault::PatternTooLarge);
        assert_eq!(
            fault("(?<no>1)", "$number"),
            RuleFault::NoSuchGroup("number".to_owned())
        );
        assert!(matches!(
            fault(&format!("{}1{}", "(".repeat(200), ")".repeat(200)), "1"),
            RuleFault::NotAPattern(_)
        ));
        let blind = Rule {
            pattern: None,
            account: Some("1".to_owned()),
            ..rule("", invoice("$no"))
        };
        assert_eq!(
            Rules::compile(&[blind]).err(),
            Some((0, RuleFault::NoSuchGroup("no".to_owned())))
        );
    }

    /// What takes other engines for ever.
    #[test]
    fn a_long_text_is_looked_through_at_once() {
        let hostile = rule("(a+)+(a|aa)*b$", invoice("1"));
        assert_eq!(says(hostile, &receipt("x", &"a".repeat(100_000))), None);
    }

    proptest! {
        #[test]
        fn any_pattern_and_text_are_answered(pattern in "\\PC{0,40}|[()\\[\\]{}*+?|a-c0-9\\\\]{0,30}", text in "\\PC{0,60}") {
            if let Ok(rules) = Rules::compile(&[rule(&pattern, invoice("$no")), rule(&pattern, invoice("1"))]) {
                rules.hit(&receipt(&text, &text));
            }
            if let Ok(rules) = Rules::compile(&[rule(&pattern, invoice("1"))]) {
                rules.hit(&receipt(&text, &text));
            }
        }
    }
}
