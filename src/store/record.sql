-- Version 1, continued: what is on record of customers beside their accounts.

-- Immutable but for whether it counts. Columns that are asked for stand beside the facts, which are JSON.
CREATE TABLE credit_record (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note is the record's.
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    made INTEGER NOT NULL,
    until INTEGER,
    amount_minor INTEGER,
    -- An order's.
    number TEXT,
    facts TEXT NOT NULL,
    ended INTEGER,
    ended_entry INTEGER,
    ended_event INTEGER,
    -- The invoice that ended it.
    ended_by INTEGER REFERENCES document (id),
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    CHECK ((kind = 'order') = (number IS NOT NULL)),
    CHECK ((ended IS NULL) = (ended_entry IS NULL) AND (ended IS NULL) = (ended_event IS NULL))
) STRICT;
CREATE INDEX credit_record_customer ON credit_record (customer, kind);
-- What may count today: the rest is history.
CREATE INDEX credit_record_standing ON credit_record (kind, customer) WHERE ended IS NULL AND voided = 0;
CREATE UNIQUE INDEX credit_record_order ON credit_record (customer, number COLLATE NOCASE)
    WHERE kind = 'order' AND ended IS NULL AND voided = 0;

CREATE TRIGGER credit_record_kept BEFORE UPDATE OF
    id, entry, event, customer, kind, made, until, amount_minor, number, facts ON credit_record
    BEGIN SELECT RAISE (ABORT, 'records never change but by their end'); END;
CREATE TRIGGER credit_record_stays BEFORE DELETE ON credit_record
    BEGIN SELECT RAISE (ABORT, 'records are never deleted'); END;
