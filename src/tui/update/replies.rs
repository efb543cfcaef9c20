//! What the desk's answers make of the model.

use super::{ask, submit};
use crate::desk::{Did, Frame, ImportOptions};
use crate::domain::command::Command;
use crate::reports::import::ImportReport;
use crate::reports::reminding::Reminded;
use crate::reports::settling::MatchCount;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Notice, Pane};
use crate::tui::msg::{Done, Reply, Request, Undoable};
use crate::tui::overlays::{
    Layer, answer, letters, listing, log, mapper, outbox, page, register, story,
};
use crate::tui::panes::{self, aging, bank, customers, matching, reminders, today};

/// Events of an act that its line tells one by one; the log has all of them.
const TOLD: usize = 3;

pub fn take(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Overview(overview, first) => {
            model.overview = Some(overview);
            model.first = first;
            Vec::new()
        }
        Reply::Customers(lines) => {
            let mut effects = customers::take(model, lines);
            effects.extend(matching::name_payers(model));
            if let Some(Layer::Picker(mut picker)) = model
                .layers
                .pop_if(|layer| matches!(layer, Layer::Picker(_)))
            {
                picker.narrow(model);
                model.layers.push(Layer::Picker(picker));
            }
            effects
        }
        Reply::Card(card) => {
            reminders::take_card(model, &card);
            customers::take_card(model, card);
            Vec::new()
        }
        Reply::Aging(report) => aging::take(model, report),
        Reply::Items {
            customer,
            as_of,
            lines,
        } => {
            let effects = matching::take_items(model, customer, as_of, &lines);
            aging::take_items(model, customer, as_of, lines);
            effects
        }
        Reply::Document(target, view) => {
            for drill in [
                &mut model.customers.drill,
                &mut model.aging.drill,
                &mut model.reminders.drill,
            ] {
                if drill.target == Some(target) {
                    drill.document = Some(view.clone());
                }
            }
            Vec::new()
        }
        Reply::Queue(queue) if queue.on == model.book.today => reminders::take(model, *queue),
        Reply::Queue(_) => Vec::new(),
        Reply::RulesAtFault(fault) => reminders::take_fault(model, fault),
        Reply::Reminded { reminded, book } => recorded(model, &reminded, *book),
        Reply::WouldRemind(reminded) => {
            let story = reminders::dry_run::story(model, &reminded);
            model.layers.push(Layer::Story(story));
            reminders::dry_run::mark(model, &reminded);
            Vec::new()
        }
        Reply::Receipts(receipts) => matching::take(model, receipts),
        Reply::Posted { posted, count } => matching::take_posted(model, posted, count),
        Reply::Money(lines) => matching::take_money(model, lines),
        Reply::Undoable(undoable) => {
            ask_undo(model, undoable);
            Vec::new()
        }
        Reply::Changed(book) => changed(model, *book),
        Reply::Bank {
            all,
            lines,
            statements,
        } => {
            bank::take(model, all, lines, statements);
            Vec::new()
        }
        Reply::Rehearsed { command, did } => {
            submit::answered(model);
            match *command {
                Command::PayOut { .. } => ask::pay_out(model, command, &did),
                Command::Erase { .. } => ask::erase(model, command, &did),
                _ => ask::reminding(model, command, &did),
            }
            Vec::new()
        }
        Reply::Did { did, done, book } if done.says.is_empty() => {
            model.asked = None;
            told(model, "tui.did", &did, *book)
        }
        Reply::Did { done, book, .. } => did(model, &done, *book),
        Reply::Undid { did, book } => undid(model, &did, *book),
        Reply::Redid { did, book } => told(model, "tui.redone", &did, *book),
        Reply::Imported {
            report,
            path,
            options,
            book,
        } => imported(model, &report, path, options, *book),
        Reply::Matched { count, book } => matched(model, count, *book),
        Reply::Kept(receipts) => matching::kept(model, &receipts),
        Reply::Ended => {
            model.work = None;
            Vec::new()
        }
        Reply::Refused(refusal) => {
            let says = model.locale.tell("refusal", &refusal);
            model.customers.seek_no_more();
            if !submit::refused(model, &refusal, &says) {
                model.notice = Some(Notice::Refused(says));
            }
            submit::conflict(model, &refusal)
        }
        Reply::Broken { says, story } => {
            let mut told = story::Story::new(says.clone());
            for line in story {
                told.line(story::Tone::Text, line);
            }
            model.trouble = Some(told);
            submit::give_back(model, None);
            model.notice = Some(Notice::Broken(says));
            Vec::new()
        }
        over => take_over(model, over),
    }
}

