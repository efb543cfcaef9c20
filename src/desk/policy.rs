//! The policies as they hold: of reminders, with what the law says to each letter, to be shown to a customer; of credit,
//! for who sells.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::id::DocumentId;
use crate::domain::ledger::LedgerFacts;
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::refusal::Refusal;
use crate::rules::Rulebook;
use crate::rules::credit::{CreditPolicy, Judged};
use crate::rules::law::{FeeRule, Law};
use crate::rules::policy::{CHANNELS, FeeAsked, Policy, Stage, StageDoes, Whose};

use super::config::Config;
use super::open::Options;
use super::{Desk, Failure};

/// The policy as it is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldPolicy {
    pub company: String,
    pub country: String,
    pub on: Date,
    /// Of all policies of the company, as entries bear it.
    pub version: String,
    pub parts: Vec<PolicyPart>,
    pub credit: Vec<CreditPart>,
}

/// The policy of credit for one kind of customer, for a class of it, or for one customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CreditPart {
    pub kind: CustomerKind,
    /// Number and name.
    pub customer: Option<(String, String)>,
    pub class: Option<String>,
    pub group: Option<String>,
    /// In which its amounts count.
    pub currency: Currency,
    pub policy: CreditPolicy,
}

/// What holds for one kind of customer, or for one customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyPart {
    pub kind: CustomerKind,
    /// Number and name.
    pub customer: Option<(String, String)>,
    pub currency: Currency,
    pub policy: Policy,
    pub stages: Vec<ToldStage>,
    /// Percent for a year in force on the day, and the rule; none where the law has no figure.
    pub interest: Option<(Decimal, String)>,
    /// The rule by which a due date that is no banking day counts as the next one.
    pub due_moves: Option<String>,
    /// The rule that forbids costs of a claim that is disputed.
    pub disputed: Option<String>,
    /// What drawing a plan up costs, and the rule.
    pub plan_fee: Option<(Money, String)>,
    /// For what fees and compensation are.
    pub in_currency: Currency,
}

/// A stage with what the law of the day makes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldStage {
    pub stage: Stage,
    /// The letter is an agency's by law or by policy.
    pub by_agency: bool,
    pub fee: Option<ToldFee>,
    /// The flat compensation and its rule.
    pub compensation: Option<(Money, String)>,
    /// Least days to pay, by policy and law.
    pub deadline: Option<u32>,
    /// The rule that sets the least.
    pub deadline_rule: Option<String>,
}

/// What a letter's fee is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldFee {
    /// None where the law's figure for the day is not known.
    pub amount: Option<Money>,
    pub rule: String,
    /// It is owed only where it was agreed.
    pub if_agreed: bool,
}

impl Desk {
    /// The policies for businesses and for consumers, or that of one customer by his number.
    pub fn told_policy(&self, customer: Option<&str>) -> Result<ToldPolicy, Failure> {
        self.rules_are_sound()?;
        let telling = self.telling();
        let (parts, credit) = match customer {
            None => (telling.of_kinds(), telling.credit_parts()),
            Some(number) => (
                vec![self.part_of(number)?],
                vec![self.credit_part_of(number)?],
            ),
        };
        Ok(telling.told(parts, credit))
    }

