//! The real binary in a real terminal: a day's work by keyboard alone, and what it leaves behind, however it ends.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails may say so"
)]

mod crediting;
mod forbidden;
mod home;
mod letters;
#[path = "../support/pty.rs"]
mod pty;
mod register;
mod start;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use portable_pty::CommandBuilder;
use pty::{Terminal, binary, command};
use rustix::process::{Pid, Signal, kill_process};

fn demo(home: &Path) -> CommandBuilder {
    let mut command = command(binary(), home);
    command.arg("demo");
    command
}

/// The desk of a program, once it shows its first pane.
fn opened(program: CommandBuilder, columns: u16, rows: u16) -> Terminal {
    let desk = Terminal::start(program, columns, rows);
    desk.shows("[1 Today]");
    desk
}

/// The demo under a shell that afterwards says how the terminal was left.
fn demo_under_a_shell(home: &Path, before: &str) -> CommandBuilder {
    let mut shell = command("sh", home);
    shell.arg("-c");
    shell.arg(format!(
        "{before} '{}' demo; echo \"left with $?\"; stty -a; echo told",
        binary()
    ));
    shell
}

/// The shell got its terminal back: its own screen, a cursor, echo and lines, no mouse reports.
fn is_sane(terminal: &Terminal) {
    terminal.shows("told");
    let text = terminal.text();
    for mode in ["icanon", "echo", "isig", "icrnl", "opost"] {
        let on = text.split([' ', ';', '\n']).any(|word| word == mode);
        assert!(on, "{mode} is off:\n{text}");
    }
    terminal.look(|screen| {
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
}

#[test]
fn a_days_work_by_keyboard_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Terminal::start(demo_under_a_shell(home.path(), ""), 100, 30);
    desk.shows("[1 Today]");
    desk.shows("customers");

    // The demo's bank file is offered; take it in.
    desk.press("import");
    desk.shows("Import a file");
    desk.press("choose");
    desk.shows(" new");
    desk.press("back");
    desk.no_longer_shows("┌─ Import");

    desk.press("matching");
    desk.shows("to do");
    desk.shows("A all certain");
    desk.press("accept-certain");
    desk.shows("Accept all certain");
    desk.press("yes");
    desk.shows("posted · u undoes");

    // The best of what is left takes one key.
    desk.press("accept");
    desk.shows("→");
    desk.shows("u undoes");

    desk.press("aging");
    desk.shows("Aging by due date");
    desk.shows("= 0,00\u{a0}NOK ✓");
    desk.press("open");
    desk.shows("State");
    desk.press("open");
    desk.shows("What happened");
    desk.press("back");
    desk.shows("State");
    desk.press("back");
    desk.shows("Aging by due date");

    desk.press("undo");
    desk.shows("receipt matched");
    desk.press("yes");
    desk.shows("undone:");

    desk.press("quit");
    desk.shows("left with 0");
    is_sane(&desk);
    assert!(desk.ends().success());
    let left: Vec<_> = fs::read_dir(home.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().contains("demo")),
        "the demo left {left:?}"
    );
}

