//! A ledger that random commands are played on.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use reskontra::desk::clock::Clock;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Did, Face, Failure, ImportOptions, Options, Watch};
use reskontra::domain::command::{Command, Edit, Part, Settlement, Target};
use reskontra::domain::date::Date;
use reskontra::domain::field::Field;
use reskontra::domain::id::{CustomerId, DocumentId, EntryId, ItemId, OtherId, RefundId};
use reskontra::domain::intake::{Fault, PaymentRow, Problem};
use reskontra::domain::ledger::{CompanySize, LedgerFacts};
use reskontra::domain::letter::ChargeKind;
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::receipt::Details;
use reskontra::domain::refusal::{Refusal, RegisterRefusal};
use reskontra::reports::import::FileReport;
use reskontra::store::{Access, Store};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub use super::ops::{NewInvoice, Op, op};
use super::settlements::difference;

pub const CUSTOMERS: u8 = 4;

/// The first day on which anything can happen in these ledgers.
pub fn start() -> Date {
    "2026-01-01".parse().unwrap()
}

pub fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

fn day(n: u8) -> Date {
    start() + chrono::Duration::days(i64::from(n))
}

pub struct Play {
    pub folder: TempDir,
    pub desk: Desk,
    /// What it was set up with, for others who work with the same ledger.
    settings: &'static str,
    files: u32,
    numbers: u32,
}

/// A policy by which limits and holds take two.
const TWO_DECIDE: &str = "[credit]\nsecond-person = [\"limit\", \"hold\"]\n";

impl Play {
    pub fn new() -> Self {
        Self::under("")
    }

    /// The same where limits and holds take two.
    pub fn by_two() -> Self {
        Self::under(TWO_DECIDE)
    }

    fn under(settings: &'static str) -> Self {
        let config = Config::parse(settings, "settings").unwrap();
        let folder = TempDir::new().unwrap();
        let facts = LedgerFacts {
            company: "Prøve AS".to_owned(),
            country: "NO".to_owned(),
            currency: Currency::NOK,
            org_no: None,
            accounts: Vec::new(),
            size: CompanySize::Small,
        };
        let path = folder.path().join("play.reskontra");
        let desk = Desk::create(&path, facts, config, Clock::fixed(today()), Face::Desk).unwrap();
        let mut play = Self {
            folder,
            desk,
            settings,
            files: 0,
            numbers: 0,
        };
        let mut csv = "customer_no,name,account,email,street,postcode,city\n".to_owned();
        for n in 0..CUSTOMERS {
            writeln!(
                csv,
                "{n},Kunde {n},6012000000{n},kunde{n}@example.no,Gata {n},0150,Oslo"
            )
            .unwrap();
        }
        play.import(&csv);
        play
    }

    /// What came of a file that is there.
    pub fn take(&mut self, path: &Path) -> FileReport {
        let options = ImportOptions::default();
        let paths = [path.to_owned()];
        let report = self.desk.import(&paths, options, &Watch::new()).unwrap();
        report.files.into_iter().next().unwrap()
    }

