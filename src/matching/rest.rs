//! What is left when the certain claims that stand are out of reach, explained by what those leave: again until
//! nothing more is certain, then the strong claims, then the others.

use super::assign::assign;
use super::basis::Basis;
use super::{Claim, Explained, Matcher, Verdict, Verdicts};
use crate::domain::candidate::Waiting;
use crate::domain::evidence::{Class, Evidence};

/// A receipt of which nothing that stands is known yet.
struct Left<'r> {
    receipt: &'r Waiting,
    /// What is told of it in the end.
    explained: &'r mut Explained,
    /// What explained it last, and by what.
    last: Option<(Explained, Basis)>,
}

impl Left<'_> {
    /// What explains it by what is free now. Looked for once more only where what it went by was taken since.
    fn now(&mut self, matcher: &Matcher<'_>) -> &Explained {
        if !(self.last.as_ref()).is_some_and(|(_, basis)| matcher.holds(basis)) {
            self.last = None;
        }
        let last = self
            .last
            .get_or_insert_with(|| matcher.explain_noting(self.receipt));
        &last.0
    }

    /// What explained it last is what is told, once this was done to it.
    fn tell(&mut self, change: impl FnOnce(&mut Explained)) {
        if let Some((mut explained, _)) = self.last.take() {
            change(&mut explained);
            *self.explained = explained;
        }
    }
}

/// Explains what is left: what is certain now, then the strong claims, then the others.
pub fn explain_rest<'r>(
    matcher: &mut Matcher<'_>,
    first: &Verdicts,
    waiting: impl IntoIterator<Item = (&'r Waiting, &'r mut Explained)>,
) {
    let mut waiting: Vec<Left<'r>> = waiting
        .into_iter()
        .filter(|(receipt, _)| !first.keeps(receipt.item))
        .map(|(receipt, explained)| Left {
            receipt,
            explained,
            last: None,
        })
        .collect();
    let last = decide_again(matcher, &mut waiting);
    matcher.take_fought(&last);
    // What went to another is explained by what is left.
    for left in &mut waiting {
        if let Some(Verdict::Taken { invoice }) = first.of(left.receipt.item) {
            let invoice = invoice.clone();
            left.now(matcher);
            left.tell(|explained| explained.lose(Evidence::TakenByExact { invoice }));
        }
    }
    waiting.retain(|left| !first.decides(left.receipt.item));
    for class in [Class::B, Class::C] {
        let mut claims = Vec::new();
        for left in &mut waiting {
            let receipt = left.receipt;
            let claim = left.now(matcher).claim(matcher, receipt);
            claims.extend(claim.filter(|claim| claim.class == class));
        }
        let verdicts = assign(matcher, claims);
        waiting.retain_mut(|left| {
            let decides = verdicts.decides(left.receipt.item);
            if decides {
                left.tell(|explained| verdicts.apply(explained));
            }
            !decides
        });
        matcher.take(&verdicts);
        matcher.take_fought(&verdicts);
    }
    for mut left in waiting {
        left.tell(|_| {});
    }
}

/// What stands may make another claim certain: again until nothing more does, so that a second run finds nothing.
fn decide_again(matcher: &mut Matcher<'_>, waiting: &mut Vec<Left<'_>>) -> Verdicts {
    loop {
        let mut claims = Vec::new();
        for left in waiting.iter_mut() {
            let receipt = left.receipt;
            let explained = left.now(matcher);
            if explained.may_be_certain() {
                claims.extend(
                    explained
                        .claim(matcher, receipt)
                        .filter(Claim::may_be_certain),
                );
            }
        }
        let verdicts = assign(matcher, claims);
        let before = waiting.len();
        waiting.retain_mut(|left| {
            let keeps = verdicts.keeps(left.receipt.item);
            if keeps {
                left.tell(|explained| verdicts.apply(explained));
            }
            !keeps
        });
        if waiting.len() == before {
            return verdicts;
        }
        matcher.take(&verdicts);
    }
}
