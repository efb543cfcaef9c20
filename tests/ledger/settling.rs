//! Settling in plain words: what is open, what is left, and what stands in the books afterwards.

use reskontra::domain::command::{Command, Over, Rest, Settlement, Target};
use reskontra::domain::date::Date;
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::id::ItemId;
use reskontra::domain::refusal::Refusal;
use rust_decimal::Decimal;

use super::books::Books;
use super::play::today;

fn rest(item: ItemId, kind: DifferenceKind, reason: &str) -> Rest {
    Rest {
        item,
        amount: None,
        kind,
        reason: reason.to_owned(),
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_part_payment_leaves_the_rest_open_and_nothing_over() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,1000,NOK,,"],
        &["p1,2026-03-20,400,NOK"],
    );
    books.settle("p1=501").unwrap();
    assert_eq!(
        (books.open("501"), books.open("p1")),
        ("600.00".into(), "0.00".into())
    );
    assert_eq!(books.owed("2026-03-19"), "1000.00");
    assert_eq!(books.owed("2026-03-20"), "600.00");
}

#[test]
fn too_much_is_refunded_when_the_banks_debit_comes() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,1000,NOK,,"],
        &["p1,2026-03-20,1300,NOK"],
    );
    let settlement = Settlement {
        over: Over::Refund,
        ..books.settlement("p1=501")
    };
    books.act(Command::Settle(Box::new(settlement))).unwrap();
    let refunds = books.0.desk.refunds().unwrap();
    assert_eq!(refunds.len(), 1);
    assert_eq!(
        (refunds[0].left.0, refunds[0].customer_number.as_str()),
        (30_000, "0")
    );

    // The money is kept for that: it can neither settle something else, nor go to another, nor be closed.
    let credit = books.item("p1");
    let customer = books.0.desk.find_customer("1").unwrap();
    let transfer = Command::Transfer {
        receipt: credit,
        customer,
        on: None,
    };
    let loss = Command::WriteOff {
        target: Target::Item(credit),
        amount: None,
        kind: DifferenceKind::Loss,
        reason: "foreldet".into(),
        on: None,
    };
    for command in [transfer, loss] {
        let refusal = Books::refused(books.act(command));
        assert!(
            matches!(refusal, Refusal::IsToGoBack { refund, .. } if refund == refunds[0].refund),
            "{refusal:?}"
        );
    }

    let statement = "Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n\
        28.03.2026;Tilbakebetaling;28.03.2026;;-300;;;\n28.03.2026;Husleie;28.03.2026;;-299;;;\n";
    books.0.take_text(statement);
    let lines = books.0.desk.bank_lines(false).unwrap();
    let of = |amount: i64| lines.iter().find(|line| line.amount.0 == amount).unwrap();
    assert_eq!(
        of(30_000).originals,
        [(credit, "p1".to_owned())],
        "the refund is the guess"
    );
    assert_eq!(of(29_900).originals, []);

    let before = books.0.state();
    let label = of(30_000).kind.label();
    let other = books.0.desk.find_payouts(&of(29_900).kind.label(), None);
    assert!(matches!(
        Books::refused(other),
        Refusal::NoRefundFits { .. }
    ));
    let payouts = books.0.desk.find_payouts(&label, None).unwrap();
    let did = books.0.desk.act_all(&payouts).unwrap();
    assert_eq!(Books::told(&did)[0], "refund 1: 300,00 NOK went out");
    assert_eq!(books.open("p1"), "0.00");
    assert_eq!(books.open("501"), "0.00", "what was paid stays paid");
    assert!(books.0.desk.refunds().unwrap().is_empty());
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.0.state(), before);
    assert_eq!(books.0.desk.refunds().unwrap().len(), 1);
}

