-- Version 1. Dates are integers yyyymmdd, amounts whole minor units of the row's currency.
-- `entry` is the journal entry that made a row; no foreign key, for an entry is written after its rows and SQLite
-- would search every table for them. Nor have the rows that are many and come with the row they belong to: an item
-- with its document or receipt, a receipt's text, a posting. The doctor proves both instead.
-- A key of what a run changes by the thousand is deferred: a statement that may fail half-way has SQLite copy every page
-- before it changes it.
-- Rows marked immutable are what the journal's digests speak of; triggers refuse to change them.

-- The company. One row, as the journal's first entry says.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    company TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    org_no TEXT,
    accounts TEXT NOT NULL,
    size TEXT NOT NULL CHECK (size IN ('small', 'medium', 'large')),
    locked INTEGER,
    -- The latest day that any posting bears: an aging as of that day or later needs no replay.
    horizon INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The sum of all postings by currency, kept as they are made: what an aging proves itself against.
CREATE TABLE balance (
    currency TEXT PRIMARY KEY,
    amount_minor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who asked for what, when, and by which policy it was decided. Kept once for entries in a row that have the same, with
-- the first of them.
CREATE TABLE stamp (
    entry INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    face TEXT NOT NULL,
    command TEXT NOT NULL,
    policy TEXT NOT NULL
) STRICT;

-- One command carried out. The hash covers the row, its stamp and the hash of the entry before it.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    -- The entry that its stamp is kept with.
    stamp INTEGER NOT NULL,
    run INTEGER NOT NULL,
    undoes INTEGER REFERENCES journal (id),
    events TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX journal_run ON journal (run);
CREATE INDEX stamp_match ON stamp (entry) WHERE command = 'match';

-- Free text of an entry's event, which may name persons. The journal holds its salted hash.
CREATE TABLE note (
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    salt BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (entry, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_file (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    level TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    transmission TEXT,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX source_file_sha256 ON source_file (sha256);

-- Customer 0 is reserved: it holds the receipts that are nobody's yet.
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    -- Who shows and owns all that is his, where two are one.
    merged_into INTEGER REFERENCES customer (id)
) STRICT;
CREATE UNIQUE INDEX customer_number ON customer (number) WHERE voided = 0;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

-- Immutable.
CREATE TABLE customer_version (
    customer INTEGER NOT NULL REFERENCES customer (id),
    version INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    language TEXT,
    terms TEXT,
    credit_limit_minor INTEGER,
    risk_class TEXT,
    grouping TEXT,
    channel TEXT,
    agreed_fee_date INTEGER,
    agreed_interest TEXT,
    agreed_interest_date INTEGER,
    contract TEXT,
    salesperson TEXT,
    -- A JSON list, in order.
    tags TEXT,
    parent INTEGER REFERENCES customer (id),
    since INTEGER,
    inactive INTEGER NOT NULL CHECK (inactive IN (0, 1)),
    text_hash BLOB NOT NULL,
    PRIMARY KEY (customer, version)
) STRICT, WITHOUT ROWID;

-- What names or reaches a person: erasing it leaves the books and their hashes whole.
CREATE TABLE customer_text (
    customer INTEGER NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    name TEXT NOT NULL,
    org_no TEXT,
    account TEXT,
    email TEXT,
    phone TEXT,
    street TEXT,
    postcode TEXT,
    city TEXT,
    -- A JSON list of persons.
    contacts TEXT,
    notes TEXT,
    PRIMARY KEY (customer, version),
    FOREIGN KEY (customer, version) REFERENCES customer_version (customer, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_text_account ON customer_text (account) WHERE account IS NOT NULL;

-- Digests of what tells a customer from others, by which one who may be the same is found. Goes with the text.
CREATE TABLE customer_sign (
    sign INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (sign, customer, version)
) STRICT, WITHOUT ROWID;

-- Immutable but for `voided`.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- Not IN: of more than two values SQLite builds a table, for each row anew.
    kind TEXT NOT NULL CHECK (kind = 'invoice' OR kind = 'credit_note' OR kind = 'charge'),
    number TEXT NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL,
    issued INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    rate TEXT,
    delivery_date INTEGER,
    order_ref TEXT,
    contract_ref TEXT,
    credits_invoice TEXT,
    discount_percent TEXT,
    discount_date INTEGER,
    -- The bank was to fetch the money on the due date.
    direct_debit INTEGER NOT NULL DEFAULT 0 CHECK (direct_debit IN (0, 1)),
    notes TEXT,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX document_number ON document (number, kind) WHERE voided = 0;

-- An open item: an instalment of a document, or a receipt. Immutable but for customer, keyed, held_since, open_minor,
-- base_minor and voided, which the postings say. `keyed` is whom its document or its last move named, as its postings
-- do; `customer` is whose it is: the same, or who owns all of him.
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    document INTEGER,
    class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
    currency TEXT NOT NULL,
    issued INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    due INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    opened_minor INTEGER NOT NULL,
    reference TEXT,
    last_stage TEXT,
    last_letter_date INTEGER,
    fees_charged_minor INTEGER,
    interest_charged_minor INTEGER,
    interest_until INTEGER,
    customer INTEGER NOT NULL REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED,
    keyed INTEGER NOT NULL,
    held_since INTEGER NOT NULL,
    open_minor INTEGER NOT NULL,
    base_minor INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    CHECK ((document IS NULL) = (class = 3)),
    CHECK (CASE WHEN class < 2 THEN open_minor >= 0 AND open_minor <= opened_minor
                ELSE open_minor <= 0 AND open_minor >= opened_minor END)
) STRICT;
CREATE INDEX item_document ON item (document) WHERE document IS NOT NULL;
-- Tells by itself how many invoices a customer was ever sent, and when.
CREATE INDEX item_customer ON item (customer, class, voided, document, issued);
CREATE INDEX item_reference ON item (reference) WHERE reference IS NOT NULL AND document IS NOT NULL;
-- The working set: what is open, not history.
CREATE INDEX item_open ON item (customer, currency, class, due, issued, open_minor) WHERE open_minor <> 0;
CREATE INDEX item_due ON item (due, id) WHERE open_minor > 0;

-- What the bank says of an account over some days. Immutable but for `voided`.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    file INTEGER REFERENCES source_file (id),
    account TEXT,
    currency TEXT NOT NULL,
    number TEXT,
    sequence INTEGER,
    starts INTEGER,
    until INTEGER,
    opening_minor INTEGER,
    closing_minor INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX statement_account ON statement (account, currency, starts);

-- Immutable but for what set it aside and what is counted in its place.
CREATE TABLE receipt (
    item INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    file INTEGER REFERENCES source_file (id),
    line INTEGER NOT NULL,
    booked INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    payment_id TEXT,
    bank_ref TEXT,
    own_account TEXT,
    batch TEXT,
    form TEXT,
    fingerprint INTEGER NOT NULL,
    text_hash BLOB NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    -- The entry and event whose note says why it was set aside, while it is.
    aside_entry INTEGER,
    aside_event INTEGER,
    -- The receipt that is counted in its place, the same money told by another file, and whether that is certain.
    covered_by INTEGER REFERENCES item (id),
    cover_sure INTEGER CHECK (cover_sure IN (0, 1)),
    CHECK ((covered_by IS NULL) = (cover_sure IS NULL))
) STRICT;
CREATE UNIQUE INDEX receipt_payment_id ON receipt (payment_id) WHERE payment_id IS NOT NULL AND voided = 0;
-- Fingerprints come in no order, which a large index suffers from: a receipt that its maker or its bank numbered is
-- found by that number.
CREATE INDEX receipt_bank_ref ON receipt (bank_ref, fingerprint) WHERE bank_ref IS NOT NULL;
CREATE INDEX receipt_fingerprint ON receipt (fingerprint) WHERE payment_id IS NULL AND bank_ref IS NULL;
CREATE INDEX receipt_booked ON receipt (booked);
CREATE INDEX receipt_covered ON receipt (covered_by) WHERE covered_by IS NOT NULL;
CREATE INDEX receipt_by_hand ON receipt (item) WHERE file IS NULL;
CREATE INDEX receipt_doubtful ON receipt (item) WHERE cover_sure = 0;

CREATE TABLE receipt_text (
    item INTEGER PRIMARY KEY,
    salt BLOB NOT NULL,
    payer_name TEXT,
    payer_account TEXT,
    message TEXT,
    raw TEXT,
    details TEXT
) STRICT;
-- A return names the payer's own identity of the payment that comes back.
CREATE INDEX receipt_text_end_to_end ON receipt_text (details ->> 'end_to_end')
    WHERE details ->> 'end_to_end' IS NOT NULL;

-- A line of a bank file that is no payment and waits for someone to look at it. Immutable but for `voided`, what is
-- left of it and what put it away.
CREATE TABLE other_line (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    file INTEGER REFERENCES source_file (id),
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    booked INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    bank_ref TEXT,
    reference TEXT,
    own_account TEXT,
    batch TEXT,
    of_payment INTEGER REFERENCES item (id),
    fingerprint INTEGER NOT NULL,
    text_hash BLOB NOT NULL,
    left_minor INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND amount_minor),
    -- The entry and event whose note says why it was put away, once it was.
    dismissed_entry INTEGER,
    dismissed_event INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX other_line_fingerprint ON other_line (fingerprint);
CREATE INDEX other_line_batch ON other_line (file, batch) WHERE batch IS NOT NULL AND of_payment IS NULL;
CREATE INDEX other_line_waiting ON other_line (currency, left_minor)
    WHERE left_minor > 0 AND dismissed_entry IS NULL AND voided = 0;

CREATE TABLE other_text (
    id INTEGER PRIMARY KEY REFERENCES other_line (id),
    salt BLOB NOT NULL,
    payer_name TEXT,
    payer_account TEXT,
    message TEXT,
    raw TEXT,
    details TEXT
) STRICT;

-- The truth: dated, immutable changes of an item's balance, with all that an aging walks.
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    item INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    class INTEGER NOT NULL,
    currency TEXT NOT NULL,
    issued INTEGER NOT NULL,
    due INTEGER NOT NULL,
    date INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 14),
    amount_minor INTEGER NOT NULL,
    base_minor INTEGER,
    counter_item INTEGER
) STRICT;
CREATE INDEX posting_item ON posting (item);
-- Roundings are few, and have a limit for each customer and year.
CREATE INDEX posting_rounding ON posting (date) WHERE kind = 7;

-- The events of the journal that say why a receipt was settled as it was: the evidence stands there, once.
CREATE TABLE decision (
    receipt INTEGER NOT NULL REFERENCES receipt (item) DEFERRABLE INITIALLY DEFERRED,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    class TEXT,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (receipt, entry, event)
) STRICT, WITHOUT ROWID;

-- What was learned of payers: whose an account (bare) or a name (folded) was found to be, and how often. It follows
-- from the decisions, and stays when all of it was taken back. The keys are personal data: the journal has none.
CREATE TABLE link (
    kind TEXT NOT NULL CHECK (kind = 'account' OR kind = 'name'),
    key TEXT NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    right INTEGER NOT NULL CHECK (right >= 0),
    undone INTEGER NOT NULL CHECK (undone >= 0),
    -- Right since one was last taken back.
    streak INTEGER NOT NULL CHECK (streak >= 0),
    -- The entries of the first and the last decision that taught it.
    origin INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (kind, key, customer)
) STRICT, WITHOUT ROWID;

-- What a person said must not be used.
CREATE TABLE link_block (
    kind TEXT NOT NULL CHECK (kind = 'account' OR kind = 'name'),
    key TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- How often the proposals of a pattern of evidence were right.
CREATE TABLE pattern (
    codes TEXT PRIMARY KEY,
    right INTEGER NOT NULL CHECK (right >= 0),
    undone INTEGER NOT NULL CHECK (undone >= 0),
    streak INTEGER NOT NULL CHECK (streak >= 0)
) STRICT, WITHOUT ROWID;

-- The user's rules that speak, each as it was tested.
CREATE TABLE rule_switch (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What matching found of the receipts that are nobody's after an entry: how many may be each customer's, and what each
-- was found by, so that later only those are matched again that something was entered of. One row, which follows from
-- all else and tells nothing once the settings are others.
CREATE TABLE unmatched (
    entry INTEGER PRIMARY KEY,
    settings TEXT NOT NULL,
    found TEXT NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    trail BLOB NOT NULL,
    trail_seal BLOB NOT NULL CHECK (length(trail_seal) = 32)
) STRICT;

-- Money to be given back. Until it goes out nothing else may use it.
CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note says why, if anyone said.
    event INTEGER NOT NULL,
    credit INTEGER NOT NULL REFERENCES item (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    left_minor INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND amount_minor),
    planned INTEGER NOT NULL,
    -- The entry that dropped it, while it is dropped.
    dropped_entry INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX refund_credit ON refund (credit);
CREATE INDEX refund_waiting ON refund (left_minor) WHERE left_minor > 0 AND dropped_entry IS NULL AND voided = 0;

-- What stops reminders: dated overlays without postings.
CREATE TABLE pause (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    -- One of the two.
    item INTEGER REFERENCES item (id),
    customer INTEGER REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN ('dispute', 'promise', 'extension', 'pause', 'skip', 'bankruptcy')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    starts INTEGER NOT NULL,
    until INTEGER,
    closed INTEGER,
    closed_entry INTEGER,
    closed_event INTEGER,
    owner TEXT,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    CHECK ((item IS NULL) <> (customer IS NULL) AND (item IS NULL) = (amount_minor = 0))
) STRICT;
CREATE INDEX pause_item ON pause (item) WHERE item IS NOT NULL;
CREATE INDEX pause_customer ON pause (customer) WHERE customer IS NOT NULL;
CREATE INDEX pause_running ON pause (item) WHERE voided = 0 AND closed IS NULL;
CREATE INDEX pause_dispute ON pause (item, starts, closed, amount_minor) WHERE kind = 'dispute' AND voided = 0;

-- A letter that went out. All of it stands in the journal, in that event of its entry; here is what is asked for.
CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL,
    stage TEXT NOT NULL,
    kind TEXT NOT NULL,
    sent INTEGER NOT NULL,
    deadline INTEGER,
    total_minor INTEGER NOT NULL,
    reference TEXT,
    channel TEXT NOT NULL,
    -- The version of the customer that it speaks to.
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX letter_customer ON letter (customer);

-- What it says of an item, and the step that the item takes by it, if any: each step once in a cycle.
CREATE TABLE letter_item (
    letter INTEGER NOT NULL REFERENCES letter (id),
    item INTEGER NOT NULL REFERENCES item (id),
    amount_minor INTEGER NOT NULL,
    stage TEXT,
    kind TEXT,
    cycle INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
    PRIMARY KEY (letter, item),
    CHECK ((stage IS NULL) = (kind IS NULL) AND (stage IS NULL) = (cycle IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_item_item ON letter_item (item);
CREATE UNIQUE INDEX letter_item_step ON letter_item (item, stage, cycle) WHERE stage IS NOT NULL AND voided = 0;

-- What a charge is for: the item whose lateness it answers, the days that interest counts. The charge is an item of
-- its own and stands as long as that does.
CREATE TABLE charge (
    item INTEGER PRIMARY KEY REFERENCES item (id),
    about INTEGER NOT NULL REFERENCES item (id),
    -- What claimed it: a letter, or the payment plan whose fee it is.
    letter INTEGER REFERENCES letter (id),
    plan INTEGER REFERENCES plan (id),
    kind TEXT NOT NULL CHECK (kind = 'fee' OR kind = 'interest' OR kind = 'compensation'),
    starts INTEGER,
    until INTEGER,
    rule TEXT NOT NULL,
    CHECK ((letter IS NULL) <> (plan IS NULL))
) STRICT;
CREATE INDEX charge_plan ON charge (plan) WHERE plan IS NOT NULL;
CREATE INDEX charge_about ON charge (about);

-- An item that an agency collects.
CREATE TABLE handover (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note says why.
    event INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES item (id),
    agency TEXT NOT NULL,
    case_number TEXT,
    -- The entry that said the case number last.
    case_entry INTEGER,
    starts INTEGER NOT NULL,
    closed INTEGER,
    closed_entry INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX handover_item ON handover (item);
CREATE UNIQUE INDEX handover_running ON handover (item) WHERE closed IS NULL AND voided = 0;

-- A payment plan, what it covers and how it is paid.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note says why it goes beyond the policy, if it does.
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL,
    starts INTEGER NOT NULL,
    grace_days INTEGER NOT NULL,
    interest INTEGER NOT NULL CHECK (interest IN (0, 1)),
    closed INTEGER,
    closed_entry INTEGER,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX plan_customer ON plan (customer);
CREATE INDEX plan_running ON plan (id) WHERE closed IS NULL AND voided = 0;
CREATE TABLE plan_item (
    plan INTEGER NOT NULL REFERENCES plan (id),
    item INTEGER NOT NULL REFERENCES item (id),
    -- What was open of it then.
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (plan, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_item_item ON plan_item (item);
CREATE TABLE plan_instalment (
    plan INTEGER NOT NULL REFERENCES plan (id),
    number INTEGER NOT NULL,
    due INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (plan, number)
) STRICT, WITHOUT ROWID;

-- A call to a customer.
CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note says what was said.
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    made INTEGER NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX call_customer ON call (customer, made);

CREATE TRIGGER journal_kept BEFORE UPDATE ON journal BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER stamp_kept BEFORE UPDATE ON stamp BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER stamp_stays BEFORE DELETE ON stamp BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER posting_kept BEFORE UPDATE ON posting BEGIN SELECT RAISE (ABORT, 'postings are append-only'); END;
CREATE TRIGGER posting_stays BEFORE DELETE ON posting BEGIN SELECT RAISE (ABORT, 'postings are append-only'); END;
CREATE TRIGGER customer_version_kept BEFORE UPDATE ON customer_version
    BEGIN SELECT RAISE (ABORT, 'versions are append-only'); END;
CREATE TRIGGER customer_version_stays BEFORE DELETE ON customer_version
    BEGIN SELECT RAISE (ABORT, 'versions are append-only'); END;
CREATE TRIGGER document_kept BEFORE UPDATE OF
    id, entry, kind, number, customer, currency, issued, posted, rate, delivery_date, order_ref, contract_ref,
    credits_invoice, discount_percent, discount_date, direct_debit, notes ON document
    BEGIN SELECT RAISE (ABORT, 'documents never change'); END;
CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN SELECT RAISE (ABORT, 'documents never change'); END;
CREATE TRIGGER item_kept BEFORE UPDATE OF
    id, document, class, currency, issued, posted, due, amount_minor, opened_minor, reference, last_stage,
    last_letter_date, fees_charged_minor, interest_charged_minor, interest_until ON item
    BEGIN SELECT RAISE (ABORT, 'items never change but by postings'); END;
CREATE TRIGGER item_stays BEFORE DELETE ON item BEGIN SELECT RAISE (ABORT, 'items are never deleted'); END;
CREATE TRIGGER receipt_kept BEFORE UPDATE OF
    item, entry, file, line, booked, amount_minor, payment_id, bank_ref, own_account, batch, form, fingerprint,
    text_hash ON receipt
    BEGIN SELECT RAISE (ABORT, 'receipts never change'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt BEGIN SELECT RAISE (ABORT, 'receipts never change'); END;
CREATE TRIGGER other_line_kept BEFORE UPDATE OF
    id, entry, file, line, kind, booked, amount_minor, currency, bank_ref, reference, own_account, batch, of_payment,
    fingerprint, text_hash ON other_line
    BEGIN SELECT RAISE (ABORT, 'lines of a bank file never change'); END;
CREATE TRIGGER statement_kept BEFORE UPDATE OF
    id, entry, file, account, currency, number, sequence, starts, until, opening_minor, closing_minor ON statement
    BEGIN SELECT RAISE (ABORT, 'statements never change'); END;
CREATE TRIGGER refund_kept BEFORE UPDATE OF id, entry, event, credit, amount_minor, planned ON refund
    BEGIN SELECT RAISE (ABORT, 'refunds never change but by what goes out'); END;
CREATE TRIGGER refund_stays BEFORE DELETE ON refund BEGIN SELECT RAISE (ABORT, 'refunds are never deleted'); END;
CREATE TRIGGER letter_kept BEFORE UPDATE OF
    id, entry, event, customer, currency, stage, kind, sent, deadline, total_minor, reference, channel,
    version ON letter
    BEGIN SELECT RAISE (ABORT, 'letters never change'); END;
CREATE TRIGGER letter_stays BEFORE DELETE ON letter BEGIN SELECT RAISE (ABORT, 'letters never change'); END;
CREATE TRIGGER letter_item_kept BEFORE UPDATE OF letter, item, amount_minor, stage, kind, cycle ON letter_item
    BEGIN SELECT RAISE (ABORT, 'letters never change'); END;
CREATE TRIGGER letter_item_stays BEFORE DELETE ON letter_item
    BEGIN SELECT RAISE (ABORT, 'letters never change'); END;
CREATE TRIGGER charge_kept BEFORE UPDATE ON charge BEGIN SELECT RAISE (ABORT, 'charges never change'); END;
CREATE TRIGGER charge_stays BEFORE DELETE ON charge BEGIN SELECT RAISE (ABORT, 'charges never change'); END;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement
    BEGIN SELECT RAISE (ABORT, 'statements never change'); END;
CREATE TRIGGER other_line_stays BEFORE DELETE ON other_line
    BEGIN SELECT RAISE (ABORT, 'lines of a bank file never change'); END;
