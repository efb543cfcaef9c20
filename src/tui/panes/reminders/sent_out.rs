//! What came of recording letters and of sending: one line at the bottom, and all of it to be read through.

use crate::reports::post::{Hindrance, SendSummary};
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::{Model, Notice};
use crate::tui::overlays::Layer;
use crate::tui::panes::with_key;

/// What came of recording letters, until it is known what became of sending them.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// How many, in one sentence.
    pub says: String,
    /// Whose letters were left out, and why.
    pub left_out: Vec<(String, String)>,
}

/// How many were left out, and why the first one was.
pub fn left_out(locale: &Locale, left: &[(String, String)]) -> Option<String> {
    let (name, why) = left.first()?;
    let (count, why) = (locale.whole(left.len() as u64), format!("{name}: {why}"));
    let facts = [("count", count.as_str()), ("why", why.as_str())];
    Some(locale.say("tui.sent-out.left-out", &facts))
}

/// Those left out, a line for each.
pub fn each(left: &[(String, String)]) -> Vec<String> {
    let lines = left.iter().map(|(name, why)| format!("{name}: {why}"));
    lines.collect()
}

/// Tells what became of sending, and of the letters that were recorded for it.
pub fn tell(model: &mut Model, summary: &SendSummary, file: Option<&str>) {
    let recorded = model.reminders.recorded.take();
    let left = recorded.as_ref().map_or(&[][..], |it| &it.left_out);
    let locale = &model.locale;
    let mut says = became(locale, summary, file);
    let why = summary.hindrance.as_ref().map(|it| match it {
        Hindrance::Elsewhere => locale.text("tui.sent-out.elsewhere").to_owned(),
        Hindrance::Cancelled => locale.text("tui.sent-out.cancelled").to_owned(),
        Hindrance::NoWay(why) => why.clone(),
        Hindrance::Server(why) => locale.say("tui.sent-out.server", &[("why", why)]),
    });
    // Of several reasons the line has room for one: the others are read in full.
    if why.is_some() && !left.is_empty() {
        let count = locale.whole(left.len() as u64);
        says.push(locale.say("tui.sent-out.left-out-short", &[("count", &count)]));
    } else {
        says.extend(left_out(locale, left));
    }
    says.extend(why);
    says.extend(waits(locale, summary));
    if says.is_empty() && recorded.is_none() {
        return;
    }
    let tried = summary.sent + summary.failed + summary.in_doubt;
    if tried == 0
        && let Some(recorded) = &recorded
    {
        says.push(recorded.says.clone());
    }
    let is_there = matches!(model.layers.last(), Some(Layer::Outbox(_)));
    if !is_there {
        says.push(with_key(model, "tui.sent-out.more", ActionId::Outbox));
    }
    let is_hindered = !matches!(summary.hindrance, None | Some(Hindrance::Cancelled));
    let is_well = !is_hindered
        && summary.failed + summary.in_doubt + summary.out_of_date == 0
        && left.is_empty();
    match recorded {
        _ if !is_well => {
            let mut more = each(left);
            more.extend(each(&summary.not_sent));
            model.refuse(says.join(" · "), more);
        }
        // Nothing has left: one key takes all of it back. What was done is told first.
        Some(_) if tried == 0 => {
            says.rotate_right(if is_there { 1 } else { 2 });
            model.notice = Some(Notice::Posted(says.join(" · ")));
        }
        _ => model.notice = Some(Notice::Done(says.join(" · "))),
    }
}

/// Counts by stand, and what waits for e-mail still.
fn became(locale: &Locale, summary: &SendSummary, file: Option<&str>) -> Vec<String> {
    let mut says = Vec::new();
    if let (Some(file), 1..) = (file, summary.sent) {
        let count = locale.whole(summary.sent);
        let facts = [("count", count.as_str()), ("file", file)];
        says.push(locale.say("tui.sent-out.printed", &facts));
    } else {
        says.extend(stand(locale, summary.sent, "sent"));
    }
    says.extend(stand(locale, summary.failed, "failed"));
    says.extend(stand(locale, summary.in_doubt, "in-doubt"));
    says.extend(waiting(locale, summary.waiting.email, "email"));
    if summary.out_of_date > 0 {
        let count = locale.whole(summary.out_of_date);
        says.push(locale.say("tui.sent-out.out-of-date", &[("count", &count)]));
    }
    says
}

/// What waits for a person to print or export it.
fn waits(locale: &Locale, summary: &SendSummary) -> impl Iterator<Item = String> {
    let paper = waiting(locale, summary.waiting.on_paper(), "paper");
    paper
        .into_iter()
        .chain(waiting(locale, summary.waiting.sms, "sms"))
}

fn stand(locale: &Locale, count: u64, name: &str) -> Option<String> {
    let stand = locale.text(&format!("stand.{name}"));
    (count > 0).then(|| format!("{} {stand}", locale.whole(count)))
}

fn waiting(locale: &Locale, count: u64, way: &str) -> Option<String> {
    let key = format!("tui.sent-out.for-{way}");
    (count > 0).then(|| locale.say(&key, &[("count", &locale.whole(count))]))
}
