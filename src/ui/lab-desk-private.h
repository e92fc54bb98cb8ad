/* lab-desk-private.h: the desk's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-desk.h"

G_BEGIN_DECLS

struct _LabDesk
{
  GObject parent_instance;

  char *data_dir;
  LabContext *context;
  LabProfile *profile;
  GListStore *experiments;
  LabExperimentItem *experiment;
  GListStore *jobs;

  GHashTable *sessions; /* provider → LabSession, of the experiment in view */
  gboolean sending;
  GPtrArray *running; /* (element-type LabExperimentItem), one for each run */

  GPtrArray *put_away; /* experiments out of sight that are not deleted yet */
  guint n_deleting;
  GTask *settling; /* (nullable): waits until all of those are deleted */

  LabSpend spend;
  gboolean has_spend;
  GPtrArray *budgets; /* (nullable) (element-type LabBudgetCap) */
  gboolean spend_loading;
  guint spend_timeout;
  GCancellable *cancellable;
};

/* lab-desk-experiments.c */
GPtrArray *lab_put_away_list_new (void);
/* Makes it the first of the list, and has it in view. */
void lab_desk_add_experiment (LabDesk       *self,
                              LabExperiment *experiment); /* (transfer full) */

/* lab-desk-spend.c: reads what was spent today, now and after every call. */
void lab_desk_watch_spend (LabDesk *self);
void lab_desk_unwatch_spend (LabDesk *self);
void lab_desk_load_spend (LabDesk *self);
void lab_desk_emit_spend_changed (LabDesk *self);
void lab_desk_set_sending (LabDesk  *self,
                           gboolean  sending);
void lab_desk_notify_running (LabDesk *self);
void lab_desk_emit_runs_changed (LabDesk *self);
void lab_desk_emit_failed (LabDesk      *self,
                           const GError *error);

G_END_DECLS
