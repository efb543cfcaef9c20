//! What a file's payments, deductions and sections come to.

use super::*;

#[test]
fn the_published_example_gives_its_two_deposits() {
    let (summary, Kept { rows, faults }) = read_all(Format::BgMax, PUBLISHED);
    let summary = summary.unwrap();
    assert_eq!(
        summary.transmission.as_deref(),
        Some("20040525173035010331")
    );
    assert_eq!((summary.rows, summary.is_test), (9, false));
    assert_eq!((&summary.notes[..], &faults[..]), (&[][..], &[][..]));
    let lines: Vec<u64> = rows.iter().map(|placed| placed.line).collect();
    assert_eq!(lines, [3, 8, 13, 23, 25, 30, 35, 40, 49]);
    let rows: Vec<Row> = rows.into_iter().map(|placed| placed.row).collect();

    let plain = payment(&rows[0]);
    assert_eq!(plain.amount.to_string(), "1000.00");
    assert_eq!(plain.reference.as_deref(), Some("655969"));
    assert_eq!(plain.payer_name.as_deref(), Some("Kalles Plåt AB"));
    assert_eq!(plain.payer_account.as_deref(), Some("3783511"));
    assert_eq!(plain.details.payer_org_no.as_deref(), Some("5500001234"));
    assert_eq!(plain.details.remittance, []);
    assert_eq!(plain.bank_ref.as_deref(), Some("000000000010"));
    assert_eq!(plain.batch.as_deref(), Some("74"));
    assert_eq!(plain.form.as_deref(), Some("2"));
    assert_eq!(plain.booked.to_string(), "2004-05-25");
    assert_eq!(plain.currency, Currency::SEK);
    assert_eq!(plain.own_account.as_deref(), Some("5841000001009823"));
    let raw = plain.raw.as_deref().unwrap();
    assert_eq!(raw.lines().count(), 5);
    assert!(raw.contains("27Storgatan 2 "), "{raw}");

    let deduction = other(&rows[1]);
    assert_eq!(
        (deduction.kind, deduction.of_payment),
        (OtherKind::Deduction, false)
    );
    assert_eq!(deduction.payment.amount.to_string(), "500.00");
    assert_eq!(deduction.payment.reference.as_deref(), Some("89853"));

    let several = payment(&rows[2]);
    assert_eq!(several.amount.to_string(), "1400.00");
    assert_eq!(several.reference, None);
    assert_eq!(
        several.message.as_deref(),
        Some("657866 658765 657767 Betalning med extra refnr 657965")
    );
    assert_eq!(
        remittance(several),
        unsplit(&["657866", "658765", "657767", "657965"])
    );

    let first = statement(&rows[3]);
    assert_eq!(first.accounts, ["5841000001009823", "9912346"]);
    assert_eq!(first.from, first.until);
    assert_eq!(
        first.from.map(|d| d.to_string()).as_deref(),
        Some("2004-05-25")
    );
    assert_eq!(
        (&first.number, first.opening, first.closing),
        (&None, None, None)
    );

    let second: Vec<_> = rows[4..8]
        .iter()
        .map(payment)
        .map(|p| {
            assert_eq!(p.batch.as_deref(), Some("75"));
            (
                p.amount.to_string(),
                p.reference.as_deref(),
                p.message.as_deref(),
                p.payer_name.as_deref().unwrap(),
            )
        })
        .collect();
    let told =
        |amount: &str, reference, message, name| (amount.to_owned(), reference, message, name);
    assert_eq!(
        second,
        [
            told("1100.00", Some("650861"), None, "Olles färg AB"),
            told("1200.00", None, None, "Berits Garn"),
            told("700.00", Some("659763"), None, "Berits Garn"),
            told(
                "5000.00",
                Some("658260"),
                Some("Faktura 658369 Faktura 658468"),
                "Kalles Plåt AB"
            ),
        ]
    );
    assert_eq!(
        remittance(payment(&rows[7])),
        unsplit(&["658260", "658369", "658468"])
    );
    assert_eq!(statement(&rows[8]).accounts.len(), 2);
}

