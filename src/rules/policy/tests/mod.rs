//! The shipped policies, what a company changes of them, and what the law refuses.

mod lawful;
mod written;

use super::*;

const COUNTRIES: [&str; 5] = ["no", "se", "dk", "fi", "eu"];

fn load(country: &str, settings: &str) -> Result<Policies, PolicyFault> {
    Policies::load(country, Some(&PolicyText::new("config.toml", settings)))
}

fn loaded(country: &str, settings: &str) -> Policies {
    load(country, settings).unwrap()
}
