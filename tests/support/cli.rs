//! The real binary on a ledger of its own: a temporary folder, an empty settings file, a fixed day.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The day that every command takes for today, unless a test says otherwise.
pub const TODAY: &str = "2026-11-22";

/// Three customers, two of them with one account.
pub const CUSTOMERS: &str = "customer_no,name,org_no,account\n\
    100,Alpha AS,999888771,12345678903\n\
    200,Beta,,12345678903\n\
    300,Gamma Oy,,\n";

/// An invoice with a KID, one in two instalments, one for the second customer, and two in other currencies.
pub const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
    1001,100,2026-10-01,2026-10-15,1000.00,NOK,0000018\n\
    1002,100,2026-10-01,2026-10-15,500.00,NOK,\n\
    1002,100,2026-10-01,2026-11-15,500.00,NOK,\n\
    1003,200,2026-11-01,2026-12-15,250.50,NOK,10033\n\
    1004,300,2026-11-01,2026-11-15,10000,JPY,\n\
    1005,300,2026-11-01,2026-11-15,99.99,EUR,\n";

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A folder with a ledger in it, or room for one.
pub struct World {
    dir: TempDir,
    pub today: String,
}

impl World {
    /// No ledger yet.
    pub fn bare() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("settings.toml"), "").unwrap();
        Self {
            dir,
            today: TODAY.to_owned(),
        }
    }

    /// A Norwegian company's new ledger.
    pub fn new() -> Self {
        Self::company("no", TODAY)
    }

    /// The new ledger of a company of this country, on a day.
    pub fn company(country: &str, day: &str) -> Self {
        Self::made(country, day, &["--account", "9999 10 42764"])
    }

    /// The same with what else is said of the company: its account, its number.
    pub fn made(country: &str, day: &str, more: &[&str]) -> Self {
        let mut world = Self::bare();
        world.on(day);
        let company = ["init", "--company", "Ås Bygg AS", "--country", country];
        world.done(&[&company, more].concat());
        world
    }

    /// A ledger with [`CUSTOMERS`] and [`INVOICES`].
    pub fn with_book() -> Self {
        Self::with_invoices(CUSTOMERS, INVOICES)
    }

    /// A ledger with the customers of a list.
    pub fn with_customers(customers: &str) -> Self {
        let world = Self::new();
        world.take("customers.csv", customers);
        world
    }

    /// The same with the invoices of another list.
    pub fn with_invoices(customers: &str, invoices: &str) -> Self {
        let world = Self::with_customers(customers);
        world.take("invoices.csv", invoices);
        world
    }

    /// A company's ledger on a day with invoices A of a business and B of a consumer, both due on 15 May 2026.
    pub fn with_two_late(country: &str, day: &str) -> Self {
        let world = Self::company(country, day);
        world.take(
            "customers.csv",
            "customer_no,name,kind,email\n1,Alfa,business,a@example.com\n2,Beta Berg,consumer,b@example.com\n",
        );
        world.take(
            "invoices.csv",
            "invoice_no,customer_no,issue_date,due_date,amount\n\
             A,1,2026-04-01,2026-05-15,10000.00\nB,2,2026-04-01,2026-05-15,10000.00\n",
        );
        world
    }

    /// A settings file for someone who works here, with more settings of his; where it is, for [`with`].
    pub fn user(&self, name: &str, more: &str) -> String {
        let settings = format!("actor = \"{name}\"\n{more}");
        let path = self.write(&format!("{name}.toml"), settings);
        path.display().to_string()
    }

    /// The settings of Kari and of Ola, of whom one asks and the other decides where these are changed.
    pub fn two(&self, guarded: &[&str]) -> [String; 2] {
        let settings = format!("[credit]\nsecond-person = {guarded:?}\n");
        ["kari", "ola"].map(|name| self.user(name, &settings))
    }

    /// The desk takes this day for today from now on.
    pub fn on(&mut self, day: &str) {
        day.clone_into(&mut self.today);
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn ledger(&self) -> PathBuf {
        self.path("ledger.reskontra")
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The binary in this folder, with no setting but ours.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reskontra"));
        command
            .current_dir(self.dir.path())
            .env_remove("RESKONTRA_TODAY")
            .env("RESKONTRA_CONFIG", self.path("settings.toml"))
            .env("RESKONTRA_LEDGER", self.ledger())
            .env("HOME", self.dir.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("LC_ALL", "C")
            .env("USER", "kari")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.command();
        command.args(["--today", &self.today]).args(args);
        ran(command)
    }

    /// Runs what must succeed; what it wrote to stdout. Where no way to send is set up, letters that are recorded wait
    /// in the outbox, and that is said; someone writes them the same day.
    pub fn done(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        if args.contains(&"--send") && ran.code == 3 {
            one_sentence(&ran.err);
            assert!(ran.err.contains("[mail]"), "{args:?}: {ran:?}");
            self.leave();
            return ran.out;
        }
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        assert_eq!(ran.err, "", "{args:?}");
        ran.out
    }

    /// Someone writes what lies in the outbox.
    pub fn leave(&self) {
        let left = self.run(&["outbox", "send", "--out", "left"]);
        assert_eq!(left.code, 0, "{left:?}");
    }

    /// Records letters that stay in the outbox; the answer.
    pub fn recorded(&self, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--format", "json"]].concat());
        assert_eq!(ran.code, 3, "{ran:?}");
        ran.json()
    }

    /// Runs what must succeed and answer in JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.extend(["--format", "json"]);
        serde_json::from_str(&self.done(&all)).unwrap()
    }

    /// Runs what must be refused with exit code 1, nothing on stdout and nothing changed; the sentence.
    pub fn refused(&self, args: &[&str]) -> String {
        let before = self.state();
        let ran = self.run(args);
        assert_eq!(ran.code, 1, "{args:?}: {ran:?}");
        assert_eq!(ran.out, "", "{args:?}");
        one_sentence(&ran.err);
        assert_eq!(self.state(), before, "{args:?} changed something");
        ran.err
    }

    /// Runs what is used wrongly: exit code 2, nothing on stdout, nothing changed.
    pub fn misused(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert_eq!(ran.out, "", "{args:?}");
        ran.err
    }

    /// Takes in a file that must be taken whole; its line of the report.
    pub fn take(&self, name: &str, bytes: impl AsRef<[u8]>) -> Value {
        self.write(name, bytes);
        self.json(&["import", name])["files"][0].clone()
    }

    /// Takes in a file that must be refused, nothing changed; what was said on stderr.
    pub fn rejected(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        self.write(name, bytes);
        let before = self.state();
        let ran = self.run(&["import", name, "--format", "json"]);
        assert_eq!(ran.code, 1, "{ran:?}");
        let file = ran.json()["files"][0].clone();
        assert_eq!((&file["new"], &file["changed"]), (&0.into(), &0.into()));
        assert!(!file["errors"].as_array().unwrap().is_empty(), "{file}");
        assert_eq!(self.state(), before, "{name} changed something");
        ran.err
    }

    /// All that the ledger says of itself, as text to compare.
    pub fn state(&self) -> String {
        let ask = |args: &[&str]| {
            let ran = self.run(args);
            format!("{args:?} {}\n{}\n", ran.code, ran.out)
        };
        [
            ask(&["log", "--limit", "100000", "--format", "json"]),
            ask(&["aging", "--format", "json"]),
            ask(&["match", "--format", "json"]),
            ask(&["unapplied", "--format", "json"]),
            ask(&["doctor", "--format", "json"]),
        ]
        .concat()
    }

    /// The doctor finds nothing.
    pub fn sound(&self) {
        let found = self.json(&["doctor"]);
        assert_eq!(found["faults"], serde_json::json!([]));
    }

    /// A customer's row in the aging of today, by number and currency.
    pub fn row(&self, customer: &str, currency: &str) -> Value {
        let aging = self.json(&["aging"]);
        let rows = aging["customers"].as_array().unwrap();
        rows.iter()
            .find(|row| row["customer_no"] == customer && row["currency"] == currency)
            .cloned()
            .unwrap_or(Value::Null)
    }

    /// What is open of a document, all its instalments together, as `customer show` has it.
    pub fn open(&self, customer: &str, number: &str) -> Vec<String> {
        let card = self.json(&["customer", "show", customer]);
        let items = card["open"].as_array().unwrap();
        items
            .iter()
            .filter(|item| item["number"] == number)
            .map(|item| item["open"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Enters money by hand; its own number.
    pub fn receipt(&self, amount: &str, more: &[&str]) -> String {
        let mut args = vec!["receipt", "--date", "2026-11-20", "--amount", amount];
        args.extend(more);
        self.done(&args);
        let log = self.json(&["match"]);
        let unapplied = self.json(&["unapplied"]);
        let lists = [
            &log["proposed"],
            &log["unidentified"],
            &unapplied["unapplied"],
        ];
        let ids = lists.into_iter().flat_map(|list| list.as_array().unwrap());
        let newest = ids
            .map(|line| line["receipt"]["id"].as_str().unwrap().to_owned())
            .max_by_key(|id| id.trim_start_matches('R').parse::<u64>().unwrap());
        newest.unwrap()
    }
}

pub fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// One line that ends as a sentence does, and quotes no code.
pub fn one_sentence(text: &str) {
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.ends_with(".\n"), "{text}");
    for code in ["Err(", "Some(", "panicked", "Trouble", "Fault"] {
        assert!(!text.contains(code), "{text}");
    }
}

/// A sample file of the tests.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples/ocr-giro")
        .join(name)
}

/// The keys of an object, in order of the alphabet.
pub fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Arguments as someone with these settings gives them.
pub fn with<'a>(settings: &'a str, args: &[&'a str]) -> Vec<&'a str> {
    [&["--config", settings], args].concat()
}