/// Letters were recorded. They are in the outbox: what can leave from here leaves now.
fn recorded(model: &mut Model, reminded: &Reminded, book: Frame) -> Vec<Effect> {
    reminders::send::tell(model, reminded);
    let mut effects = outdate(model, book);
    if !reminded.sent.is_empty() {
        effects.push(Effect::Ask(Request::SendOutbox));
    }
    effects
}

/// What an overlay asked for.
fn take_over(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Log { before, lines } => {
            for layer in &mut model.layers {
                if let Layer::Log(log) = layer {
                    log.take(before, lines.clone());
                }
            }
            Vec::new()
        }
        Reply::Folder { path, entries } => {
            if let Some(Layer::Chooser(chooser)) = model.layers.last_mut() {
                chooser.take(&path, entries);
            }
            Vec::new()
        }
        Reply::FoundItems { text, found } => {
            if let Some(Layer::Picker(mut picker)) = model
                .layers
                .pop_if(|layer| matches!(layer, Layer::Picker(_)))
            {
                picker.take(model, text, found);
                model.layers.push(Layer::Picker(picker));
            }
            Vec::new()
        }
        Reply::Outlined { round, seen } => {
            mapper::take_outline(model, round, seen.map(|table| *table))
        }
        Reply::Tried { round, trial } => {
            mapper::take_trial(model, round, trial.map(|trial| *trial));
            Vec::new()
        }
        Reply::Previewed { reminder, seen } => {
            reminders::preview::take(model, *reminder, seen);
            Vec::new()
        }
        Reply::LetterPage { of, seen } => {
            page::take_letter(model, of, seen);
            Vec::new()
        }
        Reply::Statement { query, seen } => {
            page::take_statement(model, &query, &seen);
            Vec::new()
        }
        Reply::Outbox(lines) => {
            outbox::take(model, &lines);
            Vec::new()
        }
        Reply::Letters {
            customer,
            letters: sent,
        } => {
            letters::take(model, customer, &sent);
            Vec::new()
        }
        Reply::NextNumber(number) => {
            register::open_new(model, &number);
            Vec::new()
        }
        Reply::BooksNeed { customer, until } => {
            customers::verbs::erase(model, customer, until);
            Vec::new()
        }
        Reply::CustomerForm { form, section } => {
            if register::editing(model).is_some_and(|editing| editing.customer.id == form.customer)
            {
                register::rebase(model, &form);
            } else {
                register::open_edit(model, *form, section);
            }
            Vec::new()
        }
        Reply::Duplicates(lines) => {
            if let Some(Layer::Picker(mut picker)) = model
                .layers
                .pop_if(|layer| matches!(layer, Layer::Picker(_)))
            {
                picker.take_alike(model, lines);
                model.layers.push(Layer::Picker(picker));
            }
            Vec::new()
        }
        Reply::Written(path) => {
            model.asked = None;
            let says = model
                .locale
                .say("tui.statement.written", &[("file", &path)]);
            model.notice = Some(Notice::Done(says));
            Vec::new()
        }
        Reply::SentOut {
            summary,
            file,
            book,
        } => {
            model.work = None;
            model.asked = None;
            reminders::sent_out::tell(model, &summary, file.as_deref());
            outdate(model, *book)
        }
        Reply::Mappings(kept) => {
            for layer in &mut model.layers {
                if let Layer::Kept(mappings) = layer {
                    mappings.take(kept.clone());
                }
            }
            Vec::new()
        }
        of_credit => take_credit(model, of_credit),
    }
}

/// What is said of a customer, of credit and of the set-up.
fn take_credit(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Assessed { whose, seen } => answer::take(model, whose, seen),
        Reply::CreditLook(look) => today::take(model, |today| today.credit = Some(look)),
        Reply::Setup(setup) => today::take(model, |today| today.setup = Some(setup)),
        Reply::Report(of, told) => listing::take(model, of, &told),
        Reply::Profile(profile) => customers::take_profile(model, profile),
        Reply::Timeline {
            customer,
            before,
            lines,
        } => customers::take_timeline(model, customer, before, lines),
        _ => {}
    }
    Vec::new()
}

