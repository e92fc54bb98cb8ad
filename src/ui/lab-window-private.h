/* lab-window-private.h: the window's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-banner.h"
#include "common/lab-placeholder.h"
#include "lab-experiment-menu.h"
#include "lab-mode-popover.h"
#include "lab-spend-strip.h"
#include "lab-views.h"
#include "lab-window.h"
#include "tour/lab-guide.h"

G_BEGIN_DECLS

/* More than any view has. */
#define LAB_WINDOW_MAX_PANES 6

struct _LabWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  GtkListBox *rows;
  LabSpendStrip *strip;
  GtkWidget *content;
  GtkWidget *back;
  GtkMenuButton *menu;
  GtkLabel *title;
  GtkMenuButton *experiment_button;
  GtkLabel *experiment_label;
  LabExperimentMenu *experiment_menu;
  GtkMenuButton *pill;
  LabModePopover *mode;
  GtkMenuButton *jobs_button;
  GtkImage *jobs_icon;
  GtkLabel *jobs_count;
  GtkListBox *jobs;
  LabBanner *banner;
  GtkStack *stack;
  LabPlaceholder *placeholder;

  GSettings *settings;
  LabDesk *desk;                 /* (nullable): until it is open */
  LabExperimentItem *experiment; /* (nullable): whose name stands in the header */
  const LabViewInfo *view;       /* the one in view */
  int pane;                      /* of the view: the one F6 was last in */
  GPtrArray *history;            /* of views that were left */
  GQueue notices;                /* what the banner has to say, the first shown */
  LabGuide *tour;                /* (nullable): under way */
  gboolean asking;               /* whether to close */
  gboolean closing;
};

/* lab-window-actions.c */
void lab_window_install_actions (GtkWidgetClass *widget_class);
/* Asks for a new one. @file: (nullable): of its prompts */
void lab_window_new_experiment (LabWindow *self,
                                GFile     *file);

/* Puts it in view; the history is the caller's. */
void lab_window_show_view (LabWindow         *self,
                           const LabViewInfo *view);
/* Goes to a view from wherever one is. @drilled: something of the view in
 * view is opened there */
void lab_window_go_to_view (LabWindow         *self,
                            const LabViewInfo *view,
                            gboolean           drilled);
/* Without asking. */
gboolean lab_window_close_for_good (GtkWindow *window);

/* lab-window-close.c */
gboolean lab_window_close_request (GtkWindow *window);

/* lab-window-history.c */
GPtrArray *lab_window_history_new (void);
/* Remembers the view in view before another takes its place. */
void lab_window_leave_view (LabWindow *self,
                            gboolean   drilled);
void lab_window_forget_history (LabWindow *self);
void lab_window_go_back (LabWindow *self);
void lab_window_update_back (LabWindow *self);

/* lab-window-jobs.c */
void lab_window_watch_jobs (LabWindow *self);
void lab_window_forget_seen_jobs (LabWindow *self);
void lab_window_stop_jobs (LabWindow *self);

/* lab-window-notices.c */
typedef void (*LabNoticeFunc) (LabWindow         *self,
                               LabExperimentItem *item);
/* Has the banner say something once it has nothing else to say.
 * @button: (nullable); @func: (nullable): what it does, with @item
 * (nullable) */
void lab_window_add_notice (LabWindow         *self,
                            const char        *text,
                            const char        *button,
                            LabNoticeFunc      func,
                            LabExperimentItem *item);
void lab_window_clear_notices (LabWindow *self);
void lab_window_notice_activated (LabWindow *self);
void lab_window_notice_closed (LabWindow *self);
/* What an earlier program left when it was cut off. */
void lab_window_add_found (LabWindow *self);

G_END_DECLS
