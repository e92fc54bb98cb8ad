/* lab-sse-parser.h: server-sent events from bytes cut anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabSseParser:
 *
 * The event stream format of the HTML standard (section 9.2.6), as far as
 * the vendors use it: lines end with LF or CRLF, a line that begins with a
 * colon is a comment, several data lines of one event are joined by a line
 * feed, an empty line dispatches. One event may be LAB_SSE_MAX_EVENT bytes.
 */
typedef struct _LabSseParser LabSseParser;

#define LAB_SSE_MAX_EVENT (8 * 1024 * 1024)

/* @event: "" where the stream names none. Returning FALSE stops feeding. */
typedef gboolean (*LabSseFunc) (const char  *event,
                                const char  *data,
                                gsize        length,
                                gpointer     user_data,
                                GError     **error);

LabSseParser *lab_sse_parser_new (void);
void lab_sse_parser_free (LabSseParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSseParser, lab_sse_parser_free)

/* INVALID_REQUEST (reason "event-too-large") beyond the limit. */
gboolean lab_sse_parser_feed (LabSseParser  *self,
                              const char    *bytes,
                              gsize          length,
                              LabSseFunc     func,
                              gpointer       user_data,
                              GError       **error);

G_END_DECLS
