//! What a receipt names: references, letters, invoice numbers in its text and in the payer's own breakdown.

use compact_str::CompactString;

use super::index::{At, capitals};
use super::matcher::Matcher;
use super::numbers::{self, Mention, MentionKind, Mentions};
use super::rule::Hit;
use crate::domain::candidate::{Claimed, Waiting};
use crate::domain::evidence::Evidence;
use crate::domain::id::{CustomerId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::reference::{self, forms, normalise};
use crate::domain::rule::RuleSays;

/// A reference with a right check digit, and all that bears it: settled items too.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub reference: CompactString,
    pub items: Vec<At>,
    pub seen: Seen,
}

/// Where a reference stood.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Seen {
    /// In a field for it.
    Structured,
    /// In the text, where a word says what it is, or where nothing else stands.
    Worded,
    /// In the text.
    Bare,
    /// In the text, and so short that it may be anything.
    Short,
}

/// Digits from which on a reference needs no word beside it.
const LONG_ENOUGH: usize = 7;

/// How surely a number in the text is an invoice's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sureness {
    /// Digits that could be something else.
    Digits,
    /// Within a range that the text names.
    Range,
    Whole,
}

/// An invoice number that was read.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    pub token: CompactString,
    pub sureness: Sureness,
    pub near_word: bool,
    /// Of one number: instalments, or an invoice and a credit note.
    pub items: Vec<At>,
    /// The payer's own share for it: signed.
    pub share: Option<Minor>,
    /// The user's rule that found it.
    pub rule: Option<CompactString>,
    span: (usize, usize),
}

pub(super) struct Clues<'k> {
    pub references: Vec<Named>,
    pub letters: Vec<(CompactString, &'k Claimed)>,
    /// A reference that is wrong by a slip, and what bears the right one.
    pub nearly: Vec<(CompactString, At)>,
    pub spoken: Vec<Spoken>,
    /// First and last number of a range.
    pub range: Option<(String, String)>,
    pub mentions: Mentions,
    pub rules: Vec<Hit>,
    /// What is known although nothing explains the receipt.
    pub known: Vec<Evidence>,
}

/// More items behind one number or digits say nothing.
const MOST_OF_ONE: usize = 40;

impl<'k> Clues<'k> {
    pub fn of(matcher: &Matcher<'k>, receipt: &Waiting) -> Self {
        let message = receipt.text.message.as_deref().unwrap_or_default();
        let mut clues = Self {
            references: Vec::new(),
            letters: Vec::new(),
            nearly: Vec::new(),
            spoken: Vec::new(),
            range: None,
            mentions: if message.is_empty() {
                Mentions::default()
            } else {
                numbers::mentions(message)
            },
            rules: matcher.hits(receipt),
            known: Vec::new(),
        };
        if let Some(structured) = &receipt.reference {
            clues.structured(matcher, receipt, structured);
        }
        if !message.is_empty() {
            clues.references_in_text(matcher, receipt, message);
            clues.numbers_in_text(matcher, message);
        }
        clues.breakdown(matcher, receipt);
        clues.named_by_rules(matcher);
        clues
    }

    /// Whether a reference was found at all.
    pub fn has_reference(&self) -> bool {
        !self.references.is_empty() || !self.letters.is_empty()
    }

    /// Whether what the references name could be certain: each is a document's, and not all of that is settled.
    pub fn may_be_certain(&self, matcher: &Matcher<'_>) -> bool {
        let index = matcher.index();
        let is_open = |named: &Named| {
            let mut items = named.items.iter();
            named.document(matcher).is_some() && items.any(|at| index.free(*at) > Minor::ZERO)
        };
        self.has_reference() && self.references.iter().all(is_open)
    }

    /// The one customer whose documents the references name.
    pub fn customer(&self, matcher: &Matcher<'_>) -> Option<CustomerId> {
        let mut customers = self
            .references
            .iter()
            .flat_map(|named| &named.items)
            .map(|at| matcher.index().get(*at).customer);
        let first = customers.next()?;
        customers.all(|customer| customer == first).then_some(first)
    }

    fn structured(&mut self, matcher: &Matcher<'k>, receipt: &Waiting, written: &str) {
        let reference = forms::canonical(written);
        if self.reference(matcher, receipt, &reference, Seen::Structured) {
            let mut items = matcher.index().by_number(&reference);
            items.retain(|at| !self.references.iter().any(|named| named.items.contains(at)));
            if !items.is_empty() && items.len() <= MOST_OF_ONE {
                self.speak(Spoken {
                    token: reference.into(),
                    sureness: Sureness::Whole,
                    near_word: false,
                    items,
                    share: None,
                    rule: None,
                    span: (0, 0),
                });
            }
            return;
        }
        self.known.push(if reference::is_valid(&reference) {
            Evidence::ReferenceUnknown {
                reference: reference.as_str().into(),
            }
        } else {
            Evidence::CheckDigitWrong {
                reference: reference.as_str().into(),
            }
        });
        self.slipped(matcher, &reference);
    }

