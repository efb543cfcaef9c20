//! SEPA code words: `EREF+…SVWZ+…`, in the purpose of sub-fields or alone.

use super::{Information, said};

const WORDS: [&str; 17] = [
    "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+", "OAMT+", "SVWZ+", "ABWA+", "ABWE+",
    "IBAN+", "BIC+", "PURP+", "RREF+", "RTRN+", "RCUR+", "BREF+",
];

/// What the words say; none when there are none.
pub fn read(text: &str) -> Option<Information> {
    let mut starts: Vec<(usize, &str)> = WORDS
        .iter()
        .flat_map(|word| text.match_indices(word))
        .collect();
    if starts.is_empty() {
        return None;
    }
    starts.sort_unstable();
    let mut found = Information::default();
    let before = text.get(..starts[0].0).unwrap_or_default();
    let mut message = said(before);
    let ends = starts.iter().skip(1).map(|(at, _)| *at);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    for ((at, word), end) in starts.iter().zip(ends) {
        let value = text.get(at + word.len()..end).and_then(said);
        match *word {
            "EREF+" => found.end_to_end = found.end_to_end.or(value),
            "ABWA+" => found.name = found.name.or(value),
            "IBAN+" => found.account = found.account.or(value),
            "SVWZ+" => {
                let parts = [message.take(), value];
                message = said(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
            }
            _ => {}
        }
    }
    found.message = message;
    Some(found)
}
