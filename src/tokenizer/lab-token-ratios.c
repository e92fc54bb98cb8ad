/* lab-token-ratios.c: how many tokens others make of o200k's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-token-ratios-private.h"

#include <glib/gi18n-lib.h>

#include "lab-json.h"

#define SCHEMA "costlab-token-ratios/1"
#define MAX_BYTES (1024 * 1024)
/* A ratio beyond these is a slip of the pen. */
#define LEAST 100
#define MOST 10000

static const struct
{
  const char *name;
  LabTokenFamily family;
} families[] = {
  { "claude-3", LAB_TOKEN_FAMILY_CLAUDE_3 },
  { "claude-4.7", LAB_TOKEN_FAMILY_CLAUDE_4_7 },
  { "gemini", LAB_TOKEN_FAMILY_GEMINI },
};

static gboolean
read_ratio (const LabJson  *family,
            LabContent      content,
            LabTokenRatio  *ratio,
            GError        **error)
{
  const LabJson *node;

  node = lab_json_require (family, lab_content_to_string (content), LAB_JSON_OBJECT, error);
  return node != NULL &&
         lab_json_require_int (node, "low", LEAST, MOST, &ratio->low, error) &&
         lab_json_require_int (node, "mid", ratio->low, MOST, &ratio->mid, error) &&
         lab_json_require_int (node, "high", ratio->mid, MOST, &ratio->high, error);
}

/* Of a family nobody knows: from the least to the most of those known, and
 * in the middle o200k's own count. */
static void
widen (LabTokenRatio       *unknown,
       const LabTokenRatio *known)
{
  unknown->low = MIN (unknown->low, known->low);
  unknown->high = MAX (unknown->high, known->high);
}

static gboolean
read_families (LabTokenRatios  *self,
               const LabJson   *node,
               GError         **error)
{
  LabTokenRatio *unknown = self->families[LAB_TOKEN_FAMILY_UNKNOWN];

  for (guint content = 0; content < LAB_N_CONTENTS; content++)
    {
      self->families[LAB_TOKEN_FAMILY_PUBLISHED][content] = (LabTokenRatio) { 1000, 1000, 1000 };
      unknown[content] = (LabTokenRatio) { 1000, 1000, 1000 };
    }
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      const LabJson *family = lab_json_require (node, families[i].name, LAB_JSON_OBJECT, error);

      if (family == NULL)
        return FALSE;
      for (guint content = 0; content < LAB_N_CONTENTS; content++)
        {
          LabTokenRatio *ratio = &self->families[families[i].family][content];

          if (!read_ratio (family, content, ratio, error))
            return FALSE;
          widen (&unknown[content], ratio);
        }
    }
  return TRUE;
}

LabTokenRatios *
lab_token_ratios_load (const char  *path,
                       GError     **error)
{
  g_autoptr(LabJsonDocument) document = NULL;
  g_autofree LabTokenRatios *self = NULL;
  const LabJson *root, *node;
  const char *schema;

  document = lab_json_document_load (path, MAX_BYTES, error);
  if (document == NULL)
    return NULL;
  root = lab_json_document_get_root (document);
  schema = lab_json_require_string (root, "schema", error);
  if (schema == NULL)
    return NULL;
  if (!g_str_equal (schema, SCHEMA))
    {
      lab_json_set_error (error, lab_json_get (root, "schema"),
                          _("the schema is “%s” and should be “%s”"), schema, SCHEMA);
      return NULL;
    }
  node = lab_json_require (root, "families", LAB_JSON_OBJECT, error);
  self = g_new0 (LabTokenRatios, 1);
  if (node == NULL || !read_families (self, node, error))
    return NULL;
  return g_steal_pointer (&self);
}
