//! Letters and statements to try templates on: one of every shape that a template can branch on. Names and figures are
//! invented.

use rust_decimal::Decimal;

use super::language::Language;
use crate::domain::content::{
    Company, ContentCharge, ContentLine, EarlierCharge, EntryKind, LetterContent, NextStep, PayTo,
    Purpose, Recipient, StatementContent, StatementEntry,
};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::LetterId;
use crate::domain::letter::{ChargeKind, LetterKind, Span};
use crate::domain::money::{Currency, Minor};

/// A day of the sample letters' autumn, from the first of September 2026.
fn day(after: u64) -> Date {
    let first = Date::from_ymd_opt(2026, 9, 1).unwrap_or_default();
    first
        .checked_add_days(chrono::Days::new(after))
        .unwrap_or(first)
}

/// A company of a country.
pub fn company(country: &str) -> Company {
    let given = |text: &str| Some(text.to_owned());
    let (name, org_no, address, account, bic) = match country {
        "SE" => (
            "Björkträ AB",
            "556016-0680",
            "Storgatan 8\n111 22 Stockholm",
            "991-2346",
            None,
        ),
        "DK" => (
            "Havnens Tømmer ApS",
            "13748136",
            "Havnegade 3\n2100 København Ø",
            "0040 0440116243",
            None,
        ),
        "FI" => (
            "Koivupuu Oy",
            "0112038-9",
            "Mannerheimintie 2\n00100 Helsinki",
            "FI2112345600000785",
            Some("NDEAFIHH"),
        ),
        "IE" => (
            "Harbour Timber Ltd",
            "IE6388047V",
            "1 Quay Street\nDublin 2",
            "IE29AIBK93115212345678",
            Some("AIBKIE2D"),
        ),
        _ => (
            "Nordlys Bygg AS",
            "923609016",
            "Storgata 1\n0155 Oslo",
            "86011117947",
            None,
        ),
    };
    Company {
        name: name.to_owned(),
        country: country.to_owned(),
        org_no: given(org_no),
        address: address.lines().map(str::to_owned).collect(),
        email: given("regnskap@example.com"),
        phone: given("22 00 11 22"),
        web: given("example.com"),
        accounts: vec![
            PayTo {
                currency: Some(home(country)),
                account: account.to_owned(),
                bic: bic.map(str::to_owned),
            },
            PayTo {
                currency: None,
                account: "NO9386011117947".to_owned(),
                bic: given("DNBANOKK"),
            },
        ],
    }
}

/// The currency of a country's letters.
fn home(country: &str) -> Currency {
    match country {
        "NO" => Currency::NOK,
        "SE" => Currency::SEK,
        "DK" => Currency::DKK,
        _ => Currency::EUR,
    }
}

/// What payers to a country's companies write, with the check digits that their banks ask for.
fn reference(country: &str) -> &'static str {
    match country {
        "FI" => "1234561",
        "IE" => "RF341234561",
        _ => "1234566",
    }
}

/// A customer of a Norwegian town.
pub fn recipient() -> Recipient {
    let given = |text: &str| Some(text.to_owned());
    Recipient {
        number: "1042".to_owned(),
        name: "Fjellheim Drift AS".to_owned(),
        kind: CustomerKind::Business,
        org_no: given("889905670"),
        country: "NO".to_owned(),
        language: None,
        street: given("Fjellveien 7"),
        postcode: given("5003"),
        city: given("Bergen"),
        email: given("post@example.org"),
        phone: None,
    }
}

fn invoice(number: &str, due: u64, invoiced: i64, settled: i64, held: i64) -> ContentLine {
    ContentLine {
        number: number.to_owned(),
        class: ItemClass::Debit,
        charge: None,
        issued: day(due.saturating_sub(14)),
        due: day(due),
        invoiced: Minor(invoiced),
        settled: Minor(settled),
        held: Minor(held),
        amount: Minor(invoiced - settled - held),
    }
}

