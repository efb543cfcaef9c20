//! Customers of whom one thing is to be known, each with why: the hold list, early warning, the audit of the register,
//! what Today counts. From a line one goes on to the customer, or takes what is suggested.

pub mod ready;
mod told;

use ratatui::layout::Rect;

use super::credit::{self, Asks};
use super::story::{Tone, wrap};
use super::{Layer, frame};
use crate::domain::id::{CustomerId, ProposalId};
use crate::domain::warning::ShorterTerms;
use crate::reports::credit::{AuditLine, CreditLook, FaultyLine, Looked, WarningLine, Warnings};
use crate::reports::record::{OverrideLine, RecordLine};
use crate::reports::register::ProposalLine;
use crate::reports::setup::{Need, Setup};
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, Pane};
use crate::tui::msg::{Done, Request};
use crate::tui::panes::{customers, today};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::nothing;

/// Columns of the page where there is room for them.
const COLUMNS: u16 = 104;

/// Which list it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listing {
    Holds,
    Warnings,
    Audit,
    /// Invoices that were issued to who was late with others.
    Deliveries,
    /// Shorter terms for who pays late.
    Shorter,
    /// What is wrong or stale in the register.
    Faulty,
    Overrides,
    Proposals,
    OverLimit,
    HeldButDelivered,
    ChecksTooOld,
    SecuritiesEnding,
    ReviewsOverdue,
    Notices,
    Stale,
    /// What is still to be set up.
    Setup,
}

impl Listing {
    /// Those that are read as reports; the others are reached from what Today counts.
    pub const REPORTS: [Self; 9] = [
        Self::Holds,
        Self::Warnings,
        Self::Deliveries,
        Self::Shorter,
        Self::Audit,
        Self::Faulty,
        Self::Overrides,
        Self::Proposals,
        Self::Setup,
    ];

    /// Its name in the locale, under `tui.listing.` and `tui.listing.none.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Warnings => "warnings",
            Self::Audit => "audit",
            Self::Deliveries => "deliveries",
            Self::Shorter => "shorter",
            Self::Faulty => "faulty",
            Self::Overrides => "overrides",
            Self::Proposals => "proposals",
            Self::OverLimit => "over-limit",
            Self::HeldButDelivered => "held-but-delivered",
            Self::ChecksTooOld => "checks-too-old",
            Self::SecuritiesEnding => "securities-ending",
            Self::ReviewsOverdue => "reviews-overdue",
            Self::Notices => "notices",
            Self::Stale => "stale",
            Self::Setup => "setup",
        }
    }

    /// What of the look at credit it lists, if that is all it does.
    pub fn looked(self, look: &CreditLook) -> Option<&Looked> {
        Some(match self {
            Self::OverLimit => &look.over_limit,
            Self::HeldButDelivered => &look.held_but_delivered,
            Self::ChecksTooOld => &look.checks_too_old,
            Self::SecuritiesEnding => &look.securities_ending,
            Self::ReviewsOverdue => &look.reviews_overdue,
            Self::Overrides => &look.overrides,
            Self::Proposals => &look.proposals,
            Self::Notices => &look.notices,
            Self::Stale => &look.stale,
            _ => return None,
        })
    }
}

/// What the desk says for a list.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    Holds(Vec<RecordLine>),
    Warnings(Warnings),
    /// Deliveries to who was late, or shorter terms.
    Lines(Vec<WarningLine>),
    Audit(Vec<AuditLine>),
    Faulty(Vec<FaultyLine>),
    Overrides(Vec<OverrideLine>),
    Proposals(Vec<ProposalLine>),
    Look(Box<CreditLook>),
    Setup(Setup),
}

/// What a line suggests, to be taken with one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Offer {
    Shorten {
        customer: CustomerId,
        name: String,
        terms: ShorterTerms,
    },
    Judge {
        proposal: ProposalId,
        name: String,
    },
    SetUp(Need),
}

/// Somebody, or something, with what is said of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub customer: Option<CustomerId>,
    pub title: String,
    /// At the right edge: an amount, a score.
    pub figure: String,
    pub tone: Tone,
    pub says: Vec<String>,
    pub offer: Option<Offer>,
}

/// A row of the screen.
#[derive(Clone, Debug)]
struct Row {
    entry: usize,
    text: String,
    is_title: bool,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub of: Listing,
    title: String,
    /// None while they are on their way.
    entries: Option<Vec<Entry>>,
    rows: Vec<Row>,
    pub cursor: usize,
}

impl Report {
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// What the keys are on.
    pub fn selected(&self) -> Option<&Entry> {
        let row = self.rows.get(self.cursor)?;
        self.entries.as_ref()?.get(row.entry)
    }

    fn take(&mut self, width: u16, title: String, entries: Vec<Entry>) {
        self.title = title;
        self.entries = Some(entries);
        self.lay(width);
    }

