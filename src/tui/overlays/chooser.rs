//! Choosing a file to import: a path with completion, the files that it could mean below it.

use std::path::PathBuf;

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Layer, finder, mapper};
use crate::desk::{ImportOptions, Welcome};
use crate::text::fold::fold;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::{FolderEntry, Request};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::{ListAt, list};

/// What the file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    Import,
    OpenLedger,
}

#[derive(Clone, Debug)]
pub struct Chooser {
    pub input: Input,
    choice: Choice,
    /// The folder that the entries are of, as it was typed.
    folder: Option<String>,
    entries: Vec<FolderEntry>,
    /// Indices of the entries that the text could mean.
    pub matches: Vec<u32>,
    pub cursor: usize,
}

/// Opens it for an import: on the demo's bank file, or where the last file came from.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let start = match (&model.book.bank_file, &model.folder) {
        (Some(file), None) => file.display().to_string(),
        (_, Some(folder)) => folder.clone(),
        (None, None) => String::new(),
    };
    let mut chooser = Chooser::new(Choice::Import, start);
    let effects = chooser.narrow();
    model.layers.push(Layer::Chooser(chooser));
    effects
}

/// The folder of a path, with its last `/`, and what follows it.
pub fn halves(path: &str) -> (&str, &str) {
    path.rfind('/')
        .map_or(("", path), |at| path.split_at(at + 1))
}

impl Chooser {
    pub fn new(choice: Choice, start: String) -> Self {
        Self {
            input: Input::new(start),
            choice,
            folder: None,
            entries: Vec::new(),
            matches: Vec::new(),
            cursor: 0,
        }
    }

    /// Shows what the text could mean; asks for the folder if it is another one.
    pub fn narrow(&mut self) -> Vec<Effect> {
        let (folder, start) = halves(self.input.value());
        let ask = self.folder.as_deref() != Some(folder);
        if ask {
            self.folder = Some(folder.to_owned());
            self.entries.clear();
        }
        let start = fold(start);
        let hidden = start.starts_with('.');
        let fits = |entry: &FolderEntry| {
            fold(&entry.name).starts_with(&start) && (hidden || !entry.name.starts_with('.'))
        };
        self.matches = (0_u32..)
            .zip(&self.entries)
            .filter(|(_, entry)| fits(entry))
            .map(|(index, _)| index)
            .collect();
        self.cursor = 0;
        if ask {
            vec![Effect::Ask(Request::Folder(PathBuf::from(folder)))]
        } else {
            Vec::new()
        }
    }

    pub fn take(&mut self, path: &std::path::Path, entries: Vec<FolderEntry>) {
        if self.folder.as_deref().map(std::path::Path::new) == Some(path) {
            self.entries = entries;
            self.narrow();
        }
    }

    /// Whether a file is chosen to be taken in.
    pub fn imports(&self) -> bool {
        self.choice == Choice::Import
    }

    fn selected(&self) -> Option<&FolderEntry> {
        self.entries.get(*self.matches.get(self.cursor)? as usize)
    }

    /// Writes an entry's name in place of what was typed of it.
    fn write(&mut self, name: &str, is_folder: bool) -> Vec<Effect> {
        let (folder, _) = halves(self.input.value());
        self.input = Input::new(format!(
            "{folder}{name}{}",
            if is_folder { "/" } else { "" }
        ));
        self.narrow()
    }

