-- Every change of state in one order. State is what the entries up to a revision add up to. Each
-- kind of entry has a table of its own for its content, which names the entry by entry_id: content
-- is written before its revision is known.
--
-- digest is the Merkle root (RFC 6962) over the canonical bytes of the items of the entry, which
-- domain/ledger/canonical_bytes.h defines.
-- chain = sha256(chain before || revision || entry_id || committed_at || length of kind || kind ||
--                changes_figures || changes_rules || items || digest)
-- Numbers are eight bytes, big-endian; committed_at counts microseconds since 2000-01-01; a boolean
-- is one byte. The function ledger_chain below computes it.
CREATE TABLE ledger_entry (
  revision        bigint PRIMARY KEY,
  entry_id        bigint NOT NULL UNIQUE,
  committed_at    timestamptz NOT NULL, -- at least that of the entry before
  kind            text NOT NULL,
  -- Whoever does not know the kind may follow past the entry only if it changes neither.
  changes_figures boolean NOT NULL,
  changes_rules   boolean NOT NULL, -- what decides whether an event is admitted
  items           bigint NOT NULL, -- 0 for a batch of duplicates only
  digest          bytea NOT NULL,
  chain           bytea NOT NULL
);

-- The few that are no batches of events: to find those of a kind in their order, and what a program
-- does not know.
CREATE INDEX ledger_entry_kind ON ledger_entry (kind, revision) WHERE kind <> 'events';

CREATE SEQUENCE entry_id AS bigint;

