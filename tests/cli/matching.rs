//! Matching as a bookkeeper meets it: a bank file against a book, and every way in which others get it wrong.

use std::fmt::Write;

use serde_json::Value;

use crate::support::World;

/// The check digit that makes a number a mod 10 KID.
fn kid(payload: &str) -> String {
    let mut sum = 0;
    for (at, digit) in payload.bytes().rev().enumerate() {
        let n = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
        sum += n / 10 + n % 10;
    }
    format!("{payload}{}", (10 - sum % 10) % 10)
}

/// A book of customers (number, name, account) and invoices (number, customer, amount, KID).
struct Book {
    world: World,
    payments: String,
    count: usize,
}

impl Book {
    fn new(customers: &[(&str, &str, &str)], invoices: &[(&str, &str, &str, &str)]) -> Self {
        let world = World::new();
        let mut list = "customer_no,name,account\n".to_owned();
        for (number, name, account) in customers {
            writeln!(list, "{number},{name},{account}").unwrap();
        }
        world.take("customers.csv", list);
        let mut list =
            "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n".to_owned();
        for (number, customer, amount, kid) in invoices {
            writeln!(
                list,
                "{number},{customer},2026-10-01,2026-10-15,{amount},NOK,{kid}"
            )
            .unwrap();
        }
        world.take("invoices.csv", list);
        Self {
            world,
            payments:
                "payment_id,booking_date,amount,currency,kid,text,debtor_name,debtor_account\n"
                    .to_owned(),
            count: 0,
        }
    }

    /// One more payment in the bank file: `kid`, `text`, `name`, `account`.
    fn paid(mut self, amount: &str, [kid, text, name, account]: [&str; 4]) -> Self {
        self.count += 1;
        let id = self.count;
        writeln!(
            self.payments,
            "p{id},2026-10-20,{amount},NOK,{kid},\"{text}\",{name},{account}"
        )
        .unwrap();
        self
    }

    /// Reads the file and posts what is certain.
    fn matched(self) -> Matched {
        self.world.take("payments.csv", &self.payments);
        let answer = self.world.json(&["match", "--auto"]);
        self.world.sound();
        Matched {
            world: self.world,
            answer,
        }
    }
}

struct Matched {
    world: World,
    answer: Value,
}

impl Matched {
    fn of<'a>(&'a self, list: &str, payment: &str) -> Option<&'a Value> {
        let lines = self.answer[list].as_array().unwrap();
        lines
            .iter()
            .find(|line| line["receipt"]["payment_id"] == payment)
    }

    fn posted(&self, payment: &str) -> Vec<(String, String)> {
        let line = self.of("posted", payment);
        parts(line.unwrap_or_else(|| panic!("{payment} is not posted: {:#}", self.answer)))
    }

    /// Class and parts of what is proposed and was not posted.
    fn proposed(&self, payment: &str) -> (String, Vec<(String, String)>) {
        let line = self.of("proposed", payment);
        let line = line.unwrap_or_else(|| panic!("{payment} is not proposed: {:#}", self.answer));
        (line["class"].as_str().unwrap().to_owned(), parts(line))
    }

    fn is_posted(&self, payment: &str) -> bool {
        self.of("posted", payment).is_some()
    }

    fn says(&self, payment: &str, word: &str) -> bool {
        ["posted", "proposed"].iter().any(|list| {
            self.of(list, payment).is_some_and(|line| {
                let evidence = line["evidence"].as_array().unwrap();
                evidence
                    .iter()
                    .any(|piece| piece["says"].as_str().unwrap().contains(word))
            })
        })
    }
}

