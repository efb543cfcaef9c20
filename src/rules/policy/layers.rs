//! Tables of a policy laid over each other, whatever the policy is about: the shipped file, what the settings say of
//! all, of a kind, of who has a name.

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::fault::Place;
use super::field::{Field, PolicyText, Section};
use super::{Pair, PolicyFault};

/// The tables of the kinds of customers.
const KINDS: [&str; 2] = ["business", "consumer"];
/// Digits of a digest that are kept.
const DIGEST: usize = 12;

/// What tables are laid on.
pub trait Layered: Clone {
    /// Lays a table over what was said; `apart` are its keys that are tables of their own standing.
    fn lay(&mut self, section: &Section<'_>, apart: &[&str]) -> Result<(), PolicyFault>;
}

impl<D: Layered> Pair<D> {
    pub(in crate::rules) fn both(draft: &D) -> Self {
        Self {
            business: draft.clone(),
            consumer: draft.clone(),
        }
    }

    pub(in crate::rules) fn lay(&mut self, named: &Named<'_>) -> Result<(), PolicyFault> {
        self.business.lay(&named.section, &[])?;
        self.consumer.lay(&named.section, &[])
    }

    /// The same where the table may have one of its own for each kind.
    pub(in crate::rules) fn lay_kinds(&mut self, named: &Named<'_>) -> Result<(), PolicyFault> {
        let section = &named.section;
        lay_kinds(self, section, &KINDS, section.layer)
    }
}

/// The table of who has a name: a group, a customer, a class.
pub struct Named<'t> {
    field: Field<'t>,
    section: Section<'t>,
}

impl Named<'_> {
    pub fn key(&self) -> &str {
        self.field.key
    }

    pub fn place(&self) -> &Place {
        &self.field.place
    }
}

/// The file that is shipped for a country, by its ISO 3166 code in either case; the last one for any other.
pub(in crate::rules) fn shipped<'s>(
    files: &[(&'s str, &'s str); 5],
    country: &str,
) -> (&'s str, &'s str) {
    let [.., general] = files;
    let known = files
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(country));
    *known.unwrap_or(general)
}

pub(in crate::rules) fn section<'t>(
    text: &'t PolicyText<'t>,
    name: &str,
    layer: u8,
    table: &'t DeTable<'t>,
) -> Section<'t> {
    Section {
        text,
        name: name.to_owned(),
        layer,
        table,
    }
}

/// Lays what holds for all, then what holds for each kind.
pub(in crate::rules) fn lay_kinds<D: Layered>(
    pair: &mut Pair<D>,
    section: &Section<'_>,
    apart: &[&str],
    layer: u8,
) -> Result<(), PolicyFault> {
    pair.business.lay(section, apart)?;
    pair.consumer.lay(section, apart)?;
    for field in section.fields() {
        let draft = match field.key {
            "business" => &mut pair.business,
            "consumer" => &mut pair.consumer,
            _ => continue,
        };
        let mut section = field.section()?;
        section.layer = layer;
        draft.lay(&section, &[])?;
    }
    Ok(())
}

/// The named tables below a key, in their order.
pub(in crate::rules) fn below<'t>(
    own: &Section<'t>,
    key: &str,
    layer: u8,
) -> Result<Vec<Named<'t>>, PolicyFault> {
    let Some(field) = own.fields().find(|field| field.key == key) else {
        return Ok(Vec::new());
    };
    let named = field.section()?;
    named
        .fields()
        .map(|field| {
            let mut section = field.section()?;
            section.layer = layer;
            Ok(Named { field, section })
        })
        .collect()
}

/// What something says, in short: the same for the same content, however it was written.
pub(in crate::rules) fn digest(said: &impl serde::Serialize) -> String {
    let written = serde_json::to_vec(said).unwrap_or_default();
    let mut digest = format!("{:x}", Sha256::digest(written));
    digest.truncate(DIGEST);
    digest
}
