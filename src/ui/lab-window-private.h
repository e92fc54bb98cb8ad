/* lab-window-private.h: the window's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-banner.h"
#include "common/lab-placeholder.h"
#include "lab-experiment-menu.h"
#include "lab-spend-strip.h"
#include "lab-view.h"
#include "lab-views.h"
#include "lab-window.h"

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
  GtkMenuButton *jobs_button;
  GtkListBox *jobs;
  LabBanner *banner;
  GtkStack *stack;
  LabPlaceholder *placeholder;

  GSettings *settings;
  LabDesk *desk;           /* (nullable): until it is open */
  const LabViewInfo *view; /* the one in view */
  int pane;                /* of the view: the one F6 was last in */
};

/* lab-window-actions.c */
void lab_window_install_actions (GtkWidgetClass *widget_class);

/* (nullable) (transfer none): the view that is shown */
LabView *lab_window_get_view (LabWindow *self);
void lab_window_show_view (LabWindow         *self,
                           const LabViewInfo *view);

G_END_DECLS