/// A letter to a business with two invoices, a fee, interest and a credit note. `law` is a country's code.
pub fn letter(language: Language, kind: LetterKind, law: &str) -> LetterContent {
    let country = match law {
        "eu" => "IE".to_owned(),
        law => law.to_ascii_uppercase(),
    };
    let is_free = matches!(kind, LetterKind::Friendly);
    let mut lines = vec![
        invoice("1001", 14, 1_250_000, 250_000, 0),
        invoice("1002", 20, 480_050, 0, 0),
    ];
    lines.push(ContentLine {
        class: ItemClass::Credit,
        due: day(21),
        amount: Minor(-50_000),
        ..invoice("77", 21, 50_000, 0, 0)
    });
    let mut content = LetterContent {
        id: Some(LetterId(12)),
        kind,
        stage: kind.name().to_owned(),
        tone: "neutral".to_owned(),
        sent: day(60),
        deadline: (!is_free).then(|| day(74)),
        currency: home(&country),
        company: company(&country),
        recipient: Recipient {
            language: Some(language.tag().to_owned()),
            country: country.clone(),
            ..recipient()
        },
        lines,
        charges: if is_free {
            Vec::new()
        } else {
            charges(law, kind)
        },
        total: Minor::ZERO,
        reference: Some(reference(&country).to_owned()),
        next: next(kind),
        law: law.to_owned(),
    };
    if kind == LetterKind::InterestNote {
        content.lines.clear();
        content
            .charges
            .retain(|charge| charge.kind == ChargeKind::Interest);
    }
    summed(content)
}

fn next(kind: LetterKind) -> Option<NextStep> {
    match kind {
        LetterKind::InterestNote => None,
        LetterKind::Friendly => Some(NextStep::Letter(LetterKind::Reminder)),
        LetterKind::Reminder => Some(NextStep::Letter(LetterKind::Notice)),
        LetterKind::Notice | LetterKind::Demand => {
            Some(NextStep::HandOver(Some("Trygg Inkasso AS".to_owned())))
        }
    }
}

fn fee_rule(law: &str) -> &'static str {
    match law {
        "se" => "lag 1981:739 § 4",
        "dk" => "renteloven § 9 b",
        "fi" => "laki saatavien perinnästä § 10",
        "eu" => "Directive 2011/7/EU art. 6",
        _ => "inkassoforskriften § 1-2",
    }
}

fn rate_rule(law: &str) -> &'static str {
    match law {
        "se" => "räntelagen §§ 6, 9",
        "dk" => "renteloven § 5",
        "fi" => "korkolaki §§ 4, 4 a",
        "eu" => "Directive 2011/7/EU art. 3",
        _ => "forsinkelsesrenteloven § 3",
    }
}

/// A stretch of days on ten thousand of the currency.
fn span(law: &str, from: u64, to: u64, amount: i64) -> Span {
    Span {
        from: day(from),
        to: day(to),
        days: u32::try_from(to + 1 - from).unwrap_or_default(),
        principal: Minor(1_000_000),
        rate: Decimal::new(1225, 2),
        amount: Minor(amount),
        rule: rate_rule(law).to_owned(),
    }
}

fn charges(law: &str, kind: LetterKind) -> Vec<ContentCharge> {
    let span = |from, to, amount| span(law, from, to, amount);
    let charge = |kind, amount, rule: &str, spans| ContentCharge {
        kind,
        about: "1001".to_owned(),
        amount: Minor(amount),
        rule: rule.to_owned(),
        spans,
    };
    let fee = charge(ChargeKind::Fee, 3_800, fee_rule(law), Vec::new());
    let spans = vec![span(15, 29, 5_034), span(30, 60, 10_404)];
    let interest = charge(ChargeKind::Interest, 15_438, rate_rule(law), spans);
    match kind {
        LetterKind::InterestNote => vec![interest],
        _ => vec![fee, interest],
    }
}

/// The letter with its parts added up.
pub fn summed(mut content: LetterContent) -> LetterContent {
    let lines = content.lines.iter().map(|line| line.amount);
    let charges = content.charges.iter().map(|charge| charge.amount);
    content.total = lines.chain(charges).sum();
    content
}

