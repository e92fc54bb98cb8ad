/* lab-keys.h: every key, once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_KEYS_GENERAL,
  LAB_KEYS_MOVING,
  LAB_KEYS_WORK,
  LAB_KEYS_AMOUNTS,
  LAB_KEYS_CHARTS,
} LabKeyGroup;

/**
 * LabKey:
 * @action: a detailed action name: "app.quit", "win.view::sandbox"; NULL where
 *   a widget's class binds the key and the array only describes it
 * @accels: up to two, NULL-ended
 * @title: msgid
 * @in_palette: whether "Go to" offers it
 *
 * One array makes the accelerators, the shortcuts window and the commands of
 * "Go to", so that they cannot disagree.
 */
typedef struct
{
  LabKeyGroup group;
  const char *action;
  const char *accels[3];
  const char *title;
  gboolean in_palette;
} LabKey;

const LabKey *lab_keys_list (guint *n_keys);
/* Translated. */
const char *lab_key_get_title (const LabKey *key);
void lab_keys_install (GtkApplication *application);
/* (transfer full) */
GtkShortcutsWindow *lab_keys_new_window (void);

G_END_DECLS
