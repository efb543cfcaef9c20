//! Files that are no sound ledger, and places where none can be used: one sentence that names the file and says what
//! to do, and nothing is changed.

use std::fs;
use std::path::Path;

use crate::chance::Chance;
use crate::proof::{derived, payments, proven, put_back, with_invoices};
use crate::support::{Ran, World, one_sentence, ran};

const NAME: &str = "ledger.reskontra";

/// What looks, what changes, what proves and what copies.
const COMMANDS: [&[&str]; 6] = [
    &["aging"],
    &["--read-only", "log"],
    &["lock", "2026-01-31"],
    &["import", "payments.csv"],
    &["doctor"],
    &["backup", "copy"],
];

/// One sentence that says what to do.
fn is_answer(ran: &Ran, advice: &str, when: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{when}: {ran:?}");
    one_sentence(&ran.err);
    assert!(ran.err.contains(NAME), "{when}: {}", ran.err);
    assert!(ran.err.contains(advice), "{when}: {}", ran.err);
}

#[test]
fn a_ledger_cut_short_is_named_and_left_alone() {
    let world = with_invoices(10);
    world.write("payments.csv", payments(10));
    let whole = fs::read(world.ledger()).unwrap();
    let mut chance = Chance::new("cut short");
    let end = u64::try_from(whole.len()).unwrap();
    let mut lengths: Vec<u64> = vec![
        1,
        16,
        99,
        100,
        511,
        512,
        4_095,
        4_096,
        4_097,
        8_192,
        end - 4_096,
        end - 1,
    ];
    lengths.extend((0..12).map(|_| chance.below(end)));
    for (turn, length) in lengths.into_iter().enumerate() {
        let cut = &whole[..usize::try_from(length).unwrap()];
        for args in [COMMANDS[turn % COMMANDS.len()], &["aging"]] {
            put_back(&world, cut);
            let when = format!("cut to {length} bytes of {end}, {args:?}");
            let ran = world.run(args);
            // Below the length of a header it is not even a database.
            let advice = if ran.err.contains("is damaged") {
                "restore"
            } else {
                "is no ledger"
            };
            is_answer(&ran, advice, &when);
            assert_eq!(fs::read(world.ledger()).unwrap(), cut, "{when}");
            assert!(!world.path("copy").exists(), "{when}");
        }
    }
    put_back(&world, &whole);
    world.sound();
}

#[test]
fn bytes_changed_anywhere_never_stop_the_program_in_its_tracks() {
    let world = with_invoices(10);
    world.write("payments.csv", payments(10));
    let whole = fs::read(world.ledger()).unwrap();
    let sound = derived(&world.ledger());
    let mut chance = Chance::new("changed bytes");
    let end = u64::try_from(whole.len()).unwrap();
    let (mut refused, mut found) = (0, 0);
    for turn in 0..60 {
        let mut bytes = whole.clone();
        // A run of zeros, as a lost sector leaves, or noise; the header's page every other time.
        let room = if turn % 2 == 0 { end } else { 4_096 };
        let start = usize::try_from(chance.below(room - 600)).unwrap();
        let long = 1 + usize::try_from(chance.below(if turn % 4 == 0 { 512 } else { 40 })).unwrap();
        for byte in &mut bytes[start..start + long] {
            *byte = if turn % 3 == 0 {
                0
            } else {
                u8::try_from(chance.below(256)).unwrap()
            };
        }
        for args in [&["aging"][..], &["doctor"], &["--read-only", "match"]] {
            put_back(&world, &bytes);
            let when = format!("{long} bytes at {start}, {args:?}");
            let ran = world.run(args);
            match ran.code {
                // Bytes that no one uses, or the doctor would have found them.
                0 if args == ["doctor"] => assert!(derived(&world.ledger()) == sound, "{when}"),
                0 => {}
                1 => {
                    refused += 1;
                    assert_eq!(ran.out, "", "{when}");
                    one_sentence(&ran.err);
                    let is_named = ran.err.contains(NAME);
                    assert!(is_named, "{when}: {}", ran.err);
                }
                3 if args == ["doctor"] => found += 1,
                _ => panic!("{when}: {ran:?}"),
            }
        }
    }
    println!("{refused} refused, {found} found by the doctor");
    // Both answers were put to the test; how often each comes depends on where the bytes fall.
    assert!(refused > 0 && found > 0, "{refused} {found}");
}

