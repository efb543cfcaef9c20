//! What is still to be set up: each thing with the key or the command that does it.

use crate::reports::setup::{Need, Setup};
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::listing::{Entry, Offer};
use crate::tui::overlays::story::{Story, Tone};
use crate::tui::overlays::{self, Layer};

/// The list: what is missing, and what it is for.
pub fn entries(locale: &Locale, setup: &Setup) -> Vec<Entry> {
    let entry = |need: &Need| Entry {
        customer: None,
        title: format!("▸ {}", title(locale, *need)),
        figure: String::new(),
        tone: Tone::Title,
        says: vec![
            locale
                .text(&format!("tui.setup.why.{}", need.name()))
                .to_owned(),
        ],
        offer: Some(Offer::SetUp(*need)),
    };
    setup.missing.iter().map(entry).collect()
}

pub fn title(locale: &Locale, need: Need) -> &str {
    locale.text(&format!("tui.setup.{}", need.name()))
}

/// Does it, or says how.
pub fn begin(model: &mut Model, need: Need) -> Vec<Effect> {
    match need {
        Need::Customers | Need::Invoices | Need::BankFile => overlays::chooser::open(model),
        Need::Account => {
            let locale = &model.locale;
            let title = title(locale, need).to_owned();
            let fields = [("account", String::new())];
            let form = Form::new(locale, title, Purpose::OwnAccount, &fields);
            model.layers.push(Layer::Form(form));
            Vec::new()
        }
        Need::Address | Need::Email | Need::Mail => {
            tell(model, need);
            Vec::new()
        }
        Need::Policy => {
            tell(model, need);
            vec![Effect::Ask(Request::NotePolicySeen)]
        }
    }
}

/// What to write in the settings, and where they are.
fn tell(model: &mut Model, need: Need) {
    let locale = &model.locale;
    let mut story = Story::new(title(locale, need).to_owned());
    let settings = model
        .today
        .setup
        .as_ref()
        .and_then(|it| it.settings.clone());
    let settings = settings.unwrap_or_else(|| "config.toml".to_owned());
    let how = locale.say(
        &format!("tui.setup.how.{}", need.name()),
        &[("file", &settings)],
    );
    story.line(Tone::Text, how);
    story.line(Tone::Quiet, "");
    for line in lines(need) {
        story.line(Tone::Title, *line);
    }
    model.layers.push(Layer::Story(story));
}

/// The lines to write, or the commands to give.
fn lines(need: Need) -> &'static [&'static str] {
    match need {
        Need::Address => &["[company]", "address = [\"Storgata 1\", \"0155 OSLO\"]"],
        Need::Email => &["[company]", "email = \"faktura@example.com\""],
        Need::Mail => &["[mail]", "drafts = \"mail\""],
        Need::Policy => &["reskontra rules print", "reskontra rules check"],
        Need::Customers | Need::Invoices | Need::Account | Need::BankFile => &[],
    }
}
