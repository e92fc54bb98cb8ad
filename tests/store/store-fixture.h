/* store-fixture.h: a folder, a store and one of each thing in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-baselines.h"
#include "lab-store-budgets.h"
#include "lab-store-cache.h"
#include "lab-store-calls.h"
#include "lab-store-challenges.h"
#include "lab-store-experiments.h"
#include "lab-store-jobs.h"
#include "lab-store-notes.h"
#include "lab-store-operations.h"
#include "lab-store-profiles.h"
#include "lab-store-progress.h"
#include "lab-store-rollups.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"

G_BEGIN_DECLS

/* 2026-11-23T12:00:00Z */
#define FIXTURE_NOW G_GINT64_CONSTANT (1795435200000000)

typedef struct
{
  char *directory;
  LabStore *store;
} Fixture;

void fixture_set_up (Fixture       *self,
                     gconstpointer  data);
void fixture_tear_down (Fixture       *self,
                        gconstpointer  data);
void fixture_reopen (Fixture *self);
void fixture_remove_folder (const char *directory);

/* Profile "p", experiment "p-e", session "p-s" and run "p-r". */
void fixture_add_profile (LabStore   *store,
                          const char *profile);
/* A worst case below 0 is unpriced. */
LabReservation *fixture_reservation (const char *profile,
                                     const char *operation,
                                     LabMoney    worst_case);
/* A final, known call of 1,000 nano-USD at FIXTURE_NOW. */
LabCallRecord *fixture_record (const char *profile,
                               const char *operation);

/* LabStoreFuncs over one argument. */
gpointer fixture_reserve (LabStoreTxn  *txn,
                          gpointer      reservation,
                          GError      **error);
gpointer fixture_record_call (LabStoreTxn  *txn,
                              gpointer      record,
                              GError      **error);
gboolean fixture_write (LabStore      *store,
                        LabStoreFunc   func,
                        gconstpointer  data,
                        GError       **error);
void fixture_write_well (LabStore      *store,
                         LabStoreFunc   func,
                         gconstpointer  data);
/* Aborts on failure. */
gpointer fixture_read (LabStore      *store,
                       LabStoreFunc   func,
                       gconstpointer  data);
void fixture_set_budget (LabStore       *store,
                         const char     *profile,
                         LabBudgetScope  scope,
                         const char     *scope_id,
                         LabMoney        cap,
                         gboolean        allow_unpriced);
LabBudgetRow *fixture_get_budget (LabStore       *store,
                                  const char     *profile,
                                  LabBudgetScope  scope,
                                  const char     *scope_id,
                                  gint64          now);
void fixture_assert_reason (const GError *error,
                            int           code,
                            const char   *reason);
void fixture_set (char       **field,
                  const char  *value);

G_END_DECLS
