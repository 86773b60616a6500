-- +goose Up

-- What several copies of the bot know of each other. None of it is a record: it is worth nothing without the copies that
-- live, and a backup does not have it. Times are by the server's clock.

create table copy (
    id text collate "C" primary key,
    host text not null,
    sockets integer not null,
    version text not null,
    started timestamptz not null,
    seen timestamptz not null
);

create table copy_lease (
    name text collate "C" primary key,
    owner text not null,
    until timestamptz not null
);

create table copy_news (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    owner text not null,
    kind text not null,
    subject text not null
);
create index copy_news_at on copy_news (at);

-- Words that wait until whoever typed them has said what they are, sealed.
create table copy_words (
    name text collate "C" primary key,
    person text collate "C" not null,
    sealed bytea not null,
    until timestamptz not null
);
create index copy_words_person on copy_words (person);
create index copy_words_until on copy_words (until);

-- The lines of the journal of those who were forgotten, which each copy has in a file of its own as well.
create table copy_journal (
    line text collate "C" primary key
);

-- A text that the first copy sealed, so that no copy runs with another key.
create table copy_canary (
    one boolean primary key default true check (one),
    sealed bytea not null
);

-- The rows that somebody is at work on, by where they go.
create index row_held on "row" (team, place) where (doc ->> 'state') in ('claimed', 'sending');
