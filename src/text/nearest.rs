//! Fuzzy search: what is most like a few letters, the best first.
//!
//! A text is like a word if the word's letters stand in it in their order. There they fall into pieces: `nrdbygg` into
//! n, rd and bygg in "nordlys bygg". A piece that begins a word of the text costs one, a piece within a word two; the
//! cheapest way to find the word is what it costs, and all that is typed costs what its words cost together.
//!
//! A short word says little: its letters are scattered over half of all names, and nobody means those. So it is found
//! whole, or its first piece begins a word and it costs no more than it has letters: `nas` finds "Nordlys AS" and `nba`
//! "Nordlys Bygg AS" by what their words begin with, `snd` finds "send" over one gap, but `nas` not "Hansen & Søn", nor
//! `ny` "Nordby".
//!
//! A hundred thousand names are answered within a frame: once enough are found, only what would cost less than the last
//! of them is worth a look, and the letters are followed through a text for all costs at once, a bit for each letter.

use memchr::memchr;

use super::fold::fold;

/// Letters of a word that is short.
const SHORT: usize = 3;
/// Bytes of the longest word that is looked for: one has a bit for each, and one before them.
const LONGEST: usize = 63;
/// What a piece costs that begins within a word.
const WITHIN: usize = 2;
/// What costs more is like anything.
const DEAREST: usize = 12;

/// The indices of the texts that a pattern finds, the best first and in their order where they are equally good, and at
/// most so many. An empty pattern finds all. The texts are folded.
pub fn nearest(
    pattern: &str,
    texts: impl Iterator<Item = impl AsRef<str>>,
    most: usize,
) -> Vec<u32> {
    let folded = fold(pattern);
    let words: Vec<Word> = folded.split_whitespace().map(Word::of).collect();
    let mut by_cost: Vec<Vec<u32>> = Vec::new();
    let (mut count, mut limit) = (0, usize::MAX);
    for (index, text) in (0_u32..).zip(texts) {
        let Some(cost) = cost_of_all(&words, text.as_ref(), limit) else {
            continue;
        };
        if by_cost.len() <= cost {
            by_cost.resize_with(cost + 1, Vec::new);
        }
        by_cost[cost].push(index);
        count += 1;
        while let Some(last) = by_cost.last()
            && count - last.len() >= most
        {
            count -= last.len();
            by_cost.pop();
        }
        if count >= most {
            let dearest = by_cost.len().saturating_sub(1);
            if dearest <= words.len() {
                break;
            }
            limit = dearest - 1;
        }
    }
    let mut found: Vec<u32> = by_cost.into_iter().flatten().collect();
    found.truncate(most);
    found
}

/// What it costs to find all words, if it is at most so much.
fn cost_of_all(words: &[Word], text: &str, most: usize) -> Option<usize> {
    let text = text.as_bytes();
    // What says no costs little.
    if !words.iter().all(|word| word.has_letters_in(text)) {
        return None;
    }
    let (mut cost, mut left) = (0, words.len());
    for word in words {
        left -= 1;
        // Each of those that are left costs one at least.
        cost += word.cost(text, most.checked_sub(cost + left)?)?;
    }
    Some(cost)
}

/// A word that is looked for.
struct Word<'p> {
    bytes: &'p [u8],
    /// By byte: where in the word it stands, a bit for each place, the lowest left out.
    places: [u64; 256],
    /// How much of the word, a bit for each length, may stand before a piece that begins within a word of the text.
    before: u64,
    dearest: usize,
}

impl<'p> Word<'p> {
    fn of(word: &'p str) -> Self {
        let mut places = [0; 256];
        for (at, byte) in (1_u32..).zip(word.bytes()) {
            places[usize::from(byte)] |= 1_u64.checked_shl(at).unwrap_or_default();
        }
        let letters = word.chars().count();
        let is_short = letters <= SHORT;
        Self {
            bytes: word.as_bytes(),
            places,
            before: if is_short { !1 } else { !0 },
            dearest: if is_short { letters } else { DEAREST },
        }
    }

    /// What it costs to find it in a text, if it is at most so much.
    fn cost(&self, text: &[u8], most: usize) -> Option<usize> {
        let dearest = most.min(self.dearest);
        // By cost, a bit for each length: how much of the word was found anywhere, and how much ends right here.
        let (mut found, mut here) = ([0_u64; DEAREST + 1], [0_u64; DEAREST + 1]);
        found[0] = 1;
        let end = 1_u64 << self.bytes.len();
        // The beginnings of the word that end right here in one piece, and whether all of it did.
        let (mut piece, mut is_whole) = (0_u64, false);
        let mut next = 0;
        for (at, byte) in text.iter().enumerate() {
            let places = self.places[usize::from(*byte)];
            if places == 0 {
                continue;
            }
            if at != next {
                here = [0; DEAREST + 1];
                piece = 0;
            }
            next = at + 1;
            piece = ((piece | 1) << 1) & places;
            is_whole |= piece & end != 0;
            let begins_word = at == 0 || !(is_letter(*byte) && is_letter(text[at - 1]));
            // No piece begins amid the bytes of a letter.
            let before = if is_amid_letter(*byte) {
                0
            } else {
                self.before
            };
            // The dear ones first: what they begin behind is what was found before this letter.
            for cost in (1..=dearest).rev() {
                let begun = match cost {
                    _ if begins_word => found[cost - 1],
                    WITHIN.. => found[cost - WITHIN] & before,
                    _ => 0,
                };
                here[cost] = ((here[cost] | begun) << 1) & places;
                found[cost] |= here[cost];
            }
            if found[1] & end != 0 {
                break;
            }
        }
        let cheapest = (1..=dearest).find(|cost| found[*cost] & end != 0);
        let whole = (is_whole && most >= WITHIN).then_some(WITHIN);
        cheapest.into_iter().chain(whole).min()
    }

