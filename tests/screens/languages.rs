//! Each pane in each language besides English, on the smallest usual screen: it says everything, and cuts no more than
//! English does.

use reskontra::text::Locale;

use crate::picture::picture;
use crate::scenes::SCENES;
use crate::screen::Screen;

/// The screens that are kept: each pane with what stands over it.
const PANES: &[&str] = &[
    "today",
    "customers",
    "customers_card",
    "customers_document",
    "aging",
    "aging_items",
    "aging_as_of_form",
    "reminders",
    "reminders_items",
    "matching",
    "matching_money",
    "matching_write_off",
    "matching_why",
    "matching_find_customer",
    "matching_certain",
    "reminders_letter",
    "outbox",
    "outbox_resend",
    "customers_letters",
    "customers_statement",
    "statement_file",
    "bank",
    "bank_reversal",
    "bank_statements",
    "bank_put_away_form",
    "imported_with_lines",
    "import_foreign_account",
    "dispute_form",
    "palette",
    "log",
    "undo",
    "importing",
    "mapping",
    "mapping_field",
    "kept_mappings",
    "import_refused",
    "today_credit",
    "today_setup",
    "credit_tab",
    "credit_answer",
    "credit_check_form",
    "report_warnings",
    "reports",
];

/// The heads of each pane's columns, which are read whole or not at all.
const HEADS: &[(&str, &[&str])] = &[
    (
        "customers",
        &[
            "tui.customers.number",
            "tui.customers.name",
            "tui.customers.open",
            "tui.customers.overdue",
            "tui.customers.late",
        ],
    ),
    (
        "aging",
        &[
            "tui.aging.customer",
            "tui.aging.not-due",
            "tui.aging.other",
            "tui.aging.total",
        ],
    ),
    (
        "aging_items",
        &[
            "tui.item.number",
            "tui.item.due",
            "tui.item.amount",
            "tui.item.open",
            "tui.item.state",
        ],
    ),
    (
        "reminders",
        &[
            "tui.reminders.name",
            "tui.reminders.count",
            "tui.reminders.days",
            "tui.reminders.amount",
        ],
    ),
    (
        "matching",
        &[
            "tui.matching.date",
            "tui.matching.amount",
            "tui.matching.payer",
        ],
    ),
    (
        "bank",
        &[
            "tui.bank.label",
            "tui.bank.kind",
            "tui.bank.date",
            "tui.bank.amount",
            "tui.bank.payer",
        ],
    ),
    (
        "customers_document",
        &[
            "tui.document.date",
            "tui.document.moved",
            "tui.document.left",
        ],
    ),
];

fn languages() -> impl Iterator<Item = Locale> {
    Locale::tags().skip(1).filter_map(Locale::load)
}

fn seen(name: &str, locale: Locale) -> String {
    let (_, go) = SCENES.iter().find(|(known, _)| *known == name).unwrap();
    let mut screen = Screen::speaking(locale);
    go(&mut screen);
    let missing = screen.model.locale.missing();
    assert!(missing.is_empty(), "{name}: no words for {missing:?}");
    let picture = picture(&screen.draw());
    picture.split("---\n").next().unwrap().to_owned()
}

#[test]
fn every_pane_looks_as_it_should_in_every_language() {
    for locale in languages() {
        for name in PANES {
            let label = format!("{name}_{}", locale.tag());
            insta::assert_snapshot!(label, seen(name, locale.clone()));
        }
    }
}

#[test]
fn the_heads_of_columns_are_never_cut() {
    for locale in languages() {
        for (name, heads) in HEADS {
            let screen = seen(name, locale.clone());
            for head in *heads {
                let head = locale.text(head);
                assert!(screen.contains(head), "{}: {head}\n{screen}", locale.tag());
            }
        }
    }
}

#[test]
fn the_keys_of_a_pane_have_room_below_it() {
    let keys = |screen: &str| screen.lines().last().unwrap_or("").matches(" · ").count();
    for locale in languages() {
        for name in PANES {
            let (english, other) = (seen(name, Locale::english()), seen(name, locale.clone()));
            let (there, here) = (keys(&english), keys(&other));
            // One key less is a longer word; two is a line that was not looked at.
            assert!(
                here + 1 >= there,
                "{} {name}: {here} of {there}\n{other}",
                locale.tag()
            );
        }
    }
}