    /// Takes a reference that is right and somebody's.
    fn reference(
        &mut self,
        matcher: &Matcher<'k>,
        receipt: &Waiting,
        reference: &str,
        seen: Seen,
    ) -> bool {
        if self
            .references
            .iter()
            .any(|known| known.reference == reference)
        {
            return true;
        }
        if forms::is_placeholder(reference) || !forms::is_valid(reference, receipt.currency) {
            return false;
        }
        // A letter about one invoice bears the invoice's own reference: it is meant where all of it is paid.
        let index = matcher.index();
        let mut items = index.by_reference(reference);
        let letter = index.letter(reference);
        if let Some(letter) = letter.filter(|of| items.is_empty() || of.total == receipt.left) {
            if !self.letters.iter().any(|(known, _)| known == reference) {
                self.letters.push((reference.into(), letter));
            }
            return true;
        }
        let alike = index.by_comparable(reference);
        if items.is_empty() {
            items.extend(alike.iter().copied().filter(|at| {
                let kept = index.get(*at).reference.as_deref().unwrap_or_default();
                forms::is_same(reference, kept, receipt.currency)
            }));
            let first = items.first().map(|at| index.get(*at).document);
            if items
                .iter()
                .any(|at| Some(index.get(*at).document) != first)
            {
                items.clear();
            }
        }
        if items.is_empty() {
            return false;
        }
        // The same but for zeros, on something else.
        let others: Vec<At> = alike.into_iter().filter(|at| !items.contains(at)).collect();
        if others.len() <= 3 {
            self.nearly
                .extend(others.into_iter().map(|at| (reference.into(), at)));
        }
        if !self.references.iter().any(|known| known.items == items) {
            self.references.push(Named {
                reference: reference.into(),
                items,
                seen,
            });
        }
        true
    }

    /// What bears a reference that is written with a slip; never more than a few, else it says nothing.
    fn slipped(&mut self, matcher: &Matcher<'k>, reference: &str) {
        if forms::is_placeholder(reference) {
            return;
        }
        let found = matcher.slipped(reference);
        if found.len() <= 3 {
            self.nearly
                .extend(found.into_iter().map(|at| (reference.into(), at)));
        }
    }

    fn references_in_text(&mut self, matcher: &Matcher<'k>, receipt: &Waiting, message: &str) {
        let read = std::mem::take(&mut self.mentions.references);
        let alone = message.trim();
        // Blanks within, zeros lost: only what the ledger knows tells which reading is meant.
        for (nth, candidate) in read.iter().enumerate() {
            let seen = if nth < self.mentions.worded || candidate == alone {
                Seen::Worded
            } else if candidate.len() >= LONG_ENOUGH {
                Seen::Bare
            } else {
                Seen::Short
            };
            self.reference(matcher, receipt, candidate, seen);
        }
        self.mentions.references = read;
    }

    fn numbers_in_text(&mut self, matcher: &Matcher<'k>, message: &str) {
        let mentions = std::mem::take(&mut self.mentions);
        for mention in &mentions.numbers {
            self.number(matcher, mention);
        }
        self.without_parts();
        self.range = range(&mentions, message);
        self.mentions = mentions;
    }

    fn number(&mut self, matcher: &Matcher<'k>, mention: &Mention) {
        let index = matcher.index();
        let mut items = index.by_number(&mention.token);
        // A reference is not a number as well, but where it is another invoice's number.
        let as_reference = |named: &Named| named.reference == mention.token;
        if let Some(named) = self.references.iter().find(|named| as_reference(named)) {
            items.retain(|at| !named.items.contains(at));
            if !items.is_empty() && items.len() <= MOST_OF_ONE {
                self.speak(Spoken {
                    token: mention.token.as_str().into(),
                    sureness: Sureness::Whole,
                    near_word: mention.near_word,
                    items,
                    share: None,
                    rule: None,
                    span: mention.span,
                });
            }
            return;
        }
        let mut whole = !items.is_empty();
        if items.is_empty() && mention.token.starts_with('0') {
            items = index.by_number(mention.token.trim_start_matches('0'));
            whole = mention.near_word;
        }
        if items.is_empty() && !mention.digits.is_empty() {
            let digits = &mention.digits;
            if *digits != mention.token {
                items = index.by_number(digits);
            }
            items.extend(index.by_digits(digits));
            whole = mention.near_word;
        }
        let count = mention.token.chars().filter(char::is_ascii_digit).count();
        let has_letters = mention.token.chars().any(char::is_alphabetic);
        let short = count < 4 && !has_letters;
        if items.is_empty() || items.len() > MOST_OF_ONE || (short && !mention.near_word) {
            return;
        }
        let doubtful = !mention.near_word
            && (mention.year_like || mention.date_like || (!has_letters && count < 5) || count < 3);
        let sureness = match mention.kind {
            _ if !whole || doubtful => Sureness::Digits,
            MentionKind::Ranged => Sureness::Range,
            MentionKind::Whole | MentionKind::Listed => Sureness::Whole,
        };
        self.speak(Spoken {
            token: mention.token.as_str().into(),
            sureness,
            near_word: mention.near_word,
            items,
            share: None,
            rule: None,
            span: mention.span,
        });
    }

