//! Which columns the grid shows in the room there is. Old buckets fold into one first; what stays always adds up to
//! the total, as long as there is room for that.

use crate::domain::money::Minor;
use crate::reports::aging::{AgingReport, CurrencyTotals, Sums};
use crate::text::Locale;
use crate::tui::widgets::canvas::cells;

/// How wide the widest figure of each column is that the grid may show; none where all are zero.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Widths {
    columns: Vec<(Figure, u16)>,
    buckets: usize,
    pub currencies: usize,
}

/// A column of figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    Bucket(usize),
    /// This bucket and all older ones.
    From(usize),
    Disputed,
    /// Credit notes and unapplied money.
    Credits,
    /// All that is in no bucket.
    Other,
    Total,
}

impl Figure {
    pub fn of(self, sums: &Sums) -> Minor {
        let from = |first: usize| sums.buckets.iter().skip(first).copied().sum();
        match self {
            Self::Bucket(bucket) => sums.buckets.get(bucket).copied().unwrap_or_default(),
            Self::From(first) => from(first),
            Self::Disputed => sums.disputed,
            Self::Credits => sums.credits + sums.unapplied,
            Self::Other => sums.disputed + sums.credits + sums.unapplied,
            Self::Total => sums.total(),
        }
    }

    /// Its head, the spans being those of the buckets past due.
    pub fn title(self, locale: &Locale, spans: &[String]) -> String {
        let span = |bucket: usize| {
            spans
                .get(bucket - 1)
                .map(|span| span.replace('-', "–"))
                .unwrap_or_default()
        };
        match self {
            Self::Bucket(0) | Self::From(0) => locale.text("tui.aging.not-due").to_owned(),
            Self::Bucket(bucket) => span(bucket),
            Self::From(1) => locale.text("tui.aging.overdue").to_owned(),
            Self::From(first) => {
                let past = spans
                    .get(first - 1)
                    .map(|span| span.split(['-', '+']).next().unwrap_or_default());
                let day = past
                    .and_then(|day| day.parse::<u32>().ok())
                    .map_or(0, |day| day.saturating_sub(1));
                format!(">{day}")
            }
            Self::Disputed => locale.text("tui.aging.disputed").to_owned(),
            Self::Credits => locale.text("tui.aging.credits").to_owned(),
            Self::Other => locale.text("tui.aging.other").to_owned(),
            Self::Total => locale.text("tui.aging.total").to_owned(),
        }
    }
}

impl Widths {
    pub fn of(report: &AgingReport, locale: &Locale) -> Self {
        let buckets = report.query.edges.buckets();
        let columns = (0..buckets)
            .map(Figure::Bucket)
            .chain((1..buckets).map(Figure::From))
            .chain([
                Figure::Disputed,
                Figure::Credits,
                Figure::Other,
                Figure::Total,
            ])
            .map(|figure| (figure, widest(report, locale, figure)));
        Self {
            columns: columns.collect(),
            buckets,
            currencies: report.totals.len(),
        }
    }

    fn of_figure(&self, figure: Figure) -> u16 {
        self.columns
            .iter()
            .find(|(known, _)| *known == figure)
            .map_or(0, |(_, width)| *width)
    }

    /// The columns that fit beside a name, and how wide each is.
    pub fn plan(
        &self,
        room: u16,
        name: u16,
        locale: &Locale,
        spans: &[String],
    ) -> Vec<(Figure, u16)> {
        let buckets = self.buckets.max(2);
        let whole = (0..buckets).map(Figure::Bucket).collect::<Vec<_>>();
        let folded = |first: usize| {
            let mut figures: Vec<Figure> = (0..first).map(Figure::Bucket).collect();
            figures.extend([Figure::From(first), Figure::Other, Figure::Total]);
            figures
        };
        let mut plans = vec![
            [
                whole.clone(),
                vec![Figure::Disputed, Figure::Credits, Figure::Total],
            ]
            .concat(),
            [whole, vec![Figure::Other, Figure::Total]].concat(),
        ];
        plans.extend((1..buckets - 1).rev().map(folded));
        plans.push(vec![Figure::Bucket(0), Figure::From(1), Figure::Total]);
        plans.push(vec![Figure::From(1), Figure::Total]);
        for plan in plans {
            let wide: Vec<(Figure, u16)> = plan
                .into_iter()
                .filter(|figure| {
                    !matches!(figure, Figure::Disputed | Figure::Credits | Figure::Other)
                        || self.of_figure(*figure) > 0
                })
                .map(|figure| {
                    (
                        figure,
                        self.of_figure(figure)
                            .max(cells(&figure.title(locale, spans)))
                            .max(6),
                    )
                })
                .collect();
            let taken: u16 = wide.iter().map(|(_, width)| width + 1).sum();
            if taken + name <= room {
                return wide;
            }
        }
        vec![(Figure::Total, self.of_figure(Figure::Total).max(6))]
    }
}

/// The largest and the smallest figure of a column in a currency are its widest.
fn widest(report: &AgingReport, locale: &Locale, figure: Figure) -> u16 {
    let of_currency = |totals: &CurrencyTotals| {
        let rows = report
            .rows
            .iter()
            .filter(|row| row.currency == totals.currency);
        let figures = rows
            .map(|row| figure.of(&row.sums))
            .chain([figure.of(&totals.sums)]);
        let (low, high) = figures.fold((Minor::ZERO, Minor::ZERO), |(low, high), minor| {
            (low.min(minor), high.max(minor))
        });
        [low, high]
            .into_iter()
            .filter(|minor| !minor.is_zero())
            .map(|minor| cells(&locale.amount(minor, totals.currency)))
            .max()
    };
    report
        .totals
        .iter()
        .filter_map(of_currency)
        .max()
        .unwrap_or(0)
}
