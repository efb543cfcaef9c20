//! Letters before they go and after they went: the preview, the outbox, a customer's letters, his statement; and what
//! their keys ask of the desk.

use reskontra::desk::config::ThemeName;
use reskontra::desk::post::PostFault;
use reskontra::desk::{LetterPage, PageOf, Previewed};
use reskontra::domain::command::{Command, Outcome, Reminder};
use reskontra::domain::content::Purpose;
use reskontra::domain::id::{DispatchId, LetterId};
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::outbox::{Channel, Posted, Stand};
use reskontra::domain::required::Required;
use reskontra::domain::sheet::Sheet;
use reskontra::letters::{Language, LetterFault, Templates, compose, samples, statement};
use reskontra::reports::post::{Hindrance, LetterSent, OutboxLine, SendSummary, Waiting};
use reskontra::reports::statement::StatementQuery;
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Msg, Reply, Request};

use crate::ledger::{DEBTORS, NOK, book, customer, day};
use crate::queue::reminded;
use crate::reminding::{at, go_to, shown};
use crate::screen::{Screen, asked, press, presses, type_in};

fn sheet(kind: LetterKind) -> Sheet {
    let content = samples::letter(Language::En, kind, "no");
    compose(&content, &Required::default(), &Templates::shipped()).unwrap()
}

/// The letter as the desk composes it.
pub fn preview(reminder: &Reminder) -> Reply {
    let kind = LetterKind::parse(reminder.stage.as_deref().unwrap_or_default());
    Reply::Previewed {
        reminder: Box::new(reminder.clone()),
        seen: Ok(Box::new(Previewed {
            sheet: Ok(Box::new(sheet(kind.unwrap_or(LetterKind::Reminder)))),
            channel: Channel::Email,
            to: "post@nordlys.example".into(),
        })),
    }
}

pub fn dispatch(id: i64, at: usize, stand: Stand, note: &str) -> OutboxLine {
    let (number, name, ..) = DEBTORS[at];
    OutboxLine {
        id: DispatchId(id),
        what: Posted::Letter(LetterId(id)),
        customer: customer(at),
        number: number.into(),
        name: name.into(),
        channel: Channel::Email,
        to: format!("post@{number}.example"),
        kind: Some(LetterKind::Reminder),
        amount: Some(Money::new(Minor(3_300_00 + id), NOK)),
        stand,
        may_have_arrived: matches!(stand, Stand::Sending | Stand::Sent | Stand::InDoubt),
        queued: day("2026-11-20"),
        moved: Some(day("2026-11-22")),
        note: note.into(),
        attempts: 1,
    }
}

pub fn outbox() -> Vec<OutboxLine> {
    let refused = "550 5.1.1 <post@1051.example>: no such user here";
    let mut paper = dispatch(4, 3, Stand::Queued, "");
    paper.channel = Channel::Post;
    paper.to = "Vik Regnskap DA\nVangsgata 1\n5700 Voss".into();
    paper.moved = None;
    paper.attempts = 0;
    let mut account = dispatch(5, 4, Stand::Sent, "250 2.0.0 accepted");
    account.what = Posted::Statement;
    account.kind = None;
    account.amount = None;
    vec![
        dispatch(
            2,
            1,
            Stand::InDoubt,
            "the connection ended before the answer",
        ),
        dispatch(3, 2, Stand::Failed, refused),
        paper,
        account,
        dispatch(1, 0, Stand::Sent, "250 2.0.0 accepted"),
    ]
}

pub fn letters() -> Vec<LetterSent> {
    let letter = |id: i64, stage: &str, kind, sent: &str, voided| LetterSent {
        letter: LetterId(id),
        stage: stage.into(),
        kind,
        sent: day(sent),
        deadline: Some(day("2026-12-07")),
        total: Money::new(Minor(9_164_86), NOK),
        voided,
        dispatches: vec![dispatch(id, 1, Stand::Sent, "250 accepted")],
    };
    vec![
        letter(8, "notice", LetterKind::Notice, "2026-11-20", true),
        letter(7, "reminder", LetterKind::Reminder, "2026-11-05", false),
        letter(3, "friendly", LetterKind::Friendly, "2026-10-19", false),
    ]
}

