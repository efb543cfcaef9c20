-- Version 1, continued: what leaves the house, what is kept beside documents, and what agencies report.

-- A letter or a statement on its way out. Immutable but for where it stands.
CREATE TABLE dispatch (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    -- The event whose note says where to.
    event INTEGER NOT NULL,
    customer INTEGER NOT NULL REFERENCES customer (id),
    -- None: a statement of account.
    letter INTEGER REFERENCES letter (id),
    channel TEXT NOT NULL,
    -- The version of the customer that it is addressed to.
    version INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    stand TEXT NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX dispatch_letter ON dispatch (letter) WHERE letter IS NOT NULL;
CREATE INDEX dispatch_customer ON dispatch (customer);
CREATE INDEX dispatch_stand ON dispatch (stand, id);
-- The same letter is never on its way twice.
CREATE UNIQUE INDEX dispatch_live ON dispatch (letter)
    WHERE letter IS NOT NULL AND voided = 0 AND stand IN ('queued', 'sending', 'sent', 'in-doubt');

-- How it came to stand there. The event's note says what the server answered, or why.
CREATE TABLE dispatch_move (
    dispatch INTEGER NOT NULL REFERENCES dispatch (id),
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    was TEXT NOT NULL,
    stand TEXT NOT NULL,
    moved INTEGER NOT NULL,
    by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
    PRIMARY KEY (dispatch, number)
) STRICT, WITHOUT ROWID;

-- What left the house by an event, word for word: the journal holds its salted hash. Erasing it leaves the books whole.
CREATE TABLE sheet (
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    salt BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (entry, event)
) STRICT;

-- A way to a customer that is no good for the address that this version of him has.
CREATE TABLE channel_stop (
    customer INTEGER NOT NULL REFERENCES customer (id),
    channel TEXT NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    -- The event whose note says why.
    event INTEGER NOT NULL,
    PRIMARY KEY (customer, channel)
) STRICT, WITHOUT ROWID;

-- A file kept with a document; the event's note is its name. Immutable but for whether it is kept.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (id),
    purpose TEXT NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    detached INTEGER NOT NULL DEFAULT 0 CHECK (detached IN (0, 1))
) STRICT;
CREATE INDEX attachment_document ON attachment (document);
CREATE TABLE attachment_bytes (
    attachment INTEGER PRIMARY KEY REFERENCES attachment (id),
    bytes BLOB NOT NULL
) STRICT;

-- How far an agency has come with an item, as it reports. The event's note is the agency's own.
CREATE TABLE handover_status (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    event INTEGER NOT NULL,
    handover INTEGER NOT NULL REFERENCES handover (id),
    status TEXT NOT NULL,
    noted INTEGER NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
) STRICT;
CREATE INDEX handover_status_handover ON handover_status (handover, noted);

CREATE TRIGGER dispatch_kept BEFORE UPDATE OF
    id, entry, event, customer, letter, channel, version, queued ON dispatch
    BEGIN SELECT RAISE (ABORT, 'a dispatch never changes but by where it stands'); END;
CREATE TRIGGER dispatch_stays BEFORE DELETE ON dispatch
    BEGIN SELECT RAISE (ABORT, 'dispatches are never deleted'); END;
CREATE TRIGGER dispatch_move_kept BEFORE UPDATE ON dispatch_move
    BEGIN SELECT RAISE (ABORT, 'moves of dispatches are append-only'); END;
CREATE TRIGGER dispatch_move_stays BEFORE DELETE ON dispatch_move
    BEGIN SELECT RAISE (ABORT, 'moves of dispatches are append-only'); END;
CREATE TRIGGER attachment_kept BEFORE UPDATE OF
    id, entry, event, document, purpose, media, size, sha256 ON attachment
    BEGIN SELECT RAISE (ABORT, 'files of documents never change'); END;
CREATE TRIGGER attachment_stays BEFORE DELETE ON attachment
    BEGIN SELECT RAISE (ABORT, 'files of documents are never deleted'); END;
CREATE TRIGGER handover_status_kept BEFORE UPDATE OF
    id, entry, event, handover, status, noted ON handover_status
    BEGIN SELECT RAISE (ABORT, 'reports of agencies never change'); END;
CREATE TRIGGER handover_status_stays BEFORE DELETE ON handover_status
    BEGIN SELECT RAISE (ABORT, 'reports of agencies are never deleted'); END;