#[test]
fn a_payment_alone_is_read() {
    let rows = rows(Format::BgMax, MINIMAL);
    let only = payment(&rows[0]);
    assert_eq!(only.amount.to_string(), "1100.00");
    assert_eq!(only.reference.as_deref(), Some("650861"));
    assert_eq!((&only.payer_name, &only.message), (&None, &None));
    assert_eq!((only.batch.as_deref(), rows.len()), (Some("74"), 2));
}

#[test]
fn encoding_and_line_ends_change_nothing() {
    let expected = rows(Format::BgMax, PUBLISHED);
    let text: String = PUBLISHED.iter().map(|&b| char::from(b)).collect();
    assert!(text.contains('å'));
    let cr = text.replace("\r\n", "\r");
    let marked = format!("\u{feff}{text}\r\n\r\n\u{1a}");
    // Blanks at the ends trimmed away, and tabulators written out, as in a file without lines.
    let trimmed: Vec<&str> = text.lines().map(str::trim_end).collect();
    let whole: Vec<String> = trimmed
        .iter()
        .map(|line| format!("{:80}", line.replacen("\t\t", "            ", 1)))
        .collect();
    let whole = whole.concat();
    for (what, bytes) in [
        ("UTF-8, so that some lines have 81 bytes", text.clone()),
        ("UTF-8 with its mark, and Ctrl-Z", marked),
        ("CR", cr),
        ("LF, trimmed", trimmed.join("\n")),
        ("no lines at all", whole.clone()),
        ("no lines but the last", whole + "\n"),
    ] {
        assert_eq!(rows(Format::BgMax, &bytes), expected, "{what}");
    }
}

#[test]
fn sections_of_two_currencies_and_an_empty_one() {
    let lines = [
        START.to_owned(),
        opening("SEK"),
        money(20, "650861", 110_000, 2),
        deposit(1, 110_000, "SEK", 1),
        opening("EUR"),
        money(20, "659763", 70_050, 2),
        money(20, "", 1, 1),
        deposit(2, 70_051, "EUR", 2),
        opening("SEK"),
        deposit(3, 0, "SEK", 0),
        end(3, 0, 0, 3),
    ];
    let found: Vec<_> = rows(Format::BgMax, lines.join("\n"))
        .iter()
        .map(|row| match row {
            Row::Payment(p) => (p.currency, p.batch.clone(), p.amount.to_string()),
            row => (statement(row).currency.unwrap(), None, String::new()),
        })
        .collect();
    let paid =
        |currency, batch: &str, amount: &str| (currency, Some(batch.to_owned()), amount.to_owned());
    let stated = |currency| (currency, None, String::new());
    assert_eq!(
        found,
        [
            paid(Currency::SEK, "1", "1100.00"),
            stated(Currency::SEK),
            paid(Currency::EUR, "2", "700.50"),
            paid(Currency::EUR, "2", "0.01"),
            stated(Currency::EUR),
            stated(Currency::SEK),
        ]
    );

    let mut mixed = lines;
    mixed[3] = deposit(1, 110_000, "EUR", 1);
    assert_eq!(
        fault(mixed.join("\n")),
        Fault::at(
            4,
            Problem::UnexpectedRecord {
                found: "EUR".to_owned(),
                expected: "SEK".to_owned()
            }
        )
    );
}

#[test]
fn a_split_payment_names_its_shares_and_the_credit_note_set_off() {
    let records = [
        money(20, "65786", 140_000, 5),
        money(22, "100252", 100_000, 4),
        money(22, "Faktnr: 63600", 50_000, 3),
        money(22, "100255", 40_000, 4),
        money(23, "900017", 50_000, 4),
        "25Enligt överenskommelse".to_owned(),
    ];
    let (summary, kept) = read_all(Format::BgMax, file(&records));
    assert_eq!(summary.unwrap().notes, []);
    let paid = payment(&kept.rows[0].row);
    assert_eq!(
        (paid.amount.to_string().as_str(), paid.reference.as_deref()),
        ("1400.00", Some("65786"))
    );
    let share = |number, amount: &str| (number, Some(amount.to_owned()));
    assert_eq!(
        remittance(paid),
        [
            ("65786", None),
            share("100252", "1000.00"),
            share("63600", "500.00"),
            share("100255", "400.00"),
            share("900017", "-500.00"),
        ]
    );
    assert_eq!(
        paid.message.as_deref(),
        Some("Faktnr: 63600 Enligt överenskommelse")
    );
    let set_off = other(&kept.rows[1].row);
    assert_eq!(
        (set_off.kind, set_off.of_payment),
        (OtherKind::CreditNote, true)
    );
    assert_eq!(set_off.payment.amount.to_string(), "500.00");
    assert_eq!(set_off.payment.reference.as_deref(), Some("900017"));
    assert_eq!((kept.rows[1].line, kept.rows.len()), (7, 3));

    let mut wrong = records;
    wrong[1] = money(22, "100252", 100_001, 4);
    assert_eq!(
        summary_notes(&wrong),
        [Fault::at(
            3,
            Problem::BatchDiffers {
                stated: "1400.00".to_owned(),
                found: "1400.01".to_owned()
            }
        )]
    );
}

