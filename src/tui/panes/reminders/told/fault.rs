//! The rules at fault, told: what is wrong and where, which paragraph says so, what to do.

use super::{Told, gap};
use crate::desk::RulesFault;
use crate::tui::model::Model;
use crate::tui::overlays::story::Tone;

/// Why no letter can be judged.
pub fn fault(model: &Model, fault: &RulesFault) -> Vec<Told> {
    let locale = &model.locale;
    let label = |name: &str| locale.text(&format!("tui.reminders.fault.{name}"));
    let (place, what) = (fault.place(), locale.tell(fault.table(), fault));
    // The file and the line stand below, each in its row.
    let what = match (&place.file, place.line) {
        (Some(file), Some(line)) => what
            .strip_prefix(&format!("{file}:{line}: "))
            .unwrap_or(&what),
        _ => &what,
    };
    let mut told = vec![
        Told::new("", label("lead")).in_tone(Tone::Bad),
        gap(),
        Told::new("", format!("▲ {what}")).in_tone(Tone::Bad),
        gap(),
    ];
    let line = place.line.map(|line| line.to_string());
    let facts = [
        ("file", place.file),
        ("line", line),
        ("key", place.key),
        ("law", place.law),
    ];
    for (name, fact) in facts {
        told.extend(fact.map(|fact| Told::new(label(name), fact)));
    }
    told.push(gap());
    told.push(Told::new(label("mend"), label("mend-how")));
    told.push(Told::new(label("else"), label("else-works")));
    told
}
