//! What belongs together stays on one page: a heading with its table and the line beneath it, the total with the box that
//! says how to pay, the greeting with what stands above it.

use crate::domain::sheet::Block;

use super::fault::PdfFault;
use super::measure::{Milli, TOP};
use super::page::Layout;

/// Longer tables go over pages as they do.
const MOST_ROWS: usize = 16;

/// A letter's blocks in order, those together that stay on one page.
pub(super) fn groups(blocks: &[Block]) -> impl Iterator<Item = &[Block]> {
    let mut rest = blocks;
    std::iter::from_fn(move || {
        let (group, after) = rest.split_at_checked(together(rest))?;
        rest = after;
        (!group.is_empty()).then_some(group)
    })
}

/// How many blocks from the first on belong together.
fn together(blocks: &[Block]) -> usize {
    let is_short = |block: &Block| match block {
        Block::Table(table) => table.rows.len() <= MOST_ROWS,
        _ => true,
    };
    match blocks {
        [] => 0,
        [
            Block::Heading(_),
            table @ Block::Table(_),
            Block::Text(_),
            ..,
        ] if is_short(table) => 3,
        [Block::Heading(_), next, ..] if is_short(next) => 2,
        [
            table @ Block::Table(_),
            Block::Payment(_) | Block::Text(_),
            ..,
        ] if is_short(table) => 2,
        // The greeting is a letter's last words.
        [Block::Text(_), Block::Text(_)] => 2,
        _ => 1,
    }
}

/// How far a layout has come.
struct Mark {
    pages: usize,
    marks: usize,
    elements: usize,
    contents: usize,
    y: Milli,
}

impl Layout<'_, '_> {
    /// Blocks on one page, if a page holds them.
    pub fn group(&mut self, blocks: &[Block]) -> Result<(), PdfFault> {
        let mark = self.mark();
        self.blocks(blocks)?;
        let is_whole = self.pages.len() == mark.pages;
        let is_top = mark.pages > 1 && mark.y <= TOP;
        if is_whole || is_top || blocks.len() == 1 {
            return Ok(());
        }
        self.back_to(&mark);
        self.turn()?;
        self.blocks(blocks)?;
        if self.pages.len() > mark.pages + 1 {
            // No page holds it: it begins where there is room.
            self.back_to(&mark);
            self.blocks(blocks)?;
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<(), PdfFault> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn mark(&self) -> Mark {
        Mark {
            pages: self.pages.len(),
            marks: self.pages.last().map_or(0, |page| page.marks.len()),
            elements: self.structure.len(),
            contents: self.contents.len(),
            y: self.y,
        }
    }

    fn back_to(&mut self, mark: &Mark) {
        self.pages.truncate(mark.pages);
        if let Some(page) = self.pages.last_mut() {
            page.marks.truncate(mark.marks);
        }
        self.structure.truncate(mark.elements);
        self.contents.truncate(mark.contents);
        self.y = mark.y;
    }
}
