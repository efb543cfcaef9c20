//! The evidence for one receipt, and the class that it adds up to on its own.

use std::collections::HashSet;

use super::index::Index;
use super::{Explained, Explanation};
use crate::domain::candidate::{Candidate, Hold, Waiting};
use crate::domain::command::Over;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::domain::reference;

pub(super) fn gather(index: &Index<'_>, receipt: &Waiting) -> Explained {
    let mut explained = Explained {
        receipt: receipt.item,
        explanations: Vec::new(),
        known: Vec::new(),
    };
    let in_text = receipt
        .text
        .message
        .as_deref()
        .map(reference::references_in)
        .unwrap_or_default();
    let mut named = Vec::new();
    if let Some(reference) = &receipt.reference {
        structured(index, reference, &mut explained, &mut named);
    }
    for reference in in_text {
        let items = index.by_reference(&reference);
        if !items.is_empty()
            && !named
                .iter()
                .any(|(known, _, _): &Named<'_>| *known == reference)
        {
            named.push((reference, items, true));
        }
    }
    match named.as_slice() {
        [] => {}
        [(reference, items, in_text)] => {
            explained
                .explanations
                .extend(by_reference(index, receipt, reference, items, *in_text));
        }
        several => explained
            .explanations
            .extend(by_references(index, receipt, several)),
    }
    if explained.explanations.is_empty() {
        explained.explanations.extend(by_account(index, receipt));
    }
    explained
}

/// A reference, the items that bear it, and whether it stood in free text.
type Named<'a> = (String, &'a [&'a Candidate], bool);

fn structured<'a>(
    index: &'a Index<'a>,
    reference: &str,
    explained: &mut Explained,
    named: &mut Vec<Named<'a>>,
) {
    let reference = reference::normalise(reference);
    if !reference::is_valid(&reference) {
        explained
            .known
            .push(Evidence::CheckDigitWrong { reference });
        return;
    }
    let items = index.by_reference(&reference);
    if items.is_empty() {
        explained
            .known
            .push(Evidence::ReferenceUnknown { reference });
        return;
    }
    named.push((reference, items, false));
}

/// One reference: the items of one document that bear it are what it pays.
fn by_reference(
    index: &Index<'_>,
    receipt: &Waiting,
    reference: &str,
    items: &[&Candidate],
    in_text: bool,
) -> Option<Explanation> {
    let first = items.first()?;
    let one_document = items.iter().all(|item| item.document == first.document);
    let one_customer = items.iter().all(|item| item.customer == first.customer);
    if !one_document {
        return one_customer.then(|| of_customer(index, receipt, reference, items));
    }
    let open: Vec<&Candidate> = items
        .iter()
        .filter(|item| item.open > Minor::ZERO)
        .copied()
        .collect();
    if open.is_empty() {
        let evidence = vec![Evidence::ReferenceOfClosed {
            reference: reference.to_owned(),
            invoice: first.number.clone(),
        }];
        return Some(unsettled(Class::C, first.customer, receipt, evidence));
    }
    let mut evidence = vec![named(reference, &first.number, in_text)];
    let against = against(receipt, &open);
    let fits = next_instalments(&open, receipt.left);
    let (parts, exact) = match fits {
        Some(parts) => (parts, true),
        None => (fill(&open, receipt.left), false),
    };
    evidence.push(about_amount(receipt, &open, &parts, exact));
    evidence.extend(payer(index, receipt, first.customer));
    let mut class = Class::A;
    if !exact {
        let mine: HashSet<ItemId> = open.iter().map(|item| item.item).collect();
        for other in index.exactly(first.customer, receipt.currency, receipt.left, &mine) {
            evidence.push(Evidence::OtherItemFits {
                invoice: other.number.clone(),
            });
            class = Class::C;
        }
    }
    if !against.is_empty() {
        class = Class::C;
        evidence.extend(against);
    }
    if evidence
        .iter()
        .any(|piece| matches!(piece, Evidence::PayerAccountOfOther { .. }))
    {
        class = Class::C;
    }
    if open.iter().any(|item| item.currency != receipt.currency) {
        return Some(unsettled(Class::D, first.customer, receipt, evidence));
    }
    Some(explanation(class, first.customer, parts, receipt, evidence))
}

/// Several references: certain only if together they are exactly what was paid.
fn by_references(
    index: &Index<'_>,
    receipt: &Waiting,
    named_by: &[Named<'_>],
) -> Option<Explanation> {
    let mut open: Vec<&Candidate> = Vec::new();
    let mut evidence = Vec::new();
    for (reference, items, in_text) in named_by {
        for item in *items {
            if item.open > Minor::ZERO && !open.iter().any(|known| known.item == item.item) {
                open.push(item);
            }
        }
        evidence.extend(
            items
                .first()
                .map(|item| named(reference, &item.number, *in_text)),
        );
    }
    let first = *open.first()?;
    if open
        .iter()
        .any(|item| item.customer != first.customer || item.currency != receipt.currency)
    {
        return Some(unsettled(Class::D, first.customer, receipt, evidence));
    }
    open.sort_by_key(|item| (item.due, item.item));
    let total: Minor = open.iter().map(|item| item.open).sum();
    let against = against(receipt, &open);
    let exact = total == receipt.left;
    let parts = fill(&open, receipt.left);
    evidence.push(about_amount(receipt, &open, &parts, exact));
    evidence.extend(payer(index, receipt, first.customer));
    let contradicted = !against.is_empty()
        || evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::PayerAccountOfOther { .. }));
    evidence.extend(against);
    let class = if exact && !contradicted {
        Class::A
    } else {
        Class::C
    };
    Some(explanation(class, first.customer, parts, receipt, evidence))
}

