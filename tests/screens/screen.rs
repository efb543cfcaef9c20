//! The screen under test: a model, and a desk that answers it from the ledger made by hand.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use reskontra::desk::config::ThemeName;
use reskontra::desk::{Frame, MatchSettings};
use reskontra::domain::command::{Command, Reminder};
use reskontra::reports::aging::{AgeBy, AgingQuery, Edges};
use reskontra::reports::overview::FirstLook;
use reskontra::reports::setup::Setup;
use reskontra::text::Locale;
use reskontra::tui::action::ACTIONS;
use reskontra::tui::effect::Effect;
use reskontra::tui::input::Key;
use reskontra::tui::keymap::Keymap;
use reskontra::tui::model::{Model, Settings};
use reskontra::tui::msg::{FolderEntry, Msg, Reply, Request, Undoable};
use reskontra::tui::theme::Theme;
use reskontra::tui::update::update;

use crate::bank::{lines, statements};
use crate::crediting;
use crate::ledger::{
    aging, book, card, customers, document, first_look, index, log, overview, today,
};
use crate::mapping::{kept, outline, trial};
use crate::posting::{account, copy, letters, outbox, preview};
use crate::queue::queue;
use crate::receipts::{found, money, offered, posted, receipts};
use crate::register;

/// A desk that answers from the book above.
pub struct Screen {
    pub model: Model,
    /// What was asked for and not answered: changes, which a test answers itself.
    pub asked: Vec<Request>,
    /// The letter that was asked for last.
    pub previewed: Option<Box<Reminder>>,
}

pub fn settings(theme: ThemeName) -> Settings {
    Settings {
        theme: Theme::of(theme),
        keymap: Keymap::new(&BTreeMap::new()).unwrap(),
        aging: AgingQuery {
            as_of: today(),
            by: AgeBy::Due,
            edges: Edges::default(),
            customer: None,
        },
        limits: MatchSettings::default(),
        mouse: true,
    }
}

impl Screen {
    pub fn new(theme: ThemeName, width: u16, height: u16) -> Self {
        Self::of(book(), first_look(), theme, width, height)
    }

    pub fn of(book: Frame, first: FirstLook, theme: ThemeName, width: u16, height: u16) -> Self {
        let size = Size { width, height };
        Self::open(book, first, theme, Locale::english(), size)
    }

    /// The same desk on a small screen, in another language.
    pub fn speaking(locale: Locale) -> Self {
        let size = Size::new(80, 24);
        Self::open(book(), first_look(), ThemeName::Mono, locale, size)
    }

    fn open(book: Frame, first: FirstLook, theme: ThemeName, locale: Locale, size: Size) -> Self {
        let model = Model::new(book, first, settings(theme), locale, size);
        let mut screen = Self {
            model,
            asked: Vec::new(),
            previewed: None,
        };
        let effects = screen.model.open();
        screen.perform(effects);
        screen.draw();
        screen
    }

    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.perform(effects);
        self.draw();
    }

    pub fn reply(&mut self, reply: Reply) {
        self.send(Msg::Reply(Box::new(reply)));
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask(request) = effect else {
                continue;
            };
            if let Request::Preview(reminder) = &request {
                self.previewed = Some(reminder.clone());
            }
            match answer(&request) {
                Some(reply) => {
                    let more = update(&mut self.model, Msg::Reply(Box::new(reply)));
                    self.perform(more);
                }
                None => self.asked.push(request),
            }
        }
    }

    pub fn draw(&mut self) -> Buffer {
        let size = self.model.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        let (seen, _) = reskontra::tui::view::paint(&mut buf, &self.model);
        self.model.seen = seen;
        buf
    }
}

