//! The terminal face: what a bookkeeper sees and presses.
//!
//! `model` is plain data, `update` changes it and says what it wants done, `view` draws it; `session` runs the
//! threads between them, the terminal and the desk. Each pane is a folder of `panes`, each overlay a file of
//! `overlays`. What can be pressed is one list, `action`. No SQL, no argument parsing and no rule lives here.

pub mod action;
pub mod drill;
pub mod effect;
pub mod input;
pub mod keymap;
pub mod model;
pub mod msg;
pub mod overlays;
pub mod panes;
pub mod session;
pub mod table;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;
mod watch;
pub mod welcome;
pub mod widgets;
mod worker;

pub use action::Action;
pub use keymap::{KeyFault, Keymap};
pub use session::{Stopped, run};
pub use welcome::welcome;

/// The action table, for `reskontra keys` and the documents.
pub fn actions() -> &'static [Action] {
    action::ACTIONS
}
