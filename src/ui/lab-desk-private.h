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
  guint n_running;

  LabSpend spend;
  gboolean has_spend;
  GPtrArray *budgets; /* (nullable) (element-type LabBudgetCap) */
  gboolean spend_loading;
  guint spend_timeout;
  GCancellable *cancellable;
};

/* (transfer full) @experiment */
LabExperimentItem *lab_experiment_item_new (LabExperiment *experiment);
/* (transfer full) @experiment */
void lab_experiment_item_set_experiment (LabExperimentItem *self,
                                         LabExperiment     *experiment);

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
