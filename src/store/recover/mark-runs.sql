-- A run that lost records must not read as complete, nor its experiment.

CREATE TEMP TABLE unfinished (run_id TEXT PRIMARY KEY);

INSERT INTO unfinished
SELECT id FROM runs r
WHERE status = 'completed'
  AND (id IN touched
       OR (EXISTS (SELECT 1 FROM words WHERE key = 'hurt')
           AND n_tasks > (SELECT count (DISTINCT task_key) FROM operations WHERE run_id = r.id)));

UPDATE runs
SET status = 'interrupted',
    error_message = printf ((SELECT text FROM words WHERE key = 'unfinished'),
                            (SELECT count (DISTINCT task_key) FROM operations
                             WHERE run_id = runs.id),
                            n_tasks)
WHERE id IN unfinished;

UPDATE experiments SET status = 'draft'
WHERE status = 'completed'
  AND id IN (SELECT experiment_id FROM runs WHERE id IN unfinished)
  AND id NOT IN (SELECT experiment_id FROM runs WHERE status = 'completed');
