use super::*;
use crate::text::Locale;
use std::collections::HashSet;

#[test]
fn every_action_stands_here_once_with_its_words() {
    let locale = Locale::english();
    let names: HashSet<_> = ACTIONS.iter().map(|action| action.name).collect();
    let ids: HashSet<_> = ACTIONS.iter().map(|action| action.id).collect();
    assert_eq!((names.len(), ids.len()), (ACTIONS.len(), ACTIONS.len()));
    for action in ACTIONS {
        assert_eq!(action.id.action().name, action.name);
        assert!(
            !action.title(&locale).starts_with("action."),
            "title of {}",
            action.name
        );
        assert!(
            !action.help(&locale).starts_with("action."),
            "help of {}",
            action.name
        );
    }
}

#[test]
fn default_keys_need_no_altgr_on_a_nordic_keyboard() {
    for action in ACTIONS {
        for key in action.keys {
            assert!(
                !key.contains(['[', ']', '{', '}', '\\', '|', '@', '~', '^', '`']),
                "{key}"
            );
        }
    }
}
