//! Letters and statements on their way out: never twice at a time, never called back once they may have left; and bad
//! addresses.

use std::sync::Arc;

use proptest::prelude::*;
use reskontra::domain::attachment::{Contents, Purpose};
use reskontra::domain::command::{Command, NewFile, Outcome};
use reskontra::domain::id::{AttachmentId, CustomerId, DispatchId, EntryId, HandoverId, LetterId};
use reskontra::domain::outbox::{Channel, Posted, Stand};
use reskontra::domain::refusal::Refusal;
use reskontra::domain::sheet::{Block, Sheet};
use reskontra::store::query::DispatchRow;

use super::books::Books;
use super::letters::NewLetter;
use super::ops::Op;
use super::play::{Play, today};

/// What may become of what leaves the house, and what is kept beside it.
#[derive(Clone, Debug)]
pub enum Post {
    /// What the outbox sees of a dispatch.
    Seen(u8, u8),
    /// What a person says of one.
    Said(u8, u8),
    Redirect(u8, u8),
    Stop(u8, u8),
    Free(u8, u8),
    Statement(u8, u8),
    Attach(u8, u8),
    Detach(u8),
    Status(u8, u8),
}

impl Post {
    pub fn is_seen(&self) -> bool {
        matches!(self, Self::Seen(..))
    }
}

pub fn post() -> impl Strategy<Value = Op> {
    let two = || (any::<u8>(), any::<u8>());
    prop_oneof![
        6 => two().prop_map(|(dispatch, what)| Post::Seen(dispatch, what)),
        6 => two().prop_map(|(dispatch, what)| Post::Said(dispatch, what)),
        3 => two().prop_map(|(dispatch, channel)| Post::Redirect(dispatch, channel)),
        1 => two().prop_map(|(customer, channel)| Post::Stop(customer, channel)),
        1 => two().prop_map(|(customer, channel)| Post::Free(customer, channel)),
        1 => two().prop_map(|(customer, channel)| Post::Statement(customer, channel)),
        2 => two().prop_map(|(document, file)| Post::Attach(document, file)),
        1 => any::<u8>().prop_map(Post::Detach),
        1 => two().prop_map(|(handover, day)| Post::Status(handover, day)),
    ]
    .prop_map(Op::Post)
}

pub fn sheet(text: &str) -> Box<Sheet> {
    Box::new(Sheet {
        subject: "Purring".to_owned(),
        blocks: vec![Block::Text(text.to_owned())],
        ..Sheet::default()
    })
}

fn channel(n: u8) -> Channel {
    Channel::ALL[usize::from(n) % Channel::ALL.len()]
}

pub fn file(document: reskontra::domain::id::DocumentId, bytes: &[u8]) -> Command {
    Command::Attach(Box::new(NewFile {
        document,
        purpose: Purpose::InvoiceCopy,
        name: "faktura 501.pdf".to_owned(),
        media: "application/pdf".to_owned(),
        contents: Contents(Arc::from(bytes)),
    }))
}

