//! Whose the receipts that nobody has matched may be: what was kept of it is brought up to date, and must say at any
//! time what finding all of it anew says.

use std::collections::HashMap;
use std::fmt::Write;

use proptest::prelude::*;
use reskontra::desk::Watch;
use reskontra::store::Unmatched;

use super::play::{Op, Play, op};

/// Customers whose names are alike, beside those that every play begins with: number, name, organisation number, account.
const CUSTOMERS: [[&str; 4]; 6] = [
    ["20", "Nordlys Bygg AS", "914594685", "60120000207"],
    [
        "21",
        "Nordlys Bygg og Anlegg AS",
        "974760673",
        "60120000215",
    ],
    ["22", "Fjord Elektro AS", "", "60120000223"],
    ["23", "Fjord Elektro AS", "923609016", ""],
    ["24", "Kari Lien", "", "60120000223"],
    ["30024", "Solvang Maler", "", ""],
];
const AMOUNTS: [u16; 5] = [100, 250, 500, 500, 999];

#[derive(Clone, Debug)]
enum Step {
    Op(Op),
    Bills(Vec<(u8, u8, u8)>),
    Money(Vec<Said>),
    Match,
}

/// A payment by numbers: of which invoice it speaks and how, who pays it, and how much.
#[derive(Clone, Debug)]
struct Said {
    bill: u8,
    how: u8,
    at: u8,
    payer: u8,
    account: u8,
    amount: u8,
}

fn said() -> impl Strategy<Value = Said> {
    let numbers = (any::<u8>(), any::<u8>(), any::<u8>());
    (numbers, (any::<u8>(), any::<u8>(), any::<u8>())).prop_map(
        |((bill, how, at), (payer, account, amount))| Said {
            bill,
            how,
            at,
            payer,
            account,
            amount,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => op().prop_map(Step::Op),
        2 => prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..5).prop_map(Step::Bills),
        3 => prop::collection::vec(said(), 1..6).prop_map(Step::Money),
        2 => Just(Step::Match),
    ]
}

struct Speaking {
    play: Play,
    /// Numbers, references and amounts of invoices.
    bills: Vec<(String, String, u16)>,
    payments: u32,
}

impl Speaking {
    fn new() -> Self {
        let mut play = Play::new();
        let mut csv = "customer_no,name,org_no,account\n".to_owned();
        for customer in CUSTOMERS {
            writeln!(csv, "{}", customer.join(",")).unwrap();
        }
        let report = play.take_text(csv);
        assert_eq!(report.fault_count, 0, "{report:?}");
        Self {
            play,
            bills: Vec::new(),
            payments: 0,
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Op(op) => self.play.step(op),
            Step::Bills(bills) => self.bill(bills),
            Step::Money(lines) => self.pay(lines),
            Step::Match => {
                self.play.desk.match_auto(&Watch::new()).unwrap();
            }
        }
    }

    fn bill(&mut self, bills: &[(u8, u8, u8)]) {
        let mut csv = "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n".to_owned();
        for (customer, style, amount) in bills {
            let n = 70_000 + self.bills.len();
            let number = match style % 3 {
                0 => n.to_string(),
                1 => format!("A-{n}"),
                _ => (9_000 + self.bills.len()).to_string(),
            };
            let kid = if style % 4 == 3 {
                String::new()
            } else {
                checked(&format!("{}{n}", "0".repeat(usize::from(style % 2) * 2)))
            };
            let amount = AMOUNTS[usize::from(*amount) % AMOUNTS.len()];
            let customer = CUSTOMERS[usize::from(*customer) % CUSTOMERS.len()][0];
            writeln!(
                csv,
                "{number},{customer},2026-05-01,2026-05-15,{amount},NOK,{kid}"
            )
            .unwrap();
            self.bills.push((number, kid, amount));
        }
        self.play.take_text(csv);
    }

    fn pay(&mut self, lines: &[Said]) {
        let mut csv =
            "payment_id,booking_date,amount,currency,kid,text,debtor_name,debtor_account\n"
                .to_owned();
        for line in lines {
            self.payments += 1;
            let none = (String::new(), String::new(), 500);
            let (number, kid, whole) = match self.bills.len() {
                0 => &none,
                count => &self.bills[usize::from(line.bill) % count],
            };
            let (kid, text) = match line.how % 9 {
                0 => (kid.clone(), String::new()),
                1 => (slipped(kid, line.at), String::new()),
                2 => (kid.trim_start_matches('0').to_owned(), String::new()),
                3 => (String::new(), format!("Faktura {number}")),
                4 => (String::new(), number.to_lowercase()),
                5 => (String::new(), number.replace("A-", "")),
                6 => (String::new(), format!("KID {kid}")),
                7 => (String::new(), format!("kundenr {}", CUSTOMERS[5][0])),
                _ => (String::new(), String::new()),
            };
            let amount = match line.amount % 4 {
                0 | 1 => *whole,
                2 => whole / 2,
                _ => AMOUNTS[usize::from(line.amount) % AMOUNTS.len()],
            };
            let payer = CUSTOMERS.get(usize::from(line.payer) % (CUSTOMERS.len() + 2));
            let payer = payer.map_or("Nordlys Byg", |customer| customer[1]);
            let account = CUSTOMERS.get(usize::from(line.account) % (CUSTOMERS.len() + 4));
            let account = account.map_or("", |customer| customer[3]);
            let id = self.payments;
            let day = 1 + id % 28;
            writeln!(
                csv,
                "said{id},2026-06-{day:02},{amount},NOK,{kid},{text},{payer},{account}"
            )
            .unwrap();
        }
        self.play.take_text(csv);
    }

    /// What explaining everything says, as the list of receipts shows it.
    fn explained(&self) -> Unmatched {
        let mut counts = HashMap::new();
        for explained in self.play.desk.receipts().unwrap() {
            if let Some(best) = explained.proposals.first() {
                *counts.entry(best.customer).or_default() += 1;
            }
        }
        counts
    }
}

/// A reference with its check digit (Luhn).
fn checked(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let value = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn slipped(kid: &str, at: u8) -> String {
    let mut wrong: Vec<u8> = kid.bytes().collect();
    if !wrong.is_empty() {
        let place = usize::from(at) % wrong.len();
        match at % 3 {
            0 => wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10,
            1 => {
                wrong.remove(place);
            }
            _ => wrong.insert(place, b'7'),
        }
    }
    String::from_utf8(wrong).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 300, ..crate::hunt::trying(48) })]

    /// After every command, import, run and undo.
    #[test]
    fn what_was_kept_says_what_explaining_everything_says(steps in prop::collection::vec(step(), 1..30)) {
        let mut speaking = Speaking::new();
        for step in &steps {
            speaking.step(step);
            let told = speaking.play.desk.unmatched_receipts().unwrap();
            prop_assert_eq!(told, speaking.explained(), "after {:?}", step);
        }
    }
}
