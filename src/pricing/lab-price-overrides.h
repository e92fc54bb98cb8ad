/* lab-price-overrides.h: adding to the user's own prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-row.h"

G_BEGIN_DECLS

/**
 * lab_price_overrides_add:
 * @path: the user's price file; made where there is none
 * @rows: (element-type LabPriceRow)
 * @n_added: (out) (optional): how many of them are in it now that were not
 *
 * A price that was is a price that was: rows are only added. One of whose
 * model, terms and date there is a row already is left out, and that row
 * stays as it is; so does everything else in the file. All or nothing: what
 * could not be read back is not put in place.
 *
 * Fails with INVALID_INPUT where the file is no price file, and as writing
 * does. Blocks.
 */
gboolean lab_price_overrides_add (const char  *path,
                                  GPtrArray   *rows,
                                  guint       *n_added,
                                  GError     **error);

G_END_DECLS
