//! The outbox drawn: a row for each dispatch, and all about the one under the cursor below.

use ratatui::layout::Rect;

use super::{Outbox, label, mark, what};
use crate::domain::outbox::{Posted, Stand};
use crate::text::Locale;
use crate::tui::model::ListId;
use crate::tui::overlays::story::wrap;
use crate::tui::overlays::{frame, page};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::foot;

impl Outbox {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let locale = canvas.locale;
        let wide = area.width.saturating_sub(2);
        let inside = frame(canvas, area, wide, area.height, &self.title(locale));
        let about = self.about_selected(locale, usize::from(inside.width));
        let below = u16::try_from(about.len() + 1).unwrap_or(u16::MAX);
        let (rows, below) = foot(inside, below.min(inside.height / 2));
        let at = ListAt {
            list: ListId::Outbox,
            area: rows,
            len: self.lines.len(),
            cursor: self.cursor,
            focused: true,
        };
        let roomy = rows.width >= 100;
        list(canvas, at, |canvas, index, place| {
            let Some(line) = self.lines.get(index) else {
                return;
            };
            let wants = [
                Want::Exactly(1),
                Want::Exactly(11),
                Want::Exactly(if roomy { 30 } else { 20 }),
                Want::Exactly(if roomy { 20 } else { 0 }),
                Want::Exactly(14),
                Want::Exactly(6),
                Want::Rest(8),
            ];
            let laid = places(place.x, place.width, &wants);
            let [sign, stand, who, kind, amount, channel, note] = laid.as_slice() else {
                return;
            };
            let theme = canvas.theme;
            let style = match line.stand {
                Stand::InDoubt | Stand::Failed | Stand::Returned => theme.warn,
                Stand::Queued | Stand::Sending => theme.text,
                Stand::Sent | Stand::CalledOff => theme.quiet,
            };
            let y = place.y;
            canvas.put(sign.x, y, sign.width, mark(line.stand), style);
            let says = locale.text(&format!("stand.{}", line.stand.name()));
            canvas.put(stand.x, y, stand.width, says, style);
            canvas.put(who.x, y, who.width, &line.name, theme.text);
            canvas.put(kind.x, y, kind.width, &what(locale, line), theme.text);
            if let Some(money) = line.amount {
                let says = locale.amount(money.amount, money.currency);
                canvas.put_right(amount.x, y, amount.width, &says, theme.strong);
            }
            let by = locale.channel(line.channel.name());
            canvas.put(channel.x, y, channel.width, by, theme.quiet);
            canvas.put(note.x, y, note.width, &line.note, theme.quiet);
        });
        if self.lines.is_empty() && rows.height > 0 {
            let key = if self.waiting {
                "tui.loading"
            } else {
                "tui.outbox.none"
            };
            canvas.put(
                rows.x,
                rows.y,
                rows.width,
                locale.text(key),
                canvas.theme.quiet,
            );
        }
        if !about.is_empty() && below.height > 0 {
            canvas.rule(below.x, below.y, below.width, canvas.theme.quiet);
        }
        for (y, says) in (below.y + 1..below.bottom()).zip(&about) {
            canvas.put(below.x, y, below.width, says, canvas.theme.text);
        }
    }

    /// `Outbox · 2 in doubt · 1 failed`.
    fn title(&self, locale: &Locale) -> String {
        let mut parts = vec![locale.text("tui.outbox.title").to_owned()];
        let stands = [
            Stand::InDoubt,
            Stand::Failed,
            Stand::Returned,
            Stand::Queued,
        ];
        for stand in stands {
            let count = self.lines.iter().filter(|line| line.stand == stand).count();
            if count > 0 {
                let count = locale.whole(count as u64);
                let stand = locale.text(&format!("stand.{}", stand.name()));
                parts.push(format!("{count} {stand}"));
            }
        }
        parts.join(" · ")
    }

    /// Where the dispatch under the cursor goes, how often it was tried, and all that was said of it, in lines of so
    /// many columns.
    fn about_selected(&self, locale: &Locale, room: usize) -> Vec<String> {
        let Some(line) = self.selected() else {
            return Vec::new();
        };
        let (queued, attempts) = (
            locale.date(line.queued),
            locale.whole(u64::from(line.attempts)),
        );
        let facts = [
            ("date", queued.as_str()),
            ("count", &attempts),
            ("number", &line.number),
        ];
        let mut first = vec![label(locale, line)];
        if line.what != Posted::Statement {
            first.push(what(locale, line));
        }
        first.push(locale.say("tui.outbox.queued", &facts));
        let told = [
            first.join(" · "),
            page::way(locale, line.channel, &line.to, None),
            page::fate(locale, line),
        ];
        told.iter().flat_map(|says| wrap(says, room)).collect()
    }
}
