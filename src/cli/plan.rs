//! `plan`: payment plans made, ended and listed.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::domain::command::{Command, PlanAsked};
use crate::domain::date::Date;
use crate::domain::money::Minor;
use crate::domain::plan::Kept;
use crate::domain::refusal::{CollectingRefusal, Refusal};
use crate::reports::overlays::PlanLine;
use crate::text::Locale;
use crate::text::width::clean;

use super::output::{Cell, Sheet};
use super::receipt::text;
use super::{Context, Done, Stop, journal, spec};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let Some(number) = args.get_one::<String>("customer") else {
        return list(context);
    };
    let mut desk = context.open()?;
    let customer = desk.find_customer(number)?;
    if args.get_flag("end") {
        let reason = clean(text(args, "reason").trim()).into_owned();
        let plans = desk.plans_of(customer)?;
        if plans.is_empty() {
            let what = number.clone();
            return Err(Refusal::from(CollectingRefusal::NotOnPlan { customer: what }).into());
        }
        let ends: Vec<Command> = plans
            .into_iter()
            .map(|plan| Command::EndPlan {
                plan,
                reason: reason.clone(),
            })
            .collect();
        return journal::act_all(context, &mut desk, &ends);
    }
    let asked = asked(context, args, &desk, customer)?;
    journal::act(context, &mut desk, Command::MakePlan(Box::new(asked)))
}

fn asked(
    context: &Context<'_>,
    args: &ArgMatches,
    desk: &Desk,
    customer: crate::domain::id::CustomerId,
) -> Result<PlanAsked, Stop> {
    let missing = |name: &str| Stop::Usage(context.say("cli.missing", &[("option", name)]));
    let invoices = args
        .get_many::<String>("invoices")
        .ok_or_else(|| missing("--invoices"))?;
    let instalments = args
        .get_one::<u16>("instalments")
        .ok_or_else(|| missing("--instalments"))?;
    let first = args
        .get_one::<String>("first")
        .ok_or_else(|| missing("--first"))?;
    let documents = invoices
        .map(|invoice| desk.find_document(invoice))
        .collect::<Result<Vec<_>, _>>()?;
    let down = args.get_one::<String>("down");
    let down = down
        .map(|down| spec::amount(&context.locale, down).map_err(Stop::Usage))
        .transpose()?;
    let reason = args.get_one::<String>("override");
    Ok(PlanAsked {
        customer,
        documents,
        instalments: *instalments,
        first: spec::date(&context.locale, first).map_err(Stop::Usage)?,
        down,
        every: args.get_one::<u16>("every").copied().unwrap_or(1),
        reason: reason.map(|reason| clean(reason.trim()).into_owned()),
    })
}

fn list(context: &Context<'_>) -> Done {
    let locale = &context.locale;
    let desk = context.open()?;
    let lines = desk.plans()?;
    if lines.is_empty() {
        let nothing = json!({ "plans": [] });
        return context.out.answer(locale.text("cli.plan.none"), &nothing);
    }
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("plan"), "plan", true),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("invoices"), "invoices", false),
        (title("total"), "total", true),
        (title("paid"), "paid", true),
        (title("currency"), "currency", false),
        (title("next"), "next", false),
        (title("amount"), "next_amount", true),
        (title("state"), "state", false),
    ]);
    for line in &lines {
        sheet.row(cells(locale, line));
    }
    let plans: Vec<Value> = lines.iter().map(to_json).collect();
    context.out.write(&sheet, || json!({ "plans": plans }), "")
}

/// What is asked for next, or was and did not come.
fn next(line: &PlanLine) -> Option<(Date, Minor)> {
    let instalment = match line.kept {
        Kept::SoFar(next) => next?,
        Kept::Broken(missed) => missed,
        Kept::Paid => return None,
    };
    Some((instalment.due, instalment.amount))
}

fn state(line: &PlanLine) -> &'static str {
    match line.kept {
        Kept::SoFar(_) => "kept",
        Kept::Broken(_) => "broken",
        Kept::Paid => "paid",
    }
}

fn cells(locale: &Locale, line: &PlanLine) -> Vec<Cell> {
    let currency = line.plan.currency;
    let money = |amount: Minor| Cell::new(locale.amount(amount, currency), amount.plain(currency));
    let none = || Cell::text("");
    let (due, amount) = match next(line) {
        Some((due, amount)) => (Cell::new(locale.date(due), due.to_string()), money(amount)),
        None => (none(), none()),
    };
    let state = state(line);
    let said = match line.kept {
        Kept::Broken(missed) => locale.say(
            "cli.plan.broken",
            &[
                ("amount", &locale.money(missed.amount, currency)),
                ("date", &locale.date(missed.due)),
            ],
        ),
        Kept::SoFar(_) => locale.text("cli.plan.kept").to_owned(),
        Kept::Paid => locale.text("cli.plan.paid").to_owned(),
    };
    vec![
        Cell::text(line.plan.id.0.to_string()),
        Cell::text(&line.customer_number),
        Cell::text(&line.customer_name),
        Cell::text(line.invoices.join(", ")),
        money(line.plan.total()),
        money(line.paid),
        Cell::text(currency.code()),
        due,
        amount,
        Cell::new(said, state),
    ]
}

fn to_json(line: &PlanLine) -> Value {
    let plan = &line.plan;
    let written = |amount: Minor| amount.plain(plan.currency);
    let one =
        |due: Date, amount: Minor| json!({ "due": due.to_string(), "amount": written(amount) });
    let instalments: Vec<Value> = plan
        .instalments
        .iter()
        .map(|instalment| one(instalment.due, instalment.amount))
        .collect();
    json!({
        "plan": plan.id,
        "customer_no": line.customer_number,
        "name": line.customer_name,
        "invoices": line.invoices,
        "currency": plan.currency.code(),
        "from": plan.from.to_string(),
        "total": written(plan.total()),
        "paid": written(line.paid),
        "next": next(line).map(|(due, amount)| one(due, amount)),
        "state": state(line),
        "instalments": instalments,
        "grace_days": plan.grace_days,
        "interest": plan.interest,
        "fee": plan.fee.as_ref().map(|fee| written(fee.amount)),
        "reason": (!plan.reason.is_empty()).then_some(&plan.reason),
    })
}
