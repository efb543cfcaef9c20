//! What the books must add up to, read straight from the file.

use super::play::Play;

impl Play {
    /// What no money explains, if anything:
    ///
    /// * a credit is what it settles, what of it was closed without money, went out or is told elsewhere, and what is
    ///   left; all that is to go back is left;
    /// * in the company's currency, what a settlement takes off invoices is what it takes off credits and what
    ///   exchange gained or lost: to zero, entry by entry and pair by pair. What leaves by a difference is a posting
    ///   with nothing against it, no larger than the item.
    pub fn unaccounted(&self) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let mut found = Vec::new();
        for (what, sql) in [
            (
                "credit",
                "SELECT i.id FROM item i JOIN receipt r ON r.item = i.id
                 WHERE i.voided = 0 AND -i.opened_minor <> -i.open_minor
                    + (SELECT coalesce(sum(-d.amount_minor), 0) FROM posting d
                       WHERE d.counter_item = i.id AND d.kind = 3 AND d.currency = i.currency)
                    + (SELECT coalesce(sum(c.amount_minor), 0) FROM posting c
                       WHERE c.item = i.id AND (c.kind > 4 OR c.kind = 3 AND c.currency <>
                        (SELECT currency FROM item WHERE id = c.counter_item)))",
            ),
            (
                "settled by a credit",
                "SELECT d.item FROM posting d WHERE d.kind = 3 AND d.class < 2 AND NOT EXISTS (
                    SELECT 1 FROM posting c WHERE c.kind = 3 AND c.entry = d.entry AND c.item = d.counter_item
                        AND c.counter_item = d.item AND c.date = d.date
                        AND (c.amount_minor = -d.amount_minor OR c.currency <> d.currency))",
            ),
            (
                "base of a pair",
                "SELECT entry FROM posting WHERE kind IN (3, 4)
                 GROUP BY entry, min(item, counter_item), max(item, counter_item)
                 HAVING count(*) = count(base_minor) AND sum(base_minor) <> 0",
            ),
            (
                "base of what is settled",
                "SELECT id FROM item WHERE open_minor = 0 AND base_minor <> 0",
            ),
            (
                "closed beyond itself",
                "SELECT p.item FROM posting p JOIN item i ON i.id = p.item WHERE p.kind > 6
                 GROUP BY p.item, p.kind HAVING abs(sum(p.amount_minor)) > abs(max(i.opened_minor))
                    OR sum(p.amount_minor) * max(i.opened_minor) > 0",
            ),
            (
                "to go back beyond what is left",
                "SELECT r.credit FROM refund r JOIN item i ON i.id = r.credit WHERE r.dropped_entry IS NULL AND r.voided = 0
                 GROUP BY r.credit HAVING sum(r.left_minor) > abs(max(i.open_minor))",
            ),
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let id: i64 = row.get(0).unwrap();
                found.push(format!("{what}: {id}"));
            }
        }
        found
    }
}
