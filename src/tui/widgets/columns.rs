//! Columns of a list: where each begins and how wide it is, with one blank column between two.

use crate::tui::widgets::canvas::cells;

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

/// Lays columns out in a row that begins at `x`. Columns that do not fit get no width.
pub fn places(x: u16, room: u16, wants: &[Want]) -> Vec<Place> {
    let gaps = u16::try_from(wants.len().saturating_sub(1)).unwrap_or(0);
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
    let share = rest
        .checked_div(u16::try_from(sharers).unwrap_or(1))
        .unwrap_or(0);
    let mut at = x;
    let end = x.saturating_add(room);
    let mut spare = rest.saturating_sub(share * u16::try_from(sharers).unwrap_or(0));
    wants
        .iter()
        .map(|want| {
            let width = match want {
                Want::Exactly(width) => *width,
                Want::Rest(least) => {
                    let wide = share + spare;
                    spare = 0;
                    wide.max(*least)
                }
            };
            let place = Place {
                x: at.min(end),
                width: width.min(end.saturating_sub(at)),
            };
            at = at.saturating_add(width).saturating_add(1);
            place
        })
        .collect()
}

/// The widest of some texts.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u16 {
    texts.into_iter().map(cells).max().unwrap_or(0)
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
