-- Acts of erasure by law: of whom, when, by whom, on what basis. `done` once all that was here is gone.
CREATE TABLE erasure (
  id          BLOB PRIMARY KEY,
  subject     TEXT NOT NULL UNIQUE,
  at          INTEGER NOT NULL,
  on_day      TEXT NOT NULL,
  staff       BLOB NOT NULL,
  legal_basis TEXT NOT NULL,
  done        INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Ids that stand for what was erased: whatever comes and names one is erased too.
CREATE TABLE erased_name (
  id      BLOB PRIMARY KEY,
  erasure BLOB NOT NULL REFERENCES erasure (id)
) STRICT, WITHOUT ROWID;

-- Receipts whose salt and body are gone (both empty there): what the chain needs of the body, and which erasure it was.
CREATE TABLE erased_body (
  device      BLOB NOT NULL,
  seq         INTEGER NOT NULL,
  body_digest BLOB NOT NULL,
  erasure     BLOB NOT NULL REFERENCES erasure (id),
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
