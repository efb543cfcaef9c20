//! The queue as a page to read.

use crate::cli::output::{Cell, Sheet};
use crate::domain::letter::ChargeKind;
use crate::domain::money::Money;
use crate::domain::reminding::{Crossed, DueLetter, Waits};
use crate::reports::reminding::{LetterLine, Queue, Reminded};
use crate::text::Locale;

/// Letters that are due.
pub(super) fn letters(locale: &Locale, queue: &Queue) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("stage"), "stage", false),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("invoices"), "invoices", false),
        (title("days"), "days", true),
        (title("currency"), "currency", false),
        (title("fee"), "fee", true),
        (title("interest"), "interest", true),
        (title("compensation"), "compensation", true),
        (title("earlier"), "earlier_charges", true),
        (title("total"), "total", true),
        (title("deadline"), "deadline", false),
        (title("channel"), "channel", false),
    ]);
    for line in &queue.letters {
        sheet.row(letter(locale, line));
    }
    sheet
}

fn letter(locale: &Locale, line: &LetterLine) -> Vec<Cell> {
    let (letter, currency) = (&line.letter, line.whose.currency);
    let mut invoices: Vec<&str> = Vec::new();
    for of in letter
        .lines
        .iter()
        .filter(|line| line.charge.is_none() && line.amount.0 >= 0)
    {
        if !invoices.contains(&of.number.as_str()) {
            invoices.push(&of.number);
        }
    }
    let amount = |amount: crate::domain::money::Minor| {
        Cell::new(
            locale.amount_or_dot(amount, currency),
            amount.plain(currency),
        )
    };
    // Without it the total would be more than what the eye can add up.
    let earlier = letter.lines.iter().filter(|line| line.charge.is_some());
    let earlier = earlier.map(|line| line.amount).sum();
    let deadline = letter.deadline;
    vec![
        Cell::new(locale.stage(&letter.stage), letter.stage.clone()),
        Cell::text(&line.whose.number),
        Cell::text(&line.whose.name),
        Cell::text(invoices.join(", ")),
        Cell::text(line.days.to_string()),
        Cell::text(currency.code()),
        amount(letter.adds(ChargeKind::Fee)),
        amount(letter.adds(ChargeKind::Interest)),
        amount(letter.adds(ChargeKind::Compensation)),
        amount(earlier),
        amount(letter.total),
        Cell::new(
            deadline.map_or(String::new(), |date| locale.date(date)),
            deadline.map_or(String::new(), |date| date.to_string()),
        ),
        channel(letter),
    ]
}

/// Marked where the letter would not leave: the sentence stands below the list.
fn channel(letter: &DueLetter) -> Cell {
    match letter.stays() {
        Some(_) => Cell::new(format!("{} ▲", letter.channel), letter.channel.clone()),
        None => Cell::text(&letter.channel),
    }
}

/// Letters, what is to be done besides, and what waits.
pub(super) fn page(locale: &Locale, queue: &Queue) -> String {
    let mut page = String::new();
    let letters = letters(locale, queue);
    if letters.is_empty() {
        page.push_str(locale.text("cli.remind.nothing"));
        page.push('\n');
    } else {
        page.push_str(&letters.table());
    }
    let money = |amount, currency| locale.money(amount, currency);
    let mut part = |key: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let title = locale.text(&format!("cli.remind.{key}"));
            page.extend(["\n", title, "\n"]);
            for line in lines {
                page.extend(["  ", &line, "\n"]);
            }
        }
    };
    let stays = queue.letters.iter().filter_map(|line| {
        let says = locale.tell("why", line.letter.stays()?);
        Some(format!("{} {}: {says}", line.whose.number, line.whose.name))
    });
    part("stays", stays.collect());
    let calls = queue.calls.iter().map(|(whose, call)| {
        let amount = money(call.amount, whose.currency);
        format!("{} {}: {amount}", whose.number, whose.name)
    });
    part("calls", calls.collect());
    let handovers = queue.handovers.iter().map(|(whose, task)| {
        let amount = money(task.total(), whose.currency);
        let agency = task.agency.as_deref().unwrap_or("");
        let line = format!(
            "{} {} {}: {amount} {agency}",
            whose.number, whose.name, task.number
        );
        line.trim_end().to_owned()
    });
    part("handovers", handovers.collect());
    part(
        "crossed",
        queue
            .crossed
            .iter()
            .map(|one| crossed(locale, one))
            .collect(),
    );
    let waive = queue.waive.iter().map(|(whose, charges)| {
        let sum = charges.iter().map(|(_, _, left)| *left).sum();
        format!(
            "{} {}: {}",
            whose.number,
            whose.name,
            money(sum, whose.currency)
        )
    });
    part("waive", waive.collect());
    let waits = queue.waits.iter().map(|(whose, waits)| {
        let amount = money(waits.amount, whose.currency);
        let why = why_waits(locale, waits);
        let until = waits.until.map(|date| {
            let date = locale.date(date);
            format!(" {}", locale.say("cli.remind.until", &[("date", &date)]))
        });
        let until = until.unwrap_or_default();
        format!("{} {}: {amount}, {why}{until}", whose.number, waits.number)
    });
    part("paused", waits.collect());
    let next = queue.next.iter().map(|(whose, coming)| {
        let amount = money(coming.amount, whose.currency);
        let date = locale.date(coming.date);
        format!(
            "{date} {} {} {}: {amount}",
            locale.stage(&coming.stage),
            whose.number,
            coming.number
        )
    });
    part("next", next.collect());
    page
}

/// Why something waits, without its last day.
pub(in crate::cli) fn why_waits(locale: &Locale, waits: &Waits) -> String {
    // Nobody has to say why a promise is one.
    let says = locale.tell("waits", &waits.why);
    says.trim_end_matches([' ', ':']).to_owned()
}

/// What a payment on its way made wrong.
pub(super) fn crossed(locale: &Locale, crossed: &Crossed) -> String {
    let charges: Vec<String> = crossed
        .charges
        .iter()
        .map(|(_, kind, amount)| {
            let amount = Money::new(*amount, crossed.currency);
            let amount = locale.money(amount.amount, amount.currency);
            format!(
                "{} {amount}",
                locale.text(&format!("charge.{}", kind.name()))
            )
        })
        .collect();
    let key = if crossed.credited {
        "cli.remind.credited-line"
    } else {
        "cli.remind.crossed-line"
    };
    locale.say(
        key,
        &[
            ("customer", &crossed.number),
            ("letter", &crossed.letter.0.to_string()),
            ("sent", &locale.date(crossed.sent)),
            ("paid", &locale.date(crossed.paid)),
            ("charges", &charges.join(", ")),
        ],
    )
}

/// What a run did, by stage and currency.
pub(super) fn summary(locale: &Locale, done: &Reminded, dry_run: bool) -> String {
    let totals: Vec<String> = done
        .totals()
        .iter()
        .map(|total| {
            let count = total.letters.to_string();
            let sum = locale.money(total.total, total.currency);
            let facts = [
                ("stage", locale.stage(&total.stage)),
                ("count", &count),
                ("sum", &sum),
            ];
            locale.say("cli.remind.stage-total", &facts)
        })
        .collect();
    if totals.is_empty() {
        return locale.text("cli.remind.nothing").to_owned();
    }
    let key = if dry_run {
        "cli.remind.would-send"
    } else {
        "cli.remind.sent"
    };
    let run = done.run.map_or(String::new(), |run| format!("r{}", run.0));
    locale.say(key, &[("run", &run), ("letters", &totals.join("; "))])
}
