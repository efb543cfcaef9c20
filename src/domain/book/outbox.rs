//! What is to leave the house and what became of it, bad addresses, files of documents, reports of agencies.

use super::{Book, Missing};
use crate::domain::attachment::{Attachment, AttachmentState, Contents};
use crate::domain::event::Deed;
use crate::domain::handover::AgencyStatusState;
use crate::domain::id::{AttachmentId, CustomerId, DispatchId, LetterId, StatusId};
use crate::domain::outbox::{Channel, ChannelStop, DispatchState, Posted, Stand};

impl Book {
    pub fn dispatched(&self, id: DispatchId) -> Result<&DispatchState, Missing> {
        let missing = || Missing(format!("dispatch {}", id.0));
        self.dispatches.get(&id).ok_or_else(missing)
    }

    pub fn attachment(&self, id: AttachmentId) -> Result<&AttachmentState, Missing> {
        let missing = || Missing(format!("attachment {}", id.0));
        self.attachments.get(&id).ok_or_else(missing)
    }

    pub fn status(&self, id: StatusId) -> Result<&AgencyStatusState, Missing> {
        let missing = || Missing(format!("status {}", id.0));
        self.statuses.get(&id).ok_or_else(missing)
    }

    /// The dispatches of a letter, in order.
    pub fn dispatches_of(&self, letter: LetterId) -> Vec<&DispatchState> {
        let of = |state: &&DispatchState| state.dispatch.what == Posted::Letter(letter);
        let mut found: Vec<&DispatchState> = self.dispatches.values().filter(of).collect();
        found.sort_unstable_by_key(|state| state.dispatch.id);
        found
    }

    /// The stop of a channel that holds for the address that the customer has now.
    pub fn stop_of(&self, customer: CustomerId, channel: Channel) -> Option<&ChannelStop> {
        let stop = self.stops.get(&(customer, channel))?;
        let state = self.customers.get(&customer)?;
        let then = state.versions.get(stop.version.checked_sub(1)?)?;
        let now = state.facts()?;
        stop.holds(&now.text, &then.text).then_some(stop)
    }

    pub(super) fn dispatch(&mut self, deed: &Deed) -> Result<(), Missing> {
        match deed {
            Deed::Dispatched { dispatch, on, .. } => {
                self.next.dispatch = dispatch.id.next();
                let state = DispatchState {
                    dispatch: dispatch.clone(),
                    on: *on,
                    stand: Stand::Queued,
                    left: None,
                    voided: false,
                };
                self.dispatches.insert(dispatch.id, state);
            }
            Deed::DispatchMoved(moved) => {
                let state = self.dispatch_mut(moved.dispatch)?;
                state.stand = moved.to;
                if moved.to.tells_of_leaving() {
                    state.left = Some(moved.to);
                }
                if moved.to == Stand::Sending && !moved.note.is_empty() {
                    state.dispatch.to.clone_from(&moved.note);
                }
            }
            Deed::DispatchVoided { dispatch } => self.dispatch_mut(*dispatch)?.voided = true,
            Deed::DispatchRestored { dispatch } => self.dispatch_mut(*dispatch)?.voided = false,
            Deed::ChannelStopped(stop) => {
                self.stops
                    .insert((stop.customer, stop.channel), stop.clone());
            }
            Deed::ChannelFreed(stop) => {
                self.stops.remove(&(stop.customer, stop.channel));
            }
            Deed::Attached(attachment) => {
                self.next.attachment = attachment.id.next();
                let state = AttachmentState {
                    attachment: Attachment {
                        contents: Contents::default(),
                        ..attachment.clone()
                    },
                    detached: false,
                };
                self.attachments.insert(attachment.id, state);
            }
            Deed::Detached { attachment } => self.attachment_mut(*attachment)?.detached = true,
            Deed::Reattached { attachment } => self.attachment_mut(*attachment)?.detached = false,
            Deed::StatusNoted(status) => {
                self.next.status = status.id.next();
                let state = AgencyStatusState {
                    status: status.clone(),
                    voided: false,
                };
                self.statuses.insert(status.id, state);
            }
            Deed::StatusVoided { status } => self.status_mut(*status)?.voided = true,
            Deed::StatusRestored { status } => self.status_mut(*status)?.voided = false,
            deed => self.register(deed)?,
        }
        Ok(())
    }

    fn dispatch_mut(&mut self, id: DispatchId) -> Result<&mut DispatchState, Missing> {
        let missing = || Missing(format!("dispatch {}", id.0));
        self.dispatches.get_mut(&id).ok_or_else(missing)
    }

    fn attachment_mut(&mut self, id: AttachmentId) -> Result<&mut AttachmentState, Missing> {
        let missing = || Missing(format!("attachment {}", id.0));
        self.attachments.get_mut(&id).ok_or_else(missing)
    }

    fn status_mut(&mut self, id: StatusId) -> Result<&mut AgencyStatusState, Missing> {
        let missing = || Missing(format!("status {}", id.0));
        self.statuses.get_mut(&id).ok_or_else(missing)
    }
}