#[test]
fn a_refund_that_is_dropped_frees_the_money() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,200,NOK,,"],
        &["p1,2026-03-20,500,NOK"],
    );
    let receipt = books.item("p1");
    let customer = books.0.desk.find_customer("0").unwrap();
    books
        .act(Command::Identify {
            receipt,
            customer,
            on: None,
        })
        .unwrap();
    let plan = Command::Refund {
        credit: receipt,
        amount: Some(Decimal::new(400, 0)),
        reason: "dobbelt".into(),
    };
    books.act(plan).unwrap();
    assert!(matches!(
        Books::refused(books.settle("p1=501:200")),
        Refusal::IsToGoBack { .. }
    ));
    let refund = books.0.desk.refunds().unwrap()[0].refund;
    let dropped = books.act(Command::DropRefund { refund }).unwrap();
    let again = Books::refused(books.act(Command::DropRefund { refund }));
    assert!(matches!(again, Refusal::RefundDone { .. }));
    let settled = books.settle("p1=501:200").unwrap();
    // The money is used by now: the refund comes back only when it is free again.
    let refusal = Books::refused(books.0.desk.undo(dropped.entry));
    assert!(
        matches!(refusal, Refusal::StandsInTheWay { later, .. } if later == settled.entry),
        "{refusal:?}"
    );
    books.0.desk.undo(settled.entry).unwrap();
    books.0.desk.undo(dropped.entry).unwrap();
    assert_eq!(books.0.desk.refunds().unwrap()[0].reason, "dobbelt");
}

#[test]
fn a_factoring_companys_payment_settles_three_customers_and_stays_nobodys() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,100,NOK,,",
        "502,1,2026-03-01,2026-03-31,200,NOK,,",
        "503,2,2026-03-01,2026-03-31,300,NOK,,",
    ];
    let mut books = Books::with(&invoices, &["p1,2026-03-20,650,NOK"]);
    let before = books.0.state();
    let did = books.settle("p1=501,502,503").unwrap();
    for invoice in ["501", "502", "503"] {
        assert_eq!(books.open(invoice), "0.00");
    }
    // What is left waits for someone to say whose it is.
    assert_eq!((books.open("p1"), books.holder("p1")), ("-50.00".into(), 0));
    let waiting = books.0.desk.receipts().unwrap();
    assert_eq!((waiting.len(), waiting[0].receipt.left.0), (1, 5_000));
    let receipt = books.item("p1");
    let customer = books.0.desk.find_customer("1").unwrap();
    let identified = books
        .act(Command::Identify {
            receipt,
            customer,
            on: None,
        })
        .unwrap();
    let refusal = Books::refused(books.0.desk.undo(did.entry));
    assert!(
        matches!(refusal, Refusal::StandsInTheWay { later, .. } if later == identified.entry),
        "{refusal:?}"
    );
    books.0.desk.undo(identified.entry).unwrap();
    let undone = books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.0.state(), before);
    books.0.desk.undo(undone.entry).unwrap();
    assert_eq!(books.open("502"), "0.00");
}

#[test]
fn a_customer_who_is_named_pays_for_others_and_keeps_what_is_over() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,100,NOK,,",
        "502,1,2026-03-01,2026-03-31,200,NOK,,",
    ];
    let mut books = Books::with(&invoices, &["p1,2026-03-20,320,NOK"]);
    let settlement = Settlement {
        customer: Some(books.0.desk.find_customer("3").unwrap()),
        ..books.settlement("p1=501,502")
    };
    books.act(Command::Settle(Box::new(settlement))).unwrap();
    assert_eq!((books.open("p1"), books.holder("p1")), ("-20.00".into(), 4));
    let money = books.0.desk.money().unwrap();
    let whose = money.iter().filter(|line| line.receipt.customer.is_some());
    assert_eq!(whose.count(), 1);
}

#[test]
fn a_credit_note_that_the_payer_set_off_is_used_up_first() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,900,NOK,,",
        "502,0,2026-03-05,2026-04-04,600,NOK,,",
        "590,0,2026-03-08,2026-03-08,250,NOK,credit_note,",
        "591,1,2026-03-08,2026-03-08,250,NOK,credit_note,",
    ];
    let mut books = Books::with(&invoices, &["p1,2026-03-20,1250,NOK"]);
    // Another customer's credit note pays nothing of his.
    let refusal = Books::refused(books.settle("p1=501,502,591"));
    assert!(
        matches!(refusal, Refusal::CreditUnused { .. }),
        "{refusal:?}"
    );
    let before = books.0.state();
    let did = books.settle("p1=501:900,502:600,-590").unwrap();
    for label in ["501", "502", "590", "p1"] {
        assert_eq!(books.open(label), "0.00", "{label}");
    }
    let told = Books::told(&did);
    assert!(
        told.contains(&"250,00 NOK of 590 on 501".to_owned()),
        "{told:?}"
    );
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.0.state(), before);
}

