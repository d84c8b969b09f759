"""The catalogue's SQL schema; raise its version whenever tables or their content change."""

from __future__ import annotations

#: Version of the tables and of the format of their values; the parser has its own version.
SCHEMA_VERSION = 10
CATALOGUE_FILE = "catalogue.sqlite"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE publication (id TEXT PRIMARY KEY, place INTEGER NOT NULL, facts TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE source (
    path TEXT PRIMARY KEY, root INTEGER NOT NULL, publication TEXT NOT NULL,
    stamp TEXT NOT NULL, digest TEXT NOT NULL, parser INTEGER NOT NULL, problems TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE issue (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, root INTEGER NOT NULL,
    publication TEXT NOT NULL, number INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 0,
    folder TEXT NOT NULL, fingerprint TEXT NOT NULL,
    title TEXT NOT NULL, date TEXT NOT NULL, edition TEXT NOT NULL, language TEXT NOT NULL,
    editors TEXT NOT NULL, first TEXT NOT NULL, parts INTEGER NOT NULL,
    articles INTEGER NOT NULL, chapters TEXT NOT NULL
);
CREATE INDEX issue_place ON issue (publication, number);
CREATE TABLE sections (id INTEGER PRIMARY KEY, tree TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT, issue INTEGER NOT NULL, place INTEGER NOT NULL,
    key TEXT NOT NULL, section_key TEXT NOT NULL, section_label TEXT NOT NULL,
    section_title TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, editors TEXT NOT NULL,
    date TEXT NOT NULL, words INTEGER NOT NULL, series TEXT NOT NULL, chapter INTEGER,
    language TEXT NOT NULL, has_figure INTEGER NOT NULL, has_link INTEGER NOT NULL,
    has_note INTEGER NOT NULL, has_own_id INTEGER NOT NULL, digest INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE UNIQUE INDEX article_place ON article (issue, place);
CREATE INDEX article_key ON article (issue, key);
CREATE TABLE content (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, blocks TEXT NOT NULL, anchors TEXT NOT NULL,
    body TEXT NOT NULL, figures TEXT NOT NULL, links TEXT NOT NULL, checksum INTEGER NOT NULL,
    text_sum INTEGER NOT NULL
);
"""
