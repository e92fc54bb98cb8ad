-- The ledger: who, what was asked, what it cost, and the sums kept ready.
-- Times are µs since 1970 in UTC, money is nano-US-dollars, identifiers are
-- UUIDs as text. The specification's tables keep their names and columns;
-- experiments.user_id is the profile.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profiles (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length (name) BETWEEN 1 AND 255),
  settings TEXT CHECK (settings IS NULL OR json_valid (settings)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE experiments (
  id TEXT PRIMARY KEY NOT NULL,
  user_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length (name) BETWEEN 1 AND 255),
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'running', 'completed', 'archived')),
  baseline_id TEXT REFERENCES baselines (id) ON DELETE SET NULL,
  provider TEXT NOT NULL CHECK (length (provider) <= 50),
  model TEXT NOT NULL CHECK (length (model) <= 100),
  workload TEXT NOT NULL,
  workload_path TEXT,
  workload_hash TEXT,
  parameters TEXT CHECK (parameters IS NULL OR json_valid (parameters)),
  origin TEXT NOT NULL CHECK (origin IN ('practice', 'live', 'imported', 'replayed')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (id, user_id)
) STRICT;
CREATE INDEX experiments_by_user ON experiments (user_id, updated_at);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('practice', 'live', 'imported', 'replayed')),
  status TEXT NOT NULL CHECK (status IN ('active', 'closed', 'expired', 'failed')),
  isolation TEXT NOT NULL CHECK (isolation IN ('user', 'experiment')),
  cache_namespace TEXT NOT NULL,
  key_ref TEXT,
  limits TEXT CHECK (limits IS NULL OR json_valid (limits)),
  state TEXT CHECK (state IS NULL OR json_valid (state)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (id, profile_id),
  FOREIGN KEY (experiment_id, profile_id) REFERENCES experiments (id, user_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sessions_by_experiment ON sessions (experiment_id, created_at);
CREATE INDEX sessions_by_profile ON sessions (profile_id, created_at);

CREATE TABLE runs (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  name TEXT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('running', 'completed', 'interrupted', 'cancelled', 'failed')),
  origin TEXT NOT NULL CHECK (origin IN ('practice', 'live', 'imported', 'replayed')),
  strategies TEXT NOT NULL,
  seed INTEGER NOT NULL,
  n_tasks INTEGER NOT NULL,
  concurrency INTEGER NOT NULL,
  workload_hash TEXT,
  config TEXT CHECK (config IS NULL OR json_valid (config)),
  error_message TEXT,
  owner TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  UNIQUE (id, profile_id),
  FOREIGN KEY (experiment_id, profile_id) REFERENCES experiments (id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (session_id, profile_id) REFERENCES sessions (id, profile_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX runs_by_experiment ON runs (experiment_id, started_at);
CREATE INDEX runs_by_session ON runs (session_id);
CREATE INDEX runs_by_profile ON runs (profile_id, started_at);
CREATE INDEX runs_running ON runs (owner) WHERE status = 'running';

-- A list after IN that is longer than two is built as a table of its own in each
-- statement, so what is written with every call is checked with OR.
CREATE TABLE operations (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  experiment_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  run_id TEXT,
  task_key TEXT,
  replicate INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose = 'task' OR purpose = 'strategy' OR purpose = 'judge'),
  origin TEXT NOT NULL
    CHECK (origin = 'practice' OR origin = 'live' OR origin = 'imported'
           OR origin = 'replayed'),
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state = 'open' OR state = 'closed' OR state = 'released' OR state = 'lost'),
  status TEXT NOT NULL,
  n_attempts INTEGER NOT NULL DEFAULT 0,
  cost_amount INTEGER NOT NULL DEFAULT 0,
  cost_estimated INTEGER NOT NULL DEFAULT 0,
  n_known INTEGER NOT NULL DEFAULT 0,
  n_estimated INTEGER NOT NULL DEFAULT 0,
  n_unpriced INTEGER NOT NULL DEFAULT 0,
  overhead_amount INTEGER NOT NULL DEFAULT 0,
  overhead_estimated INTEGER NOT NULL DEFAULT 0,
  overhead_n_known INTEGER NOT NULL DEFAULT 0,
  overhead_n_estimated INTEGER NOT NULL DEFAULT 0,
  overhead_n_unpriced INTEGER NOT NULL DEFAULT 0,
  u INTEGER NOT NULL DEFAULT 0,
  r INTEGER NOT NULL DEFAULT 0,
  w INTEGER NOT NULL DEFAULT 0,
  wl INTEGER NOT NULL DEFAULT 0,
  o INTEGER NOT NULL DEFAULT 0,
  latency_us INTEGER NOT NULL DEFAULT 0,
  ttft_us INTEGER,
  finish TEXT NOT NULL DEFAULT 'unknown',
  score INTEGER CHECK (score BETWEEN 0 AND 10000),
  final_call_id TEXT,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  FOREIGN KEY (experiment_id, profile_id) REFERENCES experiments (id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (session_id, profile_id) REFERENCES sessions (id, profile_id) ON DELETE CASCADE,
  FOREIGN KEY (run_id, profile_id) REFERENCES runs (id, profile_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX operations_by_profile ON operations (profile_id, opened_at);
CREATE INDEX operations_by_experiment ON operations (experiment_id);
CREATE INDEX operations_by_session ON operations (session_id);
CREATE INDEX operations_by_run ON operations (run_id, task_key, replicate);

CREATE TABLE api_calls (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  profile_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  run_id TEXT,
  operation_id TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  purpose TEXT NOT NULL CHECK (purpose = 'task' OR purpose = 'strategy' OR purpose = 'judge'),
  origin TEXT NOT NULL
    CHECK (origin = 'practice' OR origin = 'live' OR origin = 'imported'
           OR origin = 'replayed'),
  status TEXT NOT NULL
    CHECK (status = 'ok' OR status = 'cut' OR status = 'cancelled' OR status = 'refused'
           OR status = 'failed' OR status = 'answered' OR status = 'lost'),
  provider TEXT NOT NULL CHECK (length (provider) <= 50),
  model TEXT NOT NULL CHECK (length (model) <= 100),
  model_served TEXT,
  service_tier TEXT,
  batch INTEGER NOT NULL CHECK (batch IN (0, 1)),
  finish TEXT NOT NULL,
  u INTEGER NOT NULL,
  r INTEGER NOT NULL,
  w INTEGER NOT NULL,
  wl INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  input_tokens INTEGER GENERATED ALWAYS AS (u + r + w + wl) VIRTUAL,
  reasoning_tokens INTEGER,
  system_tokens INTEGER,
  tool_tokens INTEGER,
  web_searches INTEGER NOT NULL,
  usage_flags INTEGER NOT NULL,
  cost INTEGER,
  cost_state TEXT NOT NULL
    CHECK (cost_state = 'known' OR cost_state = 'estimated' OR cost_state = 'unpriced'),
  cost_basis TEXT,
  price_row TEXT,
  context_tier INTEGER NOT NULL,
  latency INTEGER,
  ttft INTEGER,
  timestamp INTEGER NOT NULL,
  request_hash TEXT,
  strategies TEXT CHECK (strategies IS NULL OR json_valid (strategies)),
  tags TEXT CHECK (tags IS NULL OR json_valid (tags)),
  error_code TEXT,
  error_message TEXT,
  task_key TEXT,
  replicate INTEGER NOT NULL,
  score INTEGER CHECK (score BETWEEN 0 AND 10000),
  CHECK ((cost IS NULL) = (cost_state = 'unpriced')),
  FOREIGN KEY (experiment_id) REFERENCES experiments (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX api_calls_by_profile ON api_calls (profile_id, timestamp);
CREATE INDEX api_calls_by_experiment ON api_calls (experiment_id, timestamp);
CREATE INDEX api_calls_by_run ON api_calls (run_id, timestamp);
CREATE INDEX api_calls_by_operation ON api_calls (operation_id);

-- What the vendor sent, apart from what everyone reads.
CREATE TABLE call_raw (
  call_seq INTEGER PRIMARY KEY REFERENCES api_calls (seq) ON DELETE CASCADE,
  profile_id TEXT NOT NULL,
  raw_usage TEXT NOT NULL
) STRICT;

CREATE TABLE call_content (
  call_seq INTEGER PRIMARY KEY REFERENCES api_calls (seq) ON DELETE CASCADE,
  profile_id TEXT NOT NULL,
  prompt TEXT,
  answer TEXT
) STRICT;

CREATE TABLE baselines (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  run_id TEXT,
  origin TEXT NOT NULL CHECK (origin IN ('practice', 'live', 'imported', 'replayed')),
  average_cost INTEGER,
  cost_amount INTEGER NOT NULL,
  cost_estimated INTEGER NOT NULL,
  n_known INTEGER NOT NULL,
  n_estimated INTEGER NOT NULL,
  n_unpriced INTEGER NOT NULL,
  total_tokens INTEGER NOT NULL,
  average_latency INTEGER NOT NULL,
  call_count INTEGER NOT NULL CHECK (call_count >= 0),
  workload_hash TEXT,
  price_rows TEXT,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  created_at INTEGER NOT NULL,
  FOREIGN KEY (experiment_id, profile_id) REFERENCES experiments (id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (run_id, profile_id) REFERENCES runs (id, profile_id)
    ON DELETE CASCADE
) STRICT;
CREATE INDEX baselines_by_experiment ON baselines (experiment_id, created_at);
CREATE INDEX baselines_by_run ON baselines (run_id);
CREATE UNIQUE INDEX baselines_pinned ON baselines (experiment_id) WHERE pinned = 1;
