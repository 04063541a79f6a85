-- The register half of the store: the current view that screens read, what is held of each scope of the feed,
-- edits of this phone that the hub has not yet judged, and two derived indices.
--
-- Ids are 16 bytes; days are counted from 0001-01-01; instants are UTC milliseconds; 64-bit sums and revisions
-- are kept as the signed integer of the same bits. Rows of a household are clustered by household, so that its
-- facts lie together and one ordered cursor a table streams a whole grid.

CREATE TABLE scope_state (
    scope    INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    epoch    INTEGER,            -- no cursor while these three are NULL: the scope is taken anew
    revision INTEGER,
    digest   BLOB,
    held     INTEGER NOT NULL,   -- how many rows are held
    checksum INTEGER NOT NULL,   -- XOR of their checks
    pull     INTEGER NOT NULL,   -- number of the last full pull; rows that it brought carry it
    pulling  INTEGER NOT NULL    -- 1 while that pull is under way
) STRICT;

CREATE TABLE held (
    kind      TEXT NOT NULL,
    id        BLOB NOT NULL,
    scope     INTEGER NOT NULL,
    epoch     INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    checksum  INTEGER NOT NULL,
    pull      INTEGER NOT NULL,
    household BLOB,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Households that are out of scope and stay only until the hub has judged what was recorded there.
CREATE TABLE kept (
    household BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The hub's copy of a row that has edits of this phone; NULL when the hub sent none.
CREATE TABLE mirror (
    kind     TEXT NOT NULL,
    id       BLOB NOT NULL,
    document TEXT,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_edit (
    edit             INTEGER PRIMARY KEY,  -- the order in which they apply
    op               BLOB NOT NULL,
    kind             TEXT NOT NULL,
    id               BLOB NOT NULL,
    household        BLOB NOT NULL,
    whole            INTEGER NOT NULL,     -- 1 when the edit made the row
    fields           TEXT NOT NULL,
    outcome_epoch    INTEGER,              -- once taken: rows of this epoch from this revision on include it
    outcome_revision INTEGER
) STRICT;
CREATE INDEX pending_edit_by_op ON pending_edit (op);
CREATE INDEX pending_edit_by_row ON pending_edit (kind, id);
CREATE INDEX pending_edit_by_household ON pending_edit (household);

CREATE TABLE settings (
    id       BLOB NOT NULL PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_pack (
    id       BLOB NOT NULL PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id    BLOB NOT NULL PRIMARY KEY,
    name  TEXT NOT NULL,
    role  TEXT NOT NULL,
    phone TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE grid (
    id      BLOB NOT NULL PRIMARY KEY,
    code    INTEGER NOT NULL,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    outline TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE responsibility (
    id        BLOB NOT NULL PRIMARY KEY,
    grid      INTEGER NOT NULL,
    staff     BLOB NOT NULL,
    role      TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX responsibility_by_grid ON responsibility (grid);

CREATE TABLE household (
    id            BLOB NOT NULL PRIMARY KEY,
    grid          INTEGER NOT NULL,
    greeting      TEXT NOT NULL,
    address       TEXT NOT NULL,
    village_group TEXT,
    building      TEXT,
    floor         INTEGER,
    phone         TEXT,
    place         TEXT,
    safety_note   TEXT,
    recorded_on   INTEGER,
    ended_on      INTEGER,
    earlier_grids TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX household_by_grid ON household (grid);

CREATE TABLE resident (
    household  BLOB NOT NULL,
    id         BLOB NOT NULL,
    name       TEXT NOT NULL,
    identity   TEXT,
    born       INTEGER,
    phone      TEXT,
    relation   TEXT,
    left_on    INTEGER,
    categories TEXT,
    events     TEXT,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
    household        BLOB NOT NULL,
    id               BLOB NOT NULL,
    staff            BLOB NOT NULL,
    role             TEXT NOT NULL,
    visitors         INTEGER NOT NULL,
    mode             TEXT NOT NULL,
    outcome          TEXT NOT NULL,
    effective_at     INTEGER NOT NULL,
    effective_on     INTEGER NOT NULL,
    next_step        TEXT,
    corrected_by     BLOB,
    facts            TEXT,
    tickets          TEXT,
    subject_outcomes TEXT,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE need (
    household BLOB NOT NULL,
    id        BLOB NOT NULL,
    resident  BLOB,
    kind      TEXT NOT NULL,
    status    TEXT NOT NULL,
    round     INTEGER NOT NULL,
    found_in  BLOB,
    raised_by TEXT,
    note      TEXT,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE exemption (
    household  BLOB NOT NULL,
    id         BLOB NOT NULL,
    resident   BLOB,             -- NULL: the household as a whole; so in all tables below
    rule       TEXT,
    first_day  INTEGER NOT NULL,
    last_day   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    household BLOB NOT NULL,
    id        BLOB NOT NULL,
    visit     BLOB NOT NULL,
    resident  BLOB,
    kind      TEXT NOT NULL,
    since     INTEGER NOT NULL,
    status    TEXT NOT NULL,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    household   BLOB NOT NULL,
    id          BLOB NOT NULL,
    grid        INTEGER NOT NULL,
    task_zh     TEXT NOT NULL,
    task_en     TEXT NOT NULL,
    opens       INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    modes       TEXT NOT NULL,
    visitors    INTEGER NOT NULL,
    safety_note TEXT,
    state       TEXT NOT NULL,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    household BLOB NOT NULL,
    id        BLOB NOT NULL,
    visit     BLOB NOT NULL,
    document  TEXT NOT NULL,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_by_visit ON photo (visit);

CREATE TABLE exception (
    household    BLOB NOT NULL,
    id           BLOB NOT NULL,
    visit        BLOB NOT NULL,
    flag         TEXT NOT NULL,
    acknowledged INTEGER NOT NULL,
    note         TEXT,
    PRIMARY KEY (household, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exception_unseen ON exception (id) WHERE acknowledged = 0;

CREATE TABLE conflict (
    id       BLOB NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    row      BLOB NOT NULL,
    field    TEXT NOT NULL,
    kept     TEXT NOT NULL,
    lost     TEXT NOT NULL,
    op       BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What can be typed to find a household or one of its residents.
CREATE TABLE search (
    household BLOB NOT NULL PRIMARY KEY,
    people    BLOB NOT NULL,     -- the ids of the residents, one after the other
    names     TEXT NOT NULL,     -- a line for the household, then one for each resident
    place     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Open duties, derived. Nothing here depends on today, so a new day writes nothing.
CREATE TABLE duty (
    household    BLOB NOT NULL,
    resident     BLOB NOT NULL,     -- empty: the household as a whole
    rule         TEXT NOT NULL,
    start        INTEGER NOT NULL,
    opens        INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    shown_to     INTEGER NOT NULL,  -- last day on Today's list; later than `due` where a late visit counts
    attempted    INTEGER NOT NULL,
    missed_since INTEGER,           -- first day of the windows that were missed in a row before this one
    PRIMARY KEY (household, resident, rule, start)
) STRICT, WITHOUT ROWID;

-- One row for each household with open duties or tickets, in walking order.
CREATE TABLE stop (
    household BLOB NOT NULL PRIMARY KEY,
    grid      INTEGER NOT NULL,
    walk      TEXT NOT NULL,
    opens     INTEGER NOT NULL,     -- first and last day with something to do; there may be gaps between
    shown_to  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stop_by_walk ON stop (grid, walk, household, opens, shown_to);

CREATE TABLE derivation (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    since   INTEGER NOT NULL,       -- the index can be asked about the days from this one
    through INTEGER NOT NULL        -- to this one
) STRICT;
