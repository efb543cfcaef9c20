//! What a plan of instalments may cost the debtor.

use super::compensation::{Claims, room_for_fee};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::letter::{Charge, ChargeKind};
use crate::domain::money::{Currency, Minor};
use crate::rules::law::{Law, Offset};
use crate::rules::policy::FeeAsked;

/// The fee that a policy asks for a plan made on a day, at most what the law gives (lag 1981:739 § 4), and the
/// paragraph; none where the law knows no such fee. Of what was claimed for the same items before, compensation holds
/// it as it holds other costs (§ 4 a).
pub(in crate::rules) fn plan_fee(
    law: &Law,
    debtor: CustomerKind,
    (due, on): (Date, Date),
    currency: Currency,
    asked: FeeAsked,
    before: &[&Charge],
) -> Option<(Minor, String)> {
    let most = law.plan_fee(on).filter(|_| currency == law.currency())?;
    let fee = match asked {
        FeeAsked::No => return None,
        FeeAsked::Most => most.value,
        FeeAsked::Amount(amount) => Minor::rounded(amount, currency)?.min(most.value),
    };
    let claimed = |kind: ChargeKind| -> Minor {
        let of_kind = before.iter().filter(|charge| charge.kind == kind);
        of_kind.map(|charge| charge.amount).sum()
    };
    let claims = Claims {
        fees: claimed(ChargeKind::Fee),
        compensation: claimed(ChargeKind::Compensation),
    };
    let compensation = law.compensation(debtor, due, on).ok().flatten();
    let offset = compensation.map_or(Offset::Larger, |found| found.and);
    let fee = room_for_fee(offset, fee, claims);
    (fee > Minor::ZERO).then(|| (fee, most.source.law.clone()))
}