fn summary_notes(records: &[String]) -> Vec<Fault> {
    summary(file(records)).notes
}

#[test]
fn shares_of_one_number_stay_apart_and_bare_numbers_stand_once() {
    let records = [
        money(20, "1001 1002,1001", 30_000, 3),
        money(22, "1001", 10_000, 4),
        money(22, "1001", 20_000, 4),
        money(22, "1002", 0, 4),
    ];
    let rows = rows(Format::BgMax, file(&records));
    let share = |number, amount: &str| (number, Some(amount.to_owned()));
    assert_eq!(
        remittance(payment(&rows[0])),
        [
            share("1001", "100.00"),
            ("1002", None),
            share("1001", "200.00")
        ]
    );
}

#[test]
fn the_reference_field_holds_a_reference_or_a_text() {
    for (written, reference, message, numbers) in [
        ("", None, None, &[][..]),
        ("                   650861", Some("650861"), None, &[]),
        ("2026-0017", Some("2026-0017"), None, &[]),
        (
            "8012577,8013575",
            None,
            Some("8012577,8013575"),
            &["8012577", "8013575"],
        ),
        (
            "100252            1000014",
            None,
            Some("100252 1000014"),
            &["100252", "1000014"],
        ),
        (
            "KUNDNR 43 FAKTURA F1234",
            None,
            Some("KUNDNR 43 FAKTURA F1234"),
            &["F1234"],
        ),
        ("Tack för lånet", None, Some("Tack för lånet"), &[]),
    ] {
        let rows = rows(Format::BgMax, file(&[money(20, written, 100, 3)]));
        let found = payment(&rows[0]);
        assert_eq!(found.reference.as_deref(), reference, "{written}");
        assert_eq!(found.message.as_deref(), message, "{written}");
        assert_eq!(remittance(found), unsplit(numbers), "{written}");
    }
}

#[test]
fn who_paid_is_told_as_far_as_the_file_says() {
    for (written, org_no) in [
        ("005500001234", Some("5500001234")),
        ("000500001234", Some("0500001234")),
        ("198001011234", Some("198001011234")),
        ("5500001234", Some("5500001234")),
        ("000000000000", None),
        ("", None),
    ] {
        let records = [money(20, "1", 100, 4), format!("29{written}")];
        let rows = rows(Format::BgMax, file(&records));
        let found = payment(&rows[0]).details.payer_org_no.as_deref();
        assert_eq!(found, org_no, "{written}");
    }
    let unknown = money(20, "1", 100, 4).replacen("0003783511", "0000000000", 1);
    let name = format!("26{:<35}Inköp", "Kommunen");
    let rows = rows(Format::BgMax, file(&[unknown, name]));
    assert_eq!(payment(&rows[0]).payer_account, None);
    assert_eq!(
        payment(&rows[0]).payer_name.as_deref(),
        Some("Kommunen Inköp")
    );
}

#[test]
fn a_long_line_of_records_is_read_in_one_pass() {
    let records = vec![money(20, "650861", 100, 2); 12_000];
    let padded: Vec<String> = file(&records).lines().map(|r| format!("{r:80}")).collect();
    let (summary, kept) = read_all(Format::BgMax, padded.concat() + "\n");
    assert_eq!(summary.map(|summary| summary.rows), Ok(12_001));
    assert_eq!(kept.rows.len(), 12_001);
}
