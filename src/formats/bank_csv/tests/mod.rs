mod hard;

use proptest::prelude::*;

use super::*;
use crate::domain::date::to_int;
use crate::domain::intake::StatementRow;
use crate::formats::testing::{Kept, source};
use crate::formats::{Format, sniff};

const SPAREBANK1: &str = include_str!(
    "../../../../tests/samples/bank-csv/sparebank1-no-separate-in-and-out-columns.csv"
);
const NORDEA: &str =
    include_str!("../../../../tests/samples/bank-csv/nordea-se-newest-first-running-balance.csv");
const ICA: &str = include_str!("../../../../tests/samples/bank-csv/ica-banken-se-kr-suffix.csv");
const GERMAN: &str =
    include_str!("../../../../tests/samples/bank-csv/german-headers-comma-decimals.csv");

/// What a statement gave, in short.
#[derive(Debug)]
struct Given {
    lines: Vec<(u64, PaymentRow, bool)>,
    statements: Vec<StatementRow>,
    faults: Vec<(u64, Problem)>,
    notes: Vec<(Option<u64>, Problem)>,
}

fn given(bytes: impl AsRef<[u8]>) -> Given {
    let source = source(bytes);
    assert_eq!(sniff(&source), Ok(Format::BankCsv));
    let mut kept = Kept::default();
    let summary = read(&source, Currency::NOK, &mut kept).unwrap();
    assert_eq!(summary.rows, kept.rows.len() as u64);
    let mut given = Given {
        lines: Vec::new(),
        statements: Vec::new(),
        faults: kept
            .faults
            .into_iter()
            .map(|f| (f.line.unwrap(), f.problem))
            .collect(),
        notes: summary
            .notes
            .into_iter()
            .map(|f| (f.line, f.problem))
            .collect(),
    };
    for placed in kept.rows {
        match placed.row {
            Row::Payment(payment) => given.lines.push((placed.line, payment, true)),
            Row::Other(other) => {
                assert_eq!((other.kind, other.of_payment), (OtherKind::Debit, false));
                given.lines.push((placed.line, other.payment, false));
            }
            Row::Statement(statement) => given.statements.push(statement),
            row => panic!("{row:?}"),
        }
    }
    given
}

/// Day, signed amount and currency of each line of a file in which nothing is wrong.
fn lines(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let given = given(bytes);
    assert_eq!(given.faults, []);
    given.short()
}

impl Given {
    fn short(&self) -> Vec<String> {
        let short = |(_, payment, came_in): &(u64, PaymentRow, bool)| {
            let sign = if *came_in { "+" } else { "-" };
            let (day, currency) = (to_int(payment.booked), payment.currency);
            format!("{day} {sign}{} {currency}", payment.amount)
        };
        self.lines.iter().map(short).collect()
    }

    fn ends(&self) -> Vec<(Option<String>, Option<String>)> {
        let text = |amount: Option<rust_decimal::Decimal>| amount.map(|a| a.to_string());
        let ends = |s: &StatementRow| (text(s.opening), text(s.closing));
        self.statements.iter().map(ends).collect()
    }

    fn sum(&self, came_in: bool) -> String {
        let of = self.lines.iter().filter(|line| line.2 == came_in);
        of.map(|line| line.1.amount)
            .sum::<rust_decimal::Decimal>()
            .to_string()
    }
}

fn ends(opening: &str, closing: &str) -> Vec<(Option<String>, Option<String>)> {
    vec![(Some(opening.to_owned()), Some(closing.to_owned()))]
}

