//! What may happen to a ledger, at random.

use proptest::prelude::*;

use super::letters::NewLetter;
use super::outbox::{Post, post};
use super::records::{OnRecord, on_record};
use super::resting::{Rest, rest};

/// What may happen; numbers choose among what is there.
#[derive(Clone, Debug)]
pub enum Op {
    Invoices(Vec<NewInvoice>),
    Payments(Vec<(u8, u16)>),
    EditCustomer(u8, u8),
    Receipt {
        day: u8,
        amount: u16,
        customer: Option<u8>,
        euro: bool,
    },
    Identify(u8, u8),
    Settle(u8, Vec<(u8, Option<u16>)>),
    /// Everything that a settlement may say at once.
    SettleWhole(Box<Whole>),
    WriteOff {
        document: Option<u8>,
        item: u8,
        kind: u8,
        amount: Option<u16>,
    },
    Transfer(u8, u8),
    Refund(u8, Option<u16>),
    DropRefund(u8),
    Apply(u8, Vec<(u8, Option<u16>)>),
    SetAside(u8),
    TakeUp(u8),
    Dispute(u8, Option<u16>),
    CloseDispute(u8),
    Promise(u8, u8, Option<u16>),
    Lock(u8),
    /// Lines of an account statement: day, amount, and whether money went out, came in, or was taken back.
    Statement(Vec<(u8, u16, u8)>),
    /// A day's statement lines told again as one deposit with its payments.
    Details(u8),
    TakeIn(u8),
    Confirm(u8),
    PayOut(u8, u8, Option<u16>),
    Dismiss(u8),
    Reconsider(u8),
    /// Blocks what was learned of a payer, or uses it again, or forgets it.
    Link(u8, u8),
    Rest(Rest),
    Letter(NewLetter),
    /// Gives up charges of some kinds claimed for a document.
    Waive(u8, u8),
    /// Takes back so much of a charge.
    TakeBack(u8, u16),
    Post(Post),
    OnRecord(OnRecord),
    /// An edit by hand of one of a few fields, or of nothing new.
    Edit(u8, u8),
    Merge(u8, u8),
    Part(u8),
    /// A second person accepts or declines what waits.
    Judge(u8, bool),
    MatchAll,
    UndoAny(u8),
    UndoLast,
    Redo,
}

/// A settlement by numbers.
#[derive(Clone, Debug)]
pub struct Whole {
    pub receipt: u8,
    pub customer: Option<u8>,
    /// Item, amount, and the price of it where it is in another currency.
    pub parts: Vec<(u8, Option<u16>, u8)>,
    pub credits: Vec<(u8, Option<u16>)>,
    /// Item or, if none, the receipt itself; kind and amount.
    pub rests: Vec<(Option<u8>, u8, Option<u16>)>,
    pub refund: bool,
}

fn whole() -> impl Strategy<Value = Whole> {
    (
        any::<u8>(),
        prop::option::weighted(0.2, any::<u8>()),
        prop::collection::vec(
            (any::<u8>(), prop::option::of(1_u16..1_500), any::<u8>()),
            0..5,
        ),
        prop::collection::vec((any::<u8>(), prop::option::weighted(0.2, 1_u16..200)), 0..3),
        prop::collection::vec(
            (
                prop::option::weighted(0.7, any::<u8>()),
                any::<u8>(),
                prop::option::weighted(0.4, 1_u16..300),
            ),
            0..2,
        ),
        prop::bool::weighted(0.3),
    )
        .prop_map(|(receipt, customer, parts, credits, rests, refund)| Whole {
            receipt,
            customer,
            parts,
            credits,
            rests,
            refund,
        })
}

#[derive(Clone, Debug)]
pub struct NewInvoice {
    pub customer: u8,
    pub day: u8,
    pub amounts: Vec<u16>,
    pub credit: Option<u8>,
    pub euro: bool,
    pub open: Option<u8>,
}

fn invoice() -> impl Strategy<Value = NewInvoice> {
    (
        any::<u8>(),
        any::<u8>(),
        prop::collection::vec(1_u16..2_000, 1..3),
        prop::option::weighted(0.2, any::<u8>()),
        prop::bool::weighted(0.25),
        prop::option::weighted(0.15, 0_u8..100),
    )
        .prop_map(|(customer, day, amounts, credit, euro, open)| NewInvoice {
            customer,
            day,
            amounts,
            credit,
            euro,
            open,
        })
}

fn letter() -> impl Strategy<Value = NewLetter> {
    (
        (any::<u8>(), prop::bool::weighted(0.2), any::<u8>()),
        prop::collection::vec((any::<u8>(), prop::option::weighted(0.2, 1_u16..900)), 1..4),
        prop::collection::vec((any::<u8>(), any::<u8>(), 0_u16..20_000), 0..4),
        any::<bool>(),
    )
        .prop_map(
            |((customer, euro, stage), items, charges, with_credits)| NewLetter {
                customer,
                euro,
                stage,
                items,
                charges,
                with_credits,
            },
        )
}

