//! Sheets for the tests of letters as PDF, as a template would write them.

use reskontra::domain::sheet::{Block, Column, Labelled, Row, Sender, Sheet, Side, Table, Weight};

pub fn labelled(label: &str, value: &str) -> Labelled {
    Labelled {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

pub fn column(title: &str, side: Side) -> Column {
    Column {
        title: title.to_owned(),
        side,
    }
}

pub fn row<const N: usize>(cells: [&str; N]) -> Row {
    Row {
        cells: cells.map(str::to_owned).to_vec(),
        weight: Weight::Plain,
    }
}

pub fn sum<const N: usize>(cells: [&str; N]) -> Row {
    Row {
        weight: Weight::Sum,
        ..row(cells)
    }
}

fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).to_vec()
}

fn sender() -> Sender {
    Sender {
        name: "Fjordlys Elektro AS".to_owned(),
        address: lines(["Strandgaten 12", "5013 Bergen"]),
        facts: vec![
            labelled("Org.nr.", "987 654 325 MVA"),
            labelled("Telefon", "+47 55 00 00 00"),
            labelled("E-post", "regnskap@fjordlys.example"),
            labelled("Web", "www.fjordlys.example"),
        ],
    }
}

/// A Norwegian notice before collection.
pub fn reminder() -> Sheet {
    Sheet {
        language: "nb".to_owned(),
        subject: "Inkassovarsel".to_owned(),
        sender: sender(),
        recipient: lines(["Ødegård & Sønner AS", "Pilestredet 27", "0164 Oslo"]),
        facts: vec![
            labelled("Dato", "22.11.2026"),
            labelled("Kundenr.", "10042"),
            labelled("Brevnr.", "317"),
            labelled("Betalingsfrist", "06.12.2026"),
        ],
        blocks: vec![
            Block::Text(
                "Vi kan ikke se at fakturaene nedenfor er betalt. Betaler du ikke innen 06.12.2026, kan kravet bli \
                 sendt til inkasso. Det vil føre med seg kostnader som du må betale."
                    .to_owned(),
            ),
            Block::Table(claims(&["26-00118", "26-00131", "26-00140"])),
            Block::Heading("Slik betaler du".to_owned()),
            Block::Payment(vec![
                labelled("Beløp", "15\u{a0}070,00 NOK"),
                labelled("Til konto", "1503 40 12345"),
                labelled("KID", "00260011849"),
                labelled("Innen", "06.12.2026"),
            ]),
            Block::Heading("Er du uenig?".to_owned()),
            Block::Text(
                "Mener du at kravet er feil, må du si fra til oss innen fristen.\nHar du betalt de siste dagene, kan \
                 du se bort fra dette brevet."
                    .to_owned(),
            ),
            Block::Text("Vennlig hilsen\nFjordlys Elektro AS".to_owned()),
        ],
        page: "Side {page} av {pages}".to_owned(),
    }
}

pub fn claims(numbers: &[&str]) -> Table {
    let mut rows: Vec<Row> = numbers
        .iter()
        .map(|number| {
            row([
                number,
                "01.09.2026",
                "15.09.2026",
                "10\u{a0}000,00",
                "5\u{a0}000,00",
                "5\u{a0}000,00",
            ])
        })
        .collect();
    rows.push(row(["Purregebyr", "22.11.2026", "", "35,00", "", "35,00"]));
    rows.push(row([
        "Rente 12,25 % av 5\u{a0}000,00 fra 16.09.2026 til 22.11.2026",
        "",
        "",
        "35,00",
        "",
        "35,00",
    ]));
    rows.push(sum(["Å betale", "", "", "", "", "15\u{a0}070,00"]));
    Table {
        columns: vec![
            column("Faktura", Side::Left),
            column("Dato", Side::Left),
            column("Forfall", Side::Left),
            column("Fakturert", Side::Right),
            column("Betalt", Side::Right),
            column("Rest", Side::Right),
        ],
        rows,
    }
}

/// A reminder of this many invoices, each with a number of its own.
pub fn long(items: usize) -> Sheet {
    let numbers: Vec<String> = (1..=items).map(|n| format!("F-{n:05}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let mut sheet = reminder();
    sheet.blocks[1] = Block::Table(claims(&numbers));
    sheet
}

/// Amounts of ten digits in every column of figures, and words that are long in Finnish.
pub fn wide() -> Sheet {
    let amount = "1\u{a0}234\u{a0}567\u{a0}890,12";
    let columns = [
        "Laskunumero",
        "Eräpäivä",
        "Laskutettu alkuperäinen määrä",
        "Maksettu",
        "Hyvitetty",
        "Viivästyskorko",
        "Avoinna",
        "Yhteensä",
    ];
    let mut table = Table {
        columns: columns
            .iter()
            .map(|title| column(title, Side::Right))
            .collect(),
        rows: Vec::new(),
    };
    table.columns[0].side = Side::Left;
    table.columns[1].side = Side::Left;
    for n in 0..5 {
        let number = format!("2026-{n:06}");
        table.rows.push(row([
            &number,
            "15.9.2026",
            amount,
            amount,
            amount,
            amount,
            amount,
            amount,
        ]));
    }
    table.rows.push(sum([
        "Yhteensä",
        "",
        amount,
        amount,
        amount,
        amount,
        amount,
        amount,
    ]));
    let mut blocks = reminder().blocks;
    blocks[1] = Block::Table(table);
    Sheet {
        language: "fi".to_owned(),
        subject: "Maksukehotus".to_owned(),
        recipient: lines([
            "Pohjois-Karjalan Lämpövoimalaitosyhdistyksen Kiinteistönhuolto-osuuskunta Oy",
            "c/o Ostolaskut",
            "PL 1000, 00099 LASKUTUS",
            "Osasto B",
            "Kerros 7",
            "Mannerheimintie 100 A 12",
            "00250 HELSINKI",
            "FINLAND",
        ]),
        blocks,
        page: "Sivu {page}/{pages}".to_owned(),
        ..reminder()
    }
}
