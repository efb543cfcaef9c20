//! What pauses an account: disputes, promises, bankruptcy, rests, a stage left out.

use super::*;

fn dispute(amount: Option<i64>) -> Command {
    Command::Dispute {
        document: WHOLE,
        amount: amount.map(|amount| Decimal::new(amount, 2)),
        reason: "feil pris".to_owned(),
        until: Some(day("2026-11-30")),
        owner: Some(" Kari ".to_owned()),
    }
}

/// Advice row 44: a dispute is of a part, someone sees to it, an answer is due on a day, and it ends with an outcome.
#[test]
fn row_44_a_dispute_has_a_part_an_owner_a_deadline_and_an_outcome() {
    let (mut book, rulebook) = (book(), rulebook());
    act(&mut book, &rulebook, "2026-11-22", &dispute(Some(30_000))).unwrap();
    let pause = book.pauses.values().next().unwrap().pause.clone();
    assert_eq!(
        (pause.amount, pause.owner.as_deref()),
        (Minor(30_000), Some("Kari"))
    );
    assert_eq!(pause.until, Some(day("2026-11-30")));
    // Its day is a deadline for the answer, not its end.
    assert!(pause.holds(day("2027-03-01")));
    // The rest goes on: it can be promised, the disputed part cannot.
    let promise = |amount: Option<i64>| Command::Promise {
        document: WHOLE,
        date: day("2026-11-25"),
        amount: amount.map(|amount| Decimal::new(amount, 2)),
    };
    let told = act(&mut book, &rulebook, "2026-11-22", &promise(Some(70_001))).unwrap_err();
    assert_eq!(
        told,
        "700,01 NOK is more than the 700,00 NOK of invoice 1001 that is not disputed."
    );
    act(&mut book, &rulebook, "2026-11-22", &promise(None)).unwrap();
    assert_eq!(
        given(&book, PauseKind::Promise),
        [(1, 70_000, Some(day("2026-11-25")))]
    );
    // Nor is it for an agency, or for a plan.
    let out = hand_over(vec![WHOLE]);
    let told = act(&mut book, &rulebook, "2026-11-22", &out).unwrap_err();
    assert_eq!(
        told,
        "Invoice 1001 is disputed (feil pris): close the dispute first."
    );
    assert_eq!(make(&mut book, asked(4, "2026-12-01")).unwrap_err(), told);
    let close = Command::CloseDispute {
        document: WHOLE,
        outcome: "kreditert".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-24", &close).unwrap();
    let pause = &book.pauses[&pause.id].pause;
    assert_eq!(
        (pause.closed, pause.outcome.as_deref()),
        (Some(day("2026-11-24")), Some("kreditert"))
    );
    act(&mut book, &rulebook, "2026-11-24", &out).unwrap();
}

#[test]
fn all_that_is_disputed_cannot_be_promised() {
    let (mut book, rulebook) = (book(), rulebook());
    act(&mut book, &rulebook, "2026-11-22", &dispute(None)).unwrap();
    let promise = Command::Promise {
        document: WHOLE,
        date: day("2026-11-25"),
        amount: None,
    };
    let told = act(&mut book, &rulebook, "2026-11-22", &promise).unwrap_err();
    assert!(told.contains("is disputed (feil pris)"), "{told}");
}

#[test]
fn nothing_is_asked_of_the_bankrupt() {
    let (mut book, rulebook) = (book(), rulebook());
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let bankrupt = Command::Bankrupt {
        customer: CUSTOMER,
        claim_by: Some(day("2026-12-20")),
        reason: "kunngjort".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-22", &bankrupt).unwrap();
    assert!(book.plan_of(ItemId(1)).is_none());
    let pause = book.pauses_of_customer(CUSTOMER)[0].pause.clone();
    assert_eq!(
        (pause.on, pause.amount),
        (PauseOn::Customer(CUSTOMER), Minor::ZERO)
    );
    assert!(
        pause.holds(day("2030-01-01")),
        "its day is one to claim by, not its end"
    );
    for command in [
        bankrupt,
        hand_over(vec![WHOLE]),
        extend(WHOLE, "2026-12-01"),
        Command::MakePlan(Box::new(asked(4, "2026-11-30"))),
    ] {
        let told = act(&mut book, &rulebook, "2026-11-22", &command).unwrap_err();
        assert!(told.starts_with("Customer 100 is bankrupt"), "{told}");
    }
    let end = Command::EndPause {
        pause: pause.id,
        outcome: "feil kunde".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-23", &end).unwrap();
    let told = act(&mut book, &rulebook, "2026-11-23", &end).unwrap_err();
    assert!(told.contains("over already"), "{told}");
    act(
        &mut book,
        &rulebook,
        "2026-11-23",
        &extend(WHOLE, "2026-12-01"),
    )
    .unwrap();
}

#[test]
fn a_rest_is_for_all_that_is_open_or_for_the_customer() {
    let (mut book, rulebook) = (book(), rulebook());
    let rest = |of, until: &str| Command::Pause {
        of,
        until: day(until),
        reason: "ferie".to_owned(),
    };
    let document = rest(Resting::Document(PARTS), "2026-12-01");
    act(&mut book, &rulebook, "2026-11-22", &document).unwrap();
    let until = Some(day("2026-12-01"));
    assert_eq!(
        given(&book, PauseKind::Pause),
        [(2, 50_000, until), (3, 50_000, until)]
    );
    let customer = rest(Resting::Customer(CUSTOMER), "2026-11-21");
    assert!(
        act(&mut book, &rulebook, "2026-11-22", &customer)
            .unwrap_err()
            .contains("is past")
    );
    let customer = rest(Resting::Customer(CUSTOMER), "2026-11-22");
    act(&mut book, &rulebook, "2026-11-22", &customer).unwrap();
    let pause = &book.pauses_of_customer(CUSTOMER)[0].pause;
    assert!(pause.holds(day("2026-11-22")) && !pause.holds(day("2026-11-23")));
}

#[test]
fn a_stage_left_out_rests_until_the_next_would_have_come() {
    let (mut book, rulebook) = (book(), rulebook());
    let skip = Command::Skip {
        customer: CUSTOMER,
        currency: Currency::NOK,
        reason: "ringte".to_owned(),
    };
    let told = act(&mut book, &rulebook, "2026-11-21", &skip).unwrap_err();
    assert_eq!(
        told,
        "No letter to customer 100 is due that could be left out."
    );
    act(&mut book, &rulebook, "2026-11-22", &skip).unwrap();
    // The reminder comes on the 14th day past due.
    let until = Some(day("2026-12-03"));
    assert_eq!(
        given(&book, PauseKind::Skip),
        [(1, 100_000, until), (2, 50_000, until)]
    );
    act(&mut book, &rulebook, "2026-11-25", &skip).unwrap_err();
    // A letter before counts, with its deadline and the grace after it.
    let mut book = self::book();
    send(
        &mut book,
        "reminder",
        "2026-12-05",
        Some(day("2026-12-19")),
        &[],
    );
    pay(&mut book, 2, 50_000);
    pay(&mut book, 3, 50_000);
    act(&mut book, &rulebook, "2026-12-22", &skip).unwrap_err();
    act(&mut book, &rulebook, "2026-12-23", &skip).unwrap();
    let until = Some(day("2027-01-09"));
    assert_eq!(given(&book, PauseKind::Skip), [(1, 100_000, until)]);
}
