//! Letters that came back are written anew by one key; letters that cannot leave are marked before anybody sends them.

use reskontra::desk::Previewed;
use reskontra::desk::post::PostFault;
use reskontra::domain::id::{ItemId, LetterId};
use reskontra::domain::money::Minor;
use reskontra::domain::outbox::{Channel, Stand};
use reskontra::domain::reminding::{Waits, WaitsFor, Why};
use reskontra::letters::pdf::PdfFault;
use reskontra::reports::reminding::Queue;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{NOK, day};
use crate::outgoing::outbox_of;
use crate::posting::dispatch;
use crate::queue::{queue, whose};
use crate::reminding::{at, go_to, shown};
use crate::screen::{Screen, press, type_in};

/// The pane with this queue.
fn with(queue: Queue) -> Screen {
    let mut screen = at("Vik");
    screen.reply(Reply::Queue(Box::new(queue)));
    screen
}

/// Why it is written anew, and why in spite of bank data that is too old.
fn says_why(screen: &mut Screen, letter: i64, in_spite: Option<&str>) {
    let text = shown(screen);
    assert!(text.contains("anew") && text.contains("deadline"), "{text}");
    assert!(text.contains("if bank data is too old"), "{text}");
    type_in(screen, "new address");
    press(screen, "choose");
    type_in(screen, in_spite.unwrap_or_default());
    press(screen, "choose");
    let asked = screen.asked.pop().unwrap();
    let expected = Request::WriteAnew {
        letter: LetterId(letter),
        reason: "new address".into(),
        in_spite: in_spite.map(str::to_owned),
    };
    assert_eq!(asked, expected);
}

#[test]
fn what_came_back_is_written_anew_from_the_outbox() {
    let mut screen = outbox_of(vec![dispatch(7, 0, Stand::Returned, "no such street")]);
    let text = shown(&mut screen);
    assert!(text.contains("r write anew"), "{text}");
    press(&mut screen, "retry");
    says_why(&mut screen, 7, Some("no file on Sundays"));
}

#[test]
fn what_waits_for_a_letter_that_came_back_is_written_anew_from_the_queue() {
    let mut returned = queue();
    let waits = Waits {
        item: ItemId(10251),
        number: "10251".into(),
        due: day("2026-11-17"),
        amount: Minor(3_300_00),
        why: WaitsFor::LetterReturned {
            letter: LetterId(9),
            since: day("2026-11-20"),
        },
        until: None,
    };
    returned.waits.insert(0, (whose(3), waits));
    let mut screen = with(returned);
    go_to(&mut screen, "paused (");
    press(&mut screen, "open");
    go_to(&mut screen, "L9");
    let text = shown(&mut screen);
    assert!(text.contains("e write anew"), "{text}");
    press(&mut screen, "end-pause");
    says_why(&mut screen, 9, None);
}

#[test]
fn a_letter_that_nobody_could_pay_by_is_marked_in_the_queue() {
    let mut unpayable = queue();
    for line in &mut unpayable.letters {
        line.letter.why.push(Why::NoAccount { currency: NOK });
    }
    let mut screen = with(unpayable);
    go_to(&mut screen, "Vik");
    let text = shown(&mut screen);
    assert!(text.contains("no account to pay to"), "{text}");
}

#[test]
fn a_letter_that_was_looked_at_and_cannot_be_written_is_marked_from_then_on() {
    let mut screen = at("Vik");
    assert!(!shown(&mut screen).contains("cannot be written"));
    press(&mut screen, "preview");
    let reminder = screen.previewed.clone().unwrap();
    let fault = PdfFault::MissingGlyph {
        character: '株',
        text: "株式会社".into(),
    };
    let seen = Previewed {
        sheet: Err(PostFault::from(fault)),
        channel: Channel::Email,
        to: "post@vik.example".into(),
    };
    screen.reply(Reply::Previewed {
        reminder,
        seen: Ok(Box::new(seen)),
    });
    press(&mut screen, "back");
    let text = shown(&mut screen);
    assert!(text.contains("cannot be written"), "{text}");
}