fn parts(line: &Value) -> Vec<(String, String)> {
    let parts = line["allocations"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut parts: Vec<_> = parts
        .map(|part| (text(&part["invoice"]), text(&part["amount"])))
        .collect();
    parts.sort();
    parts
}

fn all(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut parts: Vec<_> = parts
        .iter()
        .map(|(invoice, amount)| ((*invoice).to_owned(), (*amount).to_owned()))
        .collect();
    parts.sort();
    parts
}

const NOBODY: [&str; 4] = ["", "", "", ""];
const TWO: [(&str, &str, &str); 2] = [
    ("1042", "Nordbygg Entreprenør AS", "15032012345"),
    ("1043", "Nordbad AS", "15032054321"),
];

#[test]
fn a_year_in_the_text_is_not_the_invoice_of_that_number() {
    let m = Book::new(
        &TWO,
        &[
            ("2024", "1042", "500.00", ""),
            ("2031", "1043", "700.00", ""),
        ],
    )
    .paid("700.00", ["", "Regnskap 2024", "Nordbad AS", ""])
    .matched();
    assert!(!m.is_posted("p1"));
    assert_ne!(m.proposed("p1").1, all(&[("2024", "500.00")]));
}

#[test]
fn a_number_inside_another_number_is_not_that_number() {
    let m = Book::new(
        &TWO,
        &[("14", "1042", "500.00", ""), ("1814", "1043", "500.00", "")],
    )
    .paid("500.00", ["", "faktura 1814", "", ""])
    .matched();
    assert_eq!(m.proposed("p1").1, all(&[("1814", "500.00")]));
}

#[test]
fn dates_phones_and_organisation_numbers_are_no_invoice_numbers() {
    let invoices = [
        ("20260312", "1042", "500.00", ""),
        ("22334455", "1042", "500.00", ""),
        ("923609016", "1042", "500.00", ""),
    ];
    for text in ["betalt 20260312", "tlf 22 33 44 55", "orgnr 923 609 016"] {
        let m = Book::new(&TWO, &invoices)
            .paid("321.00", ["", text, "", ""])
            .matched();
        let strong = m
            .of("proposed", "p1")
            .is_some_and(|line| ["A", "B", "C"].contains(&line["class"].as_str().unwrap()));
        assert!(!m.is_posted("p1") && !strong, "{text}: {:#}", m.answer);
    }
}

#[test]
fn equal_amounts_of_two_customers_on_one_day_go_to_a_person() {
    let m = Book::new(
        &TWO,
        &[
            ("1001", "1042", "500.00", ""),
            ("1002", "1043", "500.00", ""),
        ],
    )
    .paid("500.00", NOBODY)
    .matched();
    assert!(!m.is_posted("p1"));
    if let Some(line) = m.of("proposed", "p1") {
        assert_eq!(line["class"], "D");
    }
}

#[test]
fn two_lines_for_one_invoice_both_go_to_a_person() {
    let number = kid("90001001");
    let reference = [number.as_str(), "", "", ""];
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid("500.00", reference)
        .paid("500.00", reference)
        .matched();
    assert!(!m.is_posted("p1") && !m.is_posted("p2"));
    assert_eq!(m.proposed("p1").0, "C");
    assert_eq!(m.proposed("p2").0, "C");
}

#[test]
fn an_invoice_paid_in_two_parts_on_one_day_is_paid() {
    let number = kid("90001001");
    let reference = [number.as_str(), "", "", ""];
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid("200.00", reference)
        .paid("300.00", reference)
        .matched();
    assert_eq!(m.posted("p1"), all(&[("1001", "200.00")]));
    assert_eq!(m.posted("p2"), all(&[("1001", "300.00")]));
    assert!(m.world.open("1042", "1001").is_empty());
}

#[test]
fn the_kid_of_an_invoice_that_is_paid_is_a_double_payment() {
    let number = kid("90001001");
    let reference = [number.as_str(), "", "", ""];
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid("500.00", reference)
        .matched();
    assert!(m.is_posted("p1"));
    m.world.take(
        "again.csv",
        format!("payment_id,booking_date,amount,currency,kid\nq1,2026-10-27,500.00,NOK,{number}\n"),
    );
    let answer = m.world.json(&["match", "--auto"]);
    assert_eq!(answer["posted"], serde_json::json!([]));
    let line = &answer["proposed"][0];
    assert_eq!(line["class"], "C");
    assert_eq!(line["customer_no"], "1042");
    m.world.done(&["accept", "q1"]);
    let left = m.world.json(&["unapplied"]);
    assert_eq!(left["unapplied"][0]["left"], "500.00");
    assert_eq!(left["refunds"][0]["left"], "500.00");
    m.world.sound();
}

#[test]
fn a_wrong_or_transposed_check_digit_never_posts_by_itself() {
    let number = kid("90001001");
    let mut wrong = number.clone();
    let last = wrong.pop().unwrap();
    wrong.push(if last == '9' {
        '0'
    } else {
        (last as u8 + 1) as char
    });
    let mut swapped: Vec<char> = number.chars().collect();
    swapped.swap(4, 3);
    let swapped: String = swapped.into_iter().collect();
    for reference in [wrong, swapped] {
        let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
            .paid("500.00", [&reference, "", "", ""])
            .matched();
        assert!(!m.is_posted("p1"), "{reference}");
    }
}

#[test]
fn leading_zeros_that_the_bank_cut_off_are_forgiven() {
    let number = kid("00123456");
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid("500.00", [number.trim_start_matches('0'), "", "", ""])
        .matched();
    let found = m.of("posted", "p1").or_else(|| m.of("proposed", "p1"));
    assert_eq!(parts(found.unwrap()), all(&[("1001", "500.00")]));
}

#[test]
fn a_reference_paid_from_another_customers_account_goes_to_a_person_and_teaches_nothing() {
    let number = kid("90001001");
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid("500.00", [&number, "", "Nordbad AS", "15032054321"])
        .matched();
    assert!(!m.is_posted("p1"));
    assert_eq!(
        m.proposed("p1"),
        ("C".to_owned(), all(&[("1001", "500.00")]))
    );
    m.world.done(&["accept", "p1"]);
    assert_eq!(m.world.json(&["learned"])["learned"], serde_json::json!([]));
}

#[test]
fn the_owners_private_account_does_not_hide_the_number_in_the_text() {
    let m = Book::new(
        &TWO,
        &[
            ("10231", "1042", "9000.00", ""),
            ("10240", "1042", "5250.00", ""),
        ],
    )
    .paid(
        "14250.00",
        ["", "faktura 10231 og 10240", "Ola Hansen", "12345678903"],
    )
    .matched();
    let (class, parts) = m.proposed("p1");
    assert_eq!(class, "B");
    assert_eq!(parts, all(&[("10231", "9000.00"), ("10240", "5250.00")]));
}

#[test]
fn a_factoring_company_pays_for_several_customers_in_one_sum() {
    let m = Book::new(
        &TWO,
        &[
            ("10231", "1042", "900.00", ""),
            ("10240", "1043", "525.00", ""),
        ],
    )
    .paid(
        "1425.00",
        ["", "10231, 10240", "Svea Finans AS", "60120000001"],
    )
    .matched();
    assert!(!m.is_posted("p1"));
    assert_eq!(
        m.proposed("p1").1,
        all(&[("10231", "900.00"), ("10240", "525.00")])
    );
    m.world.done(&["accept", "p1"]);
    assert!(m.world.open("1042", "10231").is_empty());
    assert!(m.world.open("1043", "10240").is_empty());
    assert_eq!(m.world.json(&["learned"])["learned"], serde_json::json!([]));
    m.world.sound();
    m.world.done(&["undo"]);
    assert_eq!(m.world.open("1043", "10240"), ["525.00"]);
    m.world.sound();
}

#[test]
fn a_credit_note_that_was_netted_without_a_word_is_found() {
    let book = Book::new(&TWO, &[("10231", "1042", "9000.00", "")]);
    book.world.take(
        "credit.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,type\n\
         C5,1042,2026-10-05,2026-10-05,1234.50,NOK,credit_note\n",
    );
    let m = book
        .paid(
            "7765.50",
            ["", "", "Nordbygg Entreprenør AS", "15032012345"],
        )
        .matched();
    let (class, _) = m.proposed("p1");
    assert!(["B", "C"].contains(&class.as_str()), "{:#}", m.answer);
    assert_eq!(
        m.of("proposed", "p1").unwrap()["credits"][0]["invoice"],
        "C5"
    );
    m.world.done(&["accept", "p1"]);
    assert!(m.world.open("1042", "10231").is_empty());
    assert!(m.world.row("1042", "NOK").is_null());
    m.world.sound();
}

#[test]
fn true_twins_are_both_posted_where_two_invoices_are_equal() {
    let (first, second) = (kid("90001001"), kid("90001002"));
    let m = Book::new(
        &TWO,
        &[
            ("1001", "1042", "500.00", &first),
            ("1002", "1042", "500.00", &second),
        ],
    )
    .paid("500.00", [&first, "", "", ""])
    .paid("500.00", [&second, "", "", ""])
    .matched();
    assert_eq!(m.posted("p1"), all(&[("1001", "500.00")]));
    assert_eq!(m.posted("p2"), all(&[("1002", "500.00")]));
}

#[test]
fn an_equal_amount_in_another_currency_is_no_match() {
    let m = Book::new(&TWO, &[("1001", "1042", "100.00", "")]);
    m.world.take(
        "euro.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         1002,1043,2026-10-01,2026-10-15,500.00,EUR\n",
    );
    let m = m
        .paid("500.00", ["", "", "Nordbad AS", "15032054321"])
        .matched();
    assert!(!m.is_posted("p1"));
    if let Some(line) = m.of("proposed", "p1") {
        assert_eq!(parts(line), []);
    }
}

#[test]
fn a_cent_too_much_or_too_little_is_rounded_away_and_shown() {
    for (amount, open) in [("499.99", true), ("500.01", false)] {
        let number = kid("90001001");
        let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
            .paid(amount, [&number, "", "", ""])
            .matched();
        let line = m
            .of("posted", "p1")
            .unwrap_or_else(|| panic!("{amount}: {:#}", m.answer));
        assert_eq!(line["differences"][0]["kind"], "rounding");
        assert_eq!(line["differences"][0]["amount"], "0.01");
        assert!(m.world.open("1042", "1001").is_empty(), "{open}");
        assert!(m.world.row("1042", "NOK").is_null());
        m.world.done(&["undo"]);
        assert_eq!(m.world.open("1042", "1001"), ["500.00"]);
        m.world.sound();
    }
}

#[test]
fn a_discount_in_time_closes_the_invoice_and_one_too_late_asks() {
    for (paid_on, class) in [
        ("2026-10-10", "A"),
        ("2026-10-14", "A"),
        ("2026-10-15", "C"),
    ] {
        let number = kid("90001001");
        let world = World::new();
        world.take("customers.csv", "customer_no,name\n1042,Nordbygg AS\n");
        world.take(
            "invoices.csv",
            format!(
                "invoice_no,customer_no,issue_date,due_date,amount,currency,kid,discount_percent,discount_date\n\
                 1001,1042,2026-10-01,2026-10-31,1000.00,NOK,{number},2,2026-10-11\n"
            ),
        );
        world.take(
            "p.csv",
            format!(
                "payment_id,booking_date,amount,currency,kid\np1,{paid_on},980.00,NOK,{number}\n"
            ),
        );
        let answer = world.json(&["match", "--auto"]);
        let list = if class == "A" { "posted" } else { "proposed" };
        let line = &answer[list][0];
        assert_eq!(line["class"], class, "{paid_on}: {answer:#}");
        if class == "A" {
            assert_eq!(line["differences"][0]["kind"], "discount");
            assert!(world.open("1042", "1001").is_empty());
        } else {
            assert_eq!(world.open("1042", "1001"), ["1000.00"]);
        }
        world.sound();
    }
}

#[test]
fn several_sets_that_add_up_are_shown_and_none_is_chosen() {
    let invoices = [
        ("1001", "1042", "100.00", ""),
        ("1002", "1042", "200.00", ""),
        ("1003", "1042", "300.00", ""),
        ("1004", "1042", "400.00", ""),
    ];
    let m = Book::new(&TWO, &invoices)
        .paid("500.00", ["", "", "Nordbygg Entreprenør AS", "15032012345"])
        .matched();
    assert_eq!(m.proposed("p1").0, "D");
    assert!(m.says("p1", "several"), "{:#}", m.answer);
}

#[test]
fn a_payment_before_the_invoice_or_for_a_disputed_one_goes_to_a_person() {
    let number = kid("90001001");
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)]);
    m.world
        .done(&["dispute", "1001", "--reason", "wrong price"]);
    let m = m.paid("500.00", [&number, "", "", ""]).matched();
    assert_eq!(m.proposed("p1").0, "C");
    assert!(m.says("p1", "disputed"));

    let world = World::new();
    world.take("customers.csv", "customer_no,name\n1042,Nordbygg AS\n");
    world.take(
        "invoices.csv",
        format!("invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n1001,1042,2026-10-21,2026-11-01,500.00,NOK,{number}\n"),
    );
    world.take(
        "p.csv",
        format!("payment_id,booking_date,amount,currency,kid\np1,2026-10-20,500.00,NOK,{number}\n"),
    );
    let answer = world.json(&["match", "--auto"]);
    assert_eq!(answer["proposed"][0]["class"], "C");
}

