/* lab-names-private.h: words for values, in both directions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The place of @text in @names, or -1. */
static inline int
lab_names_find (const char *const *names,
                gsize              n_names,
                const char        *text)
{
  for (gsize i = 0; text != NULL && i < n_names; i++)
    {
      if (g_str_equal (names[i], text))
        return (int) i;
    }
  return -1;
}

/* NULL for a value that has no name, which is a programmer's error. */
static inline const char *
lab_names_get (const char *const *names,
               gsize              n_names,
               guint              value)
{
  g_return_val_if_fail (value < n_names, NULL);

  return names[value];
}

G_END_DECLS
