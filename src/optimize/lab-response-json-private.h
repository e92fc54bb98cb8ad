/* lab-response-json-private.h: an answer as JSON, for keeping
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-json.h"
#include "lab-response.h"

G_BEGIN_DECLS

/* Every field, under a version. (transfer full) */
char *lab_response_to_json (const LabResponse *self);
/* The same back. INVALID_INPUT names the path of what is not as it was
 * written, and a version this program does not know. (transfer full) */
LabResponse *lab_response_from_json (const char  *text,
                                     GError     **error);

G_END_DECLS