#[test]
fn a_second_run_posts_nothing_and_undo_brings_everything_back() {
    let number = kid("90001001");
    let m = Book::new(&TWO, &[("1001", "1042", "500.00", &number)])
        .paid(
            "500.00",
            [&number, "", "Nordbygg Entreprenør AS", "15032012345"],
        )
        .matched();
    assert!(m.is_posted("p1"));
    assert_eq!(
        m.world.json(&["match", "--auto"])["posted"],
        serde_json::json!([])
    );
    m.world.done(&["undo"]);
    assert_eq!(m.world.open("1042", "1001"), ["500.00"]);
    // What a person took back posts itself no more: it is one key away.
    let answer = m.world.json(&["match", "--auto"]);
    assert_eq!(answer["posted"], serde_json::json!([]));
    assert_eq!(answer["proposed"][0]["class"], "C");
    m.world.done(&["accept", "p1"]);
    assert!(m.world.open("1042", "1001").is_empty());
    m.world.sound();
}

#[test]
fn an_explanation_tells_why_and_why_not() {
    let m = Book::new(
        &TWO,
        &[
            ("10231", "1042", "14250.00", ""),
            ("10204", "1043", "14250.00", ""),
        ],
    )
    .paid("14250.00", ["", "faktura 10231", "NORDBYGG", "15032012345"])
    .matched();
    let told = m.world.done(&["match", "--explain", "p1"]);
    assert!(told.contains("10231"), "{told}");
    assert!(told.contains("T1"), "{told}");
    let json = m.world.json(&["match", "--explain", "p1"]);
    assert_eq!(json["class"], "B");
    assert!(json["others"].is_array());
}
