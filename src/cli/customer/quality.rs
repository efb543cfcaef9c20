//! `customer stale`, `customer duplicates`: what is old or wrong in the register, and who may be one.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::cli::credit::key_of;
use crate::cli::output::{Cell, Sheet};
use crate::cli::{Context, Done};
use crate::domain::upkeep::DataFault;
use crate::reports::credit::Named;

/// A line of the queue.
struct Row {
    customer: (String, String),
    fault: DataFault,
}

/// The queue of what is stale or wrong, the worst first; of what is older than so many months alone, if that is asked.
pub(super) fn stale(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open_for_rules()?;
    let mut rows = Vec::new();
    if let Some(months) = args.get_one::<u32>("months") {
        for line in desk.stale(Some(*months))? {
            for (section, on) in line.sections {
                rows.push(Row {
                    customer: (line.customer_number.clone(), line.customer_name.clone()),
                    fault: DataFault::Stale { section, on },
                });
            }
        }
    } else {
        for line in desk.faulty()? {
            let Named { number, name, .. } = line.customer;
            rows.extend(line.faults.into_iter().map(|fault| Row {
                customer: (number.clone(), name.clone()),
                fault,
            }));
        }
    }
    list(context, &rows)
}

fn list(context: &Context<'_>, rows: &[Row]) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("fault"), "fault", false),
        (title("what"), "says", false),
    ]);
    let mut lines = Vec::new();
    for Row { customer, fault } in rows {
        let (key, says) = (key_of(fault), locale.tell("data-fault", fault));
        sheet.row(vec![
            Cell::text(&customer.0),
            Cell::text(&customer.1),
            Cell::text(&key),
            Cell::text(&says),
        ]);
        let (section, verified) = match fault {
            DataFault::Stale { section, on } => (Some(section.name()), Some(on.to_string())),
            DataFault::NeverVerified { section } => (Some(section.name()), None),
            _ => (None, None),
        };
        lines.push(json!({
            "customer_no": customer.0,
            "name": customer.1,
            "fault": key,
            "section": section,
            "verified": verified,
            "says": says,
        }));
    }
    let note = if lines.is_empty() {
        locale.text("cli.customer.nothing-stale")
    } else {
        ""
    };
    context
        .out
        .write(&sheet, || json!({ "stale": Value::Array(lines) }), note)
}

pub(super) fn duplicates(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("other-customer"), "other_no", false),
        (title("name"), "other_name", false),
        (title("alike"), "alike", false),
    ]);
    let mut lines = Vec::new();
    for line in desk.duplicates()? {
        let names: Vec<&str> = line.pair.why.iter().map(|why| why.name()).collect();
        let words = names
            .iter()
            .map(|name| locale.text(&format!("alike.{name}")));
        sheet.row(vec![
            Cell::text(&line.one.number),
            Cell::text(&line.one.name),
            Cell::text(&line.other.number),
            Cell::text(&line.other.name),
            Cell::new(words.collect::<Vec<_>>().join(", "), names.join(" ")),
        ]);
        lines.push(json!({
            "customer_no": line.one.number,
            "name": line.one.name,
            "other_no": line.other.number,
            "other_name": line.other.name,
            "alike": names,
        }));
    }
    let note = if lines.is_empty() {
        locale.text("cli.customer.no-duplicates")
    } else {
        ""
    };
    context.out.write(
        &sheet,
        || json!({ "duplicates": Value::Array(lines) }),
        note,
    )
}
