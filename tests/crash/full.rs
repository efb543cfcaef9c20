//! No room left, anywhere that is written to: one sentence, and the ledger as it was.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::proof::{payments, proven, put_back, with_invoices};
use crate::support::{Ran, World, one_sentence, ran};

const CUSTOMERS: u32 = 30;

/// The binary where no file may grow beyond so many blocks of the shell's: writing more fails, as on a full disk.
fn limited(world: &World, blocks: u64, args: &[&str]) -> Ran {
    let binary = world.command();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""
        ))
        .arg(binary.get_program())
        .args(["--today", &world.today])
        .args(args)
        .current_dir(world.path("."))
        .stdin(Stdio::null());
    for (name, value) in binary.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    ran(command)
}

#[test]
fn a_file_that_must_not_grow_fails_the_change_whole() {
    let world = with_invoices(CUSTOMERS);
    world.write("payments.csv", payments(CUSTOMERS));
    let bytes = fs::read(world.ledger()).unwrap();
    let before = proven(&world.ledger(), "before");
    world.done(&["import", "payments.csv"]);
    let after = proven(&world.ledger(), "after");
    let (mut failed, mut went) = (0, 0);
    for blocks in [
        0, 1, 8, 20, 63, 64, 65, 100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_500, 3_000,
    ] {
        put_back(&world, &bytes);
        let ran = limited(&world, blocks, &["import", "payments.csv"]);
        let when = format!("{blocks} blocks: {ran:?}");
        let state = proven(&world.ledger(), &when);
        // What was answered is what is there: also where the log took the change, but the ledger cannot yet.
        if ran.code == 0 {
            went += 1;
            assert!(state == after, "{when}");
        } else {
            failed += 1;
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{when}");
            one_sentence(&ran.err);
            assert!(ran.err.contains("nothing was changed"), "{when}");
            assert!(state == before, "{when}");
        }
        // With room again, all is well.
        world.done(&["import", "payments.csv"]);
        assert!(proven(&world.ledger(), &when) == after, "{when}");
    }
    println!("{failed} failed, {went} had room enough");
    assert!(failed > 5 && went > 1);
}

#[test]
fn a_backup_without_room_leaves_no_half_copy() {
    let world = with_invoices(CUSTOMERS);
    let before = proven(&world.ledger(), "before");
    world.done(&["backup", "sound"]);
    for args in [&["backup", "copy"][..], &["restore", "sound"]] {
        // The shared index alone has room: the copy does not.
        let ran = limited(&world, 80, args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {ran:?}");
        one_sentence(&ran.err);
        for left in ["copy", "copy.part", "ledger.reskontra.restored"] {
            assert!(!world.path(left).exists(), "{args:?} left {left}");
        }
        assert_eq!(proven(&world.ledger(), "after"), before);
    }
    world.done(&["backup", "copy"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_said_so() {
    let world = World::with_book();
    let full = || {
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for args in [
        &["aging"][..],
        &["aging", "--format", "csv"],
        &["log", "--format", "json"],
        &["lock", "2026-01-31"],
        &["backup", "b1"],
    ] {
        let mut command = world.command();
        command
            .args(["--today", &world.today])
            .args(args)
            .stdout(full())
            .stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        one_sentence(&said);
        assert!(said.contains("could not be written"), "{args:?}: {said}");
        assert!(!said.contains("nothing was changed"), "{args:?}: {said}");
    }
    // The lock is set, as the sentence says it may be.
    assert_eq!(world.json(&["log"])["entries"][0]["command"], "lock");
    // With nowhere left to speak, the code alone does.
    let mut command = world.command();
    command.args(["aging"]).stdout(full()).stderr(full());
    assert_eq!(command.status().unwrap().code(), Some(1));
    world.sound();
}

/// A disk of its own, small and soon full. Where no one may make one, there is nothing to test.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_leaves_the_ledger_as_it_was() {
    let world = World::new();
    world.write("customers.csv", "customer_no,name\n1,A\n");
    let mut rows = "booking_date,amount,currency,text\n".to_owned();
    for n in 0..4_000 {
        writeln!(
            rows,
            "2026-11-20,{n}.01,NOK,a text that takes some room {n}"
        )
        .unwrap();
    }
    world.write("payments.csv", rows);
    fs::create_dir(world.path("small")).unwrap();
    let script = "mount -t tmpfs -o size=700k none small || exit 77
        cp ledger.reskontra small/l.reskontra
        export RESKONTRA_LEDGER=$PWD/small/l.reskontra
        \"$0\" import customers.csv > /dev/null || exit 78
        \"$0\" aging --format json > before
        \"$0\" import payments.csv > answer 2> said; echo $? > code
        \"$0\" aging --format json > after && \"$0\" doctor > proof; echo $? > sound
        cat /dev/zero > small/filler 2> /dev/null
        \"$0\" lock 2026-01-31 > answer-of-lock 2> said-of-lock; echo $? > code-of-lock
        \"$0\" backup small/copy > answer-of-backup 2> said-of-backup; echo $? > code-of-backup
        ls small > left; rm small/filler
        \"$0\" aging --format json > at-last && \"$0\" doctor > proof; echo $? > sound-at-last";
    let binary = world.command();
    let mut command = Command::new("unshare");
    command
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(binary.get_program())
        .current_dir(world.path("."));
    for (name, value) in binary.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    match command.status().map(|status| status.code()) {
        Ok(Some(0)) => {}
        other => {
            println!("no small disk can be made here ({other:?}): not tested");
            return;
        }
    }
    let read = |name: &str| fs::read_to_string(world.path(name)).unwrap();
    assert_eq!(
        (read("code").as_str(), read("answer").as_str()),
        ("1\n", ""),
        "{}",
        read("said")
    );
    one_sentence(&read("said"));
    assert!(
        read("said").contains("The disk is full: nothing was changed"),
        "{}",
        read("said")
    );
    assert_eq!(read("after"), read("before"));
    assert_eq!(read("sound"), "0\n", "{}", read("proof"));
    assert!(
        !Path::new(&world.path("small/l.reskontra")).exists(),
        "it was a disk of its own"
    );
    for what in ["lock", "backup"] {
        let said = read(&format!("said-of-{what}"));
        assert_eq!(read(&format!("code-of-{what}")), "1\n", "{said}");
        one_sentence(&said);
        assert!(said.contains("The disk is full"), "{what}: {said}");
    }
    assert!(!read("left").contains("copy"), "{}", read("left"));
    assert_eq!(read("at-last"), read("before"));
    assert_eq!(read("sound-at-last"), "0\n", "{}", read("proof"));
}
