//! Bank files in a ledger: each sample's outcome, nothing twice and no twin lost, the same money counted once,
//! returns, gaps, tests and strange accounts.

use std::fs;
use std::path::{Path, PathBuf};

use reskontra::desk::{ImportOptions, Watch};
use reskontra::domain::bank_line::{BankLine, LineKind};
use reskontra::domain::command::Command;
use reskontra::domain::id::OtherId;
use reskontra::domain::intake::Problem;
use reskontra::domain::receipt::OtherKind;
use reskontra::reports::import::FileReport;

use crate::play::Play;

fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut files = Vec::new();
    for folder in [
        "ocr-giro", "bgmax", "camt053", "camt054", "mt940", "bank-csv",
    ] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            files.push(entry.unwrap().path());
        }
    }
    files.sort();
    assert!(files.len() >= 30, "{}", files.len());
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// How many payments are in the ledger and count, and how many lines that are none.
fn counted(play: &Play) -> (usize, usize) {
    let lines = play.desk.bank_lines(true).unwrap();
    let others = lines
        .iter()
        .filter(|line| matches!(line.kind, LineKind::Other(..)))
        .count();
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    let sql = "SELECT count(*) FROM receipt WHERE voided = 0 AND covered_by IS NULL";
    let receipts: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    (usize::try_from(receipts).unwrap(), others)
}

fn sound(play: &Play) {
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
}

fn waiting(play: &Play) -> Vec<BankLine> {
    play.desk.bank_lines(false).unwrap()
}

fn others(report: &FileReport) -> Vec<(OtherKind, String)> {
    report
        .other
        .iter()
        .map(|other| (other.kind, other.amount.to_string()))
        .collect()
}

#[test]
fn every_sample_has_its_outcome() {
    // Payments, lines that are none, and whether the file is refused.
    let expected = [
        (
            "netsgiro-twenty-payments-types-10-11-12-13-21.txt",
            20,
            0,
            false,
        ),
        (
            "one-card-purchase-type-21-free-text-no-kid.txt",
            1,
            0,
            false,
        ),
        ("avtalegiro-agreement-list-not-payments.txt", 0, 0, true),
        ("avtalegiro-claim-file-not-payments.txt", 0, 0, true),
        (
            "bankgirot-sample-deduction-tabs-latin1-crlf.txt",
            6,
            1,
            false,
        ),
        ("minimal-one-payment-short-last-line.txt", 1, 0, false),
        ("not-a-valid-bgmax-bad-codes-utf8-bom.txt", 0, 0, true),
        (
            "v02-finland-credit-notes-netted-and-sek-to-eur.xml",
            4,
            3,
            false,
        ),
        (
            "v04-batch-count-and-sum-do-not-match-entry.xml",
            0,
            1,
            false,
        ),
        ("v08-status-as-code-element.xml", 0, 1, false),
        ("v02-two-statements-in-one-file.xml", 1, 1, false),
        ("v02-amounts-with-three-decimals.xml", 1, 0, false),
        ("v02-balances-in-four-currencies.xml", 1, 0, false),
        ("v08-datetime-booking-date.xml", 1, 0, false),
        ("v02-document-without-statement.xml", 0, 0, true),
        ("v02-balance-date-as-datetime.xml", 0, 0, false),
        ("v02-iso-example-sek-batch-without-details.xml", 2, 1, false),
        ("v02-two-identical-entries-same-day.xml", 0, 2, false),
        ("no-namespace.xml", 1, 0, false),
        ("v02-garbled-amount.xml", 0, 0, true),
        ("v02-two-accounts-eur-and-usd.xml", 1, 2, false),
        (
            "sparebank1-no-separate-in-and-out-columns.csv",
            3,
            12,
            false,
        ),
        ("german-headers-comma-decimals.csv", 1, 2, false),
    ];
    let samples = samples();
    for (file, new, other, refused) in expected {
        let path = samples.iter().find(|path| name(path) == file).unwrap();
        let mut play = Play::new();
        let report = play.take(path);
        assert_eq!(
            (report.new, report.other.len(), report.is_refused()),
            (new, other, refused),
            "{file}: {report:?}"
        );
        assert_eq!(
            (report.known, report.maybe_known, report.covered),
            (0, 0, 0),
            "{file}"
        );
        if refused {
            assert_eq!(counted(&play), (0, 0), "{file}");
        }
    }
}

