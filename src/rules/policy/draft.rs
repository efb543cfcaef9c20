//! A policy in the making: tables are laid over each other, key by key, and each key remembers where it was set last.

use std::collections::BTreeMap;

use super::fault::{Place, fault};
use super::field::{Field, Section};
use super::layers::Layered;
use super::{ChargesAlone, FeeAsked, Policy, PolicyFault, Stage, StageDoes};
use crate::domain::letter::LetterKind;

/// No period of a policy is longer.
const LONGEST_DAYS: u16 = 3_650;
/// Stages that a policy may describe.
const MOST_STAGES: u16 = 20;
/// The channels there are.
pub const CHANNELS: [&str; 4] = ["email", "post", "sms", "print"];
/// The key of a plan's fee, below the policy's table.
pub(super) const PLAN_FEE: &str = "plan.fee";
/// The tones that letters have.
const TONES: [&str; 3] = ["friendly", "neutral", "firm"];
const DOES: [&str; 5] = ["friendly", "reminder", "notice", "demand", "hand-over"];

/// What the tables up to now say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Draft {
    policy: Policy,
    letters: bool,
    order: Vec<String>,
    stages: BTreeMap<String, Stage>,
    /// Where each key was set last, by its name below the table.
    places: BTreeMap<String, Place>,
}

impl Layered for Draft {
    fn lay(&mut self, section: &Section<'_>, apart: &[&str]) -> Result<(), PolicyFault> {
        for field in section.fields() {
            if !apart.contains(&field.key) {
                self.take(&field)?;
            }
        }
        Ok(())
    }
}

impl Draft {
    pub fn new() -> Self {
        Self {
            policy: Policy::default(),
            letters: true,
            order: Vec::new(),
            stages: BTreeMap::new(),
            places: BTreeMap::new(),
        }
    }

    fn take(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        let days = || field.count(LONGEST_DAYS);
        let policy = &mut self.policy;
        match field.key {
            "letters" => self.letters = field.flag()?,
            "stages" => self.order = field.texts()?,
            "letter-per-invoice" => policy.letter_per_invoice = field.flag()?,
            "minimum" => field.amounts(&mut policy.minimum)?,
            "minimum-of-charges" => field.amounts(&mut policy.minimum_of_charges)?,
            "minimum-of-interest" => field.amounts(&mut policy.minimum_of_interest)?,
            "call-above" => field.amounts(&mut policy.call_above)?,
            "charges-alone" => {
                policy.charges_alone = field.choice(&ChargesAlone::NAMES, ChargesAlone::parse)?;
            }
            "interest-notes" => policy.interest_notes = field.flag()?,
            "agreed-rate" => policy.agreed_rate = field.rate()?,
            "new-until" => policy.new_until = days()?.into(),
            "grace-days" => policy.grace_days = days()?,
            "bank-data-days" => policy.bank_data_days = days()?.into(),
            "direct-debit-days" => policy.direct_debit_days = days()?,
            "limitation-days" => policy.limitation_days = days()?.into(),
            "agency" => policy.agency = field.optional_text()?.map(str::to_owned),
            "extension" => self.take_extension(field)?,
            "plan" => self.take_plan(field)?,
            "stage" => self.take_stages(field)?,
            _ => return Err(field.unknown()),
        }
        self.places
            .insert(field.key.to_owned(), field.place.clone());
        Ok(())
    }

    fn take_extension(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        let extension = &mut self.policy.extension;
        for field in field.section()?.fields() {
            match field.key {
                "max-days" => extension.max_days = field.count(LONGEST_DAYS)?,
                "max-times" => extension.max_times = field.count(100)?,
                "min-part-percent" => extension.min_part_percent = field.count(100)?,
                _ => return Err(field.unknown()),
            }
        }
        Ok(())
    }

    fn take_plan(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        let plan = &mut self.policy.plan;
        for field in field.section()?.fields() {
            match field.key {
                "max-months" => plan.max_months = field.count(120)?,
                "max-instalments" => plan.max_instalments = field.count(120)?,
                "min-first-percent" => plan.min_first_percent = field.count(100)?,
                "grace-days" => plan.grace_days = field.count(LONGEST_DAYS)?,
                "interest" => plan.interest = field.flag()?,
                "fee" => {
                    plan.fee = field.fee()?;
                    let place = field.place.clone();
                    self.places.insert(PLAN_FEE.to_owned(), place);
                }
                _ => return Err(field.unknown()),
            }
        }
        Ok(())
    }

