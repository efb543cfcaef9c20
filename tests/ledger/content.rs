//! What a letter says is what the ledger had when it was recorded.

use reskontra::domain::command::{Command, Outcome};
use reskontra::domain::content::Manner;
use reskontra::domain::document::ItemClass;
use reskontra::domain::id::{CustomerId, DispatchId, LetterId};
use reskontra::domain::letter::ChargeKind;
use reskontra::domain::outbox::Channel;

use super::books::Books;
use super::letters::NewLetter;
use super::outbox::{FIRST, reason, redirect, remind, tell, with_letter};

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
    books.act(redirect(dispatch, channel, "")).unwrap();
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
    let earlier = charge.charge.as_ref().unwrap();
    assert_eq!(
        (earlier.kind, earlier.about.as_str()),
        (ChargeKind::Fee, "501")
    );
    let credit = content.lines.last().unwrap();
    assert_eq!(
        (credit.class, credit.number.as_str()),
        (ItemClass::Receipt, "p1")
    );
    assert_eq!((credit.invoiced.0, credit.amount.0), (30_000, -30_000));
    let sum: i64 = content.lines.iter().map(|line| line.amount.0).sum();
    assert_eq!(sum, content.total.0);
}
