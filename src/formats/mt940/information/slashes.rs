//! Codes between slashes: `/EREF/…/ORDP//NAME/…/REMI//STRD/CUR/…`.

use super::{Information, said};

/// Codes that begin a part. What is no code is text: it may hold slashes itself.
const CODES: [&str; 35] = [
    "ACCW", "ADDR", "BENM", "BIC", "CHGS", "CNTP", "CSID", "EREF", "EXCH", "IBAN", "ID", "ISDT",
    "KID", "MARF", "NAME", "OAMT", "OCMT", "OCR", "ORDP", "PREF", "PURP", "REMI", "REF", "RREF",
    "RTRN", "SVCL", "SWOC", "SWOD", "TRCD", "TRTP", "ULTB", "ULTC", "ULTD", "UDTR", "VACC",
];

/// What the codes say; none when the text does not begin with one.
pub fn read(text: &str) -> Option<Information> {
    let text = text.trim_start();
    let parts = parts(text)?;
    let mut found = Information::default();
    // Who a name and an account belong to: the payer, unless the payee is spoken of.
    let mut is_payer = true;
    let mut message = None;
    for (code, value) in parts {
        match code {
            "ORDP" | "ULTD" | "UDTR" => {
                is_payer = true;
                name(&mut found, is_payer, said(value));
            }
            "BENM" | "ULTB" | "ULTC" => is_payer = false,
            "NAME" => name(&mut found, is_payer, said(value)),
            "IBAN" | "VACC" | "ACCW" => {
                let account = value.split([',', '/']).next().and_then(said);
                if is_payer && found.account.is_none() {
                    found.account = account;
                }
            }
            "CNTP" => counterparty(&mut found, value),
            "EREF" => found.end_to_end = found.end_to_end.or(said(value)),
            "KID" | "OCR" => found.reference = found.reference.or(said(value)),
            "REMI" => remittance(value, &mut found, &mut message),
            _ => {}
        }
    }
    found.message = message;
    Some(found)
}

fn name(found: &mut Information, is_payer: bool, name: Option<String>) {
    if is_payer && found.name.is_none() {
        found.name = name;
    }
}

/// Account, bank, name and city, parted by slashes.
fn counterparty(found: &mut Information, value: &str) {
    let mut parts = value.split('/').map(said);
    let account = parts.next().flatten();
    let name = parts.nth(1).flatten();
    found.account = found.account.take().or(account);
    found.name = found.name.take().or(name);
}

/// `USTD//text`, `STRD/CUR/reference`, or text.
fn remittance(value: &str, found: &mut Information, message: &mut Option<String>) {
    let value = value.trim_start_matches('/');
    if let Some(structured) = value.strip_prefix("STRD/") {
        // An issuer of the reference stands in front of it: CUR, SCOR, ISO or nothing.
        let reference = structured.trim_matches('/').rsplit('/').next();
        let reference = reference.and_then(said);
        found.reference = found.reference.take().or(reference);
        return;
    }
    let text = value.strip_prefix("USTD/").unwrap_or(value);
    let text = said(text.trim_matches('/'));
    let parts = [message.take(), text];
    *message = said(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
}

/// The codes and what follows each, without the slashes that part them.
fn parts(text: &str) -> Option<Vec<(&'static str, &str)>> {
    let mut starts: Vec<(usize, &'static str)> = Vec::new();
    for (at, _) in text.match_indices('/') {
        let behind = &text[at + 1..];
        let code = behind.split('/').next().unwrap_or_default();
        let is_whole = behind.len() > code.len();
        if let Some(code) = CODES.iter().find(|known| is_whole && **known == code) {
            starts.push((at, code));
        }
    }
    if starts.first().is_none_or(|(at, _)| *at != 0) {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let part = |((at, code), end): (&(usize, &'static str), usize)| {
        // A code's closing slash may be the next code's opening one.
        let value = text.get(at + code.len() + 2..end).unwrap_or_default();
        (*code, value.trim_end_matches('/'))
    };
    Some(starts.iter().zip(ends).map(part).collect())
}