#[test]
fn a_table_that_nobody_knows_is_mapped_once_and_read_ever_after() {
    const HEAD: &str = "Kontoauszug\n\nWann;Wer;Was;Soviel\n";
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, rows: &str| {
        fs::write(home.path().join(name), format!("{HEAD}{rows}")).unwrap();
    };
    file(
        "november.csv",
        "05.11.2026;Alpha AS;Faktura 1001;1.000,00\n06.11.2026;Beta;Nochmal;-250,50\n",
    );
    file("december.csv", "04.12.2026;Gamma AS;Miete;2.500,00\n");
    let mut demo = demo(home.path());
    demo.args(["--keep", "kept.reskontra"]);
    let mut desk = opened(demo, 80, 24);
    let import = |desk: &mut Terminal, name: &str| {
        desk.press("import");
        desk.shows("Import a file");
        desk.types("\u{15}");
        desk.types(name);
        desk.shows(&format!("› {name}"));
        desk.press("choose");
    };
    import(&mut desk, "november.csv");
    desk.shows("What do the columns hold? · november.csv");
    desk.shows("Still needed: day of booking · amount");
    for (column, field) in [
        ("Wann", "day of booking"),
        ("Wer", "payer's name"),
        ("Was", "text"),
        ("Soviel", "amount"),
    ] {
        desk.press("name-column");
        desk.shows(&format!("What does “{column}” hold?"));
        desk.types(field);
        desk.shows(&format!("› {field}"));
        desk.press("choose");
        desk.no_longer_shows("What does “");
        desk.press("down");
    }
    desk.shows("in 1\u{a0}000,00\u{a0}NOK · out 250,50\u{a0}NOK");
    desk.shows("Save and take in 2 rows");
    desk.press("save-mapping");
    desk.shows("november.csv · bank-csv");
    desk.shows("1 new");
    desk.press("back");
    desk.no_longer_shows("┌─ Import");

    // Next month's file asks nothing.
    import(&mut desk, "december.csv");
    desk.shows("december.csv · bank-csv");
    desk.shows("1 new");
    desk.press("back");
    desk.no_longer_shows("┌─ Import");

    // Once it is forgotten, it is asked about again.
    desk.press("kept-mappings");
    desk.shows("Wann = day of booking");
    desk.types("x");
    desk.shows("Forget how this table is read");
    desk.press("yes");
    desk.shows("No mapping is kept.");
    desk.press("back");
    desk.no_longer_shows("┌─ Tables");
    file("january.csv", "04.01.2027;Gamma AS;Miete;2.500,00\n");
    import(&mut desk, "january.csv");
    desk.shows("What do the columns hold? · january.csv");
    desk.press("back");
    desk.shows("nothing was taken in");
    desk.press("quit");
    assert!(desk.ends().success());
}

#[test]
fn a_change_that_waits_for_another_program_says_so_and_can_be_stopped() {
    let home = tempfile::tempdir().unwrap();
    let mut demo = demo(home.path());
    demo.args(["--keep", "kept.reskontra"]);
    let mut desk = opened(demo, 100, 30);
    desk.press("import");
    desk.shows("Import a file");
    desk.press("choose");
    desk.shows(" new");
    desk.press("back");
    desk.no_longer_shows("┌─ Import");
    desk.press("matching");
    desk.shows("Enter accept");

    let other = rusqlite::Connection::open(home.path().join("kept.reskontra")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.press("accept");
    #[cfg(target_os = "linux")]
    desk.shows(&format!("waiting for process {}", std::process::id()));
    desk.shows("Esc stops");
    desk.press("back");
    desk.shows("was stopped, and nothing was changed");

    // With the other still at it, a change waits again, and has its turn when the other is done.
    desk.press("accept");
    desk.shows("Esc stops");
    other.execute_batch("ROLLBACK").unwrap();
    desk.shows("u undoes");
    desk.press("quit");
    assert!(desk.ends().success());
}

#[test]
fn without_a_ledger_the_desk_asks_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Terminal::start(command(binary(), home.path()), 80, 24);
    desk.shows("There is no ledger here yet.");
    desk.press("choose");
    desk.shows("A new ledger");
    desk.types("Fjordtre AS\r\r\r\r\r\r");
    desk.shows("[1 Today]");
    desk.shows("Fjordtre AS · NOK");
    desk.shows("The ledger is empty.");
    desk.press("quit");
    assert!(desk.ends().success());
}

#[test]
fn a_panic_leaves_a_sane_terminal_and_says_where_its_story_is() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Terminal::start(
        demo_under_a_shell(home.path(), "RESKONTRA_TEST_PANIC=1"),
        100,
        60,
    );
    desk.shows("[1 Today]");
    desk.press("redraw");
    desk.shows("reskontra stopped: asked to panic");
    desk.shows("left with 101");
    is_sane(&desk);
    let story = fs::read_dir(home.path())
        .unwrap()
        .flatten()
        .find(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("reskontra-panic-")
        })
        .expect("a story in the folder for temporary files");
    assert!(
        fs::read_to_string(story.path())
            .unwrap()
            .contains("asked to panic")
    );
}

