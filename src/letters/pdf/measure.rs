//! The measures of a page, in thousandths of a point: whole numbers, so that a layout is the same on every machine.

/// Thousandths of a point, of which 72 000 make an inch.
pub(super) type Milli = i64;

/// Millimetres.
pub(super) const fn mm(length: i64) -> Milli {
    length * 720_000 / 254
}

/// Points.
pub(super) const fn pt(length: i64) -> Milli {
    length * 1_000
}

/// A4, upright.
pub(super) const PAPER: (Milli, Milli) = (mm(210), mm(297));

/// The column of text, from edge to edge.
pub(super) const LEFT: Milli = mm(25);
pub(super) const RIGHT: Milli = mm(190);
pub(super) const WIDTH: Milli = RIGHT - LEFT;

/// Where text begins on the second page and on.
pub(super) const TOP: Milli = mm(27);

/// The baseline of the running head there.
pub(super) const HEAD: Milli = mm(17);

/// The lowest that the foot reaches.
pub(super) const FLOOR: Milli = mm(287);

/// The smallest that is left for text between the foot and the top of a page.
pub(super) const LEAST_BODY: Milli = mm(120);

/// From the top of a line to its baseline, for a line of this height.
pub(super) const fn ascent(leading: Milli) -> Milli {
    leading * 76 / 100
}
