/* older-fixture.h: a ledger as an older program would have written it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

/* A folder with the calls of @fixture, whose store is closed, in the format
 * @version, 5 to 7; what they belong to comes along, and the sums such a
 * ledger kept. */
Fixture older_fixture_copy (Fixture *fixture,
                            int      version);

G_END_DECLS
