//! What belongs together stands together: one page where that is enough, and nothing torn where it is not.

use reskontra::domain::content::LetterContent;
use reskontra::domain::letter::LetterKind;
use reskontra::domain::required::Required;
use reskontra::domain::sheet::Sheet;
use reskontra::letters::{Language, Templates, compose, samples};

use super::{pages, pdf, press, run_on};

/// Letters of a kind under each law in each language, with one invoice, a fee and interest.
fn letters_of_one_invoice(kind: LetterKind) -> impl Iterator<Item = LetterContent> {
    let laws = ["no", "se", "dk", "fi", "eu"].into_iter();
    laws.flat_map(move |law| {
        Language::ALL.into_iter().map(move |language| {
            let mut letter = samples::letter(language, kind, law);
            letter.lines.truncate(1);
            samples::summed(letter)
        })
    })
}

fn shipped(letter: &LetterContent) -> Sheet {
    compose(letter, &Required::default(), &Templates::shipped()).unwrap()
}

#[test]
fn a_letter_about_one_invoice_with_fee_and_interest_is_one_page() {
    let mut press = press();
    for kind in [LetterKind::Reminder, LetterKind::Notice, LetterKind::Demand] {
        for letter in letters_of_one_invoice(kind) {
            let pages = press.batch().unwrap().add(&shipped(&letter)).unwrap();
            let language = letter.recipient.language;
            assert_eq!(pages, 1, "{kind:?} {} {language:?}", letter.law);
        }
    }
}

#[test]
fn the_total_and_the_box_that_says_how_to_pay_stand_on_one_page() {
    for items in 1..=45 {
        let mut letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
        letter.lines = vec![letter.lines[0].clone(); items];
        let sheet = shipped(&samples::summed(letter));
        let pages = pages(&pdf(&sheet));
        let holding = |words: &str| {
            let on = pages.iter().enumerate();
            let on = on.filter(|(_, page)| run_on(page).contains(&run_on(words)));
            on.map(|(at, _)| at).collect::<Vec<usize>>()
        };
        let total = holding("Gebyrer og renter i dette brevet");
        assert_eq!(total.len(), 1, "{items} items");
        assert_eq!(holding("Betales innen"), total, "{items} items");
        let heading = holding("Slik er rentene regnet ut");
        assert_eq!(heading, holding("Rentesats etter"), "{items} items");
        let greeting = pages.last().map(|page| run_on(page)).unwrap();
        assert!(greeting.contains(&run_on("Med hilsen")), "{items} items");
        assert!(
            greeting.contains(&run_on("Er betalingen gitt til banken")),
            "a greeting alone on a page: {items} items"
        );
    }
}
