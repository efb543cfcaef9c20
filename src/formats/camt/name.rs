//! The elements that are read, by their local names, and what stands in them.

use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::domain::money::Currency;
use crate::formats::clean::{excerpt, trimmed};
use crate::formats::xml::Xml;

/// The longest text of an element that is read, in bytes: the longest that ISO 20022 allows there is 500 characters.
pub const LONGEST_TEXT: usize = 4_000;

macro_rules! names {
    ($($name:ident = $bytes:literal),* $(,)?) => {
        /// An element that is read, named as the standard does.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Name { $($name),* }

        impl Name {
            /// The element of a name, whatever its prefix; none for those that are passed over with all that is in
            /// them.
            pub fn parse(name: &[u8]) -> Option<Self> {
                Self::of_local(name).or_else(|| Self::of_local(local(name)))
            }

            fn of_local(name: &[u8]) -> Option<Self> {
                match packed(name) {
                    $(number if number == const { packed($bytes) } => Some(Self::$name),)*
                    _ => None,
                }
            }

            fn text(self) -> &'static str {
                let bytes: &'static [u8] = match self { $(Self::$name => $bytes),* };
                std::str::from_utf8(bytes).unwrap_or_default()
            }
        }
    };
}

/// A name without its prefix.
pub fn local(name: &[u8]) -> &[u8] {
    let prefix = name.iter().position(|byte| *byte == b':');
    prefix
        .and_then(|colon| name.get(colon + 1..))
        .unwrap_or(name)
}

/// A name as one number, which is found faster among a hundred than a text is; 0 for names longer than any here.
const fn packed(name: &[u8]) -> u128 {
    const LONGEST: usize = 15;
    if name.len() > LONGEST {
        return 0;
    }
    let mut number = 1;
    let mut at = 0;
    while at < name.len() {
        number = number << 8 | name[at] as u128;
        at += 1;
    }
    number
}

names! {
    Acct = b"Acct", AcctSvcrRef = b"AcctSvcrRef", AddtlNtryInf = b"AddtlNtryInf",
    AddtlRmtInf = b"AddtlRmtInf", AddtlTxInf = b"AddtlTxInf", Agt = b"Agt", Amt = b"Amt",
    AmtDtls = b"AmtDtls", Bal = b"Bal", BkTxCd = b"BkTxCd", BookgDt = b"BookgDt", Br = b"Br",
    Btch = b"Btch", Ccy = b"Ccy", Cd = b"Cd", CdOrPrtry = b"CdOrPrtry", CdtDbtInd = b"CdtDbtInd",
    CdtNoteAmt = b"CdtNoteAmt", Cdtr = b"Cdtr", CdtrAcct = b"CdtrAcct",
    CdtrRefInf = b"CdtrRefInf", ChrgInclInd = b"ChrgInclInd", Chrgs = b"Chrgs",
    CntrValAmt = b"CntrValAmt", CreDtTm = b"CreDtTm", Dbtr = b"Dbtr", DbtrAcct = b"DbtrAcct",
    Domn = b"Domn", Dt = b"Dt", DtTm = b"DtTm", DuePyblAmt = b"DuePyblAmt",
    ElctrncSeqNb = b"ElctrncSeqNb", EndToEndId = b"EndToEndId", FinInstnId = b"FinInstnId",
    Fmly = b"Fmly", FrDtTm = b"FrDtTm", FrToDt = b"FrToDt", GrpHdr = b"GrpHdr", Iban = b"IBAN",
    Id = b"Id", InstdAmt = b"InstdAmt", LglSeqNb = b"LglSeqNb", MsgId = b"MsgId", Nb = b"Nb",
    NbOfTxs = b"NbOfTxs", Nm = b"Nm", Ntfctn = b"Ntfctn", Ntry = b"Ntry", NtryDtls = b"NtryDtls",
    NtryRef = b"NtryRef", OrgId = b"OrgId", Othr = b"Othr", Prtry = b"Prtry", Pty = b"Pty", Rcrd = b"Rcrd",
    Ref = b"Ref", Refs = b"Refs", RfrdDocAmt = b"RfrdDocAmt", RfrdDocInf = b"RfrdDocInf",
    RltdPties = b"RltdPties", RmtAmtAndTp = b"RmtAmtAndTp", RmtInf = b"RmtInf",
    RmtdAmt = b"RmtdAmt", Rpt = b"Rpt", Rsn = b"Rsn", RtrInf = b"RtrInf", RvslInd = b"RvslInd",
    Stmt = b"Stmt", Strd = b"Strd", Sts = b"Sts", SubFmlyCd = b"SubFmlyCd", ToDtTm = b"ToDtTm",
    Tp = b"Tp", TtlAmt = b"TtlAmt", TxAmt = b"TxAmt", TxDtls = b"TxDtls", UltmtCdtr = b"UltmtCdtr",
    UltmtDbtr = b"UltmtDbtr", Ustrd = b"Ustrd", ValDt = b"ValDt",
}