CREATE FUNCTION ledger_chain(before bytea, revision bigint, entry_id bigint,
                             committed_at timestamptz, kind text, changes_figures boolean,
                             changes_rules boolean, items bigint, digest bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(before || int8send(revision) || int8send(entry_id) ||
                timestamptz_send(committed_at) || int8send(octet_length(kind)) ||
                convert_to(kind, 'UTF8') || boolsend(changes_figures) ||
                boolsend(changes_rules) || int8send(items) || digest)
$$;

-- The newest entry. Updating this row is the last statement of a commit: its lock puts entries in
-- one order without gaps. The chain begins with the SHA-256 of the format's name, which names the
-- hash algorithm.
CREATE TABLE ledger_head (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  format       text NOT NULL,
  revision     bigint NOT NULL,
  committed_at timestamptz NOT NULL,
  chain        bytea NOT NULL,
  rules_chain  bytea NOT NULL -- that of the last entry that changed the rules
) WITH (fillfactor = 10);

INSERT INTO ledger_head (format, revision, committed_at, chain, rules_chain)
SELECT format, 0, '-infinity', sha256(convert_to(format, 'UTF8')),
       sha256(convert_to(format, 'UTF8'))
FROM (VALUES ('jurimeter ledger 1, sha-256')) AS new (format);

-- Entries of kind 'catalog': which came into force.
CREATE TABLE catalog (
  entry_id     bigint PRIMARY KEY,
  principal_id integer NOT NULL, -- who applied it
  time_zone    text NOT NULL,
  source       text NOT NULL -- the protobuf text that was applied
);

-- Entries of kind 'access': access lists that came into force, as catalogs do.
CREATE TABLE access_list (
  entry_id     bigint PRIMARY KEY,
  principal_id integer NOT NULL,
  source       text NOT NULL
);

-- Codes of the catalogs under small keys. Keys are given once and never change or return. given_by
-- is the entry_id of the catalog that gave the key: the keys are items of that entry.
CREATE TABLE bureau (
  bureau_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text NOT NULL UNIQUE,
  given_by  bigint NOT NULL
);

CREATE TABLE indicator (
  indicator_id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code              text NOT NULL UNIQUE,
  measure           text NOT NULL CHECK (measure IN ('flow', 'stock', 'derived')),
  quantity_decimals integer NOT NULL, -- by which recorded quantities are read, for ever
  given_by          bigint NOT NULL
);

CREATE TABLE category (
  category_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator_id integer NOT NULL REFERENCES indicator,
  code         text NOT NULL,
  given_by     bigint NOT NULL,
  UNIQUE (indicator_id, code)
);

-- Who calls: 'nobody' without identity, 'database/ROLE' straight through the database. A name gets
-- its key with the first thing that is done under it. It is in the leaf of all that is.
CREATE TABLE principal (
  principal_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL UNIQUE
);

INSERT INTO principal (name) VALUES ('nobody');

-- Entries of kind 'events'. One row an event, for ever: the log, and the memory of ids that makes a
-- resend harmless.
CREATE TABLE event (
  bureau_id    integer NOT NULL,
  event_id     uuid NOT NULL,
  indicator_id integer NOT NULL,
  category_id  integer NOT NULL, -- 0: none
  principal_id integer NOT NULL, -- who sent it; fills what would be a hole of four bytes
  occurred_at  timestamptz NOT NULL,
  occurred_on  date NOT NULL, -- statistic day
  measure      integer NOT NULL, -- 1: flow, 2: stock; fills what would be a hole of four bytes
  quantity     bigint NOT NULL,
  subject      text NOT NULL, -- '': none, or erased
  -- '': no subject; 16 random bytes, which are hashed with the subject; 32 bytes: that hash, which
  -- an erasure put in the place of both.
  subject_seal bytea NOT NULL,
  entry_id     bigint NOT NULL,
  PRIMARY KEY (bureau_id, event_id)
);

-- Statistics would keep the commonest subjects as texts, also of events whose subject was erased.
ALTER TABLE event ALTER COLUMN subject SET STATISTICS 0;

-- What an entry brought: for readers that follow the ledger and for its digest.
CREATE INDEX event_entry_id ON event (entry_id);

-- The reports of a stock's day, to find which stands once another is retracted. Flows do not pay
-- for it.
CREATE INDEX event_stock ON event
  (bureau_id, indicator_id, category_id, occurred_on, occurred_at, event_id) WHERE measure = 2;

-- Events that no longer count, in entries of kind 'events'. Their rows in the log stay as they are,
-- and their ids stay taken.
CREATE TABLE retraction (
  bureau_id    integer NOT NULL,
  principal_id integer NOT NULL, -- who retracted it
  event_id     uuid NOT NULL,
  request_id   uuid NOT NULL, -- the caller's, by which a repetition is recognised
  replaced_by  uuid, -- event_id of what was recorded in its place; NULL: nothing
  -- Of a stock: event_id of the report of its day that stood after this entry; NULL: none stood.
  standing     uuid,
  entry_id     bigint NOT NULL,
  reason       text NOT NULL,
  PRIMARY KEY (bureau_id, event_id)
);

CREATE INDEX retraction_entry_id ON retraction (entry_id);

-- Entries of kind 'erasure': events whose subject was erased.
CREATE TABLE erasure (
  entry_id     bigint PRIMARY KEY,
  bureau_id    integer NOT NULL,
  principal_id integer NOT NULL,
  event_id     uuid NOT NULL,
  reason       text NOT NULL,
  UNIQUE (bureau_id, event_id)
);

-- Entries of kinds 'closing' and 'reopening': which days take no more events, retractions or
-- corrections, or take them again.
CREATE TABLE closing (
  entry_id     bigint PRIMARY KEY,
  principal_id integer NOT NULL, -- who asked for it
  request_id   uuid NOT NULL UNIQUE, -- the caller's, by which a repetition is recognised
  reopens      bigint, -- revision of the closing that this takes back; NULL: it closes
  first_day    date NOT NULL, -- what was asked for, as is the scope
  last_day     date NOT NULL,
  scope        text NOT NULL, -- 'all', 'region CODE' or 'bureaus CODE,CODE'
  reason       text NOT NULL
);

CREATE INDEX closing_reopens ON closing (reopens) WHERE reopens IS NOT NULL;

-- What that came to, by where each bureau belonged on each day. Days of one bureau in one entry are
-- disjoint. A reopening has only days that its closing still closed.
CREATE TABLE closing_part (
  entry_id  bigint NOT NULL,
  bureau_id integer NOT NULL,
  first_day date NOT NULL,
  last_day  date NOT NULL,
  PRIMARY KEY (entry_id, bureau_id, first_day)
);

-- Sums of flows. Always what the log adds up to, since the same transaction writes both.
-- No index on what changes, and room on each page, so that updates stay on it (HOT).
CREATE TABLE day_total (
  bureau_id    integer NOT NULL,
  indicator_id integer NOT NULL,
  category_id  integer NOT NULL,
  day          date NOT NULL,
  total        bigint NOT NULL,
  events       bigint NOT NULL,
  PRIMARY KEY (bureau_id, indicator_id, category_id, day)
) WITH (fillfactor = 50);

-- Last levels of stocks: of a day's reports that stand the one with the greatest
-- (occurred_at, event_id).
CREATE TABLE day_level (
  bureau_id    integer NOT NULL,
  indicator_id integer NOT NULL,
  category_id  integer NOT NULL,
  day          date NOT NULL,
  level        bigint NOT NULL,
  occurred_at  timestamptz NOT NULL,
  event_id     uuid NOT NULL,
  events       bigint NOT NULL,
  PRIMARY KEY (bureau_id, indicator_id, category_id, day)
) WITH (fillfactor = 50);
