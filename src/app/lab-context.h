/* lab-context.h: everything, opened once and handed down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-baseline-manager.h"
#include "lab-clock.h"
#include "lab-cost-tracker.h"
#include "lab-error-handler.h"
#include "lab-experiments.h"
#include "lab-log.h"
#include "lab-money-sum.h"
#include "lab-price-catalogue.h"
#include "lab-price-import.h"
#include "lab-sandbox.h"
#include "lab-strategy-registry.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabContext:
 *
 * The composition root: opens the ledger, the prices, the log and the
 * sandbox with its providers, and hands them out. Whoever needs something is
 * given the context; there are no singletons.
 *
 * Its error handler knows the ways back: a session that timed out is made
 * again (the sandbox tells when), a cache that fails is passed over, and
 * what the store failed to write it has undone itself.
 */
#define LAB_TYPE_CONTEXT (lab_context_get_type ())
G_DECLARE_FINAL_TYPE (LabContext, lab_context, LAB, CONTEXT, GObject)

/**
 * LabContextOptions:
 * @data_dir: the folder of the ledger; made where it is missing
 * @clock: (nullable): NULL makes a virtual one that begins at the real time,
 *   on which practice is instant
 * @own_prices: whether `prices.json` in @data_dir stands above the bundled
 *   prices
 * @ephemeral: the ledger is thrown away when the context ends: nobody waits
 *   for its disk
 *
 * A plain value that borrows its strings.
 */
typedef struct
{
  const char *data_dir;
  LabClock *clock;
  gboolean own_prices;
  gboolean ephemeral;
} LabContextOptions;

/**
 * LabFound:
 * @n_operations: calls found open; @cost: what they are counted at, their
 *   worst case; by #LabOrigin
 * @n_runs: @n_jobs: found running, marked interrupted now
 *
 * What an earlier program left when it was cut off.
 */
typedef struct
{
  guint n_operations;
  LabMoneySum cost[LAB_ORIGIN_REPLAYED + 1];
  guint n_runs;
  guint n_jobs;
} LabFound;

/**
 * lab_context_new:
 *
 * Blocks: before the main loop, or in a program without one. Opens the
 * store, and in one transaction takes up what an earlier program left and
 * throws away the kept answers that have expired.
 *
 * Fails as lab_store_open() does, and as reading the user's own prices does.
 */
LabContext *lab_context_new (const LabContextOptions  *options,
                             GError                  **error);

/**
 * lab_context_close:
 *
 * Ends it, and closes the store whoever still refers to it: a task that has
 * answered lets go of what it worked on when its thread comes to it, which
 * may be after the program has ended. Only when nothing is under way;
 * nothing can be asked of the context afterwards. Safe to call twice.
 */
void lab_context_close (LabContext *self);

/* All (transfer none). */
LabStore *lab_context_get_store (LabContext *self);
LabPriceCatalogue *lab_context_get_catalogue (LabContext *self);
LabTokenizer *lab_context_get_tokenizer (LabContext *self);
LabClock *lab_context_get_clock (LabContext *self);
LabLog *lab_context_get_log (LabContext *self);
LabErrorHandler *lab_context_get_error_handler (LabContext *self);
LabCostTracker *lab_context_get_tracker (LabContext *self);
LabBaselineManager *lab_context_get_baselines (LabContext *self);
LabExperiments *lab_context_get_experiments (LabContext *self);
LabSandbox *lab_context_get_sandbox (LabContext *self);
const LabFound *lab_context_get_found (LabContext *self);
/* What strategies are built on; their answers are kept in the ledger once a
 * profile is open. */
const LabStrategyServices *lab_context_get_strategy_services (LabContext *self);
/* NULL-ended names of the providers that practice can use. */
const char * const *lab_context_list_providers (LabContext *self);

/**
 * LabProfile:
 * @tour_done: whether the tour was taken or declined
 *
 * A person on this machine. A plain owned value.
 */
typedef struct
{
  char *id;
  char *name;
  gint64 created_at;
  gboolean tour_done;
} LabProfile;

LabProfile *lab_profile_copy (const LabProfile *self);
void lab_profile_free (LabProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabProfile, lab_profile_free)

/* What goes when a profile is deleted. */
typedef struct
{
  guint64 experiments;
  guint64 runs;
  guint64 calls;
} LabProfileCounts;

