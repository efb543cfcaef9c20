use super::*;
use crate::domain::id::CustomerId;
use proptest::prelude::*;

fn names(list: &[&str]) -> Names {
    Names::new((1..).map(CustomerId).zip(list.iter().copied()))
}

#[test]
fn one_name_in_its_many_dresses() {
    for (a, b) in [
        ("NORDBYGG ENTREPREN", "Nordbygg Entreprenør AS"),
        ("SOLVANG KARI", "Kari Solvang"),
        ("Nordbygg A/S", "NORDBYGG AS"),
        ("Ångström & Söner AB (publ)", "ANGSTROM SONER"),
        ("Aalborg Værft ApS", "Ålborg Vaerft"),
        ("Østby Rør AS", "OESTBY ROER AS"),
        ("Volvo Sverige AB", "Volvo AB"),
        ("Nord Bygg AS", "Nordbygg AS"),
        ("Hansen, Ola", "Ola Hansen"),
        ("Nordbyg Entreprenør AS", "Nordbygg Entreprenør AS"),
        ("Nordbygg Entrepernør", "Nordbygg Entreprenør AS"),
        ("Müller GmbH & Co. KG", "Mueller"),
        ("BERGEN OG OMEGN BO", "Bergen og Omegn Boligbyggelag"),
        ("AS", "AS"),
    ] {
        assert!(agree(a, b) >= 90, "{a} {b}: {}", agree(a, b));
    }
}

#[test]
fn other_names_are_others() {
    for (a, b) in [
        ("Nordbygg AS", "Nordbad AS"),
        ("Kari Hansen", "Kari Solvang"),
        ("K. Solvang", "Kari Solvang"),
        ("Hansen Bygg AS", "Hansen Transport AS"),
        ("Solvang", "Solvamg"),
        ("NORDBYGG ENTREPR", "Nordbygg Entreprenør AS"),
        ("", "Nordbygg"),
        ("", ""),
        ("AS", "AB"),
        ("& -", "..."),
    ] {
        assert!(agree(a, b) < 90, "{a} {b}: {}", agree(a, b));
    }
    assert!(agree("K. Solvang", "Kari Solvang") > agree("M. Solvang", "Kari Solvang"));
}

#[test]
fn a_name_is_unique_only_when_no_other_is_near() {
    let index = names(&[
        "Nordbygg Entreprenør AS",
        "Nordbad AS",
        "Kari Solvang",
        "Kari Hansen",
        "Hansen Bygg AS",
        "Hansen Transport AS",
        "Fjordkraft Øst AS",
        "Fjordkraft Øst ANS",
    ]);
    for (name, customer) in [
        ("NORDBYGG ENTREPREN", Some(1)),
        ("nordbygg entreprenor", Some(1)),
        ("SOLVANG KARI", Some(3)),
        ("HANSEN TRANSPORT", Some(6)),
        ("Hansen Tarnsport AS", Some(6)),
        ("Nord Bad", Some(2)),
        ("HANSEN", None),
        ("FJORDKRAFT ØST", None),
        ("Ola Nordmann", None),
        ("", None),
        ("KARI", None),
    ] {
        let found = index.find(name);
        assert_eq!(
            found.unique(),
            customer.map(CustomerId),
            "{name}: {found:?}"
        );
    }
    assert_eq!(index.find("Ola Nordmann"), Found::default());
}

#[test]
fn rare_words_tell_more_than_common_ones() {
    let mut list: Vec<String> = (0..300)
        .map(|n| format!("Firma{n:03} Bygg og Eiendom AS"))
        .collect();
    list.push("Kvitfjell Bygg AS".to_owned());
    let index = Names::new(
        list.iter()
            .enumerate()
            .map(|(n, name)| (CustomerId(n.try_into().unwrap()), name.as_str())),
    );
    assert_eq!(index.find("Kvitfjell").unique(), Some(CustomerId(300)));
    assert_eq!(index.find("Bygg og Eiendom AS").unique(), None);
}

#[test]
fn several_names_of_one_customer_are_no_rivals() {
    let both = [
        (CustomerId(7), "Solvang Rør AS"),
        (CustomerId(7), "Solvang Rør"),
        (CustomerId(8), "Ås Trelast"),
    ];
    assert_eq!(
        Names::new(both).find("SOLVANG RØR").unique(),
        Some(CustomerId(7))
    );
}

#[test]
fn a_name_that_thousands_bear_means_none_of_them() {
    let names: Vec<(CustomerId, &str)> =
        (0..30_000).map(|n| (CustomerId(n), "Hansen AS")).collect();
    let found = Names::new(names).find("Hansen");
    assert_eq!((found.unique(), found.next), (None, 100));
}

fn any_name() -> impl Strategy<Value = String> {
    let word = "Kari|Ola|Hansen|Solvang|Nordbygg|Bygg|Entreprenør|Ås|Østby|AS|AB|og|Transport|Norge|[a-zæøå]{1,9}";
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_names_are_answered_alike_both_ways(a in any::<String>(), b in "\\PC{0,60}") {
        prop_assert_eq!(agree(&a, &b), agree(&b, &a));
        let found = names(&[&a, &b]).find(&b);
        prop_assert!(found.best.is_none_or(|(_, percent)| percent <= 100) && found.next <= 100);
    }

    #[test]
    fn names_agree_alike_both_ways(a in any_name(), b in any_name()) {
        prop_assert_eq!(agree(&a, &b), agree(&b, &a));
    }

    #[test]
    fn a_name_finds_itself_in_any_order_and_case(
        list in prop::collection::vec(any_name(), 1..30), at in 0_usize..30,
    ) {
        let at = at % list.len();
        let index = Names::new((0..).map(CustomerId).zip(list.iter().map(String::as_str)));
        let mut words: Vec<&str> = list[at].split(' ').collect();
        words.reverse();
        let asked = words.join(" ").to_uppercase();
        let (best, percent) = index.find(&asked).best.unwrap();
        prop_assert_eq!(percent, 100);
        let same = usize::try_from(best.0).unwrap();
        prop_assert_eq!(agree(&list[same], &list[at]), 100);
    }

    #[test]
    fn the_index_reads_what_a_look_at_all_names_would(
        list in prop::collection::vec(any_name(), 1..25), asked in any_name(),
    ) {
        let index = Names::new((0..).map(CustomerId).zip(list.iter().map(String::as_str)));
        let found = index.find(&asked);
        // Weights differ, but a name that is the same for letters alone is the best for the index.
        let same = list.iter().filter(|name| agree(name, &asked) == 100).count();
        if same > 0 {
            prop_assert_eq!(found.best.map(|(_, percent)| percent), Some(100));
        }
        if same > 1 {
            prop_assert_eq!(found.unique(), None);
        }
    }

    #[test]
    fn the_order_of_the_customers_says_nothing(
        (list, shuffled) in prop::collection::vec((0_i64..9, any_name()), 1..25)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        asked in any_name(),
    ) {
        let index = |list: &[(i64, String)]| {
            Names::new(list.iter().map(|(customer, name)| (CustomerId(*customer), name.as_str()))).find(&asked)
        };
        prop_assert_eq!(index(&list), index(&shuffled));
    }
}