fn parts() -> impl Strategy<Value = Vec<(u8, Option<u16>)>> {
    prop::collection::vec((any::<u8>(), prop::option::of(1_u16..1_500)), 1..3)
}

/// What may become of money and invoices that are there.
pub fn settling() -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => whole().prop_map(|whole| Op::SettleWhole(Box::new(whole))),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(receipt, customer)| Op::Identify(receipt, customer)),
        2 => (any::<u8>(), parts()).prop_map(|(credit, parts)| Op::Apply(credit, parts)),
        2 => (prop::option::of(any::<u8>()), any::<u8>(), any::<u8>(), prop::option::of(1_u16..300))
            .prop_map(|(document, item, kind, amount)| Op::WriteOff { document, item, kind, amount }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(receipt, customer)| Op::Transfer(receipt, customer)),
        2 => (any::<u8>(), prop::option::of(1_u16..300)).prop_map(|(credit, amount)| Op::Refund(credit, amount)),
        1 => any::<u8>().prop_map(Op::DropRefund),
        3 => (any::<u8>(), any::<u8>(), prop::option::of(1_u16..300))
            .prop_map(|(line, credit, amount)| Op::PayOut(line, credit, amount)),
        1 => any::<u8>().prop_map(Op::SetAside),
        4 => letter().prop_map(Op::Letter),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(document, kinds)| Op::Waive(document, kinds)),
        1 => (any::<u8>(), 1_u16..900).prop_map(|(charge, amount)| Op::TakeBack(charge, amount)),
    ]
}

pub fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => prop::collection::vec(invoice(), 1..4).prop_map(Op::Invoices),
        2 => prop::collection::vec((any::<u8>(), 1_u16..2_500), 1..4).prop_map(Op::Payments),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(customer, name)| Op::EditCustomer(customer, name)),
        3 => (any::<u8>(), 1_u16..3_000, prop::option::of(any::<u8>()), prop::bool::weighted(0.2))
            .prop_map(|(day, amount, customer, euro)| Op::Receipt { day, amount, customer, euro }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(receipt, customer)| Op::Identify(receipt, customer)),
        5 => (any::<u8>(), parts()).prop_map(|(receipt, parts)| Op::Settle(receipt, parts)),
        4 => (any::<u8>(), parts()).prop_map(|(credit, parts)| Op::Apply(credit, parts)),
        8 => whole().prop_map(|whole| Op::SettleWhole(Box::new(whole))),
        3 => (prop::option::of(any::<u8>()), any::<u8>(), any::<u8>(), prop::option::of(1_u16..900))
            .prop_map(|(document, item, kind, amount)| Op::WriteOff { document, item, kind, amount }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(receipt, customer)| Op::Transfer(receipt, customer)),
        3 => (any::<u8>(), prop::option::of(1_u16..900)).prop_map(|(credit, amount)| Op::Refund(credit, amount)),
        1 => any::<u8>().prop_map(Op::DropRefund),
        1 => any::<u8>().prop_map(Op::SetAside),
        1 => any::<u8>().prop_map(Op::TakeUp),
        2 => (any::<u8>(), prop::option::of(1_u16..1_500)).prop_map(|(invoice, amount)| Op::Dispute(invoice, amount)),
        1 => any::<u8>().prop_map(Op::CloseDispute),
        1 => (any::<u8>(), any::<u8>(), prop::option::of(1_u16..1_500))
            .prop_map(|(invoice, day, amount)| Op::Promise(invoice, day, amount)),
        1 => any::<u8>().prop_map(Op::Lock),
        3 => prop::collection::vec((any::<u8>(), 1_u16..900, any::<u8>()), 1..6).prop_map(Op::Statement),
        2 => any::<u8>().prop_map(Op::Details),
        1 => any::<u8>().prop_map(Op::TakeIn),
        1 => any::<u8>().prop_map(Op::Confirm),
        3 => (any::<u8>(), any::<u8>(), prop::option::of(1_u16..900))
            .prop_map(|(line, credit, amount)| Op::PayOut(line, credit, amount)),
        1 => any::<u8>().prop_map(Op::Dismiss),
        1 => any::<u8>().prop_map(Op::Reconsider),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(link, what)| Op::Link(link, what)),
        8 => rest(),
        6 => letter().prop_map(Op::Letter),
        9 => post(),
        6 => on_record(),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(document, kinds)| Op::Waive(document, kinds)),
        2 => (any::<u8>(), 1_u16..900).prop_map(|(charge, amount)| Op::TakeBack(charge, amount)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(customer, what)| Op::Edit(customer, what)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(customer, into)| Op::Merge(customer, into)),
        2 => any::<u8>().prop_map(Op::Part),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(proposal, accept)| Op::Judge(proposal, accept)),
        1 => Just(Op::MatchAll),
        3 => any::<u8>().prop_map(Op::UndoAny),
        1 => Just(Op::UndoLast),
        1 => Just(Op::Redo),
    ]
}