    /// Of two readings, one within the other, the one that takes more of the text is meant.
    fn without_parts(&mut self) {
        let spans: Vec<(usize, usize)> = self.spoken.iter().map(|spoken| spoken.span).collect();
        self.spoken.retain(|spoken| {
            let (start, end) = spoken.span;
            spoken.sureness == Sureness::Range
                || !spans
                    .iter()
                    .any(|(from, to)| *from <= start && end <= *to && to - from > end - start)
        });
    }

    fn speak(&mut self, spoken: Spoken) {
        let same = |known: &&mut Spoken| known.items == spoken.items;
        match self.spoken.iter_mut().find(same) {
            Some(known) => {
                known.sureness = known.sureness.max(spoken.sureness);
                known.share = known.share.or(spoken.share);
                known.rule = known.rule.take().or(spoken.rule);
            }
            None => self.spoken.push(spoken),
        }
    }

    /// What the bank file names as paid, with the payer's own shares.
    fn breakdown(&mut self, matcher: &Matcher<'k>, receipt: &Waiting) {
        for line in &receipt.text.details.remittance {
            let share = line
                .amount
                .and_then(|amount| Minor::exactly(amount, receipt.currency).ok());
            let token = capitals(&line.number);
            let items = matcher.index().by_number(&token);
            if items.is_empty() {
                let reference = forms::canonical(&line.number);
                if self.reference(matcher, receipt, &reference, Seen::Structured) {
                    let named = self.references.iter();
                    let mut named = named.filter(|named| named.reference == reference);
                    let items = named.next().map_or_else(
                        || matcher.index().by_reference(&reference),
                        |named| named.items.clone(),
                    );
                    if share.is_some() && !items.is_empty() {
                        self.whole(&reference, items, share, None);
                    }
                    continue;
                }
                self.slipped(matcher, &reference);
            } else if items.len() <= MOST_OF_ONE {
                self.whole(&token, items, share, None);
            }
        }
    }

    fn whole(
        &mut self,
        token: &str,
        items: Vec<At>,
        share: Option<Minor>,
        rule: Option<CompactString>,
    ) {
        self.speak(Spoken {
            token: token.into(),
            sureness: Sureness::Whole,
            near_word: true,
            items,
            share,
            rule,
            span: (0, 0),
        });
    }

    fn named_by_rules(&mut self, matcher: &Matcher<'k>) {
        for hit in self.rules.clone() {
            let RuleSays::Invoice(named) = &hit.says else {
                continue;
            };
            let mut items = matcher.index().by_number(&capitals(named));
            if items.is_empty() {
                items = matcher.index().by_reference(&normalise(named));
            }
            if !items.is_empty() && items.len() <= MOST_OF_ONE {
                self.whole(&capitals(named), items, None, Some(hit.name.into()));
            }
        }
    }
}

/// First and last number of a range, also of one that is too long to be counted out: of which a customer has some
/// alone.
fn range(mentions: &Mentions, message: &str) -> Option<(String, String)> {
    let ranged = |mention: &&Mention| mention.kind == MentionKind::Ranged;
    let first = mentions.numbers.iter().find(ranged);
    let last = mentions.numbers.iter().rfind(ranged);
    if let (Some(first), Some(last)) = (first, last)
        && first.token != last.token
    {
        return Some((first.token.clone(), last.token.clone()));
    }
    mentions.numbers.windows(2).find_map(|pair| {
        let [first, last] = pair else { return None };
        let between = message.get(first.span.1..last.span.0)?;
        let is_range = RANGE_MARKS.contains(&between.trim().to_lowercase().as_str());
        let in_order = first.token.len() == last.token.len() && first.token < last.token;
        let is_long = first.token.len() > 4 || first.near_word;
        (is_range && in_order && is_long).then(|| (first.token.clone(), last.token.clone()))
    })
}

/// What stands between the ends of a range.
const RANGE_MARKS: [&str; 12] = [
    "-", "–", "—", "..", "...", "til", "till", "to", "bis", "t.o.m.", "tom", "t o m",
];

impl Named {
    /// The document that alone bears it.
    pub fn document(&self, matcher: &Matcher<'_>) -> Option<DocumentId> {
        let mut documents = self
            .items
            .iter()
            .map(|at| matcher.index().get(*at).document);
        let first = documents.next()??;
        documents
            .all(|document| document == Some(first))
            .then_some(first)
    }

    pub fn open(&self, matcher: &Matcher<'_>) -> Vec<At> {
        let items = self.items.iter().copied();
        items
            .filter(|at| matcher.index().free(*at) > Minor::ZERO)
            .collect()
    }
}
