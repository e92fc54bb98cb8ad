/* lab-teaching-tiers.c: which tier a model is taught as, and what it can do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-teaching-model.h"

#include <string.h>

#include "lab-teaching-math-private.h"
#include "lab-teaching-private.h"
#include "lab-words-private.h"

#define ONE G_GINT64_CONSTANT (1000000)
/* Prompts up to here cost no capability. */
#define LONG_FROM 8000

static const char *const tier_names[LAB_N_TIERS]
    = { "nano", "small", "mid", "large", "frontier" };

typedef struct
{
  int capability[LAB_N_TIERS][LAB_N_SKILLS]; /* thousandths */
  int long_slope[LAB_N_TIERS];               /* thousandths per doubling */
} TierTable;

const char *
lab_tier_to_string (LabTier tier)
{
  g_return_val_if_fail ((guint) tier < LAB_N_TIERS, NULL);
  return tier_names[tier];
}

static TierTable *
read_table (void)
{
  TierTable *table = g_new0 (TierTable, 1);
  const LabJson *rows = lab_json_get (lab_words_get_root (lab_words_get ("tiers")), "capability");

  for (guint tier = 0; tier < LAB_N_TIERS; tier++)
    {
      const LabJson *row = lab_json_get (rows, tier_names[tier]);

      for (guint skill = 0; skill < LAB_N_SKILLS; skill++)
        table->capability[tier][skill]
            = (int) lab_words_int (row, lab_skill_to_string ((LabSkill) skill), -1) * 1000;
      table->long_slope[tier] = (int) lab_words_int (row, "longMilli", -1);
    }
  return table;
}

static const TierTable *
get_table (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) read_table ());
  return (const TierTable *) once;
}

/* @model without a trailing -YYYY-MM-DD or -YYYYMMDD. (transfer full) */
static char *
without_date (const char *model)
{
  static const char *const shapes[] = { "-dddd-dd-dd", "-dddddddd" };
  gsize length = strlen (model);

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      gsize n = strlen (shapes[i]);
      gsize k = 0;

      if (length <= n)
        continue;
      while (k < n
             && (shapes[i][k] == 'd' ? g_ascii_isdigit (model[length - n + k])
                                     : model[length - n + k] == '-'))
        k++;
      if (k == n)
        return g_strndup (model, length - n);
    }
  return g_strdup (model);
}

LabTier
lab_tier_for_model (const char *model,
                    gboolean   *assumed)
{
  const LabJson *models;
  const char *name;
  g_autofree char *undated = NULL;

  g_return_val_if_fail (model != NULL, LAB_TIER_MID);

  undated = without_date (model);
  models = lab_json_get (lab_words_get_root (lab_words_get ("tiers")), "models");
  name = lab_json_get_string (lab_json_get (models, model));
  if (name == NULL)
    name = lab_json_get_string (lab_json_get (models, undated));
  if (assumed != NULL)
    *assumed = name == NULL;
  for (guint i = 0; name != NULL && i < LAB_N_TIERS; i++)
    {
      if (strcmp (name, tier_names[i]) == 0)
        return (LabTier) i;
    }
  return LAB_TIER_MID;
}

void
lab_teaching_get_effort (const char *effort,
                         int        *bonus,
                         gint64     *reasoning_tokens)
{
  static const struct
  {
    const char *name;
    int bonus;
    gint64 tokens;
  } efforts[] = { { "none", 0, 0 },
                  { "minimal", -8000, 0 },
                  { "low", 0, 300 },
                  { "medium", 7000, 1000 },
                  { "high", 12000, 2400 } };

  *bonus = 0;
  *reasoning_tokens = 0;
  if (effort == NULL || effort[0] == '\0')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (efforts); i++)
    {
      /* Vendors' names above "high" are taught as high. */
      if (strcmp (effort, efforts[i].name) != 0 && i + 1 < G_N_ELEMENTS (efforts))
        continue;
      *bonus = efforts[i].bonus;
      *reasoning_tokens = efforts[i].tokens;
      return;
    }
}

int
lab_teaching_capability (LabTier     tier,
                         LabSkill    skill,
                         const char *effort,
                         gint64      input_tokens)
{
  const TierTable *table = get_table ();
  gint64 length = MIN (input_tokens, G_GINT64_CONSTANT (1) << 39);
  int bonus;
  gint64 tokens;
  gint64 penalty = 0;

  g_return_val_if_fail ((guint) tier < LAB_N_TIERS, 0);
  g_return_val_if_fail ((guint) skill < LAB_N_SKILLS, 0);

  lab_teaching_get_effort (effort, &bonus, &tokens);
  if (length > LONG_FROM)
    penalty = (table->long_slope[tier] * lab_teaching_log2_ratio ((guint64) length, LONG_FROM)
               + ONE / 2)
              / ONE;
  return table->capability[tier][skill] + bonus - (int) penalty;
}

int
lab_teaching_probability (int capability,
                          int difficulty,
                          int ambiguity)
{
  gint64 p = lab_teaching_logistic ((gint64) (capability - difficulty) * 1000 / 4);

  return (int) (p * (10000 - CLAMP (ambiguity, 0, 10000)) / 10000);
}