    /// Whether it has a bit for each of its letters, and they stand in the text in their order.
    fn has_letters_in(&self, text: &[u8]) -> bool {
        let mut left = text;
        self.bytes.len() <= LONGEST
            && self.bytes.iter().all(|letter| {
                let found = memchr(*letter, left);
                found.is_some_and(|at| {
                    left = &left[at + 1..];
                    true
                })
            })
    }
}

/// Whether the byte is one of a letter or digit; all beyond ASCII are.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether the byte is one of UTF-8 that begins no character.
fn is_amid_letter(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(pattern: &str, texts: &[&'t str]) -> Vec<&'t str> {
        let indices = nearest(pattern, texts.iter().copied(), usize::MAX).into_iter();
        indices.map(|index| texts[index as usize]).collect()
    }

    #[test]
    fn fewer_pieces_are_better_and_so_is_the_beginning_of_a_word() {
        let texts = [
            "hansen rorledning",
            "nye ord",
            "sundby gardsdrift",
            "bord nord",
            "nordlys bygg as",
            "nordbygg",
        ];
        assert_eq!(found("nrdbygg", &texts), ["nordbygg", "nordlys bygg as"]);
        assert_eq!(
            found("nord", &texts),
            [
                "bord nord",
                "nordlys bygg as",
                "nordbygg",
                "nye ord",
                "hansen rorledning"
            ]
        );
        assert_eq!(found("Nørd by", &texts), ["nordlys bygg as", "nordbygg"]);
        assert_eq!(found("", &texts), texts);
        assert!(found("nordx", &texts).is_empty());
    }

    #[test]
    fn a_short_word_is_not_scattered_over_a_name() {
        let texts = [
            "hansen & sonn",
            "nordlys bygg as",
            "brynvask",
            "nes as",
            "nabo",
        ];
        assert_eq!(found("nas", &texts), ["nordlys bygg as", "nes as"]);
        assert_eq!(found("nba", &texts), ["nordlys bygg as"]);
        assert_eq!(found("nb", &texts), ["nordlys bygg as"]);
        assert!(found("aes", &texts).is_empty());
        assert!(found("no", &texts[..1]).is_empty());
        assert_eq!(found("hse", &texts), ["hansen & sonn"]);
        assert_eq!(found("bo", &texts), ["nabo"]);
    }

    #[test]
    fn letters_of_any_script_are_whole() {
        // Their second bytes are alike.
        assert!(found("жжжж", &["бѶбѶбѶбѶ"]).is_empty());
        assert_eq!(
            found("дошки", &["дом школы, дошколки"]),
            ["дом школы, дошколки"]
        );
    }

    #[test]
    fn what_is_too_long_to_be_a_word_is_like_nothing() {
        let long = "a".repeat(LONGEST);
        assert_eq!(found(&long, &[&long]), [long.as_str()]);
        let longer = "a".repeat(LONGEST + 1);
        assert!(found(&longer, &[&longer]).is_empty());
    }

    /// The cheapest way, by trying all: what is left of the word, what is left of the text, what stands before that.
    fn cheapest(word: &[char], text: &[char], before: Option<char>, run: bool) -> Option<usize> {
        let Some(first) = word.first() else {
            return Some(0);
        };
        let (letter, rest) = text.split_first()?;
        let without = cheapest(word, rest, Some(*letter), false);
        let with = (first == letter).then(|| {
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let cost = match (run, is_word(before) && is_word(Some(*letter))) {
                (true, _) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            cheapest(&word[1..], rest, Some(*letter), true).map(|more| more + cost)
        });
        without.into_iter().chain(with.flatten()).min()
    }

    proptest! {
        #[test]
        fn the_cheapest_way_is_found(
            texts in prop::collection::vec("[abc .]{0,10}", 0..12),
            pattern in "[abc]{4,6}( [abc]{4,5})?",
            most in 1_usize..6,
        ) {
            let cost = |text: &String| -> Option<usize> {
                let text: Vec<char> = text.chars().collect();
                let words = pattern.split(' ').map(|word| word.chars().collect::<Vec<_>>());
                words.map(|word| cheapest(&word, &text, None, false)).sum()
            };
            let mut wanted: Vec<(usize, u32)> = (0..)
                .zip(&texts)
                .filter_map(|(index, text)| Some((cost(text)?, index)))
                .collect();
            wanted.sort_unstable();
            let wanted: Vec<u32> = wanted.into_iter().map(|(_, index)| index).take(most).collect();
            prop_assert_eq!(nearest(&pattern, texts.iter(), most), wanted);
        }

        #[test]
        fn a_short_word_costs_no_more_than_its_letters(
            text in "[abc .]{0,10}",
            word in "[abc]{1,3}",
        ) {
            let letters: Vec<char> = text.chars().collect();
            let known: Vec<char> = word.chars().collect();
            if !nearest(&word, [&text].into_iter(), 1).is_empty() {
                let cost = cheapest(&known, &letters, None, false);
                let most = known.len().max(WITHIN);
                prop_assert!(cost.is_some_and(|cost| cost <= most));
            }
            if text.contains(&word) {
                prop_assert_eq!(nearest(&word, [&text].into_iter(), 1), [0]);
            }
        }

        #[test]
        fn anything_typed_is_answered(pattern in "\\PC{0,80}", text in "\\PC{0,80}") {
            let _ = nearest(&pattern, [&text].into_iter(), 5);
        }
    }
}
