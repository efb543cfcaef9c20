use super::*;
use proptest::prelude::*;

fn tokens(text: &str) -> Vec<String> {
    mentions(text)
        .numbers
        .into_iter()
        .map(|mention| mention.token)
        .collect()
}

fn near(text: &str) -> Vec<String> {
    let numbers = mentions(text).numbers.into_iter();
    numbers
        .filter(|mention| mention.near_word)
        .map(|mention| mention.token)
        .collect()
}

#[test]
fn a_word_for_invoice_beside_a_number_is_seen_in_every_language() {
    for text in [
        "faktura 10231",
        "Fakturanr. 10231",
        "FAKT.NR 10231",
        "fakt nr: 10231",
        "faktura nr 10231",
        "fnr 10231",
        "Inv 10231",
        "invoice no. 10231",
        "Invoice #10231",
        "inv.10231",
        "lasku 10231",
        "Laskun nro 10231",
        "laskunro 10231",
        "Rechnung 10231",
        "Rechnungs-Nr. 10231",
        "RE 10231",
        "Rg.Nr. 10231",
        "rnr 10231",
        "regning 10231",
        "regn.nr. 10231",
        "kreditnota 10231",
        "credit note 10231",
        "hyvityslasku 10231",
        "faktura10231",
        "fakt10231",
        "inv#10231",
        "nr10231",
        "#10231",
        "nr. 10231",
        "Betaling, faktura: 10231",
        "fakturor 10231",
        "faktura-10231",
        "FAKTURA NUMMER 10231",
    ] {
        assert_eq!(
            near(text).last().map(String::as_str),
            Some("10231"),
            "{text}"
        );
        assert_eq!(
            mentions(text)
                .numbers
                .last()
                .map(|m| m.digits.clone())
                .as_deref(),
            Some("10231"),
            "{text}"
        );
    }
    for text in [
        "husleie 10231",
        "Leilighet nr 10231",
        "10231",
        "faktura for mars 10231",
        "Kari 10231",
    ] {
        assert_eq!(tokens(text), ["10231"], "{text}");
        assert_eq!(near(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn numbers_are_found_whole_or_not_at_all() {
    for text in [
        "1814",
        "110231",
        "10231.50",
        "10231,50",
        "x10231y22",
        "10231,-",
        "kr 10231",
        "1 10231 500,00 kr",
    ] {
        let found = tokens(text);
        assert!(
            !found.contains(&"14".to_owned()) && !found.contains(&"0231".to_owned()),
            "{text}"
        );
        assert!(
            text.starts_with("1 ") || !found.contains(&"10231".to_owned()),
            "{text}: {found:?}"
        );
    }
    assert_eq!(tokens("(10231)."), ["10231"]);
    assert_eq!(tokens("Betalt 10231!"), ["10231"]);
    assert_eq!(tokens("F-1001 og f1002"), ["F-1001", "F1002"]);
}

#[test]
fn lists_are_taken_apart() {
    for text in [
        "faktura 1001, 1002 og 1003",
        "faktura 1001,1002,1003",
        "lasku 1001 ja 1002 ja 1003",
        "faktura 1001 och 1002 samt 1003",
        "invoice 1001, 1002 and 1003",
        "Rechnung 1001 und 1002, 1003",
        "faktura 1001+1002+1003",
        "faktura 1001 & 1002 & 1003",
        "faktura 1001; 1002; 1003",
        "faktura 1001 1002 1003",
        "faktura 1001og1002og1003",
        "inv 1001 and inv 1002 and inv 1003",
    ] {
        assert_eq!(near(text), ["1001", "1002", "1003"], "{text}");
    }
    assert_eq!(tokens("1001/1002"), ["1001/1002", "1001", "1002"]);
    assert_eq!(tokens("1001/02"), ["1001/02", "1001", "02", "1002"]);
    assert_eq!(
        tokens("10231/32/33"),
        ["10231/32/33", "10231", "32", "10232", "33", "10233"]
    );
    assert_eq!(tokens("10231+32"), ["10231", "32", "10232"]);
    assert_eq!(tokens("faktura 2024/118"), ["2024/118", "2024", "118"]);
    assert_eq!(near("faktura 10231, 2 stk"), ["10231"]);
    assert_eq!(
        near("faktura 10231 kr 1500, 10232 kr 2000"),
        ["10231", "10232"]
    );
}

#[test]
fn ranges_are_filled_and_nonsense_is_not() {
    for text in [
        "1001-1003",
        "1001 - 1003",
        "1001–1003",
        "1001 til 1003",
        "1001 till 1003",
        "1001 to 1003",
        "1001 bis 1003",
    ] {
        let found = tokens(text);
        for number in ["1001", "1002", "1003"] {
            assert!(found.contains(&number.to_owned()), "{text}: {found:?}");
        }
        assert!(found.len() <= 4, "{text}: {found:?}");
    }
    assert_eq!(
        tokens("F1001-F1003"),
        ["F1001-F1003", "F1001", "F1002", "F1003"]
    );
    assert_eq!(
        tokens("F-0998 - F-1001"),
        ["F-0998", "F-0999", "F-1000", "F-1001"]
    );
    assert_eq!(tokens("10231-33").last().map(String::as_str), Some("10233"));
    for text in [
        "12-14",
        "2024-2026",
        "2024 til 2026",
        "1003-1001",
        "1001 - 1050",
        "998-1002",
        "1001-G1003",
    ] {
        let found = tokens(text);
        for number in ["13", "2025", "1002", "1010", "999"] {
            assert!(!found.contains(&number.to_owned()), "{text}: {found:?}");
        }
    }
    assert_eq!(tokens("1001 - 1020").len(), 20);
    assert_eq!(near("faktura 1001 t.o.m. 1003"), ["1001", "1002", "1003"]);
}

#[test]
fn what_is_no_invoice_is_put_aside() {
    for (text, aside) in [
        ("12.03.2026", Aside::Date),
        ("12.3.26", Aside::Date),
        ("12/3-26", Aside::Date),
        ("2026-03-12", Aside::Date),
        ("12. mars 2026", Aside::Date),
        ("mars 2026", Aside::Date),
        ("dato 120326", Aside::Date),
        ("forfall: 20260312", Aside::Date),
        ("12.03.", Aside::Date),
        ("uke 12", Aside::Date),
        ("kl 14:05", Aside::Date),
        ("+47 22 33 44 55", Aside::Phone),
        ("tlf 22334455", Aside::Phone),
        ("puh. 040 1234567", Aside::Phone),
        ("Tel: 08-123 45 67", Aside::Phone),
        ("+358 40 1234567", Aside::Phone),
        ("8601.11.17947", Aside::Account),
        ("1503.20.12345", Aside::Account),
        ("8601 11 17947", Aside::Account),
        ("NO93 8601 1117 947", Aside::Account),
        ("konto 1503 20 12345", Aside::Account),
        ("kontonr. 15032012345", Aside::Account),
        ("bankgiro 5050-1055", Aside::Account),
        ("bg 991-2346", Aside::Account),
        ("991-2346", Aside::Account),
        ("FI21 1234 5600 0007 85", Aside::Account),
        ("plusgiro 90 20 03-3", Aside::Account),
        ("orgnr 923 609 016 MVA", Aside::OrganisationNumber),
        ("org.nr. 923609016", Aside::OrganisationNumber),
        ("NO 923 609 016 MVA", Aside::OrganisationNumber),
        ("923609016", Aside::OrganisationNumber),
        ("SE556703748501", Aside::OrganisationNumber),
        ("556016-0680", Aside::OrganisationNumber),
        ("CVR 61 12 62 28", Aside::OrganisationNumber),
        ("DK61126228", Aside::OrganisationNumber),
        ("0112038-9", Aside::OrganisationNumber),
        ("Y-tunnus 0112038-9", Aside::OrganisationNumber),
        ("kr 1 500,00", Aside::Amount),
        ("1500,-", Aside::Amount),
        ("NOK 1.500,00", Aside::Amount),
        ("1500 kr", Aside::Amount),
        ("1500kr", Aside::Amount),
        ("1.500,00", Aside::Amount),
        ("EUR 12", Aside::Amount),
        ("1 500:-", Aside::Amount),
        ("€ 1 500.50", Aside::Amount),
        ("kundenr 1042", Aside::Customer),
        ("ordre nr. 5012", Aside::Other),
        ("order #5012", Aside::Other),
    ] {
        let found = mentions(text);
        assert_eq!(found.numbers, [], "{text}");
        assert_eq!(found.aside.len(), 1, "{text}: {:?}", found.aside);
        assert_eq!(found.aside[0].1, aside, "{text}");
        let beside = mentions(&format!("{text} faktura 10231"));
        assert_eq!(beside.numbers.len(), 1, "{text}: {beside:?}");
        assert!(beside.numbers[0].near_word && beside.numbers[0].token == "10231");
        assert_eq!(near(&format!("Faktura 10231 {text}")), ["10231"], "{text}");
    }
}

#[test]
fn what_may_be_both_is_given_as_both() {
    let year = &mentions("faktura 2024").numbers[0];
    assert!(year.year_like && year.near_word);
    assert!(
        mentions("takk for 2024")
            .aside
            .contains(&("2024".to_owned(), Aside::Year))
    );
    let date = &mentions("20260312").numbers[0];
    assert!(date.date_like && !date.near_word);
    assert!(mentions("faktura 12/3").numbers[0].date_like);
    // The word outweighs a check digit that fits by chance.
    assert_eq!(near("faktura 923609016"), ["923609016"]);
    assert_eq!(near("INV-10231"), ["INV-10231", "10231"]);
    let again = mentions("2024/118 og faktura 118 takk").numbers;
    assert!(again.iter().any(|m| m.token == "118" && m.near_word));
    let ends = mentions("faktura 2024/118").numbers;
    assert!(
        ends.iter()
            .all(|part| part.span.0 >= ends[0].span.0 && part.span.1 <= ends[0].span.1)
    );
}

#[test]
fn digits_are_those_of_one_number() {
    for (token, digits) in [
        ("F-1001", "1001"),
        ("10231", "10231"),
        ("2024/118", "2024118"),
        ("F2024-0018", "20240018"),
        ("1001a", "1001"),
        ("10231-1", ""),
        ("f47ac10b-58cc", ""),
        ("1001/1002", ""),
    ] {
        assert_eq!(mentions(token).numbers[0].digits, digits, "{token}");
    }
}

#[test]
fn references_are_kept_as_they_may_be_meant() {
    let references = |text: &str| mentions(text).references;
    assert_eq!(references("RF18 5390 0754 7034"), ["RF18539007547034"]);
    assert_eq!(references("rf18539007547034 takk"), ["RF18539007547034"]);
    assert_eq!(references("KID 12345 6782"), ["123456782", "12345", "6782"]);
    assert_eq!(references("10231 viite: 0001234561")[0], "0001234561");
    assert_eq!(references("KID 1000005-"), ["1000005", "1000005-"]);
    assert_eq!(
        references("+71<000000020260014+12345678<"),
        ["000000020260014", "12345678"]
    );
    assert_eq!(references("12 34561"), ["34561", "1234561"]);
    assert_eq!(references("12345678901234567890123456"), [] as [&str; 0]);
}

#[test]
fn a_flood_is_answered_within_bounds() {
    for piece in [
        "1-",
        "a-",
        "1 ",
        "1001-1020 ",
        "12.",
        "1,",
        "faktura 1",
        "+",
        "RF18 ",
        "NO93 1234 ",
        "1/2/3/",
        "kr ",
        "a1",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let found = mentions(&text);
        assert!(
            found.numbers.len() <= MOST
                && found.references.len() <= MOST
                && found.aside.len() <= MOST
        );
    }
    let long = "9".repeat(40);
    for mark in ["-", "/", ".", ",", " ", " til ", ":", "+", " mars ", "-F"] {
        for (a, b, c) in [
            (&*long, "1", "1"),
            ("1", &*long, "1"),
            ("2026", "12", &*long),
            (&*long, &*long, &*long),
        ] {
            let _ = mentions(&format!("{a}{mark}{b}{mark}{c}"));
        }
    }
    let many: Vec<String> = (10_000..10_500).map(|n| format!("faktura {n}")).collect();
    let many = many.join(" ");
    assert_eq!(mentions(&many).numbers.len(), MOST);
}

/// Whether digits stand in a text with no digit beside them.
fn stands_whole(text: &str, digits: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|run| run == digits)
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let found = mentions(&text);
        prop_assert!(found.numbers.iter().all(|mention| mention.token.chars().any(|c| c.is_ascii_digit())));
    }

    #[test]
    fn every_number_stands_whole_in_the_text(
        text in "((faktura|fakt\\.|nr|kr|og|til|konto|org|F|tlf|KID|mars)|[0-9]{1,6}|[0-9]{9,11}|[ ,./+–:#-]){1,14}",
    ) {
        let found = mentions(&text);
        for mention in &found.numbers {
            let (start, end) = mention.span;
            let source = text.get(start..end).unwrap().to_uppercase();
            let is_written = source == mention.token || source.split(['/', '-']).any(|part| part == mention.token);
            // Filled up between the ends of a range, or behind the number that it goes on from.
            let is_made = mention.kind != MentionKind::Whole && source.len() > mention.token.len();
            prop_assert!(is_written || is_made, "{text:?} {mention:?}");
            let before = text[..start].chars().next_back().filter(|_| source.starts_with(|c: char| c.is_ascii_digit()));
            let behind = text[end..].chars().next();
            prop_assert!(!before.is_some_and(|c| c.is_ascii_digit()), "{text:?} {mention:?}");
            prop_assert!(!behind.is_some_and(|c| c.is_ascii_digit()), "{text:?} {mention:?}");
            if is_written {
                let last = mention.token.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap();
                prop_assert!(last.is_empty() || stands_whole(&text, last), "{text:?} {mention:?}");
            }
        }
        for reference in &found.references {
            prop_assert!((4..=26).contains(&reference.len()));
        }
    }

    #[test]
    fn a_number_beside_its_word_is_always_found(
        number in "[1-9][0-9]{3,7}", word in "faktura|fakt\\.nr\\.|invoice no\\.|lasku|Rechnung", before in "[a-z ]{0,12}", behind in "( [a-z]{5,9}|\\.|!|\\))?",
    ) {
        let text = format!("{before} {word} {number}{behind}");
        prop_assert!(near(&text).contains(&number), "{text:?}");
    }
}
