//! What the keys of matching ask of the desk, and the sentence that tells it afterwards.

use super::draft::Draft;
use super::parts;
use super::rows::Listed;
use super::section::Section;
use crate::domain::command::{Command, Over};
use crate::domain::evidence::Class;
use crate::domain::id::ItemId;
use crate::domain::money::Minor;
use crate::reports::settling::Explained;
use crate::tui::action::{Why, says_why};
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::Layer;
use crate::tui::overlays::confirm::{Certain, Confirm, Deed};
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::table::Table;

pub(super) fn under_cursor(model: &Model) -> Option<(&Explained, &Draft)> {
    let draft = model.matching.draft.as_ref()?;
    let explained = super::paying(model).into_iter().next()?;
    Some((explained, draft))
}

/// Asks for commands that deal with receipts: one by itself, several as one run.
pub fn ask(commands: Vec<Command>, says: String, receipts: Vec<ItemId>) -> Vec<Effect> {
    let done = Done { says, receipts };
    let request = match <[Command; 1]>::try_from(commands) {
        Ok([command]) => Request::Act {
            command: Box::new(command),
            done,
        },
        Err(none) if none.is_empty() => return Vec::new(),
        Err(commands) => Request::ActAll { commands, done },
    };
    vec![Effect::Ask(request)]
}

pub(super) fn receipts(draft: &Draft) -> Vec<ItemId> {
    draft.receipts.iter().map(|source| source.item).collect()
}

