//! The bank file that waits to be read: a Norwegian OCR giro file of 80 characters a record, with its counts and
//! sums. Positions follow Nets' system specification for OCR giro.

use chrono::Datelike;

use super::BankFile;
use super::names::Party;
use super::roles::Line;
use super::script::{Bill, Stage};
use crate::domain::date::{self, Date};

/// One payment as the file tells it.
struct Deal<'a> {
    /// 10 debited to an account, 18 a reversal, 21 with free text.
    kind: u8,
    date: Date,
    minor: i64,
    kid: &'a str,
    account: &'a str,
    text: Option<&'a str>,
}

pub fn bank_file(
    lines: &[Line],
    bills: &[Bill],
    parties: &[Party],
    stage: &Stage,
    own_account: &str,
) -> BankFile {
    let mut deals: Vec<Deal> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| deal(at, line, bills, parties, stage))
        .collect();
    // Nets sorts by settlement date and by nothing else.
    deals.sort_by_key(|deal| deal.date);
    let today = date::to_int(stage.today);
    let mut records = vec![
        format!(
            "NY00001000008080{:07}00420117{}",
            today % 10_000_000,
            "0".repeat(49)
        ),
        format!(
            "NY090020{:09}{:07}{own_account}{}",
            4_201_170,
            today % 10_000_000,
            "0".repeat(45)
        ),
    ];
    for (deal, number) in deals.iter().zip(1..) {
        records.extend(deal.records(number));
    }
    let dates = || deals.iter().map(|deal| deal.date);
    let (first, last) = (
        dates().min().unwrap_or(stage.today),
        dates().max().unwrap_or(stage.today),
    );
    let sum: i64 = deals.iter().map(|deal| deal.minor).sum();
    let counts = |records: usize| format!("{:08}{records:08}{sum:017}", deals.len());
    // Each trailer counts itself: the assignment's is followed by no more of it, the transmission's by nothing.
    let within = counts(records.len());
    records.push(format!(
        "NY090088{within}{}{}{}{}",
        ddmmyy(last),
        ddmmyy(first),
        ddmmyy(last),
        "0".repeat(21)
    ));
    let within = counts(records.len() + 1);
    records.push(format!(
        "NY000089{within}{}{}",
        ddmmyy(last),
        "0".repeat(33)
    ));
    BankFile {
        name: format!("OCR.D{}.txt", ddmmyy(stage.today)),
        text: records.join("\n") + "\n",
    }
}

fn deal<'a>(
    at: usize,
    line: &'a Line,
    bills: &'a [Bill],
    parties: &'a [Party],
    stage: &Stage,
) -> Deal<'a> {
    let date = stage.file[at % 2];
    let of = |kind, bill: usize, minor| {
        let bill = &bills[bill];
        Deal {
            kind,
            date,
            minor,
            kid: &bill.kid,
            account: &parties[bill.customer].account,
            text: None,
        }
    };
    match line {
        Line::Exact(bill) | Line::Double(bill) => of(10, *bill, bills[*bill].to_pay()),
        Line::Part { bill, minor }
        | Line::TooMuch { bill, minor }
        | Line::WrongAmount { bill, minor } => of(10, *bill, *minor),
        Line::Reversal(bill) => of(18, *bill, bills[*bill].to_pay()),
        Line::Text {
            customer,
            minor,
            text,
        } => Deal {
            kind: 21,
            date,
            minor: *minor,
            kid: "",
            account: &parties[*customer].account,
            text: Some(text),
        },
    }
}

impl Deal<'_> {
    fn records(&self, number: u32) -> Vec<String> {
        let Self {
            kind,
            minor,
            kid,
            account,
            text,
            ..
        } = self;
        let (date, day) = (ddmmyy(self.date), self.date.format("%d"));
        // One line on the bank statement for a day's giros, one for each of the others.
        let (part, serial) = if *kind == 10 {
            (1, 4_000 + self.date.day())
        } else {
            (0, 4_100 + number)
        };
        let mut records = vec![
            format!(
                "NY09{kind:02}30{number:07}{date}01{day}{part}{serial:05}0{minor:017}{kid:>25}000000"
            ),
            format!(
                "NY09{kind:02}31{number:07}{}{:09}0000000{date}{account}{}",
                "0".repeat(10),
                730_400_000 + number,
                "0".repeat(22)
            ),
        ];
        records.extend(
            text.map(|text| format!("NY09{kind:02}32{number:07}{text:<40.40}{}", "0".repeat(25))),
        );
        records
    }
}

fn ddmmyy(date: Date) -> String {
    date.format("%d%m%y").to_string()
}
