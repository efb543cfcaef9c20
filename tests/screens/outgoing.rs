//! Letters on their way out as the pane tells of them: what leaves, what waits and for what, what was left out and why.

use reskontra::desk::config::ThemeName;
use reskontra::desk::job::Progress;
use reskontra::desk::mail::{MailFault, NoMail};
use reskontra::domain::command::{Command, Outcome};
use reskontra::domain::content::Purpose;
use reskontra::domain::id::DispatchId;
use reskontra::domain::outbox::{Channel, Posted, Stand};
use reskontra::domain::refusal::CollectingRefusal;
use reskontra::reports::post::{Hindrance, OutboxLine, SendSummary, Waiting};
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Msg, Reply, Request};

use crate::ledger::{book, day};
use crate::posting::dispatch;
use crate::queue::{reminded, whose};
use crate::reminding::{at, shown};
use crate::screen::{Screen, press, presses, type_in};

/// The pane of reminders on a screen of the smallest size that is meant.
fn small() -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "reminders");
    screen
}

pub fn outbox_of(lines: Vec<OutboxLine>) -> Screen {
    let mut screen = small();
    press(&mut screen, "outbox");
    screen.reply(Reply::Outbox(lines));
    screen
}

fn on(channel: Channel, line: OutboxLine) -> OutboxLine {
    OutboxLine { channel, ..line }
}

fn sent_out(screen: &mut Screen, summary: SendSummary) -> String {
    screen.reply(Reply::Ended);
    screen.reply(Reply::SentOut {
        summary,
        file: None,
        book: Box::new(book()),
    });
    shown(screen)
}

/// The words of a screen, however its lines are broken.
fn words(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "│");
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_left_out_is_told_beside_what_was_sent_and_named_in_full() {
    let mut screen = at("Vik");
    presses(&mut screen, &["record-sent", "yes"]);
    let mut run = reminded();
    run.unwritten = vec![
        (
            whose(1),
            "No account for SEK: add one to the settings.".into(),
        ),
        (
            whose(2),
            "No account for EUR: add one to the settings.".into(),
        ),
    ];
    screen.reply(Reply::Reminded {
        reminded: run,
        book: Box::new(book()),
    });
    assert_eq!(screen.asked.pop(), Some(Request::SendOutbox));
    let summary = SendSummary {
        sent: 1,
        ..SendSummary::default()
    };
    let text = sent_out(&mut screen, summary);
    assert!(text.contains("▲ 1 sent · 3 left out: "), "{text}");
    assert!(text.contains("! shows all of it"), "{text}");
    press(&mut screen, "trouble");
    let text = words(&shown(&mut screen));
    for (at, why) in [(1, "No account for SEK"), (2, "No account for EUR")] {
        let line = format!("{}: {why}", whose(at).name);
        assert!(text.contains(&line), "{line}\n{text}");
    }
}

#[test]
fn leaving_while_letters_go_says_what_becomes_of_them() {
    let queued = dispatch(1, 0, Stand::Queued, "");
    let mut screen = outbox_of(vec![queued]);
    presses(&mut screen, &["send-queued", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::SendOutbox));
    // Without a word from the server yet, it is said that something is under way, and how to stop it.
    assert!(shown(&mut screen).contains("sending · Esc stops"));
    screen.model.layers.clear();
    press(&mut screen, "quit");
    let text = words(&shown(&mut screen));
    assert!(text.contains("what left stays sent"), "{text}");
    assert!(!text.contains("nothing of it is kept"), "{text}");
}

#[test]
fn how_far_sending_is_comes_before_what_was_said() {
    let mut screen = at("Vik");
    presses(&mut screen, &["record-sent", "yes"]);
    screen.reply(Reply::Reminded {
        reminded: reminded(),
        book: Box::new(book()),
    });
    assert!(shown(&mut screen).contains("Esc stops"));
    screen.send(Msg::Progress(Progress {
        what: "sending",
        done: 3,
        total: 40,
    }));
    press(&mut screen, "undo");
    let text = shown(&mut screen);
    assert!(
        text.contains("sending 3 / 40 · Esc stops after this one"),
        "{text}"
    );
    assert!(!text.contains("u undoes"), "{text}");
}

#[test]
fn what_was_recorded_is_on_the_screen_before_the_letters_leave() {
    assert!(!Request::SendOutbox.goes_first());
    let act = Request::AddAccount(String::new());
    assert!(act.goes_first());
}

#[test]
fn without_a_way_for_email_the_question_says_so_and_the_key_promises_no_sending() {
    let mut screen = at("Vik");
    assert!(shown(&mut screen).contains("s send"));
    screen.model.book.no_mail = Some(NoMail::Settings(MailFault::NoWay));
    let text = shown(&mut screen);
    assert!(text.contains("s record as sent"), "{text}");
    press(&mut screen, "record-sent");
    let text = words(&shown(&mut screen));
    assert!(text.contains("Record as sent: 1 letter"), "{text}");
    assert!(
        text.contains("▲ No e-mail leaves: No way for e-mail is set up"),
        "{text}"
    );
    press(&mut screen, "yes");
    let mut run = reminded();
    run.left_out.clear();
    screen.reply(Reply::Reminded {
        reminded: run,
        book: Box::new(book()),
    });
    let summary = SendSummary {
        waiting: Waiting {
            email: 1,
            ..Waiting::default()
        },
        hindrance: Some(Hindrance::NoWay(
            "No way for e-mail is set up: set host.".into(),
        )),
        ..SendSummary::default()
    };
    let text = sent_out(&mut screen, summary);
    assert!(
        text.contains("▲ 1 waits for e-mail · No way for e-mail is set up"),
        "{text}"
    );
}

