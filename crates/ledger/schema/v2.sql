-- Version 2: a person says what a block of a page is.
--
-- 'block_verdicts' only ever grows, as the tables of what happened do. A reading says how much of it it knew.

CREATE TABLE block_verdicts (
    number  INTEGER PRIMARY KEY,            -- rising over the whole ledger
    at      TEXT NOT NULL,                  -- RFC 3339, UTC
    person  TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('moved', 'undone')),
    page    INTEGER NOT NULL REFERENCES captures (number),
    ranges  TEXT,                           -- moved: the block's bytes in the capture, such as 120-310 322-400, each end outside
    words   TEXT,                           -- moved: the block's words
    was     TEXT,                           -- moved: the role that the block had
    role    TEXT,                           -- moved: the role that it has from now on
    undoes  INTEGER UNIQUE REFERENCES block_verdicts (number),  -- undone: which verdict is taken back
    after   INTEGER NOT NULL,               -- number of the ledger's last entry before it; 0 when there was none
    CHECK ((undoes IS NULL) = (kind <> 'undone')),
    CHECK ((ranges IS NULL) = (kind <> 'moved') AND (words IS NULL) = (kind <> 'moved')),
    CHECK ((was IS NULL) = (kind <> 'moved') AND (role IS NULL) = (kind <> 'moved'))
) STRICT;
CREATE INDEX block_verdicts_by_page ON block_verdicts (page, number);

CREATE TRIGGER block_verdicts_stay_as_written BEFORE UPDATE ON block_verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts on blocks are never changed'); END;
CREATE TRIGGER block_verdicts_stay BEFORE DELETE ON block_verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts on blocks are never removed'); END;

-- The last verdict on a block of its page that a reading knew; NULL when there was none. A page with a later verdict
-- has to be read again.
ALTER TABLE page_readings ADD COLUMN block_verdict INTEGER REFERENCES block_verdicts (number);

DROP VIEW history;
CREATE VIEW history AS
SELECT number, at, kind, record, block, by_whom, field, value, page_origin, body
FROM (
    SELECT entries.number AS place, 0 AS place_after, entries.number, entries.at, entries.kind, entries.record,
           NULL AS block, coalesce(entries.person, producers.program) AS by_whom, entries.field, entries.value,
           captures.origin AS page_origin, entries.body
    FROM entries
    JOIN captures ON captures.number = entries.page
    LEFT JOIN page_readings ON page_readings.number = entries.reading
    LEFT JOIN producers ON producers.number = page_readings.producer
    UNION ALL
    SELECT block_verdicts.after, block_verdicts.number, NULL, block_verdicts.at, block_verdicts.kind, NULL,
           coalesce(block_verdicts.words, undone.words), block_verdicts.person, 'role',
           coalesce(block_verdicts.role, undone.was), captures.origin, NULL
    FROM block_verdicts
    JOIN captures ON captures.number = block_verdicts.page
    LEFT JOIN block_verdicts AS undone ON undone.number = block_verdicts.undoes
)
ORDER BY place, place_after;
