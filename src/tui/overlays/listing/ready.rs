//! Whether the keys of a list do something now.

use super::{Entry, Listing, Offer, Report};
use crate::tui::action::Why;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;

type Ready = Result<(), Why>;

fn report(model: &Model) -> Option<&Report> {
    match model.layers.last() {
        Some(Layer::Report(report)) => Some(report),
        _ => None,
    }
}

fn entry(model: &Model) -> Result<&Entry, Why> {
    report(model).and_then(Report::selected).ok_or("no-rows")
}

pub fn opens(model: &Model) -> Ready {
    let entry = entry(model)?;
    match (&entry.offer, entry.customer) {
        (Some(Offer::SetUp(_)), _) | (_, Some(_)) => Ok(()),
        _ => Err("leads-nowhere"),
    }
}

/// What is still to be set up is listed.
pub fn is_setup(model: &Model) -> bool {
    report(model).is_some_and(|report| report.of == Listing::Setup)
}

/// Something is suggested.
pub fn accepts(model: &Model) -> Ready {
    match entry(model)?.offer {
        Some(Offer::Shorten { .. } | Offer::Judge { .. }) => Ok(()),
        _ => Err("no-suggestion"),
    }
}

/// A proposal can be declined, the set-up put away.
pub fn declines(model: &Model) -> Ready {
    if is_setup(model) {
        return Ok(());
    }
    match entry(model)?.offer {
        Some(Offer::Judge { .. }) => Ok(()),
        _ => Err("no-suggestion"),
    }
}