#[test]
fn a_ledger_without_its_tables_is_damaged() {
    let world = with_invoices(1);
    world.write("payments.csv", payments(1));
    let connection = rusqlite::Connection::open(world.ledger()).unwrap();
    connection
        .pragma_update(None, "foreign_keys", false)
        .unwrap();
    connection
        .execute_batch("DROP TABLE posting; DROP TABLE receipt")
        .unwrap();
    drop(connection);
    let bytes = fs::read(world.ledger()).unwrap();
    for args in COMMANDS {
        put_back(&world, &bytes);
        let ran = world.run(args);
        // A copy of it can be made; there is nothing else to be had from it.
        if args[0] != "backup" && args[0] != "lock" && args[1..] != ["log"] {
            is_answer(&ran, "restore", &format!("{args:?}"));
            assert_eq!(fs::read(world.ledger()).unwrap(), bytes, "{args:?}");
        }
    }
}

/// A book whose last import stands in its log alone, as a killed program leaves it.
fn with_log(company: &str) -> World {
    let world = World::bare();
    world.done(&["init", "--company", company, "--country", "no"]);
    world.write("c.csv", "customer_no,name\n1,A\n");
    // Someone who looks at the ledger keeps its log from being folded in.
    let reader = rusqlite::Connection::open(world.ledger()).unwrap();
    let _: i64 = reader
        .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
        .unwrap();
    world.done(&["import", "c.csv"]);
    let kept = ["", "-wal"].map(|suffix| fs::read(world.path(&format!("{NAME}{suffix}"))).unwrap());
    drop(reader);
    put_back(&world, &kept[0]);
    world.write(&format!("{NAME}-wal"), &kept[1]);
    world
}

#[test]
fn a_log_that_was_left_behind_is_folded_in() {
    let world = with_log("Ås Bygg AS");
    assert_eq!(world.json(&["log"])["entries"][0]["command"], "import");
    world.sound();
    // An index without its log is a leaving that harms nobody.
    let world = with_log("Ås Bygg AS");
    fs::remove_file(world.path(&format!("{NAME}-wal"))).unwrap();
    world.write(&format!("{NAME}-shm"), vec![7; 32_768]);
    assert_eq!(world.json(&["log"])["entries"][0]["command"], "open-ledger");
    world.sound();
}

#[test]
fn the_log_of_another_ledger_is_not_folded_in() {
    let other = with_log("Nes Mur AS");
    let log = fs::read(other.path(&format!("{NAME}-wal"))).unwrap();
    let world = with_invoices(1);
    world.write("payments.csv", payments(1));
    let bytes = fs::read(world.ledger()).unwrap();
    let before = proven(&world.ledger(), "before");
    for args in COMMANDS {
        put_back(&world, &bytes);
        world.write(&format!("{NAME}-wal"), &log);
        let ran = world.run(args);
        is_answer(&ran, "move that log", &format!("{args:?}"));
        assert_eq!(fs::read(world.ledger()).unwrap(), bytes, "{args:?}");
        assert_eq!(fs::read(world.path(&format!("{NAME}-wal"))).unwrap(), log);
    }
    // What the sentence says to do helps.
    fs::rename(world.path(&format!("{NAME}-wal")), world.path("away")).unwrap();
    assert_eq!(proven(&world.ledger(), "after"), before);
}