#[test]
fn money_in_and_out_side_by_side_with_a_minus_of_its_own() {
    let given = given(SPAREBANK1);
    assert_eq!(
        (given.faults.len(), given.notes.len(), given.lines.len()),
        (0, 0, 15)
    );
    assert_eq!(
        (given.sum(true), given.sum(false)),
        ("33437.34".into(), "29476.69".into())
    );
    let (line, wage, came_in) = &given.lines[7];
    assert_eq!(
        (*line, *came_in, to_int(wage.booked)),
        (9, true, 20_250_214)
    );
    assert_eq!(wage.message.as_deref(), Some("Lønn KOMPLETT AS"));
    assert_eq!(wage.payer_account.as_deref(), Some("56712345678"));
    assert_eq!(wage.own_account.as_deref(), Some("12345678901"));
    assert_eq!(
        wage.raw.as_deref(),
        Some("14.02.2025;Lønn KOMPLETT AS;;28750,34;;12345678901;56712345678;")
    );
    let statement = &given.statements[0];
    assert_eq!(statement.accounts, ["12345678901"]);
    assert_eq!(statement.from.map(to_int), Some(20_250_130));
    assert_eq!(statement.until.map(to_int), Some(20_250_228));
    assert_eq!((statement.opening, statement.closing), (None, None));
}

#[test]
fn a_running_balance_proves_the_lines_either_way_round() {
    let newest_first = given(NORDEA);
    assert_eq!(
        newest_first.short(),
        [
            "20210424 +428.60 SEK",
            "20210424 +368.37 SEK",
            "20210424 -42.94 SEK",
            "20210424 -423.70 SEK"
        ]
    );
    assert_eq!(newest_first.ends(), ends("3385.84", "3716.17"));
    let balances: Vec<_> = newest_first
        .lines
        .iter()
        .filter_map(|l| l.1.balance)
        .collect();
    assert_eq!(balances.len(), 4);

    let oldest_first = given(ICA);
    assert_eq!(oldest_first.lines.len(), 5);
    assert_eq!(oldest_first.ends(), ends("564.62", "2402.90"));
    assert_eq!(oldest_first.short()[3], "20180201 +2500.00 SEK");
    assert_eq!(
        oldest_first.lines[4].1.balance.unwrap().to_string(),
        "2402.90"
    );
    assert_eq!((newest_first.notes.len(), oldest_first.notes.len()), (0, 0));
}

#[test]
fn a_missing_line_is_noticed_and_no_balance_is_trusted() {
    let text: Vec<&str> = ICA.lines().collect();
    let torn = [&text[..2], &text[3..]].concat().join("\n");
    let given = given(torn);
    assert_eq!(
        given.notes,
        [(
            Some(3),
            Problem::BalanceBroken {
                stated: "42.21".into(),
                found: "394.87".into()
            }
        )]
    );
    assert!(given.lines.iter().all(|line| line.1.balance.is_none()));
    assert_eq!(given.ends(), [(None, None)]);
}

#[test]
fn german_names_without_a_profile() {
    assert_eq!(
        lines(GERMAN),
        [
            "20260402 -1234.56 EUR",
            "20260405 +3500.00 EUR",
            "20260409 -4.50 EUR"
        ]
    );
}