    /// What came of a file of that text.
    pub fn take_text(&mut self, text: impl AsRef<[u8]>) -> FileReport {
        self.files += 1;
        let path = self.folder.path().join(self.files.to_string());
        fs::write(&path, text).unwrap();
        self.take(&path)
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("play.reskontra")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path(), Access::ReadOnly).unwrap()
    }

    fn import(&mut self, csv: &str) {
        self.files += 1;
        let path = self.folder.path().join(format!("{}.csv", self.files));
        fs::write(&path, csv).unwrap();
        let report = self
            .desk
            .import(&[path], ImportOptions::default(), &Watch::new())
            .unwrap();
        // The customers may have been undone or merged meanwhile: then the file is refused, and nothing else is wrong.
        let unknown = |fault: &Fault| {
            let moved = matches!(fault.problem, Problem::MergedCustomer { .. });
            moved || matches!(fault.problem, Problem::UnknownCustomer { .. })
        };
        assert!(
            report.files[0].faults.iter().all(unknown),
            "{:?}",
            report.files[0].faults
        );
    }

    fn ids(&self, sql: &str) -> Vec<i64> {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    pub fn pick(&self, sql: &str, n: u8) -> Option<i64> {
        let ids = self.ids(sql);
        (!ids.is_empty()).then(|| ids[usize::from(n) % ids.len()])
    }

    /// A number that no invoice of the play has had.
    pub fn next_number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    pub fn customer(n: u8) -> CustomerId {
        CustomerId(i64::from(n % CUSTOMERS) + 1)
    }

    fn receipt(&self, n: u8) -> Option<ItemId> {
        self.pick(
            "SELECT id FROM item WHERE class = 3 AND voided = 0 ORDER BY id",
            n,
        )
        .map(ItemId)
    }

    pub fn document(&self, n: u8) -> Option<DocumentId> {
        self.pick("SELECT id FROM document WHERE voided = 0 ORDER BY id", n)
            .map(DocumentId)
    }

    fn parts(&self, wanted: &[(u8, Option<u16>)]) -> Vec<Part> {
        let amount = |amount: Option<u16>| amount.map(|n| Decimal::new(i64::from(n), 0));
        wanted
            .iter()
            .filter_map(|(n, wanted)| {
                let document = self.document(*n)?;
                Some(Part::new(Target::Document(document), amount(*wanted)))
            })
            .collect()
    }

    pub fn open_item(&self, which: &str, n: u8) -> Option<ItemId> {
        let sql = format!("SELECT id FROM item WHERE open_minor <> 0 AND {which} ORDER BY id");
        self.pick(&sql, n).map(ItemId)
    }

    /// Plays one step. A refusal is an answer; anything else that goes wrong fails the test.
    pub fn step(&mut self, op: &Op) {
        let command = match op {
            Op::Invoices(invoices) => return self.invoices(invoices),
            Op::Payments(payments) => return self.payments(payments),
            Op::Statement(lines) => return self.statement(lines),
            Op::Details(n) => return self.details(*n),
            Op::EditCustomer(n, name) => {
                return self.import(&format!(
                    "customer_no,name,email\n{},Kunde {name} endret,k{}@example.no\n",
                    n % CUSTOMERS,
                    name % 3
                ));
            }
            Op::Letter(wanted) => {
                let (reminder, due) = self.due(wanted);
                // A refusal is an answer here too.
                let _ = self.send(&reminder, &due);
                return;
            }
            Op::MatchAll => {
                self.desk.match_auto(&Watch::new()).unwrap();
                return;
            }
            Op::UndoAny(n) => {
                let entry = self.pick("SELECT id FROM journal ORDER BY id", *n).unwrap();
                return answered(self.desk.undo(EntryId(entry)));
            }
            Op::UndoLast => return answered(self.desk.undo_last()),
            Op::Redo => return answered(self.desk.redo()),
            Op::OnRecord(wanted) => self.on_record(wanted),
            other => self.command(other),
        };
        if let Some(command) = command {
            answered(self.desk.act(command));
        }
    }

    fn command(&self, op: &Op) -> Option<Command> {
        let amount = |amount: Option<u16>| amount.map(|n| Decimal::new(i64::from(n), 0));
        Some(match op {
            Op::Receipt {
                day: n,
                amount,
                customer,
                euro,
            } => Command::EnterReceipt {
                payment: Box::new(PaymentRow {
                    payment_id: None,
                    booked: day(*n),
                    amount: Decimal::new(i64::from(*amount), 0),
                    currency: if *euro { Currency::EUR } else { Currency::NOK },
                    reference: None,
                    message: Some("betaling".to_owned()),
                    payer_name: Some(format!("Betaler {}", amount % 3)),
                    payer_account: None,
                    bank_ref: None,
                    own_account: None,
                    batch: None,
                    form: None,
                    balance: None,
                    details: Details::default(),
                    raw: None,
                }),
                customer: customer.map(Self::customer),
            },
            Op::Identify(receipt, customer) => Command::Identify {
                receipt: self.receipt(*receipt)?,
                customer: Self::customer(*customer),
                on: None,
            },
            Op::Settle(receipt, parts) => {
                let settlement = Settlement::by_hand(self.receipt(*receipt)?, self.parts(parts));
                Command::Settle(Box::new(settlement))
            }
            Op::SettleWhole(whole) => Command::Settle(Box::new(self.whole(whole)?)),
            Op::WriteOff {
                document,
                item,
                kind,
                amount: wanted,
            } => Command::WriteOff {
                target: match document {
                    Some(n) => Target::Document(self.document(*n)?),
                    None => Target::Item(self.open_item("1", *item)?),
                },
                amount: amount(*wanted),
                kind: difference(*kind),
                reason: "etter avtale".to_owned(),
                on: None,
            },
            Op::Transfer(receipt, customer) => Command::Transfer {
                receipt: self.open_item("class = 3 AND customer > 0", *receipt)?,
                customer: Self::customer(*customer),
                on: None,
            },
            Op::Refund(credit, wanted) => Command::Refund {
                credit: self.open_item("class > 1 AND customer > 0", *credit)?,
                amount: amount(*wanted),
                reason: String::new(),
            },
            Op::DropRefund(n) => Command::DropRefund {
                refund: RefundId(self.pick("SELECT id FROM refund ORDER BY id", *n)?),
            },
            Op::Apply(credit, parts) => {
                let open = "SELECT id FROM item WHERE class > 1 AND voided = 0 AND customer > 0 ORDER BY id";
                Command::Apply {
                    credit: ItemId(self.pick(open, *credit)?),
                    parts: self.parts(parts),
                    on: None,
                }
            }
            Op::Dispute(document, wanted) => Command::Dispute {
                document: self.document(*document)?,
                amount: amount(*wanted),
                reason: "feil pris".to_owned(),
                owner: None,
            until: None,
            },
            Op::CloseDispute(document) => Command::CloseDispute {
                document: self.document(*document)?,
                outcome: "enige".to_owned(),
            },
            Op::Promise(document, n, wanted) => Command::Promise {
                document: self.document(*document)?,
                date: today() + chrono::Duration::days(i64::from(*n)),
                amount: amount(*wanted),
            },
            Op::Lock(n) => Command::Lock { until: day(*n) },
            Op::TakeIn(n) => Command::TakeIn {
                receipt: self.covered(*n)?,
            },
            Op::Confirm(n) => Command::ConfirmCover {
                receipt: self.covered(*n)?,
            },
            Op::PayOut(line, credit, wanted) => Command::PayOut {
                line: self.line(*line)?,
                // Where something is to go back, it often does.
                credit: ItemId(self.pick(
                    "SELECT i.id FROM item i LEFT JOIN refund r ON r.credit = i.id WHERE i.class > 1
                     ORDER BY r.id IS NULL, i.id LIMIT 9",
                    *credit,
                )?),
                amount: amount(*wanted),
                on: None,
            },
            Op::Dismiss(n) => Command::Dismiss {
                line: self.line(*n)?,
                reason: "husleie".to_owned(),
            },
            Op::Reconsider(n) => Command::Reconsider {
                line: self.line(*n)?,
            },
            other => return self.work_aside(other),
        })
    }

    /// What moves no money.
    fn work_aside(&self, op: &Op) -> Option<Command> {
        Some(match op {
            Op::SetAside(receipt) => Command::SetAside {
                receipt: self.receipt(*receipt)?,
                reason: "spør kunden".to_owned(),
            },
            Op::TakeUp(receipt) => Command::TakeUp {
                receipt: self.receipt(*receipt)?,
            },
            Op::Waive(n, kinds) => Command::Waive {
                document: self.document(*n)?,
                kinds: ChargeKind::ALL
                    .into_iter()
                    .enumerate()
                    .filter(|(at, _)| kinds % 4 == 0 || usize::from(kinds % 4) == at + 1)
                    .map(|(_, kind)| kind)
                    .collect(),
                reason: "god kunde".to_owned(),
            },
            Op::TakeBack(charge, amount) => Command::TakeBackCharges {
                charges: vec![(
                    self.open_item("class = 1", *charge)?,
                    Minor(i64::from(*amount)),
                )],
                reason: "betalt før brevet".to_owned(),
            },
            Op::Link(n, what) => {
                let links = self.desk.learned().unwrap();
                let link = links.get(usize::from(*n) % links.len().max(1))?;
                let (kind, key) = (link.kind, link.key.clone());
                match what % 3 {
                    0 => Command::ForgetLink { kind, key },
                    what => Command::BlockLink {
                        kind,
                        key,
                        blocked: what == 1,
                    },
                }
            }
            Op::Rest(rest) => return self.rest(rest),
            Op::Post(post) => return self.post(post),
            Op::Judge(n, accept) => return self.judge(*n, *accept),
            Op::Edit(n, what) => {
                let set = match what % 4 {
                    0 => (Field::Phone, Some(format!("9000 00{:02}", what % 7))),
                    1 => (Field::Phone, None),
                    2 => (Field::CreditLimit, Some(format!("{what}000"))),
                    _ => (Field::Tags, Some(format!("a, b{}", what % 3))),
                };
                let edit = Edit::new(Self::customer(*n), vec![set], "ringte");
                Command::EditCustomer(Box::new(edit))
            }
            Op::Merge(n, into) => Command::Merge {
                customer: Self::customer(*n),
                into: Self::customer(*into),
                reason: "samme kunde".to_owned(),
            },
            Op::Part(n) => Command::Part {
                customer: Self::customer(*n),
                reason: "to likevel".to_owned(),
            },
            _ => return None,
        })
    }

    /// The desk of somebody else who works with the same ledger.
    fn desk_of(&self, name: &str) -> Desk {
        let options = Options {
            ledger: Some(self.path()),
            today: Some(today()),
            ..Options::default()
        };
        let settings = format!("actor = \"{name}\"\n{}", self.settings);
        let config = Config::parse(&settings, "settings").unwrap();
        Desk::open(&options, config, Face::CommandLine).unwrap()
    }

    /// Takes an entry back: what takes two is taken back by whoever may.
    pub fn undo(&mut self, entry: EntryId) -> Result<Did, Failure> {
        let takes_another = |told: &Result<Did, Failure>| {
            matches!(
                told,
                Err(Failure::Refused(Refusal::Register(
                    RegisterRefusal::OwnProposal { .. }
                        | RegisterRefusal::OwnProposalUndone { .. }
                        | RegisterRefusal::UndoTakesTwo { .. }
                )))
            )
        };
        let mut told = self.desk.undo(entry);
        for name in ["en annen", "en tredje"] {
            if takes_another(&told) {
                told = self.desk_of(name).undo(entry);
            }
        }
        told
    }

    /// Somebody else decides on what waits.
    fn judge(&self, n: u8, accept: bool) -> Option<Command> {
        let waiting = self.desk.proposals().unwrap();
        let proposal = waiting.get(usize::from(n) % waiting.len().max(1))?.proposal;
        let mut other = self.desk_of("en annen");
        // A refusal is an answer here too: the customer may be another by now.
        let _ = other.act(Command::Judge {
            proposal,
            accept,
            reason: "sett på".to_owned(),
        });
        None
    }

    fn invoices(&mut self, invoices: &[NewInvoice]) {
        let head = "invoice_no,customer_no,issue_date,due_date,amount,currency,type,credits_invoice,rate,open_amount,kid";
        let mut csv = format!("{head}\n");
        for invoice in invoices {
            self.numbers += 1;
            let (number, customer) = (self.numbers, invoice.customer % CUSTOMERS);
            let issued = day(invoice.day);
            let (kind, credits) = match invoice.credit {
                Some(n) => ("credit_note", (u32::from(n) % number).to_string()),
                None => ("invoice", String::new()),
            };
            // Rates differ, and one is missing, so that settling gains, loses or cannot say yet.
            let rates = ["11.5", "11.73", ""];
            let rate = if invoice.euro {
                rates[usize::from(invoice.day) % 3]
            } else {
                ""
            };
            let currency = if invoice.euro { "EUR" } else { "NOK" };
            let payload = format!("70{number:05}");
            let reference = format!(
                "{payload}{}",
                reskontra::domain::reference::mod10_digit(&payload).unwrap()
            );
            for (n, amount) in invoice.amounts.iter().enumerate() {
                let due = issued + chrono::Duration::days(14 * (i64::try_from(n).unwrap() + 1));
                let open = invoice.open.map_or(String::new(), |share| {
                    (u32::from(*amount) * u32::from(share) / 100).to_string()
                });
                writeln!(
                    csv,
                    "{number},{customer},{issued},{due},{amount},{currency},{kind},{credits},{rate},{open},{reference}"
                )
                .unwrap();
            }
        }
        self.import(&csv);
    }

    fn payments(&mut self, payments: &[(u8, u16)]) {
        let mut csv = "payment_id,booking_date,amount,currency,kid,debtor_name\n".to_owned();
        let references = "SELECT rowid FROM item WHERE reference IS NOT NULL ORDER BY id";
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        for (n, amount) in payments {
            self.numbers += 1;
            let named = self.pick(references, *n).map(|id| {
                connection
                    .query_row(
                        "SELECT reference, open_minor FROM item WHERE id = ?1",
                        [id],
                        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
                    )
                    .unwrap()
            });
            let (kid, open) = named.unwrap_or_default();
            // Half of the payments are exact, so that matching has certain work.
            let amount = if n % 2 == 0 && open > 0 {
                Decimal::new(open, 2)
            } else {
                Decimal::new(i64::from(*amount), 0)
            };
            writeln!(
                csv,
                "p{},{},{amount},NOK,{kid},Betaler {n}",
                self.numbers,
                day(*n)
            )
            .unwrap();
        }
        self.import(&csv);
    }

    fn covered(&self, n: u8) -> Option<ItemId> {
        let sql = "SELECT item FROM receipt WHERE covered_by IS NOT NULL ORDER BY item";
        self.pick(sql, n).map(ItemId)
    }

    fn line(&self, n: u8) -> Option<OtherId> {
        self.pick("SELECT id FROM other_line ORDER BY id", n)
            .map(OtherId)
    }

    /// An MT940 statement: the lines of several days, of which a third go out and a third are taken back.
    fn statement(&mut self, lines: &[(u8, u16, u8)]) {
        let mut text = ":20:1\n:25:15060000006\n:28C:1\n:60F:C260101NOK0,\n".to_owned();
        for (n, amount, way) in lines {
            let mark = ["C", "C", "D", "RC"][usize::from(way % 4)];
            // Few amounts and days, so that lines are equal often.
            let (date, amount) = (day(n % 8).format("%y%m%d"), amount % 7 + 1);
            writeln!(
                text,
                ":61:{date}{mark}{amount},00NTRFNONREF\n:86:Betaler {way}"
            )
            .unwrap();
        }
        text.push_str("-\n");
        self.import(&text);
    }

    /// The receipts of a day in a camt.054 as well, with their sum as one deposit.
    fn details(&mut self, n: u8) {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let on = reskontra::domain::date::to_int(day(n % 8));
        let sql = "SELECT amount_minor FROM receipt WHERE booked = ?1 AND file IS NOT NULL ORDER BY item LIMIT 3";
        let mut statement = connection.prepare(sql).unwrap();
        let amounts: Vec<i64> = statement
            .query_map([on], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let decimal = |minor: i64| Decimal::new(minor, 2);
        let mut details = String::new();
        for minor in &amounts {
            let amount = decimal(*minor);
            write!(
                details,
                "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"NOK\">{amount}</Amt></TxAmt></AmtDtls></TxDtls>"
            )
            .unwrap();
        }
        let sum = decimal(amounts.iter().sum());
        if amounts.is_empty() {
            return;
        }
        self.import(&format!(
            "<Document><BkToCstmrDbtCdtNtfctn><Ntfctn><Acct><Id><Othr><Id>15060000006</Id></Othr></Id></Acct><Ntry>\
             <Amt Ccy=\"NOK\">{sum}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{}</Dt></BookgDt>\
             <NtryDtls>{details}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
            day(n % 8)
        ));
    }

    /// The hash of all that an undo must bring back: what is open and whose it is, states, fields and pauses.
    /// Postings, decisions and identities of entries stay as a trace and are not part of it.
    pub fn state(&self) -> String {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let mut hash = Sha256::new();
        for sql in [
            "SELECT id, customer, open_minor, base_minor, voided FROM item WHERE voided = 0 ORDER BY id",
            "SELECT id, number, version, merged_into FROM customer WHERE voided = 0 ORDER BY id",
            "SELECT id, customer, accepted FROM proposal WHERE voided = 0 ORDER BY id",
            "SELECT name, role FROM user ORDER BY name",
            "SELECT id FROM document WHERE voided = 0 ORDER BY id",
            "SELECT item, aside_entry IS NOT NULL, covered_by, cover_sure FROM receipt WHERE voided = 0 ORDER BY item",
            "SELECT id, item, customer, kind, amount_minor, starts, until, closed FROM pause WHERE voided = 0 ORDER BY id",
            "SELECT id, closed FROM plan WHERE voided = 0 ORDER BY id",
            "SELECT id, agency, case_number, closed FROM handover WHERE voided = 0 ORDER BY id",
            "SELECT id FROM call WHERE voided = 0 ORDER BY id",
            "SELECT id, left_minor, dismissed_entry IS NOT NULL FROM other_line WHERE voided = 0 ORDER BY id",
            "SELECT kind, key FROM link_block",
            "SELECT id, credit, left_minor FROM refund WHERE dropped_entry IS NULL AND voided = 0 AND left_minor > 0 ORDER BY id",
            "SELECT id, total_minor FROM letter WHERE voided = 0 ORDER BY id",
            "SELECT letter, item, amount_minor, stage, cycle FROM letter_item WHERE voided = 0 ORDER BY letter, item",
            "SELECT locked FROM ledger",
            "SELECT id, letter, channel, stand FROM dispatch WHERE voided = 0 ORDER BY id",
            "SELECT customer, channel, version FROM channel_stop ORDER BY 1, 2",
            "SELECT id, document, sha256 FROM attachment WHERE detached = 0 ORDER BY id",
            "SELECT id, handover, status, noted FROM handover_status WHERE voided = 0 ORDER BY id",
            "SELECT id, customer, kind, made, until, ended, ended_by FROM credit_record WHERE voided = 0 ORDER BY id",
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            let width = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for column in 0..width {
                    hash.update(format!("{:?};", row.get_ref(column).unwrap()));
                }
            }
            hash.update("|");
        }
        format!("{:x}", hash.finalize())
    }

    pub fn last_entry(&self) -> EntryId {
        self.desk.log(None, 1).unwrap()[0].id
    }

    /// Sums of postings by whoever owns them, currency and due date up to a day, read straight from the file.
    pub fn replayed(&self, until: Date) -> BTreeMap<(i64, String), i64> {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT coalesce(c.merged_into, c.id), p.currency, p.amount_minor
                 FROM posting p JOIN customer c ON c.id = p.customer WHERE p.date <= ?1",
            )
            .unwrap();
        let mut sums: BTreeMap<(i64, String), i64> = BTreeMap::new();
        let mut rows = statement
            .query([reskontra::domain::date::to_int(until)])
            .unwrap();
        while let Some(row) = rows.next().unwrap() {
            *sums
                .entry((row.get(0).unwrap(), row.get(1).unwrap()))
                .or_default() += row.get::<_, i64>(2).unwrap();
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }
}

pub fn answered(result: Result<Did, Failure>) {
    match result {
        Ok(_) | Err(Failure::Refused(_)) => {}
        Err(other) => panic!("{other:?}"),
    }
}
