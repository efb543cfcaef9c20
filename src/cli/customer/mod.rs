//! `customer list` and `customer show`; what is old, wrong or double; the rest of `customer` is in `register`.

mod profile;
mod quality;
mod timeline;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::date;
use crate::domain::money::Minor;
use crate::domain::pause::Promises;
use crate::domain::record::HoldLevel;
use crate::reports::card::{Card, CustomerLine, ItemLine};
use crate::text::Locale;
use crate::text::alphabet::Alphabet;
use crate::text::filter::{Filter, Labels, Subject, fold};

use crate::cli::output::{Cell, Output, Sheet, print, print_json};
use crate::cli::{Context, Done, Stop, credit};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("list", args)) => list(context, args),
        Some(("show", args)) => show(context, args),
        Some(("verify", args)) => credit::verify(context, args),
        Some(("note", args)) => credit::note(context, args),
        Some(("records", args)) => credit::records(context, args),
        Some(("stale", args)) => quality::stale(context, args),
        Some(("duplicates", _)) => quality::duplicates(context),
        Some((name, args)) => crate::cli::register::customer(context, name, args),
        None => Ok(()),
    }
}

fn list(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let currency = desk.ledger().currency;
    let words: Vec<String> = args
        .get_many::<String>("filter")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let filter = Filter::parse(&words.join(" "))
        .map_err(|fault| Stop::Usage(context.locale.tell("filter", &fault)))?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("org-no"), "org_no", false),
        (title("city"), "city", false),
        (title("open"), "open", true),
        (title("overdue"), "overdue", true),
        (title("late"), "days_late", true),
        (title("class"), "risk_class", false),
        (title("hold"), "hold", false),
        (title("data"), "data", false),
    ]);
    let mut rows = Vec::new();
    let alphabet = Alphabet::of_country(&desk.ledger().country);
    for line in chosen(desk.customers()?, alphabet, args) {
        let (number, name) = (fold(&line.number), fold(&line.name));
        let (org_no, city) = (
            fold(line.org_no.as_deref().unwrap_or("")),
            fold(line.city.as_deref().unwrap_or("")),
        );
        let reach = fold(&line.reach);
        let labels = Labels::of(&line);
        let words = [
            number.as_str(),
            name.as_str(),
            org_no.as_str(),
            city.as_str(),
            reach.as_str(),
        ];
        let subject = Subject {
            words: &words,
            number: &number,
            customer: &name,
            late: line.days_late,
            amount: line.open.decimal(currency),
            open: line.open.decimal(currency),
            currency: currency.code(),
            states: labels.states,
            tags: &labels.tags,
            group: &labels.group,
        };
        if !filter.accepts(&subject) {
            continue;
        }
        let money = |amount: Minor| {
            Cell::new(
                locale.amount_or_dot(amount, currency),
                amount.plain(currency),
            )
        };
        sheet.row(vec![
            Cell::text(&line.number),
            Cell::text(&line.name),
            Cell::text(line.org_no.clone().unwrap_or_default()),
            Cell::text(line.city.clone().unwrap_or_default()),
            money(line.open),
            money(line.overdue),
            Cell::new(
                if line.days_late > 0 {
                    locale.days(line.days_late)
                } else {
                    String::new()
                },
                line.days_late.to_string(),
            ),
            Cell::text(line.risk_class.clone().unwrap_or_default()),
            line.hold.map_or_else(
                || Cell::text(""),
                |hold| Cell::new(locale.text(&format!("hold.{}", hold.name())), hold.name()),
            ),
            data(locale, &line),
        ]);
        rows.push(json!({
            "customer_no": line.number,
            "name": line.name,
            "org_no": line.org_no,
            "city": line.city,
            "currency": currency.code(),
            "open": line.open.plain(currency),
            "overdue": line.overdue.plain(currency),
            "days_late": line.days_late,
            "risk_class": line.risk_class,
            "hold": line.hold.map(HoldLevel::name),
            "faulty": line.faulty,
            "stale_since": line.stale_since.map(|on| on.to_string()),
        }));
    }
    context
        .out
        .write(&sheet, || json!({ "customers": Value::Array(rows) }), "")
}

