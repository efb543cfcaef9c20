//! The user's templates: read from their folder, listed beside the shipped ones, tried before they are used.

use std::collections::BTreeMap;
use std::path::Path;

use crate::desk::Desk;
use crate::domain::content::LetterContent;
use crate::domain::letter::LetterKind;
use crate::domain::required::Required;
use crate::letters::variables::{COMMON, EMAIL, LETTER, STATEMENT};
use crate::letters::{self, Source, Templates};
use crate::rules::policy::StageDoes;
use crate::text::Locale;

use super::fault::{OwnFault, PostFault};
use super::file;

/// Bytes of a file that is read; templates have an eighth of that at most.
const MOST_BYTES: u64 = 1 << 20;
/// Files of one folder.
const MOST_FILES: usize = 200;

/// A template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateFile {
    /// `nb/notice.txt`.
    pub path: String,
    pub text: String,
    /// The user's file in its place.
    pub own: Option<String>,
}

impl Desk {
    /// Every template, the shipped text of it, and where the user has one of his own.
    pub fn template_files(&self) -> Result<Vec<TemplateFile>, PostFault> {
        let read = read(&self.config.letters.templates)?;
        let own: BTreeMap<&str, &Source> = read.own().collect();
        let mut all: Vec<TemplateFile> = Templates::all_shipped()
            .map(|(path, text)| TemplateFile {
                own: own.get(path.as_str()).map(|source| source.origin.clone()),
                path,
                text: text.to_owned(),
            })
            .collect();
        for (path, source) in own {
            if !all.iter().any(|file| file.path == path) {
                all.push(TemplateFile {
                    path: path.to_owned(),
                    text: source.text.clone(),
                    own: Some(source.origin.clone()),
                });
            }
        }
        Ok(all)
    }

    /// The names that templates may use, each with what it says.
    pub fn template_names(&self, locale: &Locale) -> Vec<(&'static str, String)> {
        let all = [COMMON, LETTER, STATEMENT, EMAIL].into_iter().flatten();
        all.map(|variable| {
            let says = locale.text(&format!("letter-variable.{}", variable.name));
            (variable.name, says.to_owned())
        })
        .collect()
    }

    /// What is wrong with the user's templates.
    pub fn check_templates(&self) -> Result<Vec<PostFault>, PostFault> {
        let templates = read(&self.config.letters.templates)?;
        let mut stages: Vec<(String, LetterKind)> = Vec::new();
        for stage in self.rulebook.policies.all().flat_map(|it| &it.stages) {
            let StageDoes::Letter(kind) = stage.does else {
                continue;
            };
            let pair = (stage.name.clone(), kind);
            if !stages.contains(&pair) {
                stages.push(pair);
            }
        }
        let law = self.rulebook.statutes.law(&self.ledger.country);
        let today = self.today();
        let required = |content: &LetterContent| -> Required {
            law.required(content.kind, content.recipient.kind, today)
                .unwrap_or_default()
        };
        let found = letters::check(&templates, &stages, law.country(), &required);
        Ok(found.into_iter().map(PostFault::from).collect())
    }
}

/// The templates of a folder; the shipped ones alone where none is named.
pub(super) fn read(folder: &Path) -> Result<Templates, PostFault> {
    if folder.as_os_str().is_empty() {
        return Ok(Templates::shipped());
    }
    let mut own = BTreeMap::new();
    for language in listed(folder)? {
        let inside = folder.join(&language);
        if !inside.is_dir() {
            continue;
        }
        for name in listed(&inside)? {
            let path = inside.join(&name);
            let is_template = path.extension().is_some_and(|it| it == "txt");
            if is_template && own.len() < MOST_FILES {
                let bytes = file::read(&path, MOST_BYTES)?;
                let text = String::from_utf8(bytes).map_err(|cause| OwnFault::Unreadable {
                    path: path.display().to_string(),
                    cause: cause.to_string(),
                })?;
                let origin = path.display().to_string();
                own.insert(format!("{language}/{name}"), Source { origin, text });
            }
        }
    }
    Ok(Templates::with(own))
}

/// The names in a folder that are text, in order.
fn listed(folder: &Path) -> Result<Vec<String>, PostFault> {
    let unreadable = |cause: std::io::Error| OwnFault::Unreadable {
        path: folder.display().to_string(),
        cause: crate::text::cause(&cause),
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    Ok(names)
}
