//! Numbers that look random and repeat: the same seed gives the same trial.

/// Draws numbers from a seed (`SplitMix64`).
pub struct Chance(u64);

impl Chance {
    /// From `RESKONTRA_TEST_SEED`, else always the same. Says which, so that a failure can be repeated.
    pub fn new(test: &str) -> Self {
        let seed = std::env::var("RESKONTRA_TEST_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(20_261_122);
        println!("{test}: RESKONTRA_TEST_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, and not including, an end.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}