#[test]
fn all_samples_twice_in_any_order_add_nothing_the_second_time() {
    let mut totals = Vec::new();
    for turn in 0..4_usize {
        let mut files = samples();
        let length = files.len();
        match turn {
            0 => {}
            1 => files.reverse(),
            // Steps that meet every file once, for they share no factor with the count.
            step => {
                let step = [7, 11][step - 2];
                assert_ne!(length % step, 0);
                files = (0..length)
                    .map(|n| files[n * step % length].clone())
                    .collect();
            }
        }
        let mut play = Play::new();
        for file in &files {
            play.take(file);
        }
        let (first, state) = (counted(&play), play.state());
        for file in files.iter().rev() {
            let again = play.take(file);
            assert_eq!(
                (again.new, again.changed, again.maybe_known, again.covered),
                (0, 0, 0, 0),
                "{}: {again:?}",
                name(file)
            );
            assert!(again.entry.is_none(), "{}: {again:?}", name(file));
        }
        assert_eq!((counted(&play), play.state()), (first, state));
        sound(&play);
        totals.push(first);
    }
    assert!(totals.iter().all(|total| *total == totals[0]), "{totals:?}");
}

/// A statement as a table, without balances or references of the bank.
fn table(rows: &[String]) -> String {
    format!(
        "Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n{}\n",
        rows.join("\n")
    )
}

fn row(day: u32, text: &str, amount: i64) -> String {
    let (inn, ut) = if amount < 0 {
        (String::new(), amount.to_string())
    } else {
        (amount.to_string(), String::new())
    };
    format!("{day:02}.03.2026;{text};{day:02}.03.2026;{inn};{ut};;;")
}

#[test]
fn overlapping_halves_lose_no_twin() {
    // The twins stand beside each other, in the overlap, across its edges, and apart.
    let rows: Vec<String> = [
        (2, "Hansen", 500),
        (2, "Olsen", 700),
        (2, "Olsen", 700),
        (3, "Berg", 250),
        (3, "Dahl", 100),
        (3, "Dahl", 100),
        (3, "Lie", 900),
        (4, "Moe", 300),
        (4, "Dahl", 100),
        (4, "Hansen", 500),
        (4, "Hansen", 500),
        (5, "Vik", 50),
    ]
    .map(|(day, text, amount)| row(day, text, amount))
    .into();
    for (until, from) in [(8, 3), (5, 2), (7, 4), (10, 1), (7, 5), (10, 8)] {
        for newest_first in [false, true] {
            for later_first in [false, true] {
                let mut halves = [rows[..until].to_vec(), rows[from..].to_vec()];
                if newest_first {
                    for half in &mut halves {
                        half.reverse();
                    }
                }
                if later_first {
                    halves.reverse();
                }
                let mut play = Play::new();
                let taken: u64 = halves
                    .iter()
                    .map(|half| {
                        let report = play.take_text(table(half));
                        assert_eq!(report.fault_count, 0, "{report:?}");
                        report.new + report.maybe_known
                    })
                    .sum();
                let case = format!("{until} {from} {newest_first} {later_first}");
                assert_eq!(taken, rows.len() as u64, "{case}");
                assert_eq!(waiting(&play), [], "{case}");
                assert_eq!(counted(&play).0, rows.len(), "{case}");
            }
        }
    }
}

#[test]
fn a_line_that_may_be_known_counts_nothing_until_it_is_taken_in() {
    let mut play = Play::new();
    play.take_text(table(&[row(2, "Hansen", 500), row(3, "Olsen", 700)]));
    let report = play.take_text(table(&[row(2, "Hansen", 500), row(4, "Vik", 50)]));
    assert_eq!((report.new, report.known, report.maybe_known), (1, 0, 1));
    assert_eq!(counted(&play).0, 3);
    let [line] = &waiting(&play)[..] else {
        panic!("one line waits")
    };
    let LineKind::MaybeKnown { receipt, .. } = line.kind else {
        panic!("{line:?}")
    };
    play.desk.act(Command::ConfirmCover { receipt }).unwrap();
    assert_eq!(waiting(&play), []);
    play.desk.undo_last().unwrap();
    play.desk.act(Command::TakeIn { receipt }).unwrap();
    assert_eq!((waiting(&play), counted(&play).0), (vec![], 4));
    sound(&play);
}

