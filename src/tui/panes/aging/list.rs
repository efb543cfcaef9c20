//! The grid's rows, under their heads and over their totals.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::grid::Figure;
use super::rows::{Column, GridRow};
use super::totals;
use crate::domain::money::Currency;
use crate::reports::aging::{AgeBy, Sums};
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, head, nothing, part};

/// The columns that fit, and where they stand.
pub struct Laid {
    pub name: Place,
    pub figures: Vec<(Figure, Place)>,
    /// Where there is more than one.
    pub currency: Option<Place>,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let widths = &model.aging.widths;
        let several = widths.currencies > 1;
        // In front stand the selection and the mark, behind a blank.
        let room = area.width.saturating_sub(4);
        let spans = model.aging.query.edges.spans();
        let for_figures = room.saturating_sub(if several { 4 } else { 0 });
        let figures = widths.plan(for_figures, 16, &model.locale, &spans);
        let mut wants = vec![Want::Rest(10)];
        wants.extend(figures.iter().map(|(_, width)| Want::Exactly(*width)));
        wants.push(Want::Exactly(if several { 3 } else { 0 }));
        let laid = places(area.x + 3, room, &wants);
        let place = |at: usize| laid.get(at).copied().unwrap_or_default();
        Self {
            name: place(0),
            figures: figures
                .iter()
                .enumerate()
                .map(|(at, (figure, _))| (*figure, place(at + 1)))
                .collect(),
            currency: several.then(|| place(laid.len() - 1)),
        }
    }

    /// Writes a row of figures.
    pub fn put(&self, canvas: &mut Canvas, y: u16, sums: &Sums, currency: Currency, style: Style) {
        for (figure, place) in &self.figures {
            let minor = figure.of(sums);
            let style = match figure {
                _ if minor.is_zero() => canvas.theme.quiet,
                Figure::Total => canvas.theme.strong,
                _ => style,
            };
            let text = canvas.locale.amount_or_dot(minor, currency);
            canvas.put_right(place.x, y, place.width, &text, style);
        }
        if let Some(place) = self.currency {
            canvas.put(place.x, y, place.width, currency.code(), canvas.theme.quiet);
        }
    }
}

fn title(model: &Model) -> String {
    let (locale, state) = (&model.locale, &model.aging);
    let by = match state.query.by {
        AgeBy::Due => "tui.aging.by-due",
        AgeBy::Issue => "tui.aging.by-issue",
    };
    let all = locale.whole(state.table.rows().len() as u64);
    let count = if state.table.is_narrowed() {
        let shown = locale.whole(state.table.len() as u64);
        locale.say("tui.aging.some", &[("shown", &shown), ("count", &all)])
    } else {
        locale.say("tui.aging.all", &[("count", &all)])
    };
    format!("{} · {count}", locale.text(by))
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let state = &model.aging;
    let inside = part(canvas, area, &title(model), state.table.filter(), focused);
    if !state.table.loaded {
        nothing(canvas, inside, canvas.locale.text("tui.loading"));
        return;
    }
    if state.totals.is_empty() {
        nothing(
            canvas,
            inside,
            &with_key(model, "tui.aging.empty", ActionId::Import),
        );
        return;
    }
    let laid = Laid::new(inside, model);
    list_heads(canvas, inside.y, model, &laid);
    let (_, below) = head(inside, 1);
    let (rows, bottom) = foot(below, totals::height(model, inside.height));
    if state.table.is_empty() {
        nothing(canvas, rows, canvas.locale.text("tui.nothing-passes"));
    }
    let at = ListAt {
        list: ListId::Aging,
        area: rows,
        len: state.table.len(),
        cursor: state.table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(GridRow { row, .. }) = state.table.row(index) else {
            return;
        };
        if state
            .table
            .row(index)
            .is_some_and(|row| state.table.is_marked(row))
        {
            canvas.put(place.x, place.y, 1, "●", canvas.theme.strong);
        }
        let text = canvas.theme.text;
        canvas.put(laid.name.x, place.y, laid.name.width, &row.name, text);
        laid.put(canvas, place.y, &row.sums, row.currency, text);
    });
    totals::draw(canvas, bottom, model, &laid);
}

fn list_heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &Laid) {
    let locale = canvas.locale;
    let spans = model.aging.query.edges.spans();
    let order = model.aging.table.order();
    let ordered = |column: Column| {
        order
            .filter(|(by, _)| *by == column)
            .map(|(_, descends)| descends)
    };
    // An order whose column is folded away is named beside the customer.
    let overdue_shown = laid
        .figures
        .iter()
        .any(|(figure, _)| *figure == Figure::From(1));
    let apart = ordered(Column::Overdue).filter(|_| !overdue_shown);
    let name = match apart {
        Some(_) => locale.text("tui.aging.customer-by-overdue"),
        None => locale.text("tui.aging.customer"),
    };
    let titles: Vec<String> = laid
        .figures
        .iter()
        .map(|(figure, _)| figure.title(locale, &spans))
        .collect();
    let mut all = vec![Head {
        at: laid.name,
        title: name,
        right: false,
        order: ordered(Column::Name).or(apart),
    }];
    all.extend(
        laid.figures
            .iter()
            .zip(&titles)
            .map(|((figure, at), title)| Head {
                at: *at,
                title,
                right: true,
                order: match figure {
                    Figure::Total => ordered(Column::Total),
                    Figure::From(1) => ordered(Column::Overdue),
                    Figure::From(_) => ordered(Column::Oldest),
                    Figure::Bucket(bucket) if *bucket == spans.len() => ordered(Column::Oldest),
                    _ => None,
                },
            }),
    );
    heads(canvas, y, &all);
}
