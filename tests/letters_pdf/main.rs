//! A letter as the customer gets it on paper: all its words there and in order, none lost, none off the page; and
//! what cannot be shown rightly refused, with what to do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/hunt.rs"]
mod hunt;
mod random;
mod sheets;
mod together;

use std::fs;
use std::process::Command;

use reskontra::domain::date::Date;
use reskontra::domain::sheet::{Block, Sheet, Side, Table};
use reskontra::letters::pdf::{House, MOST_PAGES, PdfFault, Press};
use reskontra::text::Locale;

use sheets::{claims, column, labelled, long, reminder, row, wide};

fn day() -> Date {
    Date::from_ymd_opt(2026, 11, 22).unwrap()
}

fn press() -> Press<'static> {
    Press::new(&House::default()).unwrap()
}

fn pdf(sheet: &Sheet) -> Vec<u8> {
    press().letter(sheet, day()).unwrap()
}

fn fault(sheet: &Sheet) -> PdfFault {
    press().letter(sheet, day()).unwrap_err()
}

fn said(sheet: &Sheet) -> String {
    Locale::english().tell("pdf-fault", &fault(sheet))
}

fn pages(pdf: &[u8]) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap()
}

/// Without blanks, which are where lines happen to end.
fn run_on(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The texts of a sheet's body, in the order of reading.
fn texts(sheet: &Sheet) -> Vec<String> {
    let mut texts = sheet.recipient.clone();
    let facts = sheet
        .facts
        .iter()
        .flat_map(|fact| [&fact.label, &fact.value]);
    texts.extend(facts.cloned());
    texts.push(sheet.subject.clone());
    for block in &sheet.blocks {
        match block {
            Block::Heading(words) | Block::Text(words) => texts.push(words.clone()),
            Block::Payment(facts) => {
                texts.extend(
                    facts
                        .iter()
                        .flat_map(|fact| [fact.label.clone(), fact.value.clone()]),
                );
            }
            Block::Table(table) => {
                texts.extend(table.columns.iter().map(|column| column.title.clone()));
                texts.extend(table.rows.iter().flat_map(|row| row.cells.clone()));
            }
        }
    }
    texts
}

fn holds_in_order(extracted: &str, texts: &[String]) {
    let all = run_on(extracted);
    let mut rest = all.as_str();
    for text in texts {
        let wanted = run_on(text);
        let Some(at) = rest.find(&wanted) else {
            panic!("“{text}” is not there, or not in its place, in:\n{extracted}");
        };
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn every_word_is_there_and_in_the_order_of_reading() {
    for sheet in [reminder(), wide()] {
        let pages = pages(&pdf(&sheet));
        assert_eq!(pages.len(), 1);
        holds_in_order(&pages[0], &texts(&sheet));
        for fact in &sheet.sender.facts {
            assert!(
                pages[0].contains(&fact.value),
                "{} is not in the foot",
                fact.value
            );
        }
    }
}

#[test]
fn words_are_told_apart_when_copied() {
    let text = pages(&pdf(&reminder())).concat();
    for words in [
        "Ødegård & Sønner AS",
        "Vi kan ikke se at fakturaene nedenfor er betalt.",
        "15 070,00 NOK",
        "Side 1 av 1",
    ] {
        assert!(text.contains(words), "{words} not in:\n{text}");
    }
}

#[test]
fn three_hundred_items_take_pages_with_the_titles_on_each() {
    let sheet = long(300);
    let pages = pages(&pdf(&sheet));
    assert!((7..=11).contains(&pages.len()), "{} pages", pages.len());
    let all = pages.concat();
    for number in 1..=300 {
        let number = format!("F-{number:05}");
        assert_eq!(all.matches(&number).count(), 1, "{number}");
    }
    let count = pages.len();
    for (at, page) in pages.iter().enumerate() {
        let words = format!("Side {} av {count}", at + 1);
        assert!(page.contains(&words), "page {} lacks {words}", at + 1);
        if page.contains("F-00") {
            assert!(page.contains("Forfall"), "page {} has no titles", at + 1);
        }
    }
    // A sum is never alone under its titles.
    let last = pages.iter().find(|page| page.contains("Å betale")).unwrap();
    assert!(
        last.contains("Rente 12,25"),
        "the sum stands alone:\n{last}"
    );
}

#[test]
fn the_same_sheet_makes_the_same_bytes() {
    let mut used = press();
    used.letter(&wide(), day()).unwrap();
    let again = used.letter(&reminder(), day()).unwrap();
    assert!(again == pdf(&reminder()), "what was printed before shows");
    let next_day = press()
        .letter(&reminder(), day().succ_opt().unwrap())
        .unwrap();
    assert!(next_day != again, "the date is not the one handed in");
}

#[test]
fn a_character_that_the_font_lacks_is_named_with_what_to_do() {
    let mut sheet = reminder();
    sheet.recipient[0] = "株式会社 Nordlys".to_owned();
    let fault = fault(&sheet);
    assert!(
        matches!(
            &fault,
            PdfFault::MissingGlyph {
                character: '株',
                ..
            }
        ),
        "{fault:?}"
    );
    let told = said(&sheet);
    assert!(
        told.contains("U+682A") && told.contains("株") && told.contains("settings"),
        "{told}"
    );
}

#[test]
fn a_fault_is_told_in_the_users_language_alone() {
    let character = 'ß';
    let text = || "Gießen".to_owned();
    let (lines, most, setting) = (12, 9, "font");
    let faults = [
        PdfFault::MissingGlyph {
            character,
            text: text(),
        },
        PdfFault::RightToLeft {
            character,
            text: text(),
        },
        PdfFault::AddressTooLong { lines, most },
        PdfFault::TooTall { text: text() },
        PdfFault::TooManyColumns {
            columns: lines,
            most,
        },
        PdfFault::Ragged {
            row: 1,
            cells: 2,
            columns: 3,
        },
        PdfFault::TooManyPages { most },
        PdfFault::TooLong { bytes: 10, most },
        PdfFault::NoFont { setting },
        PdfFault::NoBlank { setting },
        PdfFault::FontRestricted,
        PdfFault::FontDamaged,
        PdfFault::LogoTooLarge { bytes: 10, most },
        PdfFault::NoLogo,
        PdfFault::LogoEmpty,
        PdfFault::LogoTooManyPixels {
            width: 4,
            height: 5,
            most: 6,
        },
        PdfFault::LogoSixteenBits,
        PdfFault::LogoCmyk,
        PdfFault::LogoDamaged,
        PdfFault::Refused {
            cause: "MissingTitle".to_owned(),
        },
    ];
    let [en, nb, sv] = ["en", "nb", "sv"].map(|tag| Locale::load(tag).unwrap());
    for fault in &faults {
        let told = [&en, &nb, &sv].map(|locale| locale.tell("pdf-fault", fault));
        let [first, second, third] = &told;
        assert!(
            first != second && second != third && third != first,
            "{told:?}"
        );
        let whole = |told: &String| told.ends_with('.') && !told.contains(['{', '}']);
        assert!(told.iter().all(whole), "{told:?}");
    }
}

#[test]
fn letters_of_private_use_are_refused_as_missing() {
    let mut sheet = reminder();
    sheet.subject = "Logo \u{e000}".to_owned();
    assert!(matches!(
        fault(&sheet),
        PdfFault::MissingGlyph {
            character: '\u{e000}',
            ..
        }
    ));
}

#[test]
fn right_to_left_is_refused_wherever_it_stands() {
    for text in ["שלום", "Firma سلام AS", "\u{1e900}"] {
        let mut sheet = reminder();
        sheet.blocks[0] = Block::Text(text.to_owned());
        assert!(
            matches!(fault(&sheet), PdfFault::RightToLeft { .. }),
            "{text}"
        );
    }
}

#[test]
fn a_letter_and_its_ring_come_out_as_one() {
    let mut sheet = reminder();
    sheet.recipient[0] = "A\u{30a}rnes Ba\u{30a}tbyggeri".to_owned();
    sheet.blocks[0] = Block::Text("Årnes Båtbyggeri".to_owned());
    let text = pages(&pdf(&sheet)).concat();
    assert_eq!(text.matches("Årnes Båtbyggeri").count(), 2, "{text}");
}

#[test]
fn controls_never_reach_the_paper() {
    let mut sheet = reminder();
    sheet.blocks[0] = Block::Text("før\u{1b}[31m\u{0}\u{7}\u{202e}\u{200b}etter".to_owned());
    let text = pages(&pdf(&sheet)).concat();
    assert!(text.contains("før[31metter"), "{text}");
}

#[test]
fn an_address_has_one_line_or_nine_and_not_ten() {
    for lines in 1..=9 {
        let mut sheet = reminder();
        sheet.recipient = (1..=lines).map(|n| format!("Linje nummer {n}")).collect();
        let text = pages(&pdf(&sheet)).concat();
        for line in &sheet.recipient {
            assert!(text.contains(line), "{line} of {lines}");
        }
    }
    let mut sheet = reminder();
    sheet.recipient = (1..=10).map(|n| format!("Linje nummer {n}")).collect();
    let told = said(&sheet);
    assert!(told.contains("10 lines") && told.contains('9'), "{told}");
}

#[test]
fn long_names_and_references_are_broken_not_cut() {
    let mut sheet = reminder();
    let name = "Nordvestlandske Fiskeoppdrettsanleggsvedlikeholdsservice og Maritime Tjenester AS";
    let reference = "A1B2C3D4E5".repeat(30);
    sheet.recipient[0] = name.to_owned();
    sheet.sender.name = format!("{name}, avdeling {name}");
    sheet.blocks[0] = Block::Text(format!("Referanse {reference} slutt"));
    sheet.blocks[1] = Block::Table(Table {
        columns: vec![
            column("Vår referanse", Side::Left),
            column("Beløp", Side::Right),
        ],
        rows: vec![row([&reference, "1\u{a0}234\u{a0}567\u{a0}890,12"])],
    });
    let text = pages(&pdf(&sheet)).concat();
    holds_in_order(&text, &texts(&sheet));
}

#[test]
fn the_box_that_says_how_to_pay_is_never_split() {
    for items in 20..50 {
        let pages = pages(&pdf(&long(items)));
        let holding: Vec<usize> = ["Til konto", "KID", "Innen"]
            .iter()
            .map(|label| pages.iter().position(|page| page.contains(label)).unwrap())
            .collect();
        assert!(
            holding.iter().all(|page| *page == holding[0]),
            "{items} items: {holding:?}"
        );
    }
}

#[test]
fn a_letter_without_an_end_is_refused() {
    let mut sheet = reminder();
    sheet
        .blocks
        .push(Block::Text("linje\n".repeat(60_000) + "slutt"));
    assert_eq!(fault(&sheet), PdfFault::TooManyPages { most: MOST_PAGES });
    sheet.blocks = vec![Block::Text("x".repeat(5 << 20))];
    assert!(matches!(fault(&sheet), PdfFault::TooLong { .. }));
}

#[test]
fn what_is_not_split_and_does_not_fit_is_refused() {
    let much = "ord ".repeat(5_000);
    let mut table = claims(&[]);
    table.rows[0].cells[0].clone_from(&much);
    for block in [
        Block::Table(table),
        Block::Payment(vec![labelled("Melding", &much)]),
        Block::Heading(much.clone()),
    ] {
        let mut sheet = reminder();
        sheet.blocks.push(block);
        assert!(matches!(fault(&sheet), PdfFault::TooTall { .. }));
    }
}

#[test]
fn a_row_with_other_cells_than_titles_is_refused() {
    let mut sheet = reminder();
    let mut table = claims(&["1"]);
    table.rows[1].cells.pop();
    sheet.blocks.push(Block::Table(table));
    let told = said(&sheet);
    assert!(told.contains("Row 2") && told.contains("5 cells"), "{told}");
}

#[test]
fn a_batch_holds_each_letter_and_skips_the_one_that_is_refused() {
    let mut press = press();
    let mut batch = press.batch().unwrap();
    let mut refused = reminder();
    refused.recipient[0] = "株".to_owned();
    assert_eq!(batch.add(&reminder()).unwrap(), 1);
    assert!(batch.add(&refused).is_err());
    let more = batch.add(&long(60)).unwrap();
    assert_eq!(batch.pages(), 1 + more);
    let pdf = batch.finish("Brev 22.11.2026", "nb", day()).unwrap();
    let pages = pages(&pdf);
    assert_eq!(pages.len(), 1 + more);
    assert!(pages[0].contains("Side 1 av 1"));
    assert!(pages[1].contains(&format!("Side 1 av {more}")));
}

#[test]
fn it_says_that_it_is_made_to_be_kept_and_to_be_read_out() {
    let bytes = pdf(&reminder());
    let text = String::from_utf8_lossy(&bytes);
    for words in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/StructTreeRoot",
        "/Lang(nb)",
        "Inkassovarsel",
    ] {
        assert!(text.contains(words), "no {words}");
    }
    let again = text.matches("2026-11-22").count();
    assert!(again > 0, "not dated");
}

/// ISO 19005-2, by the bytes: what colours mean (6.2.3), fonts within and their signs as text (6.2.11), nothing that runs,
/// is hidden or lies elsewhere (6.1.3, 6.5, 6.8), and who made it (6.6.2).
#[test]
fn what_the_archive_asks_for_is_in_the_bytes() {
    let mut press = press();
    let mut batch = press.batch().unwrap();
    batch.add(&long(40)).unwrap();
    batch.add(&wide()).unwrap();
    let batch = batch.finish("Brev", "nb", day()).unwrap();
    for (name, bytes) in [("letter", pdf(&reminder())), ("batch", batch)] {
        let text = String::from_utf8_lossy(&bytes);
        let count = |what: &str| text.matches(what).count();
        for once in ["/OutputIntents", "/GTS_PDFA1", "/DestOutputProfile", "/ID"] {
            assert_eq!(count(once), 1, "{name}: {once}");
        }
        let fonts = count("/Subtype/Type0");
        assert!(fonts > 0, "{name}");
        for of_each in ["/FontFile2", "/ToUnicode", "/CIDToGIDMap"] {
            assert_eq!(count(of_each), fonts, "{name}: {of_each}");
        }
        for never in [
            "/Encrypt",
            "/JavaScript",
            "/Launch",
            "/EmbeddedFile",
            "/LZWDecode",
            "/OpenAction",
            "/AA",
        ] {
            assert_eq!(count(never), 0, "{name}: {never}");
        }
        let made_by = "<dc:creator><rdf:Seq><rdf:li>Fjordlys Elektro AS";
        assert_eq!(count(made_by), 1, "{name}");
    }
}

#[test]
fn a_logo_stands_there_and_a_bad_one_is_refused() {
    let logo = logo(300, 100);
    let house = House {
        logo: Some(&logo),
        ..House::default()
    };
    let with = Press::new(&house)
        .unwrap()
        .letter(&reminder(), day())
        .unwrap();
    assert!(String::from_utf8_lossy(&with).contains("/Subtype/Image"));
    let torn = &logo[..logo.len() / 2];
    for bad in [torn, b"<svg/>", &[0xff, 0xd8, 0xff, 0xe0]] {
        let house = House {
            logo: Some(bad),
            ..House::default()
        };
        let told = Press::new(&house).and_then(|mut press| press.letter(&reminder(), day()));
        assert!(
            matches!(told, Err(PdfFault::NoLogo | PdfFault::LogoDamaged)),
            "{told:?}"
        );
    }
}

/// A PNG in one colour, stored without compression.
fn logo(width: u32, height: u32) -> Vec<u8> {
    let mut rows = Vec::new();
    for _ in 0..height {
        rows.push(0);
        rows.extend([20, 90, 140].repeat(width as usize));
    }
    let mut packed = vec![0x78, 0x01];
    let mut blocks = rows.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        let size = u16::try_from(block.len()).unwrap();
        packed.push(u8::from(blocks.peek().is_none()));
        packed.extend(size.to_le_bytes());
        packed.extend((!size).to_le_bytes());
        packed.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    packed.extend((b << 16 | a).to_be_bytes());
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let from = png.len();
        png.extend(name);
        png.extend(data);
        let sum = checksum(&png[from..]);
        png.extend(sum.to_be_bytes());
    }
    png
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                sum >> 1 ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}

#[test]
fn a_font_of_ones_own_is_used_and_a_broken_one_refused() {
    let default = House::default();
    let own = House {
        bold: default.regular,
        ..default
    };
    let bytes = Press::new(&own)
        .unwrap()
        .letter(&reminder(), day())
        .unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("NotoSans-Bold"));
    let broken = House {
        regular: b"no font",
        ..default
    };
    let told = Press::new(&broken).err();
    assert_eq!(told, Some(PdfFault::NoFont { setting: "font" }));
}

