//! The plain way to explain all receipts: each one anew whenever anything may have changed. What is looked up less
//! often says the same.

use proptest::prelude::*;

use super::properties::{candidates, receipts};
use super::*;

fn plainly(known: &Known, settings: &Settings, receipts: &[Waiting]) -> Vec<Explained> {
    let mut matcher = Matcher::new(known, settings);
    let mut found: Vec<Explained> = receipts.iter().map(|line| matcher.explain(line)).collect();
    let first = assign(
        &matcher,
        claims(&matcher, receipts, &found, Claim::may_be_certain),
    );
    for explained in &mut found {
        first.apply(explained);
    }
    matcher.take(&first);
    let is_left = |line: &&Waiting| !first.keeps(line.item);
    let mut left: Vec<Waiting> = receipts.iter().filter(is_left).cloned().collect();
    let mut tell = |explained: Explained| {
        let mut places = found.iter_mut();
        let place = places.find(|place| place.receipt == explained.receipt);
        *place.unwrap() = explained;
    };
    let last = loop {
        let again: Vec<Explained> = left.iter().map(|line| matcher.explain(line)).collect();
        let verdicts = assign(
            &matcher,
            claims(&matcher, &left, &again, Claim::may_be_certain),
        );
        let before = left.len();
        left.retain(|line| !verdicts.keeps(line.item));
        if left.len() == before {
            break verdicts;
        }
        for mut explained in again {
            if verdicts.keeps(explained.receipt) {
                verdicts.apply(&mut explained);
                tell(explained);
            }
        }
        matcher.take(&verdicts);
    };
    matcher.take_fought(&last);
    for line in &left {
        if let Some(Verdict::Taken { invoice }) = first.of(line.item) {
            let mut explained = matcher.explain(line);
            let invoice = invoice.clone();
            explained.lose(Evidence::TakenByExact { invoice });
            tell(explained);
        }
    }
    left.retain(|line| !first.decides(line.item));
    for class in [Class::B, Class::C] {
        let mut now: Vec<Explained> = left.iter().map(|line| matcher.explain(line)).collect();
        let verdicts = assign(
            &matcher,
            claims(&matcher, &left, &now, |claim| claim.class == class),
        );
        for explained in &mut now {
            verdicts.apply(explained);
        }
        now.into_iter().for_each(&mut tell);
        left.retain(|line| !verdicts.decides(line.item));
        matcher.take(&verdicts);
        matcher.take_fought(&verdicts);
    }
    found
}

fn claims(
    matcher: &Matcher<'_>,
    receipts: &[Waiting],
    found: &[Explained],
    counts: impl Fn(&Claim) -> bool,
) -> Vec<Claim> {
    let both = receipts.iter().zip(found);
    let claims = both.filter_map(|(line, explained)| explained.claim(matcher, line));
    claims.filter(counts).collect()
}

/// Settings under which roundings are used up, a few receipts set aside and a few taken back.
fn with_limits(mut lines: Vec<Waiting>) -> (Settings, Vec<Waiting>) {
    for (nth, line) in lines.iter_mut().enumerate() {
        line.set_aside = (nth % 7 == 3).then(|| "asked the payer".to_owned());
        line.taken_back = nth % 5 == 4;
    }
    let settings = Settings {
        rounding_of_year: HashMap::from([(Currency::NOK, Minor(40))]),
        ..Settings::default()
    };
    (settings, lines)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_explained_less_often_says_the_same(items in candidates(), lines in receipts(), limits in any::<bool>()) {
        let books = known(items);
        let (settings, lines) = if limits { with_limits(lines) } else { (Settings::default(), lines) };
        prop_assert_eq!(explain(&books, &settings, &lines), plainly(&books, &settings, &lines));
    }

    #[test]
    fn what_cannot_be_certain_is_not(items in candidates(), lines in receipts()) {
        let books = known(items);
        let settings = Settings::default();
        let matcher = Matcher::new(&books, &settings);
        for line in &lines {
            let explained = matcher.explain(line);
            match matcher.explain_certain(line) {
                Some(certain) => prop_assert_eq!(certain, explained),
                None => prop_assert!(!explained.may_be_certain()),
            }
        }
    }
}
