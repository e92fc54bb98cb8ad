/* older-fixture.c: a ledger as an older program would have written it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "older-fixture.h"

#include "lab-migrations-private.h"

#define CALL_COLUMNS                                                                               \
  "seq, id, profile_id, experiment_id, session_id, run_id, operation_id, attempt, final, purpose," \
  " origin, status, provider, model, model_served, service_tier, batch, finish, u, r, w, wl,"      \
  " output_tokens, reasoning_tokens, system_tokens, tool_tokens, web_searches, usage_flags, cost," \
  " cost_state, cost_basis, price_row, context_tier, latency, ttft, timestamp, request_hash,"      \
  " strategies, tags, error_code, error_message, task_key, replicate, score"
#define SUM_COLUMNS                                                                                \
  "n_ok, n_cut, n_cancelled, n_refused, n_failed, n_answered, n_lost, n_operations,"               \
  " n_answered_operations, cost_amount, cost_estimated, n_known, n_estimated, n_unpriced,"         \
  " overhead_amount, overhead_estimated, overhead_n_known, overhead_n_estimated,"                  \
  " overhead_n_unpriced, u, r, w, wl, o, n_latencies, latency_us, cost_sketch, latency_sketch"
#define OLD_ROWS(table)                                                                            \
  "INSERT INTO main." table " SELECT p.number, r.slot, o.id, " SUM_COLUMNS                         \
  " FROM new." table " r JOIN new.rollup_subjects s ON s.id = r.subject AND s.scope = 2"           \
  " JOIN new.rollup_keys k ON k.id = r.key JOIN main.profiles p ON p.id = s.profile_id"            \
  " JOIN main.rollup_keys o ON o.profile_id = s.profile_id AND o.experiment_id = s.experiment_id"  \
  " AND o.run_id = s.run_id AND o.origin = k.origin AND o.provider = k.provider"                   \
  " AND o.model = k.model AND o.tier = k.tier;"
#define OLD_SUMS                                                                                   \
  "INSERT INTO main.api_calls (" CALL_COLUMNS ") SELECT " CALL_COLUMNS " FROM new.api_calls;"      \
  "INSERT INTO main.rollup_keys (profile_id, experiment_id, run_id, origin, provider, model,"      \
  " tier) SELECT DISTINCT profile_id, experiment_id, coalesce (run_id, ''), origin, provider,"     \
  " model,"                                                                                        \
  " coalesce (service_tier, '') FROM new.api_calls;"                                               \
  OLD_ROWS ("rollups_15m") OLD_ROWS ("rollups_total")

static void
execute (LabConnection *connection,
         const char    *sql)
{
  g_autoptr (GError) error = NULL;

  lab_connection_exec (connection, sql, &error);
  g_assert_no_error (error);
}

Fixture
older_fixture_copy (Fixture *fixture,
                    int      version)
{
  static const char *const tables[] = { "profiles", "experiments", "sessions", "runs",
                                        "operations" };
  Fixture copy = { g_dir_make_tmp ("costlab-store-XXXXXX", NULL), NULL };
  g_autofree char *new_path = g_build_filename (fixture->directory, "costlab.db", NULL);
  g_autofree char *old_path = g_build_filename (copy.directory, "costlab.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS new", new_path);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabConnection) old = NULL;

  g_clear_object (&fixture->store);
  old = lab_connection_open (old_path, TRUE, &error);
  g_assert_no_error (error);
  lab_migrations_apply (old, copy.directory, version, &error);
  g_assert_no_error (error);
  execute (old, attach);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("INSERT INTO main.%s SELECT * FROM new.%s", tables[i], tables[i]);

      execute (old, sql);
    }
  execute (old, OLD_SUMS);
  return copy;
}
