//! Letters of three invoices, each to another customer: as files of their own, and as one for the printer.

use std::fmt::Write as _;

use krilla::Document;
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use reskontra::domain::date::Date;
use reskontra::domain::sheet::{Block, Column, Labelled, Row, Sender, Sheet, Side, Table, Weight};
use reskontra::letters::pdf::{House, Press};

pub fn one_by_one(count: usize) {
    let mut press = Press::new(&House::default()).expect("a press");
    let mut bytes = 0;
    for at in 0..count {
        bytes += press.letter(&letter(at), day()).expect("a letter").len();
    }
    println!("{bytes}");
}

pub fn print_run(count: usize) {
    let mut press = Press::new(&House::default()).expect("a press");
    let mut batch = press.batch().expect("a batch");
    for at in 0..count {
        batch.add(&letter(at)).expect("a letter");
    }
    let pdf = batch.finish("Brev", "nb", day()).expect("a PDF");
    println!("{}", pdf.len());
}

/// Each a document of one page with one line, in a font embedded as letters embed theirs.
pub fn bare_pages(count: usize) {
    let font = Font::new(House::default().regular.to_vec().into(), 0).expect("a font");
    let mut bytes = 0;
    for at in 0..count {
        let mut text = String::new();
        let _ = write!(text, "Side {at}");
        let glyphs: Vec<KrillaGlyph> = (0..text.len())
            .map(|at| {
                let glyph = GlyphId::new(u32::from(text.as_bytes()[at]) - 29);
                KrillaGlyph::new(glyph, 0.6, 0.0, 0.0, 0.0, at..at + 1, None)
            })
            .collect();
        let mut document = Document::new();
        let settings = PageSettings::from_wh(595.0, 842.0).expect("a page");
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.draw_glyphs(
            Point::from_xy(70.0, 70.0),
            &glyphs,
            font.clone(),
            &text,
            10.0,
            false,
        );
        surface.finish();
        page.finish();
        bytes += document.finish().expect("a PDF").len();
    }
    println!("{bytes}");
}

fn day() -> Date {
    Date::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn letter(at: usize) -> Sheet {
    let labelled = |label: &str, value: String| Labelled {
        label: label.to_owned(),
        value,
    };
    let column = |title: &str, side| Column {
        title: title.to_owned(),
        side,
    };
    let amount = |minor: usize| {
        format!(
            "{}\u{a0}{:03},{:02}",
            minor % 90 + 10,
            minor % 1000,
            minor % 100
        )
    };
    let row = |n: usize| Row {
        cells: vec![
            format!("26-{:06}", at * 3 + n),
            "01.09.2026".to_owned(),
            "15.09.2026".to_owned(),
            amount(at * 7 + n),
        ],
        weight: Weight::Plain,
    };
    let mut rows: Vec<Row> = (0..3).map(row).collect();
    rows.push(Row {
        cells: vec![
            "Å betale".to_owned(),
            String::new(),
            String::new(),
            amount(at * 11),
        ],
        weight: Weight::Sum,
    });
    Sheet {
        language: "nb".to_owned(),
        subject: "Inkassovarsel".to_owned(),
        sender: Sender {
            name: "Fjordlys Elektro AS".to_owned(),
            address: vec!["Strandgaten 12".to_owned(), "5013 Bergen".to_owned()],
            facts: vec![labelled("Org.nr.", "987 654 325 MVA".to_owned())],
        },
        recipient: vec![format!("Kunde {at} AS"), format!("Gate {at}"), "0164 Oslo".to_owned()],
        facts: vec![
            labelled("Dato", "22.11.2026".to_owned()),
            labelled("Kundenr.", at.to_string()),
        ],
        blocks: vec![
            Block::Text(
                "Vi kan ikke se at fakturaene nedenfor er betalt. Betaler du ikke innen 06.12.2026, kan kravet bli \
                 sendt til inkasso. Det vil føre med seg kostnader som du må betale."
                    .to_owned(),
            ),
            Block::Table(Table {
                columns: vec![
                    column("Faktura", Side::Left),
                    column("Dato", Side::Left),
                    column("Forfall", Side::Left),
                    column("Rest", Side::Right),
                ],
                rows,
            }),
            Block::Payment(vec![
                labelled("Beløp", amount(at * 11)),
                labelled("Til konto", "1503 40 12345".to_owned()),
                labelled("KID", format!("{at:011}")),
            ]),
            Block::Text("Vennlig hilsen\nFjordlys Elektro AS".to_owned()),
        ],
        page: "Side {page} av {pages}".to_owned(),
    }
}