/// A reference on several documents names the customer alone: a person decides what it settles.
fn of_customer(
    index: &Index<'_>,
    receipt: &Waiting,
    reference: &str,
    items: &[&Candidate],
) -> Explanation {
    let customer = items[0].customer;
    let mut evidence = vec![Evidence::ReferenceOfCustomer {
        reference: reference.to_owned(),
    }];
    let fitting = index.exactly(customer, receipt.currency, receipt.left, &HashSet::new());
    evidence.extend(payer(index, receipt, customer));
    match fitting.as_slice() {
        [only] => {
            evidence.push(Evidence::AmountFits {
                amount: receipt.left,
                currency: receipt.currency,
            });
            evidence.extend(against(receipt, &[only]));
            explanation(
                Class::C,
                customer,
                vec![(only.item, receipt.left)],
                receipt,
                evidence,
            )
        }
        _ => unsettled(Class::D, customer, receipt, evidence),
    }
}

/// No reference: the payer's confirmed account and one open item of exactly the amount.
fn by_account(index: &Index<'_>, receipt: &Waiting) -> Option<Explanation> {
    let account = receipt.text.payer_account.as_deref()?;
    let [(customer, _)] = index.by_account(account) else {
        return None;
    };
    let mut evidence = vec![Evidence::PayerAccount];
    let fitting = index.exactly(*customer, receipt.currency, receipt.left, &HashSet::new());
    match fitting.as_slice() {
        [only] => {
            evidence.push(Evidence::AmountFits {
                amount: receipt.left,
                currency: receipt.currency,
            });
            evidence.extend(against(receipt, &[only]));
            Some(explanation(
                Class::C,
                *customer,
                vec![(only.item, receipt.left)],
                receipt,
                evidence,
            ))
        }
        _ => Some(unsettled(Class::D, *customer, receipt, evidence)),
    }
}

fn named(reference: &str, invoice: &str, in_text: bool) -> Evidence {
    let (reference, invoice) = (reference.to_owned(), invoice.to_owned());
    if in_text {
        Evidence::ReferenceInText { reference, invoice }
    } else {
        let schemes = reference::schemes(&reference);
        Evidence::Reference {
            reference,
            invoice,
            schemes,
        }
    }
}

