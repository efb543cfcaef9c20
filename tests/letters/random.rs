//! Facts of every shape make a letter or are refused; nothing panics, and the total stands as it was asked for.

use proptest::prelude::*;
use reskontra::domain::content::{
    ContentCharge, ContentLine, EarlierCharge, LetterContent, NextStep, PayTo,
};
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::date::Date;
use reskontra::domain::document::ItemClass;
use reskontra::domain::letter::{ChargeKind, LetterKind, Span};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::required::Required;
use reskontra::letters::{Language, Templates, compose, html, samples, text};

use super::{digits, totals};

fn amount() -> impl Strategy<Value = Minor> {
    prop_oneof![
        19 => (-100_000_i64..10_000_000).prop_map(Minor),
        1 => any::<i64>().prop_map(Minor),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (693_596_i32..803_168).prop_map(|day| Date::from_num_days_from_ce_opt(day).unwrap())
}

fn line() -> impl Strategy<Value = ContentLine> {
    let class = prop::sample::select(ItemClass::ALL.to_vec());
    let charge = prop::option::of(earlier_charge());
    let figures = (amount(), amount(), amount(), amount());
    (".{0,20}", class, charge, day(), day(), figures).prop_map(
        |(number, class, charge, issued, due, (invoiced, settled, held, amount))| ContentLine {
            number,
            class,
            charge,
            issued,
            due,
            invoiced,
            settled,
            held,
            amount,
        },
    )
}

fn earlier_charge() -> impl Strategy<Value = EarlierCharge> {
    let kind = prop::sample::select(ChargeKind::ALL.to_vec());
    let spans = prop::collection::vec((day(), day(), amount(), amount()), 0..3);
    (kind, "\\PC{0,9}", ".{0,20}", spans).prop_map(|(kind, about, rule, spans)| EarlierCharge {
        kind,
        letter: Some(LetterKind::Reminder),
        about,
        rule: rule.clone(),
        spans: spans
            .into_iter()
            .map(|(from, to, principal, amount)| Span {
                from,
                to,
                days: 30,
                principal,
                rate: 12.into(),
                amount,
                rule: rule.clone(),
            })
            .collect(),
    })
}

fn charge() -> impl Strategy<Value = ContentCharge> {
    let kind = prop::sample::select(ChargeKind::ALL.to_vec());
    (kind, ".{0,12}", amount(), ".{0,20}").prop_map(|(kind, about, amount, rule)| ContentCharge {
        kind,
        about,
        amount,
        rule,
        spans: Vec::new(),
    })
}

fn letter() -> impl Strategy<Value = LetterContent> {
    let kinds = (
        prop::sample::select(LetterKind::ALL.to_vec()),
        prop::sample::select(Language::ALL.to_vec()),
        prop::sample::select(vec![
            CustomerKind::Business,
            CustomerKind::Consumer,
            CustomerKind::Public,
        ]),
    );
    let texts = (
        "(?s).{0,60}",
        prop::option::of("(?s).{0,120}"),
        "[A-Za-z]{0,2}",
        prop::option::of(".{0,26}"),
        ".{0,30}",
    );
    let parts = (
        prop::collection::vec(line(), 0..6),
        prop::collection::vec(charge(), 0..4),
    );
    (kinds, texts, parts, prop::option::of(day()), any::<bool>()).prop_map(
        |((kind, language, customer), texts, (lines, charges), deadline, is_right)| {
            let (name, street, country, reference, account) = texts;
            let mut letter = samples::letter(language, kind, "no");
            letter.recipient.kind = customer;
            letter.recipient.name = name;
            letter.recipient.street = street;
            letter.recipient.country = country;
            letter.reference = reference;
            letter.deadline = deadline;
            letter.next = Some(NextStep::HandOver(Some(account.clone())));
            letter.company.accounts = vec![PayTo {
                currency: Some(Currency::NOK),
                account,
                bic: None,
            }];
            letter.lines = lines;
            letter.charges = charges;
            let amounts = letter.lines.iter().map(|line| line.amount.0);
            let amounts = amounts.chain(letter.charges.iter().map(|charge| charge.amount.0));
            let sum = amounts.fold(0_i64, i64::wrapping_add);
            letter.total = Minor(if is_right { sum } else { sum / 2 });
            letter
        },
    )
}

proptest! {
    #[test]
    fn any_facts_make_a_letter_with_their_total_or_are_refused(letter in letter()) {
        if let Ok(sheet) = compose(&letter, &Required::default(), &Templates::shipped()) {
            let (sum, payment) = totals(&sheet);
            prop_assert_eq!(digits(&sum), letter.total.0.to_string());
            prop_assert_eq!(digits(&payment), letter.total.0.to_string());
            prop_assert!((1..=9).contains(&sheet.recipient.len()));
            let text = text::render(&sheet, 60);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert!(html::render(&sheet).ends_with("</html>\n"));
        }
    }
}
