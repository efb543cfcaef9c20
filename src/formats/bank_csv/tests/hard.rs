//! Tables that are hard: odd rows, several accounts, charges, balances that stand on some lines only, and damage.

use super::*;

#[test]
fn nothing_is_swallowed_in_silence() {
    let head = "Dato;KID;Tekst;Beløp;Saldo";
    let read = |rows: &str| given(format!("{head}\n01.02.2026;;a;1,00;1,00\n{rows}\n"));
    for (row, key) in [
        ("02.02.2026;1,23E+10;b;1,00;2,00", "SpreadsheetNumber"),
        ("02.02.2026;;b;;2,00", "MissingValue"),
        (";;b;1,00;2,00", "MissingValue"),
        ("32.02.2026;;b;1,00;2,00", "NotADate"),
        ("02.02.2026;;b", "TooFewValues"),
        ("02.02.2026,,b,1,2", "NotADate"),
        ("02.02.2026;;b;c;1,00;2,00;3,00", "TooManyValues"),
        ("02.02.2026;;\"b\"c;1,00;2,00", "TextBehindQuote"),
        ("02.02.2026;;\"b;1,00;2,00", "QuoteNotClosed"),
    ] {
        let given = read(row);
        let problem = format!("{:?}", given.faults);
        assert!(
            problem.starts_with(&format!("[(3, {key}")),
            "{row}: {problem}"
        );
        assert_eq!(given.lines.len(), 1, "{row}");
        // The line is missing from the chain: no balance is proven, and none is called broken.
        assert_eq!(
            (given.notes.len(), given.ends()),
            (0, vec![(None, None)]),
            "{row}"
        );
    }
    let outside = read("Utskrift fra banken 03.02.2026");
    assert!(matches!(
        outside.notes[..],
        [(Some(3), Problem::OutsideStatement { .. })]
    ));
    let nothing = read("02.02.2026;;b;0,00;1,00");
    assert_eq!((nothing.lines.len(), nothing.notes.len()), (1, 0));
    let nothing = read("02.02.2026;1009;b;0,00;1,00");
    assert!(matches!(
        nothing.notes[..],
        [(Some(3), Problem::AmountNotPositive { .. })]
    ));
}

#[test]
fn accounts_and_currencies_have_a_chain_each() {
    let given = given(
        "Clearingnummer,Kontonummer,Valuta,Bokföringsdag,Beskrivning,Belopp,Bokfört saldo\n\
         8214,9123456,SEK,2026-01-30,a,100.00,300.00\n\
         8214,9123999,EUR,2026-01-30,b,5.00,15.00\n\
         8214,9123456,SEK,2026-01-29,c,50.00,200.00\n\
         8214,9123999,EUR,2026-01-28,d,-5.00,10.00\n",
    );
    assert_eq!(given.notes, []);
    assert_eq!(
        given.ends(),
        [
            (Some("150.00".into()), Some("300.00".into())),
            (Some("15.00".into()), Some("15.00".into()))
        ]
    );
    let accounts: Vec<_> = given
        .statements
        .iter()
        .map(|s| s.accounts[0].as_str())
        .collect();
    assert_eq!(accounts, ["9123456", "9123999"]);
}

#[test]
fn what_a_bank_takes_for_a_line_is_a_charge_of_its_own() {
    let text = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n\
         CARD_PAYMENT,Current,2021-10-02 19:54:53,2021-10-04 16:00:42,Shop,-985.38,9.85,SEK,COMPLETED,2772.93\n\
         TOPUP,Current,2021-10-26 16:39:57,2021-10-26 16:41:33,Top-Up,5000.00,1.00,SEK,COMPLETED,7771.93\n\
         CARD_PAYMENT,Current,2021-10-27 16:39:57,,Shop,-5.00,0.00,SEK,PENDING,\n";
    let source = source(text);
    let mut kept = Kept::default();
    let summary = read(&source, Currency::NOK, &mut kept).unwrap();
    assert_eq!((kept.faults.len(), summary.notes.len()), (0, 1));
    let others: Vec<_> = kept
        .rows
        .iter()
        .filter_map(|placed| match &placed.row {
            Row::Other(other) => Some((
                other.kind,
                other.payment.amount.to_string(),
                other.of_payment,
            )),
            _ => None,
        })
        .collect();
    assert_eq!(
        others,
        [
            (OtherKind::Debit, "985.38".into(), false),
            (OtherKind::BankCharge, "9.85".into(), false),
            (OtherKind::BankCharge, "1.00".into(), true)
        ]
    );
    let Row::Statement(statement) = &kept.rows[4].row else {
        panic!("{:?}", kept.rows[4]);
    };
    assert_eq!(
        statement.opening.map(|o| o.to_string()).as_deref(),
        Some("3768.16")
    );
}

#[test]
fn a_balance_on_the_day_s_last_line_alone_proves_as_much() {
    let given = given(
        "Dato;Tekst;Beløb;Saldo\n01.02.2026;a;10,00;\n01.02.2026;b;5,00;115,00\n\
         02.02.2026;c;-15,00;\n02.02.2026;d;1,00;101,00\n",
    );
    assert_eq!(
        (given.notes.len(), given.ends()),
        (0, ends("100.00", "101.00"))
    );
}

#[test]
fn the_sink_ends_the_reading() {
    struct Full;
    impl Sink for Full {
        fn row(&mut self, _: Placed) -> ControlFlow<()> {
            ControlFlow::Break(())
        }

        fn fault(&mut self, _: Fault) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    let summary = read(&source(ICA), Currency::SEK, &mut Full).unwrap();
    assert!(summary.stopped);
    assert_eq!(summary.rows, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damaged_samples_are_answered(
        which in 0_usize..4,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = [SPAREBANK1, NORDEA, ICA, GERMAN][which].as_bytes().to_vec();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let source = source(&bytes);
        let _ = sniff(&source);
        let _ = read(&source, Currency::NOK, &mut Kept::default());
    }

    #[test]
    fn any_rows_are_answered(body in "([-0-9;,.\"'=EkrNOK()/ \n\r\t]|\\PC){0,200}") {
        for head in ["Dato;Tekst;Beløb;Saldo\n", "Dato;Tekst;Inn;Ut;Saldo;Arkivreferanse;Status\n", ""] {
            let source = source(format!("{head}{body}"));
            let _ = sniff(&source);
            let _ = read(&source, Currency::NOK, &mut Kept::default());
        }
    }

    #[test]
    fn any_amounts_chain(amounts in prop::collection::vec(-99_999_999_i64..99_999_999, 1..30)) {
        let mut balance = 0_i64;
        let mut rows = Vec::new();
        for (day, amount) in amounts.iter().enumerate() {
            balance += amount;
            let money = |minor: i64| rust_decimal::Decimal::new(minor, 2).to_string().replace('.', ",");
            rows.push(format!("{:02}.02.2026;x;{};{}\n", day + 1, money(*amount), money(balance)));
        }
        rows.truncate(28);
        for turned in [false, true] {
            if turned {
                rows.reverse();
            }
            let given = given(format!("Dato;Tekst;Beløb;Saldo\n{}", rows.concat()));
            prop_assert_eq!((given.faults.len(), given.notes.len()), (0, 0));
            if amounts.iter().any(|amount| *amount != 0) {
                prop_assert_eq!(given.statements[0].opening.map(|o| o.is_zero()), Some(true));
            }
        }
    }
}
