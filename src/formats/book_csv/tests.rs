use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::customer::CustomerKind;
use crate::domain::date::to_int;
use crate::domain::document::DocumentKind;
use crate::domain::intake::{CustomerRow, InvoiceRow, PaymentRow};
use crate::domain::receipt::OtherKind;
use crate::formats::cells::LONGEST_VALUE;
use crate::formats::testing::{Kept, faults, read_all, rows, source};

fn invoices(text: impl AsRef<[u8]>) -> Vec<InvoiceRow> {
    let only = |row| match row {
        Row::Invoice(row) => row,
        row => panic!("{row:?}"),
    };
    rows(Format::Invoices, text).into_iter().map(only).collect()
}

fn customers(text: impl AsRef<[u8]>) -> Vec<CustomerRow> {
    let only = |row| match row {
        Row::Customer(row) => row,
        row => panic!("{row:?}"),
    };
    rows(Format::Customers, text)
        .into_iter()
        .map(only)
        .collect()
}

fn payments(text: impl AsRef<[u8]>) -> Vec<PaymentRow> {
    let only = |row| match row {
        Row::Payment(row) => row,
        row => panic!("{row:?}"),
    };
    rows(Format::Payments, text).into_iter().map(only).collect()
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn an_invoice_list_of_our_own() {
    let rows = invoices(
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid,type,credits_invoice,rate,discount_percent,\
         discount_date,open_amount,last_stage,last_letter_date,fees_charged,delivery_date,order_ref,contract_ref,colour\n\
         1001,C1,2026-01-02,2026-02-01,1250.00,SEK,001001,invoice,,0.985,2.5,2026-01-12,250.00,reminder,2026-02-20,35,\
         2026-01-01,PO-7,K9,red\n\
         1002,C1,2026-01-02,2026-02-01,-10.00,,,credit_note,1001,,,,,,,,,,,\n",
    );
    let first = &rows[0];
    assert_eq!(
        (first.number.as_str(), first.customer_number.as_str()),
        ("1001", "C1")
    );
    assert_eq!(
        (to_int(first.issued), to_int(first.due)),
        (20_260_102, 20_260_201)
    );
    assert_eq!(
        (first.amount.to_string(), first.currency.code()),
        (text("1250.00"), "SEK")
    );
    assert_eq!(first.reference.as_deref(), Some("001001"));
    assert_eq!(first.rate, Some(Decimal::new(985, 3)));
    assert_eq!(first.discount_percent, Some(Decimal::new(25, 1)));
    assert_eq!(first.open_amount, Some(Decimal::new(25_000, 2)));
    assert_eq!(first.fees_charged, Some(Decimal::new(35, 0)));
    assert_eq!(first.last_letter_date.map(to_int), Some(20_260_220));
    assert_eq!(first.notes, [(text("colour"), text("red"))].into());
    let second = &rows[1];
    assert_eq!(
        (second.kind, second.currency),
        (DocumentKind::CreditNote, Currency::NOK)
    );
    assert_eq!(second.credits_invoice.as_deref(), Some("1001"));
    assert_eq!(
        (second.amount, second.notes.len()),
        (Decimal::new(-1000, 2), 0)
    );
}

#[test]
fn open_item_lists_of_the_nordic_systems() {
    let norwegian = "Kundenr;Navn;Fakturanr;Fakturadato;Forfallsdato;Beløp;Restbeløp;KID;Saldo\r\n\
        10001;Bjørk & Sønn AS;2044;02.01.2026;16.01.2026;12 500,00;2 500,00;0020449;9 999,00\r\n\
        10001;Bjørk & Sønn AS;2045;02.01.2026;16.01.2026;-500,00;-500,00;;\r\n";
    let rows = invoices(norwegian);
    assert_eq!(rows[0].amount, Decimal::new(1_250_000, 2));
    assert_eq!(rows[0].open_amount, Some(Decimal::new(250_000, 2)));
    assert_eq!(rows[0].reference.as_deref(), Some("0020449"));
    // The balance is the customer's.
    assert_eq!(rows[0].notes["Saldo"], "9 999,00");
    assert_eq!(
        (rows[0].kind, rows[1].kind),
        (DocumentKind::Invoice, DocumentKind::CreditNote)
    );
    let latin: Vec<u8> = norwegian
        .chars()
        .map(|c| u8::try_from(c as u32).unwrap())
        .collect();
    assert_eq!(invoices(latin), rows);

    let swedish = invoices(
        "Fakturanummer\tKundnummer\tFakturadatum\tFörfallodatum\tBelopp\tValuta\tOCR\tTyp\n\
         7\tA\t2026-01-02\t2026-02-01\t1 000 kr\tSEK\t1234566\tKreditfaktura\n",
    );
    assert_eq!(
        (swedish[0].kind, swedish[0].currency),
        (DocumentKind::CreditNote, Currency::SEK)
    );
    let danish =
        invoices("Fakturanr;Kundenr;Dato;Forfaldsdato;Beløb\n7;A;02-01-2026;01-02-2026;1.000,50\n");
    assert_eq!(
        (to_int(danish[0].issued), danish[0].amount),
        (20_260_102, Decimal::new(100_050, 2))
    );
    let finnish = invoices(
        "Laskun numero;Asiakasnro;Laskupäivä;Eräpäivä;Summa;Viite\n7;A;2.1.2026;1.2.2026;1000,50;1234561\n",
    );
    assert_eq!(finnish[0].reference.as_deref(), Some("1234561"));
}

#[test]
fn a_customer_list() {
    let rows = customers(
        "Kundenr;Navn;Kundetype;Orgnr;Land;E-post;Telefon;Kontonr;Betalingsbetingelser;Kredittgrense;Gate;Postnr;Poststed;Selger\n\
         10001;\"Bjørk;\nSønn\tAS\";Bedrift;917 482 193;Norge;post@bjork.no;22 33 44 55;1234.56.78903;Netto 30 dager;50 000,-;Storgata 1;0150;Oslo;Kari\n\
         10002;Per;Privat;;se;;;;;;;;;\n",
    );
    let first = &rows[0];
    assert_eq!(first.name, "Bjørk; Sønn AS");
    assert_eq!(
        (first.kind, first.country.as_deref()),
        (Some(CustomerKind::Business), Some("NO"))
    );
    assert_eq!(
        (first.account.as_deref(), first.terms_days),
        (Some("12345678903"), Some(30))
    );
    assert_eq!(first.credit_limit, Some(Decimal::new(5_000_000, 2)));
    assert_eq!(
        (first.postcode.as_deref(), first.city.as_deref()),
        (Some("0150"), Some("Oslo"))
    );
    assert_eq!(first.notes, [(text("Selger"), text("Kari"))].into());
    let second = &rows[1];
    assert_eq!(
        (second.kind, second.country.as_deref()),
        (Some(CustomerKind::Consumer), Some("SE"))
    );
    assert_eq!(
        (&second.email, second.terms_days, second.credit_limit),
        (&None, None, None)
    );
}

#[test]
fn a_payment_list_and_what_is_no_payment() {
    let list = "payment_id,booking_date,amount,currency,kid,text,debtor_name,debtor_account,bank_ref\n\
        P1,2026-03-01,100.00,NOK,'0012345',\"Faktura 7, 8\",Bjørk,NO93 8601 1117 947,A1\n";
    let rows = payments(list);
    let first = &rows[0];
    assert_eq!(
        (first.payment_id.as_deref(), first.reference.as_deref()),
        (Some("P1"), Some("0012345"))
    );
    assert_eq!(
        (first.message.as_deref(), first.payer_name.as_deref()),
        (Some("Faktura 7, 8"), Some("Bjørk"))
    );
    assert_eq!(
        (first.payer_account.as_deref(), first.bank_ref.as_deref()),
        (Some("NO9386011117947"), Some("A1"))
    );
    let raw = "P1,2026-03-01,100.00,NOK,'0012345',\"Faktura 7, 8\",Bjørk,NO93 8601 1117 947,A1";
    assert_eq!(first.raw.as_deref(), Some(raw));

    let (_, kept) = read_all(
        Format::Payments,
        "Dato;Beløp;KID\n01.03.2026;-50,00;1\n02.03.2026;0,00;2\n",
    );
    match &kept.rows[0].row {
        Row::Other(other) => {
            assert_eq!(
                (other.kind, other.payment.amount),
                (OtherKind::Debit, Decimal::new(5000, 2))
            );
        }
        row => panic!("{row:?}"),
    }
    let zero = Problem::AmountNotPositive {
        field: text("Beløp"),
        value: text("0,00"),
    };
    assert_eq!(kept.faults, [Fault::at(3, zero)]);
}

#[test]
fn every_name_of_our_own_is_a_field() {
    for (format, head) in [
        (
            Format::Customers,
            "customer_no,name,kind,org_no,country,language,email,phone,account,terms_days,credit_limit,risk_class,\
             street,postcode,city,group,channel,agreed_fee_date",
        ),
        (
            Format::Invoices,
            "invoice_no,customer_no,issue_date,due_date,amount,currency,kid,delivery_date,order_ref,contract_ref,\
             type,credits_invoice,rate,discount_percent,discount_date,open_amount,last_stage,last_letter_date,\
             fees_charged",
        ),
        (
            Format::Payments,
            "payment_id,booking_date,amount,currency,reference,text,debtor_name,debtor_account,bank_ref",
        ),
    ] {
        assert_eq!(recognise(head), Some((Head::List(format), ',')));
        let (names, needed) = names_of(format);
        let columns = Columns::read(&head_of(head, ',').unwrap(), names, needed).unwrap();
        assert_eq!(
            (columns.notes().len(), columns.known()),
            (0, head.split(',').count())
        );
    }
}

const HEAD: &str = "invoice_no;customer_no;issue_date;due_date;amount;currency\n";

#[test]
fn all_faults_of_a_row_are_told_and_the_next_is_read() {
    let list = format!(
        "{HEAD}\n;C1;2026-02-30;soon;1.234;KRONER\n2;C1;2026-01-01;2026-01-31;5;NOK\n3;C1;2026-01-01\n\
         4;C1;2026-01-01;2026-01-31;5;NOK;;\n5;C1;2026-01-01;2026-01-31;5;NOK;6\n6;C1;2026-01-01;2026-01-31;5 EUR;NOK\n\
         1,23E+10;C1;2026-01-01;2026-01-31;x;\n"
    );
    let field = |name: &str| name.to_owned();
    assert_eq!(
        faults(Format::Invoices, &list),
        [
            (
                3,
                Problem::MissingValue {
                    field: field("invoice_no")
                }
            ),
            (
                3,
                Problem::NotADate {
                    field: field("issue_date"),
                    value: text("2026-02-30")
                }
            ),
            (
                3,
                Problem::NotADate {
                    field: field("due_date"),
                    value: text("soon")
                }
            ),
            (
                3,
                Problem::UnknownCurrency {
                    value: text("KRONER")
                }
            ),
            (
                3,
                Problem::AmbiguousAmount {
                    field: field("amount"),
                    value: text("1.234")
                }
            ),
            (
                5,
                Problem::TooFewValues {
                    expected: 6,
                    found: 3,
                    field: field("due_date")
                }
            ),
            (
                7,
                Problem::TooManyValues {
                    expected: 6,
                    found: 7
                }
            ),
            (
                8,
                Problem::AmountInOtherCurrency {
                    field: field("amount"),
                    value: text("5 EUR"),
                    currency: text("NOK")
                }
            ),
            (
                9,
                Problem::SpreadsheetNumber {
                    field: field("invoice_no"),
                    value: text("1,23E+10")
                }
            ),
            (
                9,
                Problem::NotAnAmount {
                    field: field("amount"),
                    value: text("x")
                }
            ),
        ]
    );
    assert_eq!(read_all(Format::Invoices, &list).1.rows.len(), 2);
}

#[test]
fn wrong_quotes_are_faults_of_their_column() {
    let list = format!(
        "{HEAD}\"1\"x;C1;2026-01-01;2026-01-31;5;NOK\n2;\"C1;2026-01-01;2026-01-31;5;NOK\n3;C1;2026-01-01;2026-01-31;5;NOK\n"
    );
    assert_eq!(
        faults(Format::Invoices, list),
        [
            (
                2,
                Problem::TextBehindQuote {
                    field: text("invoice_no")
                }
            ),
            (
                3,
                Problem::QuoteNotClosed {
                    field: text("customer_no")
                }
            ),
        ]
    );
}

#[test]
fn a_head_that_is_not_enough_or_too_much_is_an_error() {
    let told = |head: &str| read_all(Format::Invoices, head).0.unwrap_err();
    assert_eq!(
        told("\nFakturanr;Kundenr;Dato;Beløp\n1;2;3;4\n"),
        Fault::at(
            2,
            Problem::MissingColumn {
                column: text("due_date")
            }
        )
    );
    assert_eq!(
        told("Fakturanr;invoice_no;Kundenr\n"),
        Fault::at(
            1,
            Problem::TwoColumnsForField {
                field: text("invoice_no"),
                first: text("Fakturanr"),
                second: text("invoice_no"),
            }
        )
    );
    let wide = format!("Fakturanr;Kundenr;{}\n", "x;".repeat(300));
    assert_eq!(
        told(&wide),
        Fault::at(1, Problem::TooManyColumns { limit: 200 })
    );
    assert_eq!(told("").problem, Problem::Empty);
}

#[test]
fn common_words_give_way_to_clear_ones() {
    let row = &invoices(
        "Fakturanr;Kundenr;Kunde;Dato;Fakturadato;Forfallsdato;Sum;Beløp;Type;\n7;A;Per;x;02.01.2026;03.01.2026;y;5;;\n",
    )[0];
    assert_eq!(
        (to_int(row.issued), row.amount),
        (20_260_102, Decimal::new(5, 0))
    );
    assert_eq!(
        row.notes.keys().collect::<Vec<_>>(),
        ["Dato", "Kunde", "Sum"]
    );
}

#[test]
fn values_are_bounded_and_cleaned() {
    let long = "å".repeat(LONGEST_VALUE + 1);
    let list = format!(
        "customer_no,name,note\n1,{long},\n2,\u{202e}Per\u{1b}[2J,{}\n",
        "x".repeat(LONGEST_VALUE)
    );
    let (_, kept) = read_all(Format::Customers, list);
    let too_long = Problem::ValueTooLong {
        field: text("name"),
        limit: LONGEST_VALUE as u64,
    };
    assert_eq!(kept.faults, [Fault::at(2, too_long)]);
    let [
        Placed {
            line: 3,
            row: Row::Customer(row),
        },
    ] = &kept.rows[..]
    else {
        panic!("{kept:?}")
    };
    assert_eq!(
        (row.name.as_str(), row.notes["note"].len()),
        ("Per[2J", LONGEST_VALUE)
    );
}

#[test]
fn the_sink_ends_the_reading() {
    struct One(u64);
    impl Sink for One {
        fn row(&mut self, _: Placed) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Break(())
        }
        fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
            panic!("{fault:?}")
        }
    }
    let source = source(format!(
        "{HEAD}{}",
        "1;C;2026-01-01;2026-01-31;5;NOK\n".repeat(9)
    ));
    let mut one = One(0);
    let summary = read(&source, Format::Invoices, Currency::NOK, &mut one).unwrap();
    assert_eq!((one.0, summary.rows, summary.stopped), (1, 1, true));
    let mut kept = Kept::default();
    assert_eq!(
        read(&source, Format::Invoices, Currency::NOK, &mut kept)
            .unwrap()
            .rows,
        9
    );
}