#[test]
fn every_bank_has_its_table() {
    let swedbank = encoding_rs::WINDOWS_1252.encode(
        "* Transaktioner Period 2026-01-01 – 2026-01-31 Skapad 2026-02-01\r\n\
         Radnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo\r\n\
         1,82149,9123456789,Företagskonto,SEK,2026-01-30,2026-01-30,2026-01-30,Ådals AB,Bg-bet,1250.00,11250.00\r\n\
         2,82149,9123456789,Företagskonto,SEK,2026-01-29,2026-01-29,2026-01-29,Hyra,Betalning,-500.00,10000.00\r\n",
    );
    let tables: &[(&str, &[u8], &[&str])] = &[
        ("DNB", "\"Dato\";\"Forklaring\";\"Rentedato\";\"Ut fra konto\";\"Inn på konto\"\n\"03.02.2026\";\"Giro\";\"03.02.2026\";\"\";\"1.234,50\"\n\"02.02.2026\";\"Visa\";\"02.02.2026\";\"99,00\";\"\"\n".as_bytes(),
            &["20260203 +1234.50 NOK", "20260202 -99.00 NOK"]),
        ("DNB with one amount", "Dato;Forklaringstekst;Beløp;Saldo\n03.02.2026;Giro;10,00;110,00\n".as_bytes(),
            &["20260203 +10.00 NOK"]),
        ("Nordea NO", "Bokføringsdato;Beløp;Avsender;Mottaker;Navn;Tittel;Valuta;Betalingstype\nReservert;-55,00;;;Kiwi;Kiwi;NOK;Kort\n2026/02/03;1500,00;60050712345;12345678901;Per;Faktura 7;NOK;Giro\n".as_bytes(),
            &["20260203 +1500.00 NOK"]),
        ("Sbanken", "Dato;Inn på konto;Ut fra konto;Til konto;Fra konto;Beskrivelse;Arkivreferanse;Type;Saldo\n03.02.2026;100,00;;97101234567;97107654321;Fra: Per;A1;OVERFØRSEL;600,00\n02.02.2026;;-50,00;;97101234567;Rema;A2;VARER;500,00\n".as_bytes(),
            &["20260203 +100.00 NOK", "20260202 -50.00 NOK"]),
        ("Nordea SE until 2019", "Datum;Transaktion;Kategori;Belopp;Saldo\n2018-02-03;Swish;;1.000,00;1.500,00\n".as_bytes(),
            &["20180203 +1000.00 SEK"]),
        ("SEB", "Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo\n2026-02-03;2026-02-03;5490990001;BG 123;-10,50;89,50\n".as_bytes(),
            &["20260203 -10.50 SEK"]),
        ("SEB in and out", "Bokförd;Valutadatum;Text;Typ;Insättningar;Uttag;Bokfört saldo\n2026-02-03;2026-02-03;Swish;Insättning;1234.50;;1184.50\n2026-02-02;2026-02-02;Kort;Kort;;-50.00;-50.00\n".as_bytes(),
            &["20260203 +1234.50 SEK", "20260202 -50.00 SEK"]),
        ("Swedbank", &swedbank.0, &["20260130 +1250.00 SEK", "20260129 -500.00 SEK"]),
        ("Länsförsäkringar", "Kontonamn;Företagskonto\nKontonummer;9021 12 345 67\nSaldo;100,00\nTillgängligt belopp;100,00\nBokföringsdatum;Transaktionsdatum;Transaktionstyp;Meddelande;Belopp\n2026-02-03;2026-02-02;Insättning;Hej;75,25\n".as_bytes(),
            &["20260203 +75.25 SEK"]),
        ("Handelsbanken", "Handelsbanken\n\nAllkonto Företag;;;\nKontonr;456 789 123;;\nPeriod;2026-01-01 - 2026-02-28;;\n;;;\nSaldo;1 075,25;;\nReskontradatum;Transaktionsdatum;Text;Belopp;Saldo\n2026-02-03;2026-02-02;Insättning;75,25;1 075,25\n".as_bytes(),
            &["20260203 +75.25 SEK"]),
        ("Danske Bank", "\"Dato\";\"Tekst\";\"Beløb\";\"Saldo\";\"Status\";\"Afstemt\"\n\"02.02.2026\";\"Indbetaling\";\"42.199,55\";\"50.000,00\";\"Udført\";\"Nej\"\n\"03.02.2026\";\"Kort\";\"-1,00\";\"\";\"Venter\";\"Nej\"\n".as_bytes(),
            &["20260202 +42199.55 DKK"]),
        ("BEC", b"03-02-2026;Overf\xf8rsel;1.000,00;1.500,00\n02-02-2026;Kort;-500,00;500,00\n01-02-2026;L\xf8n;1.000,00;1.000,00\n",
            &["20260203 +1000.00 DKK", "20260202 -500.00 DKK", "20260201 +1000.00 DKK"]),
        ("Jyske", "Dato,,Tekst,,Beløb,Saldo\n02.02.2026,,Overførsel,,\"1.250,00\",\"2.250,00\"\n".as_bytes(),
            &["20260202 +1250.00 DKK"]),
        ("Lån & Spar", "Dato;Tekst;Beløb;Saldo\n02-02-2026;Overførsel;250,00;2.250,00\n".as_bytes(),
            &["20260202 +250.00 DKK"]),
        ("Nordea FI", "Tilinumero\tFI21 1234 5600 0007 85\n\nKirjauspäivä\tArvopäivä\tMaksupäivä\tMäärä\tSaaja/Maksaja\tTilinumero\tBIC\tTapahtuma\tViite\tMaksajan viite\tViesti\tKortinnumero\tKuitti\n\n03.02.2026\t03.02.2026\t03.02.2026\t1234,56\tMATTI OY\tFI4250001510000023\tOKOYFIHH\tViitesiirto\t00000000000000001009\t\t\t\t\n".as_bytes(),
            &["20260203 +1234.56 EUR"]),
        ("OP", "Kirjauspäivä;Arvopäivä;Määrä EUROA;Laji;Selitys;Saaja/Maksaja;Saajan tilinumero ja pankin BIC;Viite;Viesti;Arkistointitunnus\n03.02.2026;03.02.2026;12,00;506;TILISIIRTO;MATTI;;ref=00000000000000001009;;20260203AB1\n".as_bytes(),
            &["20260203 +12.00 EUR"]),
        ("S-Pankki", "Kirjauspäivä;Maksupäivä;Summa;Tapahtumalaji;Maksaja;Saajan nimi;Saajan tilinumero;Saajan BIC-tunnus;Viitenumero;Viesti;Arkistointitunnus\n03.02.2026;02.02.2026;+12,00;TILISIIRTO;MATTI;FIRMA OY;FI4250001510000023;OKOYFIHH;1009;'-';AB1\n".as_bytes(),
            &["20260203 +12.00 EUR"]),
        ("Säästöpankki", "Kirjauspäivä;Arvopäivä;Määrä;Saaja/Maksaja;Viite\n03.02.2026;03.02.2026;12,00;MATTI;'00001009'\n".as_bytes(),
            &["20260203 +12.00 EUR"]),
        ("Eika", "Utført dato;Bokført dato;Rentedato;Beskrivelse;Type;Undertype;Fra konto;Avsender;Til konto;Mottakernavn;Beløp inn;Beløp ut;Valuta;Status;Melding/KID/Fakt.nr\n02.02.2026;03.02.2026;03.02.2026;Innbetaling;Giro;;12345678903;Per;98765432105;Vi;100.00;;NOK;Bokført;0012345\n03.02.2026;;;Kiwi;Kort;;98765432105;Vi;;;;-45.00;NOK;Reservert;\n".as_bytes(),
            &["20260203 +100.00 NOK"]),
        ("Nordea DK", "Bogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;Afstemt;\nReserveret;-10,00;;;;Netto;;DKK;;\n2026/02/03;100,00;;1234567890;Per;Faktura;100,00;DKK;;\n".as_bytes(),
            &["20260203 +100.00 DKK"]),
        ("Sparkasse", "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Betrag;Waehrung;Info\nDE89370400440532013000;03.02.26;03.02.26;GUTSCHRIFT;RE 7;1.250,00;EUR;Umsatz gebucht\nDE89370400440532013000;04.02.26;;KARTE;X;-1,00;EUR;Umsatz vorgemerkt\n".as_bytes(),
            &["20260203 +1250.00 EUR"]),
    ];
    for (bank, bytes, expected) in tables {
        let given = given(bytes);
        assert_eq!(given.faults, [], "{bank}");
        assert_eq!(given.short(), *expected, "{bank}");
        let broken = |note: &(Option<u64>, Problem)| !matches!(note.1, Problem::NotBooked { .. });
        assert!(!given.notes.iter().any(broken), "{bank}: {:?}", given.notes);
    }
}