impl Play {
    pub fn post(&self, post: &Post) -> Option<Command> {
        let dispatch = |n: u8| {
            let id = self.pick("SELECT id FROM dispatch ORDER BY id", n)?;
            Some(DispatchId(id))
        };
        let why = || "550 no such user".to_owned();
        Some(match post {
            Post::Seen(n, what) => Command::Dispatch {
                dispatch: dispatch(*n)?,
                outcome: match what % 6 {
                    0..=2 => {
                        let row = self.store().read().dispatch(dispatch(*n)?).unwrap();
                        Outcome::Sending {
                            to: row?.to,
                            sheet: Some(sheet("Betal")),
                        }
                    }
                    3 => Outcome::Sent { answer: why() },
                    4 => Outcome::Failed { why: why() },
                    _ => Outcome::Doubt { why: why() },
                },
            },
            Post::Said(n, what) => {
                let reason = why();
                Command::Dispatch {
                    dispatch: dispatch(*n)?,
                    outcome: match what % 4 {
                        0 => Outcome::Resend { reason },
                        1 => Outcome::Arrived { reason },
                        2 => Outcome::CallOff { reason },
                        _ => Outcome::Returned { reason },
                    },
                }
            }
            Post::Redirect(n, way) => Command::Redirect {
                dispatch: dispatch(*n)?,
                channel: channel(*way),
                reason: why(),
            },
            Post::Stop(customer, way) => Command::StopChannel {
                customer: Self::customer(*customer),
                channel: channel(*way),
                reason: why(),
            },
            Post::Free(customer, way) => Command::FreeChannel {
                customer: Self::customer(*customer),
                channel: channel(*way),
            },
            Post::Statement(customer, way) => Command::QueueStatement {
                customer: Self::customer(*customer),
                channel: channel(*way),
                sheet: sheet("Oversikt"),
            },
            Post::Attach(document, bytes) => file(self.document(*document)?, &[*bytes % 4]),
            Post::Detach(n) => Command::Detach {
                attachment: AttachmentId(self.pick("SELECT id FROM attachment ORDER BY id", *n)?),
            },
            Post::Status(n, days) => Command::NoteStatus {
                handover: HandoverId(self.pick("SELECT id FROM handover ORDER BY id", *n)?),
                status: "betalingsoppfordring sendt".to_owned(),
                on: today() - chrono::Duration::days(i64::from(*days)),
                note: why(),
            },
        })
    }
}

/// Customer 0 owes two late invoices and gets one letter with a fee and interest.
pub fn with_letter() -> (Books, EntryId) {
    let mut books = Books::with(
        &[
            "501,0,2026-03-01,2026-03-31,1000,NOK,,",
            "502,0,2026-03-02,2026-04-01,250,NOK,,",
        ],
        &["p1,2026-11-20,300,NOK"],
    );
    let entry = remind(&mut books, 1);
    (books, entry)
}

pub fn remind(books: &mut Books, stage: u8) -> EntryId {
    let (reminder, due) = books.0.due(&NewLetter {
        customer: 0,
        euro: false,
        stage,
        items: vec![(0, Some(900)), (1, None)],
        charges: vec![(0, 0, 3_500), (0, 1, 1_942)],
        with_credits: true,
    });
    books.0.send(&reminder, &due).unwrap()
}

pub const FIRST: DispatchId = DispatchId(1);

pub fn tell(books: &mut Books, dispatch: DispatchId, outcome: Outcome) -> Result<EntryId, Refusal> {
    match books.act(Command::Dispatch { dispatch, outcome }) {
        Ok(did) => Ok(did.entry),
        result => Err(Books::refused(result)),
    }
}

pub fn sending() -> Outcome {
    sending_to("kunde0@example.no", Some(sheet("Betal 1 250,00")))
}

pub fn sending_to(to: &str, sheet: Option<Box<Sheet>>) -> Outcome {
    let to = to.to_owned();
    Outcome::Sending { to, sheet }
}

pub fn sent() -> Outcome {
    Outcome::Sent {
        answer: "250 queued as 4711".to_owned(),
    }
}

pub fn reason() -> String {
    "kunden ringte".to_owned()
}

pub fn row(books: &Books, dispatch: DispatchId) -> DispatchRow {
    let store = books.0.store();
    store.read().dispatch(dispatch).unwrap().unwrap()
}

pub fn redirect(dispatch: DispatchId, channel: Channel, reason: &str) -> Command {
    let reason = reason.to_owned();
    Command::Redirect {
        dispatch,
        channel,
        reason,
    }
}

pub fn stand(books: &Books) -> Stand {
    row(books, FIRST).stand
}

#[test]
fn a_letter_waits_in_the_outbox_addressed_to_its_customer() {
    let (books, _) = with_letter();
    let row = row(&books, FIRST);
    assert_eq!(row.what, Posted::Letter(LetterId(1)));
    assert_eq!(row.channel, Channel::Email);
    assert_eq!(row.to, "kunde0@example.no");
    assert_eq!((row.stand, row.queued), (Stand::Queued, today()));
    assert_eq!((row.attempts, row.moved), (0, None));
    let store = books.0.store();
    assert_eq!(store.read().outbox_counts().unwrap().queued, 1);
    assert_eq!(store.read().sheet_of(FIRST).unwrap(), None);
}

