-- Sums of a profile, of each experiment and of each run stand apart, so that
-- reading one kind costs nothing for how many there are of the others: a month
-- of a profile is as long with thousands of runs as with one.
--
-- A subject is what is summed: scope 0 a profile, 1 an experiment of it, 2 a
-- run, or what an experiment has of no run (run_id ''). `parent` is the subject
-- one scope up. Which widths are kept for which scope is the program's
-- business; here the runs' are carried over, and the program derives the rest.

DROP TABLE rollups_1h;
DROP TABLE rollups_6h;
DROP TABLE rollups_1d;
ALTER TABLE rollup_keys RENAME TO old_keys;
ALTER TABLE rollups_15m RENAME TO old_15m;
ALTER TABLE rollups_total RENAME TO old_total;

CREATE TABLE rollup_subjects (
  id INTEGER PRIMARY KEY,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  scope INTEGER NOT NULL CHECK (scope IN (0, 1, 2)),
  experiment_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  parent INTEGER NOT NULL,
  UNIQUE (profile_id, scope, experiment_id, run_id)
) STRICT;

CREATE TABLE rollup_keys (
  id INTEGER PRIMARY KEY,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  origin TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  tier TEXT NOT NULL,
  UNIQUE (profile_id, origin, provider, model, tier)
) STRICT;