/// Where an element stands: `Stmt/Ntry/Amt`.
pub fn path(names: &[Name]) -> String {
    names
        .iter()
        .map(|name| name.text())
        .collect::<Vec<_>>()
        .join("/")
}

/// An amount; the currency is none if the file names none that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    pub value: Decimal,
    pub currency: Option<Currency>,
}

/// Money in, or money out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Credit,
    Debit,
}

impl Sign {
    pub fn of(self, magnitude: Decimal) -> Decimal {
        match self {
            Self::Credit => magnitude,
            Self::Debit => -magnitude,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Credit => "CRDT",
            Self::Debit => "DBIT",
        }
    }
}

/// The currency of an amount, as written. Files write the same again and again: it is looked up when it changes.
#[derive(Default)]
pub struct CurrencyCode {
    is_given: bool,
    text: String,
    known: Option<Currency>,
}

impl CurrencyCode {
    pub fn set(&mut self, code: Option<&str>) {
        self.is_given = code.is_some();
        if let Some(code) = code.map(str::trim)
            && self.text != code
        {
            code.clone_into(&mut self.text);
            self.known = Currency::parse(code);
        }
    }

    /// Empty if there is none.
    pub fn text(&self) -> &str {
        if self.is_given { &self.text } else { "" }
    }

    fn known(&self) -> Option<Currency> {
        self.known.filter(|_| self.is_given)
    }
}

/// An element without elements in it: its text, and what an error has to say of it.
pub struct Leaf<'a> {
    pub text: &'a str,
    /// Its attribute `Ccy`.
    pub currency: &'a CurrencyCode,
    pub path: &'a [Name],
    /// Where it stands.
    pub xml: &'a Xml,
}

impl Leaf<'_> {
    /// The text without blanks around it; none if there is none.
    pub fn string(&self) -> Option<String> {
        trimmed(self.text).map(std::borrow::Cow::into_owned)
    }

    /// An account number or the like, without blanks.
    pub fn account(&self) -> Option<String> {
        let mut text = self.string()?;
        text.retain(|c| !c.is_whitespace());
        Some(text)
    }

    pub fn is_true(&self) -> bool {
        matches!(self.text.trim(), "true" | "1")
    }

    pub fn number(&self) -> Option<u64> {
        self.text.trim().parse().ok()
    }

    pub fn sign(&self) -> Result<Sign, Fault> {
        match self.text.trim() {
            "CRDT" => Ok(Sign::Credit),
            "DBIT" => Ok(Sign::Debit),
            _ => Err(self.fault(|field, value| Problem::UnknownValue {
                field,
                value,
                allowed: "CRDT, DBIT".to_owned(),
            })),
        }
    }

    /// The calendar day as written: banks give days with and without a time, in either element, with and without a
    /// zone, and the day is the bank's own.
    pub fn date(&self) -> Result<Date, Fault> {
        self.day()
            .ok_or_else(|| self.fault(|field, value| Problem::NotADate { field, value }))
    }

    pub fn day(&self) -> Option<Date> {
        let text = self.text.trim();
        let (day, rest) = text.split_at_checked(10)?;
        let ends = rest.is_empty() || rest.starts_with(['T', 'Z', '+', '-', ' ']);
        let plain = day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let day = Date::parse_from_str(day, "%Y-%m-%d").ok()?;
        (ends && plain).then_some(day)
    }

    /// An amount with any number of decimals; whether the currency has so many is the ledger's to say.
    pub fn amount(&self) -> Result<Amount, Fault> {
        let text = self.text.trim();
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !(is_number(whole) && is_number(cents)) || (whole.is_empty() && cents.is_empty()) {
            return Err(self.fault(|field, value| Problem::NotAnAmount { field, value }));
        }
        // Only zeros may be too many for a decimal: a number that would be rounded is refused.
        let value = Decimal::from_str_exact(text).or_else(|_| {
            let is_long = text.contains('.');
            let zeros = text.trim_end_matches('0').trim_end_matches('.');
            Decimal::from_str_exact(if is_long { zeros } else { text })
        });
        Ok(Amount {
            value: value
                .map_err(|_| self.fault(|field, value| Problem::AmountTooLarge { field, value }))?,
            currency: self.currency.known(),
        })
    }

    fn fault(&self, problem: impl FnOnce(String, String) -> Problem) -> Fault {
        Fault::at(
            self.xml.line(),
            problem(path(self.path), excerpt(self.text.trim())),
        )
    }
}