    fn take_stages(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        for named in field.section()?.fields() {
            let stage = self
                .stages
                .entry(named.key.to_owned())
                .or_insert_with(|| blank(named.key));
            for field in named.section()?.fields() {
                take_of_stage(stage, &field)?;
                self.places
                    .insert(key_of(named.key, field.key), field.place.clone());
            }
            self.places
                .insert(format!("stage.{}", named.key), named.place.clone());
            if self.stages.len() > usize::from(MOST_STAGES) {
                return Err(fault!(field.place, TooMany, limit: MOST_STAGES));
            }
        }
        Ok(())
    }

    /// The place that set a key of a stage last; of several keys the one that was set latest, the first among equals.
    pub fn place(&self, stage: &str, keys: &[&str]) -> Place {
        let named = keys
            .iter()
            .filter_map(|key| self.places.get(&key_of(stage, key)));
        let place = latest(named).or_else(|| self.places.get(&format!("stage.{stage}")));
        place.cloned().unwrap_or_else(|| self.place_of("stages"))
    }

    /// The place that set a key of the policy last.
    pub fn place_of(&self, key: &str) -> Place {
        let place = self.places.get(key);
        place.cloned().unwrap_or_else(|| Place {
            origin: "".into(),
            line: 0,
            name: key.to_owned(),
            layer: 0,
        })
    }

    /// The policy that the tables make.
    pub fn policy(&self) -> Result<Policy, PolicyFault> {
        let mut policy = self.policy.clone();
        let order = self.place_of("stages");
        for (at, name) in self.order.iter().enumerate() {
            let stage = self
                .stages
                .get(name)
                .ok_or_else(|| fault!(order, StageUnknown, stage: name.clone()))?;
            if self.order[..at].contains(name) {
                return Err(fault!(order, StageTwice, stage: name.clone()));
            }
            if stage.does == StageDoes::HandOver && at + 1 < self.order.len() {
                return Err(fault!(order, HandOverNotLast, stage: name.clone()));
            }
            if !self.places.contains_key(&key_of(name, "does")) {
                return Err(fault!(self.place(name, &[]), StageDoesNothing));
            }
            policy.stages.push(stage.clone());
        }
        if !self.letters {
            policy.stages.clear();
        }
        Ok(policy)
    }
}

fn key_of(stage: &str, key: &str) -> String {
    format!("stage.{stage}.{key}")
}

/// The first of those that count latest.
fn latest<'a>(places: impl Iterator<Item = &'a Place>) -> Option<&'a Place> {
    places.reduce(|kept, place| {
        if place.layer > kept.layer {
            place
        } else {
            kept
        }
    })
}

/// A stage of which nothing is said yet.
fn blank(name: &str) -> Stage {
    Stage {
        name: name.to_owned(),
        does: StageDoes::Letter(LetterKind::Friendly),
        after_due: 0,
        after_due_new: None,
        after_previous: 0,
        fee: FeeAsked::No,
        interest: false,
        compensation: false,
        deadline_days: None,
        tone: "neutral".to_owned(),
        channels: vec!["email".to_owned(), "post".to_owned()],
        by_agency: false,
    }
}

fn take_of_stage(stage: &mut Stage, field: &Field<'_>) -> Result<(), PolicyFault> {
    let days = || field.count(LONGEST_DAYS);
    match field.key {
        "does" => {
            stage.does = field.choice(&DOES, |word| match word {
                "hand-over" => Some(StageDoes::HandOver),
                _ if DOES.contains(&word) => LetterKind::parse(word).map(StageDoes::Letter),
                _ => None,
            })?;
        }
        "after-due" => stage.after_due = days()?,
        "after-due-new" => stage.after_due_new = Some(days()?),
        "after-previous" => stage.after_previous = days()?,
        "fee" => stage.fee = field.fee()?,
        "interest" => stage.interest = field.flag()?,
        "compensation" => stage.compensation = field.flag()?,
        "deadline-days" => stage.deadline_days = Some(days()?).filter(|days| *days > 0),
        "tone" => {
            stage.tone = field.choice(&TONES, |word| {
                TONES.contains(&word).then(|| word.to_owned())
            })?;
        }
        "channels" => {
            let channels = field.texts()?;
            if !channels
                .iter()
                .all(|channel| CHANNELS.contains(&channel.as_str()))
            {
                return Err(fault!(field.place, NotAChoice, choices: CHANNELS.join(", ")));
            }
            stage.channels = channels;
        }
        "by-agency" => stage.by_agency = field.flag()?,
        _ => return Err(field.unknown()),
    }
    Ok(())
}
