//! What each key of matching does.

use super::{closing, money, verbs};
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::Model;
use crate::tui::overlays::picker::{self, Wanted};

pub fn act(model: &mut Model, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    match id {
        ActionId::Accept => return verbs::accept(model),
        ActionId::Unapplied => return verbs::leave_unapplied(model),
        ActionId::GiveBack => return money::give_back(model),
        ActionId::SetAside => return verbs::set_aside(model),
        ActionId::FindCustomer => return picker::open(model, Wanted::Payer),
        ActionId::Transfer => return picker::open(model, Wanted::Transfer),
        ActionId::NextProposal => return super::next_proposal(model),
        ActionId::MarkReceipt => return super::mark(model),
        ActionId::NextList => return super::next_section(model),
        ActionId::NextUndecided => return super::undecided(model, true),
        ActionId::PreviousUndecided => return super::undecided(model, false),
        ActionId::AcceptCertain => verbs::accept_all(model, key),
        ActionId::ToggleItem => verbs::toggle(model),
        ActionId::EditPart => verbs::edit_part(model),
        ActionId::Fill => verbs::fill(model),
        ActionId::WriteOff => closing::write_off(model),
        ActionId::NotReceivable => verbs::not_receivable(model),
        ActionId::Why => verbs::why(model),
        _ => {}
    }
    Vec::new()
}
