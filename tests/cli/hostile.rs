//! Files made to exhaust or to steer: the binary refuses them in one sentence, in little memory and time.

#![cfg(unix)]

use std::fs::File;
use std::io::Write;
use std::process::Command;

use nix::sys::stat::Mode;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Ran, World, one_sentence, ran};

/// Runs the binary with so many KiB of address space: what wants more is told so by a crash.
fn run_within(world: &World, memory: u32, args: &[&str]) -> Ran {
    let plain = world.command();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {memory}; exec \"$0\" \"$@\"")])
        .arg(plain.get_program())
        .args(["--today", &world.today])
        .args(args);
    if let Some(folder) = plain.get_current_dir() {
        command.current_dir(folder);
    }
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    ran(command)
}

#[test]
fn a_line_of_a_gigabyte_is_refused_in_little_memory() {
    let world = World::with_book();
    let before = world.state();
    for (name, beginning) in [
        ("customers.csv", "customer_no,name\n9,"),
        ("camt.xml", "<Document><BkToCstmrStmt><Stmt><Id>"),
        ("statement.sta", ":20:STARTUMS\r\n:86:"),
    ] {
        let mut file = File::create(world.path(name)).unwrap();
        file.write_all(beginning.as_bytes()).unwrap();
        file.set_len(1 << 30).unwrap();
        let ran = run_within(&world, 300_000, &["import", name]);
        assert_eq!(ran.code, 1, "{ran:?}");
        one_sentence(&ran.err);
        assert!(ran.err.starts_with(&format!("{name}:")), "{}", ran.err);
    }
    assert_eq!(world.state(), before);
}

#[test]
fn a_pipe_without_end_is_refused() {
    let world = World::with_book();
    let before = world.state();
    let pipe = world.path("pipe");
    nix::unistd::mkfifo(&pipe, Mode::S_IRWXU).unwrap();
    let writer = std::thread::spawn(move || {
        let mut pipe = File::options().write(true).open(pipe).unwrap();
        let lines = b"9,Zeta\n".repeat(9_000);
        // Until the reader has had enough.
        while pipe.write_all(&lines).is_ok() {}
    });
    let ran = run_within(&world, 1_000_000, &["import", "pipe"]);
    writer.join().unwrap();
    assert_eq!(ran.code, 1, "{ran:?}");
    one_sentence(&ran.err);
    assert!(ran.err.starts_with("pipe: "), "{}", ran.err);

    let ran = run_within(&world, 1_000_000, &["import", "/dev/zero"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    one_sentence(&ran.err);
    let ran = run_within(&world, 1_000_000, &["import", "/dev/null"]);
    assert!(ran.err.contains("empty"), "{ran:?}");
    assert_eq!(world.state(), before);
}

#[test]
fn names_in_an_archive_are_shown_and_never_paths() {
    let world = World::with_book();
    let evil = "../../\u{1b}]0;title\u{7}\u{202e}evil.csv";
    let mut writer = ZipWriter::new(File::create(world.path("bank.zip")).unwrap());
    for name in [evil, "/etc/evil.csv", "C:\\evil.csv"] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer
            .write_all(b"customer_no,name\n9,Zeta\n10,\n")
            .unwrap();
    }
    writer.finish().unwrap();
    for format in ["table", "json"] {
        let ran = world.run(&["import", "bank.zip", "--keep-going", "--format", format]);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("evil.csv"), "{said}");
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.contains(steers), "{said:?}");
    }
    for path in ["../../evil.csv", "evil.csv", "/etc/evil.csv"] {
        assert!(!world.path(path).exists(), "{path}");
    }
    world.sound();
}
