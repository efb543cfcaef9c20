//! What the model wants done outside itself. `update` returns these, the session carries them out.

use super::msg::Request;
use crate::desk::Welcome;

#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Ask the desk; its answer comes back as a message.
    Ask(Request),
    /// Stop the long work under way.
    Cancel,
    /// Draw the whole screen anew.
    Redraw,
    Suspend,
    Mouse(bool),
    /// Put text on the terminal's clipboard.
    Copy(String),
    Quit,
    /// Leave the welcome screen with what was chosen there.
    Leave(Welcome),
}
