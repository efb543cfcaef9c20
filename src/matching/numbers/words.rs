//! The words beside a number that say what it is: Norwegian, Swedish, Danish, Finnish, English and German, folded.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Aside;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    Invoice,
    /// "nr" and its like, which go with the word before.
    Filler,
    Reference,
    And,
    Through,
    Currency,
    Month,
    Week,
    /// "dato", "den": a date follows.
    Date,
    /// The number behind it is something else.
    Topic(Aside),
    Plain,
}

const INVOICE: &[&str] = &[
    "faktura",
    "faktur",
    "fakt",
    "fak",
    "fakturan",
    "inv",
    "invoice",
    "lasku",
    "laskun",
    "rechnung",
    "rechnungs",
    "rech",
    "rechn",
    "re",
    "rg",
    "regning",
    "regnings",
    "regn",
    "kreditnota",
    "kreditnote",
    "kreditfaktura",
    "kredit",
    "credit",
    "creditnote",
    "hyvityslasku",
    "hyvityslaskun",
    "gutschrift",
];

/// What an invoice word may end in.
const INVOICE_ENDINGS: &[&str] = &[
    "", "nr", "nrs", "no", "nro", "num", "nummer", "numre", "number", "numero", "numerot", "en",
    "er", "ene", "n", "t", "or", "orna", "r", "s", "sta", "jen",
];

const FILLER: &[&str] = &[
    "nr", "nrs", "no", "nos", "nro", "num", "nummer", "number", "numero", "numerot", "numrene",
    "note", "nota", "memo",
];

const REFERENCE: &[&str] = &[
    "kid",
    "kidnr",
    "kidnummer",
    "ocr",
    "ocrnr",
    "ocrnummer",
    "viite",
    "viitenumero",
    "viitenro",
    "viitteella",
    "ref",
    "refnr",
    "referanse",
    "referansenr",
    "referens",
    "referensnr",
    "reference",
    "referenz",
    "fik",
    "betalingsid",
];

const AND: &[&str] = &["og", "och", "ja", "and", "und", "samt", "seka"];

const THROUGH: &[&str] = &["til", "till", "to", "bis", "tom", "through", "thru"];

const CURRENCY: &[&str] = &[
    "kr", "kroner", "kronor", "nok", "sek", "dkk", "isk", "eur", "euro", "euroa", "usd", "gbp",
    "chf",
];

const MONTH: &[&str] = &[
    "jan",
    "januar",
    "januari",
    "january",
    "feb",
    "februar",
    "februari",
    "february",
    "mar",
    "mars",
    "marts",
    "march",
    "marz",
    "apr",
    "april",
    "mai",
    "maj",
    "may",
    "jun",
    "juni",
    "june",
    "jul",
    "juli",
    "july",
    "aug",
    "august",
    "augusti",
    "sep",
    "sept",
    "september",
    "okt",
    "oktober",
    "oct",
    "october",
    "nov",
    "november",
    "des",
    "desember",
    "dec",
    "december",
    "dez",
    "dezember",
    "tammikuu",
    "helmikuu",
    "maaliskuu",
    "huhtikuu",
    "toukokuu",
    "kesakuu",
    "heinakuu",
    "elokuu",
    "syyskuu",
    "lokakuu",
    "marraskuu",
    "joulukuu",
    "tammikuun",
    "helmikuun",
    "maaliskuun",
    "huhtikuun",
    "toukokuun",
    "kesakuun",
    "heinakuun",
    "elokuun",
    "syyskuun",
    "lokakuun",
    "marraskuun",
    "joulukuun",
];

const WEEK: &[&str] = &[
    "uke", "uge", "vecka", "vko", "viikko", "week", "woche", "kw",
];

const DATE: &[&str] = &[
    "dato",
    "datum",
    "date",
    "dated",
    "datert",
    "daterad",
    "dateret",
    "den",
    "pvm",
    "forfall",
    "forfallsdato",
    "forfaldsdato",
    "forfallodato",
    "forfallodatum",
    "forfallodag",
    "fakturadato",
    "fakturadatum",
    "invoicedate",
    "due",
    "erapaiva",
    "vom",
    "betalingsdato",
    "betaldato",
    "valutadato",
];

const PHONE: &[&str] = &[
    "tlf",
    "tlfnr",
    "tel",
    "telnr",
    "telefon",
    "telefonnr",
    "telefonnummer",
    "phone",
    "puh",
    "puhelin",
    "mob",
    "mobil",
    "mobilnr",
    "mobile",
    "gsm",
    "fax",
];