/// Those that the options leave, in the order that they ask for.
fn chosen(
    mut lines: Vec<CustomerLine>,
    alphabet: Alphabet,
    args: &ArgMatches,
) -> Vec<CustomerLine> {
    let class = args.get_one::<String>("risk-class");
    let of_class = |line: &CustomerLine| {
        let has = line.risk_class.as_deref().unwrap_or_default();
        class.is_none_or(|class| has.trim().eq_ignore_ascii_case(class.trim()))
    };
    let (held, faulty) = (args.get_flag("only-held"), args.get_flag("only-faulty"));
    lines.retain(|line| {
        of_class(line)
            && (!held || line.hold.is_some())
            && (!faulty || line.faulty || line.stale_since.is_some())
    });
    match args.get_one::<String>("sort").map(String::as_str) {
        Some("name") => {
            lines.sort_by_cached_key(|line| alphabet.rank(&line.name));
        }
        Some("open") => lines.sort_by_key(|line| std::cmp::Reverse(line.open)),
        Some("overdue") => lines.sort_by_key(|line| std::cmp::Reverse(line.overdue)),
        _ => {}
    }
    lines
}

/// Whether something in his data is to be mended, or since when they are old.
fn data(locale: &Locale, line: &CustomerLine) -> Cell {
    match (line.faulty, line.stale_since) {
        (true, _) => Cell::new(locale.text("cli.customer.faulty"), "faulty"),
        (false, Some(on)) => {
            let on = locale.date(on);
            let says = locale.say("cli.customer.stale-since", &[("date", &on)]);
            Cell::new(says, "stale")
        }
        (false, None) => Cell::text(""),
    }
}

fn show(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let number = args
        .get_one::<String>("customer")
        .map_or("", String::as_str);
    let customer = desk.find_customer(number)?;
    if args.get_flag("timeline") {
        let limit = args.get_one::<usize>("timeline-limit").copied();
        return timeline::show(context, &desk, customer, limit);
    }
    let card = desk.card(customer)?;
    let currency = desk.ledger().currency;
    // Where the settings are at fault nothing can be judged; the card shows the rest.
    let about = match desk.rules_fault() {
        None => Some(desk.profile(customer)?),
        Some(_) => None,
    };
    if context.out == Output::Json {
        let mut json = to_json(&card);
        if let Some(about) = &about {
            profile::add_json(locale, about, currency, &mut json);
        }
        return print_json(&json);
    }
    let today = desk.today();
    let items = items(locale, &card.open, today);
    if context.out == Output::Csv {
        return context.out.write(&items, || Value::Null, "");
    }
    print(&facts(locale, &card))?;
    if let Some(about) = &about {
        print(&profile::lines(locale, about, currency).join("\n"))?;
    }
    if card.open.is_empty() {
        print(locale.text("cli.customer.nothing-open"))
    } else {
        print(&items.table())
    }
}

fn facts(locale: &Locale, card: &Card) -> String {
    let facts = &card.facts;
    let text = &facts.text;
    let place = [
        text.street.as_deref(),
        text.postcode.as_deref(),
        text.city.as_deref(),
        Some(facts.country.as_str()),
    ];
    let place: Vec<&str> = place
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let fields = [
        (
            "kind",
            Some(
                locale
                    .text(&format!("kind.{}", facts.kind.name()))
                    .to_owned(),
            ),
        ),
        ("org-no", text.org_no.clone()),
        ("address", Some(place.join(", "))),
        ("email", text.email.clone()),
        ("phone", text.phone.clone()),
        ("account", text.account.clone()),
        ("terms", facts.terms.map(|terms| locale.terms(terms))),
        ("risk", facts.risk_class.clone()),
        (
            "average-late",
            card.average_days_late.map(|days| locale.days(days)),
        ),
        ("promises", promises(locale, card)),
        ("paused", pauses(locale, card)),
    ];
    let mut lines = vec![format!("{} · {}", card.number, text.name)];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.push(format!(
                "  {}: {value}",
                locale.text(&format!("cli.column.{name}"))
            ));
        }
    }
    lines.join("\n")
}

