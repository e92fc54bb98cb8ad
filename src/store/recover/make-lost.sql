-- What was lost is made anew from what refers to it, or sums it up. `words`
-- holds the texts, `remade` how many rows each statement made.

CREATE TEMP TABLE remade (n INTEGER);
CREATE TEMP TABLE touched (run_id TEXT PRIMARY KEY);
CREATE TEMP TABLE carried AS SELECT * FROM budget_periods;

-- Beyond what is ever recorded (times after the year 9999), and so not what
-- was: no sum could be made.
DELETE FROM api_calls
WHERE NOT (timestamp BETWEEN 0 AND 253402300799000000
           AND coalesce (latency, 0) BETWEEN 0 AND 1 << 53
           AND coalesce (cost, 0) BETWEEN -(1 << 53) AND 1 << 53
           AND min (u, r, w, wl, output_tokens) >= -(1 << 53)
           AND max (u, r, w, wl, output_tokens) <= 1 << 53);
DELETE FROM operations
WHERE NOT (opened_at BETWEEN 0 AND 253402300799000000
           AND coalesce (closed_at, 0) BETWEEN 0 AND 253402300799000000
           AND latency_us BETWEEN 0 AND 1 << 53 AND n_attempts BETWEEN 0 AND 1 << 31
           AND min (cost_amount, overhead_amount, u, r, w, wl, o) >= -(1 << 53)
           AND max (cost_amount, overhead_amount, u, r, w, wl, o) <= 1 << 53);

-- An operation of its calls. The last recorded is the final one.
INSERT OR IGNORE INTO touched
SELECT run_id FROM api_calls
WHERE run_id IS NOT NULL AND operation_id NOT IN (SELECT id FROM operations);

INSERT OR IGNORE INTO operations (
  id, profile_id, experiment_id, session_id, run_id, task_key, replicate, purpose, origin,
  provider, model, state, status, n_attempts, cost_amount, cost_estimated, n_known, n_estimated,
  n_unpriced, overhead_amount, overhead_estimated, overhead_n_known, overhead_n_estimated,
  overhead_n_unpriced, u, r, w, wl, o, latency_us, ttft_us, finish, score, final_call_id,
  opened_at, closed_at)
WITH lost AS (
  SELECT max (seq) AS last, count (*) AS n,
         sum (coalesce (cost, 0)) AS amount,
         sum (iif (cost_state = 'estimated', cost, 0)) AS estimated,
         sum (cost_state = 'known') AS n_known,
         sum (cost_state = 'estimated') AS n_estimated,
         sum (cost_state = 'unpriced') AS n_unpriced,
         sum (iif (purpose <> 'task', coalesce (cost, 0), 0)) AS o_amount,
         sum (iif (purpose <> 'task' AND cost_state = 'estimated', cost, 0)) AS o_estimated,
         sum (purpose <> 'task' AND cost_state = 'known') AS o_n_known,
         sum (purpose <> 'task' AND cost_state = 'estimated') AS o_n_estimated,
         sum (purpose <> 'task' AND cost_state = 'unpriced') AS o_n_unpriced,
         sum (u) AS u, sum (r) AS r, sum (w) AS w, sum (wl) AS wl, sum (output_tokens) AS o,
         sum (iif (purpose <> 'judge', max (coalesce (latency, 0), 0), 0)) AS latency,
         max (purpose = 'task') AS for_task, max (final) AS ended, min (timestamp) AS opened,
         max (timestamp + max (coalesce (latency, 0), 0)) AS closed
  FROM api_calls WHERE operation_id NOT IN (SELECT id FROM operations) GROUP BY operation_id)
SELECT c.operation_id, c.profile_id, c.experiment_id, c.session_id, c.run_id, c.task_key,
       c.replicate, iif (for_task, 'task', c.purpose), c.origin, c.provider, c.model,
       iif (ended AND c.status <> 'lost', 'closed', 'lost'), c.status, n, amount, estimated,
       n_known, n_estimated, n_unpriced, o_amount, o_estimated, o_n_known, o_n_estimated,
       o_n_unpriced, lost.u, lost.r, lost.w, lost.wl, lost.o, lost.latency, c.ttft, c.finish,
       c.score, iif (ended, c.id, NULL), opened, max (closed, 1)
FROM lost JOIN api_calls c ON c.seq = lost.last;
INSERT INTO remade VALUES (changes ());

-- One call of what an operation summed up and its calls do not hold.
CREATE TEMP TABLE short AS
SELECT o.id AS id, count (c.seq) AS n, coalesce (sum (c.cost), 0) AS cost,
       coalesce (sum (c.cost_state = 'unpriced'), 0) AS n_unpriced,
       coalesce (sum (c.u), 0) AS u, coalesce (sum (c.r), 0) AS r, coalesce (sum (c.w), 0) AS w,
       coalesce (sum (c.wl), 0) AS wl, coalesce (sum (c.output_tokens), 0) AS o,
       coalesce (sum (iif (c.purpose <> 'judge', max (coalesce (c.latency, 0), 0), 0)), 0)
         AS latency,
       o.final_call_id IN (SELECT id FROM api_calls) AS ended
