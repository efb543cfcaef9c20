//! Books of a few invoices and payments, and what stands in them, in plain words.

use reskontra::desk::{Did, Failure};
use reskontra::domain::command::{Command, Settlement};
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::id::{EntryId, ItemId};
use reskontra::domain::refusal::Refusal;
use reskontra::reports::aging::AgingQuery;
use rust_decimal::Decimal;

use super::play::Play;

const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency,type,rate";
const PAYMENTS: &str = "payment_id,booking_date,amount,currency";

pub struct Books(pub Play);

impl Books {
    /// Customers 0 to 3, these invoices, and these payments.
    pub fn with(invoices: &[&str], payments: &[&str]) -> Self {
        let mut play = Play::new();
        for (head, rows) in [(INVOICES, invoices), (PAYMENTS, payments)] {
            if !rows.is_empty() {
                let report = play.take_text(format!("{head}\n{}\n", rows.join("\n")));
                assert_eq!(report.fault_count, 0, "{report:?}");
            }
        }
        Self(play)
    }

    pub fn act(&mut self, command: Command) -> Result<Did, Failure> {
        self.0.desk.act(command)
    }

    pub fn settlement(&self, text: &str) -> Settlement {
        self.0.desk.find_settlement(text).unwrap()
    }

    pub fn settle(&mut self, text: &str) -> Result<Did, Failure> {
        let settlement = self.settlement(text);
        self.act(Command::Settle(Box::new(settlement)))
    }

    pub fn transfer(&mut self, receipt: &str, customer: &str) -> Result<Did, Failure> {
        let receipt = self.item(receipt);
        let customer = self.0.desk.find_customer(customer).unwrap();
        let on = None;
        self.act(Command::Transfer {
            receipt,
            customer,
            on,
        })
    }

    /// Takes an entry back, or tells which one it has to wait for.
    pub fn waits_for(&mut self, entry: EntryId) -> Option<EntryId> {
        match self.0.desk.undo(entry) {
            Ok(_) => None,
            Err(Failure::Refused(Refusal::StandsInTheWay { later, .. })) => Some(later),
            Err(other) => panic!("{other:?}"),
        }
    }

    pub fn refused<T>(result: Result<T, Failure>) -> Refusal {
        match result {
            Err(Failure::Refused(refusal)) => refusal,
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("it was not refused"),
        }
    }

    pub fn item(&self, label: &str) -> ItemId {
        self.0.desk.find_credit(label).unwrap_or_else(|_| {
            let document = self.0.desk.find_document(label).unwrap();
            self.0.desk.document(document).unwrap().items[0].id
        })
    }

    /// What is open: signed, as a credit is.
    pub fn open(&self, label: &str) -> String {
        self.number(
            "SELECT open_minor FROM item WHERE id = ?1",
            self.item(label),
        )
    }

    pub fn number(&self, sql: &str, item: ItemId) -> String {
        let connection = rusqlite::Connection::open(self.0.path()).unwrap();
        let minor: i64 = connection
            .query_row(sql, [item.0], |row| row.get(0))
            .unwrap();
        Decimal::new(minor, 2).to_string()
    }

    /// The sum of the postings of a kind on an item, in its currency.
    pub fn posted(&self, label: &str, kind: DifferenceKind) -> String {
        let sql = format!(
            "SELECT coalesce(sum(amount_minor), 0) FROM posting WHERE item = ?1 AND kind = {}",
            kind.posting().code()
        );
        self.number(&sql, self.item(label))
    }

    pub fn holder(&self, label: &str) -> i64 {
        let connection = rusqlite::Connection::open(self.0.path()).unwrap();
        let sql = "SELECT customer FROM item WHERE id = ?1";
        connection
            .query_row(sql, [self.item(label).0], |row| row.get(0))
            .unwrap()
    }

    /// What customers owe in all, nobody's money counted in, as of a day.
    pub fn owed(&self, as_of: &str) -> String {
        let query = AgingQuery {
            as_of: as_of.parse().unwrap(),
            ..self.0.desk.aging_query()
        };
        let report = self.0.desk.aging(&query).unwrap();
        assert!(report.is_proven());
        let owed = report
            .totals
            .iter()
            .map(|totals| totals.sums.total().0 + totals.unidentified.0);
        Decimal::new(owed.sum(), 2).to_string()
    }

    pub fn told(did: &Did) -> Vec<String> {
        let locale = reskontra::text::Locale::load("en").unwrap();
        let events = did.events.iter();
        events
            .map(|event| locale.tell("event", event).replace('\u{a0}', " "))
            .collect()
    }

    fn sound(&self) {
        assert_eq!(self.0.store().verify(|_| {}).unwrap(), []);
        assert_eq!(self.0.unaccounted(), [""; 0]);
    }
}

impl Drop for Books {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.sound();
        }
    }
}
