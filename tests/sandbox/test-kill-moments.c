/* test-kill-moments.c: kill -9 at each named moment of a call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-killer.h"

#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab-store-jobs.h"
#include "lab-store-rollups.h"
#include "lab-store-runs.h"

/* Holds the worst case of one call, and not of two. */
#define CAP (LAB_MONEY_PER_USD / 1000)

/* What the ledger is to say about the call after the restart. */
typedef enum
{
  OUTCOME_NOTHING,
  OUTCOME_LOST,
  OUTCOME_KNOWN,
} Outcome;

typedef struct
{
  const char *name;
  Moment moment;
  Outcome outcome;
} Case;

static const Case cases[] = {
  { "reserve", MOMENT_RESERVE, OUTCOME_NOTHING },
  { "reserved", MOMENT_RESERVED, OUTCOME_LOST },
  { "send", MOMENT_SEND, OUTCOME_LOST },
  { "first-byte", MOMENT_FIRST_BYTE, OUTCOME_LOST },
  { "last-byte", MOMENT_LAST_BYTE, OUTCOME_LOST },
  { "record", MOMENT_RECORD, OUTCOME_LOST },
  { "recorded", MOMENT_RECORDED, OUTCOME_KNOWN },
};

/* The child: makes one streamed call, and ends by itself only where the
 * moment never came. */
static void
run_child (const char *directory,
           const char *experiment,
           Moment      moment,
           int         descriptor)
{
  Fixture child = { 0 };
  Killer *killer = killer_new (moment, descriptor);
  LabSessionConfig *config = lab_session_config_new ();
  LabRequest *request = fixture_request ("Tell me how to return a parcel.");
  LabSession *session;
  LabResponse *response;

  fixture_open (&child, directory);
  killer_put_between (killer, &child);
  config->budget = CAP;
  session = fixture_add_session (&child, "p", experiment, config);
  request->stream = TRUE;
  response = fixture_call (session, request, NULL, NULL);
  _exit (response != NULL ? 0 : 1);
}

/* The child executes this program anew: this process has threads, which a
 * fork would leave behind. */
static pid_t
start_child (const char *directory,
             const char *experiment,
             Moment      moment,
             int         descriptor)
{
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      char moment_text[16];
      char descriptor_text[16];
      char *self = g_file_read_link ("/proc/self/exe", NULL);

      g_snprintf (moment_text, sizeof moment_text, "%d", (int) moment);
      g_snprintf (descriptor_text, sizeof descriptor_text, "%d", descriptor);
      execl (self, self, "--child", directory, experiment, moment_text, descriptor_text,
             (char *) NULL);
      _exit (3);
    }
  return child;
}

static void
make_folder (char **directory,
             char **experiment)
{
  Fixture first = { 0 };
  g_autoptr (GError) error = NULL;

  *directory = g_dir_make_tmp ("costlab-moment-XXXXXX", &error);
  g_assert_no_error (error);
  fixture_open (&first, *directory);
  fixture_add_profile (&first, "p");
  *experiment = fixture_add_experiment (&first, "p", "Killed");
  fixture_close (&first);
}

static void
kill_at (const Case *test,
         const char *directory,
         const char *experiment,
         Words      *words)
{
  int ends[2];
  int status;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = start_child (directory, experiment, test->moment, ends[1]);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], words, sizeof *words), ==, sizeof *words);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);

  /* It died where it was to: neither earlier nor later. */
  g_assert_cmpint (words->moment, ==, test->moment);
  g_assert_cmpint (words->worst_case, >, CAP / 2);
  g_assert_cmpint (words->worst_case, <=, CAP);
  if (test->moment < MOMENT_FIRST_BYTE)
    g_assert_cmpuint (words->n_pieces, ==, 0);
  else if (test->moment == MOMENT_FIRST_BYTE)
    g_assert_cmpuint (words->n_pieces, ==, 1);
  else
    g_assert_cmpuint (words->n_pieces, >, 1);
  if (test->moment < MOMENT_RECORD)
    g_assert_cmpint (words->cost, ==, LAB_UNSET);
  else
    g_assert_cmpint (words->cost, >, 0);
}

