-- What has been spent does not become less because its calls were lost.

INSERT INTO budget_periods
SELECT budget_id, profile_id, period, committed, 0, n_unpriced
FROM carried WHERE budget_id IN (SELECT id FROM budgets)
ON CONFLICT DO UPDATE SET committed = max (committed, excluded.committed),
                          n_unpriced = max (n_unpriced, excluded.n_unpriced);
