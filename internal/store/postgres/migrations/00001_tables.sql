-- +goose Up

-- One table a kind of record: the texts of its key, what its indexes need, and the record itself. Texts sort by
-- their bytes. Times are Unix milliseconds, and null where the record does not stand in the index.

create table "mission" (
    team text collate "C" not null,
    mission text collate "C" not null,
    channel text collate "C" not null,
    running boolean not null,
    doc json not null,
    primary key (team, mission)
) with (fillfactor = 80);
create index mission_channel on "mission" (team, channel, mission);
create index mission_running on "mission" (team, channel, mission) where running;

create table "member" (
    team text collate "C" not null,
    mission text collate "C" not null,
    person text collate "C" not null,
    present boolean not null,
    doc json not null,
    primary key (team, mission, person)
);
create index member_person on "member" (team, person, mission) where present;

create table "entry" (
    team text collate "C" not null,
    mission text collate "C" not null,
    entry text collate "C" not null,
    author text collate "C" not null,
    kind text collate "C" not null,
    awaited boolean not null,
    doc json not null,
    primary key (team, mission, entry)
);
create index entry_author on "entry" (team, author, mission, entry);
create index entry_awaited on "entry" (team, mission, entry) where awaited;

create table "relation" (
    team text collate "C" not null,
    from_mission text collate "C" not null,
    to_mission text collate "C" not null,
    doc json not null,
    primary key (team, from_mission, to_mission)
);
create index relation_to on "relation" (team, to_mission, from_mission);

create table "connection" (
    team text collate "C" not null,
    person text collate "C" not null,
    mission text collate "C" not null,
    doc json not null,
    primary key (team, person, mission)
);

create table "reflection" (
    team text collate "C" not null,
    person text collate "C" not null,
    reflection text collate "C" not null,
    channel text collate "C" not null,
    ts text collate "C" not null,
    doc json not null,
    primary key (team, person, reflection)
);
create index reflection_message on "reflection" (team, person, channel, ts, reflection) where ts <> '';

create table "own_commitment" (
    team text collate "C" not null,
    person text collate "C" not null,
    own text collate "C" not null,
    doc json not null,
    primary key (team, person, own)
);

create table "draft" (
    team text collate "C" not null,
    person text collate "C" not null,
    channel text collate "C" not null,
    doc json not null,
    primary key (team, person, channel)
);

create table "conversation" (
    team text collate "C" not null,
    person text collate "C" not null,
    doc json not null,
    primary key (team, person)
);

create table "practice" (
    team text collate "C" not null,
    person text collate "C" not null,
    doc json not null,
    primary key (team, person)
);

create table "balance" (
    team text collate "C" not null,
    person text collate "C" not null,
    balance text collate "C" not null,
    doc json not null,
    primary key (team, person, balance)
);

create table "rotation" (
    team text collate "C" not null,
    person text collate "C" not null,
    mission text collate "C" not null,
    doc json not null,
    primary key (team, person, mission)
);

create table "plan" (
    team text collate "C" not null,
    plan text collate "C" not null,
    mission text collate "C" not null,
    person text collate "C" not null,
    due_at bigint,
    doc json not null,
    primary key (team, plan)
) with (fillfactor = 80);
create index plan_mission on "plan" (team, mission, plan);
create index plan_person on "plan" (team, person, plan) where person <> '';
create index plan_due on "plan" (due_at, team, plan) where due_at is not null;

create table "row" (
    team text collate "C" not null,
    row_key text collate "C" not null,
    urgency smallint not null,
    work_at bigint,
    lot integer not null,
    place text collate "C" not null,
    asked_at bigint,
    waiting_at bigint,
    channel text collate "C" not null,
    ts text collate "C",
    ended_at bigint,
    doc json not null,
    primary key (team, row_key)
) with (fillfactor = 80);
create index row_due on "row" (urgency, work_at, lot, team, row_key) where work_at is not null;
create index row_place on "row" (team, place, asked_at, row_key) where asked_at is not null;
create index row_waiting on "row" (team, place, waiting_at, row_key) where waiting_at is not null;
create index row_message on "row" (team, channel, ts, row_key) where ts is not null;
create index row_ended on "row" (ended_at, team, row_key) where ended_at is not null;

create table "chosen" (
    team text collate "C" not null,
    person text collate "C" not null,
    row_key text collate "C" not null,
    made_at bigint not null,
    undecided boolean not null,
    doc json not null,
    primary key (team, person, row_key)
);
create index chosen_at on "chosen" (made_at, team, person, row_key);
create index chosen_open on "chosen" (made_at, team, person, row_key) where undecided;

create table "counts_place" (
    team text collate "C" not null,
    place text collate "C" not null,
    doc json not null,
    primary key (team, place)
);

create table "counts_audience" (
    team text collate "C" not null,
    audience text collate "C" not null,
    doc json not null,
    primary key (team, audience)
);

create table "round" (
    team text collate "C" not null,
    mission text collate "C" not null,
    round text collate "C" not null,
    doc json not null,
    primary key (team, mission, round)
);

-- Answers and marks are rewritten together, see answers.go; what that leaves behind is to go soon.

create table "round_answer" (
    team text collate "C" not null,
    round text collate "C" not null,
    answer text collate "C" not null,
    doc json not null,
    primary key (team, round, answer)
) with (
    autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 1, toast.autovacuum_vacuum_scale_factor = 0
);

create table "round_mark" (
    team text collate "C" not null,
    round text collate "C" not null,
    mark text collate "C" not null,
    doc json not null,
    primary key (team, round, mark)
) with (
    autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 1, toast.autovacuum_vacuum_scale_factor = 0
);

create table "round_setting" (
    team text collate "C" not null,
    mission text collate "C" not null,
    doc json not null,
    primary key (team, mission)
);

create table "round_guess" (
    team text collate "C" not null,
    person text collate "C" not null,
    round text collate "C" not null,
    doc json not null,
    primary key (team, person, round)
);

create table "trial" (
    team text collate "C" not null,
    trial text collate "C" not null,
    channel text collate "C" not null,
    doc json not null,
    primary key (team, trial)
);
create index trial_channel on "trial" (team, channel, trial);

create table "trial_toss" (
    team text collate "C" not null,
    trial text collate "C" not null,
    row_key text collate "C" not null,
    doc json not null,
    primary key (team, trial, row_key)
);

create table "trial_look" (
    team text collate "C" not null,
    trial text collate "C" not null,
    look text collate "C" not null,
    doc json not null,
    primary key (team, trial, look)
);

create table "person" (
    team text collate "C" not null,
    person text collate "C" not null,
    doc json not null,
    primary key (team, person)
);

create table "house" (
    team text collate "C" not null,
    mission text collate "C" not null,
    doc json not null,
    primary key (team, mission)
);

create table "file" (
    team text collate "C" not null,
    person text collate "C" not null,
    file text collate "C" not null,
    doc json not null,
    primary key (team, person, file)
);

create table "erasure" (
    team text collate "C" not null,
    person text collate "C" not null,
    doc json not null,
    primary key (team, person)
);

create table "erased" (
    team text collate "C" not null,
    hash text collate "C" not null,
    doc json not null,
    primary key (team, hash)
);

create table "seen" (
    team text collate "C" not null,
    request text collate "C" not null,
    seen_at bigint not null,
    doc json not null,
    primary key (team, request)
);
create index seen_at on "seen" (seen_at, team, request);

-- What is noted about the store itself.

create table note (
    name text collate "C" not null,
    value bytea not null,
    primary key (name)
);

-- Whoever has been refused often enough takes this table for herself, see update.go. It holds nothing.

create table turn ();
