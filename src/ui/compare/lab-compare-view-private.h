/* lab-compare-view-private.h: the parts of the Compare view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "common/lab-banner.h"
#include "common/lab-details-pane.h"
#include "common/lab-placeholder.h"
#include "compare/lab-bucket-table.h"
#include "compare/lab-compare-item.h"
#include "compare/lab-compare-queue.h"
#include "compare/lab-compare-view.h"
#include "compare/lab-forest-axis.h"
#include "compare/lab-run-details.h"
#include "compare/lab-stack-picker.h"
#include "compare/lab-task-list.h"
#include "compare/lab-task-page.h"
#include "lab-view.h"

G_BEGIN_DECLS

/* What the banner's button does. */
typedef enum
{
  LAB_COMPARE_BANNER_NONE,
  LAB_COMPARE_BANNER_ERROR,
  LAB_COMPARE_BANNER_STALE,
  LAB_COMPARE_BANNER_FAILED_TASKS,
} LabCompareBanner;

struct _LabCompareView
{
  GtkWidget parent_instance;

  GtkStack *pages; /* "main", "task" */
  LabDetailsPane *pane;
  LabRunDetails *details;
  LabBanner *banner;
  GtkLabel *baseline;
  GtkMenuButton *baseline_cost;
  LabBucketTable *baseline_buckets;
  GtkMenuButton *terms;
  GtkSpinButton *n_tasks;
  GtkSpinButton *margin;
  GtkButton *measure;
  GtkLabel *margin_label;
  GtkWidget *lock;
  LabStackPicker *picker;
  GtkButton *run;
  GtkWidget *jobs_box;
  GtkListBox *jobs;
  GtkLabel *waiting;
  GtkStack *stack; /* "placeholder", "comparison" */
  LabPlaceholder *placeholder;
  AdwSqueezer *squeezer;
  GtkWidget *wide;
  GtkColumnView *table;
  GtkListView *cards;
  GtkSingleSelection *selection;
  GtkToggleButton *table_toggle;
  GtkWidget *details_button;
  GtkColumnViewColumn *forest_column;
  GtkColumnViewColumn *saving_column;
  GtkColumnViewColumn *value_column;
  GtkColumnViewColumn *low_column;
  GtkColumnViewColumn *high_column;
  GtkColumnViewColumn *pairs_column;
  GtkColumnViewColumn *p_column;
  LabForestAxis *axis;
  GtkLabel *left_out;
  LabTaskList *tasks;
  LabTaskPage *task_page;

  LabDesk *desk;
  GSettings *settings;
  LabCompareQueue *queue;
  LabForestScale *scale;
  GListStore *items; /* (element-type LabCompareItem) */

  LabComparisonSet *set; /* (nullable): as it was last read */
  char *experiment_id;   /* whose it is */
  GCancellable *cancellable;
  gboolean loading;
  gboolean stale; /* something happened while it was being read */
  guint reload;    /* source */
  guint squeezing; /* source */
  gboolean filling; /* the list is being filled, nobody selects */
  gboolean terms_touched;
  LabCompareBanner banner_kind;
  char *trouble; /* (nullable): why a run broke off */
};

/* lab-compare-view-iface.c */
void lab_compare_view_iface_init (LabViewInterface *iface);

/* lab-compare-view-load.c: reading, and showing what was read */
/* Soon, and not more often than somebody can follow. */
void lab_compare_view_queue_load (LabCompareView *self);
void lab_compare_view_load (LabCompareView *self);
/* Nothing of the experiment that was in view before is shown any more. */
void lab_compare_view_reset (LabCompareView *self);
/* (nullable) (transfer none) */
LabCompareItem *lab_compare_view_get_selected (LabCompareView *self);
void lab_compare_view_offer_details (LabCompareView *self);
void lab_compare_view_show_selected (LabCompareView *self);

/* lab-compare-view-run.c: making runs */
void lab_compare_view_install_run_actions (GtkWidgetClass *widget_class);
/* Buttons, and what is under way. */
void lab_compare_view_update_actions (LabCompareView *self);
void lab_compare_view_update_banner (LabCompareView *self);
void lab_compare_view_collect_more (LabCompareView *self);
void lab_compare_view_go_on (LabCompareView *self);
gboolean lab_compare_view_is_busy (LabCompareView *self);
/* Of the experiment in view. (transfer none) */
const LabExperiment *lab_compare_view_get_experiment (LabCompareView *self);

G_END_DECLS
