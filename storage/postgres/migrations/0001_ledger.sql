-- Codes of the catalog under small keys. Keys are given once and never change or return.
CREATE TABLE catalog_version (
  version    bigint PRIMARY KEY,
  applied_at timestamptz NOT NULL,
  time_zone  text NOT NULL,
  source     text NOT NULL -- the protobuf text that was applied
);

CREATE TABLE bureau (
  bureau_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text NOT NULL UNIQUE
);

CREATE TABLE indicator (
  indicator_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE,
  measure      text NOT NULL CHECK (measure IN ('flow', 'stock', 'derived'))
);

CREATE TABLE category (
  category_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator_id integer NOT NULL REFERENCES indicator,
  code         text NOT NULL,
  UNIQUE (indicator_id, code)
);

-- One row an event, for ever: the log, and the memory of ids that makes a resend harmless.
CREATE TABLE event (
  bureau_id    integer NOT NULL,
  event_id     uuid NOT NULL,
  indicator_id integer NOT NULL,
  category_id  integer NOT NULL, -- 0: none
  occurred_at  timestamptz NOT NULL,
  occurred_on  date NOT NULL, -- statistic day
  quantity     bigint NOT NULL,
  subject      text NOT NULL, -- '': none
  commit_id    bigint NOT NULL,
  PRIMARY KEY (bureau_id, event_id)
);

-- What a commit brought: for readers that follow the ledger and for its digest.
CREATE INDEX event_commit_id ON event (commit_id);

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

-- Last levels of stocks: of a day's reports the one with the greatest (occurred_at, event_id).
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

CREATE SEQUENCE commit_id AS bigint;

-- The newest revision. Updating this row is the last statement of a commit: its lock puts
-- commits in one order without gaps.
CREATE TABLE ledger_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision bigint NOT NULL,
  chain    bytea NOT NULL
) WITH (fillfactor = 10);

INSERT INTO ledger_head (revision, chain) VALUES (0, sha256(''));

-- Every commit in order. chain = sha256(chain before || revision || commit_id || events ||
-- digest), integers as eight bytes, big-endian.
CREATE TABLE ledger_commit (
  revision     bigint PRIMARY KEY,
  commit_id    bigint NOT NULL UNIQUE,
  committed_at timestamptz NOT NULL,
  events       bigint NOT NULL, -- new events; 0 for a batch of duplicates only
  digest       bytea NOT NULL,
  chain        bytea NOT NULL
);