/// Asks for everything anew: what the panes show, what stands beside it, and an open log.
fn outdate(model: &mut Model, book: Frame) -> Vec<Effect> {
    model.book = book;
    let mut effects = model.outdate();
    effects.extend(panes::renewed(model));
    if model
        .layers
        .iter()
        .any(|layer| matches!(layer, Layer::Log(_)))
    {
        effects.push(Effect::Ask(Request::Log { before: None }));
    }
    for layer in &model.layers {
        match layer {
            Layer::Outbox(_) => effects.push(Effect::Ask(Request::Outbox)),
            Layer::Report(report) => effects.push(Effect::Ask(Request::Report(report.of))),
            Layer::Letters(letters) => {
                effects.push(Effect::Ask(Request::Letters(letters.customer)));
            }
            _ => {}
        }
    }
    effects.extend(answer::renewed(model));
    effects
}

/// Someone else wrote, or it is another day. A grid that was for today stays for today.
fn changed(model: &mut Model, book: Frame) -> Vec<Effect> {
    if model.aging.query.as_of == model.book.today {
        model.aging.query.as_of = book.today;
    }
    outdate(model, book)
}

fn did(model: &mut Model, done: &Done, book: Frame) -> Vec<Effect> {
    model.asked = None;
    matching::done(model, &done.receipts);
    model.notice = Some(Notice::Posted(done.says.clone()));
    outdate(model, book)
}

/// In the queue of reminders it is also said where the letters go on.
fn undid(model: &mut Model, did: &Did, book: Frame) -> Vec<Effect> {
    if model.pane == Pane::Reminders {
        let events = events(model, did);
        reminders::undone::wait(model, events);
    }
    told(model, "tui.undone", did, book)
}

fn told(model: &mut Model, key: &str, did: &Did, book: Frame) -> Vec<Effect> {
    let says = model.locale.say(key, &[("events", &events(model, did))]);
    model.notice = Some(Notice::Done(says));
    outdate(model, book)
}

/// The first events of an act, and how many more there are.
fn events(model: &Model, did: &Did) -> String {
    let mut events: Vec<String> = did
        .events
        .iter()
        .take(TOLD)
        .map(|event| model.locale.tell("event", event))
        .collect();
    let more = did.events.len().saturating_sub(TOLD);
    if more > 0 {
        let count = more.to_string();
        events.push(model.locale.say("tui.and-more", &[("count", &count)]));
    }
    events.join(" · ")
}

fn ask_undo(model: &mut Model, undoable: Option<Undoable>) {
    let key = model
        .keymap
        .keys(crate::tui::action::ActionId::Undo)
        .first()
        .copied();
    if let Some(Undoable { line, run }) = undoable {
        // What was told as done is what the key takes back: all of it.
        log::ask_run(model, &line, run, key);
    } else {
        let says = model.locale.text("tui.undo.nothing").to_owned();
        model.notice = Some(Notice::Refused(says));
    }
}

fn imported(
    model: &mut Model,
    report: &ImportReport,
    path: std::path::PathBuf,
    options: ImportOptions,
    book: Frame,
) -> Vec<Effect> {
    model.work = None;
    model
        .layers
        .retain(|layer| !matches!(layer, Layer::Story(_)));
    mapper::close(model);
    if let Some(effects) = ask::about_columns(model, report, &path, options) {
        return outdate(model, book).into_iter().chain(effects).collect();
    }
    if !ask::about_file(model, report, &path, options) {
        let story = story::import(&model.locale, report, path, options);
        model.layers.push(Layer::Story(story));
    }
    outdate(model, book)
}

fn matched(model: &mut Model, count: MatchCount, book: Frame) -> Vec<Effect> {
    model.work = None;
    matching::matched(model, count.run);
    let says = model
        .locale
        .say("tui.certain.done", &[("count", &count.posted.to_string())]);
    model.notice = Some(if count.posted == 0 {
        Notice::Done(says)
    } else {
        Notice::Posted(says)
    });
    outdate(model, book)
}