#[test]
fn what_a_bank_says_besides_the_amount_is_kept() {
    let nordea = given(
        "Tilinumero\tFI21 1234 5600 0007 85\n\
         Kirjauspäivä\tArvopäivä\tMaksupäivä\tMäärä\tSaaja/Maksaja\tTilinumero\tBIC\tTapahtuma\tViite\tMaksajan viite\tViesti\n\
         03.02.2026\t04.02.2026\t03.02.2026\t1,00\tMATTI OY\tFI42 5000 1510 0000 23\tOKOYFIHH\tViitesiirto\t00001009\t\tHei\n",
    );
    let (_, payment, _) = &nordea.lines[0];
    assert_eq!(payment.reference.as_deref(), Some("00001009"));
    assert_eq!(payment.payer_name.as_deref(), Some("MATTI OY"));
    assert_eq!(payment.payer_account.as_deref(), Some("FI4250001510000023"));
    assert_eq!(payment.own_account.as_deref(), Some("FI2112345600000785"));
    assert_eq!(payment.details.valued.map(to_int), Some(20_260_204));
    assert_eq!(payment.message.as_deref(), Some("Hei"));
    assert_eq!(nordea.statements[0].accounts, ["FI2112345600000785"]);

    let references = |text: &str| -> Vec<Option<String>> {
        let head = "Kirjauspäivä;Arvopäivä;Määrä EUROA;Selitys;Saaja/Maksaja;Viite;Viesti;Arkistointitunnus";
        let given = given(format!("{head}\n{text}"));
        given
            .lines
            .into_iter()
            .map(|(_, payment, _)| payment.bank_ref)
            .collect()
    };
    let row = |id: &str| format!("03.02.2026;;1,00;;X;ref=1009;;{id}\n");
    assert_eq!(
        references(&[row("A"), row("B")].concat()),
        [Some("A".into()), Some("B".into())]
    );
    // An identity that stands twice is none.
    assert_eq!(references(&[row("A"), row("A")].concat()), [None, None]);
}