#[test]
fn a_signal_leaves_a_sane_terminal() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let home = tempfile::tempdir().unwrap();
        let mut desk =
            Terminal::start(demo_under_a_shell(home.path(), "echo $$ > shell;"), 100, 60);
        desk.shows("[1 Today]");
        kill_process(child_of(desk.process()), signal).unwrap();
        desk.shows(&format!("left with {status}"));
        is_sane(&desk);
        desk.ends();
    }
}

/// The process that a shell started.
fn child_of(shell: i32) -> Pid {
    let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    Pid::from_raw(children.split_whitespace().next().unwrap().parse().unwrap()).unwrap()
}

#[test]
fn a_terminal_that_goes_away_ends_the_desk() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = opened(demo(home.path()), 80, 24);
    desk.hang_up();
    desk.ends();
}

/// A program under `nohup` is not told that its terminal went away, and would spin for ever.
#[test]
fn a_terminal_that_goes_away_silently_ends_the_desk_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = command("sh", home.path());
    shell.arg("-c");
    shell.arg(format!(
        "trap '' HUP; '{}' demo; echo ended > ended",
        binary()
    ));
    let mut desk = opened(shell, 80, 24);
    desk.hang_up();
    desk.ends();
    assert!(home.path().join("ended").exists());
}

#[test]
fn rules_at_fault_are_a_state_of_the_reminders_and_all_else_works() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("settings.toml");
    fs::write(&settings, "[reminders.stage.reminder]\nfee = \"99.00\"\n").unwrap();
    let mut command = demo(home.path());
    command.env("RESKONTRA_CONFIG", &settings);
    let mut desk = opened(command, 80, 24);
    desk.press("reminders");
    desk.shows("the rules cannot be used");
    desk.shows("settings.toml");
    desk.shows("reminders.stage.reminder.fee");
    desk.shows("inkassoforskriften § 1-2");
    desk.press("aging");
    desk.shows("Aging by due date");
    desk.press("quit");
    desk.ends();
}

#[test]
fn no_color_keeps_the_row_under_the_cursor_visible_and_sends_no_colour() {
    let home = tempfile::tempdir().unwrap();
    let mut without = demo(home.path());
    without.env("NO_COLOR", "1");
    let mut desk = opened(without, 80, 24);
    desk.press("customers");
    desk.shows("Customers ·");
    desk.until("a row under the cursor", |text| text.contains('▌'));
    desk.look(|screen| {
        let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
        let marked = (0..rows)
            .find(|row| {
                screen
                    .cell(*row, 0)
                    .is_some_and(|cell| cell.contents() == "▌")
            })
            .unwrap();
        for column in 0..columns {
            assert!(
                screen.cell(marked, column).unwrap().inverse(),
                "column {column} of the row is not reversed"
            );
        }
        for row in 0..rows {
            for column in 0..columns {
                let cell = screen.cell(row, column).unwrap();
                assert_eq!(
                    (cell.fgcolor(), cell.bgcolor()),
                    (vt100::Color::Default, vt100::Color::Default)
                );
            }
        }
    });
    desk.press("quit");
    desk.ends();
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = command("sh", home.path());
    shell.arg("-i");
    let mut desk = Terminal::start(shell, 80, 24);
    desk.shows("$");
    desk.types(&format!("'{}' demo\r", binary()));
    desk.shows("[1 Today]");
    desk.press("customers");
    desk.shows("Customers ·");
    desk.press("suspend");
    desk.until("the shell's own screen", |text| {
        !text.contains("[2 Customers]")
    });
    desk.look(|screen| assert!(!screen.alternate_screen()));
    desk.types("echo still $((40 + 2))\r");
    desk.shows("still 42");
    desk.types("fg\r");
    desk.shows("[2 Customers]");
    desk.shows("Customers ·");
    desk.press("quit");
    // What is typed before the desk is gone is the desk's.
    desk.until("the shell again", |text| text.trim_end().ends_with('$'));
    desk.types("exit\r");
    desk.ends();
}

#[test]
fn another_size_is_drawn_anew_and_a_small_one_says_what_it_needs() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = opened(demo(home.path()), 80, 24);
    desk.resize(50, 12);
    desk.shows("reskontra needs 60×16, this is 50×12");
    desk.resize(140, 40);
    desk.shows("[1 Today]");
    desk.shows("Open longest");
    desk.press("quit");
    desk.ends();
}

