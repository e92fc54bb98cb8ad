/* lab-request-private.h: what a request's JSON and its checks share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-request.h"

G_BEGIN_DECLS

/* Whether @text is one JSON number and nothing else. */
gboolean lab_request_text_is_number (const char *text,
                                     double     *value);

G_END_DECLS
