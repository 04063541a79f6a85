-- The journal half of version 1: who this phone is, what it recorded, what became of it.
--
-- Ids are 16-byte blobs, digests 32; instants are UTC milliseconds.

-- Who this phone is; one row once enrolled.
CREATE TABLE identity (
    id             INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    device         BLOB NOT NULL,
    public_key     BLOB NOT NULL,
    staff          TEXT NOT NULL,
    settings       TEXT NOT NULL,
    recipient      TEXT NOT NULL,
    order_key      BLOB NOT NULL,
    hub_url        TEXT NOT NULL,
    hub_spki       BLOB NOT NULL,
    storage_key    TEXT NOT NULL,
    state          TEXT NOT NULL
) STRICT;

-- What this phone knows beside its rows; one row always.
CREATE TABLE phone (
    id             INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hlc_millis     INTEGER NOT NULL DEFAULT 0,
    hlc_counter    INTEGER NOT NULL DEFAULT 0,
    last_full_pull INTEGER,
    silent_phones  INTEGER,
    push_cause     TEXT,
    push_next_try  INTEGER
) STRICT;
INSERT INTO phone (id) VALUES (1);

-- Orders of the hub that were carried out, so that none is carried out twice.
CREATE TABLE order_seen (
    id             BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One row per device id that this phone had, in the order it had them; `identity` names the one in use. A backup
-- of the hub holds everything up to `backed_up_through`, held it up to `backup_seen_seq` at `backup_seen_at`, and
-- has held it for long up to `long_backed_up`.
CREATE TABLE chain (
    id                INTEGER NOT NULL PRIMARY KEY,
    device            BLOB NOT NULL UNIQUE,
    genesis           BLOB NOT NULL,
    acknowledged_seq  INTEGER NOT NULL DEFAULT 0,
    acknowledged_hash BLOB NOT NULL,
    backed_up_through INTEGER NOT NULL DEFAULT 0,
    backup_seen_seq   INTEGER NOT NULL DEFAULT 0,
    backup_seen_at    INTEGER,
    long_backed_up    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What was recorded, once, and its place: the device and seq under which the hub takes it. A later device id
-- that sends it again moves its place, so it stands in one outbox only. Salt and body leave together.
CREATE TABLE operation (
    op_id          BLOB NOT NULL PRIMARY KEY,
    device         BLOB NOT NULL REFERENCES chain (device),
    seq            INTEGER NOT NULL,
    subject        TEXT NOT NULL,
    kind           TEXT NOT NULL,
    schema         INTEGER NOT NULL,
    hlc_millis     INTEGER NOT NULL,
    hlc_counter    INTEGER NOT NULL,
    op_group       BLOB NOT NULL,
    group_index    INTEGER NOT NULL,
    group_len      INTEGER NOT NULL,
    salt           BLOB,
    body           TEXT,
    body_digest    BLOB NOT NULL,
    body_bytes     INTEGER NOT NULL,
    household      BLOB,
    photo          BLOB,
    supersedes     BLOB,
    attempts       INTEGER NOT NULL DEFAULT 0,
    last_try       INTEGER,
    CHECK ((salt IS NULL) = (body IS NULL)),
    UNIQUE (device, seq)
) STRICT;
CREATE INDEX operation_group ON operation (op_group);
CREATE INDEX operation_household ON operation (household) WHERE household IS NOT NULL;
CREATE INDEX operation_photo ON operation (photo) WHERE photo IS NOT NULL;
CREATE INDEX operation_supersedes ON operation (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX operation_untrimmed ON operation (device, seq) WHERE body IS NOT NULL;

-- The chains, link by link, those of former device ids too: what proves that nothing was changed or left out.
CREATE TABLE journal (
    device         BLOB NOT NULL REFERENCES chain (device),
    seq            INTEGER NOT NULL,
    op_id          BLOB NOT NULL REFERENCES operation (op_id),
    prev           BLOB NOT NULL,
    hash           BLOB NOT NULL,
    signature      BLOB,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The hub's verdicts.
CREATE TABLE outcome (
    op_id          BLOB NOT NULL PRIMARY KEY,
    verdict        TEXT NOT NULL,
    revision       INTEGER NOT NULL,
    document       TEXT NOT NULL
) STRICT;
CREATE INDEX outcome_rejected ON outcome (op_id) WHERE verdict = 'rejected';

-- Photo files, up to three of one photo, and how far each was sent. `backed_up`: a backup of the hub holds the file.
-- `file` is empty once the phone's copy is gone.
CREATE TABLE blob (
    photo          BLOB NOT NULL,
    copy           TEXT NOT NULL,
    visit          BLOB NOT NULL,
    household      BLOB NOT NULL,
    captured_at    INTEGER NOT NULL,
    file           TEXT,
    bytes          INTEGER NOT NULL,
    sealed_sha256  BLOB NOT NULL,
    state          TEXT NOT NULL DEFAULT 'Waiting',
    backed_up      INTEGER NOT NULL DEFAULT 0,
    location       TEXT,
    sent           INTEGER NOT NULL DEFAULT 0,
    attempts       INTEGER NOT NULL DEFAULT 0,
    last_try       INTEGER,
    next_try       INTEGER,
    cause          TEXT,
    PRIMARY KEY (photo, copy)
) STRICT;
CREATE INDEX blob_open ON blob (captured_at) WHERE state IN ('Waiting', 'Uploading');
CREATE INDEX blob_here ON blob (state) WHERE file IS NOT NULL;

-- Visits in progress, saved at each change.
CREATE TABLE draft (
    id             BLOB NOT NULL PRIMARY KEY,
    household      BLOB NOT NULL,
    document       TEXT NOT NULL,
    started_at     INTEGER NOT NULL,
    saved_at       INTEGER NOT NULL
) STRICT;
