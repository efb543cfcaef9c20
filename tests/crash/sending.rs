//! A process that is killed while it sends letters to a real mail server: each letter is delivered once, or known to be
//! in doubt and listed; none goes out twice in silence.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::chance::Chance;
use crate::proof::put_back;
use crate::smtp::{Options, Server};
use crate::support::World;

const LETTERS: usize = 40;
const KILLS: u32 = 100;
/// Until the server has kept what it had read when the other side died.
const SETTLED: Duration = Duration::from_millis(100);

/// A book in which every customer is due a letter by e-mail.
fn book() -> World {
    let world = World::new();
    let mut customers = "customer_no,name,kind,email\n".to_owned();
    let mut invoices = "invoice_no,customer_no,issue_date,due_date,amount,currency\n".to_owned();
    for n in 1..=LETTERS {
        writeln!(customers, "{n},Kunde {n} AS,business,kunde{n}@example.no").unwrap();
        writeln!(
            invoices,
            "{},{n},2026-09-20,2026-10-20,{}.50,NOK",
            1000 + n,
            100 + n
        )
        .unwrap();
    }
    world.take("customers.csv", customers);
    world.take("invoices.csv", invoices);
    world
}

fn through(world: &World, server: &Server) {
    let settings = format!(
        "[company]\nemail = \"post@example.no\"\n\n[mail]\nhost = \"127.0.0.1\"\nport = {}\n\
         security = \"none\"\ntimeout = 5\n",
        server.port
    );
    world.write("settings.toml", settings);
}

fn start(world: &World, args: &[&str]) -> Child {
    let mut command = world.command();
    command.args(["--today", &world.today]).args(args);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// What is in the outbox, by dispatch.
fn outbox(world: &World) -> HashMap<i64, Value> {
    let outbox = world.json(&["outbox"]);
    let rows = outbox["outbox"].as_array().unwrap().iter();
    rows.map(|row| (row["dispatch"].as_i64().unwrap(), row.clone()))
        .collect()
}

/// How often the server has taken each dispatch's message.
fn delivered(server: &Server) -> HashMap<i64, usize> {
    let mut count = HashMap::new();
    for (id, _) in server.all() {
        let dispatch: i64 = id.split('.').next().unwrap().parse().unwrap();
        *count.entry(dispatch).or_insert(0) += 1;
    }
    count
}

/// What the ledger says is so; how many are in doubt, or will be found to be.
fn agree(world: &World, server: &Server, when: &str) -> usize {
    sleep(SETTLED);
    let delivered = delivered(server);
    let mut doubt = 0;
    for (dispatch, row) in outbox(world) {
        let times = delivered.get(&dispatch).copied().unwrap_or(0);
        match row["stand"].as_str().unwrap() {
            "sent" => assert_eq!(times, 1, "{when}: {row}"),
            "queued" => assert_eq!(times, 0, "{when}: {row}"),
            "sending" | "in-doubt" => {
                assert!(times <= 1, "{when}: {row}");
                doubt += 1;
            }
            other => panic!("{when}: {other}: {row}"),
        }
    }
    doubt
}

/// A person looks at what is in doubt, and says what became of it.
fn resolve(world: &World, server: &Server) {
    let delivered = delivered(server);
    for (dispatch, row) in outbox(world) {
        if row["stand"] == "in-doubt" {
            let number = dispatch.to_string();
            if delivered.contains_key(&dispatch) {
                world.done(&["outbox", "arrived", &number]);
            } else {
                world.done(&["outbox", "resend", &number, "--reason", "it is not there"]);
            }
        }
    }
}

#[test]
fn letters_of_a_killed_run_go_out_once_or_are_known_to_be_in_doubt() {
    let mut chance = Chance::new("sending");
    let world = book();
    let before = fs::read(world.ledger()).unwrap();
    let server = Server::start(Options::default());
    through(&world, &server);
    let begun = Instant::now();
    world.json(&["remind", "--send"]);
    let time = begun.elapsed();
    assert_eq!(delivered(&server).len(), LETTERS);
    drop(server);
    let (mut killed, mut doubts) = (0, 0);
    while killed < KILLS {
        put_back(&world, &before);
        let server = Server::start(Options::default());
        through(&world, &server);
        let mut args: &[&str] = &["remind", "--send"];
        let mut turns = 0;
        loop {
            let third = u64::try_from(time.as_micros()).unwrap() / 3;
            let mut child = start(&world, args);
            sleep(Duration::from_micros(chance.below(third)));
            let ended = child.try_wait().unwrap().is_some();
            let _ = child.kill();
            child.wait().unwrap();
            let when = format!("kill {killed}");
            if !ended {
                killed += 1;
            }
            doubts += agree(&world, &server, &when);
            let all = outbox(&world);
            args = if all.is_empty() {
                &["remind", "--send"]
            } else {
                &["outbox", "send"]
            };
            turns += 1;
            // A run that is killed before it comes to anything gets nowhere: what is left goes undisturbed then.
            if turns >= 12 || (!all.is_empty() && all.values().all(|row| row["stand"] == "sent")) {
                break;
            }
        }
        world.run(args);
        resolve(&world, &server);
        world.run(&["outbox", "send"]);
        let all = outbox(&world);
        assert_eq!(all.len(), LETTERS);
        assert!(all.values().all(|row| row["stand"] == "sent"), "{all:?}");
        let delivered = delivered(&server);
        assert_eq!(delivered.len(), LETTERS);
        assert!(delivered.values().all(|times| *times == 1), "{delivered:?}");
        world.sound();
    }
    println!("sending: {killed} killed, {doubts} times something in doubt");
    assert!(
        doubts > 0,
        "no kill came between handing over and recording"
    );
}
