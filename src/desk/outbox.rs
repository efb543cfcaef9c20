//! The outbox before anything is sent: what an interrupted process left behind is in doubt.

use crate::domain::command::{Command, Outcome};
use crate::domain::id::DispatchId;
use crate::store::Sender;

use super::{Desk, Failure};

impl Desk {
    /// Takes the turn to send; none while another process, or another desk of this one, has it. While it is held,
    /// nothing stands at `sending` that its holder did not put there: what did was interrupted, and is put in doubt for
    /// a person to say whether it arrived. `why` is what is kept of that.
    pub fn begin_sending(
        &mut self,
        why: &str,
    ) -> Result<Option<(Sender, Vec<DispatchId>)>, Failure> {
        let Some(turn) = self.store.sender()? else {
            return Ok(None);
        };
        let interrupted = self.store.read().sending()?;
        let doubt = |dispatch: &DispatchId| Command::Dispatch {
            dispatch: *dispatch,
            outcome: Outcome::Doubt {
                why: why.to_owned(),
            },
        };
        let commands: Vec<Command> = interrupted.iter().map(doubt).collect();
        if !commands.is_empty() {
            self.act_all(&commands)?;
        }
        Ok(Some((turn, interrupted)))
    }
}