static void
assert_budget (LabStore    *store,
               const Words *words,
               LabMoney     committed,
               LabMoney     reserved)
{
  g_autoptr (LabBudgetRow) budget =
    fixture_get_budget (store, "p", LAB_BUDGET_SESSION, words->session);

  g_assert_cmpint (budget->cap, ==, CAP);
  g_assert_cmpint (budget->committed, ==, committed);
  g_assert_cmpint (budget->reserved, ==, reserved);
  g_assert_cmpint (budget->n_unpriced, ==, 0);
  g_assert_cmpint (budget->committed + budget->reserved, <=, budget->cap);
}

static gpointer
recover (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  g_autoptr (LabRecovered) found = lab_store_recover_open_operations (txn, FIXTURE_NOW, error);

  if (found == NULL || !lab_store_runs_mark_interrupted (txn, FIXTURE_NOW, NULL, error) ||
      !lab_store_jobs_mark_interrupted (txn, FIXTURE_NOW, NULL, error))
    return NULL;
  return g_steal_pointer (&found);
}

static void
assert_recovers (LabStore *store,
                 guint     n_operations,
                 LabMoney  amount)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRecovered) found =
    lab_store_write_sync (store, recover, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->n_operations, ==, n_operations);
  g_assert_cmpint (found->sums[LAB_ORIGIN_PRACTICE].amount, ==, amount);
  g_assert_cmpint (found->sums[LAB_ORIGIN_PRACTICE].n_estimated, ==, n_operations);
}

static gpointer
list_operations (LabStoreTxn  *txn,
                 gpointer      data,
                 GError      **error)
{
  const Words *words = data;

  return lab_store_operations_list_session (txn, "p", words->session, FALSE, error);
}

static gpointer
read_rollups (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;

  filter.profile_id = "p";
  return lab_store_rollups_verify (txn, "p", error) ?
           lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0, FALSE, error) :
           NULL;
}

