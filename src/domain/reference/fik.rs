//! Danish payment cards (FIK, "fælles indbetalingskort"): the code line `+71<payment id+creditor<` and the UBL form
//! `71#payment id`.

use std::fmt;

use super::{digits, mod10, mod10_digit};

/// The card type, which says how long the payment id is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Card {
    /// Giro card with free text.
    Giro01,
    /// Giro card with a payment id.
    Giro04,
    /// Giro card with a payment id, filled by the payee.
    Giro15,
    Card71,
    /// Payment card with free text.
    Card73,
    Card75,
}

impl Card {
    pub const ALL: [Self; 6] = [
        Self::Giro01,
        Self::Giro04,
        Self::Giro15,
        Self::Card71,
        Self::Card73,
        Self::Card75,
    ];

    /// The two digits on the card.
    pub fn code(self) -> &'static str {
        match self {
            Self::Giro01 => "01",
            Self::Giro04 => "04",
            Self::Giro15 => "15",
            Self::Card71 => "71",
            Self::Card73 => "73",
            Self::Card75 => "75",
        }
    }

    /// Digits of the payment id with its check digit; none for cards with free text.
    pub fn digits(self) -> Option<usize> {
        match self {
            Self::Giro01 | Self::Card73 => None,
            Self::Giro04 | Self::Giro15 | Self::Card75 => Some(16),
            Self::Card71 => Some(15),
        }
    }

    /// The payment id of a payload: filled with zeros in front, a check digit behind. None when it is too long, not
    /// of digits, or the card has none.
    pub fn id_of(self, payload: &str) -> Option<String> {
        let width = self.digits()? - 1;
        if payload.is_empty() || payload.len() > width {
            return None;
        }
        let payload = format!("{payload:0>width$}");
        let check = mod10_digit(&payload)?;
        Some(format!("{payload}{check}"))
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|card| card.code() == code)
    }
}

/// A payment card's line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fik {
    pub card: Card,
    /// With the zeros in front; none on cards with free text.
    pub id: Option<String>,
    /// The payee's number, eight digits; the UBL form bears it elsewhere.
    pub creditor: Option<String>,
}

/// Why a text is no card line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotFik {
    /// Not of the form, or of no known card type.
    Form,
    /// The payment id is missing, not of digits or too long, or there is one where none belongs.
    Id,
    CheckDigit,
    /// The payee's number is not of digits or too long.
    Creditor,
}

impl Fik {
    /// Reads `+71<payment id+creditor<` or `71#payment id`. Blanks do not matter, and ids that lost their zeros get
    /// them back.
    pub fn parse(text: &str) -> Result<Self, NotFik> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (code, id, creditor) = if let Some((code, id)) = bare.split_once('#') {
            (code, id, None)
        } else {
            // Some banks print ">" in front.
            let line = bare.strip_prefix(['+', '>']).unwrap_or(&bare);
            let (code, rest) = line.split_once('<').ok_or(NotFik::Form)?;
            let (id, creditor) = rest.split_once('+').ok_or(NotFik::Form)?;
            (
                code,
                id,
                Some(creditor.strip_suffix('<').unwrap_or(creditor)),
            )
        };
        let card = Card::parse(code).ok_or(NotFik::Form)?;
        Ok(Self {
            card,
            id: payment_id(card, id)?,
            creditor: creditor.map(creditor_number).transpose()?,
        })
    }

    /// The form of an electronic invoice's payment id (Peppol, OIOUBL): `71#…`.
    pub fn ubl(&self) -> String {
        let id = self.id.as_deref().unwrap_or_default();
        format!("{}#{id}", self.card.code())
    }
}

/// The code line; without a payee's number it ends where that would stand.
impl fmt::Display for Fik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_deref().unwrap_or_default();
        write!(f, "+{}<{id}", self.card.code())?;
        match &self.creditor {
            Some(creditor) => write!(f, "+{creditor}<"),
            None => Ok(()),
        }
    }
}

