/* lab-cache-pattern.c: patterns of keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-cache-pattern-private.h"
#include "lab-error.h"

gboolean
lab_cache_pattern_check (const char  *pattern,
                         GError     **error)
{
  gboolean quoted = FALSE;

  if (!g_utf8_validate (pattern, -1, NULL))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("The pattern of keys is not UTF-8 text."));
      return FALSE;
    }
  for (const char *p = pattern; *p != '\0'; p++)
    quoted = !quoted && *p == '\\';
  if (quoted)
    lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                   _("The pattern “%s” ends in a backslash that quotes nothing. Write two."),
                   pattern);
  return !quoted;
}

/* Takes one character of each where they agree. */
static gboolean
step (const char **pattern,
      const char **key)
{
  const char *p = *pattern;

  if (*p == '\0')
    return FALSE;
  if (*p == '?')
    {
      *pattern = p + 1;
      *key = g_utf8_next_char (*key);
      return TRUE;
    }
  if (*p == '\\')
    p++;
  if (g_utf8_get_char (p) != g_utf8_get_char (*key))
    return FALSE;
  *pattern = g_utf8_next_char (p);
  *key = g_utf8_next_char (*key);
  return TRUE;
}

gboolean
lab_cache_pattern_matches (const char *pattern,
                           const char *key)
{
  const char *star = NULL; /* behind the last * */
  const char *again = NULL; /* how far that * reached */

  while (*key != '\0')
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          again = key;
        }
      else if (!step (&pattern, &key))
        {
          /* Only the last * needs to give way: what an earlier one could
           * take besides, the last can too. */
          if (star == NULL)
            return FALSE;
          again = g_utf8_next_char (again);
          key = again;
          pattern = star;
        }
    }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}
