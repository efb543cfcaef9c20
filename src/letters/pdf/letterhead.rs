//! What stands around a letter's body: who sends it, the address where a window shows it, the facts beside it, the
//! running head and the foot.

use crate::domain::sheet::{Labelled, Sender, Sheet};

use super::block::BODY;
use super::fault::PdfFault;
use super::lines::Line;
use super::logo::Logo;
use super::measure::{FLOOR, HEAD, LEAST_BODY, LEFT, Milli, RIGHT, TOP, WIDTH, ascent, mm, pt};
use super::page::{Draw, Ink, Layout, MOST_PAGES, Part, height};
use super::structure::Role;
use super::typesetter::Style;

/// The top of the sender's name, and how far down it may reach.
const NAME_TOP: Milli = mm(14);
const NAME_END: Milli = mm(38);

/// The address: what the left window of every envelope here shows. DIN 5008 form B, for DL and C5/C6, has it 20–110 mm
/// from the left and 45–90 from the top; the windows sold in Norway lie at 15–110 and 40–70 (E65), 39–74 (C65) or
/// 44–79 (C5), the Swedish V2 among them. So lines begin 25 mm from the left and 47 from the top, and six of them end
/// above 73, nine above 82.
const WINDOW_TOP: Milli = mm(47);
const WINDOW_WIDTH: Milli = mm(82);
pub(super) const MOST_ADDRESS_LINES: usize = 9;
const ROOMY_ADDRESS_LINES: usize = 6;

/// The sender's own address above it, for what comes back.
const RETURN_BASELINE: Milli = mm(45);

/// Beside the window's right edge, and how low the facts may reach before the rest goes into the body.
const FACTS_LEFT: Milli = mm(124);
const FACTS_END: Milli = mm(115);

/// The body begins below every window.
const BODY_TOP: Milli = mm(94);

const NAME: Style = Style::bold(pt(13));
const SMALL_NAME: Style = Style::bold(pt(9));
const RETURN: Style = Style::regular(pt(7));
const SMALL_ADDRESS: Style = Style::regular(pt(9));
const FOOT: Style = Style::regular(8_500);

/// Between the sender's facts and the page's number.
const PAGE_WIDTH: Milli = mm(36);

/// Fits the foot and returns it, so that the body knows where to end.
pub(super) struct Foot {
    lines: Vec<Line>,
    top: Milli,
}

impl Layout<'_, '_> {
    /// The head of the first page, the address and the facts; then stands where the body begins.
    pub fn letterhead(&mut self, sheet: &Sheet, logo: Option<&Logo>) -> Result<(), PdfFault> {
        self.name(&sheet.sender, logo)?;
        self.return_address(&sheet.sender)?;
        self.address(&sheet.recipient)?;
        let mut fitting = 0;
        let mut end = WINDOW_TOP;
        for pair in self.pairs(&sheet.facts, RIGHT - FACTS_LEFT, BODY)? {
            if end + pair.height() > FACTS_END {
                break;
            }
            end = self.pair(pair, FACTS_LEFT, end, None);
            fitting += 1;
        }
        self.y = BODY_TOP.max(end + pt(18));
        if fitting < sheet.facts.len() {
            self.facts(&sheet.facts[fitting..])?;
            self.space(pt(18));
        }
        Ok(())
    }

    fn name(&mut self, sender: &Sender, logo: Option<&Logo>) -> Result<(), PdfFault> {
        let mut width = WIDTH;
        if let Some(logo) = logo {
            let (wide, high) = logo.size();
            let words = if sender.name.is_empty() {
                "Logo"
            } else {
                &sender.name
            };
            let figure = self.element(Role::Figure(words.to_owned()), None);
            let draw = Draw::Logo {
                x: RIGHT - wide,
                y: NAME_TOP,
                width: wide,
                height: high,
            };
            self.draw(Part::Of(figure), draw);
            width = WIDTH - wide - mm(5);
        }
        let mut lines = self.setter.lines(&sender.name, NAME, width)?;
        if height(&lines) > NAME_END - NAME_TOP {
            lines = self.setter.lines(&sender.name, SMALL_NAME, width)?;
        }
        if height(&lines) > NAME_END - NAME_TOP {
            return Err(super::block::too_tall(&sender.name));
        }
        let part = Part::Of(self.element(Role::Paragraph, None));
        self.column(part, LEFT, NAME_TOP, lines, Ink::Black);
        Ok(())
    }

    /// On one line or not at all: the foot has it whole.
    fn return_address(&mut self, sender: &Sender) -> Result<(), PdfFault> {
        let whole = joined(std::iter::once(&sender.name).chain(&sender.address));
        let mut lines = self.setter.lines(&whole, RETURN, WINDOW_WIDTH)?;
        if lines.len() == 1
            && let Some(line) = lines.pop()
        {
            let top = RETURN_BASELINE - ascent(RETURN.leading());
            self.line(Part::Head, LEFT, top, line, Ink::Grey);
        }
        Ok(())
    }