#[test]
fn what_is_not_booked_is_counted_and_left_out() {
    let given = given(
        "Bokføringsdato;Beløp;Avsender;Mottaker;Navn;Tittel;Valuta;Betalingstype\n\
         Reservert;abc;;;;Kiwi;NOK;\n;-5,00;;;;Rema;NOK;Reservert\n2026/02/03;5,00;;;;x;NOK;\n",
    );
    assert_eq!(given.lines.len(), 1);
    assert_eq!(given.notes, [(None, Problem::NotBooked { count: 2 })]);

    let given = super::tests::given(
        "\"Dato\";\"Forklaring\";\"Rentedato\";\"Ut fra konto\";\"Inn på konto\"\r\n\
         \"08.08.2026\";\"Overføring  Reservert transaksjon \";\"10.08.2026\";\"\";1000\r\n\
         \"07.08.2026\";\"Varekjøp Rema\";\"07.08.2026\";100.3;\"\"\r\n",
    );
    assert_eq!(given.short(), ["20260807 -100.3 NOK"]);
    assert_eq!(given.notes, [(None, Problem::NotBooked { count: 1 })]);

    let given = super::tests::given(
        "Dato;Tekst;Beløb;Saldo;Status;Afstemt\n02.02.2026;a;1,00;1,00;Godtaget;\n\
         03.02.2026;b;1,00;2,00;Godtaget;\n04.02.2026;c;1,00;3,00;Underlig;\n",
    );
    assert_eq!(given.lines.len(), 2);
    assert!(matches!(
        given.faults[..],
        [(4, Problem::UnknownValue { .. })]
    ));
}

