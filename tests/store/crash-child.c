/* crash-child.c: programs that are killed, and what they leave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crash-child.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab-error.h"

static gpointer
record_and_die (LabStoreTxn  *txn,
                gpointer      record,
                GError      **error)
{
  lab_store_record_call (txn, record, error);
  kill (getpid (), SIGKILL);
  return NULL;
}

/* One operation; FALSE when the budget is used up. */
static gboolean
pay_once (LabStore   *store,
          const char *stage)
{
  g_autofree char *operation = g_uuid_string_random ();
  g_autoptr (LabReservation) reservation =
      fixture_reservation ("p", operation, CRASH_WORST);
  g_autoptr (LabCallRecord) call = fixture_record ("p", operation);
  g_autoptr (GError) error = NULL;

  call->cost = CRASH_COST;
  if (!fixture_write (store, fixture_reserve, reservation, &error))
    {
      g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
      return FALSE;
    }
  if (strcmp (stage, "reserve") == 0)
    kill (getpid (), SIGKILL);
  if (strcmp (stage, "record") == 0)
    fixture_write (store, record_and_die, call, NULL);
  fixture_write_well (store, fixture_record_call, call);
  printf ("%s\n", operation);
  fflush (stdout);
  if (strcmp (stage, "acknowledge") == 0)
    kill (getpid (), SIGKILL);
  return TRUE;
}

void
crash_child_run_if_asked (int   argc,
                          char *argv[])
{
  g_autoptr (LabStore) store = NULL;

  if (argc != 4 || strcmp (argv[1], "--crash") != 0)
    return;

  store = lab_store_open (argv[3], LAB_STORE_EXISTING, NULL);
  while (pay_once (store, argv[2]))
    continue;
  g_clear_object (&store);
  exit (0);
}

void
crash_kill_one (const char *directory,
                const char *stage,
                guint       n_acknowledged,
                GPtrArray  *acknowledged)
{
  const char *const command[] = { "/proc/self/exe", "--crash", stage, directory, NULL };
  g_autoptr (GError) error = NULL;
  char line[64];
  FILE *answers;
  GPid child;
  int fd, status;

  g_spawn_async_with_pipes (NULL, (char **) command, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &child, NULL, &fd, NULL, &error);
  g_assert_no_error (error);
  answers = fdopen (fd, "r");
  for (guint n = 0; fgets (line, sizeof line, answers) != NULL; n++)
    {
      g_ptr_array_add (acknowledged, g_strdup (g_strchomp (line)));
      /* It goes on writing while the signal is on its way. */
      if (strcmp (stage, "random") == 0 && n == n_acknowledged)
        kill (child, SIGKILL);
    }
  fclose (answers);
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status) ? WTERMSIG (status) == SIGKILL : WEXITSTATUS (status) == 0);
}

static gpointer
get_operation (LabStoreTxn  *txn,
               gpointer      id,
               GError      **error)
{
  return lab_store_operations_get (txn, "p", id, error);
}

static gpointer
recover (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  return lab_store_recover_open_operations (txn, FIXTURE_NOW + 1, error);
}

static gpointer
verify (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_rollups_verify (txn, "p", error));
}

static LabMoney
check_budget (Fixture *fixture,
              LabMoney cap)
{
  g_autoptr (LabBudgetRow) budget =
      fixture_get_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", FIXTURE_NOW);

  g_assert_cmpint (budget->committed + budget->reserved, <=, cap);
  return budget->committed + budget->reserved;
}

guint
crash_check_after (Fixture   *fixture,
                   GPtrArray *acknowledged,
                   LabMoney   cap)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRecovered) recovered = NULL;
  LabMoney before, after;

  fixture->store = lab_store_open (fixture->directory, LAB_STORE_CHECK, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < acknowledged->len; i++)
    {
      g_autoptr (LabOperationRow) row = fixture_read (fixture->store, get_operation,
                                                      g_ptr_array_index (acknowledged, i));

      g_assert_cmpint (row->state, ==, LAB_OPERATION_CLOSED);
      g_assert_cmpint (row->cost.amount, ==, CRASH_COST);
    }

  before = check_budget (fixture, cap);
  recovered = lab_store_write_sync (fixture->store, recover, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = check_budget (fixture, cap);
  g_assert_cmpint (before, ==, after);
  g_assert_cmpint (recovered->sums[LAB_ORIGIN_PRACTICE].amount, ==,
                   (gint64) recovered->n_operations * CRASH_WORST);
  fixture_write_well (fixture->store, verify, NULL);
  g_clear_object (&fixture->store);
  return recovered->n_operations;
}