pub fn copy(of: PageOf) -> Reply {
    Reply::LetterPage {
        of,
        seen: Ok(Box::new(LetterPage {
            sheet: Ok(Box::new(sheet(LetterKind::Reminder))),
            is_copy: true,
            line: Some(dispatch(1, 0, Stand::Sent, "250 2.0.0 accepted")),
        })),
    }
}

pub fn account(query: StatementQuery) -> Reply {
    let content = samples::statement(Language::En, query.purpose);
    Reply::Statement {
        query,
        seen: Ok(vec![statement(&content, &Templates::shipped()).unwrap()]),
    }
}

fn small(pane: &str) -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, pane);
    screen
}

fn outbox_at(text: &str) -> Screen {
    let mut screen = small("reminders");
    press(&mut screen, "outbox");
    for _ in 0..outbox().len() {
        let screen_text = shown(&mut screen);
        if screen_text
            .lines()
            .any(|line| line.contains('▌') && line.contains(text))
        {
            return screen;
        }
        press(&mut screen, "down");
    }
    panic!("{text} is not in the outbox:\n{}", shown(&mut screen));
}

#[test]
fn the_letter_stands_beside_the_list_where_it_is_wide_and_follows_the_cursor() {
    let mut screen = at("Vik");
    press(&mut screen, "preview");
    let text = shown(&mut screen);
    for part in [
        "by e-mail to post@nordlys.example",
        "in English",
        "the whole letter: V",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(screen.model.scope(), Scope::Reminders);
    let friendly = sheet(LetterKind::Friendly).subject;
    let notice = sheet(LetterKind::Notice).subject;
    assert!(
        text.contains(&friendly) && !text.contains(&notice),
        "{text}"
    );
    go_to(&mut screen, "Tind");
    let text = shown(&mut screen);
    assert!(
        text.contains(&notice) && !text.contains(&friendly),
        "{text}"
    );
    // Once more shows the reasons again.
    press(&mut screen, "preview");
    assert!(!shown(&mut screen).contains(&notice));
}

#[test]
fn the_letter_is_read_through_on_a_small_screen() {
    let mut screen = small("reminders");
    go_to(&mut screen, "Vik");
    press(&mut screen, "preview");
    assert_eq!(screen.model.scope(), Scope::Page);
    let text = shown(&mut screen);
    assert!(text.contains("by e-mail to post@nordlys.example"), "{text}");
    press(&mut screen, "last");
    let end = shown(&mut screen);
    assert_ne!(text, end);
    let all = reskontra::desk::page(&sheet(LetterKind::Friendly), 74);
    let last = all.lines().last().unwrap().trim();
    assert!(end.contains(last), "{last}\n{end}");
    press(&mut screen, "back");
    assert_eq!(screen.model.scope(), Scope::Reminders);
}

#[test]
fn a_letter_that_cannot_be_written_says_why_and_what_to_do() {
    let mut screen = at("Vik");
    press(&mut screen, "preview");
    let reminder = screen.asked.iter().find_map(|request| match request {
        Request::Preview(reminder) => Some(reminder.clone()),
        _ => None,
    });
    assert_eq!(reminder, None, "the desk answers looks");
    press(&mut screen, "read-letter");
    let fault = LetterFault::NoAccount {
        currency: "NOK".into(),
    };
    let reminder = screen.previewed.clone().unwrap();
    screen.reply(Reply::Previewed {
        reminder,
        seen: Ok(Box::new(Previewed {
            sheet: Err(PostFault::Letter(fault)),
            channel: Channel::Email,
            to: String::new(),
        })),
    });
    let text = shown(&mut screen);
    assert!(
        text.contains("No account for NOK: add one to the settings"),
        "{text}"
    );
    assert!(text.contains("nobody has said where to"), "{text}");
}

#[test]
fn what_was_recorded_is_sent_at_once_and_told_by_what_became_of_it() {
    let mut screen = at("Vik");
    presses(&mut screen, &["record-sent", "yes"]);
    screen.reply(Reply::Reminded {
        reminded: reminded(),
        book: Box::new(book()),
    });
    assert_eq!(screen.asked.pop(), Some(Request::SendOutbox));
    screen.reply(Reply::Ended);
    let told = |screen: &mut Screen, summary: SendSummary| {
        screen.reply(Reply::SentOut {
            summary,
            file: None,
            book: Box::new(book()),
        });
        shown(screen)
    };
    let waits = |email| Waiting {
        email,
        ..Waiting::default()
    };
    let no_way = SendSummary {
        waiting: waits(1),
        hindrance: Some(Hindrance::NoWay("The variable X is not set.".into())),
        ..SendSummary::default()
    };
    let text = told(&mut screen, no_way);
    assert!(
        text.contains("▲ 1 waits for e-mail · 1 left out · The variable X is not set."),
        "{text}"
    );
    let some = SendSummary {
        sent: 12,
        failed: 1,
        in_doubt: 2,
        waiting: waits(3),
        ..SendSummary::default()
    };
    let text = told(&mut screen, some);
    assert!(
        text.contains("▲ 12 sent · 1 failed · 2 in doubt · 3 wait for e-mail · O shows them"),
        "{text}"
    );
}

#[test]
fn sending_shows_how_far_it_is_and_stops_after_the_letter_under_way() {
    let mut screen = small("reminders");
    press(&mut screen, "outbox");
    screen.reply(Reply::Outbox(vec![dispatch(1, 0, Stand::Queued, "")]));
    presses(&mut screen, &["send-queued", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::SendOutbox));
    screen.send(Msg::Progress(reskontra::desk::job::Progress {
        what: "sending",
        done: 3,
        total: 40,
    }));
    let text = shown(&mut screen);
    assert!(
        text.contains("sending 3 / 40 · Esc stops after this one"),
        "{text}"
    );
    press(&mut screen, "back");
    assert!(shown(&mut screen).contains("stopping after the letter under way"));
    assert_eq!(screen.model.scope(), Scope::Outbox);
}

#[test]
fn the_outbox_leads_with_what_a_person_has_to_decide_on() {
    let mut screen = small("reminders");
    press(&mut screen, "outbox");
    let text = shown(&mut screen);
    assert!(
        text.contains("Outbox · 1 in doubt · 1 failed · 1 queued"),
        "{text}"
    );
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}\n{text}"));
    assert!(place("? in doubt") < place("× failed"));
    assert!(place("× failed") < place("✓ sent"));
    assert!(
        text.contains("the connection ended before the answer"),
        "{text}"
    );
    press(&mut screen, "show-copy");
    let text = shown(&mut screen);
    assert!(text.contains("The copy that is kept."), "{text}");
    press(&mut screen, "back");
    assert_eq!(screen.model.scope(), Scope::Outbox);
}

