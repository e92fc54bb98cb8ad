/* lab-ui-fixture.h: what the tests of the window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-call-record.h"
#include "lab-desk.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* In the place of g_test_init() and g_test_run(): widgets, resources, and no
 * animation that a test would have to wait for. */
void lab_ui_test_init (int    *argc,
                       char ***argv);

/* Turns the main loop until @condition holds; fails after a minute. */
typedef gboolean (*LabCondition) (gpointer data);
void lab_ui_test_wait (LabCondition condition,
                       gpointer     data);
/* Turns it until there is nothing left to do at once. */
void lab_ui_test_settle (void);

/* Counts notifications: g_signal_connect (…, "notify::x",
 * G_CALLBACK (lab_ui_test_count), &n). */
void lab_ui_test_count (GObject    *object,
                        GParamSpec *pspec,
                        guint      *n);

/* The prices that come with the program. (transfer none) */
LabPriceCatalogue *lab_ui_test_catalogue (void);
/* A call of GPT-5.4 mini that was priced by the catalogue: 41 in, 71 out,
 * $0.00035025. (transfer full) */
LabCallRecord *lab_ui_test_call (void);

/* A desk on a new folder, with a clock that makes practice instant.
 * (transfer full) */
LabDesk *lab_ui_test_desk (void);

/* Runs the experiment in view twice, as a baseline and with an exact cache,
 * so that every view has something to show. */
void lab_ui_test_fill (LabDesk *desk);

/* Turns the main loop until nothing is drawn any more and nothing is said to
 * be loading; fails where something never comes to rest. */
void lab_ui_test_wait_still (GtkWindow *window);
/* Whether anything shown in it says that it is loading. */
gboolean lab_ui_test_is_loading (GtkWidget *widget);

/* The first widget of a type at or below @root. (nullable) */
gpointer lab_ui_test_find (GtkWidget *root,
                           GType      type);

/* Drops the test's reference and fails where somebody keeps another. */
void lab_ui_test_assert_gone (gpointer object);

G_END_DECLS
