//! The order in which a letter is read, told apart from where it stands: headings, paragraphs, tables with titles. It
//! becomes the tag tree of the PDF (ISO 14289-1), which screen readers follow.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// What a part of the letter is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Its level, 1 for the subject, and its words.
    Heading(u16, String),
    Paragraph,
    /// The company's mark, with what it shows in words.
    Figure(String),
    Table,
    Titles,
    Body,
    Row,
    /// Of a column, or of a row.
    ColumnTitle,
    RowTitle,
    Cell,
}

/// An element, by its place in the order of reading.
pub(super) type Element = usize;

#[derive(Default)]
pub(super) struct Structure {
    /// Each after what holds it.
    elements: Vec<(Role, Option<Element>)>,
}

impl Structure {
    pub fn add(&mut self, role: Role, within: Option<Element>) -> Element {
        self.elements.push((role, within));
        self.elements.len() - 1
    }

    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Forgets all elements but the first so many.
    pub fn truncate(&mut self, count: usize) {
        self.elements.truncate(count);
    }

    /// The tree, with what was drawn for each element.
    pub fn tree(self, drawn: Vec<(Element, Identifier)>, language: &str) -> TagTree {
        let mut groups: Vec<(TagGroup, Option<Element>)> = self
            .elements
            .into_iter()
            .map(|(role, within)| (TagGroup::new(tag(role)), within))
            .collect();
        for (element, identifier) in drawn {
            if let Some((group, _)) = groups.get_mut(element) {
                group.push(identifier);
            }
        }
        // Backwards, so that each is whole before it goes into what holds it.
        let mut roots: Vec<Node> = Vec::new();
        let mut held: Vec<Vec<Node>> = groups.iter().map(|_| Vec::new()).collect();
        while let Some((mut group, within)) = groups.pop() {
            let children = held.pop().unwrap_or_default();
            group.children.extend(children.into_iter().rev());
            match within.and_then(|within| held.get_mut(within)) {
                Some(siblings) => siblings.push(group.into()),
                None => roots.push(group.into()),
            }
        }
        roots.reverse();
        TagTree::from(roots).with_lang(Some(language.to_owned()))
    }
}

fn tag(role: Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words)).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Figure(words) => Tag::Figure(Some(words)).into(),
        Role::Table => Tag::Table.into(),
        Role::Titles => Tag::THead.into(),
        Role::Body => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnTitle => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowTitle => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}
