//! What came of sending, in the line at the bottom.

use crate::reports::post::{Hindrance, SendSummary};
use crate::tui::action::ActionId;
use crate::tui::model::{Model, Notice};
use crate::tui::panes::with_key;

/// Counts by stand, and why it ended early. What was said of the letters before stays in front where nothing left.
pub fn told(model: &Model, summary: &SendSummary) -> Option<Notice> {
    let locale = &model.locale;
    let before = model.notice.clone();
    let counts = [
        (summary.sent, "sent"),
        (summary.failed, "failed"),
        (summary.in_doubt, "in-doubt"),
        (summary.queued, "queued"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut says: Vec<String> = counts
        .map(|(count, stand)| {
            let stand = locale.text(&format!("stand.{stand}"));
            format!("{} {stand}", locale.whole(count))
        })
        .collect();
    if summary.out_of_date > 0 {
        let count = locale.whole(summary.out_of_date);
        says.push(locale.say("tui.sent-out.out-of-date", &[("count", &count)]));
    }
    let hindrance = summary.hindrance.map(|it| match it {
        Hindrance::Elsewhere => "elsewhere",
        Hindrance::NoWay => "no-way",
        Hindrance::Cancelled => "cancelled",
        Hindrance::Server => "server",
    });
    if let Some(name) = hindrance {
        says.insert(0, locale.text(&format!("tui.sent-out.{name}")).to_owned());
    }
    let is_well = summary.failed + summary.in_doubt + summary.out_of_date == 0;
    let nothing_left = summary.sent + summary.failed + summary.in_doubt == 0;
    if says.is_empty() {
        return before;
    }
    says.push(with_key(model, "tui.sent-out.more", ActionId::Outbox));
    let says = says.join(" · ");
    Some(match before {
        // Why nothing left comes first: the end of the line may be cut.
        Some(Notice::Posted(done)) if nothing_left && hindrance.is_some() => {
            Notice::Refused(format!("{says} · {done}"))
        }
        Some(Notice::Posted(done)) if nothing_left => Notice::Posted(format!("{done} · {says}")),
        Some(Notice::Refused(why)) => Notice::Refused(format!("{says} · {why}")),
        _ if is_well && matches!(summary.hindrance, None | Some(Hindrance::Cancelled)) => {
            Notice::Done(says)
        }
        _ => Notice::Refused(says),
    })
}