fn outcome(screen: &mut Screen) -> Outcome {
    match asked(screen) {
        Command::Dispatch { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_failed_goes_again_by_one_key_and_what_is_in_doubt_only_with_a_reason() {
    let mut screen = outbox_at("failed");
    press(&mut screen, "retry");
    assert_eq!(
        outcome(&mut screen),
        Outcome::Resend {
            reason: String::new()
        }
    );
    let mut screen = outbox_at("in doubt");
    press(&mut screen, "retry");
    let text = shown(&mut screen);
    assert!(
        text.contains("It may have arrived: this may be the second"),
        "{text}"
    );
    press(&mut screen, "choose");
    assert!(shown(&mut screen).contains("This is needed."));
    type_in(&mut screen, "not in their inbox");
    press(&mut screen, "choose");
    assert_eq!(
        outcome(&mut screen),
        Outcome::Resend {
            reason: "not in their inbox".into()
        }
    );
}

#[test]
fn a_person_says_what_became_of_a_dispatch() {
    let say = |row: &str, action: &str| {
        let mut screen = outbox_at(row);
        press(&mut screen, action);
        type_in(&mut screen, "rang");
        press(&mut screen, "choose");
        outcome(&mut screen)
    };
    let reason = || "rang".to_owned();
    assert_eq!(
        say("in doubt", "arrived"),
        Outcome::Arrived { reason: reason() }
    );
    assert_eq!(
        say("failed", "call-off"),
        Outcome::CallOff { reason: reason() }
    );
    assert_eq!(
        say("✓ sent", "came-back"),
        Outcome::Returned { reason: reason() }
    );
    // A bounce says that what was in doubt did leave.
    assert_eq!(
        say("in doubt", "came-back"),
        Outcome::Returned { reason: reason() }
    );
    let mut screen = outbox_at("failed");
    press(&mut screen, "redirect");
    type_in(&mut screen, "pigeon");
    press(&mut screen, "choose");
    assert!(shown(&mut screen).contains("Write e-mail, post, SMS or print."));
    for _ in 0..6 {
        crate::screen::key(&mut screen, "backspace");
    }
    type_in(&mut screen, "post");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::Redirect {
            dispatch: DispatchId(3),
            channel: Channel::Post,
            reason: String::new()
        }
    );
}

#[test]
fn keys_that_do_not_fit_a_dispatch_say_why() {
    for (row, action, why) in [
        ("✓ sent", "retry", "It is on its way or sent already."),
        ("failed", "arrived", "Nobody doubts whether it arrived."),
        ("✓ sent", "call-off", "It has left already"),
        (
            "failed",
            "came-back",
            "Only what was sent, or may have been",
        ),
        ("in doubt", "redirect", "takes another way"),
    ] {
        let mut screen = outbox_at(row);
        press(&mut screen, action);
        let text = shown(&mut screen);
        assert!(text.contains(why), "{row} {action}\n{text}");
        assert_eq!(screen.asked, Vec::new());
    }
}

#[test]
fn a_customers_letters_lead_to_their_copies() {
    let mut screen = small("customers");
    presses(&mut screen, &["down", "letters"]);
    let text = shown(&mut screen);
    for part in ["L8", "taken back", "L7", "L3", "e-mail ✓ sent"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    presses(&mut screen, &["down", "show-copy"]);
    let text = shown(&mut screen);
    assert!(
        text.contains("L7 · ") && text.contains("The copy that is kept."),
        "{text}"
    );
}

#[test]
fn a_statement_is_shown_by_one_key_and_saved_or_sent_from_there() {
    let mut screen = small("customers");
    presses(&mut screen, &["down", "open", "statement"]);
    let text = shown(&mut screen);
    assert!(text.contains("Open items · "), "{text}");
    press(&mut screen, "statement-kind");
    assert!(shown(&mut screen).contains("Activity · "));
    press(&mut screen, "save-statement");
    let text = shown(&mut screen);
    assert!(text.contains(".pdf"), "{text}");
    press(&mut screen, "choose");
    let Some(Request::WriteStatement { query, path }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(query.purpose, Purpose::Activity);
    assert!(path.to_string_lossy().ends_with(".pdf"), "{path:?}");
    press(&mut screen, "send-statement");
    type_in(&mut screen, "e-mail");
    press(&mut screen, "choose");
    let Some(Request::QueueStatement { channel, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(channel, Some(Channel::Email));
}

#[test]
fn a_page_is_broken_anew_for_another_width() {
    let mut screen = small("reminders");
    go_to(&mut screen, "Vik");
    press(&mut screen, "read-letter");
    screen.send(Msg::Resize(62, 18));
    let buffer = screen.draw();
    let narrow = crate::picture::picture(&buffer);
    let all = reskontra::desk::page(&sheet(LetterKind::Friendly), 56);
    let first = all.lines().next().unwrap().trim();
    assert!(narrow.contains(first), "{narrow}");
}

#[test]
fn text_from_a_letter_cannot_take_the_terminal_over() {
    let mut screen = small("reminders");
    press(&mut screen, "outbox");
    let mut lines = outbox();
    lines[0].note = "550 \u{1b}[2J\u{7}\u{202e}gone".into();
    lines[0].to = "a\u{9b}31m@b".into();
    lines[0].name = "Nord\u{1b}]0;pwned\u{7}lys".into();
    screen.reply(Reply::Outbox(lines));
    for cell in screen.draw().content() {
        assert!(
            !cell.symbol().chars().any(char::is_control),
            "{:?}",
            cell.symbol()
        );
        assert!(!cell.symbol().contains('\u{202e}'));
    }
}
