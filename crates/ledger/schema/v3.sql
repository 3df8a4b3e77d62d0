-- Version 3: the pages of one site remember each other.
--
-- Both tables follow from the readings of pages and can be thrown away and made again at any time.

CREATE TABLE site_traces (
    page  INTEGER PRIMARY KEY REFERENCES captures (number),
    site  TEXT NOT NULL,                    -- a host, or 'name:' and the site's name
    trace TEXT NOT NULL                     -- what other pages of the site need to know of this one, as JSON
) STRICT;
CREATE INDEX site_traces_by_site ON site_traces (site, page);

-- Sites that gained or changed a page since all their pages were last compared.
CREATE TABLE unsettled_sites (
    site TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
