//! The table: a job, ours, the raw cost, their ratio, and what the ratio must and should be.

use std::collections::BTreeMap;
use std::time::Duration;

use super::cost::Cost;
use super::world::World;

/// At most so much: must, and goal.
#[derive(Clone, Copy)]
pub struct Most(pub f64, pub f64);

#[derive(Default)]
pub struct Table {
    /// Milliseconds by job and size, for growth.
    times: BTreeMap<(&'static str, &'static str), f64>,
    worst: Vec<String>,
}

impl Table {
    pub fn new() -> Self {
        println!(
            "{:<34} {:>4} {:>12} {:>12} {:>8} {:>7} {:>7}",
            "job", "size", "ours", "raw", "ratio", "must", "goal"
        );
        Self::default()
    }

    /// CPU time beside that of the raw work.
    pub fn ratio(
        &mut self,
        job: &'static str,
        world: &World,
        (ours, raw): (Cost, Cost),
        most: Most,
    ) {
        let (mine, theirs) = (millis(ours.cpu), millis(raw.cpu));
        self.times.insert((job, world.name()), mine);
        let (mine_told, raw_told) = (format!("{mine:.1} ms"), format!("{theirs:.1} ms"));
        self.line(
            job,
            world.name(),
            &mine_told,
            &raw_told,
            mine / theirs,
            most,
        );
    }

    /// A time on the wall, beside a limit of its own.
    pub fn wall(&mut self, job: &'static str, world: &World, time: Duration, most: Most) {
        let ours = millis(time);
        self.times.insert((job, world.name()), ours);
        self.line(job, world.name(), &format!("{ours:.2} ms"), "", ours, most);
    }

    pub fn count(&mut self, job: &'static str, size: &str, count: f64, unit: &str, most: Most) {
        self.line(job, size, &format!("{count:.2} {unit}"), "", count, most);
    }

    pub fn left_out(job: &str, size: &str, why: &str) {
        println!("{job:<34} {size:>4} not measured: {why}");
    }

    fn line(
        &mut self,
        job: &str,
        size: &str,
        ours: &str,
        raw: &str,
        figure: f64,
        Most(must, goal): Most,
    ) {
        let verdict = if figure <= goal {
            "goal"
        } else if figure <= must {
            "ok"
        } else {
            self.worst.push(format!("{job} {size}"));
            "TOO MUCH"
        };
        println!(
            "{job:<34} {size:>4} {ours:>12} {raw:>12} {figure:>8.2} {must:>7} {goal:>7}  {verdict}"
        );
    }

    /// How times grew between two sizes.
    pub fn growth(
        &mut self,
        from: &'static str,
        to: &'static str,
        most: impl Fn(&str) -> Option<Most>,
    ) {
        for ((job, size), time) in self.times.clone() {
            if let (true, Some(before), Some(most)) =
                (size == to, self.times.get(&(job, from)), most(job))
            {
                let sizes = format!("{from}-{to}");
                self.line(
                    &format!("growth: {job}"),
                    &sizes,
                    "",
                    "",
                    time / before,
                    most,
                );
            }
        }
    }

    pub fn finish(self) {
        println!("\nMilliseconds drift with the machine; ratios within one run are what counts.");
        if !self.worst.is_empty() {
            println!("Beyond what must be: {}.", self.worst.join(", "));
            std::process::exit(1);
        }
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