const ACCOUNT: &[&str] = &[
    "konto",
    "kontonr",
    "kontonummer",
    "kto",
    "ktonr",
    "account",
    "acct",
    "tili",
    "tilinumero",
    "tilinro",
    "bankkonto",
    "bankgiro",
    "bankgironr",
    "bg",
    "bgnr",
    "plusgiro",
    "plusgironr",
    "postgiro",
    "pg",
    "pgnr",
    "clearing",
    "clearingnr",
    "reg",
    "regnr",
    "iban",
];

const ORGANISATION: &[&str] = &[
    "org",
    "orgnr",
    "orgno",
    "orgnummer",
    "organisasjonsnr",
    "organisasjonsnummer",
    "organisationsnr",
    "organisationsnummer",
    "foretaksnr",
    "foretaksnummer",
    "cvr",
    "cvrnr",
    "cvrnummer",
    "tunnus",
    "ytunnus",
    "vat",
    "vatno",
    "vatnr",
    "momsnr",
    "momsreg",
    "ustid",
    "ustidnr",
    "personnr",
    "personnummer",
    "fodselsnr",
];

const CUSTOMER: &[&str] = &[
    "kunde",
    "kundenr",
    "kundenummer",
    "kund",
    "kundnr",
    "kundnummer",
    "kundennr",
    "kundennummer",
    "customer",
    "customerno",
    "cust",
    "custno",
    "asiakas",
    "asiakasnro",
    "asiakasnumero",
    "medlem",
    "medlemsnr",
    "medlemsnummer",
    "medlemnr",
    "debitor",
    "debitornr",
];

const OTHER: &[&str] = &[
    "ordre",
    "ordrenr",
    "ordrenummer",
    "order",
    "ordernr",
    "orderno",
    "ordernummer",
    "bestilling",
    "bestillingsnr",
    "bestallning",
    "bestallningsnr",
    "tilaus",
    "tilausnro",
    "tilausnumero",
    "auftrag",
    "auftragsnr",
    "po",
    "prosjekt",
    "prosjektnr",
    "projekt",
    "projektnr",
    "project",
    "avtale",
    "avtalenr",
    "avtal",
    "avtalsnr",
    "aftale",
    "aftalenr",
    "contract",
    "sopimus",
    "polise",
    "polisenr",
    "sak",
    "saksnr",
    "case",
    "ticket",
];

/// What the words of each list say; of a word in several the first counts.
const LISTS: [(&[&str], Meaning); 13] = [
    (FILLER, Meaning::Filler),
    (REFERENCE, Meaning::Reference),
    (AND, Meaning::And),
    (THROUGH, Meaning::Through),
    (CURRENCY, Meaning::Currency),
    (MONTH, Meaning::Month),
    (WEEK, Meaning::Week),
    (DATE, Meaning::Date),
    (PHONE, Meaning::Topic(Aside::Phone)),
    (ACCOUNT, Meaning::Topic(Aside::Account)),
    (ORGANISATION, Meaning::Topic(Aside::OrganisationNumber)),
    (CUSTOMER, Meaning::Topic(Aside::Customer)),
    (OTHER, Meaning::Topic(Aside::Other)),
];

/// Every word that says something; what may be an invoice's word too is one last.
static KNOWN: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    let mut add = |word: String, meaning| {
        known.entry(word).or_insert(meaning);
    };
    for (list, meaning) in LISTS {
        for word in list {
            add((*word).to_owned(), meaning);
        }
    }
    for stem in INVOICE {
        for ending in INVOICE_ENDINGS {
            add(format!("{stem}{ending}"), Meaning::Invoice);
        }
    }
    // They have no stem: a single f is a letter before a number.
    for word in ["fnr", "rnr"] {
        add(word.to_owned(), Meaning::Invoice);
    }
    known
});

/// What a folded word says of the number beside it.
pub(super) fn meaning(word: &str) -> Meaning {
    KNOWN.get(word).copied().unwrap_or(Meaning::Plain)
}

/// What the word at a place says; plain where there is none.
pub(super) fn at(atoms: &super::atoms::Atoms<'_>, place: usize) -> Meaning {
    atoms
        .word(place)
        .map_or(Meaning::Plain, |word| meaning(&word))
}

/// A sign for money, or a word.
pub(super) fn is_currency(atoms: &super::atoms::Atoms<'_>, place: usize) -> bool {
    matches!(atoms.mark(place), Some('€' | '$' | '£')) || at(atoms, place) == Meaning::Currency
}
