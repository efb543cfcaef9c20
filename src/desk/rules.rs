//! The user's own rules: which of them speak, what each would have said of all receipts so far, and switching them
//! on and off.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::domain::candidate::Waiting;
use crate::domain::command::Command;
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::refusal::Refusal;
use crate::domain::rule::{Rule, RuleSays};
use crate::domain::state::receipt_label;
use crate::matching::rule::Rules;
use crate::reports::learned::{RuleHit, RuleLine, RuleTest, Verdict, Was};
use crate::store::query::{Reader, Settled};

use super::{Desk, Did, Failure};

/// Receipts that a test has in hand at a time.
const PAGE: usize = 1_000;
/// Hits of each kind that a test shows; it counts them all.
const SHOWN: u64 = 500;
/// Digits of a digest that are kept.
const DIGEST: usize = 16;

impl Desk {
    /// The rules of the settings file, in its order.
    pub fn rules(&self) -> anyhow::Result<Vec<RuleLine>> {
        let switches = self.store.read().switches()?;
        let lines = self.config.rules.iter().map(|rule| {
            let digest = digest(rule);
            let tested = switches.get(&rule.name);
            RuleLine {
                rule: rule.clone(),
                on: tested == Some(&digest),
                changed: tested.is_some_and(|tested| *tested != digest),
                digest,
            }
        });
        Ok(lines.collect())
    }

    /// Holds a rule, switched on or not, against all receipts that there were.
    pub fn test_rule(&self, name: &str) -> Result<RuleTest, Failure> {
        let rule = self.rule(name)?;
        let rules = Rules::compile(std::slice::from_ref(rule)).map_err(|(_, fault)| {
            anyhow::anyhow!("a rule was not judged when it was read: {fault:?}")
        })?;
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        if rule.says.group().is_none() && Said::of(&reader, &rule.says)?.is_none() {
            let text = rule.says.text().to_owned();
            let refusal = match rule.says {
                RuleSays::Invoice(_) => Refusal::UnknownInvoice { invoice: text },
                _ => Refusal::UnknownCustomer { customer: text },
            };
            return Err(refusal.into());
        }
        let mut test = RuleTest::default();
        let mut after = ItemId(0);
        loop {
            let page = reader.receipts_after(after, PAGE)?;
            let Some(last) = page.last() else {
                break;
            };
            after = last.item;
            for receipt in &page {
                for hit in rules.hit(receipt) {
                    if let Some(hit) = judge(&reader, receipt, hit.says)? {
                        count(&mut test, hit);
                    }
                }
            }
        }
        test.hits
            .sort_by_key(|hit| (hit.verdict != Verdict::Wrong, hit.receipt));
        Ok(test)
    }

    /// Lets a rule speak, if it would not have said anything else than what was decided; or silences it.
    pub fn switch_rule(&mut self, name: &str, on: bool) -> Result<Did, Failure> {
        let command = self.rule_switch(name, on)?;
        self.act(command)
    }

    /// The command that switches a rule. A rule that is gone from the settings can still be silenced.
    pub fn rule_switch(&self, name: &str, on: bool) -> Result<Command, Failure> {
        let switch = |digest| Command::SwitchRule {
            name: name.to_owned(),
            digest,
        };
        if !on {
            let is_on = self.store.read().switches()?.contains_key(name);
            if !is_on {
                self.rule(name)?;
            }
            return Ok(switch(None));
        }
        let test = self.test_rule(name)?;
        if let Some(first) = test.hits.first().filter(|_| test.wrong > 0) {
            return Err(Refusal::RuleWrong {
                name: name.to_owned(),
                count: test.wrong,
                receipt: receipt_label(first.receipt, None, None),
            }
            .into());
        }
        Ok(switch(Some(digest(self.rule(name)?))))
    }

    fn rule(&self, name: &str) -> Result<&Rule, Refusal> {
        let found = self.config.rules.iter().find(|rule| rule.name == name);
        found.ok_or_else(|| Refusal::UnknownRule {
            name: name.to_owned(),
        })
    }
}

