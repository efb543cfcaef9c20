//! What refuses a file, and what is only noted.

use super::*;

#[test]
fn a_file_of_wrong_records_is_refused_at_its_line() {
    let (said, kept) = read_all(Format::BgMax, INVALID);
    assert_eq!(said.unwrap_err().line, Some(2));
    assert_eq!(kept.rows, []);
}

#[test]
fn counts_and_sums_that_do_not_hold_refuse_the_file() {
    let good = [
        START.to_owned(),
        opening("SEK"),
        money(20, "650861", 110_000, 2),
        money(22, "650861", 0, 2),
        money(21, "89853", 10_000, 3),
        deposit(74, 100_000, "SEK", 2),
        end(1, 1, 1, 1),
    ];
    assert_eq!(rows(Format::BgMax, good.join("\n")).len(), 3);
    let with = |n: usize, line: String| {
        let mut lines = good.clone();
        lines[n] = line;
        let fault = fault(lines.join("\n"));
        assert_eq!(fault.line, Some(n as u64 + 1));
        fault.problem
    };
    let count = |what: &str, stated, found| Problem::CountDiffers {
        what: what.to_owned(),
        stated,
        found,
    };
    assert_eq!(
        with(5, deposit(74, 100_000, "SEK", 1)),
        count("payments in deposit 74", 1, 2)
    );
    assert_eq!(
        with(5, deposit(74, 120_000, "SEK", 2)),
        Problem::SumDiffers {
            what: "deposit 74".to_owned(),
            stated: "1200.00".to_owned(),
            found: "1000.00".to_owned()
        }
    );
    assert_eq!(with(6, end(2, 1, 1, 1)), count("payments", 2, 1));
    assert_eq!(with(6, end(1, 0, 1, 1)), count("deductions", 0, 1));
    assert_eq!(with(6, end(1, 1, 2, 1)), count("extra references", 2, 1));
    assert_eq!(with(6, end(1, 1, 1, 0)), count("deposits", 0, 1));
}

#[test]
fn records_out_of_place_are_named() {
    let good: Vec<String> = file(&[money(20, "650861", 100, 2), "25Tack".to_owned()])
        .lines()
        .map(str::to_owned)
        .collect();
    let without = |n: usize| {
        let mut lines = good.clone();
        lines.remove(n);
        fault(lines.join("\n"))
    };
    let missing = |what: &str| {
        Fault::file(Problem::EndMissing {
            what: what.to_owned(),
        })
    };
    let unexpected = |line, found: &str, expected: &str| {
        Fault::at(
            line,
            Problem::UnexpectedRecord {
                found: found.to_owned(),
                expected: expected.to_owned(),
            },
        )
    };
    assert_eq!(without(0), unexpected(1, "050009912346", "01BGMAX"));
    assert_eq!(without(1), unexpected(2, "200003783511", "05, 70"));
    assert_eq!(without(2), unexpected(3, "25Tack", "20, 21, 15"));
    assert_eq!(without(4), missing("deposit record (15)"));
    assert_eq!(without(5), missing("end record (70)"));

    let mut lines = good.clone();
    lines.insert(4, "XXnonsense".to_owned());
    assert_eq!(
        fault(lines.join("\n")),
        unexpected(5, "XXnonsense", "20–23, 25–29, 15")
    );
    let mut lines = good.clone();
    lines.push("more".to_owned());
    assert_eq!(
        fault(lines.join("\n")),
        unexpected(7, "more", "end of the file")
    );
    // Two sections run together, the first one's deposit lost.
    let joined = [&good[..4], &good[1..]].concat();
    assert_eq!(
        fault(joined.join("\n")),
        unexpected(5, "050009912346", "20–23, 25–29, 15")
    );
}

#[test]
fn what_is_no_number_no_day_or_no_money_is_told() {
    let good = file(&[money(20, "650861", 110_000, 2)]);
    let refused = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        fault(good.replacen(from, to, 1))
    };
    let field = |name: &str| name.to_owned();
    assert_eq!(
        refused("20261120000", "10100324000"),
        Fault::at(
            4,
            Problem::DateImplausible {
                field: field("pay date"),
                value: "10100324".to_owned()
            }
        )
    );
    assert!(matches!(
        refused("20261120000", "20261320000").problem,
        Problem::NotADate { .. }
    ));
    assert!(matches!(
        refused("20261120000", "        000").problem,
        Problem::MissingValue { .. }
    ));
    assert!(matches!(
        refused("000000000000110000", "00000000000011000O").problem,
        Problem::RecordNotNumeric { .. }
    ));
    assert!(matches!(
        refused("SEK", "USD").problem,
        Problem::UnknownValue { .. }
    ));
    assert!(matches!(
        refused("0120261120", "0220261120").problem,
        Problem::UnknownValue { .. }
    ));

    // No money came: the row alone is wrong.
    let (summary, kept) = read_all(
        Format::BgMax,
        file(&[money(20, "1", 0, 4), money(20, "2", 5, 4)]),
    );
    assert_eq!(summary.unwrap().rows, 2);
    assert_eq!(kept.faults[0].line, Some(3));
    assert!(matches!(
        kept.faults[0].problem,
        Problem::AmountNotPositive { .. }
    ));
}

#[test]
fn tests_damage_and_wrong_check_digits_are_noted() {
    let text = file(&[
        money(20, "650862", 100, 2),
        "26Kalles PlÃ¥t AB".to_owned(),
        money(20, "650862", 100, 5),
        "26Kalles Pl\u{fffd}t AB".to_owned(),
    ]);
    let found = summary(text.replacen("010331P", "010331T", 1));
    assert!(found.is_test);
    let (damaged, wrong) = ("26Kalles PlÃ¥t AB".to_owned(), "650862".to_owned());
    assert_eq!(
        found.notes,
        [
            Fault::at(4, Problem::DamagedText { value: damaged }),
            Fault::at(3, Problem::CheckDigitWrong { value: wrong }),
        ]
    );
}

#[test]
fn a_payment_of_too_many_records_is_not_kept_in_memory() {
    let mut records = vec![money(20, "650861", 100, 2)];
    records.extend(vec!["25Tack".to_owned(); 20_000]);
    let fault = fault(file(&records));
    assert_eq!(fault.line, Some(10_003));
}