FROM operations o LEFT JOIN api_calls c ON c.operation_id = o.id
WHERE o.state IN ('closed', 'lost') GROUP BY o.id HAVING count (c.seq) < o.n_attempts;

INSERT OR IGNORE INTO touched
SELECT o.run_id FROM short JOIN operations o ON o.id = short.id WHERE o.run_id IS NOT NULL;

INSERT OR IGNORE INTO api_calls (
  id, profile_id, experiment_id, session_id, run_id, operation_id, attempt, final, purpose, origin,
  status, provider, model, batch, finish, u, r, w, wl, output_tokens, web_searches, usage_flags,
  cost, cost_state, cost_basis, context_tier, latency, ttft, timestamp, task_key, replicate, score)
SELECT iif (NOT ended, o.final_call_id, lower (hex (randomblob (16)))),
       o.profile_id, o.experiment_id, o.session_id, o.run_id, o.id, s.n + 1,
       coalesce (NOT ended, 0), o.purpose, o.origin,
       iif (NOT ended, o.status, 'failed'), o.provider, o.model, 0, o.finish,
       o.u - s.u, o.r - s.r, o.w - s.w, o.wl - s.wl, o.o - s.o, 0, 0,
       iif (o.n_unpriced > s.n_unpriced, NULL, o.cost_amount - s.cost),
       iif (o.n_unpriced > s.n_unpriced, 'unpriced', 'estimated'),
       'the record of the call was lost: what its operation had summed up', 0,
       o.latency_us - s.latency, o.ttft_us, o.opened_at, o.task_key, o.replicate, o.score
FROM short s JOIN operations o ON o.id = s.id;
INSERT INTO remade VALUES (changes ());

-- Strategies are known by name, from what they noted, not how they were set.
INSERT OR IGNORE INTO runs (
  id, profile_id, experiment_id, session_id, kind, status, origin, strategies, seed, n_tasks,
  concurrency, error_message, started_at, finished_at)
SELECT run_id, profile_id, experiment_id, session_id,
       iif (run_id IN (SELECT run_id FROM baselines), 'baseline', 'recovered'), 'interrupted',
       origin,
       coalesce ((SELECT replace (group_concat (DISTINCT note.value ->> 'strategy'), ',', ';')
                  FROM api_calls c, json_each (c.strategies) note WHERE c.run_id = o.run_id), ''),
       0, count (DISTINCT task_key), 1, (SELECT text FROM words WHERE key = 'run'),
       min (opened_at), max (coalesce (closed_at, opened_at))
FROM operations o WHERE run_id IS NOT NULL AND run_id NOT IN (SELECT id FROM runs)
GROUP BY run_id;
INSERT INTO remade VALUES (changes ());

INSERT OR IGNORE INTO sessions (
  id, profile_id, experiment_id, provider, model, origin, status, isolation, cache_namespace,
  created_at, updated_at, ended_at)
SELECT session_id, profile_id, experiment_id, max (provider), max (model), max (origin), 'closed',
       'experiment', 'recovered/' || session_id, min (at), max (at), max (at)
FROM (SELECT session_id, profile_id, experiment_id, provider, model, origin, opened_at AS at
      FROM operations
      UNION ALL
      SELECT session_id, profile_id, experiment_id, '', '', origin, started_at FROM runs)
WHERE session_id NOT IN (SELECT id FROM sessions) GROUP BY session_id;
INSERT INTO remade VALUES (changes ());

INSERT OR IGNORE INTO experiments (
  id, user_id, name, description, status, provider, model, workload, origin, created_at,
  updated_at)
SELECT experiment_id, profile_id,
       (SELECT text FROM words WHERE key = 'name') || ' ' || substr (experiment_id, 1, 8),
       (SELECT text FROM words WHERE key = 'experiment'), 'draft', max (provider), max (model),
       coalesce (max (substr (task_key, 1, instr (task_key, '/') - 1)), ''), max (origin),
       min (at), max (at)
FROM (SELECT experiment_id, profile_id, provider, model, origin, opened_at AS at, task_key
      FROM operations
      UNION ALL
      SELECT experiment_id, profile_id, provider, model, origin, created_at, NULL FROM sessions
      UNION ALL
      SELECT experiment_id, profile_id, '', '', origin, created_at, NULL FROM baselines)
WHERE experiment_id NOT IN (SELECT id FROM experiments) GROUP BY experiment_id;
INSERT INTO remade VALUES (changes ());

INSERT OR IGNORE INTO profiles (id, name, created_at, updated_at)
SELECT id, (SELECT text FROM words WHERE key = 'name') || ' ' || substr (id, 1, 8), min (at),
       max (at)
FROM (SELECT user_id AS id, created_at AS at FROM experiments
      UNION ALL
      SELECT profile_id, created_at FROM budgets
      UNION ALL
      SELECT profile_id, created_at FROM notes
      UNION ALL
      SELECT user_id, last_activity FROM user_progress)
WHERE id NOT IN (SELECT id FROM profiles) GROUP BY id;
INSERT INTO remade VALUES (changes ());

-- What may refer to nothing.
UPDATE experiments SET baseline_id = NULL WHERE baseline_id NOT IN (SELECT id FROM baselines);
DELETE FROM budget_periods;