#[test]
fn a_dry_run_leaves_out_what_cannot_be_written_and_says_why() {
    let mut screen = small();
    press(&mut screen, "dry-run");
    let mut would = reminded();
    let (left, why) = (would.sent[0].whose.clone(), "No account for NOK.");
    would.sent.clear();
    would.unwritten.push((left.clone(), why.into()));
    screen.reply(Reply::WouldRemind(would));
    press(&mut screen, "last");
    let text = words(&shown(&mut screen));
    assert!(text.contains(&format!("▲ {}: {why}", left.name)), "{text}");
}

#[test]
fn what_waits_for_paper_is_printed_by_a_key_and_nothing_claims_to_send_it() {
    let mut screen = outbox_of(vec![
        on(Channel::Post, dispatch(1, 0, Stand::Queued, "")),
        on(Channel::Print, dispatch(2, 1, Stand::Queued, "")),
    ]);
    let text = shown(&mut screen);
    assert!(
        text.contains("p print") && !text.contains("s send"),
        "{text}"
    );
    press(&mut screen, "send-queued");
    let text = shown(&mut screen);
    assert!(
        text.contains("Nothing waits for e-mail: p prints"),
        "{text}"
    );
    press(&mut screen, "print-queued");
    assert!(shown(&mut screen).contains("Print 2 for paper"));
    press(&mut screen, "choose");
    let Some(Request::PrintOutbox { path }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(path.extension().unwrap(), "pdf");
    screen.reply(Reply::Ended);
    screen.reply(Reply::SentOut {
        summary: SendSummary {
            sent: 2,
            ..SendSummary::default()
        },
        file: Some("/home/kari/letters.pdf".into()),
        book: Box::new(book()),
    });
    let text = shown(&mut screen);
    assert!(text.contains("✓ 2 in /home/kari/letters.pdf"), "{text}");
}

#[test]
fn a_file_that_cannot_be_printed_to_is_asked_for_again() {
    let mut screen = outbox_of(vec![on(Channel::Post, dispatch(1, 0, Stand::Queued, ""))]);
    presses(&mut screen, &["print-queued", "choose"]);
    screen.reply(Reply::Ended);
    screen.reply(Reply::Broken {
        says: "letters.pdf exists already.".into(),
        story: Vec::new(),
    });
    assert_eq!(screen.model.scope(), Scope::Form);
}

#[test]
fn email_goes_out_only_after_a_question_with_count_and_amount() {
    let mut screen = outbox_of(vec![
        dispatch(1, 0, Stand::Queued, ""),
        dispatch(2, 1, Stand::Queued, ""),
        on(Channel::Print, dispatch(3, 2, Stand::Queued, "")),
    ]);
    press(&mut screen, "send-queued");
    assert_eq!(screen.asked, Vec::new());
    let text = words(&shown(&mut screen));
    for part in [
        "Send 2 e-mails",
        "6\u{a0}600,03\u{a0}NOK",
        "1 on paper stays queued",
    ] {
        assert!(
            text.contains(part) || text.contains(&part.replace('\u{a0}', " ")),
            "{part}\n{text}"
        );
    }
    press(&mut screen, "yes");
    assert_eq!(screen.asked.pop(), Some(Request::SendOutbox));
}

#[test]
fn email_that_cannot_leave_is_not_asked_about() {
    let mut screen = outbox_of(vec![dispatch(1, 0, Stand::Queued, "")]);
    screen.model.book.no_mail = Some(NoMail::Settings(MailFault::NoFolder {
        path: "/nonexistent/drafts".into(),
    }));
    press(&mut screen, "send-queued");
    assert_eq!(screen.asked, Vec::new());
    let text = shown(&mut screen);
    assert!(
        text.contains("▲ There is no folder /nonexistent/drafts"),
        "{text}"
    );
    press(&mut screen, "trouble");
    assert!(words(&shown(&mut screen)).contains("or name another in the settings."));
}

#[test]
fn all_that_failed_is_queued_again_by_one_key() {
    let mut screen = outbox_of(vec![
        dispatch(1, 0, Stand::Failed, "x"),
        dispatch(2, 1, Stand::Failed, "x"),
        dispatch(3, 2, Stand::InDoubt, "x"),
    ]);
    press(&mut screen, "retry-all");
    let Some(Request::ActAll { commands, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let again = |id| Command::Dispatch {
        dispatch: DispatchId(id),
        outcome: Outcome::Resend {
            reason: String::new(),
        },
    };
    assert_eq!(commands, [again(1), again(2)]);
}

/// The customer may have it by the first try, whichever way the second took.
#[test]
fn a_second_try_of_what_may_have_arrived_goes_again_only_with_a_reason() {
    let second = OutboxLine {
        may_have_arrived: true,
        ..dispatch(2, 1, Stand::CalledOff, "x")
    };
    let mut screen = outbox_of(vec![second]);
    press(&mut screen, "retry");
    press(&mut screen, "choose");
    let text = shown(&mut screen);
    assert!(text.contains("This is needed."), "{text}");
    type_in(&mut screen, "never came");
    press(&mut screen, "choose");
    let Some(Request::Act { command, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let reason = "never came".to_owned();
    let expected = Command::Dispatch {
        dispatch: DispatchId(2),
        outcome: Outcome::Resend { reason },
    };
    assert_eq!(*command, expected);
}

#[test]
fn all_that_was_said_of_a_dispatch_is_read_below_it() {
    let why = "The mail server smtp.long-name.example:587 takes nothing now (not reached: nobody answers on that \
               port): what waits stays queued.";
    let mut screen = outbox_of(vec![dispatch(1, 0, Stand::Failed, why)]);
    let text = words(&shown(&mut screen));
    assert!(text.contains(why), "{text}");
}

#[test]
fn a_statement_has_a_name_that_the_command_line_knows_and_is_named_once() {
    let mut line = dispatch(7, 0, Stand::Queued, "");
    line.what = Posted::Statement;
    line.kind = None;
    let mut screen = outbox_of(vec![line]);
    let text = shown(&mut screen);
    let below = text.lines().find(|line| line.contains("D7 · ")).unwrap();
    assert_eq!(below.matches("statement").count(), 1, "{below}");
}

#[test]
fn why_a_key_does_nothing_fits_where_it_is_pressed() {
    let mut screen = outbox_of(vec![dispatch(1, 0, Stand::Queued, "")]);
    press(&mut screen, "retry");
    let text = shown(&mut screen);
    assert!(text.contains("It waits already"), "{text}");
    let mut line = dispatch(7, 0, Stand::CalledOff, "");
    line.what = Posted::Statement;
    let mut screen = outbox_of(vec![line]);
    press(&mut screen, "redirect");
    let text = shown(&mut screen);
    assert!(text.contains("Only a letter takes another way"), "{text}");
}

#[test]
fn a_long_no_can_be_read_whole() {
    let mut screen = small();
    screen.reply(Reply::Refused(
        CollectingRefusal::HandOverInDeadline {
            invoice: "1002".into(),
            deadline: day("2026-12-01"),
            last: day("2026-12-04"),
            law: "inkassoloven § 9".into(),
        }
        .into(),
    ));
    let text = shown(&mut screen);
    assert!(
        text.contains("▲ ") && text.contains("! shows all of it"),
        "{text}"
    );
    press(&mut screen, "trouble");
    let text = words(&shown(&mut screen));
    assert!(
        text.contains("and what was paid then shows by 4 Dec 2026: no further step"),
        "{text}"
    );
}

#[test]
fn the_outbox_and_the_way_back_are_among_the_keys_that_are_shown() {
    let mut screen = small();
    let footer = |screen: &mut Screen| shown(screen).lines().nth(23).unwrap_or_default().to_owned();
    assert!(
        footer(&mut screen).contains("O outbox"),
        "{}",
        footer(&mut screen)
    );
    let mut screen = outbox_of(vec![
        dispatch(1, 0, Stand::Failed, "x"),
        dispatch(2, 1, Stand::Queued, ""),
        on(Channel::Print, dispatch(3, 2, Stand::Queued, "")),
    ]);
    assert!(
        footer(&mut screen).contains("Esc back"),
        "{}",
        footer(&mut screen)
    );
}

#[test]
fn a_statement_is_of_the_days_that_are_said() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(
        &mut screen,
        &[
            "customers",
            "down",
            "statement",
            "statement-kind",
            "statement-days",
        ],
    );
    type_in(&mut screen, "01.09.2026");
    presses(&mut screen, &["choose"]);
    type_in(&mut screen, "31.10.2026");
    press(&mut screen, "choose");
    assert_eq!(screen.model.scope(), Scope::Page);
    presses(&mut screen, &["save-statement", "choose"]);
    let Some(Request::WriteStatement { query, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(query.purpose, Purpose::Activity);
    assert_eq!(
        (query.from, query.as_of),
        (Some(day("2026-09-01")), day("2026-10-31"))
    );
}

#[test]
fn fees_left_out_are_not_forgotten_without_a_word() {
    let mut screen = at("Nordlys");
    press(&mut screen, "no-fee");
    type_in(&mut screen, "first time late");
    presses(&mut screen, &["choose", "record-sent"]);
    type_in(&mut screen, "rang him");
    press(&mut screen, "choose");
    let text = words(&shown(&mut screen));
    assert!(text.contains("1 goes out without the fee"), "{text}");
    presses(&mut screen, &["no", "quit"]);
    let text = words(&shown(&mut screen));
    assert!(text.contains("Fees left out"), "{text}");
    assert!(text.contains("are not kept"), "{text}");
}
