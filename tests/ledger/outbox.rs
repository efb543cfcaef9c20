//! Letters and statements on their way out: never twice at a time, never called back once they may have left; bad
//! addresses; files of documents; what agencies report.

use std::sync::Arc;

use proptest::prelude::*;
use reskontra::desk::Failure;
use reskontra::domain::attachment::{Contents, FILE_LIMIT, Purpose};
use reskontra::domain::command::{Command, NewFile, Outcome};
use reskontra::domain::content::Manner;
use reskontra::domain::document::ItemClass;
use reskontra::domain::id::{AttachmentId, CustomerId, DispatchId, EntryId, HandoverId, LetterId};
use reskontra::domain::letter::ChargeKind;
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

fn sheet(text: &str) -> Box<Sheet> {
    Box::new(Sheet {
        subject: "Purring".to_owned(),
        blocks: vec![Block::Text(text.to_owned())],
        ..Sheet::default()
    })
}

fn channel(n: u8) -> Channel {
    Channel::ALL[usize::from(n) % Channel::ALL.len()]
}

fn file(document: reskontra::domain::id::DocumentId, bytes: &[u8]) -> Command {
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
                    0..=2 => Outcome::Sending(Some(sheet("Betal"))),
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
fn with_letter() -> (Books, EntryId) {
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

fn remind(books: &mut Books, stage: u8) -> EntryId {
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

const FIRST: DispatchId = DispatchId(1);

fn tell(books: &mut Books, dispatch: DispatchId, outcome: Outcome) -> Result<EntryId, Refusal> {
    match books.act(Command::Dispatch { dispatch, outcome }) {
        Ok(did) => Ok(did.entry),
        result => Err(Books::refused(result)),
    }
}

fn sending() -> Outcome {
    Outcome::Sending(Some(sheet("Betal 1 250,00")))
}

fn sent() -> Outcome {
    Outcome::Sent {
        answer: "250 queued as 4711".to_owned(),
    }
}

fn reason() -> String {
    "kunden ringte".to_owned()
}

fn row(books: &Books, dispatch: DispatchId) -> DispatchRow {
    let store = books.0.store();
    store.read().dispatch(dispatch).unwrap().unwrap()
}

fn stand(books: &Books) -> Stand {
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
            [false, true, false, false, true, true, true, false],
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
fn nothing_is_sent_again_or_called_off_without_a_reason() {
    let (mut books, _) = with_letter();
    let silent = || " ".to_owned();
    let call_off = Outcome::CallOff { reason: silent() };
    assert_eq!(
        tell(&mut books, FIRST, call_off),
        Err(Refusal::ReasonMissing)
    );
    tell(&mut books, FIRST, sending()).unwrap();
    let why = "brudd".to_owned();
    tell(&mut books, FIRST, Outcome::Doubt { why }).unwrap();
    let resend = Outcome::Resend { reason: silent() };
    assert_eq!(tell(&mut books, FIRST, resend), Err(Refusal::ReasonMissing));
    // What surely did not leave may be tried again by one key.
    let call = Outcome::Resend { reason: reason() };
    tell(&mut books, FIRST, call).unwrap();
    let why = "550".to_owned();
    tell(&mut books, FIRST, Outcome::Failed { why }).unwrap();
    let resend = Outcome::Resend { reason: silent() };
    tell(&mut books, FIRST, resend).unwrap();
    assert_eq!(stand(&books), Stand::Queued);
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
fn a_letter_that_may_have_left_cannot_be_taken_back() {
    let doubt = Outcome::Doubt {
        why: "brudd".to_owned(),
    };
    let returned = Outcome::Returned { reason: reason() };
    for (at, steps) in [
        (Stand::Sending, vec![]),
        (Stand::Sent, vec![sent()]),
        (Stand::InDoubt, vec![doubt]),
        (Stand::Returned, vec![sent(), returned]),
    ] {
        let (mut books, letter) = with_letter();
        let seen = tell(&mut books, FIRST, sending()).unwrap();
        for step in steps {
            tell(&mut books, FIRST, step).unwrap();
        }
        let refused = Books::refused(books.0.desk.undo(letter));
        let left = Refusal::LetterLeft {
            dispatch: FIRST,
            stand: at,
        };
        assert_eq!(refused, left);
        let refused = Books::refused(books.0.desk.undo(seen));
        let stand = Stand::Sending;
        let happened = Refusal::DispatchHappened {
            dispatch: FIRST,
            stand,
        };
        assert_eq!(refused, happened);
        assert_eq!(books.open("L1-F"), "35.00");
    }
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
    let redirect = |channel| Command::Redirect {
        dispatch: FIRST,
        channel,
    };
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
    books.act(Command::Redirect { dispatch, channel }).unwrap();
    let second = DispatchId(2);
    tell(&mut books, second, sending()).unwrap();
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
    books.act(Command::Redirect { dispatch, channel }).unwrap();
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
    let refused = Books::refused(books.act(Command::Redirect { dispatch, channel }));
    assert_eq!(refused, Refusal::NotALetter { dispatch });
    books.0.desk.undo(off).unwrap();
    books.0.desk.undo(entry).unwrap();
    books.0.desk.redo().unwrap();
    tell(&mut books, second, Outcome::Sending(None)).unwrap();
    tell(&mut books, second, sent()).unwrap();
    assert_eq!(kept(&books), Some(*sheet("Oversikt")));
    let large = "x".repeat(5 << 20);
    let refused = Books::refused(books.act(queue(&large)));
    assert_eq!(refused, Refusal::SheetTooLarge { limit: 4 });
}

#[test]
fn what_stood_at_sending_is_in_doubt_for_the_next_who_sends_and_for_nobody_meanwhile() {
    let (mut books, _) = with_letter();
    let turn = books.0.store().sender().unwrap().unwrap();
    tell(&mut books, FIRST, sending()).unwrap();
    // Another process while this one lives: it neither sends nor judges.
    assert!(books.0.desk.begin_sending("brudd").unwrap().is_none());
    assert_eq!(stand(&books), Stand::Sending);
    drop(turn);
    let (_turn, interrupted) = books.0.desk.begin_sending("brudd").unwrap().unwrap();
    assert_eq!(interrupted, [FIRST]);
    assert_eq!(stand(&books), Stand::InDoubt);
    assert_eq!(row(&books, FIRST).note, "brudd");
    assert_eq!(books.0.store().read().outbox_counts().unwrap().in_doubt, 1);
}

#[test]
fn a_letters_figures_are_those_of_the_day_on_which_it_was_recorded() {
    let (mut books, _) = with_letter();
    let read = |books: &Books| {
        let store = books.0.store();
        let manner = Manner {
            tone: "firm".to_owned(),
            ..Manner::default()
        };
        let content = store.read().letter_content(LetterId(1), manner).unwrap();
        content.unwrap()
    };
    let first = read(&books);
    assert_eq!(first.recipient.name, "Kunde 0");
    assert_eq!((first.tone.as_str(), first.total.0), ("firm", 120_442));
    let lines: Vec<(&str, i64, i64, i64, i64)> = first
        .lines
        .iter()
        .map(|it| {
            (
                it.number.as_str(),
                it.invoiced.0,
                it.settled.0,
                it.held.0,
                it.amount.0,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("501", 100_000, 0, 10_000, 90_000),
            ("502", 25_000, 0, 0, 25_000)
        ]
    );
    let charges: Vec<(ChargeKind, &str, i64)> = first
        .charges
        .iter()
        .map(|it| (it.kind, it.about.as_str(), it.amount.0))
        .collect();
    assert_eq!(
        charges,
        [
            (ChargeKind::Fee, "501", 3_500),
            (ChargeKind::Interest, "501", 1_942)
        ]
    );
    assert_eq!(first.charges[1].spans.len(), 1);
    let sum: i64 = lines.iter().map(|line| line.4).sum::<i64>() + 3_500 + 1_942;
    assert_eq!(sum, first.total.0);
    // Paid, and the customer edited: the letter says what it said.
    books.settle("p1=501:300").unwrap();
    let csv = "customer_no,name,street\n0,Ny Eier,Ny gate 9\n";
    books.0.take_text(csv);
    assert_eq!(read(&books), first);
    // The next one knows of both, and lists the charges of the first.
    remind(&mut books, 2);
    let store = books.0.store();
    let second = store.read().letter_content(LetterId(2), Manner::default());
    let second = second.unwrap().unwrap();
    assert_eq!(second.recipient.name, "Ny Eier");
    let line = &second.lines[0];
    assert_eq!((line.invoiced.0, line.settled.0), (100_000, 30_000));
    // Sent to the new address, the first letter names it.
    let off = Outcome::CallOff { reason: reason() };
    tell(&mut books, FIRST, off).unwrap();
    let (dispatch, channel) = (FIRST, Channel::Post);
    books.act(Command::Redirect { dispatch, channel }).unwrap();
    let store = books.0.store();
    let third = DispatchId(3);
    let content = store.read().dispatch_content(third, Manner::default());
    let content = content.unwrap().unwrap();
    assert_eq!(content.id, Some(LetterId(1)));
    assert_eq!(content.recipient.street.as_deref(), Some("Ny gate 9"));
    assert_eq!(content.lines, first.lines);
}

#[test]
fn charges_of_earlier_letters_and_credits_are_told_as_what_they_are() {
    let (mut books, _) = with_letter();
    books
        .0
        .desk
        .act(Command::Identify {
            receipt: books.item("p1"),
            customer: CustomerId(1),
            on: None,
        })
        .unwrap();
    let (reminder, due) = books.0.due(&NewLetter {
        customer: 0,
        euro: false,
        stage: 2,
        items: vec![(0, None), (2, None), (3, None)],
        charges: Vec::new(),
        with_credits: true,
    });
    books.0.send(&reminder, &due).unwrap();
    let store = books.0.store();
    let content = store.read().letter_content(LetterId(2), Manner::default());
    let content = content.unwrap().unwrap();
    let charge = content
        .lines
        .iter()
        .find(|line| line.number == "L1-F")
        .unwrap();
    assert_eq!(charge.charge, Some((ChargeKind::Fee, "501".to_owned())));
    let credit = content.lines.last().unwrap();
    assert_eq!(
        (credit.class, credit.number.as_str()),
        (ItemClass::Receipt, "p1")
    );
    assert_eq!((credit.invoiced.0, credit.amount.0), (30_000, -30_000));
    let sum: i64 = content.lines.iter().map(|line| line.amount.0).sum();
    assert_eq!(sum, content.total.0);
}

#[test]
fn a_file_is_kept_with_its_invoice_byte_for_byte() {
    let (mut books, _) = with_letter();
    let document = books.0.desk.find_document("501").unwrap();
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3";
    let entry = books.act(file(document, pdf)).unwrap().entry;
    let kept = |books: &Books| {
        let store = books.0.store();
        store.read().attachments_of(document).unwrap()
    };
    let files = kept(&books);
    assert_eq!(
        (files[0].name.as_str(), files[0].size),
        ("faktura 501.pdf", 13)
    );
    let store = books.0.store();
    let bytes = store.read().attachment_bytes(files[0].id).unwrap();
    assert_eq!(bytes.as_deref(), Some(&pdf[..]));
    let refused = Books::refused(books.act(file(document, pdf)));
    assert!(matches!(refused, Refusal::FileKnown { .. }));
    let refused = Books::refused(books.act(file(document, b"")));
    assert!(matches!(refused, Refusal::FileEmpty { .. }));
    let refused = Books::refused(books.act(file(document, &vec![1; FILE_LIMIT + 1])));
    assert!(matches!(refused, Refusal::FileTooLarge { limit: 10, .. }));
    let attachment = files[0].id;
    books.act(Command::Detach { attachment }).unwrap();
    assert!(kept(&books).is_empty());
    let refused = Books::refused(books.act(Command::Detach { attachment }));
    assert_eq!(refused, Refusal::UnknownAttachment { attachment });
    books.0.desk.undo_last().unwrap();
    assert_eq!(kept(&books).len(), 1);
    assert_eq!(books.waits_for(entry), None);
    assert!(kept(&books).is_empty());
}

#[test]
fn a_files_name_cannot_leave_its_folder_or_command_a_terminal() {
    let (mut books, _) = with_letter();
    let document = books.0.desk.find_document("501").unwrap();
    for (n, (name, kept)) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\tmp\\a\u{1b}[2J.pdf", "a[2J.pdf"),
        ("..", "file"),
    ]
    .into_iter()
    .enumerate()
    {
        let contents = Contents(Arc::from([u8::try_from(n).unwrap()]));
        books
            .act(Command::Attach(Box::new(NewFile {
                document,
                purpose: Purpose::Other,
                name: name.to_owned(),
                media: "no media\u{7}".to_owned(),
                contents,
            })))
            .unwrap();
        let store = books.0.store();
        let files = store.read().attachments_of(document).unwrap();
        assert_eq!(files[n].name, kept);
        assert_eq!(files[n].media, "application/octet-stream");
    }
}

#[test]
fn an_invoice_with_a_file_stays_until_the_file_goes() {
    let mut play = Play::new();
    play.take_text("invoice_no,customer_no,issue_date,due_date,amount,currency\n1,0,2026-03-01,2026-03-31,10,NOK\n");
    let (taken, document) = (play.last_entry(), play.document(0).unwrap());
    let kept = play.desk.act(file(document, b"x")).unwrap().entry;
    let refused = Books::refused(play.desk.undo(taken));
    assert!(
        matches!(refused, Refusal::StandsInTheWay { later, .. } if later == kept),
        "{refused:?}"
    );
    play.desk.undo(kept).unwrap();
    play.desk.undo(taken).unwrap();
}

#[test]
fn an_agencys_reports_stand_by_their_days() {
    let (mut books, _) = with_letter();
    let document = books.0.desk.find_document("502").unwrap();
    let given = books
        .act(Command::HandOver {
            documents: vec![document],
            agency: "Inkasso Nord".to_owned(),
            case_number: None,
            reason: reason(),
            in_spite: Some("avtalt".to_owned()),
        })
        .unwrap()
        .entry;
    let handover = HandoverId(1);
    let report = |day: &str, status: &str| Command::NoteStatus {
        handover,
        status: status.to_owned(),
        on: day.parse().unwrap(),
        note: "pr. e-post".to_owned(),
    };
    let last = books
        .act(report("2026-11-20", "utlegg begjært"))
        .unwrap()
        .entry;
    books.act(report("2026-11-10", "varslet")).unwrap();
    let statuses = |books: &Books| -> Vec<String> {
        let store = books.0.store();
        let statuses = store.read().statuses_of(handover).unwrap().into_iter();
        statuses.map(|it| it.status).collect()
    };
    assert_eq!(statuses(&books), ["varslet", "utlegg begjært"]);
    let refused = Books::refused(books.act(report("2026-11-23", "varslet")));
    assert!(matches!(refused, Refusal::DateInFuture { .. }));
    let refused = Books::refused(books.act(report("2026-11-20", " ")));
    assert_eq!(refused, Refusal::StatusMissing);
    assert!(books.waits_for(given).is_some());
    books.0.desk.undo_last().unwrap();
    books.0.desk.undo(last).unwrap();
    assert!(statuses(&books).is_empty());
    assert_eq!(books.waits_for(given), None);
    let gone = books.act(report("2026-11-20", "varslet"));
    assert!(matches!(
        gone,
        Err(Failure::Refused(Refusal::UnknownHandover { .. }))
    ));
}
