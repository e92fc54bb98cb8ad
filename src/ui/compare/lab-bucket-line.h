/* lab-bucket-line.h: one bucket on both sides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties, all text: name; base, run, change: amounts; base-tokens,
 * run-tokens, change-tokens; what (what is counted); sentence (the row for a screen reader). */
#define LAB_TYPE_BUCKET_LINE (lab_bucket_line_get_type ())
G_DECLARE_FINAL_TYPE (LabBucketLine, lab_bucket_line, LAB, BUCKET_LINE, GObject)

#define LAB_BUCKET_LINE_N_TEXTS 9

/* @texts: (transfer full): in the order of the properties */
LabBucketLine *lab_bucket_line_new (char *texts[LAB_BUCKET_LINE_N_TEXTS]);

G_END_DECLS
