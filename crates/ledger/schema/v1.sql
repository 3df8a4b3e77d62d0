-- A demarche ledger, format version 1.
--
-- What happened stands in five tables that only ever grow: captures, capture_origins, producers, page_readings, entries.
-- What follows from it stands in four more, views that can be thrown away and made again at any time:
-- pages, problems, records, record_words. 'statements' and 'history' show both to people.

CREATE TABLE captures (
    number      INTEGER PRIMARY KEY,        -- in the order in which they were first read
    id          TEXT NOT NULL UNIQUE,       -- SHA-256 of the bytes, 64 hexadecimal digits
    origin      TEXT NOT NULL,              -- where the bytes were first found: a path or an address
    media_type  TEXT NOT NULL,
    captured_at TEXT,                       -- RFC 3339, UTC, when it is known
    kept_at     TEXT NOT NULL,              -- when it was put into this ledger
    n_bytes     INTEGER NOT NULL,           -- of the capture as it was read
    zstd        BLOB NOT NULL               -- those bytes, compressed with Zstandard
) STRICT;

CREATE TABLE capture_origins (
    number  INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures (number),
    origin  TEXT NOT NULL,                  -- every place that gave these very bytes, the first one too
    seen_at TEXT NOT NULL,
    UNIQUE (capture, origin)
) STRICT;

CREATE TABLE producers (
    number  INTEGER PRIMARY KEY,
    program TEXT NOT NULL,                  -- version of the program
    data    TEXT NOT NULL,                  -- digest of the data files and rules
    weights TEXT NOT NULL,                  -- name and version of the weights
    UNIQUE (program, data, weights)
) STRICT;

CREATE TABLE page_readings (
    number   INTEGER PRIMARY KEY,
    capture  INTEGER NOT NULL REFERENCES captures (number),
    producer INTEGER NOT NULL REFERENCES producers (number),
    read_at  TEXT NOT NULL,
    page     TEXT                           -- the page as JSON; NULL when it reads as it did the time before
) STRICT;
CREATE INDEX page_readings_by_capture ON page_readings (capture, producer);

CREATE TABLE entries (
    number  INTEGER PRIMARY KEY,            -- rising over the whole ledger
    at      TEXT NOT NULL,                  -- RFC 3339, UTC
    kind    TEXT NOT NULL CHECK (kind IN ('found', 'withdrawn', 'accepted', 'rejected', 'edited', 'undone')),
    record  TEXT NOT NULL,                  -- id of the record
    page    INTEGER NOT NULL REFERENCES captures (number),
    reading INTEGER REFERENCES page_readings (number),  -- a program's entry: in which reading
    person  TEXT,                           -- a person's entry: by whom
    field   TEXT,                           -- an edit: which field
    value   TEXT,                           -- an edit: its new value
    body    TEXT,                           -- found, edited: the record as JSON as it stands after this entry
    CHECK ((reading IS NULL) <> (person IS NULL)),
    CHECK ((reading IS NULL) = (kind NOT IN ('found', 'withdrawn'))),
    CHECK ((body IS NULL) = (kind NOT IN ('found', 'edited'))),
    CHECK ((field IS NULL) = (kind <> 'edited') AND (value IS NULL) = (kind <> 'edited'))
) STRICT;
CREATE INDEX entries_by_record ON entries (record, number);
CREATE INDEX entries_by_page ON entries (page, number);

CREATE TRIGGER captures_stay_as_written BEFORE UPDATE ON captures
BEGIN SELECT RAISE(ABORT, 'captures are never changed'); END;
CREATE TRIGGER captures_stay BEFORE DELETE ON captures
BEGIN SELECT RAISE(ABORT, 'captures are never removed'); END;
CREATE TRIGGER capture_origins_stay_as_written BEFORE UPDATE ON capture_origins
BEGIN SELECT RAISE(ABORT, 'origins of captures are never changed'); END;
CREATE TRIGGER capture_origins_stay BEFORE DELETE ON capture_origins
BEGIN SELECT RAISE(ABORT, 'origins of captures are never removed'); END;
CREATE TRIGGER producers_stay_as_written BEFORE UPDATE ON producers
BEGIN SELECT RAISE(ABORT, 'producers are never changed'); END;
CREATE TRIGGER producers_stay BEFORE DELETE ON producers
BEGIN SELECT RAISE(ABORT, 'producers are never removed'); END;
CREATE TRIGGER page_readings_stay_as_written BEFORE UPDATE ON page_readings
BEGIN SELECT RAISE(ABORT, 'readings of pages are never changed'); END;
CREATE TRIGGER page_readings_stay BEFORE DELETE ON page_readings
BEGIN SELECT RAISE(ABORT, 'readings of pages are never removed'); END;
CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