#[test]
fn a_rounding_closes_either_side_as_a_posting_of_its_own() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,100.40,NOK,,",
        "502,0,2026-03-01,2026-03-31,99.70,NOK,,",
    ];
    let mut books = Books::with(
        &invoices,
        &["p1,2026-03-20,100,NOK", "p2,2026-03-20,100,NOK"],
    );
    let short = Settlement {
        rests: vec![rest(books.item("501"), DifferenceKind::Rounding, "")],
        ..books.settlement("p1=501")
    };
    books.act(Command::Settle(Box::new(short))).unwrap();
    let over = Settlement {
        rests: vec![rest(books.item("p2"), DifferenceKind::Rounding, "")],
        ..books.settlement("p2=502")
    };
    let did = books.act(Command::Settle(Box::new(over))).unwrap();
    for label in ["501", "502", "p1", "p2"] {
        assert_eq!(books.open(label), "0.00", "{label}");
    }
    assert_eq!(books.posted("501", DifferenceKind::Rounding), "-0.40");
    assert_eq!(books.posted("p2", DifferenceKind::Rounding), "0.30");
    // The rounding came with the money, not before it.
    assert_eq!(books.owed("2026-03-19"), "200.10");
    assert_eq!(books.owed("2026-03-20"), "0.00");
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(
        (books.open("502"), books.open("p2")),
        ("99.70".into(), "-100.00".into())
    );
}

#[test]
fn a_cash_discount_closes_what_was_deducted() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,1000,NOK,,"],
        &["p1,2026-03-08,980,NOK"],
    );
    let settlement = |kind, books: &Books| Settlement {
        rests: vec![rest(books.item("501"), kind, "")],
        ..books.settlement("p1=501")
    };
    // A loss must be explained; “not a receivable” is nothing that an invoice can be.
    let loss = settlement(DifferenceKind::Loss, &books);
    assert_eq!(
        Books::refused(books.act(Command::Settle(Box::new(loss)))),
        Refusal::ReasonMissing
    );
    let strange = settlement(DifferenceKind::NotReceivable, &books);
    let refusal = Books::refused(books.act(Command::Settle(Box::new(strange))));
    assert!(
        matches!(refusal, Refusal::DifferenceUnfit { .. }),
        "{refusal:?}"
    );
    let discount = settlement(DifferenceKind::Discount, &books);
    books.act(Command::Settle(Box::new(discount))).unwrap();
    assert_eq!(books.open("501"), "0.00");
    assert_eq!(books.posted("501", DifferenceKind::Discount), "-20.00");
}

/// A gain or loss by another rate is posted once, when the settlement is, and taken back with it.
#[test]
fn money_in_another_currency_gains_or_loses_once() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,100,EUR,,11.50",
        "502,0,2026-03-01,2026-03-31,100,EUR,,11.50",
    ];
    let mut books = Books::with(
        &invoices,
        &["p1,2026-03-20,1180,NOK", "p2,2026-03-20,600,NOK"],
    );
    let refusal = Books::refused(books.settle("p1=501"));
    assert!(
        matches!(refusal, Refusal::OtherCurrency { .. }),
        "{refusal:?}"
    );
    let exchanged = |books: &Books, label: &str| {
        let sql = "SELECT coalesce(sum(base_minor), 0) FROM posting WHERE item = ?1 AND kind = 4";
        books.number(sql, books.item(label))
    };
    let before = books.0.state();
    let gain = books.settle("p1=501:100@1180").unwrap();
    assert_eq!(
        (books.open("501"), books.open("p1")),
        ("0.00".into(), "0.00".into())
    );
    // 1 180.00 for what stood at 1 150.00; a gain is a credit.
    assert_eq!(exchanged(&books, "501"), "-30.00");
    let loss = books.settle("p2=502:60@600").unwrap();
    assert_eq!(
        (books.open("502"), books.open("p2")),
        ("40.00".into(), "0.00".into())
    );
    assert_eq!(exchanged(&books, "502"), "90.00");
    books.0.desk.undo(gain.entry).unwrap();
    books.0.desk.undo(loss.entry).unwrap();
    assert_eq!(
        (exchanged(&books, "501"), exchanged(&books, "502")),
        ("0.00".into(), "0.00".into())
    );
    assert_eq!(books.0.state(), before);
    let same = Books::with(
        &["501,0,2026-03-01,2026-03-31,100,NOK,,"],
        &["p1,2026-03-20,100,NOK"],
    );
    let settlement = same.0.desk.find_settlement("p1=501:100@100").unwrap();
    let mut same = same;
    let refusal = Books::refused(same.act(Command::Settle(Box::new(settlement))));
    assert!(
        matches!(refusal, Refusal::SameCurrency { .. }),
        "{refusal:?}"
    );
}

