/* lab-views.h: the nine views, in the order of the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabViewInfo:
 * @name: as in the settings and the action win.view
 * @title: @group: msgids
 * @create: (nullable): NULL where the view is not built yet; its row is then
 *   insensitive and says that it comes
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *group;
  const char *icon_name;
  GtkWidget *(*create) (LabDesk   *desk,
                        GSettings *settings);
} LabViewInfo;

#define LAB_N_VIEWS 9

/* LAB_N_VIEWS of them. (transfer none) */
const LabViewInfo *lab_views_list (void);
/* (nullable) */
const LabViewInfo *lab_views_find (const char *name);

G_END_DECLS
