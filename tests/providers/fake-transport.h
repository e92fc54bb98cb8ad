/* fake-transport.h: a transport whose replies the test writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-clock.h"
#include "lab-provider.h"

G_BEGIN_DECLS

#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new (LabClock *clock);
/* The next reply, after those given before; the last one stays. Streamed
 * bodies arrive in one piece, 100 ms after sending. @header: (nullable):
 * "name: value" */
void fake_transport_add (FakeTransport *self,
                         guint          status,
                         const char    *header,
                         const char    *body,
                         gboolean       complete);
guint fake_transport_get_n_sent (FakeTransport *self);

G_END_DECLS
