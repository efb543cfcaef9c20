use super::*;
use proptest::prelude::*;

fn asked(filter: &str, subject: &Subject) -> bool {
    Filter::parse(filter).unwrap().accepts(subject)
}

#[test]
fn a_word_that_is_a_figure_finds_the_amounts() {
    let subject = Subject {
        amount: Decimal::new(1_820_050, 2),
        open: Decimal::new(-900_000, 2),
        ..Subject::default()
    };
    for yes in [
        "18200",
        "18200,50",
        "18.200,50",
        "\"18 200,50\"",
        "9000",
        "9000,00",
    ] {
        assert!(asked(yes, &subject), "{yes}");
    }
    for no in ["18200,51", "1820", "900", "0", "18200x"] {
        assert!(!asked(no, &subject), "{no}");
    }
}

#[test]
fn states_tags_and_groups_are_asked_for() {
    let subject = Subject {
        states: [State::Held].into_iter().collect(),
        tags: "\nbuilding site\nvip",
        group: "chain north",
        ..Subject::default()
    };
    for yes in [
        "is:held",
        "is:he",
        "-is:inactive",
        "tag:VIP",
        "tag:build",
        "group:north",
    ] {
        assert!(asked(yes, &subject), "{yes}");
    }
    for no in [
        "is:inactive",
        "-is:held",
        "is:stale",
        "tag:site",
        "group:south",
    ] {
        assert!(!asked(no, &subject), "{no}");
    }
    let known = "inactive held stale wrong".to_owned();
    let value = "frozen".to_owned();
    let fault = FilterFault::UnknownState { value, known };
    assert_eq!(Filter::parse("is:frozen"), Err(fault));
    assert!(
        Filter::parse("-is:inactive")
            .unwrap()
            .asks_for(State::Inactive)
    );
    assert!(!Filter::parse("inactive").unwrap().asks_for(State::Inactive));
}

#[test]
fn only_words_can_be_looked_for_fuzzily() {
    let plain = |text| Filter::parse(text).unwrap().plain_words();
    assert_eq!(plain("Nørd  by").as_deref(), Some("nord by"));
    assert_eq!(plain("nord -by"), None);
    assert_eq!(plain("nord late:>3"), None);
}

#[test]
fn terms_all_hold() {
    let words = [fold("Haust og vår, Ålesund"), fold("order A-77")];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let customer = fold("1042 Ängström & Sønn");
    let subject = Subject {
        words: &words,
        number: "10231",
        customer: &customer,
        late: 42,
        amount: Decimal::new(1_820_000, 2),
        open: Decimal::new(900_000, 2),
        currency: "NOK",
        ..Subject::default()
    };
    for yes in [
        "",
        "  ",
        "late:>30",
        "late:42",
        "late:=42",
        "late:>=42",
        "late:<43",
        "LATE:40..42",
        "amt:>10000",
        "amt:>10.000,00",
        "amt:18200",
        "open:<=9000",
        "amount:>\"18 199\"",
        "cust:äng",
        "cust:ang",
        "cust:ANGSTROM",
        "cust:sonn",
        "cust:1042",
        "cur:nok",
        "-cur:EUR",
        "alesund",
        "ÅLESUND",
        "\"og vår\"",
        "10231",
        "0231",
        "-winter",
        "-\"vår og\"",
        "a-77",
        "angstrom late:>30 -cur:EUR",
        "-",
        "\"\"",
    ] {
        assert!(asked(yes, &subject), "{yes}");
    }
    for no in [
        "late:>42",
        "late:<42",
        "late:1..41",
        "amt:<18200",
        "open:>9000",
        "-late:42",
        "cust:ålesund",
        "cur:EUR",
        "winter",
        "\"vår og\"",
        "-alesund",
        "alesund winter",
        "late:>30 cur:EUR",
        "late:-5",
    ] {
        assert!(!asked(no, &subject), "{no}");
    }
}

#[test]
fn a_fault_says_what_is_wrong() {
    let fault = |text: &str| Filter::parse(text).unwrap_err();
    assert_eq!(
        fault("late:"),
        FilterFault::MissingValue {
            field: "late".into()
        }
    );
    assert_eq!(
        fault("late:>"),
        FilterFault::MissingValue {
            field: "late".into()
        }
    );
    assert_eq!(
        fault("amt:1.."),
        FilterFault::MissingValue {
            field: "amt".into()
        }
    );
    assert_eq!(
        fault("amt:>ten"),
        FilterFault::NotANumber {
            field: "amt".into(),
            value: "ten".into()
        }
    );
    assert_eq!(
        fault("amt:>1.000"),
        FilterFault::NotANumber {
            field: "amt".into(),
            value: "1.000".into()
        }
    );
    assert_eq!(fault("\"two words"), FilterFault::OpenQuote);
    let known = "late: amt: open: cust: cur: is: tag: group:".to_owned();
    assert_eq!(
        fault("due:today"),
        FilterFault::UnknownField {
            field: "due".into(),
            known
        }
    );
    assert!(Filter::parse("\"due:today\" :x").is_ok());
}

#[test]
fn nothing_asked_is_an_empty_filter() {
    assert!(Filter::parse(" - ").unwrap().is_empty());
    assert!(!Filter::parse("x").unwrap().is_empty());
}

proptest! {
    #[test]
    fn all_rows_at_once_are_answered_as_one_by_one(
        rows in prop::collection::vec(("[ab ]{0,6}", "[1-3]{1,3}", -3_i64..3), 0..6),
        filter in "(-?(a|ab|b|12|2|late:>0|amt:2|cust:a)( |)){0,4}",
    ) {
        let customers: Vec<String> = rows.iter().map(|(name, number, _)| format!("{name}\n{number}")).collect();
        let mut haystack = Haystack::default();
        for ((name, number, _), customer) in rows.iter().zip(&customers) {
            haystack.push(&[customer, number, name]);
        }
        let subject = |row: usize| Subject {
            customer: &customers[row],
            late: rows[row].2,
            amount: Decimal::from(rows[row].2),
            ..Subject::default()
        };
        if let Ok(filter) = Filter::parse(&filter) {
            let one_by_one: Vec<bool> = (0..rows.len())
                .map(|row| filter.accepts(&Subject {
                    words: &[&rows[row].0],
                    number: &rows[row].1,
                    ..subject(row)
                }))
                .collect();
            prop_assert_eq!(filter.sift(&mut haystack, subject, rows.len()), one_by_one);
        }
    }

    #[test]
    fn anything_typed_is_answered(text in "\\PC{0,30}", terms in "(late|cust|-|:|>|\"| |1|\\.|a){0,12}") {
        for text in [text, terms] {
            if let Ok(filter) = Filter::parse(&text) {
                let _ = filter.accepts(&Subject::default());
            }
        }
    }

    #[test]
    fn a_word_is_found_where_the_library_finds_it(text in "[abå]{0,12}", word in "[abå]{0,4}") {
        prop_assert_eq!(contains(&text, &word), text.contains(&word));
    }
}