fn payment_id(card: Card, id: &str) -> Result<Option<String>, NotFik> {
    let Some(width) = card.digits() else {
        return if id.is_empty() {
            Ok(None)
        } else {
            Err(NotFik::Id)
        };
    };
    if id.is_empty() || id.len() > width {
        return Err(NotFik::Id);
    }
    let id = format!("{id:0>width$}");
    let digits = digits(&id).ok_or(NotFik::Id)?;
    if !mod10(digits) {
        return Err(NotFik::CheckDigit);
    }
    Ok(Some(id))
}

fn creditor_number(number: &str) -> Result<String, NotFik> {
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || number.len() > 8 {
        return Err(NotFik::Creditor);
    }
    Ok(format!("{number:0>8}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_filled_and_checked() {
        for (card, payload, id) in [
            (Card::Card71, "1", "000000000000018"),
            (Card::Card71, "2", "000000000000026"),
            (Card::Card71, "00404040000066", "004040400000669"),
            (Card::Card71, "00000002026001", "000000020260014"),
            (Card::Card75, "000000002026001", "0000000020260014"),
            (Card::Card75, "123456789012345", "1234567890123452"),
            (Card::Giro04, "1", "0000000000000018"),
        ] {
            assert_eq!(card.id_of(payload).as_deref(), Some(id));
        }
        assert_eq!(Card::Card71.id_of("123456789012345"), None);
        assert_eq!(Card::Card71.id_of("1a"), None);
        assert_eq!(Card::Card71.id_of(""), None);
        assert_eq!(Card::Card73.id_of("1"), None);
    }

    #[test]
    fn lines_are_read_as_they_are_printed() {
        let line = "+71<004040400000669+81234567<";
        let fik = Fik::parse(line).unwrap();
        assert_eq!(fik.card, Card::Card71);
        assert_eq!(fik.id.as_deref(), Some("004040400000669"));
        assert_eq!(fik.creditor.as_deref(), Some("81234567"));
        assert_eq!(fik.to_string(), line);
        assert_eq!(fik.ubl(), "71#004040400000669");
        for written in [
            ">71< 004040400000669 +81234567<",
            "+71<4040400000669+81234567<",
            "71<004040400000669+81234567",
        ] {
            assert_eq!(Fik::parse(written).as_ref(), Ok(&fik), "{written}");
        }
        let free = Fik::parse("+73<+81234567<").unwrap();
        assert_eq!((free.card, &free.id), (Card::Card73, &None));
        assert_eq!(free.to_string(), "+73<+81234567<");
        let short = Fik::parse("75#20260014").unwrap();
        assert_eq!(short.ubl(), "75#0000000020260014");
        assert_eq!(Fik::parse("73#").unwrap().ubl(), "73#");
        assert_eq!(
            Fik::parse("+01<+1234567<").unwrap().creditor.as_deref(),
            Some("01234567")
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, why) in [
            ("", NotFik::Form),
            ("004040400000669", NotFik::Form),
            ("+72<1+81234567<", NotFik::Form),
            ("71#004040400000668", NotFik::CheckDigit),
            ("71#0004040400000669", NotFik::Id),
            ("71#", NotFik::Id),
            ("73#18", NotFik::Id),
            ("+71<18+8123456x<", NotFik::Creditor),
            ("+71<18+<", NotFik::Creditor),
            ("+71<18+812345678<", NotFik::Creditor),
        ] {
            assert_eq!(Fik::parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(card in 0_usize..6, payload in "[0-9]{1,14}", creditor in "8[0-9]{7}") {
            let card = Card::ALL[card];
            let fik = Fik { card, id: card.id_of(&payload), creditor: Some(creditor) };
            prop_assert_eq!(Fik::parse(&fik.to_string()), Ok(fik.clone()));
            let ubl = Fik { creditor: None, ..fik };
            prop_assert_eq!(Fik::parse(&ubl.ubl()), Ok(ubl));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,40}|[+>]?[0-9]{2}[<#]\\PC{0,20}") {
            let _ = Fik::parse(&text);
        }
    }
}
