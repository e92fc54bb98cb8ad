-- Work that outlives the program, answers kept, and notes.

CREATE TABLE jobs (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject_id TEXT,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  unit TEXT,
  spent INTEGER NOT NULL,
  message TEXT,
  payload TEXT CHECK (payload IS NULL OR json_valid (payload)),
  owner TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_profile ON jobs (profile_id, created_at);

CREATE TABLE cache_entries (
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  ttl INTEGER NOT NULL CHECK (ttl >= 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  hit_count INTEGER NOT NULL,
  PRIMARY KEY (profile_id, namespace, key)
) STRICT;
CREATE INDEX cache_entries_expiring ON cache_entries (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE cache_stats (
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  namespace TEXT NOT NULL,
  hits INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  PRIMARY KEY (profile_id, namespace)
) STRICT;

CREATE TABLE notes (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_by_subject ON notes (profile_id, subject_kind, subject_id);
