//! A case as a folder for the agency.

use std::collections::BTreeSet;
use std::path::Path;

use crate::desk::post::Stationery;
use crate::desk::{Desk, Failure};
use crate::domain::attachment::{Attachment, Purpose};
use crate::domain::document::ItemClass;
use crate::domain::id::DocumentId;
use crate::letters;
use crate::letters::file_name::file_name;
use crate::reports::case::{CasePack, FileRow, Lacking};

use super::gather::{Gathered, Limits, gather};
use super::{Claim, claims_of, files};

/// Columns of a letter that is there as plain text alone.
const TEXT_COLUMNS: usize = 78;

impl Desk {
    /// What agencies have of a customer, or of the case that bears a number: what is known of it, and what is missing.
    pub fn case(&self, named: &str) -> Result<CasePack, Failure> {
        Ok(self.gathered(named)?.pack)
    }

    /// Writes the case as a folder that is not there yet: all of it or nothing. `tell` is what says in words what is
    /// missing.
    pub fn pack_case(
        &self,
        named: &str,
        folder: &Path,
        tell: &dyn Fn(&Lacking) -> String,
    ) -> Result<CasePack, Failure> {
        let mut case = self.gathered(named)?;
        files::into_folder(folder, |folder| {
            let mut found: Vec<FileRow> = Vec::new();
            self.print_letters(&mut case, folder, &mut found)?;
            self.copy_files(&mut case, folder, &mut found)?;
            case.pack.files = found;
            case.pack.missing.sort();
            folder.lists(&case.pack, tell)
        })?;
        Ok(case.pack)
    }

    fn gathered(&self, named: &str) -> Result<Gathered, Failure> {
        let limits = self.limits(&claims_of(&self.store.read(), named)?);
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let claims = claims_of(&reader, named)?;
        gather(&reader, &claims, &limits, &self.company(), self.today())
    }

    /// Until when each claim can be enforced, as far as the law has a row for it.
    fn limits(&self, claims: &[Claim]) -> Limits {
        let ids = claims.iter().filter_map(|claim| claim.item.document);
        let documents: BTreeSet<DocumentId> = ids.collect();
        let explained = documents.into_iter().filter_map(|id| self.explain(id).ok());
        let items = explained.flatten();
        items
            .filter(|item| matches!(item.class, ItemClass::Debit | ItemClass::Charge))
            .filter_map(|item| Some((item.item, item.barred_after?)))
            .collect()
    }

    fn print_letters(
        &self,
        case: &mut Gathered,
        folder: &files::Folder,
        found: &mut Vec<FileRow>,
    ) -> Result<(), Failure> {
        if case.letters.is_empty() {
            return Ok(());
        }
        let stationery = Stationery::read(&self.config)?;
        let mut press = stationery.press()?;
        for (id, sent, sheet) in std::mem::take(&mut case.letters) {
            let name = format!("letter-{}", id.0);
            let (path, bytes) = if let Ok(pdf) = press.letter(&sheet, sent) {
                (format!("letters/{name}.pdf"), pdf)
            } else {
                let letter = id.0;
                case.pack
                    .missing
                    .push(Lacking::LetterUnprintable { letter });
                let text = letters::text::render(&sheet, TEXT_COLUMNS);
                (format!("letters/{name}.txt"), text.into_bytes())
            };
            folder.file(&path, &bytes)?;
            let rows = case.pack.letters.iter_mut();
            for row in rows.filter(|row| row.letter == id.0) {
                row.file = Some(path.clone());
            }
            found.push(FileRow {
                path,
                what: "letter",
                invoice: None,
                letter: Some(id.0),
                name: None,
            });
        }
        Ok(())
    }

    fn copy_files(
        &self,
        case: &mut Gathered,
        folder: &files::Folder,
        found: &mut Vec<FileRow>,
    ) -> Result<(), Failure> {
        for (invoice, file) in std::mem::take(&mut case.files) {
            let Some(bytes) = self.store.read().attachment_bytes(file.id)? else {
                let name = file.name.clone();
                case.pack.missing.push(Lacking::FileBytes { invoice, name });
                continue;
            };
            let path = format!("invoices/{}", named(&invoice, &file));
            folder.file(&path, &bytes)?;
            found.push(FileRow {
                path,
                what: file.purpose.name(),
                invoice: Some(invoice),
                letter: None,
                name: Some(file.name),
            });
        }
        Ok(())
    }
}

/// A safe name that no other file of the ledger has.
fn named(invoice: &str, file: &Attachment) -> String {
    let ending = match file.media.as_str() {
        "application/pdf" => "pdf",
        "application/xml" | "text/xml" => "xml",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "text/plain" => "txt",
        // What it is nobody can tell, and nothing shall run it.
        _ => "bin",
    };
    let what = match file.purpose {
        Purpose::InvoiceCopy => "invoice",
        Purpose::DeliveryApproval => "delivery",
        Purpose::Other => "other",
    };
    file_name(&format!("{what} {} {invoice}", file.id.0), ending)
}
