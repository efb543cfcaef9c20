//! What the benchmarks share: what a process costs, the books they work on, a terminal with a clock, and the table.

pub mod cost;
pub mod table;
pub mod terminal;
pub mod world;
