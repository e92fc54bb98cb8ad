/* lab-sandbox-view-private.h: the Sandbox's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-details-pane.h"
#include "lab-draft.h"
#include "lab-view.h"
#include "sandbox/lab-answer-view.h"
#include "sandbox/lab-call-comparison.h"
#include "sandbox/lab-call-settings.h"
#include "sandbox/lab-history-pane.h"
#include "sandbox/lab-price-ahead.h"
#include "sandbox/lab-price-line.h"
#include "sandbox/lab-prompt-editor.h"
#include "sandbox/lab-sandbox-view.h"
#include "sandbox/lab-workload-page.h"

G_BEGIN_DECLS

struct _LabSandboxView
{
  GtkWidget parent_instance;

  LabDetailsPane *pane;
  LabHistoryPane *history;
  GtkStack *pages;
  GtkDropDown *model;
  GtkMenuButton *settings_button;
  LabCallSettings *call_settings;
  GtkWidget *fault_bar;
  GtkLabel *fault_label;
  GtkExpander *system_expander;
  GtkLabel *system_label;
  LabPromptEditor *system;
  GtkExpander *earlier_expander;
  GtkLabel *earlier_label;
  LabPromptEditor *earlier;
  LabPromptEditor *prompt;
  GtkWidget *opened_bar;
  GtkLabel *opened_label;
  GtkButton *pin;
  LabPriceLine *price;
  GtkButton *send;
  LabAnswerView *answer;
  LabCallComparison *comparison;
  LabWorkloadPage *workload;

  LabDesk *desk;
  GSettings *settings;
  GListModel *models;
  LabCallModel *calls;
  GCancellable *cancellable; /* of the view */
  GCancellable *sending;     /* (nullable): of the call under way */
  GCancellable *estimating;  /* (nullable) */
  guint estimate_source;
  LabPriceAhead ahead;
  gboolean has_ahead;

  LabDraft *kept; /* where what was not sent is */
  gboolean draft_loaded;
  guint draft_source;

  /* A call opened from the history: it is read only, and what was being
   * written waits. */
  gboolean reading;
  LabRequest *opened;      /* (nullable): while reading */
  LabCallRecord *shown;    /* (nullable): the attempt that is looked at */
  GCancellable *opening;   /* (nullable) */
  char *wanted;            /* (nullable): a call to open once the draft is there */
  char *draft;             /* (nullable): while reading */
  char *system_draft;      /* (nullable) */
  LabCallRecord *pinned;   /* (nullable): to compare others with */
};

/* lab-sandbox-view-send.c */
/* What Send would send. (transfer full) */
LabRequest *lab_sandbox_view_build_request (LabSandboxView *self);
/* Counts and prices what is written, a moment after it last changed. */
void lab_sandbox_view_queue_estimate (LabSandboxView *self);
/* @allow_unpriced: under a budget, this once */
void lab_sandbox_view_send (LabSandboxView   *self,
                            const LabRequest *request,
                            gboolean          allow_unpriced);
/* What is written, or what is being read. */
void lab_sandbox_view_send_shown (LabSandboxView *self,
                                  gboolean        allow_unpriced);
void lab_sandbox_view_load_total (LabSandboxView *self);

/* lab-sandbox-view-draft.c: what is written outlasts the program. */
void lab_sandbox_view_load_draft (LabSandboxView *self);
/* Keeps it a moment after it last changed. */
void lab_sandbox_view_queue_draft (LabSandboxView *self);
void lab_sandbox_view_keep_draft (LabSandboxView *self);

/* lab-sandbox-view-opened.c */
void lab_sandbox_view_open_call (LabSandboxView *self,
                                 const char     *call_id,
                                 gboolean        take_focus);
void lab_sandbox_view_leave_call (LabSandboxView *self);

/* lab-sandbox-view-compare.c */
/* The two that are selected, or the pinned one and the one that is read. */
void lab_sandbox_view_compare_calls (LabSandboxView *self);
gboolean lab_sandbox_view_can_compare (LabSandboxView *self);
void lab_sandbox_view_leave_comparison (LabSandboxView *self);
void lab_sandbox_view_pin (LabSandboxView *self);

/* lab-sandbox-view-actions.c */
void lab_sandbox_view_install_actions (GtkWidgetClass *widget_class);
void lab_sandbox_view_update_actions (LabSandboxView *self);
void lab_sandbox_view_iface_init (LabViewInterface *iface);

G_END_DECLS
