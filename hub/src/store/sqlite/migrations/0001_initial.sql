-- Single values of the hub: epoch, keys.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One unit of the feed: rows that travel together. The digest chains over all units before it.
CREATE TABLE unit (
  revision INTEGER PRIMARY KEY,
  digest   BLOB NOT NULL
) STRICT;

-- The current state of every thing, as one JSON document each. Without a document: removed for good.
CREATE TABLE row (
  number    INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL,
  id        BLOB NOT NULL,
  household BLOB,
  scope     TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  document  TEXT,
  clocks    TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX row_scope ON row (scope, revision);
CREATE INDEX row_household ON row (household, kind) WHERE household IS NOT NULL;

-- Rows that left a scope, so that who holds it drops them.
CREATE TABLE removal (
  scope     TEXT NOT NULL,
  kind      TEXT NOT NULL,
  id        BLOB NOT NULL,
  household BLOB,
  revision  INTEGER NOT NULL,
  PRIMARY KEY (scope, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX removal_scope ON removal (scope, revision);

-- Grids where a household lay before: its closed periods still count there.
CREATE TABLE former_grid (
  grid      TEXT NOT NULL,
  household BLOB NOT NULL,
  PRIMARY KEY (grid, household)
) STRICT, WITHOUT ROWID;

-- Responsibility lists once more, by worker and grid.
CREATE TABLE responsibility (
  id       BLOB PRIMARY KEY,
  staff    BLOB NOT NULL,
  grid     TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX responsibility_staff ON responsibility (staff);
CREATE INDEX responsibility_grid ON responsibility (grid);

-- For which day and up to which revision a grid's tickets are derived.
CREATE TABLE ticketed (
  grid     TEXT PRIMARY KEY,
  on_day   TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What workers were before their present role, and until when: a visit counts by the role of its day.
CREATE TABLE former_role (
  staff  BLOB NOT NULL,
  until  INTEGER NOT NULL,
  role   TEXT NOT NULL,
  PRIMARY KEY (staff, until)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  id                BLOB PRIMARY KEY,
  staff             BLOB NOT NULL,
  public_key        BLOB NOT NULL,
  state             TEXT NOT NULL,
  enrolled_at       INTEGER NOT NULL,
  last_seen         INTEGER NOT NULL,
  app_version       TEXT NOT NULL,
  head_seq          INTEGER NOT NULL,
  head_hash         BLOB NOT NULL,
  backed_up_through INTEGER NOT NULL DEFAULT 0,
  forked_from       BLOB,
  fork_nonce        BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX device_fork ON device (forked_from, fork_nonce) WHERE forked_from IS NOT NULL;
CREATE INDEX device_staff ON device (staff);
CREATE INDEX device_key ON device (public_key);

-- One-use codes, by their digest only.
CREATE TABLE enrol_code (
  digest     BLOB PRIMARY KEY,
  staff      BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  used_by    BLOB
) STRICT, WITHOUT ROWID;

-- Operations exactly as they came, one chain per device. `number` is the order of arrival.
CREATE TABLE receipt (
  number           INTEGER PRIMARY KEY,
  device           BLOB NOT NULL,
  seq              INTEGER NOT NULL,
  op_id            BLOB NOT NULL,
  prev             BLOB NOT NULL,
  hash             BLOB NOT NULL,
  subject          TEXT NOT NULL,
  kind             TEXT NOT NULL,
  schema           INTEGER NOT NULL,
  hlc              TEXT NOT NULL,
  op_group         BLOB NOT NULL,
  group_index      INTEGER NOT NULL,
  group_len        INTEGER NOT NULL,
  salt             BLOB NOT NULL,
  body             TEXT NOT NULL,
  received_at      INTEGER NOT NULL,
  skew_ms          INTEGER NOT NULL,
  state            INTEGER NOT NULL,
  outcome          TEXT,
  applied_revision INTEGER,
  retry_at         INTEGER,
  waits_for        TEXT,
  UNIQUE (device, seq)
) STRICT;
CREATE INDEX receipt_op ON receipt (op_id);
CREATE INDEX receipt_group ON receipt (device, op_group);
CREATE INDEX receipt_unapplied ON receipt (number) WHERE state = 0;
CREATE INDEX receipt_deferred ON receipt (device, op_group, retry_at) WHERE state = 4;
CREATE INDEX receipt_waiting ON receipt (waits_for) WHERE state = 4;
CREATE INDEX receipt_rejected ON receipt (subject) WHERE state = 5;
CREATE INDEX receipt_photo ON receipt (subject) WHERE kind = 'PhotoTaken';

-- Devices' signatures over heads of their chains, one per push; the hash signed is that of the receipt.
CREATE TABLE head_signature (
  device    BLOB NOT NULL,
  seq       INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- What each operation's id stands for: the first body that came under it.
CREATE TABLE op (
  op_id       BLOB PRIMARY KEY,
  body_digest BLOB NOT NULL,
  device      BLOB NOT NULL,
  seq         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
  id            BLOB PRIMARY KEY,
  device        BLOB NOT NULL,
  photo         BLOB NOT NULL,
  bytes         INTEGER NOT NULL,
  sealed_sha256 BLOB NOT NULL,
  durable       INTEGER NOT NULL,
  state         INTEGER NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX upload_photo ON upload (photo, sealed_sha256);
CREATE INDEX upload_device ON upload (device, state);
CREATE INDEX upload_complete ON upload (photo) WHERE state = 1;

-- What photos look like, so that one used again is found. Without bits: there is too little to see.
CREATE TABLE fingerprint (
  number INTEGER PRIMARY KEY,
  photo  BLOB NOT NULL UNIQUE,
  sha256 BLOB NOT NULL,
  bits   BLOB
) STRICT;
CREATE INDEX fingerprint_sha256 ON fingerprint (sha256);
