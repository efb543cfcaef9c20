//! What follows from a bureau's notice.

use super::*;
use crate::domain::record::NoticeKind;
use crate::rules::policy::PolicyText;

fn notice(kind: NoticeKind, on: &str, class: Option<&str>) -> Notice {
    Notice {
        on: day(on),
        kind,
        class: class.map(str::to_owned),
        text: "as reported".to_owned(),
    }
}

fn heeded(book: &mut Book, rulebook: &Rulebook, notice: &Notice) -> bool {
    let events = heed(book, rulebook, day(TODAY), CUSTOMER, notice).unwrap();
    let is_new = events.is_some();
    for event in events.into_iter().flatten() {
        book.apply(&event).unwrap();
    }
    is_new
}

/// Advice row 2: a bad event of the bureau's monitoring sets a hold at once; the same event again does nothing.
#[test]
fn row_2_what_a_bureau_reports_has_its_consequences_at_once() {
    type Expected<'a> = (Vec<(HoldLevel, &'a str)>, bool, Option<&'a str>);
    let cases: Vec<(Option<&str>, Notice, Expected)> = vec![
        (
            None,
            notice(NoticeKind::Bankruptcy, TODAY, None),
            (vec![(HoldLevel::Stop, "bureau-bankruptcy")], true, None),
        ),
        (
            Some("A"),
            notice(NoticeKind::Default, TODAY, None),
            (
                vec![(HoldLevel::Prepay, "bureau-default")],
                false,
                Some("A"),
            ),
        ),
        (
            Some("A"),
            notice(NoticeKind::NewClass, TODAY, Some("C")),
            (vec![(HoldLevel::Prepay, "bureau-class")], false, Some("C")),
        ),
        // Good, known already or unheard of: a new class and nothing else.
        (
            Some("C"),
            notice(NoticeKind::NewClass, TODAY, Some("AA")),
            (vec![], false, Some("AA")),
        ),
        (
            Some("C"),
            notice(NoticeKind::NewClass, TODAY, Some("C")),
            (vec![], false, Some("C")),
        ),
        (
            Some("A"),
            notice(NoticeKind::NewClass, TODAY, Some("17")),
            (vec![], false, Some("17")),
        ),
        (
            Some("A"),
            notice(NoticeKind::Other, TODAY, None),
            (vec![], false, Some("A")),
        ),
    ];
    for (class, notice, (holds, bankrupt, class_now)) in cases {
        let (mut book, rulebook) = (book(), rulebook());
        if class.is_some() {
            act(
                &mut book,
                &rulebook,
                TODAY,
                &new(check(class), "2026-01-01", None, "UC"),
            )
            .unwrap();
        }
        assert!(heeded(&mut book, &rulebook, &notice), "{notice:?}");
        let holds: Vec<(HoldLevel, String)> = holds
            .into_iter()
            .map(|(level, rule)| (level, rule.to_owned()))
            .collect();
        assert_eq!(held(&book), holds, "{notice:?}");
        let paused = book.pauses.values().any(|state| {
            state.pause.kind == PauseKind::Bankruptcy
                && state.pause.on == PauseOn::Customer(CUSTOMER)
        });
        assert_eq!(paused, bankrupt, "{notice:?}");
        assert_eq!(class_of(&book).as_deref(), class_now, "{notice:?}");
        let records = book.records.len();
        assert!(!heeded(&mut book, &rulebook, &notice), "{notice:?}");
        assert_eq!(book.records.len(), records);
    }
}

/// What the policy says of a notice happens, and nothing that it does not; a bankruptcy stops reminders in any case.
#[test]
fn the_policy_says_what_follows_from_a_notice() {
    let mut rulebook = rulebook();
    let settings = "[credit]\nbad-classes = [\"3\"]\n[credit.notice]\nbad-class = \"stop\"\ndefault = \"warn\"\n\
                    bankruptcy = \"none\"\nother = \"warn\"\n";
    let settings = PolicyText::new("settings", settings);
    rulebook.credit = CreditPolicies::load("NO", Some(&settings)).unwrap();
    let mut book = book();
    let mut heed = |kind, on, class| {
        heeded(&mut book, &rulebook, &notice(kind, on, class));
        held(&book)
    };
    let (warn, stop) = (HoldLevel::Warn, HoldLevel::Stop);
    let rules = |of: &[(HoldLevel, &str)]| -> Vec<(HoldLevel, String)> {
        let owned = of.iter().map(|(level, rule)| (*level, (*rule).to_owned()));
        owned.collect()
    };
    assert_eq!(heed(NoticeKind::Bankruptcy, TODAY, None), []);
    let default = (warn, "bureau-default");
    assert_eq!(heed(NoticeKind::Default, TODAY, None), rules(&[default]));
    let class = heed(NoticeKind::NewClass, "2026-11-01", Some("5"));
    assert_eq!(class, rules(&[default]));
    let class = heed(NoticeKind::NewClass, "2026-11-02", Some("3"));
    assert_eq!(class, rules(&[default, (stop, "bureau-class")]));
    // A second default does not repeat the hold that stands.
    assert_eq!(heed(NoticeKind::Default, "2026-11-21", None).len(), 2);
    assert_eq!(heed(NoticeKind::Other, "2026-11-21", None).len(), 3);
    let paused = book.pauses.values();
    assert_eq!(
        paused
            .filter(|state| state.pause.kind == PauseKind::Bankruptcy)
            .count(),
        1
    );
}