/// A Nets file of payments with one serial number: amount in øre and KID.
fn giro(payments: &[(u32, u64, &str)]) -> String {
    let mut lines = vec![format!("NY000010{:0<72}", "000080800000001000")];
    lines.push(format!("NY090020{:0<72}", "001008566000000115060000006"));
    let mut sum = 0;
    for (n, (kind, ore, kid)) in payments.iter().enumerate() {
        lines.push(format!(
            "NY09{kind:02}30{:07}050326{:05}{:05}0{ore:017}{kid:>25}000000",
            n + 1,
            0,
            77
        ));
        lines.push(format!("NY09{kind:02}31{:07}{:0<65}", n + 1, ""));
        sum += ore;
    }
    let (count, records) = (payments.len(), payments.len() * 2 + 2);
    lines.push(format!(
        "NY090088{count:08}{records:08}{sum:017}{:0<39}",
        "050326"
    ));
    lines.push(format!(
        "NY000089{count:08}{:08}{sum:017}{:0<39}",
        records + 2,
        "050326"
    ));
    for line in &lines {
        assert_eq!(line.len(), 80, "{line}");
    }
    lines.join("\n") + "\n"
}

fn entry(amount: &str, sign: &str, rest: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"NOK\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-03-05</Dt></BookgDt>{rest}</Ntry>"
    )
}