static GPtrArray *
read_well (LabStore     *store,
           LabStoreFunc  func,
           Words        *words)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = lab_store_read_sync (store, func, words, NULL, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

static void
assert_nothing_known (LabStore *store,
                      Words    *words)
{
  g_autoptr (GPtrArray) operations = read_well (store, list_operations, words);
  g_autoptr (GPtrArray) rollups = read_well (store, read_rollups, words);
  g_autoptr (GPtrArray) calls = fixture_list_calls (store, "p", NULL);

  g_assert_cmpuint (operations->len, ==, 0);
  g_assert_cmpuint (rollups->len, ==, 0);
  g_assert_cmpuint (calls->len, ==, 0);
}

static void
assert_sum (const LabMoneySum *sum,
            LabMoney           cost,
            gboolean           estimated)
{
  g_assert_cmpint (sum->amount, ==, cost);
  g_assert_cmpint (sum->estimated, ==, estimated ? cost : 0);
  g_assert_cmpint (sum->n_estimated, ==, estimated ? 1 : 0);
  g_assert_cmpint (sum->n_known, ==, estimated ? 0 : 1);
  g_assert_cmpint (sum->n_unpriced, ==, 0);
}

/* One operation of one call, alike in the ledger and in its sums. */
static void
assert_one_call (LabStore *store,
                 Words    *words,
                 LabMoney  cost,
                 gboolean  lost)
{
  g_autoptr (GPtrArray) operations = read_well (store, list_operations, words);
  g_autoptr (GPtrArray) rollups = read_well (store, read_rollups, words);
  g_autoptr (GPtrArray) calls = fixture_list_calls (store, "p", NULL);
  LabCallStatus status = lost ? LAB_CALL_LOST : LAB_CALL_OK;
  const LabOperationRow *operation;
  const LabRollupRow *rollup;
  const LabCallRecord *record;

  g_assert_cmpuint (operations->len, ==, 1);
  operation = g_ptr_array_index (operations, 0);
  g_assert_cmpstr (operation->id, ==, words->operation);
  g_assert_cmpint (operation->state, ==, lost ? LAB_OPERATION_LOST : LAB_OPERATION_CLOSED);
  assert_sum (&operation->cost, cost, lost);

  g_assert_cmpuint (calls->len, ==, 1);
  record = ((LabCallRow *) g_ptr_array_index (calls, 0))->record;
  g_assert_cmpstr (record->operation_id, ==, words->operation);
  g_assert_cmpint (record->status, ==, status);
  g_assert_cmpint (record->cost_state, ==, lost ? LAB_COST_ESTIMATED : LAB_COST_KNOWN);
  g_assert_cmpint (record->cost, ==, cost);
  g_assert_true (record->final);

  g_assert_cmpuint (rollups->len, ==, 1);
  rollup = g_ptr_array_index (rollups, 0);
  g_assert_cmpuint (lab_rollup_row_count (rollup), ==, 1);
  g_assert_cmpuint (rollup->n_calls[status], ==, 1);
  assert_sum (&rollup->cost, cost, lost);
}

static gpointer
reserve (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  return GINT_TO_POINTER (lab_store_reserve (txn, data, error));
}

/* What the call took of the cap stays taken: the rest can be reserved, and
 * not a nano-dollar more. */
static void
assert_rest_is_left (LabStore    *store,
                     const Words *words,
                     const char  *experiment,
                     LabMoney     committed)
{
  g_autoptr (LabReservation) next = lab_reservation_new ();
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;

  next->operation_id = g_uuid_string_random ();
  next->profile_id = g_strdup ("p");
  next->experiment_id = g_strdup (experiment);
  next->session_id = g_strdup (words->session);
  next->origin = LAB_ORIGIN_PRACTICE;
  next->provider = g_strdup (FIXTURE_PROVIDER);
  next->model = g_strdup (FIXTURE_MODEL);
  next->timestamp = FIXTURE_NOW;
  next->priced = TRUE;
  next->worst_case = CAP - committed + 1;
  lab_store_write_sync (store, reserve, next, NULL, NULL, &refusal);
  fixture_assert_reason (refusal, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
  assert_budget (store, words, committed, 0);
  next->worst_case--;
  lab_store_write_sync (store, reserve, next, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_budget (store, words, committed, CAP - committed);
}

/* Every page is read before anything is repaired. */
static void
assert_file_is_whole (const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabStore) store =
    lab_store_open (directory, LAB_STORE_EXISTING | LAB_STORE_CHECK, &error);

  g_assert_no_error (error);
}

/* The next start of the program. */
static void
assert_restart (const Case *test,
                const char *directory,
                const char *experiment,
                Words      *words)
{
  Fixture next = { 0 };
  gboolean lost = test->outcome == OUTCOME_LOST;
  LabMoney committed = 0;

  if (lost)
    committed = words->worst_case;
  else if (test->outcome == OUTCOME_KNOWN)
    committed = words->cost;

  assert_file_is_whole (directory);
  fixture_open (&next, directory);
  assert_budget (next.store, words, lost ? 0 : committed, lost ? words->worst_case : 0);
  assert_recovers (next.store, lost ? 1 : 0, lost ? words->worst_case : 0);
  /* A start after that one finds nothing more to count. */
  assert_recovers (next.store, 0, 0);
  assert_budget (next.store, words, committed, 0);
  if (test->outcome == OUTCOME_NOTHING)
    assert_nothing_known (next.store, words);
  else
    assert_one_call (next.store, words, committed, lost);
  assert_rest_is_left (next.store, words, experiment, committed);
  fixture_close (&next);
}

static void
test_moment (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *directory = NULL;
  g_autofree char *experiment = NULL;
  Words words = { 0 };

  make_folder (&directory, &experiment);
  kill_at (test, directory, experiment, &words);
  g_test_message ("worst case %" G_GINT64_FORMAT ", cost %" G_GINT64_FORMAT ", %u pieces",
                  words.worst_case, words.cost, words.n_pieces);
  assert_restart (test, directory, experiment, &words);
  fixture_remove_folder (directory);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 6 && strcmp (argv[1], "--child") == 0)
    run_child (argv[2], argv[3], (Moment) atoi (argv[4]), atoi (argv[5]));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/kill-moments/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_moment);
    }

  return g_test_run ();
}