#[test]
fn an_idle_desk_costs_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = opened(demo(home.path()), 80, 24);
    thread::sleep(Duration::from_secs(2));
    // User and system time, in hundredths of a second; looked at where the system tells it.
    let ticks = |process: i32| -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
    };
    if let Some(before) = ticks(desk.process()) {
        let written = desk.raw().len();
        thread::sleep(Duration::from_secs(4));
        let spent = ticks(desk.process()).unwrap() - before;
        assert!(spent <= 8, "{spent} hundredths of a second in four seconds");
        assert_eq!(desk.raw().len(), written, "something was drawn");
    }
    desk.press("quit");
    desk.ends();
}

#[test]
fn control_characters_in_a_file_never_reach_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    fs::write(
        folder.join("customers.csv"),
        "customer_no,name\n1,Nord\u{1b}]0;pwned\u{7}lys\u{202e} AS\n",
    )
    .unwrap();
    fs::write(
        folder.join("invoices.csv"),
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         10\u{1b}[2J1,1,2026-10-01,2026-10-15,100.00,NOK\n",
    )
    .unwrap();
    let mut desk = Terminal::start(command(binary(), folder), 80, 24);
    desk.shows("There is no ledger here yet.");
    desk.press("choose");
    desk.types("Fjord\r\r\r\r\r\r");
    desk.shows("[1 Today]");
    let quiet = desk
        .raw()
        .windows(4)
        .filter(|bytes| bytes == b"\x1b[2J")
        .count();
    for file in ["customers.csv", "invoices.csv"] {
        desk.press("import");
        desk.shows("Import a file");
        desk.types(file);
        desk.shows(file);
        desk.press("choose");
        desk.shows("┌─ Import ─");
        desk.press("back");
        desk.no_longer_shows("┌─ Import ─");
    }
    for pane in ["customers", "aging", "reminders", "today"] {
        desk.press(pane);
        desk.shows("lys");
    }
    let raw = desk.raw();
    let holds = |bytes: &[u8]| raw.windows(bytes.len()).any(|window| window == bytes);
    assert!(!holds(b"\x1b]0;"), "a title was set");
    assert!(
        !holds("\u{202e}".as_bytes()),
        "the writing was turned round"
    );
    assert_eq!(
        raw.windows(4).filter(|bytes| bytes == b"\x1b[2J").count(),
        quiet,
        "the screen was cleared"
    );
    desk.press("quit");
    desk.ends();
}

/// The number before a word on the screen.
fn count(desk: &Terminal, word: &str) -> usize {
    let text = desk.text();
    let before = text.split(word).next().unwrap().trim_end();
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.unwrap().parse().unwrap()
}

#[test]
fn what_posted_by_itself_is_taken_back_one_by_one() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = opened(demo(home.path()), 140, 40);
    desk.press("import");
    desk.shows("Import a file");
    desk.press("choose");
    desk.shows(" new");
    desk.press("back");
    desk.no_longer_shows("┌─ Import");
    desk.press("matching");
    desk.shows("to do]");
    desk.shows("A all certain");
    desk.press("accept-certain");
    desk.shows("certain,");
    desk.press("yes");
    desk.shows("posted · u undoes");
    desk.shows("posted by themselves");
    // The lists are asked for anew once it is posted.
    desk.no_longer_shows("523 posted");
    let (to_do, posted) = (count(&desk, " to do"), count(&desk, " posted by"));
    desk.press("next-list");
    desk.shows("posted by themselves]");
    desk.press("undo");
    desk.shows("Undo it");
    desk.press("yes");
    desk.shows("undone:");
    desk.shows(&format!("[{} posted", posted - 1));
    desk.shows(&format!("{} to do", to_do + 1));
    // Its money is among what is not applied, and its customer is found by an invoice of his.
    // No receipt is set aside: that list is passed over.
    desk.press("next-list");
    desk.shows(" in all]");
    desk.press("last");
    for typed in ["10339", "6 525"] {
        desk.press("find-customer");
        desk.types(typed);
        desk.shows(" 10339 ");
        desk.shows("6\u{a0}525,00 │");
        desk.press("back");
        desk.no_longer_shows("┌─ Whose");
    }
}