/// What speaks against settling these items by this receipt, whatever the amounts.
fn against(receipt: &Waiting, items: &[&Candidate]) -> Vec<Evidence> {
    let mut against = Vec::new();
    for item in items {
        let invoice = item.number.clone();
        if item.currency != receipt.currency {
            against.push(Evidence::OtherCurrency {
                invoice: invoice.clone(),
            });
        }
        match item.hold {
            Some(Hold::Disputed) => against.push(Evidence::Disputed {
                invoice: invoice.clone(),
            }),
            Some(Hold::AtAgency) => against.push(Evidence::AtAgency {
                invoice: invoice.clone(),
            }),
            Some(Hold::OnPlan) => against.push(Evidence::OnPlan {
                invoice: invoice.clone(),
            }),
            None => {}
        }
        if receipt.booked < item.issued {
            against.push(Evidence::BeforeInvoice { invoice });
        }
    }
    against.dedup();
    against
}

fn payer(index: &Index<'_>, receipt: &Waiting, customer: CustomerId) -> Option<Evidence> {
    let account = receipt.text.payer_account.as_deref()?;
    let owners = index.by_account(account);
    if owners.iter().any(|(owner, _)| *owner == customer) {
        Some(Evidence::PayerAccount)
    } else {
        owners
            .first()
            .map(|(_, other)| Evidence::PayerAccountOfOther {
                customer: (*other).to_owned(),
            })
    }
}

fn about_amount(
    receipt: &Waiting,
    open: &[&Candidate],
    parts: &[(ItemId, Minor)],
    exact: bool,
) -> Evidence {
    let currency = receipt.currency;
    let used: Minor = parts.iter().map(|(_, amount)| *amount).sum();
    let wanted: Minor = open.iter().map(|item| item.open).sum();
    if exact {
        Evidence::AmountFits {
            amount: receipt.left,
            currency,
        }
    } else if receipt.left > used {
        Evidence::AmountOver {
            over: receipt.left - used,
            currency,
        }
    } else {
        Evidence::AmountShort {
            left: wanted - used,
            currency,
        }
    }
}

/// The earliest open instalments that together are exactly the amount, the whole document at the last.
fn next_instalments(open: &[&Candidate], amount: Minor) -> Option<Vec<(ItemId, Minor)>> {
    let mut sum = Minor::ZERO;
    for (count, item) in open.iter().enumerate() {
        sum += item.open;
        if sum == amount {
            return Some(
                open[..=count]
                    .iter()
                    .map(|item| (item.item, item.open))
                    .collect(),
            );
        }
    }
    // A single later instalment, paid out of turn.
    let mut fitting = open.iter().filter(|item| item.open == amount);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(vec![(only.item, amount)]),
        _ => None,
    }
}

/// As much as fits, the earliest due first.
fn fill(open: &[&Candidate], amount: Minor) -> Vec<(ItemId, Minor)> {
    let mut left = amount;
    let mut parts = Vec::new();
    for item in open {
        let take = left.min(item.open);
        if take > Minor::ZERO {
            parts.push((item.item, take));
            left -= take;
        }
    }
    parts
}

fn explanation(
    class: Class,
    customer: CustomerId,
    parts: Vec<(ItemId, Minor)>,
    receipt: &Waiting,
    evidence: Vec<Evidence>,
) -> Explanation {
    let used: Minor = parts.iter().map(|(_, amount)| *amount).sum();
    Explanation {
        class,
        customer,
        parts,
        credits: Vec::new(),
        rests: Vec::new(),
        account: None,
        unapplied: receipt.left - used,
        over: Over::Unapplied,
        evidence,
        teaches: false,
    }
}

fn unsettled(
    class: Class,
    customer: CustomerId,
    receipt: &Waiting,
    evidence: Vec<Evidence>,
) -> Explanation {
    explanation(class, customer, Vec::new(), receipt, evidence)
}