#[test]
fn what_left_is_kept_word_for_word_with_the_servers_answer() {
    let (mut books, _) = with_letter();
    tell(&mut books, FIRST, sending()).unwrap();
    let log = books.0.desk.log(None, 1).unwrap();
    let locale = reskontra::text::Locale::load("en").unwrap();
    let told = locale.tell("event", &log[0].events[0]);
    assert_eq!(told, "dispatch 1 to Kunde 0 by e-mail: being sent");
    tell(&mut books, FIRST, sent()).unwrap();
    let row = row(&books, FIRST);
    assert_eq!((row.stand, row.attempts), (Stand::Sent, 1));
    assert_eq!(row.note, "250 queued as 4711");
    let store = books.0.store();
    let kept = store.read().sheet_of(FIRST).unwrap().unwrap();
    assert_eq!(kept, *sheet("Betal 1 250,00"));
}

#[test]
fn a_letter_is_judged_once_more_under_the_lock_when_it_is_handed_over() {
    let (mut books, _) = with_letter();
    let document = books.0.desk.find_document("501").unwrap();
    books
        .act(Command::Dispute {
            document,
            amount: None,
            reason: reason(),
            owner: None,
            until: None,
        })
        .unwrap();
    let refused = tell(&mut books, FIRST, sending()).unwrap_err();
    assert!(
        matches!(refused, Refusal::LetterOutOfDate { .. }),
        "{refused:?}"
    );
    assert_eq!(stand(&books), Stand::Queued);
}

