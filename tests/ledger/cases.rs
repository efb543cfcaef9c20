//! A case as an agency gets it: letters as they left, files of the invoices, and what is not there.

use std::fs;

use reskontra::domain::command::{Command, Outcome};
use reskontra::domain::id::AttachmentId;
use reskontra::reports::case::Lacking;

use super::books::Books;
use super::outbox::{FIRST, file, reason, sending_to, sheet, tell, with_letter};

/// Invoice 502, of which a letter was sent and of which the invoice is kept, is with an agency.
fn with_case() -> Books {
    let (mut books, _) = with_letter();
    let document = books.0.desk.find_document("502").unwrap();
    books.act(file(document, b"%PDF-1.7 the invoice")).unwrap();
    let copy = sheet("Betal 1 250,00");
    tell(
        &mut books,
        FIRST,
        sending_to("kunde0@example.no", Some(copy)),
    )
    .unwrap();
    let answer = "250 queued".to_owned();
    tell(&mut books, FIRST, Outcome::Sent { answer }).unwrap();
    books
        .act(Command::HandOver {
            documents: vec![document],
            agency: "Inkasso Nord".to_owned(),
            case_number: Some("K-1".to_owned()),
            reason: reason(),
            in_spite: Some("avtalt".to_owned()),
        })
        .unwrap();
    books
}

fn words(lacking: &Lacking) -> String {
    format!("{lacking:?}")
}

#[test]
fn letters_go_along_as_they_left_and_invoices_as_they_were_attached() {
    let books = with_case();
    let folder = books.0.folder.path().join("case");
    let case = books.0.desk.pack_case("K-1", &folder, &words).unwrap();
    let letter = case.letters[0].file.clone().unwrap();
    let pdf = fs::read(folder.join(&letter)).unwrap();
    let text = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    assert!(text.contains("Betal 1 250,00"), "{text}");
    assert_eq!(case.letters[0].stand, Some("sent"));
    let invoice = case.files.iter().find(|file| file.what == "invoice-copy");
    let invoice = invoice.unwrap();
    assert_eq!(invoice.invoice.as_deref(), Some("502"));
    assert_eq!(
        fs::read(folder.join(&invoice.path)).unwrap(),
        b"%PDF-1.7 the invoice"
    );
    assert_eq!(case.files.len(), 2);
    let lacks = |it: &dyn Fn(&Lacking) -> bool| case.missing.iter().any(it);
    assert!(!lacks(&|it| matches!(
        it,
        Lacking::InvoiceCopy { .. } | Lacking::LetterCopy { .. }
    )));
    assert!(!lacks(&|it| matches!(it, Lacking::LetterUnsent { .. })));
    assert!(lacks(&|it| matches!(it, Lacking::DeliveryApproval { .. })));
}

#[test]
fn a_file_that_was_detached_does_not_go_along() {
    let mut books = with_case();
    let attachment = AttachmentId(1);
    books.act(Command::Detach { attachment }).unwrap();
    let folder = books.0.folder.path().join("case");
    let case = books.0.desk.pack_case("0", &folder, &words).unwrap();
    assert!(
        case.files.iter().all(|file| file.what == "letter"),
        "{:?}",
        case.files
    );
    assert!(
        case.missing
            .iter()
            .any(|it| matches!(it, Lacking::InvoiceCopy { .. }))
    );
    assert!(!folder.join("invoices").exists());
}

#[test]
fn a_letter_that_came_back_is_no_proof() {
    let mut books = with_case();
    tell(&mut books, FIRST, Outcome::Returned { reason: reason() }).unwrap();
    let case = books.0.desk.case("K-1").unwrap();
    assert!(
        case.missing
            .iter()
            .any(|it| matches!(it, Lacking::LetterUnsent { .. }))
    );
}
