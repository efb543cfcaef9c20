//! Columns of a list: where each begins and how wide it is, with one blank column between two.

use crate::domain::money::{Currency, Minor};
use crate::text::Locale;
use crate::tui::widgets::canvas::{Canvas, cells};

/// How wide a column wants to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Want {
    Exactly(u16),
    /// What the others leave, at least so much; several share it alike.
    Rest(u16),
}

/// A column's place in its row.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Place {
    pub x: u16,
    pub width: u16,
}

/// Lays columns out in a row that begins at `x`. Columns that do not fit get no width; a column that wants none
/// takes no blank either.
pub fn places(x: u16, room: u16, wants: &[Want]) -> Vec<Place> {
    let seen = wants
        .iter()
        .filter(|want| **want != Want::Exactly(0))
        .count();
    let gaps = u16::try_from(seen.saturating_sub(1)).unwrap_or(0);
    let fixed: u16 = wants
        .iter()
        .map(|want| {
            if let Want::Exactly(width) = want {
                *width
            } else {
                0
            }
        })
        .sum();
    let sharers = wants
        .iter()
        .filter(|want| matches!(want, Want::Rest(_)))
        .count();
    let rest = room.saturating_sub(fixed).saturating_sub(gaps);
    let each = rest
        .checked_div(u16::try_from(sharers).unwrap_or(1))
        .unwrap_or(0);
    let mut at = x;
    let end = x.saturating_add(room);
    let mut over = rest.saturating_sub(each * u16::try_from(sharers).unwrap_or(0));
    wants
        .iter()
        .map(|want| {
            let width = match want {
                Want::Exactly(width) => *width,
                Want::Rest(least) => {
                    let wide = each + over;
                    over = 0;
                    wide.max(*least)
                }
            };
            let place = Place {
                x: at.min(end),
                width: width.min(end.saturating_sub(at)),
            };
            if width > 0 {
                at = at.saturating_add(width).saturating_add(1);
            }
            place
        })
        .collect()
}

/// The widest of some texts.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u16 {
    texts.into_iter().map(cells).max().unwrap_or(0)
}

/// The smallest and the largest of some amounts, by currency: they are the widest, so that a column can be measured
/// without walking its rows, and scrolling moves nothing.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Bounds(Vec<(Currency, Minor, Minor)>);

impl Bounds {
    pub fn of(amounts: impl Iterator<Item = (Currency, Minor)>) -> Self {
        let mut bounds = Self::default();
        amounts.for_each(|(currency, amount)| bounds.add(currency, amount));
        bounds
    }

    pub fn add(&mut self, currency: Currency, amount: Minor) {
        match self.0.iter_mut().find(|bound| bound.0 == currency) {
            Some((_, low, high)) => {
                *low = amount.min(*low);
                *high = amount.max(*high);
            }
            None => self.0.push((currency, amount, amount)),
        }
    }

    /// Columns that the widest takes, at least so many.
    pub fn width(&self, locale: &Locale, least: u16) -> u16 {
        let wide = |amount: Minor, currency| cells(&locale.amount_or_dot(amount, currency));
        let widths = self
            .0
            .iter()
            .map(|(currency, low, high)| wide(*low, *currency).max(wide(*high, *currency)));
        widths.max().unwrap_or(0).max(least)
    }

    pub fn has_several_currencies(&self) -> bool {
        self.0.len() > 1
    }
}

/// The head of a column.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub at: Place,
    pub title: &'a str,
    /// Whether its figures end at its right edge.
    pub right: bool,
    /// If the rows are in its order: whether the largest comes first.
    pub order: Option<bool>,
}

/// Writes the heads of columns, with an arrow at the one that orders the rows.
pub fn heads(canvas: &mut Canvas, y: u16, heads: &[Head]) {
    for head in heads
        .iter()
        .filter(|head| head.at.width > 0 && !head.title.is_empty())
    {
        let (arrow, style) = match head.order {
            Some(true) => ("▼", canvas.theme.strong),
            Some(false) => ("▲", canvas.theme.strong),
            None => ("", canvas.theme.head),
        };
        if head.right {
            // The arrow may stand in the blank before the column.
            let x = head.at.x.saturating_sub(1);
            canvas.put_right(
                x,
                y,
                head.at.width + 1,
                &format!("{arrow}{}", head.title),
                style,
            );
        } else {
            canvas.put(
                head.at.x,
                y,
                head.at.width,
                &format!("{}{arrow}", head.title),
                style,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_goes_to_who_wants_it() {
        let laid = places(2, 30, &[Want::Rest(5), Want::Exactly(8), Want::Exactly(6)]);
        assert_eq!(
            laid,
            [
                Place { x: 2, width: 14 },
                Place { x: 17, width: 8 },
                Place { x: 26, width: 6 }
            ]
        );
    }

    #[test]
    fn nothing_stands_outside() {
        for room in 0..40 {
            for place in places(
                3,
                room,
                &[
                    Want::Rest(10),
                    Want::Exactly(8),
                    Want::Rest(4),
                    Want::Exactly(9),
                ],
            ) {
                assert!(place.x + place.width <= 3 + room);
            }
        }
    }
}
