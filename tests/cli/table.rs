//! Tables through the binary: banks' own, and those of which a person has to say once what their columns hold.

use serde_json::json;

use crate::support::World;

const FOREIGN: &str = "Wann;Wer;Was;Soviel\n\
    05.02.2026;Alpha AS;Faktura 1001;1.000,00\n\
    06.02.2026;Beta;Nochmal;-250,50\n";

const SAID: [&str; 10] = [
    "--kind",
    "bank",
    "--column",
    "Wann=booked",
    "--column",
    "wer=payer-name",
    "--column",
    "3=text",
    "--column",
    "Soviel=amount",
];

fn said(file: &'static str) -> Vec<&'static str> {
    let mut args = vec!["map", file];
    args.extend(SAID);
    args
}

#[test]
fn statements_of_the_banks_are_taken_in_once() {
    for (name, new, other) in [
        ("sparebank1-no-separate-in-and-out-columns.csv", 3, 12),
        ("nordea-se-newest-first-running-balance.csv", 2, 2),
        ("ica-banken-se-kr-suffix.csv", 1, 4),
        ("german-headers-comma-decimals.csv", 1, 2),
    ] {
        let world = World::new();
        world.done(&["account", "add", "12345678901"]);
        world.done(&["account", "add", "123456789"]);
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/bank-csv");
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let file = world.take(name, &bytes);
        assert_eq!(file["format"], "bank-csv", "{name}");
        assert_eq!(file["new"], new, "{name}");
        assert_eq!(file["other"].as_array().unwrap().len(), other, "{name}");
        assert_eq!(world.take(name, &bytes)["new"], 0, "{name}");
        world.sound();
    }
}

#[test]
fn a_table_that_nobody_knows_is_mapped_once_and_read_ever_after() {
    let world = World::new();
    let refused = world.rejected("feb.csv", FOREIGN);
    assert!(
        refused.contains("Wann, Wer, Was, Soviel") && refused.contains("map FILE"),
        "{refused}"
    );

    let seen = world.json(&["map", "feb.csv"]);
    assert_eq!((&seen["kind"], &seen["header"]), (&json!(null), &json!(1)));
    assert_eq!(seen["columns"][3]["name"], "Soviel");
    assert_eq!(seen["rows"][1]["cells"][1], "Beta");

    let mut dry = said("feb.csv");
    dry.push("--dry-run");
    assert_eq!(world.json(&dry)["saved"], json!(null));
    assert_eq!(world.json(&["map", "--list"])["mappings"], json!([]));

    let kept = world.json(&said("feb.csv"));
    assert_eq!(kept["count"], 2);
    assert_eq!(
        kept["sums"],
        json!([{ "currency": "NOK", "in": "1000.00", "out": "250.50" }])
    );
    assert_eq!(kept["rows"][0]["name"], "Alpha AS");
    let saved = kept["saved"].as_str().unwrap();
    assert!(
        saved.starts_with(world.path("mappings").to_str().unwrap()),
        "{saved}"
    );
    let fingerprint = kept["fingerprint"].as_str().unwrap();
    let names: Vec<_> = std::fs::read_dir(world.path("mappings")).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing half written stays");

    // Next month's file has the same head, written otherwise.
    let march = FOREIGN
        .replace("Wann;Wer", "WANN;\"wer\"")
        .replace(".02.", ".03.");
    let file = world.take("march.csv", march);
    assert_eq!(
        (&file["format"], &file["new"]),
        (&json!("bank-csv"), &json!(1))
    );
    let left = world.json(&["match"])["unidentified"][0].clone();
    assert_eq!(
        (&left["receipt"]["amount"], &left["text"]),
        (&json!("1000.00"), &json!("Faktura 1001"))
    );

    let listed = world.json(&["map", "--list"])["mappings"].clone();
    assert_eq!(listed[0]["fingerprint"], fingerprint);
    assert_eq!(
        listed[0]["columns"][1],
        json!({ "column": "Wer", "field": "payer-name" })
    );
    assert_eq!(world.json(&["map", "feb.csv"])["fingerprint"], fingerprint);

    world.done(&["map", "--forget", fingerprint]);
    world.rejected("feb.csv", FOREIGN);
    world.misused(&["map", "--forget", fingerprint]);
    world.misused(&["map", "--forget", "../settings"]);
    assert!(world.path("settings.toml").exists());
    world.sound();
}

#[test]
fn what_a_person_says_is_checked_against_the_whole_file() {
    let world = World::new();
    world.write("a.csv", FOREIGN);
    for (args, word) in [
        (&["Wan=booked", "Soviel=amount"][..], "“Wan”"),
        (&["Wann=booked", "Soviel=colour"], "“colour”"),
        (&["Wann=booked", "Wann=amount"], "named twice"),
        (&["Wann=amount", "Soviel=amount"], "amount"),
        (&["Wann=booked", "Wer=text"], "amount"),
        (&["Wann"], "COLUMN=FIELD"),
    ] {
        let mut all = vec!["map", "a.csv", "--kind", "bank"];
        for column in args {
            all.extend(["--column", column]);
        }
        let told = world.misused(&all);
        assert!(told.contains(word), "{told}");
    }
    let wrong = [
        "map",
        "a.csv",
        "--kind",
        "bank",
        "--column",
        "Wann=booked",
        "--column",
        "Was=amount",
    ];
    let ran = world.run(&wrong);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("a.csv:2: ") && ran.err.contains("“Faktura 1001”"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("cannot be read so"), "{}", ran.err);
    assert!(!world.path("mappings").exists());
}

#[test]
fn marks_orders_and_heads_can_be_said() {
    let world = World::with_book();
    world.write("b.csv", "\n2|02/03/2026|1.250\n3|04/05/2026|2.500\n");
    let args = [
        "map",
        "b.csv",
        "--kind",
        "bank",
        "--header",
        "none",
        "--separator",
        "|",
        "--decimal",
        ",",
        "--date",
        "mdy",
        "--currency",
        "eur",
        "--column",
        "2=booked",
        "--column",
        "3=amount",
    ];
    let kept = world.json(&args);
    assert_eq!(kept["rows"][0]["date"], "2026-02-03");
    assert_eq!(
        kept["sums"],
        json!([{ "currency": "EUR", "in": "3750", "out": "0" }])
    );
    assert_eq!(world.take("c.csv", "7|12/31/2026|1.000\n")["new"], 1);

    // A list of customers, its head on the third line.
    world.write("d.csv", "Auszug\n\nNo;Firma\n900;Ny Kunde AS\n");
    let args = [
        "map",
        "d.csv",
        "--kind",
        "customers",
        "--header",
        "3",
        "--column",
        "No=customer_no",
        "--column",
        "Firma=name",
    ];
    assert_eq!(world.json(&args)["rows"][0]["number"], "900");
    assert_eq!(
        world.take("d.csv", "Auszug\n\nNo;Firma\n900;Ny Kunde AS\n")["new"],
        1
    );
    assert_eq!(
        world.json(&["customer", "show", "900"])["name"],
        "Ny Kunde AS"
    );
    world.sound();
}

#[test]
fn a_damaged_mapping_is_named_and_harms_nothing() {
    let world = World::new();
    std::fs::create_dir(world.path("mappings")).unwrap();
    world.write(
        "mappings/0123456789abcdef.toml",
        "kind = \"bank\"\ncolumns = 7\n",
    );
    let listed = world.json(&["map", "--list"])["mappings"].clone();
    assert_eq!(
        listed,
        json!([{ "fingerprint": "0123456789abcdef", "kind": null, "columns": [] }])
    );
    world.take("x.csv", "Dato;Tekst;Beløb;Saldo\n01.02.2026;a;1,00;1,00\n");
    world.done(&["map", "--forget", "0123456789abcdef"]);
    assert!(world.done(&["map", "--list"]).contains("No mapping"));
}
