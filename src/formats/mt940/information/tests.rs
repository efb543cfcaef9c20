use super::Information;

fn read(lines: &str) -> Information {
    Information::read(&lines.lines().map(str::to_owned).collect::<Vec<_>>())
}

#[test]
fn slash_codes_name_the_payer_and_the_remittance() {
    let found = read(
        "/EREF/INV 2026-17/ORDP//NAME/Fjellheim AS/ADDR/Storgata 1/REMI//USTD//Faktura 17 / mai/",
    );
    assert_eq!(
        found,
        Information {
            name: Some("Fjellheim AS".to_owned()),
            account: None,
            message: Some("Faktura 17 / mai".to_owned()),
            end_to_end: Some("INV 2026-17".to_owned()),
            reference: None,
        }
    );
    let found = read("/ORDP/NAME/A/BENM/NAME/Us AS/IBAN/NO1/REMI/text");
    assert_eq!((found.name, found.account), (Some("A".to_owned()), None));
    let found = read(
        "/TRTP/SEPA/IBAN/NL44RABO0123456789/BIC/RABONL2U/NAME/J. Jansen/REMI/26/EREF/NOTPROVIDED",
    );
    assert_eq!(found.account, Some("NL44RABO0123456789".to_owned()));
    assert_eq!(
        (found.name, found.message),
        (Some("J. Jansen".to_owned()), Some("26".to_owned()))
    );
    assert_eq!(found.end_to_end, None);
    let found = read("/CNTP/NL32INGB0000012345/INGBNL2A/ING BANK NV/AMSTERDAM///REMI/USTD//x/");
    assert_eq!(
        (found.name, found.message),
        (Some("ING BANK NV".to_owned()), Some("x".to_owned()))
    );
    assert_eq!(found.account, Some("NL32INGB0000012345".to_owned()));
}

#[test]
fn a_structured_creditor_reference_is_one() {
    for (written, reference) in [
        ("/REMI/STRD/CUR/9076543210/", "9076543210"),
        ("/REMI//STRD//RF18539007547034/", "RF18539007547034"),
        ("/REMI/RF18 5390 0754 7034", "RF18539007547034"),
        ("166?00X?20RF18539007547034", "RF18539007547034"),
        ("166?00X?20SVWZ+RF18539007547034", "RF18539007547034"),
        ("/KID/20260014-/ORDP/A", "20260014-"),
    ] {
        assert_eq!(
            read(written).reference,
            Some(reference.to_owned()),
            "{written}"
        );
    }
    // Matching looks into free text, not the reader.
    for written in ["KID 123456782", "123456782", "/REMI/faktura 123456782"] {
        assert_eq!(read(written).reference, None, "{written}");
    }
}

#[test]
fn other_separators_make_subfields_too() {
    for separator in ['?', '<', '^', '+', '~'] {
        let line =
            "020?00PRZELEW?20Faktura 7?31PL1?32ABC?33SP Z OO".replace('?', &separator.to_string());
        let found = read(&line);
        assert_eq!(found.message, Some("Faktura 7".to_owned()), "{line}");
        assert_eq!(found.name, Some("ABC SP Z OO".to_owned()), "{line}");
        assert_eq!(found.account, Some("PL1".to_owned()), "{line}");
    }
}

#[test]
fn the_code_in_front_may_be_missing() {
    let found = read("?20Faktura 7?32ABC AS");
    assert_eq!(found.message.as_deref(), Some("Faktura 7"));
    assert_eq!(found.name.as_deref(), Some("ABC AS"));
}

#[test]
fn free_text_is_the_message_and_nothing_else() {
    for (written, message) in [
        (
            "Betaling fra Ola\nfaktura 12",
            "Betaling fra Ola faktura 12",
        ),
        ("999PN5477SCHECK-NR. 1", "999PN5477SCHECK-NR. 1"),
        ("100+20 kr", "100+20 kr"),
        ("12/2026", "12/2026"),
        ("SVWZ+Faktura 7 EREF+X", "Faktura 7"),
    ] {
        assert_eq!(read(written).message, Some(message.to_owned()), "{written}");
    }
    assert_eq!(read(""), Information::default());
    // A full line was cut, not parted.
    let full = "x".repeat(65);
    assert_eq!(
        read(&format!("{full}\ny")).message,
        Some(format!("{full}y"))
    );
}