    fn address(&mut self, recipient: &[String]) -> Result<(), PdfFault> {
        let mut lines = self.address_lines(recipient, BODY)?;
        if lines.len() > ROOMY_ADDRESS_LINES {
            lines = self.address_lines(recipient, SMALL_ADDRESS)?;
        }
        if lines.len() > MOST_ADDRESS_LINES {
            return Err(PdfFault::AddressTooLong {
                lines: lines.len(),
                most: MOST_ADDRESS_LINES,
            });
        }
        let part = Part::Of(self.element(Role::Paragraph, None));
        for line in &mut lines {
            line.goes_on = true;
        }
        self.column(part, LEFT, WINDOW_TOP, lines, Ink::Black);
        Ok(())
    }

    fn address_lines(&mut self, recipient: &[String], style: Style) -> Result<Vec<Line>, PdfFault> {
        let mut all = Vec::new();
        for line in recipient {
            all.extend(self.setter.lines(line, style, WINDOW_WIDTH)?);
            // Enough to be refused: a hostile one may go on for long.
            if all.len() > 1_000 {
                break;
            }
        }
        all.retain(|line| !line.pieces.is_empty());
        Ok(all)
    }

    /// Measures the foot: the sender's address and facts, and beside them the page's number.
    pub fn foot(&mut self, sheet: &Sheet) -> Result<Foot, PdfFault> {
        let width = WIDTH - PAGE_WIDTH;
        let sender = &sheet.sender;
        let address = joined(std::iter::once(&sender.name).chain(&sender.address));
        let mut lines = self.setter.lines(&address, FOOT, width)?;
        // The page's number stands beside the first line.
        lines.extend(self.foot_facts(&sender.facts, WIDTH)?);
        lines.retain(|line| !line.pieces.is_empty());
        let most = self.page_number(&sheet.page, MOST_PAGES, MOST_PAGES)?;
        let taken = height(&lines).max(height(&most)).max(FOOT.leading());
        let top = FLOOR - taken;
        self.bottom = top - pt(10);
        if self.body() < LEAST_BODY || self.bottom - BODY_TOP < LEAST_BODY {
            return Err(super::block::too_tall(&sender.name));
        }
        for line in &mut lines {
            line.goes_on = true;
        }
        Ok(Foot { lines, top })
    }

    /// Side by side as many as a line holds, each whole where it can be.
    fn foot_facts(&mut self, facts: &[Labelled], width: Milli) -> Result<Vec<Line>, PdfFault> {
        let mut lines = Vec::new();
        let mut open = String::new();
        for fact in facts {
            let fact = format!("{} {}", fact.label.trim(), fact.value.trim());
            let longer = joined([open.as_str(), &fact]);
            if self.setter.lines(&longer, FOOT, width)?.len() == 1 {
                open = longer;
            } else {
                lines.extend(self.setter.lines(&open, FOOT, width)?);
                open = fact;
            }
        }
        lines.extend(self.setter.lines(&open, FOOT, width)?);
        Ok(lines)
    }

    fn page_number(
        &mut self,
        words: &str,
        page: usize,
        pages: usize,
    ) -> Result<Vec<Line>, PdfFault> {
        let words = words
            .replace("{page}", &page.to_string())
            .replace("{pages}", &pages.to_string());
        self.setter.lines(&words, FOOT, PAGE_WIDTH - mm(4))
    }

    /// The foot of every page and the running head of all but the first, once their number is known.
    pub fn frame_pages(&mut self, sheet: &Sheet, foot: &Foot) -> Result<(), PdfFault> {
        let pages = std::mem::take(&mut self.pages);
        let count = pages.len();
        let said = self.element(Role::Paragraph, None);
        for (at, page) in pages.into_iter().enumerate() {
            self.pages.push(page);
            if at > 0 {
                self.running_head(sheet)?;
            }
            // Read out once, at the end of the letter.
            let part = if at + 1 == count {
                Part::Of(said)
            } else {
                Part::Foot
            };
            self.rule(Part::Foot, foot.top - pt(5), 400, Ink::Grey);
            self.column(part, LEFT, foot.top, foot.lines.clone(), Ink::Grey);
            let mut y = foot.top;
            for line in self.page_number(&sheet.page, at + 1, count)? {
                let (x, leading) = (RIGHT - line.width, line.style.leading());
                self.line(Part::Foot, x, y, line, Ink::Grey);
                y += leading;
            }
        }
        Ok(())
    }

    /// Whose letter it is and about what, as far as a line holds it.
    fn running_head(&mut self, sheet: &Sheet) -> Result<(), PdfFault> {
        let words = joined([&sheet.sender.name, &sheet.subject]);
        let lines = self.setter.lines(&words.replace('\n', " "), FOOT, WIDTH)?;
        if let Some(line) = lines.into_iter().next() {
            let top = HEAD - ascent(FOOT.leading());
            self.line(Part::Head, LEFT, top, line, Ink::Grey);
            self.rule(Part::Head, HEAD + pt(5), 400, Ink::Grey);
        }
        Ok(())
    }
}

const _: () = assert!(HEAD + pt(5) < TOP);

fn joined<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut joined = String::new();
    for text in texts {
        let text = text.as_ref().trim();
        if !text.is_empty() {
            if !joined.is_empty() {
                joined.push_str(" · ");
            }
            joined.push_str(text);
        }
    }
    joined
}