/// How he kept his promises, if he made any.
fn promises(locale: &Locale, card: &Card) -> Option<String> {
    let promises = card.promises;
    let facts = [
        ("kept", promises.kept.to_string()),
        ("broken", promises.broken.to_string()),
    ];
    let facts: Vec<(&str, &str)> = facts
        .iter()
        .map(|(name, count)| (*name, count.as_str()))
        .collect();
    (promises != Promises::default()).then(|| locale.say("cli.customer.promises", &facts))
}

/// What rests on all that he owes.
fn pauses(locale: &Locale, card: &Card) -> Option<String> {
    let said = card.pauses.iter().map(|pause| {
        let kind = locale.text(&format!("pause.{}", pause.kind.name()));
        let until = pause.until.map(|day| locale.date(day));
        let reason = pause.reason.clone();
        let said = [Some(kind.to_owned()), until, reason];
        said.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

fn items(locale: &Locale, lines: &[ItemLine], today: date::Date) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("number"), "number", false),
        (title("what"), "what", false),
        (title("issued"), "issued", false),
        (title("due"), "due", false),
        (title("late"), "days_late", true),
        (title("amount"), "amount", true),
        (title("open"), "open", true),
        (title("disputed"), "disputed", true),
        (title("currency"), "currency", false),
    ]);
    for line in lines {
        let days = date::days_past(line.due, today);
        let late = if line.class.is_debit() && days > 0 {
            locale.days(days)
        } else {
            String::new()
        };
        let money = |amount: Minor| {
            Cell::new(
                locale.amount_or_dot(amount, line.currency),
                amount.plain(line.currency),
            )
        };
        sheet.row(vec![
            Cell::text(&line.number),
            Cell::text(locale.item_class(line.class)),
            Cell::new(locale.date(line.issued), line.issued.to_string()),
            Cell::new(locale.date(line.due), line.due.to_string()),
            Cell::new(late, days.to_string()),
            money(line.amount),
            money(line.open),
            money(line.disputed),
            Cell::text(line.currency.code()),
        ]);
    }
    sheet
}

fn item_json(line: &ItemLine) -> Value {
    let plain = |amount: Minor| amount.plain(line.currency);
    json!({
        "number": line.number,
        "class": line.class,
        "currency": line.currency.code(),
        "issued": line.issued.to_string(),
        "due": line.due.to_string(),
        "amount": plain(line.amount),
        "open": plain(line.open),
        "disputed": plain(line.disputed),
        "reference": line.reference,
    })
}

fn to_json(card: &Card) -> Value {
    let facts = &card.facts;
    json!({
        "customer_no": card.number,
        "name": facts.text.name,
        "kind": facts.kind,
        "country": facts.country,
        "org_no": facts.text.org_no,
        "email": facts.text.email,
        "phone": facts.text.phone,
        "account": facts.text.account,
        "street": facts.text.street,
        "postcode": facts.text.postcode,
        "city": facts.text.city,
        "terms_days": facts.terms.map(|terms| terms.days),
        "terms": facts.terms,
        "risk_class": facts.risk_class,
        "notes": facts.text.notes,
        "average_days_late": card.average_days_late,
        "promises": { "kept": card.promises.kept, "broken": card.promises.broken },
        "paused": card.pauses.iter().map(|pause| json!({
            "kind": pause.kind,
            "from": pause.from.to_string(),
            "until": pause.until.map(|day| day.to_string()),
            "reason": pause.reason,
        })).collect::<Vec<_>>(),
        "open": card.open.iter().map(item_json).collect::<Vec<_>>(),
        "settled": card.settled.iter().map(item_json).collect::<Vec<_>>(),
    })
}