proptest! {
    #[test]
    fn invoices_written_are_read_back(
        facts in prop::collection::vec(("[A-Z0-9/ ]{0,8}[A-Z0-9]", "[a-zæøå ,;\"\n]{0,12}[a-z]", 0_i32..80_000, 1_i64..999_999_999), 1..9),
        separator in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
    ) {
        let day = |n: i32| crate::domain::date::Date::from_num_days_from_ce_opt(693_596 + n).unwrap();
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(["amount", "Due date", "INVOICE_NO", "issue_date", "customer_no", "memo"]).unwrap();
        for (number, memo, days, minor) in &facts {
            writer.write_record([
                Decimal::new(*minor, 2).to_string(), day(*days + 30).to_string(), number.clone(),
                day(*days).format("%d.%m.%Y").to_string(), format!("C{number}"), memo.clone(),
            ]).unwrap();
        }
        let read = invoices(writer.into_inner().unwrap());
        prop_assert_eq!(read.len(), facts.len());
        for ((number, memo, days, minor), row) in facts.iter().zip(&read) {
            prop_assert_eq!(row.number.as_str(), number.trim());
            prop_assert_eq!(row.amount, Decimal::new(*minor, 2));
            prop_assert_eq!((row.issued, row.due), (day(*days), day(*days + 30)));
            let memo = memo.replace('\n', " ");
            prop_assert_eq!(row.notes["memo"].as_str(), memo.trim());
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in Format::ALL {
            let _ = read_all(format, &bytes);
        }
        let _ = crate::formats::sniff(&source(&bytes));
    }

    #[test]
    fn any_rows_are_answered(body in "([-0-9;,.\"'=EkrNOK \n\r\t]|\\PC){0,200}") {
        for head in [HEAD, "customer_no;name;terms_days;credit_limit;kind;country\n", "booking_date;amount;kid\n"] {
            let list = format!("{head}{body}");
            let format = crate::formats::sniff(&source(&list)).unwrap();
            let _ = read_all(format, &list);
        }
    }
}
