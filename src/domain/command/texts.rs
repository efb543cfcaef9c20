//! What people write freely with a command, and how long it may be: it is kept for years and shown in lists.

use super::{Command, Outcome};

/// The longest note, remark or reason, in characters.
pub const LONGEST_TEXT: usize = 2_000;

impl Command {
    /// The first text of it that is too long.
    pub fn too_long(&self) -> Option<&str> {
        let mut texts = self.texts().into_iter();
        texts.find(|text| text.len() > LONGEST_TEXT && text.trim().chars().count() > LONGEST_TEXT)
    }

    /// Its notes, remarks and reasons. What a server answered to the outbox is no person's, and is cut where it is told.
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::WriteOff { reason, .. }
            | Self::Refund { reason, .. }
            | Self::SetAside { reason, .. }
            | Self::Pause { reason, .. }
            | Self::Bankrupt { reason, .. }
            | Self::Skip { reason, .. }
            | Self::EndPlan { reason, .. }
            | Self::Waive { reason, .. }
            | Self::TakeBackCharges { reason, .. }
            | Self::TakeOver { reason, .. }
            | Self::StopChannel { reason, .. }
            | Self::Dismiss { reason, .. }
            | Self::EndRecord { reason, .. }
            | Self::Merge { reason, .. }
            | Self::Part { reason, .. }
            | Self::Judge { reason, .. }
            | Self::Erase { reason, .. } => vec![reason],
            Self::CloseDispute { outcome, .. } | Self::EndPause { outcome, .. } => vec![outcome],
            Self::Call { note, .. } => vec![note],
            Self::NoteStatus { status, note, .. } => vec![status, note],
            Self::NumberCase { case_number, .. } => vec![case_number],
            Self::Dispute { reason, owner, .. } => vec![reason, said(owner.as_deref())],
            Self::HandOver {
                agency,
                case_number,
                reason,
                in_spite,
                ..
            } => vec![
                agency,
                said(case_number.as_deref()),
                reason,
                said(in_spite.as_deref()),
            ],
            Self::EnterReceipt { payment, .. } => {
                vec![
                    said(payment.message.as_deref()),
                    said(payment.payer_name.as_deref()),
                ]
            }
            Self::Settle(settlement) => settlement
                .rests
                .iter()
                .map(|it| it.reason.as_str())
                .collect(),
            Self::Remind(reminder) => vec![
                said(reminder.reason.as_deref()),
                said(reminder.without_fee.as_deref()),
            ],
            Self::MakePlan(plan) => vec![said(plan.reason.as_deref())],
            Self::Record(new) => vec![&new.note],
            Self::NewCustomer(new) => vec![&new.reason],
            Self::EditCustomer(edit) => vec![&edit.reason],
            Self::Dispatch { outcome, .. } => match outcome {
                Outcome::Resend { reason }
                | Outcome::Arrived { reason }
                | Outcome::CallOff { reason }
                | Outcome::Returned { reason } => vec![reason],
                Outcome::Sending { .. }
                | Outcome::Sent { .. }
                | Outcome::Failed { .. }
                | Outcome::Doubt { .. } => Vec::new(),
            },
            Self::OpenLedger(_)
            | Self::Identify { .. }
            | Self::Apply { .. }
            | Self::Transfer { .. }
            | Self::DropRefund { .. }
            | Self::BlockLink { .. }
            | Self::ForgetLink { .. }
            | Self::SwitchRule { .. }
            | Self::TakeUp { .. }
            | Self::Promise { .. }
            | Self::Extend { .. }
            | Self::Redirect { .. }
            | Self::FreeChannel { .. }
            | Self::QueueStatement { .. }
            | Self::Attach(_)
            | Self::Detach { .. }
            | Self::Lock { .. }
            | Self::TakeIn { .. }
            | Self::ConfirmCover { .. }
            | Self::PayOut { .. }
            | Self::Reconsider { .. }
            | Self::NameAccounts { .. }
            | Self::SetSize { .. }
            | Self::SetUser { .. } => Vec::new(),
        }
    }
}

fn said(text: Option<&str>) -> &str {
    text.unwrap_or_default()
}
