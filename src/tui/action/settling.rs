//! Whether an action of matching does something now.

use super::Why;
use super::ready::{Ready, unless};
use crate::domain::money::Minor;
use crate::tui::model::Model;
use crate::tui::panes;
use crate::tui::panes::matching::draft::Draft;
use crate::tui::panes::matching::section::Section;
use crate::tui::panes::matching::{closing, money};

/// A receipt is under the cursor.
pub fn draft(model: &Model) -> Result<&Draft, Why> {
    model.matching.draft.as_ref().ok_or("no-receipt")
}

/// It is not posted yet.
fn open(model: &Model) -> Result<&Draft, Why> {
    let draft = draft(model)?;
    unless(model.matching.section == Section::Posted, "posted-already")?;
    Ok(draft)
}

/// Money can be marked, to pay together with other.
pub fn payment(model: &Model) -> Ready {
    open(model).map(|_| ())
}

/// It is nobody's yet.
pub fn waiting(model: &Model) -> Ready {
    unless(open(model)?.is_identified(), "identified-already")
}

/// It is known whose it is.
pub fn identified(model: &Model) -> Ready {
    unless(!open(model)?.is_identified(), "not-identified")
}

/// What is chosen can be settled by the receipt.
pub fn accept(model: &Model) -> Ready {
    let draft = open(model)?;
    if draft.is_nothing_to_settle() {
        return Ok(());
    }
    unless(draft.payer().is_none(), "no-customer")?;
    let why = if draft.is_identified() {
        "choose-item"
    } else {
        "nothing-chosen"
    };
    unless(draft.settled().next().is_none(), why)?;
    adds_up(draft)
}

/// There is money for what is chosen, and nothing is left over of what is split over customers.
fn adds_up(draft: &Draft) -> Ready {
    let left = draft.difference();
    unless(left < Minor::ZERO, "too-much")?;
    unless(draft.is_split() && left > Minor::ZERO, "split-rest")
}

/// It is known whose items could be settled.
pub fn parts(model: &Model) -> Ready {
    open(model)?;
    unless(panes::matching::parts(model).is_empty(), "no-parts")
}

pub fn unapplied(model: &Model) -> Ready {
    waiting(model)?;
    let draft = draft(model)?;
    unless(draft.payer().is_none(), "no-customer")?;
    if draft.edited && draft.settled().next().is_some() {
        adds_up(draft)
    } else {
        Ok(())
    }
}

/// Something is left over that could be given back, or is planned to.
pub fn give_back(model: &Model) -> Ready {
    let draft = open(model)?;
    if draft.is_identified() || money::refund(model).is_some() {
        return Ok(());
    }
    unless(draft.payer().is_none(), "no-customer")?;
    adds_up(draft)?;
    unless(draft.difference().is_zero(), "nothing-over")
}

/// Something is left of an item or of the money that could be closed.
pub fn write_off(model: &Model) -> Ready {
    let draft = open(model)?;
    let none = draft.settled().next().is_none();
    unless(
        none && model.matching.section != Section::Money,
        "nothing-chosen",
    )?;
    unless(draft.difference() < Minor::ZERO, "too-much")?;
    unless(closing::asked(model).is_none(), "no-difference")
}

pub fn proposals(model: &Model) -> Ready {
    let draft = draft(model)?;
    let count = model
        .matching
        .selected()
        .map_or(0, |row| row.proposals.len());
    unless(count < 2 || draft.receipts.len() > 1, "no-other-proposal")
}

pub fn accept_certain(model: &Model) -> Ready {
    unless(model.matching.section != Section::ToDo, "not-to-do")?;
    let sum = model.matching.table_of(Section::ToDo).sum_of_shown();
    unless(
        sum.certain.is_empty() && sum.strong.is_empty(),
        "none-certain",
    )
}