fn statement(account: &str, entries: &str) -> String {
    format!(
        "<Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>\
         {entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

#[test]
fn the_giro_file_and_its_sum_on_the_statement_are_one() {
    let details = giro(&[
        (10, 50_000, "0000018"),
        (10, 70_000, "0000026"),
        (10, 2_000, "0000034"),
    ]);
    let lump = statement(
        "15060000006",
        &(entry("1220.00", "CRDT", "<AddtlNtryInf>OCR 00077</AddtlNtryInf>")
            + &entry("99.00", "CRDT", "")
            + &entry("400.00", "DBIT", "")),
    );
    for details_first in [true, false] {
        let mut play = Play::new();
        let (first, second) = if details_first {
            (&details, &lump)
        } else {
            (&lump, &details)
        };
        play.take_text(first);
        let report = play.take_text(second);
        assert_eq!(report.covered, 1, "{report:?}");
        assert_eq!(counted(&play), (4, 1));
        sound(&play);
        // Either again: nothing.
        for text in [&details, &lump] {
            let again = play.take_text(text);
            assert!(again.entry.is_none(), "{again:?}");
        }
        // The sum alone counts when its details are taken out again, and not before.
        let (last, before) = (report.entry.unwrap(), counted(&play));
        play.desk.undo(last).unwrap();
        assert_eq!(counted(&play).0, if details_first { 3 } else { 2 });
        play.desk.redo().unwrap();
        assert_eq!(counted(&play), before);
        sound(&play);
    }
}

#[test]
fn what_counts_in_place_of_another_cannot_be_taken_out_under_it() {
    let mut play = Play::new();
    let details = play.take_text(giro(&[(10, 50_000, "0000018"), (10, 70_000, "0000026")]));
    play.take_text(statement("15060000006", &entry("1200.00", "CRDT", "")));
    let refused = play.desk.undo(details.entry.unwrap());
    assert!(refused.is_err(), "{refused:?}");
    sound(&play);
}

#[test]
fn a_return_opens_what_the_payment_had_settled() {
    let mut play = Play::new();
    play.take_text(
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
         501,1,2026-02-01,2026-02-20,500,NOK,0000018\n",
    );
    play.take_text(giro(&[(10, 50_000, "0000018")]));
    assert_eq!(play.desk.match_auto(&Watch::new()).unwrap().posted.len(), 1);
    let paid = play.state();
    let back = giro(&[(18, 50_000, "0000018")]);
    let report = play.take_text(&back);
    assert_eq!(
        others(&report),
        [(OtherKind::Reversal, "500.00 NOK".to_owned())]
    );
    assert_eq!(
        (report.taken_back, waiting(&play).len()),
        (1, 0),
        "{report:?}"
    );
    let open = |play: &Play| -> i64 {
        let connection = rusqlite::Connection::open(play.path()).unwrap();
        let sql = "SELECT open_minor FROM item WHERE class = 0";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(open(&play), 50_000);
    sound(&play);
    play.desk.undo(report.entry.unwrap()).unwrap();
    assert_eq!((open(&play), play.state()), (0, paid));
    sound(&play);
}

#[test]
fn a_return_that_could_be_of_two_payments_waits_for_a_person() {
    let mut play = Play::new();
    play.take_text(giro(&[(10, 50_000, "0000018"), (10, 50_000, "0000018")]));
    let report = play.take_text(giro(&[(18, 50_000, "0000018")]));
    assert_eq!(report.taken_back, 0);
    let repeated = |problem: &Problem| matches!(problem, Problem::TransmissionRepeated { .. });
    assert!(repeated(&report.notes[0].problem), "{:?}", report.notes);
    let [line] = &waiting(&play)[..] else {
        panic!("one line waits")
    };
    let (LineKind::Other(id, OtherKind::Reversal), 2) = (line.kind, line.originals.len()) else {
        panic!("{line:?}")
    };
    let credit = line.originals[1].0;
    let command = Command::PayOut {
        line: id,
        credit,
        amount: None,
        on: None,
    };
    play.desk.act(command).unwrap();
    assert_eq!(waiting(&play), []);
    sound(&play);
}

#[test]
fn a_missing_statement_is_named() {
    let mut play = Play::new();
    let statement = |number: u32, day: u32, opening: &str, closing: &str| {
        format!(
            ":20:{number}\n:25:15060000006\n:28C:{number}/1\n:60F:C2603{day:02}NOK{opening}\n\
             :61:2603{day:02}C100,00NTRFNONREF//A{number}\n:86:x\n:62F:C2603{day:02}NOK{closing}\n-\n"
        )
    };
    let first = play.take_text(statement(1, 2, "0,", "100,"));
    assert_eq!(first.notes, []);
    let third = play.take_text(statement(3, 4, "200,", "300,"));
    let missing = |report: &FileReport| {
        let gap = |note: &reskontra::domain::intake::Fault| {
            matches!(note.problem, Problem::StatementsMissing { .. })
        };
        report.notes.iter().filter(|note| gap(note)).count()
    };
    assert_eq!(missing(&third), 1, "{:?}", third.notes);
    let gaps = |play: &Play| {
        let lines = play.desk.statements().unwrap();
        lines.iter().filter(|line| line.gap_after.is_some()).count()
    };
    assert_eq!(gaps(&play), 1);
    let second = play.take_text(statement(2, 3, "100,", "200,"));
    assert_eq!((missing(&second), gaps(&play)), (0, 0));
}

#[test]
fn a_test_file_is_asked_about_and_a_strange_account_refused() {
    let mut play = Play::new();
    let sample = samples()
        .into_iter()
        .find(|path| name(path).starts_with("minimal-one-payment"))
        .unwrap();
    let original = fs::read_to_string(sample).unwrap();
    assert_eq!(original.as_bytes()[44], b'P');
    let marked = format!("{}T{}", &original[..44], &original[45..]);
    let report = play.take_text(&marked);
    assert_eq!(report.faults[0].problem, Problem::TestFile);
    let path = play.folder.path().join("marked.txt");
    fs::write(&path, &marked).unwrap();
    let options = ImportOptions {
        test_files: true,
        ..ImportOptions::default()
    };
    let report = play.desk.import(&[path], options, &Watch::new()).unwrap();
    assert_eq!(report.files[0].new, 1);

    let command = play.desk.with_account("1506.00.00006").unwrap();
    play.desk.act(command).unwrap();
    let strange = play.take_text(statement("60050640003", &entry("10.00", "CRDT", "")));
    assert!(
        matches!(&strange.faults[0].problem, Problem::ForeignAccount { account, .. } if account == "60050640003"),
        "{strange:?}"
    );
    let ours = play.take_text(statement("NO5615060000006", &entry("10.00", "CRDT", "")));
    assert_eq!(ours.new, 1, "{ours:?}");
    let command = play.desk.with_account("60050640003").unwrap();
    play.desk.act(command).unwrap();
    let known = play.take_text(statement("60050640003", &entry("10.00", "CRDT", "")));
    assert_eq!(known.new, 1, "{known:?}");
}

#[test]
fn a_line_put_away_can_be_taken_up_again() {
    let mut play = Play::new();
    play.take_text(statement("15060000006", &entry("400.00", "DBIT", "")));
    let line = OtherId(1);
    let reason = "husleie".to_owned();
    play.desk.act(Command::Dismiss { line, reason }).unwrap();
    assert_eq!(waiting(&play), []);
    play.desk.act(Command::Reconsider { line }).unwrap();
    assert_eq!(waiting(&play).len(), 1);
    sound(&play);
}

#[test]
fn what_was_taken_out_is_never_put_in_place_of_other_money() {
    let mut play = Play::new();
    let details = play.take_text(giro(&[(10, 50_000, "0000018"), (10, 70_000, "0000026")]));
    play.take_text(statement("15060000006", &entry("1200.00", "CRDT", "")));
    let covered = play.desk.bank_lines(true).unwrap();
    let LineKind::Covered { receipt, .. } = covered[0].kind else {
        panic!("{covered:?}")
    };
    let taken = play.desk.act(Command::TakeIn { receipt }).unwrap().entry;
    play.desk.undo(details.entry.unwrap()).unwrap();
    assert!(play.desk.undo(taken).is_err());
    assert_eq!(counted(&play).0, 1);
    sound(&play);
}

#[test]
fn an_undone_file_does_not_come_back_beside_another_telling() {
    let mut play = Play::new();
    let lump = statement("15060000006", &entry("1200.00", "CRDT", ""));
    let first = play.take_text(&lump).entry.unwrap();
    let undone = play.desk.undo(first).unwrap().entry;
    play.take_text(giro(&[(10, 50_000, "0000018"), (10, 70_000, "0000026")]));
    assert!(play.desk.undo(undone).is_err());
    // Taken in again it is compared.
    assert_eq!(play.take_text(&lump).covered, 1);
    assert_eq!(counted(&play).0, 2);
    sound(&play);
}

#[test]
fn what_went_back_stands_in_the_way_of_undoing_what_it_had_paid() {
    let mut play = Play::new();
    play.take_text(
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
         501,1,2026-02-01,2026-02-20,200,NOK,0000018\n",
    );
    play.take_text(giro(&[(10, 8_000, "0000018"), (10, 12_000, "0000018")]));
    play.desk.match_auto(&Watch::new()).unwrap();
    let matched = play.desk.log(None, 2).unwrap();
    let report = play.take_text(giro(&[(18, 8_000, "0000018")]));
    assert_eq!(report.taken_back, 1);
    let undone: Vec<bool> = matched
        .iter()
        .map(|line| play.desk.undo(line.id).is_ok())
        .collect();
    assert!(undone.contains(&false), "{undone:?}");
    sound(&play);
}

#[test]
fn files_without_line_breaks_overlap_like_others() {
    let day = |names: &[&str]| {
        let entries: String = names
            .iter()
            .map(|name| {
                let text = format!("<AddtlNtryInf>{name}</AddtlNtryInf>");
                entry("10.00", "CRDT", &text)
            })
            .collect();
        statement("15060000006", &entries)
    };
    let mut play = Play::new();
    assert_eq!(play.take_text(day(&["a", "b", "c"])).new, 3);
    let report = play.take_text(day(&["b", "c", "d", "e", "f"]));
    assert_eq!(
        (report.known, report.new, report.maybe_known),
        (2, 3, 0),
        "{report:?}"
    );
}

#[test]
fn a_table_with_and_without_sound_balances_is_one_table() {
    let whole = "Dato;Tekst;Beløb;Saldo\n05.03.2026;Hansen;100,00;100,00\n06.03.2026;Husleje;-40,00;60,00\n\
                 07.03.2026;Olsen;200,00;260,00\n08.03.2026;Vik;300,00;560,00\n";
    let rows: Vec<&str> = whole
        .lines()
        .filter(|line| !line.contains("Husleje"))
        .collect();
    let filtered = rows.join("\n") + "\n";
    let mut play = Play::new();
    assert_eq!(play.take_text(whole).new, 3);
    let report = play.take_text(&filtered);
    assert_eq!(
        (report.new, report.known + report.maybe_known),
        (0, 3),
        "{report:?}"
    );
}

#[test]
fn a_cover_posts_nothing_in_a_locked_month() {
    let mut play = Play::new();
    play.take_text(statement("15060000006", &entry("1200.00", "CRDT", "")));
    let until = "2026-03-31".parse().unwrap();
    let before = play.replayed(until);
    play.desk.act(Command::Lock { until }).unwrap();
    let details = play.take_text(giro(&[(10, 50_000, "0000018"), (10, 70_000, "0000026")]));
    assert_eq!(details.covered, 1);
    assert_eq!(play.replayed(until), before);
    sound(&play);
}

#[test]
fn a_line_that_could_be_another_payers_is_asked_about() {
    // Someone's payment of the same sum, and the sum of the giro file a day later.
    let details = giro(&[(10, 50_000, "0000018")]);
    let named = entry("500.00", "CRDT", "<AddtlNtryInf>Hansen</AddtlNtryInf>");
    let lump = entry("500.00", "CRDT", "").replace("2026-03-05", "2026-03-06");
    let mut play = Play::new();
    play.take_text(&details);
    let report = play.take_text(statement("15060000006", &(named + &lump)));
    assert_eq!((report.covered, report.maybe_known), (0, 1), "{report:?}");
    assert_eq!(waiting(&play).len(), 1);
}