CREATE TABLE pages (
    number          INTEGER PRIMARY KEY REFERENCES captures (number),
    id              TEXT NOT NULL UNIQUE,   -- the capture's
    reading         INTEGER NOT NULL REFERENCES page_readings (number),  -- whose JSON is the page
    is_article      INTEGER NOT NULL,
    title           TEXT,
    site            TEXT,
    language        TEXT,
    published       TEXT,                   -- a day or an interval: 2022-10-05, 2022-10, 2022-10-01/2022-10-05, ../2022-10-05
    published_first TEXT,                   -- its first day; NULL when that end is open
    published_last  TEXT
) STRICT;

CREATE TABLE problems (
    page     INTEGER NOT NULL REFERENCES captures (number),
    position INTEGER NOT NULL,              -- in the order in which the page's reading met them
    name     TEXT NOT NULL,
    note     TEXT NOT NULL,
    words    TEXT,                          -- what it is about, if it has a place on the page
    PRIMARY KEY (page, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    number        INTEGER PRIMARY KEY REFERENCES entries (number),  -- of its first entry
    id            TEXT NOT NULL UNIQUE,
    page          INTEGER NOT NULL REFERENCES captures (number),
    entry         INTEGER NOT NULL REFERENCES entries (number),     -- whose body is the record as it stands
    producer      INTEGER NOT NULL REFERENCES producers (number),   -- what found it as it stands, people's edits aside
    state         TEXT NOT NULL,            -- found, accepted, edited, rejected, withdrawn
    type          TEXT NOT NULL,            -- statement
    block         INTEGER NOT NULL,         -- where its words begin: number of the block on the page
    block_byte    INTEGER NOT NULL,         -- ... and byte of the block's text
    kind          TEXT NOT NULL,            -- direct, indirect, mixed
    speaker       TEXT,
    party         TEXT,
    rank          TEXT,
    addressee     TEXT,
    medium        TEXT,
    hedges        TEXT,
    on_word_of    TEXT,
    act           TEXT,
    date          TEXT,                     -- a day or an interval, as pages.published
    date_first    TEXT,
    date_last     TEXT,
    date_ground   TEXT,
    confidence    REAL NOT NULL,            -- 0 to 1
    found_by      TEXT NOT NULL             -- the rule or head that spoke
) STRICT;
CREATE INDEX records_in_page_order ON records (type, page, block, block_byte, number, state);
CREATE INDEX records_by_speaker ON records (type, speaker, state);
CREATE INDEX records_by_party ON records (type, party, state);
CREATE INDEX records_by_state ON records (type, state);
CREATE INDEX records_by_date ON records (type, date_first, date_last, state) WHERE date IS NOT NULL;

-- The words under each record (rowid is records.number), several pieces joined with ' … '.
CREATE VIRTUAL TABLE record_words USING fts5 (
    speaker, source, cue, content, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIEW statements AS
SELECT records.id, records.state, records.speaker, records.party, records.rank, records.kind, record_words.content,
       record_words.source, record_words.cue, records.addressee, records.medium, records.hedges, records.on_word_of,
       records.date, records.date_ground, records.act, records.confidence, records.found_by,
       pages.title AS page_title, pages.published AS page_published, captures.origin AS page_origin, pages.id AS page
FROM records
JOIN record_words ON record_words.rowid = records.number
JOIN pages ON pages.number = records.page
JOIN captures ON captures.number = records.page
WHERE records.type = 'statement'
ORDER BY records.page, records.block, records.block_byte, records.number;

CREATE VIEW history AS
SELECT entries.number, entries.at, entries.kind, entries.record, coalesce(entries.person, producers.program) AS by_whom,
       entries.field, entries.value, captures.origin AS page_origin, entries.body
FROM entries
JOIN captures ON captures.number = entries.page
LEFT JOIN page_readings ON page_readings.number = entries.reading
LEFT JOIN producers ON producers.number = page_readings.producer
ORDER BY entries.number;