#[test]
fn decimals_are_decided_by_the_whole_column() {
    let table = |amounts: &[&str]| {
        let rows = amounts
            .iter()
            .map(|amount| format!("01.02.2026;x;{amount}\n"));
        format!("Dato;Tekst;Beløp\n{}", rows.collect::<String>())
    };
    let amounts = |values: &[&str]| -> Vec<String> {
        let lines = lines(table(values));
        lines
            .iter()
            .map(|line| line.split(' ').nth(1).unwrap().to_owned())
            .collect()
    };
    assert_eq!(amounts(&["1.234", "5,50"]), ["+1234", "+5.50"]);
    assert_eq!(amounts(&["1,234", "-5.50"]), ["+1234", "-5.50"]);
    assert_eq!(
        amounts(&[
            "1\u{a0}234,50",
            "1\u{202f}234,50",
            "1'234,50",
            "\u{2212}5,00",
            "5,00-",
            "(5,00)",
            "12,00 kr",
            "12,00 NOK",
            "1.234.567,00"
        ]),
        [
            "+1234.50",
            "+1234.50",
            "+1234.50",
            "-5.00",
            "-5.00",
            "-5.00",
            "+12.00",
            "+12.00",
            "+1234567.00"
        ]
    );
    // Alone, it can be read in two ways.
    let doubtful = given(table(&["1.234", "-2.345"]));
    let ambiguous = |(line, problem): &(u64, Problem)| {
        (*line, matches!(problem, Problem::AmbiguousAmount { .. }))
    };
    let faults: Vec<_> = doubtful.faults.iter().map(ambiguous).collect();
    assert_eq!(faults, [(2, true), (3, true)]);
    for wrong in ["1,2,3", "abc", "1,23E+10", "--5"] {
        let given = given(table(&[wrong, "1,00"]));
        assert!(
            matches!(given.faults[..], [(2, Problem::NotAnAmount { .. })]),
            "{wrong}: {:?}",
            given.faults
        );
        assert_eq!(given.lines.len(), 1);
    }
}

#[test]
fn days_are_read_as_the_column_proves() {
    let days = |values: &[&str]| -> Vec<String> {
        let rows = values.iter().map(|day| format!("{day};x;1,00\n"));
        let lines = lines(format!("Dato;Tekst;Beløp\n{}", rows.collect::<String>()));
        lines.iter().map(|line| line[..8].to_owned()).collect()
    };
    assert_eq!(
        days(&["01/02/2026", "13/02/2026"]),
        ["20260201", "20260213"]
    );
    assert_eq!(days(&["01/02/2026"]), ["20260201"]);
    assert_eq!(
        days(&["02/01/2026", "02/13/2026"]),
        ["20260201", "20260213"]
    );
    assert_eq!(
        days(&[
            "2026/02/01",
            "20260201",
            "1.2.2026",
            "2026-02-01 12:30",
            "01.02.26"
        ]),
        ["20260201"; 5]
    );
}

#[test]
fn tables_come_in_many_dresses() {
    let expected = ["20260201 +10.50 NOK", "20260202 -5.00 NOK"];
    for text in [
        "sep=;\nDato;Tekst;Beløp\n01.02.2026;a;10,50\n02.02.2026;b;-5,00\n",
        "\u{feff}Dato;Tekst;Beløp\r\n01.02.2026;\"a;\nb\";10,50\r\n\r\n02.02.2026;b;-5,00",
        "Dato;Tekst;Beløp;\n01.02.2026;a;10,50;\n02.02.2026;b;-5,00;\n",
        "Dato,Tekst,Beløp\n01.02.2026,a,\"10,50\"\n02.02.2026,b,\"-5,00\"\n",
        "Kontoutskrift\nKonto: 1234.56.78903\n\nDato;Tekst;Beløp\n01.02.2026;a;10,50\n02.02.2026;b;-5,00\n",
        "Dato;Tekst;Beløp\n01.02.2026;a;10,50\nDato;Tekst;Beløp\n02.02.2026;b;-5,00\n;Sum;5,50\n",
        "Dato|Tekst|Beløp\n01.02.2026|a|10,50\n02.02.2026|b|-5,00\nTotalt||5,50\n",
        "Beløp i NOK;Bokføringsdato;Dato;Tekst\n10,50;01.02.2026;31.01.2026;a\n-5,00;02.02.2026;01.02.2026;b\n",
        "Date,Description,Money out,Money in\n2026-02-01,a,,10.50\n2026-02-02,b,5.00,\n",
        "Date,Description,Amount,Debit/Credit\n2026-02-01,a,10.50,C\n2026-02-02,b,5.00,D\n",
    ] {
        assert_eq!(lines(text), expected, "{text}");
        let utf16: Vec<u8> = std::iter::once(0xfeff)
            .chain(text.trim_start_matches('\u{feff}').encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(lines(utf16), expected, "UTF-16: {text}");
    }
}
