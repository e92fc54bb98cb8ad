-- The dearest calls of a stretch of time are found hour by hour: an hour's
-- calls lie together in order of their cost, so nothing is sorted, and new
-- calls are added where the last ones were.

CREATE INDEX api_calls_by_hour_and_cost
  ON api_calls (profile_id, origin, timestamp / 3600000000, cost)
  WHERE cost IS NOT NULL;
