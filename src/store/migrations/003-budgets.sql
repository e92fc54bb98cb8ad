-- Caps and what counts against them. A month budget has a period for every
-- month; the others have one, named ''.

CREATE TABLE budgets (
  id TEXT PRIMARY KEY NOT NULL,
  profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  scope TEXT NOT NULL CHECK (scope IN ('session', 'run', 'experiment', 'profile', 'month')),
  scope_id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('practice', 'live', 'imported', 'replayed')),
  cap INTEGER NOT NULL CHECK (cap >= 0),
  allow_unpriced INTEGER NOT NULL CHECK (allow_unpriced IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (profile_id, origin, scope, scope_id)
) STRICT;

CREATE TABLE budget_periods (
  budget_id TEXT NOT NULL REFERENCES budgets (id) ON DELETE CASCADE,
  profile_id TEXT NOT NULL,
  period TEXT NOT NULL,
  committed INTEGER NOT NULL,
  reserved INTEGER NOT NULL CHECK (reserved >= 0),
  n_unpriced INTEGER NOT NULL,
  PRIMARY KEY (budget_id, period)
) STRICT, WITHOUT ROWID;

-- One for each open operation that was reserved. `amount` is what is left of
-- the worst case, NULL when unpriced.
CREATE TABLE reservations (
  operation_id TEXT PRIMARY KEY NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  profile_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  worst_case INTEGER CHECK (worst_case >= 0),
  amount INTEGER CHECK (amount >= 0),
  created_at INTEGER NOT NULL,
  CHECK ((worst_case IS NULL) = (amount IS NULL))
) STRICT;
CREATE INDEX reservations_by_owner ON reservations (owner);
CREATE INDEX reservations_by_profile ON reservations (profile_id);
