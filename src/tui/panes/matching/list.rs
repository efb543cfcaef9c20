//! The receipts left.

use ratatui::layout::Rect;

use super::rows::{Column, Listed, Standing, payer};
use super::section::Section;
use crate::domain::evidence::Class;
use crate::reports::settling::ReceiptState;
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::{Canvas, cells};
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
    age: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let amounts = &model.matching.table().sum_of_all().amounts;
        let several = amounts.has_several_currencies();
        let wants = [
            Want::Exactly(2),
            Want::Exactly(6),
            Want::Exactly(amounts.width(&model.locale, 9)),
            Want::Exactly(if several { 3 } else { 0 }),
            Want::Rest(10),
            Want::Exactly(if model.matching.section == Section::Money {
                6
            } else {
                0
            }),
        ];
        let laid = places(area.x + 2, area.width.saturating_sub(3), &wants);
        let [class, date, amount, currency, payer, age] =
            [0, 1, 2, 3, 4, 5].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            class,
            date,
            amount,
            currency,
            payer,
            age,
        }
    }
}

/// The lists with their counts, the one on the screen in brackets; in full where there is room.
fn title(model: &Model, room: u16) -> String {
    let full = sections(model, "");
    if cells(&full) < room {
        full
    } else {
        sections(model, "-short")
    }
}

/// Customers' money that settles nothing yet. What is nobody's is counted where it waits.
fn not_applied(model: &Model) -> usize {
    let money = model.matching.table_of(Section::Money);
    if model.matching.section == Section::Money && money.loaded {
        let owned = |row: &&Listed| row.explained.receipt.customer.is_some();
        return money.rows().iter().filter(owned).count();
    }
    let seen = model.overview.as_ref();
    let count = seen.map_or(0, |seen| seen.unapplied.count);
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn count_of(model: &Model, section: Section) -> usize {
    let state = &model.matching;
    match section {
        Section::Posted => state.posted_count,
        Section::Money => not_applied(model),
        Section::ToDo | Section::SetAside => state.table_of(section).rows().len(),
    }
}

/// Whether a list holds anything, so that its title is told.
pub fn is_told(model: &Model, section: Section) -> bool {
    section == Section::ToDo || count_of(model, section) > 0
}

fn sections(model: &Model, form: &str) -> String {
    let (locale, state) = (&model.locale, &model.matching);
    let mut titles = Vec::new();
    for section in Section::ALL {
        let here = section == state.section;
        if !here && !is_told(model, section) {
            continue;
        }
        let count = count_of(model, section);
        let whole = |count: usize| locale.whole(u64::try_from(count).unwrap_or(u64::MAX));
        let key = format!("tui.matching.section.{}{form}", section.name());
        let mut title = locale.say(&key, &[("count", &whole(count))]);
        let listed = state.table_of(section).rows().len();
        if here && section == Section::Money && listed > count {
            // What is nobody's yet is listed with it, with its age.
            let facts = [("count", whole(listed))];
            let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
            title.push_str(&locale.say("tui.matching.section.in-all", &facts));
        }
        titles.push(if here { format!("[{title}]") } else { title });
    }
    titles.join(" · ")
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = model.matching.table();
    let room = area.width.saturating_sub(2);
    let inside = part(canvas, area, &title(model, room), table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let says = if !table.loaded {
            locale.text("tui.loading").to_owned()
        } else if table.filter().is_empty() {
            let key = format!("tui.matching.empty.{}", model.matching.section.name());
            with_key(model, &key, ActionId::Import)
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
        Head {
            at: laid.age,
            title: locale.text("tui.matching.age"),
            right: true,
            order: None,
        },
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
        if let Some(listed) = table.row(index) {
            row(canvas, place.y, listed, table.is_marked(listed), &laid);
        }
    });
}

fn row(canvas: &mut Canvas, y: u16, listed: &Listed, marked: bool, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let receipt = &listed.explained.receipt;
    let aside = receipt.state == ReceiptState::SetAside;
    let style = if aside { theme.quiet } else { theme.text };
    let class = listed.class().map_or('–', Class::letter).to_string();
    let sign = match &listed.standing {
        _ if marked => "●",
        Standing::Posted(_) => "✓",
        Standing::Money {
            refund: Some(_), ..
        } => "←",
        Standing::Money { .. } if receipt.customer.is_some() && listed.class().is_none() => "",
        _ if aside => locale.text("tui.matching.aside-sign"),
        _ => &class,
    };
    canvas.put(laid.class.x, y, laid.class.width, sign, theme.strong);
    let date = locale.short_date(receipt.booked);
    canvas.put(laid.date.x, y, laid.date.width, &date, style);
    let figure = locale.amount(listed.left(), receipt.currency);
    canvas.put_right(laid.amount.x, y, laid.amount.width, &figure, style);
    let code = receipt.currency.code();
    canvas.put(laid.currency.x, y, laid.currency.width, code, theme.quiet);
    let owner = receipt.customer.as_ref().map(|(_, _, name)| name.as_str());
    let who = match listed.standing {
        Standing::Money { .. } => owner.or_else(|| payer(receipt)),
        _ => payer(receipt),
    };
    let who = who.unwrap_or_else(|| locale.text("tui.matching.no-name"));
    let used = canvas.put(laid.payer.x, y, laid.payer.width, who, style);
    if let Some((sign, text)) = more(listed) {
        let pieces = [(sign, theme.quiet), (text.as_str(), theme.quiet)];
        let room = laid.payer.width.saturating_sub(used);
        canvas.put_all(laid.payer.x + used, y, room, &pieces);
    }
    if let Standing::Money { days, .. } = listed.standing {
        canvas.put_right(laid.age.x, y, laid.age.width, &locale.days(days), style);
    }
}

/// Set aside: why. Posted: what it settled. Without a name: whose it seems to be.
fn more(listed: &Listed) -> Option<(&'static str, String)> {
    let receipt = &listed.explained.receipt;
    let best = listed.explained.proposals.first();
    match (&listed.standing, &receipt.reason, best) {
        (Standing::Posted(_), _, Some(best)) => {
            let numbers: Vec<&str> = best.parts.iter().map(|part| part.number.as_str()).collect();
            Some((" → ", numbers.join(", ")))
        }
        (_, Some(reason), _) if receipt.state == ReceiptState::SetAside => {
            Some((" · ", reason.clone()))
        }
        (Standing::Money { .. }, _, Some(best)) if receipt.customer.is_none() => {
            Some((" → ", format!("{}?", best.customer_name)))
        }
        (_, _, Some(best)) if receipt.text.payer_name.is_none() && receipt.customer.is_none() => {
            Some((" → ", best.customer_name.clone()))
        }
        _ => None,
    }
}