/// The rules that are switched on as they are now.
pub(super) fn speaking(reader: &Reader<'_>, rules: &[Rule]) -> crate::store::Result<Vec<Rule>> {
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let switches = reader.switches()?;
    let speaks = |rule: &&Rule| switches.get(&rule.name) == Some(&digest(rule));
    Ok(rules.iter().filter(speaks).cloned().collect())
}

/// What a rule is known by, to the letter: a changed rule has another.
fn digest(rule: &Rule) -> String {
    let written = serde_json::to_vec(rule).unwrap_or_default();
    let mut digest = format!("{:x}", Sha256::digest(written));
    digest.truncate(DIGEST);
    digest
}

/// What a rule says, as the ledger knows it.
enum Said {
    Customer(CustomerId),
    Documents(Vec<DocumentId>, BTreeSet<CustomerId>),
    NotReceivable,
}

impl Said {
    /// None if it names what is not there: then the rule says nothing.
    fn of(reader: &Reader<'_>, says: &RuleSays) -> crate::store::Result<Option<Self>> {
        Ok(match says {
            RuleSays::Customer(number) => reader.customer_by_number(number)?.map(Self::Customer),
            RuleSays::Invoice(text) => {
                let documents = reader.documents_named(text)?;
                let mut customers = BTreeSet::new();
                for document in &documents {
                    customers.insert(reader.customer_of_document(*document)?);
                }
                (!documents.is_empty()).then_some(Self::Documents(documents, customers))
            }
            RuleSays::NotReceivable(_) => Some(Self::NotReceivable),
        })
    }

    /// Held against what was decided: whose the money is, and what it settles.
    fn verdict(&self, whose: &BTreeSet<CustomerId>, settled: &Settled) -> Verdict {
        let right = match self {
            Self::NotReceivable => settled.put_out,
            _ if settled.put_out => false,
            Self::Customer(customer) => whose.iter().eq([customer]),
            Self::Documents(documents, customers) => {
                let named = |document| documents.contains(document);
                if settled.documents.is_empty() && !whose.is_disjoint(customers) {
                    // The right customer's, and it settles nothing yet.
                    return Verdict::Undecided;
                }
                settled.documents.iter().any(named)
            }
        };
        match (right, whose.is_empty() && !settled.put_out) {
            (true, _) => Verdict::Right,
            (false, true) => Verdict::Undecided,
            (false, false) => Verdict::Wrong,
        }
    }
}

fn judge(
    reader: &Reader<'_>,
    receipt: &Waiting,
    says: RuleSays,
) -> Result<Option<RuleHit>, Failure> {
    let Some(said) = Said::of(reader, &says)? else {
        return Ok(None);
    };
    let settled = reader.settled_by(receipt.item)?;
    let mut whose = settled.customers.clone();
    if receipt.customer != CustomerId::UNIDENTIFIED {
        whose.insert(receipt.customer);
    }
    let was = if settled.put_out {
        Was::NotReceivable
    } else if !settled.numbers.is_empty() {
        Was::Invoices(settled.numbers.clone())
    } else if let Some(customer) = whose.first() {
        Was::Customer(reader.customer_name(*customer)?.0)
    } else {
        Was::Nothing
    };
    Ok(Some(RuleHit {
        receipt: receipt.item,
        date: receipt.booked,
        amount: receipt.amount,
        currency: receipt.currency,
        payer: receipt.text.payer_name.clone(),
        says,
        was,
        verdict: said.verdict(&whose, &settled),
    }))
}

fn count(test: &mut RuleTest, hit: RuleHit) {
    let counter = match hit.verdict {
        Verdict::Right => &mut test.right,
        Verdict::Wrong => &mut test.wrong,
        Verdict::Undecided => &mut test.undecided,
    };
    *counter += 1;
    if *counter <= SHOWN {
        test.hits.push(hit);
    }
}
