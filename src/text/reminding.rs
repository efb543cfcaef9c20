//! Names that a policy gives, as the user calls them: stages, and ways to reach a customer.

use crate::domain::letter::LetterKind;

use super::locale::Locale;

impl Locale {
    /// A stage by its name in the policy; the usual names are told in the user's words.
    pub fn stage<'a>(&self, stage: &'a str) -> &'a str {
        let known = LetterKind::parse(stage).map(|kind| format!("letter.{}", kind.name()));
        let key = known.unwrap_or_else(|| format!("stage.{stage}"));
        if self.has(&key) {
            self.text(&key)
        } else {
            stage
        }
    }

    /// A way to reach a customer; one that the locale does not know is the policy's own.
    pub fn channel<'a>(&self, channel: &'a str) -> &'a str {
        let key = format!("channel.{channel}");
        if self.has(&key) {
            self.text(&key)
        } else {
            channel
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_or_a_way_of_ones_own_is_called_what_the_policy_calls_it() {
        let locale = Locale::english();
        assert_eq!(locale.stage("notice"), "collection notice");
        assert_eq!(locale.stage("hand-over"), "hand-over");
        assert_eq!(locale.stage("siste-sjanse"), "siste-sjanse");
        assert_eq!(locale.channel("email"), "e-mail");
        assert_eq!(locale.channel("dove"), "dove");
    }
}