#[test]
fn places_without_a_ledger_are_named() {
    let world = World::bare();
    fs::create_dir(world.path("folder")).unwrap();
    world.write("empty", "");
    for (path, advice) in [
        ("nowhere/ledger.reskontra", "reskontra init"),
        ("folder", "no ledger"),
        ("empty", "no ledger"),
        ("empty/ledger.reskontra", "cannot be opened"),
    ] {
        let ran = world.run(&["aging", "--ledger", path]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{path}: {ran:?}");
        one_sentence(&ran.err);
        assert!(
            ran.err.contains(path) && ran.err.contains(advice),
            "{}",
            ran.err
        );
    }
    assert!(!world.path("nowhere").exists());
    assert_eq!(fs::read(world.path("empty")).unwrap(), b"");
}

/// Takes away what an earlier look left beside the ledger.
#[cfg(unix)]
fn clear_logs(world: &World) {
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(world.path(&format!("{NAME}{suffix}")));
    }
}

/// Runs the binary as someone to whom rights apply: root is stopped by none.
#[cfg(unix)]
fn as_nobody(world: &World, args: &[&str]) -> Ran {
    use std::os::unix::process::CommandExt;
    let mut command = world.command();
    command.args(["--today", &world.today]).args(args);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    ran(command)
}

#[cfg(unix)]
const NOBODY: u32 = 65_534;

#[cfg(unix)]
#[test]
fn a_ledger_or_folder_that_takes_no_writes_is_read_or_said_to_be_closed() {
    use std::os::unix::fs::PermissionsExt;
    let world = with_invoices(1);
    world.write("payments.csv", payments(1));
    world.done(&["backup", "sound"]);
    let figures = world.done(&["aging"]);
    let bytes = fs::read(world.ledger()).unwrap();
    let folder = world.path("");
    if rustix::process::geteuid().is_root() {
        let own = |path: &Path| std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        own(&folder);
        fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .for_each(|entry| own(&entry.path()));
    }
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };

    // The file takes no writes: it is read, and a change is refused.
    mode(&world.ledger(), 0o400);
    let read = as_nobody(&world, &["aging"]);
    assert_eq!((read.code, read.out), (0, figures.clone()), "{}", read.err);
    for args in [
        &["lock", "2026-01-31"][..],
        &["import", "payments.csv"],
        &["undo"],
        &["restore", "sound"],
    ] {
        is_answer(
            &as_nobody(&world, args),
            "cannot be written to: check the rights",
            &format!("{args:?}"),
        );
        assert_eq!(fs::read(world.ledger()).unwrap(), bytes, "{args:?}");
    }

    // Nor does its folder: then nothing can be opened there, and nothing made.
    clear_logs(&world);
    mode(&folder, 0o500);
    for args in COMMANDS {
        let ran = as_nobody(&world, args);
        is_answer(
            &ran,
            "copy it to a folder of your own",
            &format!("{args:?}"),
        );
    }
    let ran = as_nobody(
        &world,
        &[
            "init",
            "--company",
            "Z",
            "--country",
            "no",
            "--ledger",
            "z.ledger.reskontra",
        ],
    );
    is_answer(&ran, "cannot be opened", "init");
    mode(&folder, 0o700);
    mode(&world.ledger(), 0o600);

    // A closed folder for copies.
    fs::create_dir(world.path("closed")).unwrap();
    mode(&world.path("closed"), 0o500);
    let ran = as_nobody(&world, &["backup", "closed/ledger.reskontra.copy"]);
    is_answer(&ran, "cannot be made", "backup");
    let ran = as_nobody(
        &world,
        &["restore", "sound", "--ledger", "closed/ledger.reskontra"],
    );
    is_answer(&ran, "cannot be made", "restore");
    mode(&world.path("closed"), 0o700);
    assert_eq!(as_nobody(&world, &["aging"]).out, figures);
    assert_eq!(fs::read(world.ledger()).unwrap(), bytes);
}
