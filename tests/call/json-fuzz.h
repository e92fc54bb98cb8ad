/* json-fuzz.h: documents by chance, beside another reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-random.h"

G_BEGIN_DECLS

/* A valid document. (transfer full) */
char *json_fuzz_new_document (LabRandom *random);
/* @n valid documents mean the same here and to json-glib, and come back
 * from the writer as they went in. */
void json_fuzz_compare (guint64 seed,
                        guint   n);
/* @n broken documents: no crash, an error or a document but never both, and
 * what is taken reads back. */
void json_fuzz_mutate (guint64 seed,
                       guint   n);

G_END_DECLS
