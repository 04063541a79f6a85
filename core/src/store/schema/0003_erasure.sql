-- Operations whose bodies were erased by law, and why; the links stay in the journal.
CREATE TABLE erased (
    op_id          BLOB NOT NULL PRIMARY KEY,
    on_day         TEXT NOT NULL,
    legal_basis    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