/// A letter of a kind in every shape that a template can branch on.
pub fn shapes(language: Language, stage: &str, kind: LetterKind, law: &str) -> Vec<LetterContent> {
    let mut plain = letter(language, kind, law);
    stage.clone_into(&mut plain.stage);
    let mut shapes = Vec::new();
    for customer in [
        CustomerKind::Business,
        CustomerKind::Consumer,
        CustomerKind::Public,
    ] {
        for tone in ["friendly", "neutral", "firm"] {
            let mut shape = plain.clone();
            shape.recipient.kind = customer;
            tone.clone_into(&mut shape.tone);
            shapes.push(shape);
        }
    }
    let mut also = |change: &dyn Fn(&mut LetterContent)| {
        let mut shape = plain.clone();
        change(&mut shape);
        shapes.push(summed(shape));
    };
    also(&|shape| shape.id = None);
    also(&|shape| shape.reference = None);
    also(&|shape| shape.next = None);
    also(&|shape| shape.next = Some(NextStep::HandOver(None)));
    also(&|shape| shape.next = Some(NextStep::Letter(LetterKind::Demand)));
    if !shapes.first().is_some_and(|shape| shape.lines.is_empty()) {
        let mut also = |change: &dyn Fn(&mut LetterContent)| {
            let mut shape = plain.clone();
            change(&mut shape);
            shapes.push(summed(shape));
        };
        also(&|shape| shape.charges.clear());
        also(&|shape| shape.lines.truncate(1));
        also(&|shape| shape.lines.truncate(2));
        also(&|shape| {
            shape
                .charges
                .retain(|charge| charge.kind == ChargeKind::Fee);
        });
        also(&|shape| {
            shape.lines.extend([
                earlier_fee(law),
                earlier_interest(law),
                invoice("1003", 25, 90_000, 0, 40_000),
            ]);
        });
        also(&|shape| shape.lines = vec![earlier_fee(law)]);
    }
    shapes
}

/// A fee that an earlier letter claimed.
pub fn earlier_fee(law: &str) -> ContentLine {
    ContentLine {
        class: ItemClass::Charge,
        charge: Some(EarlierCharge {
            kind: ChargeKind::Fee,
            letter: Some(LetterKind::Reminder),
            about: "1001".to_owned(),
            rule: fee_rule(law).to_owned(),
            spans: Vec::new(),
        }),
        ..invoice("L7-F", 40, 3_800, 0, 0)
    }
}

/// Interest that an earlier letter claimed, of which nothing is paid.
pub fn earlier_interest(law: &str) -> ContentLine {
    let span = span(law, 1, 14, 4_699);
    ContentLine {
        class: ItemClass::Charge,
        charge: Some(EarlierCharge {
            kind: ChargeKind::Interest,
            letter: Some(LetterKind::Reminder),
            about: "1001".to_owned(),
            rule: rate_rule(law).to_owned(),
            spans: vec![span],
        }),
        ..invoice("L7-I", 40, 4_699, 0, 0)
    }
}

/// A statement of a purpose to a business.
pub fn statement(language: Language, purpose: Purpose) -> StatementContent {
    let entry = |at: u64, what, number: &str, original: i64, amount: i64| StatementEntry {
        date: day(at),
        what,
        number: number.to_owned(),
        due: matches!(what, EntryKind::Invoice).then(|| day(at + 14)),
        original: Minor(original),
        amount: Minor(amount),
        disputed: Minor::ZERO,
        agency: None,
    };
    let entries = match purpose {
        Purpose::Open | Purpose::Confirmation => vec![
            entry(0, EntryKind::Invoice, "1001", 1_250_000, 1_000_000),
            entry(6, EntryKind::Invoice, "1002", 480_050, 480_050),
            entry(21, EntryKind::CreditNote, "77", 50_000, -50_000),
        ],
        Purpose::Activity => vec![
            entry(0, EntryKind::Invoice, "1001", 1_250_000, 1_250_000),
            entry(6, EntryKind::Invoice, "1002", 480_050, 480_050),
            entry(16, EntryKind::Payment, "R3", 250_000, -250_000),
            entry(21, EntryKind::CreditNote, "77", 50_000, -50_000),
        ],
    };
    StatementContent {
        company: company("NO"),
        recipient: Recipient {
            language: Some(language.tag().to_owned()),
            ..recipient()
        },
        currency: Currency::NOK,
        purpose,
        as_of: day(60),
        written: day(61),
        from: (purpose == Purpose::Activity).then(|| day(0)),
        opening: Minor::ZERO,
        closing: entries.iter().map(|entry| entry.amount).sum(),
        entries,
        overdue: Minor(1_480_050),
        disputed: Minor::ZERO,
        at_agency: Minor::ZERO,
        reference: Some("1234566".to_owned()),
    }
}
