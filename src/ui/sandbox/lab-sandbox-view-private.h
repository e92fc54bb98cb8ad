/* lab-sandbox-view-private.h: the Sandbox's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-details-pane.h"
#include "sandbox/lab-answer-view.h"
#include "sandbox/lab-history-pane.h"
#include "sandbox/lab-price-ahead.h"
#include "sandbox/lab-sandbox-view.h"

G_BEGIN_DECLS

struct _LabSandboxView
{
  GtkWidget parent_instance;

  LabDetailsPane *pane;
  LabHistoryPane *history;
  GtkDropDown *model;
  GtkSpinButton *max_output;
  GtkSwitch *set_temperature;
  GtkSpinButton *temperature;
  GtkDropDown *effort;
  GtkExpander *system_expander;
  GtkTextBuffer *system;
  GtkTextView *system_view;
  GtkTextView *prompt_view;
  GtkTextBuffer *prompt;
  GtkRevealer *opened_bar;
  GtkLabel *opened_label;
  GtkLabel *estimate;
  GtkButton *send;
  LabAnswerView *answer;

  LabDesk *desk;
  GSettings *settings;
  GListModel *models;
  LabCallModel *calls;
  GCancellable *cancellable; /* of the view */
  GCancellable *sending;     /* (nullable): of the call under way */
  GCancellable *estimating;  /* (nullable) */
  guint estimate_source;

  /* A call opened from the history: it is read only, and what was being
   * written waits. */
  LabRequest *opened; /* (nullable) */
  char *draft;        /* (nullable) */
  char *system_draft; /* (nullable) */
};

/* lab-sandbox-view-send.c */
/* What Send would send. (transfer full) */
LabRequest *lab_sandbox_view_build_request (LabSandboxView *self);
/* Counts and prices what is written, a moment after it last changed. */
void lab_sandbox_view_queue_estimate (LabSandboxView *self);
void lab_sandbox_view_send (LabSandboxView   *self,
                            const LabRequest *request);
void lab_sandbox_view_load_total (LabSandboxView *self);

/* lab-sandbox-view-opened.c */
void lab_sandbox_view_open_call (LabSandboxView *self,
                                 LabCallItem    *item);
void lab_sandbox_view_leave_call (LabSandboxView *self);

void lab_sandbox_view_update_actions (LabSandboxView *self);

G_END_DECLS
