//! Which key does what where. Built from the action table and what a configuration changes of it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::action::{ACTIONS, Action, ActionId, Scope};
use super::input::Key;
use crate::text::Locale;

/// What is wrong with a configuration's keys. Its sentence stands in the locale under `key-fault`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum KeyFault {
    UnknownAction {
        action: String,
    },
    UnknownKey {
        action: String,
        name: String,
    },
    /// Two actions that work in one place have the same key.
    Conflict {
        name: String,
        first: String,
        second: String,
    },
    /// A key that types a character cannot be used inside a field.
    NeedsNamedKey {
        action: String,
    },
    NoKey {
        action: String,
    },
}

/// The keys of every action.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: HashMap<ActionId, Vec<Key>>,
    acts: HashMap<(Scope, Key), ActionId>,
}

/// Actions that work inside fields and must stay reachable there.
const IN_FIELDS: [ActionId; 2] = [ActionId::Back, ActionId::Choose];

impl Keymap {
    /// The table's keys, with those of the configuration in place of an action's own.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<KeyFault>> {
        let mut faults = Vec::new();
        for name in own.keys() {
            if !ACTIONS.iter().any(|action| action.name == name) {
                faults.push(KeyFault::UnknownAction {
                    action: name.clone(),
                });
            }
        }
        let mut keys = HashMap::new();
        for action in ACTIONS {
            keys.insert(
                action.id,
                keys_of(action, own.get(action.name), &mut faults),
            );
        }
        let mut map = Self {
            keys,
            acts: HashMap::new(),
        };
        for action in ACTIONS {
            for key in map.keys.get(&action.id).cloned().unwrap_or_default() {
                map.bind(action, key, &mut faults);
            }
        }
        if faults.is_empty() {
            Ok(map)
        } else {
            Err(faults)
        }
    }

    fn bind(&mut self, action: &Action, key: Key, faults: &mut Vec<KeyFault>) {
        let mut told = false;
        for scope in Scope::ALL
            .into_iter()
            .filter(|scope| action.scopes.holds(*scope))
        {
            if scope.types() && key.types().is_some() {
                continue;
            }
            if let Some(first) = self.acts.insert((scope, key), action.id)
                && first != action.id
                && !told
            {
                told = true;
                faults.push(KeyFault::Conflict {
                    name: key.to_string(),
                    first: first.action().name.to_owned(),
                    second: action.name.to_owned(),
                });
            }
        }
    }

    /// What a key does in a scope.
    pub fn act(&self, scope: Scope, key: Key) -> Option<ActionId> {
        self.acts.get(&(scope, key)).copied()
    }

    /// The keys of an action, the first one the most usual.
    pub fn keys(&self, id: ActionId) -> &[Key] {
        self.keys.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The key of an action in a scope, as a footer shows it.
    pub fn label(&self, id: ActionId, scope: Scope, locale: &Locale) -> String {
        let works = |key: &&Key| self.acts.get(&(scope, **key)) == Some(&id);
        let keys = self.keys(id);
        keys.iter()
            .find(works)
            .or(keys.first())
            .map_or_else(String::new, |key| key.label(locale))
    }
}

fn keys_of(action: &Action, own: Option<&Vec<String>>, faults: &mut Vec<KeyFault>) -> Vec<Key> {
    let Some(own) = own else {
        return action
            .keys
            .iter()
            .filter_map(|name| Key::parse(name))
            .collect();
    };
    let mut keys = Vec::new();
    for name in own {
        match Key::parse(name) {
            Some(key) if !keys.contains(&key) => keys.push(key),
            Some(_) => {}
            None => faults.push(KeyFault::UnknownKey {
                action: action.name.to_owned(),
                name: name.clone(),
            }),
        }
    }
    if IN_FIELDS.contains(&action.id) {
        if own.is_empty() {
            faults.push(KeyFault::NoKey {
                action: action.name.to_owned(),
            });
        } else if !keys.iter().any(|key| key.types().is_none()) {
            faults.push(KeyFault::NeedsNamedKey {
                action: action.name.to_owned(),
            });
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        pairs
            .iter()
            .map(|(name, keys)| {
                (
                    (*name).to_owned(),
                    keys.iter().map(|k| (*k).to_owned()).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn the_tables_keys_do_not_conflict() {
        let map = Keymap::new(&BTreeMap::new()).unwrap();
        for action in ACTIONS {
            assert_eq!(
                map.keys(action.id).len(),
                action.keys.len(),
                "{}",
                action.name
            );
            for name in action.keys {
                let key = Key::parse(name).unwrap();
                for scope in Scope::ALL
                    .into_iter()
                    .filter(|scope| action.scopes.holds(*scope))
                {
                    if !(scope.types() && key.types().is_some()) {
                        assert_eq!(map.act(scope, key), Some(action.id), "{name} in {scope:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_configuration_takes_an_actions_keys_over() {
        let map = Keymap::new(&own(&[("quit", &["ctrl-q", "f10"])])).unwrap();
        assert_eq!(
            map.act(Scope::Aging, Key::parse("f10").unwrap()),
            Some(ActionId::Quit)
        );
        assert_eq!(map.act(Scope::Aging, Key::parse("q").unwrap()), None);
    }

    #[test]
    fn what_cannot_be_is_reported_and_all_of_it() {
        let faults = Keymap::new(&own(&[
            ("fly", &["x"]),
            ("quit", &["hyper-q"]),
            ("sort", &["d"]),
            ("back", &["%"]),
            ("choose", &[]),
        ]))
        .unwrap_err();
        assert_eq!(
            faults,
            [
                KeyFault::UnknownAction {
                    action: "fly".into()
                },
                KeyFault::NeedsNamedKey {
                    action: "back".into()
                },
                KeyFault::UnknownKey {
                    action: "quit".into(),
                    name: "hyper-q".into()
                },
                KeyFault::NoKey {
                    action: "choose".into()
                },
                KeyFault::Conflict {
                    name: "d".into(),
                    first: "as-of".into(),
                    second: "sort".into()
                },
            ]
            .into_iter()
            .collect::<Vec<_>>()
            .tap(&faults)
        );
    }

    trait Tap {
        fn tap(self, other: &[KeyFault]) -> Self;
    }
    impl Tap for Vec<KeyFault> {
        /// The same faults in the other's order: which comes first says nothing.
        fn tap(mut self, other: &[KeyFault]) -> Self {
            self.sort_by_key(|fault| other.iter().position(|o| o == fault));
            self
        }
    }

    #[test]
    fn letters_type_inside_a_field() {
        let map = Keymap::new(&BTreeMap::new()).unwrap();
        assert_eq!(map.act(Scope::Palette, Key::parse("j").unwrap()), None);
        assert_eq!(
            map.act(Scope::Palette, Key::parse("down").unwrap()),
            Some(ActionId::Down)
        );
    }
}