    fn telling(&self) -> Telling<'_> {
        Telling {
            rulebook: &self.rulebook,
            ledger: &self.ledger,
            on: self.today(),
        }
    }

    /// The names of all stages and of all ways to send a letter that any policy knows.
    pub fn stages_and_channels(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let policies = self.rulebook.policies.all();
        let stages: Vec<&Stage> = policies.flat_map(|policy| &policy.stages).collect();
        let kinds = LetterKind::ALL.iter().map(|kind| kind.name().to_owned());
        let names = stages.iter().map(|stage| stage.name.clone());
        let channels = stages.iter().flat_map(|stage| stage.channels.clone());
        let known = CHANNELS.into_iter().map(str::to_owned);
        (
            names.chain(kinds).collect(),
            channels.chain(known).collect(),
        )
    }

    /// The agency that the policy hands these documents over to, if it names one for all of them.
    pub fn agency_of(&self, documents: &[DocumentId]) -> Result<Option<String>, Failure> {
        self.rules_are_sound()?;
        let reader = self.store.read();
        let mut agencies: Vec<Option<String>> = Vec::new();
        for document in documents {
            let id = reader.customer_of_document(*document)?;
            let Some((number, facts, _)) = reader.customer(id)? else {
                return Ok(None);
            };
            let policy = self.rulebook.policies.of(Whose {
                number: &number,
                kind: facts.kind,
                group: facts.group.as_deref(),
            });
            agencies.push(policy.agency.clone());
        }
        agencies.dedup();
        Ok(match agencies.as_slice() {
            [one] => one.clone(),
            _ => None,
        })
    }

    fn part_of(&self, number: &str) -> Result<PolicyPart, Failure> {
        let unknown = || Refusal::UnknownCustomer {
            customer: number.to_owned(),
        };
        let reader = self.store.read();
        let id = reader
            .customer_by_number(number.trim())?
            .ok_or_else(unknown)?;
        let (number, facts, _) = reader.customer(id)?.ok_or_else(unknown)?;
        let policy = self.rulebook.policies.of(Whose {
            number: &number,
            kind: facts.kind,
            group: facts.group.as_deref(),
        });
        // A consumer has the law of his own country.
        let country = match facts.kind {
            CustomerKind::Consumer => &facts.country,
            CustomerKind::Business | CustomerKind::Public => &self.ledger().country,
        };
        let mut part = self.telling().part(facts.kind, policy, country);
        part.customer = Some((number, facts.text.name));
        Ok(part)
    }

    fn credit_part_of(&self, number: &str) -> Result<CreditPart, Failure> {
        let unknown = || Refusal::UnknownCustomer {
            customer: number.to_owned(),
        };
        let reader = self.store.read();
        let id = reader
            .customer_by_number(number.trim())?
            .ok_or_else(unknown)?;
        let (number, facts, _) = reader.customer(id)?.ok_or_else(unknown)?;
        let policy = self.rulebook.credit.of(Judged {
            kind: facts.kind,
            class: facts.risk_class.as_deref(),
            group: facts.group.as_deref(),
        });
        Ok(CreditPart {
            kind: facts.kind,
            customer: Some((number, facts.text.name)),
            class: facts.risk_class,
            group: facts.group,
            currency: self.ledger().currency,
            policy: policy.clone(),
        })
    }
}

impl Options {
    /// The policy that a company would begin with: what is shipped for its country and size, and what the settings
    /// change. There need be no ledger.
    pub fn ready_policy(
        &self,
        config: &Config,
        ledger: &LedgerFacts,
    ) -> Result<ToldPolicy, Failure> {
        let on = self.clock().today();
        let open = super::rulebook::open(config, ledger, on);
        if let Some(fault) = open.fault {
            return Err(fault.into());
        }
        let telling = Telling {
            rulebook: &open.rulebook,
            ledger,
            on,
        };
        Ok(telling.told(telling.of_kinds(), telling.credit_parts()))
    }
}

/// A rulebook in the words of a company, on a day.
struct Telling<'a> {
    rulebook: &'a Rulebook,
    ledger: &'a LedgerFacts,
    on: Date,
}