#[test]
fn a_payment_across_currencies_that_bounces_opens_the_invoice_again() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,100,EUR,,11.50"],
        &["p1,2026-03-20,1180,NOK"],
    );
    books.settle("p1=501:100@1180").unwrap();
    let before = books.0.state();
    let statement = "Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n28.03.2026;Retur;28.03.2026;;-590;;;\n";
    books.0.take_text(statement);
    let taken = books.0.state();
    let line = books.0.desk.bank_lines(false).unwrap()[0].kind.label();
    let payouts = books
        .0
        .desk
        .find_payouts(&format!("{line}=p1"), None)
        .unwrap();
    let did = books.0.desk.act_all(&payouts).unwrap();
    assert_eq!(
        (books.open("501"), books.open("p1")),
        ("50.00".into(), "0.00".into())
    );
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.0.state(), taken);
    assert_ne!(taken, before);
}

#[test]
fn identified_money_goes_to_another_customer_and_what_it_settled_before_stays() {
    let invoices = [
        "501,0,2026-03-01,2026-03-31,100,NOK,,",
        "502,1,2026-03-01,2026-03-31,200,NOK,,",
    ];
    let mut books = Books::with(&invoices, &["p1,2026-03-20,300,NOK"]);
    let settled = books.settle("p1=501").unwrap();
    let receipt = books.item("p1");
    let customer = books.0.desk.find_customer("1").unwrap();
    let moved = books.transfer("p1", "1").unwrap();
    assert_eq!(
        (books.open("p1"), books.holder("p1")),
        ("-200.00".into(), 2)
    );
    // What the first customer's invoice was paid with is not the second customer's.
    let refusal = Books::refused(books.0.desk.undo(settled.entry));
    assert!(
        matches!(refusal, Refusal::StandsInTheWay { later, .. } if later == moved.entry),
        "{refusal:?}"
    );
    books.settle("p1=502").unwrap();
    assert_eq!(books.open("502"), "0.00");
    let again = Books::refused(books.act(Command::Transfer {
        receipt,
        customer,
        on: None,
    }));
    assert!(
        matches!(again, Refusal::AlreadyIdentified { .. }),
        "{again:?}"
    );
}

#[test]
fn money_that_went_to_another_and_back_is_undone_from_its_last_move_on() {
    let mut books = Books::with(
        &["501,0,2026-03-01,2026-03-31,100,NOK,,"],
        &["p1,2026-03-20,300,NOK"],
    );
    let before = books.0.state();
    let settled = books.settle("p1=501").unwrap().entry;
    let there = books.transfer("p1", "1").unwrap().entry;
    let back = books.transfer("p1", "0").unwrap().entry;
    let after = books.0.state();
    // The moves count from the day they were done again as they did before.
    for _ in 0..2 {
        books.0.desk.undo_last().unwrap();
    }
    for _ in 0..2 {
        books.0.desk.redo().unwrap();
    }
    assert_eq!(books.0.state(), after);
    assert_eq!(books.waits_for(settled), Some(back));
    assert_eq!(books.waits_for(there), Some(back));
    for entry in [back, there, settled] {
        assert_eq!(books.waits_for(entry), None);
    }
    assert_eq!(books.0.state(), before);
}