/* These block until the ledger has answered. */

/**
 * lab_context_open_profile:
 * @reference: (nullable): an id or a name; NULL for the oldest profile,
 *   which is made where there is none and is called what the system calls
 *   who runs this
 *
 * Whose errors are recovered from now on. NOT_FOUND. (transfer full)
 */
LabProfile *lab_context_open_profile (LabContext  *self,
                                      const char  *reference,
                                      GError     **error);
/* INVALID_INPUT where the name is taken, empty or too long. (transfer full) */
LabProfile *lab_context_create_profile (LabContext  *self,
                                        const char  *name,
                                        GError     **error);
/* Oldest first. (element-type LabProfile) (transfer full) */
GPtrArray *lab_context_list_profiles (LabContext  *self,
                                      GError     **error);
/* The folder of the files that are one profile's, reports for one; it need
 * not exist. (transfer full) */
char *lab_context_dup_profile_folder (LabContext *self,
                                      const char *profile_id);
/* Every row, file and byte of it, and what may name what was its: the log, and
 * reports that belong to nobody. */
gboolean lab_context_delete_profile (LabContext  *self,
                                     const char  *profile_id,
                                     GError     **error);

/* These do not; they belong to the context's thread. */

void lab_context_create_profile_async (LabContext          *self,
                                       const char          *name,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
LabProfile *lab_context_create_profile_finish (LabContext    *self,
                                               GAsyncResult  *result,
                                               GError       **error);
/* The profile under its new name; errors as of creating, and NOT_FOUND.
 * (transfer full) */
void lab_context_rename_profile_async (LabContext          *self,
                                       const char          *profile_id,
                                       const char          *name,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
LabProfile *lab_context_rename_profile_finish (LabContext    *self,
                                               GAsyncResult  *result,
                                               GError       **error);
void lab_context_list_profiles_async (LabContext          *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GPtrArray *lab_context_list_profiles_finish (LabContext    *self,
                                             GAsyncResult  *result,
                                             GError       **error);
void lab_context_count_profile_async (LabContext          *self,
                                      const char          *profile_id,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean lab_context_count_profile_finish (LabContext        *self,
                                           GAsyncResult      *result,
                                           LabProfileCounts  *counts,
                                           GError           **error);
void lab_context_delete_profile_async (LabContext          *self,
                                       const char          *profile_id,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean lab_context_delete_profile_finish (LabContext    *self,
                                            GAsyncResult  *result,
                                            GError       **error);
/* Keeps with the profile whether it needs no tour any more. */
void lab_context_set_tour_done_async (LabContext          *self,
                                      const char          *profile_id,
                                      gboolean             done,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean lab_context_set_tour_done_finish (LabContext    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

/* A consistent copy of the whole ledger at @path, which only its owner can
 * read. Calls go on meanwhile. */
void lab_context_back_up_async (LabContext          *self,
                                const char          *path,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean lab_context_back_up_finish (LabContext    *self,
                                     GAsyncResult  *result,
                                     GError       **error);
/**
 * lab_context_read_prices_async:
 * @path: a price file of LiteLLM, models.dev or genai-prices; it is found out
 *   which
 *
 * Reads it and compares it with the prices in use. Nothing is kept. Fails
 * with INVALID_INPUT where it is none of them. (transfer full)
 */
void lab_context_read_prices_async (LabContext          *self,
                                    const char          *path,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
LabPriceImportReport *lab_context_read_prices_finish (LabContext    *self,
                                                      GAsyncResult  *result,
                                                      GError       **error);
/**
 * lab_context_add_prices_async:
 * @rows: (element-type LabPriceRow)
 *
 * As lab_price_overrides_add(). The context's own catalogue does not change:
 * they are in force for whoever opens one afterwards.
 */
void lab_context_add_prices_async (LabContext          *self,
                                   GPtrArray           *rows,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* @n_added: (out) (optional) */
gboolean lab_context_add_prices_finish (LabContext    *self,
                                        GAsyncResult  *result,
                                        guint         *n_added,
                                        GError       **error);
/* The bytes of everything in the data folder. */
void lab_context_measure_async (LabContext          *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean lab_context_measure_finish (LabContext    *self,
                                     GAsyncResult  *result,
                                     guint64       *bytes,
                                     GError       **error);

G_END_DECLS