impl Telling<'_> {
    fn of_kinds(&self) -> Vec<PolicyPart> {
        let (policies, country) = (&self.rulebook.policies, &self.ledger.country);
        vec![
            self.part(CustomerKind::Business, &policies.business, country),
            self.part(CustomerKind::Consumer, &policies.consumer, country),
        ]
    }

    fn told(&self, parts: Vec<PolicyPart>, credit: Vec<CreditPart>) -> ToldPolicy {
        ToldPolicy {
            company: self.ledger.company.clone(),
            country: self.ledger.country.clone(),
            on: self.on,
            version: self.rulebook.version(),
            parts,
            credit,
        }
    }

    /// For each kind, then what a class and a group has otherwise.
    fn credit_parts(&self) -> Vec<CreditPart> {
        let credit = &self.rulebook.credit;
        let part =
            |kind, class: Option<&str>, group: Option<&str>, policy: &CreditPolicy| CreditPart {
                kind,
                customer: None,
                class: class.map(str::to_owned),
                group: group.map(str::to_owned),
                currency: self.ledger.currency,
                policy: policy.clone(),
            };
        let mut parts = Vec::new();
        for kind in [CustomerKind::Business, CustomerKind::Consumer] {
            let judged = Judged {
                kind,
                class: None,
                group: None,
            };
            parts.push(part(kind, None, None, credit.of(judged)));
            for (class, pair) in &credit.classes {
                parts.push(part(kind, Some(class), None, pair.of(kind)));
            }
            for (group, classes) in &credit.groups {
                let any = classes.get("");
                parts.extend(any.map(|pair| part(kind, None, Some(group), pair.of(kind))));
            }
        }
        parts
    }

    fn part(&self, kind: CustomerKind, policy: &Policy, country: &str) -> PolicyPart {
        let (law, on) = (self.rulebook.statutes.law(country), self.on);
        let moves = law.effective_due(on, kind).source.law.clone();
        let disputed = law.disputed_costs();
        let interest = law.interest(kind, on, on).ok();
        let interest = match policy.agreed_rate {
            Some(rate) if law.agreed_interest_allowed(kind).value => Some((rate, String::new())),
            Some(rate) => interest.map(|most| (rate.min(most.value), most.source.law.clone())),
            None => interest.map(|rate| (rate.value, rate.source.law.clone())),
        };
        PolicyPart {
            kind,
            customer: None,
            currency: self.ledger.currency,
            policy: policy.clone(),
            stages: policy
                .stages
                .iter()
                .map(|stage| told_stage(stage, law, kind, on))
                .collect(),
            interest,
            due_moves: Some(moves).filter(|rule| !rule.is_empty()),
            disputed: (!disputed.value).then(|| disputed.source.law.clone()),
            plan_fee: told_plan_fee(policy, law, on),
            in_currency: law.currency(),
        }
    }
}

fn told_plan_fee(policy: &Policy, law: &Law, on: Date) -> Option<(Money, String)> {
    let most = law.plan_fee(on)?;
    let amount = match policy.plan.fee {
        FeeAsked::No => return None,
        FeeAsked::Most => most.value,
        FeeAsked::Amount(amount) => Minor::rounded(amount, law.currency())?.min(most.value),
    };
    Some((Money::new(amount, law.currency()), most.source.law.clone()))
}

fn told_stage(stage: &Stage, law: &Law, debtor: CustomerKind, on: Date) -> ToldStage {
    let mut told = ToldStage {
        stage: stage.clone(),
        by_agency: stage.by_agency,
        fee: None,
        compensation: None,
        deadline: stage.deadline_days.map(u32::from),
        deadline_rule: None,
    };
    let StageDoes::Letter(kind) = stage.does else {
        return told;
    };
    // A claim that fell due long enough ago for any letter.
    let due = on.checked_sub_days(chrono::Days::new(60)).unwrap_or(on);
    let Ok(rule) = law.letter(kind, debtor, due, on, None) else {
        return told;
    };
    told.by_agency |= !rule.creditor_may.value;
    if told.by_agency {
        return told;
    }
    if let Some(least) = rule.deadline_days {
        told.deadline = told.deadline.max(Some(least.value));
        told.deadline_rule = Some(least.source.law.clone());
    }
    told.fee = match (stage.fee, rule.fee, rule.fee_gap) {
        (FeeAsked::No, ..) | (_, None, None) => None,
        (asked, Some(fee), _) => Some(told_fee(asked, &fee, law.currency())),
        (_, None, Some(_)) => Some(ToldFee {
            amount: None,
            rule: String::new(),
            if_agreed: false,
        }),
    };
    if stage.compensation {
        let compensation = law.compensation(debtor, due, on).ok().flatten();
        told.compensation = compensation.map(|compensation| {
            let amount = Money::new(compensation.amount.value, law.currency());
            (amount, compensation.amount.source.law.clone())
        });
    }
    told
}

fn told_fee(asked: FeeAsked, fee: &FeeRule, currency: Currency) -> ToldFee {
    let most = fee.cap.value;
    let amount = match asked {
        FeeAsked::Amount(asked) => {
            Minor::rounded(asked, currency).map_or(most, |asked| asked.min(most))
        }
        FeeAsked::Most | FeeAsked::No => most,
    };
    ToldFee {
        amount: Some(Money::new(amount, currency)),
        rule: fee.cap.source.law.clone(),
        if_agreed: fee.needs_agreement.is_some(),
    }
}
