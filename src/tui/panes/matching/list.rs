//! The receipts left.

use ratatui::layout::Rect;

use super::rows::{Column, payer};
use crate::reports::settling::{Explained, ReceiptState};
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part};

/// The list's columns.
struct Laid {
    class: Place,
    date: Place,
    amount: Place,
    currency: Place,
    payer: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let amounts = &model.matching.table.sum_of_all().amounts;
        let several = amounts.has_several_currencies();
        let wants = [
            Want::Exactly(2),
            Want::Exactly(6),
            Want::Exactly(amounts.width(&model.locale, 9)),
            Want::Exactly(if several { 3 } else { 0 }),
            Want::Rest(10),
        ];
        let laid = places(area.x + 2, area.width.saturating_sub(3), &wants);
        let [class, date, amount, currency, payer] =
            [0, 1, 2, 3, 4].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            class,
            date,
            amount,
            currency,
            payer,
        }
    }
}

fn title(model: &Model) -> String {
    let locale = &model.locale;
    let sum = model.matching.table.sum_of_all();
    let count =
        |key: &str, count: usize| locale.say(key, &[("count", &locale.whole(count as u64))]);
    let mut title = count("tui.matching.title", sum.to_do);
    if sum.aside > 0 {
        title.push_str(&count("tui.matching.aside", sum.aside));
    }
    title
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = &model.matching.table;
    let inside = part(canvas, area, &title(model), table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let says = if !table.loaded {
            locale.text("tui.loading").to_owned()
        } else if table.filter().is_empty() {
            with_key(model, "tui.matching.empty", ActionId::Import)
        } else {
            locale.text("tui.nothing-passes").to_owned()
        };
        nothing(canvas, inside, &says);
        return;
    }
    let laid = Laid::new(inside, model);
    let head_of = |at: Place, column: Column, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: table
            .order()
            .filter(|(by, _)| *by == column)
            .map(|(_, descends)| descends),
    };
    let all = [
        head_of(laid.class, Column::Class, "tui.matching.class", false),
        head_of(laid.date, Column::Date, "tui.matching.date", false),
        head_of(laid.amount, Column::Amount, "tui.matching.amount", true),
        head_of(laid.payer, Column::Payer, "tui.matching.payer", false),
    ];
    heads(canvas, inside.y, &all);
    let (_, rows) = head(inside, 1);
    let at = ListAt {
        list: ListId::Matching,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some(explained) = table.row(index) {
            row(canvas, place.y, explained, &laid);
        }
    });
}

fn row(canvas: &mut Canvas, y: u16, explained: &Explained, laid: &Laid) {
    let (locale, theme, receipt) = (canvas.locale, canvas.theme, &explained.receipt);
    let aside = receipt.state == ReceiptState::SetAside;
    let style = if aside { theme.quiet } else { theme.text };
    let class = explained
        .proposals
        .first()
        .map_or('–', |best| best.class.letter())
        .to_string();
    let sign = if aside {
        locale.text("tui.matching.aside-sign")
    } else {
        &class
    };
    canvas.put(laid.class.x, y, laid.class.width, sign, theme.strong);
    canvas.put(
        laid.date.x,
        y,
        laid.date.width,
        &locale.short_date(receipt.booked),
        style,
    );
    let figure = locale.amount(receipt.left, receipt.currency);
    canvas.put_right(laid.amount.x, y, laid.amount.width, &figure, style);
    canvas.put(
        laid.currency.x,
        y,
        laid.currency.width,
        receipt.currency.code(),
        theme.quiet,
    );
    let who = payer(receipt).unwrap_or_else(|| locale.text("tui.matching.no-name"));
    let used = canvas.put(laid.payer.x, y, laid.payer.width, who, style);
    // Set aside: why. Without a name: whose it seems to be.
    let more = match (&receipt.reason, explained.proposals.first()) {
        (Some(reason), _) if aside => Some((" · ", reason)),
        (_, Some(best)) if receipt.text.payer_name.is_none() => Some((" → ", &best.customer_name)),
        _ => None,
    };
    if let Some((sign, text)) = more {
        let room = laid.payer.width.saturating_sub(used);
        canvas.put_all(
            laid.payer.x + used,
            y,
            room,
            &[(sign, theme.quiet), (text, theme.quiet)],
        );
    }
}
