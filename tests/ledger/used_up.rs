//! Money that is used up on the day on which it is said whose it is: it settles from where it is, and the books say
//! the same as if it had been moved first.

use reskontra::domain::command::{Command, Settlement};
use reskontra::domain::id::CustomerId;
use rust_decimal::Decimal;

use super::books::Books;

const INVOICES: [&str; 2] = [
    "501,0,2026-03-01,2026-03-31,1000,NOK,,",
    "502,1,2026-03-01,2026-03-31,1000,NOK,,",
];

fn books() -> Books {
    Books::with(&INVOICES, &["p1,2026-03-20,1000,NOK"])
}

/// What a customer's items come to on a day: by his items, and by his postings alone.
fn balance(books: &Books, customer: CustomerId, day: &str) -> (String, String) {
    let store = books.0.store();
    let (reader, day) = (store.read(), day.parse().unwrap());
    let items = reader.items_as_of(customer, day).unwrap();
    let by_items = items.iter().map(|item| item.open.0).sum();
    let by_postings = reader.balances_of(customer, day).unwrap();
    let by_postings = by_postings.values().map(|sum| sum.0).sum();
    let shown = |minor: i64| Decimal::new(minor, 2).to_string();
    (shown(by_items), shown(by_postings))
}

fn postings(books: &Books) -> usize {
    let store = books.0.store();
    store.read().history(books.item("p1")).unwrap().len()
}

#[test]
fn it_takes_one_posting_of_the_money_and_it_is_the_customers_all_the_same() {
    let mut books = books();
    let did = books.settle("p1=501").unwrap();
    assert_eq!(postings(&books), 2);
    assert_eq!(
        (books.holder("p1"), books.open("p1"), books.open("501")),
        (1, "0.00".into(), "0.00".into())
    );
    assert_eq!(
        Books::told(&did),
        [
            "1 000,00 NOK of p1 on 501",
            "1 000,00 NOK of receipt p1 to customer Kunde 0"
        ]
    );
    let card = books.0.desk.card(CustomerId(1)).unwrap();
    assert!(card.settled.iter().any(|item| item.number == "p1"));
}

#[test]
fn it_was_nobodys_until_the_day_on_which_it_settled_something() {
    let mut books = books();
    let settlement = Settlement {
        on: Some("2026-03-25".parse().unwrap()),
        ..books.settlement("p1=501")
    };
    books.act(Command::Settle(Box::new(settlement))).unwrap();
    assert_eq!(postings(&books), 2);
    let both = |sum: &str| (sum.to_owned(), sum.to_owned());
    let nobody = CustomerId::UNIDENTIFIED;
    for (day, customers, nobodys) in [
        ("2026-03-19", "1000.00", "0"),
        ("2026-03-24", "1000.00", "-1000.00"),
        ("2026-03-25", "0", "0"),
    ] {
        let owed = balance(&books, CustomerId(1), day);
        assert_eq!(owed.1.parse::<Decimal>(), customers.parse(), "{day}");
        assert_eq!(owed.0.parse::<Decimal>(), customers.parse(), "{day}");
        let left = balance(&books, nobody, day);
        let nobodys: Decimal = nobodys.parse().unwrap();
        assert_eq!(left, both(&format!("{nobodys:.2}")), "{day}");
    }
}

#[test]
fn it_is_taken_back_and_done_again_and_given_to_another_in_between() {
    let mut books = books();
    let before = books.0.state();
    let settled = books.settle("p1=501").unwrap();
    let after = books.0.state();
    let undone = books.0.desk.undo(settled.entry).unwrap();
    assert_eq!((books.0.state(), books.holder("p1")), (before, 0));
    let redone = books.0.desk.undo(undone.entry).unwrap();
    assert_eq!((books.0.state(), books.holder("p1")), (after, 1));
    let undone = books.0.desk.undo(redone.entry).unwrap();
    let other = books.settle("p1=502").unwrap();
    assert_eq!(books.holder("p1"), 2);
    // What is the other's by now settles nothing of the first one's.
    assert_eq!(books.waits_for(undone.entry), Some(other.entry));
    assert_eq!(books.owed("2026-03-20"), "1000.00");
}

#[test]
fn what_came_of_it_stands_in_the_way_of_taking_it_back() {
    let mut books = books();
    let settled = books.settle("p1=501").unwrap();
    books.0.take_text(
        "Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n28.03.2026;Retur;28.03.2026;;-400;;;\n",
    );
    let line = books.0.desk.bank_lines(false).unwrap()[0].kind.label();
    let payouts = books.0.desk.find_payouts(&format!("{line}=p1"), None);
    let paid_out = books.0.desk.act_all(&payouts.unwrap()).unwrap();
    assert_eq!(
        (books.open("501"), books.open("p1")),
        ("400.00".into(), "0.00".into())
    );
    assert_eq!(books.waits_for(settled.entry), Some(paid_out.entry));
    assert_eq!(books.owed("2026-03-28"), "1400.00");
}

#[test]
fn money_before_its_invoice_is_the_customers_until_then() {
    let mut books = Books::with(
        &["501,0,2026-03-25,2026-04-24,1000,NOK,,"],
        &["p1,2026-03-20,1000,NOK"],
    );
    books.settle("p1=501").unwrap();
    assert_eq!(postings(&books), 4);
    let owed = balance(&books, CustomerId(1), "2026-03-22");
    assert_eq!(owed, ("-1000.00".to_owned(), "-1000.00".to_owned()));
}