/// Where the tools are there: a second opinion on the file's syntax. With `LETTERS_TO` it leaves the pages there to
/// be looked at.
#[test]
fn other_readers_find_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("LETTERS_TO");
    let folder = kept.as_deref().map_or(folder.path(), std::path::Path::new);
    let logo = logo(300, 100);
    let house = House {
        logo: Some(&logo),
        ..House::default()
    };
    let mut with_logo = Press::new(&house).unwrap();
    let mut batch = with_logo.batch().unwrap();
    batch.add(&long(40)).unwrap();
    batch.add(&wide()).unwrap();
    let batch = batch.finish("Brev", "nb", day()).unwrap();
    for (name, bytes) in [
        ("reminder", pdf(&reminder())),
        ("long", pdf(&long(300))),
        ("wide", pdf(&wide())),
        ("logo", with_logo.letter(&reminder(), day()).unwrap()),
        ("batch", batch),
    ] {
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, bytes).unwrap();
        let Ok(told) = Command::new("qpdf").arg("--check").arg(&path).output() else {
            return;
        };
        let words = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success() && words.is_empty(), "{name}: {words}");
    }
}

#[test]
fn what_is_to_the_customers_good_has_its_minus_in_both_cuts() {
    let mut credit = reminder();
    credit.subject = "Kreditnota −1 250,00".to_owned();
    credit
        .blocks
        .push(Block::Text("Til gode: −700,00 kr.".to_owned()));
    let text = run_on(&pages(&pdf(&credit)).concat());
    for amount in ["1250,00", "700,00kr."] {
        let at = text.find(amount).unwrap();
        let sign = text[..at].chars().next_back().unwrap();
        assert!(matches!(sign, '−' | '–'), "{sign:?} before {amount}");
    }
}