/// What the desk says to a look; none for a change.
pub fn answer(request: &Request) -> Option<Reply> {
    Some(match request {
        Request::Overview => Reply::Overview(overview(), first_look()),
        Request::Customers => Reply::Customers(customers()),
        Request::Card(id) => Reply::Card(Box::new(card(*id))),
        Request::Profile(id) => Reply::Profile(Box::new(register::profile(*id))),
        Request::Timeline { customer, before } => Reply::Timeline {
            customer: *customer,
            before: *before,
            lines: register::timeline(*customer, *before),
        },
        Request::CustomerForm { customer, section } => Reply::CustomerForm {
            form: Box::new(register::form(*customer)),
            section: *section,
        },
        Request::Duplicates => Reply::Duplicates(register::duplicates()),
        Request::Aging(query) => Reply::Aging(aging(query)),
        Request::Items { customer, as_of } => Reply::Items {
            customer: *customer,
            as_of: *as_of,
            lines: offered(index(*customer)),
        },
        Request::Document(target) => Reply::Document(*target, Box::new(document(*target))),
        Request::Queue(_) => Reply::Queue(Box::new(queue())),
        Request::Receipts => Reply::Receipts(receipts()),
        Request::Posted { .. } => {
            let posted = posted();
            Reply::Posted {
                count: posted.len(),
                posted,
            }
        }
        Request::Money => Reply::Money(money()),
        Request::FindItems(text) => Reply::FoundItems {
            text: text.clone(),
            found: found(text),
        },
        Request::Bank { all } => Reply::Bank {
            all: *all,
            lines: lines()
                .into_iter()
                .filter(|line| *all || line.waits)
                .collect(),
            statements: statements(),
        },
        Request::Log { before } => Reply::Log {
            before: *before,
            lines: if before.is_none() { log() } else { Vec::new() },
        },
        Request::Undoable => Reply::Undoable(
            log()
                .into_iter()
                .next()
                .map(|line| Undoable { line, run: 2 }),
        ),
        Request::Folder(path) => {
            let entry = |name: &str, is_folder| FolderEntry {
                name: name.into(),
                is_folder,
            };
            Reply::Folder {
                path: path.clone(),
                entries: vec![
                    entry("archive", true),
                    entry("customers.csv", false),
                    entry("giro-2026-11-20.txt", false),
                    entry("giro-2026-11-22.txt", false),
                    entry("invoices.csv", false),
                ],
            }
        }
        Request::Outline { round, path, told } => Reply::Outlined {
            round: *round,
            seen: if path.ends_with("picture.png") {
                Err("It is no table that way.".into())
            } else {
                Ok(Box::new(outline(told)))
            },
        },
        Request::Trial { round, mapping, .. } => Reply::Tried {
            round: *round,
            trial: Ok(Box::new(trial(mapping))),
        },
        Request::Mappings => Reply::Mappings(kept()),
        Request::Check => Reply::Nothing,
        Request::Preview(reminder) => preview(reminder),
        Request::Outbox => Reply::Outbox(outbox()),
        Request::LetterPage(of) => copy(*of),
        Request::Letters(customer) => Reply::Letters {
            customer: *customer,
            letters: letters(),
        },
        Request::Statement(query) => account(*query),
        Request::CreditLook => Reply::CreditLook(Box::default()),
        Request::Setup => Reply::Setup(Setup::default()),
        Request::Report(of) => Reply::Report(*of, Box::new(crediting::told(*of))),
        _ => return None,
    })
}

/// Presses the first key of an action, by its id.
pub fn press(screen: &mut Screen, name: &str) {
    let known = ACTIONS.iter().find(|action| action.name == name);
    let action = known.unwrap_or_else(|| panic!("no action {name}"));
    let key = screen.model.keymap.keys(action.id)[0];
    screen.send(Msg::Key(key));
}

pub fn presses(screen: &mut Screen, names: &[&str]) {
    for name in names {
        press(screen, name);
    }
}

/// Presses a key by its own name.
pub fn key(screen: &mut Screen, name: &str) {
    screen.send(Msg::Key(Key::parse(name).unwrap()));
}

pub fn type_in(screen: &mut Screen, text: &str) {
    for c in text.chars() {
        key(
            screen,
            &if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            },
        );
    }
}

/// The change that was asked for last.
pub fn asked(screen: &mut Screen) -> Command {
    match screen.asked.pop() {
        Some(Request::Act { command, .. }) => *command,
        other => panic!("{other:?}"),
    }
}