    /// Completes as far as all that it could mean agrees.
    fn complete(&mut self) -> Vec<Effect> {
        let names: Vec<&FolderEntry> = self
            .matches
            .iter()
            .filter_map(|at| self.entries.get(*at as usize))
            .collect();
        let Some(first) = names.first() else {
            return Vec::new();
        };
        if names.len() == 1 {
            let (name, is_folder) = (first.name.clone(), first.is_folder);
            return self.write(&name, is_folder);
        }
        let common: String = first
            .name
            .chars()
            .enumerate()
            .take_while(|(at, c)| {
                names
                    .iter()
                    .all(|entry| entry.name.chars().nth(*at) == Some(*c))
            })
            .map(|(_, c)| c)
            .collect();
        let (_, start) = halves(self.input.value());
        if common.chars().count() > start.chars().count() {
            return self.write(&common, false);
        }
        // Nothing more in common: Tab walks through the list.
        self.cursor = (self.cursor + 1) % names.len();
        Vec::new()
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let key = match self.choice {
            Choice::Import => "tui.chooser.import",
            Choice::OpenLedger => "tui.chooser.open",
        };
        let title = canvas.locale.text(key).to_owned();
        let most = (84, 20);
        let Some(rows) = finder(canvas, area, most, &title, &self.input) else {
            return;
        };
        let at = ListAt {
            list: ListId::Files,
            area: rows,
            len: self.matches.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let entry = self
                .matches
                .get(index)
                .and_then(|at| self.entries.get(*at as usize));
            let Some(entry) = entry else { return };
            let used = canvas.put(
                place.x,
                place.y,
                place.width,
                &entry.name,
                canvas.theme.text,
            );
            if entry.is_folder {
                canvas.put(place.x + used, place.y, 1, "/", canvas.theme.key);
            }
        });
        if self.matches.is_empty() && rows.height > 0 {
            let says = canvas.locale.text("tui.chooser.nothing").to_owned();
            canvas.put(rows.x + 1, rows.y, rows.width, &says, canvas.theme.quiet);
        }
    }

    /// What `Enter` means: into a folder, or this file.
    pub fn choose(&mut self) -> Option<PathBuf> {
        match self.selected() {
            Some(entry) if entry.is_folder => None,
            Some(entry) => {
                let (folder, _) = halves(self.input.value());
                Some(PathBuf::from(format!("{folder}{}", entry.name)))
            }
            None if self.input.value().trim().is_empty() => None,
            None => Some(PathBuf::from(self.input.value())),
        }
    }

    /// Goes into the folder under the cursor.
    pub fn enter(&mut self) -> Vec<Effect> {
        match self
            .selected()
            .map(|entry| (entry.name.clone(), entry.is_folder))
        {
            Some((name, true)) => self.write(&name, true),
            _ => Vec::new(),
        }
    }

    /// Carries an action out; what was chosen, if anything was.
    pub fn press(&mut self, id: ActionId) -> (Option<PathBuf>, Vec<Effect>) {
        match id {
            ActionId::Complete => (None, self.complete()),
            ActionId::Choose => match self.choose() {
                Some(path) => (Some(path), Vec::new()),
                None => (None, self.enter()),
            },
            _ => (None, Vec::new()),
        }
    }
}

/// The next file is looked for where this one came from.
fn remember(model: &mut Model, path: &std::path::Path) {
    model.folder = path.to_str().map(|path| halves(path).0.to_owned());
}

pub fn act(model: &mut Model, mut chooser: Chooser, id: ActionId) -> Vec<Effect> {
    if id == ActionId::Back {
        return Vec::new();
    }
    if id == ActionId::MapColumns {
        let Some(path) = chooser.choose() else {
            model.layers.push(Layer::Chooser(chooser));
            return Vec::new();
        };
        remember(model, &path);
        return mapper::open(model, path, ImportOptions::default());
    }
    let (path, effects) = chooser.press(id);
    match (path, chooser.choice) {
        (Some(path), Choice::Import) => {
            remember(model, &path);
            vec![Effect::Ask(Request::Import {
                path,
                options: ImportOptions::default(),
            })]
        }
        (Some(path), Choice::OpenLedger) => vec![Effect::Leave(Welcome::Open(path))],
        (None, _) => {
            model.layers.push(Layer::Chooser(chooser));
            effects
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chooser(typed: &str, names: &[(&str, bool)]) -> Chooser {
        let mut chooser = Chooser::new(Choice::Import, typed.to_owned());
        chooser.narrow();
        let entries = names.iter().map(|(name, is_folder)| FolderEntry {
            name: (*name).to_owned(),
            is_folder: *is_folder,
        });
        let folder = halves(typed).0.to_owned();
        chooser.take(std::path::Path::new(&folder), entries.collect());
        chooser
    }

    #[test]
    fn tab_completes_as_far_as_the_names_agree() {
        let mut files = chooser(
            "in/b",
            &[
                ("bank-1.xml", false),
                ("bank-2.xml", false),
                ("other", false),
            ],
        );
        files.complete();
        assert_eq!(files.input.value(), "in/bank-");
        files.input = Input::new("in/bank-2".to_owned());
        files.narrow();
        files.complete();
        assert_eq!(files.input.value(), "in/bank-2.xml");
        assert_eq!(files.choose(), Some(PathBuf::from("in/bank-2.xml")));
    }

    #[test]
    fn a_folder_is_entered_and_asked_for() {
        let mut files = chooser("", &[("in", true)]);
        assert_eq!(files.choose(), None);
        assert_eq!(
            files.enter(),
            [Effect::Ask(Request::Folder(PathBuf::from("in/")))]
        );
        assert_eq!(files.input.value(), "in/");
    }

    #[test]
    fn a_path_that_is_not_listed_is_taken_as_it_was_typed() {
        let mut files = chooser("/mnt/x.csv", &[]);
        assert_eq!(files.choose(), Some(PathBuf::from("/mnt/x.csv")));
    }
}
