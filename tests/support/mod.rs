//! What several tests need.

pub mod book;
