-- Version 1, continued: who works with the ledger, changes that wait for a second person, and what was erased.

-- None: everyone may do everything.
CREATE TABLE user (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role = 'view' OR role = 'clerk' OR role = 'lead')
) STRICT, WITHOUT ROWID;

-- What one person asks for and another decides on; the event's note says what. Immutable but for what became of it.
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    version INTEGER NOT NULL,
    asker TEXT NOT NULL,
    accepted INTEGER CHECK (accepted IN (0, 1)),
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX proposal_waiting ON proposal (id) WHERE accepted IS NULL AND voided = 0;
CREATE INDEX proposal_customer ON proposal (customer);

-- Texts that are gone by intent: a text that is missing and not here is lost.
CREATE TABLE erased (
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'note', 'sheet', 'file', 'receipt')),
    -- A customer and his version; an entry and the place of its event; a file or a receipt, and zero.
    of INTEGER NOT NULL,
    part INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (kind, of, part)
) STRICT, WITHOUT ROWID;

-- Who was ever one with whom: a letter of that time may list what is the other's again.
CREATE TABLE merger (
    customer INTEGER NOT NULL REFERENCES customer (id),
    owner INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (customer, owner)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER proposal_kept BEFORE UPDATE OF id, entry, event, customer, version, asker ON proposal
    BEGIN SELECT RAISE (ABORT, 'proposals never change but by what became of them'); END;
CREATE TRIGGER proposal_stays BEFORE DELETE ON proposal
    BEGIN SELECT RAISE (ABORT, 'proposals are never deleted'); END;
CREATE TRIGGER erased_kept BEFORE UPDATE ON erased
    BEGIN SELECT RAISE (ABORT, 'what is erased stays erased'); END;
CREATE TRIGGER erased_stays BEFORE DELETE ON erased
    BEGIN SELECT RAISE (ABORT, 'what is erased stays erased'); END;
