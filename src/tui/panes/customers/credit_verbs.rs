//! What the keys of credit do to the customer that they are on.

use super::under_keys;
use crate::domain::record::RecordKind;
use crate::reports::register::Profile;
use crate::tui::action::Why;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Pane};
use crate::tui::overlays::choices::{self, Goal};
use crate::tui::overlays::credit::{self, Asks, Whom};
use crate::tui::overlays::listing::Listing;

/// The customer that the keys are on, in whichever pane.
pub fn whom(model: &Model) -> Option<Whom> {
    let (id, name) = match model.pane {
        Pane::Customers => under_keys(model).map(|(id, _, name)| (id, name))?,
        Pane::Aging => {
            let row = &model.aging.table.selected()?.row;
            (row.customer, row.name.as_str())
        }
        Pane::Today if model.today.on_oldest => {
            let line = model.first.oldest.get(model.today.oldest)?;
            (line.customer, line.customer_name.as_str())
        }
        _ => return None,
    };
    let name = name.to_owned();
    Some(Whom { id, name })
}

/// A customer is under the keys.
pub fn is_on_one(model: &Model) -> Result<(), Why> {
    whom(model).map(|_| ()).ok_or("nobody-here")
}

/// All that is known of him, if it is there.
fn profile(model: &Model) -> Option<&Profile> {
    let whom = whom(model)?;
    let profile = model.customers.profile.as_deref();
    profile.filter(|profile| profile.customer.id == whom.id)
}

/// May we sell to him? Asks how much.
pub fn assess(model: &mut Model) -> Vec<Effect> {
    if let Some(whom) = whom(model) {
        credit::open(model, Asks::Assess(whom));
    }
    Vec::new()
}

/// The same of somebody who is not in the register.
pub fn assess_stranger(model: &mut Model) -> Vec<Effect> {
    credit::open(model, Asks::AssessStranger);
    Vec::new()
}

/// Whether sales to him are held: as far as his card or the list says.
pub fn is_held(model: &Model) -> bool {
    if let Some(profile) = profile(model) {
        let holds = |kind| kind == RecordKind::Hold;
        let mut records = profile.records.iter();
        return records.any(|line| line.counts && holds(line.state.record.facts.kind()));
    }
    model.pane == Pane::Customers
        && model
            .customers
            .table
            .selected()
            .is_some_and(|row| row.line.hold.is_some())
}

/// Whether the key lets sales go on.
pub fn releases(model: &Model) -> bool {
    model.layers.is_empty() && is_held(model)
}

/// Holds sales to him, or lets them go on.
pub fn hold(model: &mut Model) -> Vec<Effect> {
    if let Some(whom) = whom(model) {
        let asks = if is_held(model) {
            Asks::Release(whom)
        } else {
            Asks::Hold(whom)
        };
        credit::open(model, asks);
    }
    Vec::new()
}

/// What can be put on record of him.
pub fn record(model: &mut Model) -> Vec<Effect> {
    let Some(whom) = whom(model) else {
        return Vec::new();
    };
    let seen = profile(model);
    let version = seen.map(|profile| profile.version);
    let now = seen.and_then(|profile| profile.facts.credit_limit);
    let all = [
        Asks::Limit {
            whom: whom.clone(),
            version,
            now,
        },
        Asks::Check(whom.clone()),
        Asks::Security(whom.clone()),
        Asks::Order(whom.clone()),
        Asks::Application(whom.clone()),
        Asks::Review(whom.clone()),
        Asks::Hold(whom.clone()),
        Asks::Release(whom.clone()),
        Asks::Note {
            whom: whom.clone(),
            draft: String::new(),
        },
    ];
    let goals = all.into_iter().map(|asks| {
        let name = model
            .locale
            .text(&format!("tui.credit.kind.{}", asks.name()));
        (name.to_owned(), Goal::Form(asks))
    });
    let goals = goals.collect();
    let title = model
        .locale
        .say("tui.credit.choose", &[("what", &whom.name)]);
    choices::open(model, title, goals);
    Vec::new()
}

/// The reports about customers and credit.
pub fn reports(model: &mut Model) -> Vec<Effect> {
    let goals = Listing::REPORTS.into_iter().map(|of| {
        let name = model.locale.text(&format!("tui.listing.{}", of.name()));
        (name.to_owned(), Goal::Report(of))
    });
    let goals = goals.collect();
    let title = model.locale.text("tui.listing.title").to_owned();
    choices::open(model, title, goals);
    Vec::new()
}