/// Settles what is chosen; where the explanation settles nothing, does what it says instead.
pub fn accept(model: &Model) -> Vec<Effect> {
    let Some((explained, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let said = if draft.is_nothing_to_settle() {
        without_items(model, explained, draft)
    } else {
        settled(model, draft, draft.over)
    };
    ask(draft.commands(explained), said, receipts(draft))
}

/// What is done with money that settles no item, as one sentence.
fn without_items(model: &Model, explained: &Explained, draft: &Draft) -> String {
    let locale = &model.locale;
    let amount = locale.amount(draft.left(), draft.currency);
    let name = draft.payer().map_or("", |payer| payer.name.as_str());
    let proposal = draft.proposal.and_then(|at| explained.proposals.get(at));
    let account = proposal.and_then(|proposal| proposal.account.as_deref());
    let facts = [
        ("amount", amount.as_str()),
        ("customer", name),
        ("account", account.unwrap_or_default()),
    ];
    let key = match (account, draft.over) {
        (Some(_), _) => "tui.matching.not-receivable",
        (None, Over::Refund) => "tui.matching.to-refund",
        (None, Over::Unapplied) => "tui.matching.left-unapplied",
    };
    locale.say(key, &facts)
}

/// What is settled, what lessens it, what is closed, and what becomes of the money that is left over: one sentence.
pub(super) fn settled(model: &Model, draft: &Draft, over: Over) -> String {
    let locale = &model.locale;
    let figure = |amount: Minor| locale.amount(amount, draft.currency);
    let paid = figure(draft.settled().map(|part| part.paid).sum());
    let numbers: Vec<&str> = draft.settled().map(|part| part.number.as_str()).collect();
    let numbers = numbers.join(", ");
    let mut names: Vec<&str> = draft
        .payers
        .iter()
        .filter(|payer| draft.settled().any(|part| part.customer == payer.id))
        .map(|payer| payer.name.as_str())
        .collect();
    names.dedup();
    let names = names.join(", ");
    let facts = [
        ("amount", paid.as_str()),
        ("invoices", &numbers),
        ("customer", &names),
    ];
    let mut says = locale.say("tui.matching.accepted", &facts);
    let mut and = |key: &str, facts: &[(&str, &str)]| says.push_str(&locale.say(key, facts));
    for part in draft.chosen().filter(|part| part.is_credit()) {
        let facts = [("amount", &*figure(part.amount)), ("number", &part.number)];
        and("tui.matching.and-credit", &facts);
    }
    let of_items = draft.settled().filter_map(|part| {
        let rest = part.rest.as_ref()?;
        Some((rest, part.currency))
    });
    let of_money = draft.rest.as_ref().map(|rest| (rest, draft.currency));
    for (rest, currency) in of_items.chain(of_money) {
        and(
            "tui.matching.and-closed",
            &[
                ("amount", &locale.amount(rest.amount, currency)),
                (
                    "kind",
                    locale.text(&format!("difference.{}", rest.kind.name())),
                ),
            ],
        );
    }
    let left = draft.difference();
    if left > Minor::ZERO {
        let key = match over {
            Over::Unapplied => "tui.matching.and-unapplied",
            Over::Refund => "tui.matching.and-refund",
        };
        and(key, &[("amount", &figure(left))]);
    }
    says
}

/// Says whose the money is, and leaves open what it settles; what is chosen is settled first.
pub fn leave_unapplied(model: &Model) -> Vec<Effect> {
    leave(model, Over::Unapplied)
}

/// What is left over is to be given back.
pub(super) fn give_back(model: &Model) -> Vec<Effect> {
    leave(model, Over::Refund)
}

fn leave(model: &Model, over: Over) -> Vec<Effect> {
    let Some((_, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let Some(payer) = draft.payer() else {
        return Vec::new();
    };
    let gives_back = over == Over::Refund && !draft.difference().is_zero();
    if draft.settled().next().is_some() && (draft.edited || gives_back) {
        let said = settled(model, draft, over);
        return ask(draft.by_hand(over), said, receipts(draft));
    }
    let amount = model.locale.amount(draft.left(), draft.currency);
    let facts = [("amount", amount.as_str()), ("customer", &payer.name)];
    let (commands, key) = match over {
        Over::Unapplied => (draft.identified_as(payer.id), "tui.matching.left-unapplied"),
        Over::Refund => (draft.all_left(over), "tui.matching.to-refund"),
    };
    ask(commands, model.locale.say(key, &facts), receipts(draft))
}

/// Sets the receipt aside for a reason, or takes it up again.
pub fn set_aside(model: &mut Model) -> Vec<Effect> {
    let Some((_, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let items = receipts(draft);
    if super::is_aside(model) {
        let take_up = |receipt: &ItemId| Command::TakeUp { receipt: *receipt };
        let commands = items.iter().map(take_up).collect();
        let amount = model.locale.amount(draft.left(), draft.currency);
        let says = model
            .locale
            .say("tui.matching.taken-up", &[("amount", &amount)]);
        return ask(commands, says, Vec::new());
    }
    let amount = model.locale.amount(draft.left(), draft.currency);
    let title = model
        .locale
        .say("tui.form.set-aside-title", &[("amount", &amount)]);
    let purpose = Purpose::SetAside { receipts: items };
    let fields = [("reason", String::new())];
    let form = Form::new(&model.locale, title, purpose, &fields);
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// Asks for the ledger account of money that is no receivable.
pub fn not_receivable(model: &mut Model) {
    let Some((explained, draft)) = under_cursor(model) else {
        return;
    };
    let rule = explained
        .proposals
        .iter()
        .find_map(|proposal| proposal.account.clone());
    let amount = model.locale.amount(draft.left(), draft.currency);
    let title = model
        .locale
        .say("tui.form.not-receivable-title", &[("amount", &amount)]);
    let purpose = Purpose::NotReceivable {
        receipts: receipts(draft),
    };
    let fields = [("ledger-account", rule.unwrap_or_default())];
    let form = Form::new(&model.locale, title, purpose, &fields);
    model.layers.push(Layer::Form(form));
}

/// Adds or removes the item under the cursor; from the receipts, the keys go to the items first.
pub fn toggle(model: &mut Model) {
    let at = model.matching.item;
    let foreign = model
        .matching
        .draft
        .as_ref()
        .and_then(|draft| Some((draft.parts.get(at)?, draft.currency)))
        .is_some_and(|(part, currency)| part.currency != currency && !part.is_chosen());
    if foreign {
        edit_part(model);
    } else {
        change(model, Draft::toggle);
    }
}

/// Gives the item under the cursor as much as fits.
pub fn fill(model: &mut Model) {
    change(model, Draft::fill);
}

fn change(model: &mut Model, change: fn(&mut Draft, usize) -> Result<(), Why>) {
    let state = &mut model.matching;
    state.on_parts = true;
    let item = state.item;
    if let Some(draft) = &mut state.draft
        && let Err(why) = change(draft, item)
    {
        model.notice = Some(Notice::Refused(says_why(model, why)));
    }
}

/// Asks how much of the item under the cursor is to be settled; of one in another currency also what of the receipt
/// pays it.
pub fn edit_part(model: &mut Model) {
    model.matching.on_parts = true;
    let at = model.matching.item;
    let (Some(part), Some(draft)) = (parts(model).get(at), &model.matching.draft) else {
        return;
    };
    let locale = &model.locale;
    let open = locale.money(part.open, part.currency);
    let facts = [("invoice", part.number.as_str()), ("amount", &open)];
    let title = locale.say("tui.form.part-title", &facts);
    let foreign = part.currency != draft.currency;
    let left = draft.difference().max(Minor::ZERO);
    let shown = |amount: Minor, currency| {
        if foreign && amount.is_zero() {
            String::new()
        } else {
            locale.amount(amount, currency)
        }
    };
    let purpose = Purpose::Part {
        at,
        open: part.open,
        currency: part.currency,
        paid_in: foreign.then_some(draft.currency),
    };
    let now = if part.is_chosen() {
        part.amount
    } else if foreign || part.is_credit() || left.is_zero() {
        part.open
    } else {
        part.open.min(left)
    };
    let mut fields = vec![("amount", locale.amount(now, part.currency))];
    if foreign {
        let paid = if part.is_chosen() { part.paid } else { left };
        fields.push(("paid", shown(paid, draft.currency)));
    }
    let form = Form::new(locale, title, purpose, &fields);
    model.layers.push(Layer::Form(form));
}

/// Shows what the bank said, and all evidence.
pub fn why(model: &mut Model) {
    if let Some((explained, _)) = under_cursor(model) {
        let story = super::why::why(&model.locale, explained, model.book.today);
        model.layers.push(Layer::Story(story));
    }
}

/// Asks before all that is certain is posted, and, if that is wanted too, all that is strong. What a filter hides stays.
pub fn accept_all(model: &mut Model, opener: Option<Key>) {
    let locale = &model.locale;
    let table = model.matching.table_of(Section::ToDo);
    let sum = table.sum_of_shown();
    let mut lines = Vec::new();
    if table.is_narrowed() {
        let facts = [("filter", table.filter())];
        lines.push(locale.say("tui.certain.only-shown", &facts));
    }
    for (key, tallies) in [
        ("tui.certain.what", &sum.certain),
        ("tui.certain.strong", &sum.strong),
    ] {
        lines.extend(tallies.iter().map(|tally| {
            let amount = locale.money(tally.amount, tally.currency);
            let count = tally.count.to_string();
            locale.say(key, &[("count", &count), ("amount", &amount)])
        }));
    }
    lines.push(locale.text("tui.certain.effect").to_owned());
    let strong = proposed(table, Class::B);
    let certain = if sum.certain.is_empty() {
        Certain::None
    } else if table.is_narrowed() {
        Certain::Shown(proposed(table, Class::A))
    } else {
        Certain::All
    };
    let text = |key: &str| locale.text(key).to_owned();
    let (yes, all) = match (sum.certain.is_empty(), strong.is_empty()) {
        (false, false) => (text("tui.certain.yes"), Some(text("tui.certain.all"))),
        (true, false) => (text("tui.certain.yes-strong"), None),
        (_, true) => (text("tui.certain.yes-all"), None),
    };
    let confirm = Confirm {
        title: text("tui.certain.title"),
        lines,
        yes,
        all,
        deed: Deed::AcceptAll { certain, strong },
        at: 0,
        opener,
    };
    model.layers.push(Layer::Confirm(confirm));
}

/// The receipts shown whose best explanation is of that class, and what accepts each.
fn proposed(table: &Table<Listed>, class: Class) -> Vec<(ItemId, Command)> {
    let rows = table.shown().filter(|row| row.class() == Some(class));
    let commands = rows.filter_map(|row| {
        let receipt = &row.explained.receipt;
        let best = row.explained.proposals.first()?;
        Some((receipt.item, best.command(receipt.item, receipt.currency)))
    });
    commands.collect()
}

/// Posts all that was asked about: what is certain, and what is strong if that is wanted or nothing else was asked.
pub fn accept_these(
    model: &Model,
    certain: Certain,
    strong: Vec<(ItemId, Command)>,
    both: bool,
) -> Vec<Effect> {
    match certain {
        Certain::None => accept_proposed(model, strong),
        Certain::All => {
            let strong = if both { strong } else { Vec::new() };
            let run = std::iter::once(Effect::Ask(Request::MatchAuto));
            run.chain(accept_proposed(model, strong)).collect()
        }
        Certain::Shown(mut these) => {
            if both {
                these.extend(strong);
            }
            accept_proposed(model, these)
        }
    }
}

/// Posts what was proposed, as one run.
fn accept_proposed(model: &Model, proposed: Vec<(ItemId, Command)>) -> Vec<Effect> {
    let (receipts, commands): (Vec<_>, Vec<_>) = proposed.into_iter().unzip();
    let count = receipts.len().to_string();
    let says = model.locale.say("tui.certain.done", &[("count", &count)]);
    ask(commands, says, receipts)
}