CREATE TABLE rollups_15m (
  subject INTEGER NOT NULL REFERENCES rollup_subjects (id) ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  key INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_cut INTEGER NOT NULL,
  n_cancelled INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  n_failed INTEGER NOT NULL,
  n_answered INTEGER NOT NULL,
  n_lost INTEGER NOT NULL,
  n_operations INTEGER NOT NULL,
  n_answered_operations INTEGER NOT NULL,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  overhead_amount INTEGER NOT NULL,
  overhead_estimated INTEGER NOT NULL,
  overhead_n_known INTEGER NOT NULL,
  overhead_n_estimated INTEGER NOT NULL,
  overhead_n_unpriced INTEGER NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  o INTEGER NOT NULL,
  n_latencies INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  cost_sketch BLOB NOT NULL,
  latency_sketch BLOB NOT NULL,
  PRIMARY KEY (subject, slot, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollups_1h (
  subject INTEGER NOT NULL REFERENCES rollup_subjects (id) ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  key INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_cut INTEGER NOT NULL,
  n_cancelled INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  n_failed INTEGER NOT NULL,
  n_answered INTEGER NOT NULL,
  n_lost INTEGER NOT NULL,
  n_operations INTEGER NOT NULL,
  n_answered_operations INTEGER NOT NULL,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  overhead_amount INTEGER NOT NULL,
  overhead_estimated INTEGER NOT NULL,
  overhead_n_known INTEGER NOT NULL,
  overhead_n_estimated INTEGER NOT NULL,
  overhead_n_unpriced INTEGER NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  o INTEGER NOT NULL,
  n_latencies INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  cost_sketch BLOB NOT NULL,
  latency_sketch BLOB NOT NULL,
  PRIMARY KEY (subject, slot, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollups_6h (
  subject INTEGER NOT NULL REFERENCES rollup_subjects (id) ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  key INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_cut INTEGER NOT NULL,
  n_cancelled INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  n_failed INTEGER NOT NULL,
  n_answered INTEGER NOT NULL,
  n_lost INTEGER NOT NULL,
  n_operations INTEGER NOT NULL,
  n_answered_operations INTEGER NOT NULL,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  overhead_amount INTEGER NOT NULL,
  overhead_estimated INTEGER NOT NULL,
  overhead_n_known INTEGER NOT NULL,
  overhead_n_estimated INTEGER NOT NULL,
  overhead_n_unpriced INTEGER NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  o INTEGER NOT NULL,
  n_latencies INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  cost_sketch BLOB NOT NULL,
  latency_sketch BLOB NOT NULL,
  PRIMARY KEY (subject, slot, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollups_1d (
  subject INTEGER NOT NULL REFERENCES rollup_subjects (id) ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  key INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_cut INTEGER NOT NULL,
  n_cancelled INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  n_failed INTEGER NOT NULL,
  n_answered INTEGER NOT NULL,
  n_lost INTEGER NOT NULL,
  n_operations INTEGER NOT NULL,
  n_answered_operations INTEGER NOT NULL,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  overhead_amount INTEGER NOT NULL,
  overhead_estimated INTEGER NOT NULL,
  overhead_n_known INTEGER NOT NULL,
  overhead_n_estimated INTEGER NOT NULL,
  overhead_n_unpriced INTEGER NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  o INTEGER NOT NULL,
  n_latencies INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  cost_sketch BLOB NOT NULL,
  latency_sketch BLOB NOT NULL,
  PRIMARY KEY (subject, slot, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollups_total (
  subject INTEGER NOT NULL REFERENCES rollup_subjects (id) ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  key INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_cut INTEGER NOT NULL,
  n_cancelled INTEGER NOT NULL,
  n_refused INTEGER NOT NULL,
  n_failed INTEGER NOT NULL,
  n_answered INTEGER NOT NULL,
  n_lost INTEGER NOT NULL,
  n_operations INTEGER NOT NULL,
  n_answered_operations INTEGER NOT NULL,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  overhead_amount INTEGER NOT NULL,
  overhead_estimated INTEGER NOT NULL,
  overhead_n_known INTEGER NOT NULL,
  overhead_n_estimated INTEGER NOT NULL,
  overhead_n_unpriced INTEGER NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  o INTEGER NOT NULL,
  n_latencies INTEGER NOT NULL,
  latency_us INTEGER NOT NULL,
  cost_sketch BLOB NOT NULL,
  latency_sketch BLOB NOT NULL,
  PRIMARY KEY (subject, slot, key)
) STRICT, WITHOUT ROWID;

INSERT INTO rollup_keys (profile_id, origin, provider, model, tier)
SELECT DISTINCT profile_id, origin, provider, model, tier FROM old_keys ORDER BY 1, 2, 3, 4, 5;

INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)
SELECT DISTINCT profile_id, 0, '', '', 0 FROM old_keys;
INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)
SELECT DISTINCT o.profile_id, 1, o.experiment_id, '', s.id
FROM old_keys o JOIN rollup_subjects s ON s.profile_id = o.profile_id AND s.scope = 0;
INSERT INTO rollup_subjects (profile_id, scope, experiment_id, run_id, parent)
SELECT DISTINCT o.profile_id, 2, o.experiment_id, o.run_id, s.id
FROM old_keys o JOIN rollup_subjects s
  ON s.profile_id = o.profile_id AND s.scope = 1 AND s.experiment_id = o.experiment_id;

CREATE TEMP TABLE carried AS
SELECT o.id AS old, s.id AS subject, k.id AS key
FROM old_keys o
JOIN rollup_subjects s ON s.profile_id = o.profile_id AND s.scope = 2
  AND s.experiment_id = o.experiment_id AND s.run_id = o.run_id
JOIN rollup_keys k ON k.profile_id = o.profile_id AND k.origin = o.origin
  AND k.provider = o.provider AND k.model = o.model AND k.tier = o.tier;
CREATE UNIQUE INDEX temp.carried_by_old ON carried (old);

INSERT INTO rollups_15m
SELECT c.subject, o.slot, c.key,
       n_ok, n_cut, n_cancelled, n_refused, n_failed, n_answered, n_lost, n_operations,
       n_answered_operations, cost_amount, cost_estimated, n_known, n_estimated, n_unpriced,
       overhead_amount, overhead_estimated, overhead_n_known, overhead_n_estimated,
       overhead_n_unpriced, u, r, w, wl, o, n_latencies, latency_us, cost_sketch, latency_sketch
FROM old_15m o JOIN carried c ON c.old = o.key;

INSERT INTO rollups_total
SELECT c.subject, o.slot, c.key,
       n_ok, n_cut, n_cancelled, n_refused, n_failed, n_answered, n_lost, n_operations,
       n_answered_operations, cost_amount, cost_estimated, n_known, n_estimated, n_unpriced,
       overhead_amount, overhead_estimated, overhead_n_known, overhead_n_estimated,
       overhead_n_unpriced, u, r, w, wl, o, n_latencies, latency_us, cost_sketch, latency_sketch
FROM old_total o JOIN carried c ON c.old = o.key;

DROP TABLE carried;
DROP TABLE old_15m;
DROP TABLE old_total;
DROP TABLE old_keys;