/// From each stand, each outcome either leads on or is refused with where the dispatch stands; nothing else happens.
#[test]
fn every_way_that_is_not_open_is_refused_with_where_it_stands() {
    let doubt = || Outcome::Doubt {
        why: "brudd".to_owned(),
    };
    let failed = || Outcome::Failed {
        why: "550".to_owned(),
    };
    let said: Vec<fn() -> Outcome> = vec![
        || Outcome::Resend { reason: reason() },
        || Outcome::Arrived { reason: reason() },
        || Outcome::CallOff { reason: reason() },
        || Outcome::Returned { reason: reason() },
    ];
    let ways: Vec<(Stand, Vec<Outcome>)> = vec![
        (Stand::Queued, vec![]),
        (Stand::Sending, vec![sending()]),
        (Stand::Sent, vec![sending(), sent()]),
        (Stand::Failed, vec![sending(), failed()]),
        (Stand::InDoubt, vec![sending(), doubt()]),
        (Stand::Returned, vec![sending(), sent(), said[3]()]),
        (Stand::CalledOff, vec![said[2]()]),
    ];
    // What may be told at each: sending, sent, failed, in doubt, resend, arrived, call off, returned.
    let open = [
        (
            Stand::Queued,
            [true, false, true, false, false, false, true, false],
        ),
        (
            Stand::Sending,
            [false, true, true, true, false, false, false, false],
        ),
        (
            Stand::Sent,
            [false, false, false, false, false, false, false, true],
        ),
        (
            Stand::Failed,
            [false, false, false, false, true, false, true, false],
        ),
        (
            Stand::InDoubt,
            [false, true, false, false, true, true, true, true],
        ),
        (
            Stand::Returned,
            [false, false, false, false, false, false, true, false],
        ),
        (
            Stand::CalledOff,
            [false, false, false, false, true, false, false, false],
        ),
    ];
    let all = || -> Vec<Outcome> {
        let mut all = vec![sending(), sent(), failed(), doubt()];
        all.extend(said.iter().map(|said| said()));
        all
    };
    for ((at, way), (same, open)) in ways.into_iter().zip(open) {
        assert_eq!(at, same);
        for (outcome, is_open) in all().into_iter().zip(open) {
            let (mut books, _) = with_letter();
            for step in way.clone() {
                tell(&mut books, FIRST, step).unwrap();
            }
            assert_eq!(stand(&books), at);
            let before = books.0.last_entry();
            match tell(&mut books, FIRST, outcome.clone()) {
                Ok(_) => assert!(is_open, "{outcome:?} from {at:?}"),
                Err(Refusal::DispatchStands { stand, .. }) => {
                    assert!(!is_open, "{outcome:?} from {at:?}");
                    assert_eq!((stand, books.0.last_entry()), (at, before));
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn undo_takes_a_letter_out_of_the_outbox_and_redo_puts_it_back() {
    let (mut books, letter) = with_letter();
    books.0.desk.undo(letter).unwrap();
    assert_eq!(stand(&books), Stand::CalledOff);
    assert!(
        books
            .0
            .store()
            .read()
            .standing(Stand::Queued)
            .unwrap()
            .is_empty()
    );
    let refused = tell(&mut books, FIRST, sending()).unwrap_err();
    assert_eq!(refused, Refusal::DispatchVoided { dispatch: FIRST });
    let again = Outcome::Resend { reason: reason() };
    let refused = tell(&mut books, FIRST, again).unwrap_err();
    assert_eq!(refused, Refusal::DispatchVoided { dispatch: FIRST });
    books.0.desk.redo().unwrap();
    assert_eq!(stand(&books), Stand::Queued);
    // What failed or was called off surely did not leave.
    let why = "550".to_owned();
    tell(&mut books, FIRST, Outcome::Failed { why }).unwrap();
    books.0.desk.undo(letter).unwrap();
}

#[test]
fn the_last_undo_passes_over_what_the_outbox_saw() {
    let (mut books, letter) = with_letter();
    tell(&mut books, FIRST, sending()).unwrap();
    let why = "550 no such user".to_owned();
    tell(&mut books, FIRST, Outcome::Failed { why }).unwrap();
    let undone = books.0.desk.undo_last().unwrap().entry;
    assert_eq!(
        books.0.store().read().undone_by(letter).unwrap(),
        Some(undone)
    );
}

#[test]
fn mail_that_came_back_stops_its_channel_until_the_address_is_another() {
    let (mut books, _) = with_letter();
    tell(&mut books, FIRST, sending()).unwrap();
    tell(&mut books, FIRST, sent()).unwrap();
    let returned = Outcome::Returned { reason: reason() };
    let entry = tell(&mut books, FIRST, returned).unwrap();
    let stops = |books: &Books| {
        let store = books.0.store();
        let stops = store.read().channel_stops(CustomerId(1)).unwrap();
        stops.into_iter().map(|it| it.channel).collect::<Vec<_>>()
    };
    assert_eq!(stops(&books), [Channel::Email]);
    let redirect = |channel| redirect(FIRST, channel, "");
    let refused = Books::refused(books.act(redirect(Channel::Email)));
    assert!(
        matches!(refused, Refusal::ChannelStopped { .. }),
        "{refused:?}"
    );
    let refused = Books::refused(books.act(redirect(Channel::Sms)));
    assert!(matches!(refused, Refusal::NoAddress { .. }), "{refused:?}");
    books.act(redirect(Channel::Post)).unwrap();
    let second = row(&books, DispatchId(2));
    assert_eq!(second.what, Posted::Letter(LetterId(1)));
    assert_eq!(second.to, "Kunde 0\nGata 0\n0150 Oslo");
    // One at a time: neither another way beside it, nor the first one after all.
    let refused = Books::refused(books.act(redirect(Channel::Print)));
    assert!(matches!(refused, Refusal::DispatchedAnew { other, .. } if other == second.id));
    assert_eq!(books.waits_for(entry), Some(books.0.last_entry()));
    // Another address is free by itself; back at the old one, it is not.
    for (email, stopped) in [("ny@example.no", false), ("kunde0@example.no", true)] {
        let csv = format!("customer_no,name,email\n0,Kunde 0,{email}\n");
        books.0.take_text(csv);
        assert_eq!(!stops(&books).is_empty(), stopped, "{email}");
    }
    let customer = CustomerId(1);
    let channel = Channel::Email;
    books
        .act(Command::FreeChannel { customer, channel })
        .unwrap();
    assert!(stops(&books).is_empty());
    let refused = Books::refused(books.act(Command::FreeChannel { customer, channel }));
    assert!(matches!(refused, Refusal::ChannelNotStopped { .. }));
}

#[test]
fn an_envelope_that_came_back_stops_paper_of_either_printer() {
    let (mut books, _) = with_letter();
    let off = Outcome::CallOff { reason: reason() };
    tell(&mut books, FIRST, off).unwrap();
    let channel = Channel::Print;
    let dispatch = FIRST;
    books.act(redirect(dispatch, channel, "")).unwrap();
    let second = DispatchId(2);
    let to = row(&books, second).to;
    tell(&mut books, second, sending_to(&to, Some(sheet("Betal")))).unwrap();
    tell(&mut books, second, sent()).unwrap();
    let returned = Outcome::Returned { reason: reason() };
    tell(&mut books, second, returned).unwrap();
    let store = books.0.store();
    let stops = store.read().channel_stops(CustomerId(1)).unwrap();
    let stops: Vec<Channel> = stops.iter().map(|stop| stop.channel).collect();
    assert_eq!(stops, [Channel::Post, Channel::Print]);
}

#[test]
fn a_letter_sent_another_way_is_taken_back_after_that() {
    let (mut books, letter) = with_letter();
    let why = "550".to_owned();
    tell(&mut books, FIRST, Outcome::Failed { why }).unwrap();
    let channel = Channel::Post;
    let dispatch = FIRST;
    books.act(redirect(dispatch, channel, "")).unwrap();
    let redirected = books.0.last_entry();
    // The first one is not tried beside the second.
    assert_eq!(stand(&books), Stand::CalledOff);
    let resend = Outcome::Resend { reason: reason() };
    let refused = tell(&mut books, FIRST, resend).unwrap_err();
    assert!(matches!(refused, Refusal::DispatchedAnew { .. }));
    assert_eq!(books.waits_for(letter), Some(redirected));
    assert_eq!(books.waits_for(redirected), None);
    assert_eq!(stand(&books), Stand::Failed);
    assert_eq!(books.waits_for(letter), None);
    assert_eq!(stand(&books), Stand::CalledOff);
}

#[test]
fn a_hand_named_channel_must_lead_to_the_customer() {
    let mut books = Books::with(&["501,0,2026-03-01,2026-03-31,1000,NOK,,"], &[]);
    let wanted = NewLetter {
        customer: 0,
        euro: false,
        stage: 1,
        items: vec![(0, None)],
        charges: Vec::new(),
        with_credits: false,
    };
    let (mut reminder, due) = books.0.due(&wanted);
    for (name, refused) in [("fax", "unknown-channel"), ("sms", "no-address")] {
        reminder.channel = Some(name.to_owned());
        let refusal = books.0.send(&reminder, &due).unwrap_err();
        let key = serde_json::to_value(&refusal).unwrap()["key"].clone();
        assert_eq!(key, refused);
    }
    reminder.channel = Some("Post".to_owned());
    books.0.send(&reminder, &due).unwrap();
    assert_eq!(row(&books, FIRST).channel, Channel::Post);
}

#[test]
fn a_statement_is_kept_at_once_and_leaves_by_the_same_door() {
    let (mut books, _) = with_letter();
    let queue = |text: &str| Command::QueueStatement {
        customer: CustomerId(1),
        channel: Channel::Email,
        sheet: sheet(text),
    };
    let entry = books.act(queue("Oversikt")).unwrap().entry;
    let second = DispatchId(2);
    assert_eq!(row(&books, second).what, Posted::Statement);
    let kept = |books: &Books| books.0.store().read().sheet_of(second).unwrap();
    assert_eq!(kept(&books), Some(*sheet("Oversikt")));
    let channel = Channel::Post;
    let dispatch = second;
    let off = Outcome::CallOff { reason: reason() };
    let off = tell(&mut books, second, off).unwrap();
    let refused = Books::refused(books.act(redirect(dispatch, channel, "")));
    assert_eq!(refused, Refusal::NotALetter { dispatch });
    books.0.desk.undo(off).unwrap();
    books.0.desk.undo(entry).unwrap();
    books.0.desk.redo().unwrap();
    let to = row(&books, second).to;
    tell(&mut books, second, sending_to(&to, None)).unwrap();
    tell(&mut books, second, sent()).unwrap();
    assert_eq!(kept(&books), Some(*sheet("Oversikt")));
    let large = "x".repeat(5 << 20);
    let refused = Books::refused(books.act(queue(&large)));
    assert_eq!(refused, Refusal::SheetTooLarge { limit: 4 });
}
