//! What the model wants done outside itself. `update` returns these, the session carries them out.

use std::path::PathBuf;

use super::msg::Request;

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

/// What to do where there is no ledger yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Welcome {
    New {
        company: String,
        country: String,
        currency: String,
        account: Option<String>,
    },
    Open(PathBuf),
    Demo,
}
