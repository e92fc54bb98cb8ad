/* lab-sync.h: waiting for what is asynchronous
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabSync:
 *
 * A command has nothing else to do while it waits, so it turns the main
 * context until its answer is there:
 *
 *   g_auto (LabSync) sync = LAB_SYNC_INIT;
 *
 *   lab_thing_do_async (thing, lab_sync_cb, &sync);
 *   return lab_thing_do_finish (thing, lab_sync_wait (&sync), error);
 */
typedef struct
{
  GAsyncResult *result;
} LabSync;

#define LAB_SYNC_INIT { NULL }

void lab_sync_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data);
/* (transfer none) */
GAsyncResult *lab_sync_wait (LabSync *self);
void lab_sync_clear (LabSync *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabSync, lab_sync_clear)

G_END_DECLS
