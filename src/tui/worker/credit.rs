//! What is asked about credit and the set-up: looks, and what changes something.

use crate::desk::{Desk, Did, Failure};
use crate::domain::command::{Command, Edit};
use crate::domain::field::Field;
use crate::domain::id::CustomerId;
use crate::domain::record::{NewRecord, RecordFacts};
use crate::domain::terms::Terms;
use crate::domain::warning::ShorterTerms;
use crate::tui::msg::{Reply, Request};
use crate::tui::overlays::listing::{Listing, Told};

/// Overrides that a list looks back on.
const OVERRIDES: usize = 500;

pub(super) fn answer(desk: &mut Desk, request: Request) -> Result<Reply, Failure> {
    Ok(match request {
        Request::Assess { whose, amount } => Reply::Assessed {
            seen: Box::new(desk.assess(whose.clone(), amount)?),
            whose,
        },
        Request::CreditLook => Reply::CreditLook(Box::new(desk.credit_look()?)),
        Request::Setup => Reply::Setup(desk.setup()?),
        Request::Report(of) => Reply::Report(of, Box::new(report(desk, of)?)),
        change => self::change(desk, change)?,
    })
}

fn report(desk: &Desk, of: Listing) -> Result<Told, Failure> {
    Ok(match of {
        Listing::Holds => Told::Holds(desk.holds(None)?),
        Listing::Warnings => Told::Warnings(desk.early_warnings()?),
        Listing::Deliveries => Told::Lines(desk.late_deliveries()?),
        Listing::Shorter => Told::Lines(desk.shorter_terms()?),
        Listing::Audit => Told::Audit(desk.audit()?),
        Listing::Faulty => Told::Faulty(desk.faulty()?),
        Listing::Overrides => Told::Overrides(desk.overrides(OVERRIDES)?),
        Listing::Proposals => Told::Proposals(desk.proposals()?),
        Listing::Setup => Told::Setup(desk.setup()?),
        Listing::OverLimit
        | Listing::HeldButDelivered
        | Listing::ChecksTooOld
        | Listing::SecuritiesEnding
        | Listing::ReviewsOverdue
        | Listing::Notices
        | Listing::Stale => Told::Look(Box::new(desk.credit_look()?)),
    })
}

fn change(desk: &mut Desk, request: Request) -> Result<Reply, Failure> {
    let (did, done) = match request {
        Request::RecordAnswer {
            customer,
            answer,
            done,
        } => (desk.record_assessment(customer, &answer)?, done),
        Request::Put { new, file, done } => {
            let mut new = *new;
            if let Some(path) = file {
                print(&mut new, &super::expand(&path))?;
            }
            if new.facts == RecordFacts::Review && new.until.is_none() {
                // Where the policy has no day either, the desk asks for one.
                new.until = desk.next_review(new.customer)?;
            }
            (desk.act(Command::Record(Box::new(new)))?, done)
        }
        Request::Release {
            customer,
            reason,
            done,
        } => {
            let ends = desk.releases(customer, &reason)?;
            (desk.act_all(&ends)?, done)
        }
        Request::EditFields {
            customer,
            version,
            set,
            reason,
            done,
        } => {
            let mut edit = Edit::new(customer, set, &reason);
            edit.version = version;
            let command = desk.edit_customer(edit)?;
            (desk.act(command)?, done)
        }
        Request::Shorten {
            customer,
            terms,
            reason,
            done,
        } => (shorten(desk, customer, terms, &reason)?, done),
        Request::NotePolicySeen => {
            desk.note_policy_seen()?;
            return Ok(Reply::Setup(desk.setup()?));
        }
        Request::PutSetupAway => {
            desk.put_setup_away()?;
            return Ok(Reply::Setup(desk.setup()?));
        }
        _ => return Ok(Reply::Nothing),
    };
    Ok(Reply::Did {
        did,
        done,
        book: Box::new(desk.frame()),
    })
}

/// The hash of a check's report is kept with it.
fn print(new: &mut NewRecord, path: &std::path::Path) -> Result<(), Failure> {
    if let RecordFacts::Check { sha256, .. } = &mut new.facts {
        *sha256 = Some(crate::desk::fingerprint(path)?);
    }
    Ok(())
}

/// Terms of as many days as are suggested, and otherwise as they are; unless they are others by now.
fn shorten(
    desk: &mut Desk,
    customer: CustomerId,
    terms: ShorterTerms,
    reason: &str,
) -> Result<Did, Failure> {
    let form = desk.form(customer)?;
    let now = form.values.iter().find(|(field, _)| *field == Field::Terms);
    let now = now.and_then(|(_, value)| value.as_deref()?.parse::<Terms>().ok());
    let now = now.unwrap_or_else(|| Terms::net(terms.from));
    let days = terms.to.unwrap_or(0);
    let to = Terms {
        days,
        // In advance is at once, and nothing is paid earlier than that.
        end_of_month: now.end_of_month && days > 0,
        instalments: if days > 0 { now.instalments } else { 1 },
        discount: now.discount.filter(|discount| discount.days < days),
    };
    let set = vec![(Field::Terms, Some(to.to_string()))];
    let mut edit = Edit::new(customer, set, reason);
    edit.version = Some(form.version);
    let command = desk.edit_customer(edit)?;
    desk.act(command)
}
