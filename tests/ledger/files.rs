//! What is kept beside the books: files of documents, reports of agencies.

use std::sync::Arc;

use reskontra::desk::Failure;
use reskontra::domain::attachment::{Contents, FILE_LIMIT, Purpose};
use reskontra::domain::command::{Command, NewFile};
use reskontra::domain::id::HandoverId;
use reskontra::domain::refusal::{CollectingRefusal, Refusal};

use super::books::Books;
use super::outbox::{file, reason, with_letter};
use super::play::Play;

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
        ("faktura 501.pdf", pdf.len() as u64)
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
    assert_eq!(refused, CollectingRefusal::StatusMissing.into());
    assert!(books.waits_for(given).is_some());
    books.0.desk.undo_last().unwrap();
    books.0.desk.undo(last).unwrap();
    assert!(statuses(&books).is_empty());
    assert_eq!(books.waits_for(given), None);
    let gone = books.act(report("2026-11-20", "varslet"));
    assert!(matches!(
        gone,
        Err(Failure::Refused(Refusal::Collecting(
            CollectingRefusal::UnknownHandover { .. }
        )))
    ));
}