#[test]
fn what_we_owe_elsewhere_is_set_off_from_the_day_it_is_said() {
    let mut books = Books::with(
        &[
            "501,0,2026-03-01,2026-03-31,300,NOK,,",
            "501,0,2026-03-01,2026-04-30,200,NOK,,",
        ],
        &[],
    );
    let target = Target::Document(books.0.desk.find_document("501").unwrap());
    let offset = |amount: Option<i64>, reason: &str| Command::WriteOff {
        target,
        amount: amount.map(|amount| Decimal::new(amount, 0)),
        kind: DifferenceKind::Offset,
        reason: reason.into(),
        on: None,
    };
    assert_eq!(
        Books::refused(books.act(offset(None, "  "))),
        Refusal::ReasonMissing
    );
    let too_much = Books::refused(books.act(offset(Some(501), "bilag 77")));
    assert!(
        matches!(too_much, Refusal::MoreThanOpen { .. }),
        "{too_much:?}"
    );
    // The oldest instalment first.
    let did = books.act(offset(Some(400), "bilag 77")).unwrap();
    assert_eq!(
        Books::told(&did)[0],
        "300,00 NOK of 501 closed without money: set against what we owe, bilag 77"
    );
    assert_eq!(books.owed(&today().to_string()), "100.00");
    assert_eq!(
        books.owed("2026-11-21"),
        "500.00",
        "until today it was owed"
    );
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.owed(&today().to_string()), "500.00");
}

#[test]
fn money_that_is_no_receivable_leaves_the_books_on_the_day_it_came() {
    let mut books = Books::with(&[], &["p1,2026-03-20,17.50,NOK"]);
    let target = Target::Item(books.item("p1"));
    let command = |reason: &str| Command::WriteOff {
        target,
        amount: None,
        kind: DifferenceKind::NotReceivable,
        reason: reason.into(),
        on: None,
    };
    assert_eq!(
        Books::refused(books.act(command(""))),
        Refusal::ReasonMissing
    );
    let did = books.act(command("8051 renteinntekter")).unwrap();
    assert!(books.0.desk.receipts().unwrap().is_empty());
    assert_eq!(books.owed("2026-03-20"), "0.00");
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(books.0.desk.receipts().unwrap().len(), 1);
}

#[test]
fn a_disputed_invoice_can_be_given_up() {
    let mut books = Books::with(&["501,0,2026-03-01,2026-03-31,300,NOK,,"], &[]);
    let document = books.0.desk.find_document("501").unwrap();
    let dispute = Command::Dispute {
        document,
        amount: None,
        reason: "feil pris".into(),
        owner: None,
        until: None,
    };
    books.act(dispute).unwrap();
    let loss = Command::WriteOff {
        target: Target::Document(document),
        amount: None,
        kind: DifferenceKind::Loss,
        reason: "konkurs".into(),
        on: Some(day("2026-06-30")),
    };
    books.act(loss).unwrap();
    assert_eq!(books.owed("2026-06-29"), "300.00");
    assert_eq!(books.owed("2026-06-30"), "0.00");
}

#[test]
fn saying_whose_money_is_needs_no_invoice() {
    let mut books = Books::with(&[], &["p1,2026-03-20,300,NOK"]);
    let receipt = books.item("p1");
    let nobody = Settlement::by_hand(receipt, Vec::new());
    assert_eq!(
        Books::refused(books.act(Command::Settle(Box::new(nobody.clone())))),
        Refusal::NoParts
    );
    let settlement = Settlement {
        customer: Some(books.0.desk.find_customer("2").unwrap()),
        over: Over::Refund,
        ..nobody
    };
    let did = books.act(Command::Settle(Box::new(settlement))).unwrap();
    assert_eq!(
        (books.holder("p1"), books.0.desk.refunds().unwrap().len()),
        (3, 1)
    );
    books.0.desk.undo(did.entry).unwrap();
    assert_eq!(
        (books.holder("p1"), books.0.desk.refunds().unwrap().len()),
        (0, 0)
    );
}
