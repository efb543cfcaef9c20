//! `init` without arguments: asks what a ledger needs, shows the ready policy with a line of why for each rule, and
//! makes nothing before the last yes.

use std::io::{self, Write};

use crate::cli::output::print;
use crate::cli::{Context, Done, Stop, rules};
use crate::desk::open::usual_currency;
use crate::desk::{Desk, Face};
use crate::domain::account::same_account;
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::money::Currency;
use crate::domain::shape;
use crate::text::width::clean;

/// A line that is typed is never longer: terminals themselves allow no more.
const LONGEST: usize = 4_096;
/// The company's accounts that are asked for; more are added by `account add`.
const MOST_ACCOUNTS: usize = 50;

pub(super) fn run(context: &Context<'_>) -> Done {
    let path = context.options.ledger_path(&context.config);
    Desk::can_create(&path)?;
    let shown = path.display().to_string();
    say(context, "title", &[("path", &shown)])?;
    let facts = facts(context)?;
    let told = context.options.ready_policy(&context.config, &facts)?;
    print("")?;
    say(context, "policy", &[])?;
    print("")?;
    print(&rules::in_words(&context.locale, &told, true, true))?;
    print("")?;
    say(context, "policy-yours", &[])?;
    loop {
        let answer = ask(context, "make", &[("path", &shown)])?;
        if is(context, &answer, "yes") {
            break;
        }
        if answer.is_empty() || is(context, &answer, "no") {
            return say(context, "not-made", &[]);
        }
    }
    if context.dry_run {
        return print(&context.say("cli.init.dry-run", &[("path", &shown)]));
    }
    Desk::create(
        &path,
        facts,
        context.config.clone(),
        context.options.clock(),
        Face::CommandLine,
    )?;
    say(context, "made", &[("path", &shown)])?;
    print(context.locale.text("init.next"))
}

fn facts(context: &Context<'_>) -> Result<LedgerFacts, Stop> {
    let company = until(context, "company", &[], |text| {
        (!text.is_empty()).then(|| text.to_owned()).ok_or("no-name")
    })?;
    let country = until(context, "country", &[], |text| {
        let code = if text.is_empty() { "no" } else { text }.to_ascii_uppercase();
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        is_code.then_some(code).ok_or("no-country")
    })?;
    let usual = usual_currency(&country);
    let currency = until(context, "currency", &[("usual", usual.code())], |text| {
        if text.is_empty() {
            return Ok(usual);
        }
        Currency::parse(text).ok_or("no-currency")
    })?;
    let org_no = until(context, "org-no", &[], |text| {
        if text.is_empty() {
            return Ok(None);
        }
        let right = shape::register_number(&country, text);
        right.map(Some).map_err(|_| "no-org-no")
    })?;
    let accounts = accounts(context, &country)?;
    for (at, size) in (1..).zip(CompanySize::ALL) {
        let key = format!("init.size-{}", size.name());
        print(&format!("  {at}  {}", context.locale.text(&key)))?;
    }
    let size = until(context, "size", &[], |text| {
        let mut numbered = (1..).zip(CompanySize::ALL);
        match text {
            "" => Ok(CompanySize::default()),
            text => CompanySize::parse(text)
                .or_else(|| {
                    numbered.find_map(|(at, size)| (at.to_string() == text).then_some(size))
                })
                .ok_or("no-size"),
        }
    })?;
    Ok(LedgerFacts {
        company,
        country,
        currency,
        org_no,
        accounts,
        size,
    })
}

/// One account a line, until an empty one.
fn accounts(context: &Context<'_>, country: &str) -> Result<Vec<String>, Stop> {
    let mut accounts: Vec<String> = Vec::new();
    while accounts.len() < MOST_ACCOUNTS {
        let key = if accounts.is_empty() {
            "account"
        } else {
            "account-more"
        };
        let account = until(context, key, &[], |text| {
            if text.is_empty() {
                return Ok(String::new());
            }
            shape::own_account(country, text).map_err(|_| "no-account")
        })?;
        if account.is_empty() {
            break;
        }
        if !accounts.iter().any(|known| same_account(known, &account)) {
            accounts.push(account);
        }
    }
    Ok(accounts)
}

/// Asks until the answer can be used, and says each time what is wrong with it.
fn until<T>(
    context: &Context<'_>,
    question: &str,
    facts: &[(&str, &str)],
    read: impl Fn(&str) -> Result<T, &'static str>,
) -> Result<T, Stop> {
    loop {
        let answer = ask(context, question, facts)?;
        match read(&answer) {
            Ok(value) => return Ok(value),
            Err(fault) => say(context, fault, &[("value", &answer)])?,
        }
    }
}

/// A question and its answer, one line. The end of input ends it all, and nothing was made.
fn ask(context: &Context<'_>, question: &str, facts: &[(&str, &str)]) -> Result<String, Stop> {
    let question = context.say(&format!("init.{question}"), facts);
    let mut out = io::stdout().lock();
    write!(out, "{} ", clean(&question))?;
    out.flush()?;
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    if read.map_err(anyhow::Error::from)? == 0 {
        writeln!(out)?;
        drop(out);
        say(context, "not-made", &[])?;
        return Err(Stop::Refused);
    }
    let bounded: String = line.chars().take(LONGEST).collect();
    Ok(clean(bounded.trim()).into_owned())
}

/// Whether an answer is one of the words for it in the user's language.
fn is(context: &Context<'_>, answer: &str, which: &str) -> bool {
    let words = context.locale.text(&format!("init.{which}"));
    words.split(' ').any(|word| word == answer.to_lowercase())
}

fn say(context: &Context<'_>, key: &str, facts: &[(&str, &str)]) -> Done {
    print(&context.say(&format!("init.{key}"), facts))
}
