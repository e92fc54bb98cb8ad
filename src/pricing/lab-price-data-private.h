/* lab-price-data-private.h: the bundled price rows as a resource
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Generated from data/prices at build time. Called by hand, because the
 * linker drops the constructors of a static library's unused objects. */
void lab_price_data_register_resource (void);
