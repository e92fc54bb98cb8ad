-- What is learned: progress, challenges, and what was handed in.

CREATE TABLE user_progress (
  user_id TEXT PRIMARY KEY NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  experiments_completed INTEGER NOT NULL DEFAULT 0,
  total_cost_savings INTEGER NOT NULL DEFAULT 0,
  badges_earned TEXT NOT NULL DEFAULT '[]' CHECK (json_valid (badges_earned)),
  challenges_completed TEXT NOT NULL DEFAULT '[]' CHECK (json_valid (challenges_completed)),
  skill_level INTEGER NOT NULL DEFAULT 1,
  last_activity INTEGER NOT NULL
) STRICT;

CREATE TABLE challenges (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL CHECK (length (title) <= 255),
  description TEXT NOT NULL,
  difficulty TEXT NOT NULL CHECK (length (difficulty) <= 50),
  target_reduction INTEGER NOT NULL CHECK (abs (target_reduction) < 100000),
  baseline_scenario TEXT NOT NULL CHECK (json_valid (baseline_scenario)),
  success_criteria TEXT NOT NULL CHECK (json_valid (success_criteria)),
  hints TEXT NOT NULL DEFAULT '[]' CHECK (json_valid (hints)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE challenge_submissions (
  id TEXT PRIMARY KEY NOT NULL,
  user_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  challenge_id TEXT NOT NULL REFERENCES challenges (id),
  achieved_reduction INTEGER NOT NULL CHECK (abs (achieved_reduction) < 100000),
  score INTEGER NOT NULL,
  success INTEGER NOT NULL CHECK (success IN (0, 1)),
  details TEXT CHECK (details IS NULL OR json_valid (details)),
  submitted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX challenge_submissions_by_user ON challenge_submissions (user_id, submitted_at);
CREATE INDEX challenge_submissions_by_challenge ON challenge_submissions (challenge_id);