    /// Breaks what is said into rows for a screen of so many columns.
    fn lay(&mut self, width: u16) {
        let room = usize::from(width.saturating_sub(2).min(COLUMNS).saturating_sub(9));
        self.rows.clear();
        for (entry, one) in self.entries.iter().flatten().enumerate() {
            let row = |text: String, is_title| Row {
                entry,
                text,
                is_title,
            };
            self.rows.push(row(one.title.clone(), true));
            let said = one.says.iter().flat_map(|says| wrap(says, room));
            self.rows.extend(said.map(|text| row(text, false)));
        }
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let wide = area.width.saturating_sub(2).min(COLUMNS);
        let inside = frame(canvas, area, wide, area.height, &self.title);
        let Some(entries) = &self.entries else {
            nothing(canvas, inside, canvas.locale.text("tui.loading"));
            return;
        };
        if entries.is_empty() {
            let key = format!("tui.listing.none.{}", self.of.name());
            nothing(canvas, inside, canvas.locale.text(&key));
            return;
        }
        let at = ListAt {
            list: ListId::Report,
            area: inside,
            len: self.rows.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let Some(row) = self.rows.get(index) else {
                return;
            };
            let Some(entry) = entries.get(row.entry) else {
                return;
            };
            let theme = canvas.theme;
            if !row.is_title {
                let x = place.x.saturating_add(2);
                let room = place.width.saturating_sub(2);
                canvas.put(x, place.y, room, &row.text, theme.quiet);
                return;
            }
            let figure = cells(&entry.figure).min(place.width / 2);
            let room = place.width.saturating_sub(figure + 2);
            let style = entry.tone.style(theme);
            canvas.put(place.x, place.y, room, &row.text, style);
            let x = place.right().saturating_sub(figure);
            canvas.put_right(x, place.y, figure, &entry.figure, theme.strong);
        });
    }
}

/// Opens a list.
pub fn open(model: &mut Model, of: Listing) -> Vec<Effect> {
    let title = model.locale.text(&format!("tui.listing.{}", of.name()));
    model.layers.push(Layer::Report(Report {
        of,
        title: title.to_owned(),
        entries: None,
        rows: Vec::new(),
        cursor: 0,
    }));
    vec![Effect::Ask(Request::Report(of))]
}

/// What the desk says: the lists that wait for it are told anew.
pub fn take(model: &mut Model, of: Listing, told: &Told) {
    let (title, entries) = told::tell(&model.locale, model.book.ledger.currency, of, told);
    let width = model.size.width;
    for layer in &mut model.layers {
        if let Layer::Report(report) = layer
            && report.of == of
        {
            report.take(width, title.clone(), entries.clone());
        }
    }
}

/// The screen has another width.
pub fn resized(model: &mut Model) {
    let width = model.size.width;
    for layer in &mut model.layers {
        if let Layer::Report(report) = layer {
            report.lay(width);
        }
    }
}

pub fn act(model: &mut Model, report: Report, id: ActionId) -> Vec<Effect> {
    let entry = report.selected().cloned();
    match (id, entry) {
        (ActionId::Back, _) => return Vec::new(),
        (ActionId::OpenListed, Some(entry)) => {
            if let Some(Offer::SetUp(need)) = entry.offer {
                return today::setup::begin(model, need);
            }
            if let Some(customer) = entry.customer {
                model.layers.clear();
                model.pane = Pane::Customers;
                let mut effects = customers::show(model, customer);
                effects.extend(model.refresh());
                return effects;
            }
        }
        (ActionId::AcceptListed, Some(entry)) => {
            let offer = entry.offer;
            model.layers.push(Layer::Report(report));
            return accept(model, offer);
        }
        (ActionId::DeclineListed, _) if report.of == Listing::Setup => {
            return vec![Effect::Ask(Request::PutSetupAway)];
        }
        (ActionId::DeclineListed, Some(entry)) => {
            model.layers.push(Layer::Report(report));
            if let Some(Offer::Judge { proposal, name }) = entry.offer {
                let accept = false;
                credit::open(
                    model,
                    Asks::Judge {
                        proposal,
                        name,
                        accept,
                    },
                );
            }
            return Vec::new();
        }
        _ => {}
    }
    model.layers.push(Layer::Report(report));
    Vec::new()
}

fn accept(model: &mut Model, offer: Option<Offer>) -> Vec<Effect> {
    match offer {
        Some(Offer::Shorten {
            customer,
            name,
            terms,
        }) => {
            let locale = &model.locale;
            let (late, most) = (locale.days(terms.late), locale.days(terms.most.into()));
            let facts = [("late", late.as_str()), ("most", &most)];
            let reason = locale.say("tui.listing.shorten-reason", &facts);
            let to = told::terms(locale, terms.to);
            let facts = [("what", name.as_str()), ("terms", &to)];
            let says = locale.say("tui.listing.shortened", &facts);
            let done = Done {
                says,
                receipts: Vec::new(),
            };
            vec![Effect::Ask(Request::Shorten {
                customer,
                terms,
                reason,
                done,
            })]
        }
        Some(Offer::Judge { proposal, name }) => {
            let accept = true;
            credit::open(
                model,
                Asks::Judge {
                    proposal,
                    name,
                    accept,
                },
            );
            Vec::new()
        }
        Some(Offer::SetUp(need)) => today::setup::begin(model, need),
        None => Vec::new(),
    }
}
