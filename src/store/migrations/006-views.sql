-- The specification's own tables in its own units: dollars, ms, text dates,
-- percent. For people with a database browser; the program reads the tables.

CREATE VIEW v_experiments AS
SELECT id, user_id, name, description, status, baseline_id,
       strftime ('%Y-%m-%d %H:%M:%f', created_at / 1e6, 'unixepoch') AS created_at,
       strftime ('%Y-%m-%d %H:%M:%f', updated_at / 1e6, 'unixepoch') AS updated_at
FROM experiments;

CREATE VIEW v_api_calls AS
SELECT id, experiment_id, session_id, provider, model, input_tokens, output_tokens,
       system_tokens, round (cost / 1e9, 6) AS cost,
       CAST (round (latency / 1e3) AS INTEGER) AS latency,
       strftime ('%Y-%m-%d %H:%M:%f', timestamp / 1e6, 'unixepoch') AS timestamp
FROM api_calls;

CREATE VIEW v_baselines AS
SELECT id, experiment_id, round (average_cost / 1e9, 6) AS average_cost, total_tokens,
       CAST (round (average_latency / 1e3) AS INTEGER) AS average_latency, call_count,
       strftime ('%Y-%m-%d %H:%M:%f', created_at / 1e6, 'unixepoch') AS created_at
FROM baselines;

CREATE VIEW v_user_progress AS
SELECT user_id, experiments_completed,
       round (total_cost_savings / 1e9, 2) AS total_cost_savings, badges_earned,
       challenges_completed, skill_level,
       strftime ('%Y-%m-%d %H:%M:%f', last_activity / 1e6, 'unixepoch') AS last_activity
FROM user_progress;

CREATE VIEW v_challenges AS
SELECT id, title, description, difficulty, target_reduction / 1e2 AS target_reduction,
       baseline_scenario, success_criteria, hints,
       strftime ('%Y-%m-%d %H:%M:%f', created_at / 1e6, 'unixepoch') AS created_at
FROM challenges;

CREATE VIEW v_challenge_submissions AS
SELECT id, user_id, challenge_id, achieved_reduction / 1e2 AS achieved_reduction, score,
       success,
       strftime ('%Y-%m-%d %H:%M:%f', submitted_at / 1e6, 'unixepoch') AS submitted_at
FROM challenge_submissions;
