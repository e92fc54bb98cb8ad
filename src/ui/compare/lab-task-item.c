/* lab-task-item.c: one task of a comparison, in a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-task-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "common/lab-format.h"

struct _LabTaskItem
{
  GObject parent_instance;

  LabPair *pair;
  char *title;
  guint index;
  LabTaskKind kinds;
};

G_DEFINE_FINAL_TYPE (LabTaskItem, lab_task_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_BASE,
  PROP_RUN,
  PROP_CHANGE,
  PROP_QUALITY,
  PROP_SENTENCE,
  PROP_INDEX,
  PROP_BASE_COST,
  PROP_RUN_COST,
  PROP_COST_CHANGE,
  PROP_SCORE_CHANGE,
} LabTaskItemProperty;

static GParamSpec *properties[PROP_SCORE_CHANGE + 1];

/* A missing answer is as bad as a wrong one. */
static gint
score_of (const LabPairSide *side)
{
  return side->answered ? side->score : 0;
}

static gboolean
is_judged (const LabPair *pair)
{
  return score_of (&pair->base) != LAB_SCORE_NONE && score_of (&pair->run) != LAB_SCORE_NONE &&
         (pair->base.answered || pair->run.answered);
}

static gint
score_change (const LabPair *pair)
{
  return is_judged (pair) ? score_of (&pair->run) - score_of (&pair->base) : 0;
}

static LabTaskKind
find_kinds (const LabPair *pair)
{
  LabTaskKind kinds = 0;

  if (lab_pair_differs (pair))
    kinds |= LAB_TASK_DIFFERENT;
  if (score_change (pair) < 0)
    kinds |= LAB_TASK_WORSE;
  if (score_change (pair) > 0)
    kinds |= LAB_TASK_BETTER;
  if (!pair->base.answered || !pair->run.answered)
    kinds |= LAB_TASK_ERROR;
  return kinds;
}

static const char *
get_tick (const LabPairSide *side)
{
  if (!side->answered)
    return C_ ("answer", "no answer");
  if (side->score == LAB_SCORE_NONE)
    return "";
  return side->score == LAB_SCORE_MAX ? "✓" : side->score == 0 ? "✗" : "~";
}

static char *
dup_side (const LabPairSide *side)
{
  g_autofree char *cost = lab_format_sum (&side->cost);
  const char *tick = get_tick (side);

  return *tick != '\0' ? g_strdup_printf ("%s %s", cost, tick) : g_strdup (cost);
}

static LabMoney
cost_change (const LabPair *pair)
{
  return pair->run.cost.amount - pair->base.cost.amount;
}

static gboolean
is_priced (const LabPair *pair)
{
  return pair->base.cost.n_unpriced == 0 && pair->run.cost.n_unpriced == 0;
}

static char *
dup_change (const LabPair *pair)
{
  if (!is_priced (pair))
    return g_strdup (_("unknown"));
  if (cost_change (pair) == 0)
    return g_strdup (C_ ("difference", "="));
  return lab_format_difference (cost_change (pair));
}

static const char *
name_quality (const LabPair *pair)
{
  if (!pair->base.answered && !pair->run.answered)
    return C_ ("task", "no answers");
  if (!is_judged (pair))
    return C_ ("task", "not judged");
  return score_change (pair) < 0 ? C_ ("task", "worse") :
         score_change (pair) > 0 ? C_ ("task", "better") :
                                   C_ ("task", "equal");
}

static char *
dup_sentence (LabTaskItem *self)
{
  g_autofree char *base = lab_format_sum (&self->pair->base.cost);
  g_autofree char *run = lab_format_sum (&self->pair->run.cost);

  /* Translators: a task; its cost in the baseline and in the run; how good its
   * answer is beside the baseline's. */
  return g_strdup_printf (_("%s: %s in the baseline, %s in the run, quality %s"), self->title,
                          base, run, name_quality (self->pair));
}

static void
lab_task_item_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LabTaskItem *self = LAB_TASK_ITEM (object);
  const LabPair *pair = self->pair;

  switch ((LabTaskItemProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_BASE:
      g_value_take_string (value, dup_side (&pair->base));
      break;
    case PROP_RUN:
      g_value_take_string (value, dup_side (&pair->run));
      break;
    case PROP_CHANGE:
      g_value_take_string (value, dup_change (pair));
      break;
    case PROP_QUALITY:
      g_value_set_string (value, name_quality (pair));
      break;
    case PROP_SENTENCE:
      g_value_take_string (value, dup_sentence (self));
      break;
    case PROP_INDEX:
      g_value_set_uint (value, self->index);
      break;
    case PROP_BASE_COST:
      g_value_set_int64 (value, pair->base.cost.amount);
      break;
    case PROP_RUN_COST:
      g_value_set_int64 (value, pair->run.cost.amount);
      break;
    case PROP_COST_CHANGE:
      g_value_set_int64 (value, cost_change (pair));
      break;
    case PROP_SCORE_CHANGE:
      g_value_set_int (value, score_change (pair));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_task_item_finalize (GObject *object)
{
  LabTaskItem *self = LAB_TASK_ITEM (object);

  lab_pair_free (self->pair);
  g_free (self->title);

  G_OBJECT_CLASS (lab_task_item_parent_class)->finalize (object);
}

static void
lab_task_item_class_init (LabTaskItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const char * const texts[] = {
    [PROP_TITLE] = "title",     [PROP_BASE] = "base",       [PROP_RUN] = "run",
    [PROP_CHANGE] = "change",   [PROP_QUALITY] = "quality", [PROP_SENTENCE] = "sentence",
  };

  object_class->get_property = lab_task_item_get_property;
  object_class->finalize = lab_task_item_finalize;

  for (guint i = PROP_TITLE; i <= PROP_SENTENCE; i++)
    properties[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  properties[PROP_INDEX] = g_param_spec_uint ("index", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BASE_COST] =
    g_param_spec_int64 ("base-cost", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_RUN_COST] =
    g_param_spec_int64 ("run-cost", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_COST_CHANGE] =
    g_param_spec_int64 ("cost-change", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_SCORE_CHANGE] =
    g_param_spec_int ("score-change", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_task_item_init (LabTaskItem *self)
{
}

/* The number at a key's end, where a built-in workload has its index. */
static guint
find_index (const char *key,
            guint       fallback)
{
  const char *slash = strrchr (key, '/');
  guint64 index;

  if (slash != NULL && g_ascii_string_to_unsigned (slash + 1, 10, 0, G_MAXUINT32, &index, NULL))
    return (guint) index;
  return fallback;
}

LabTaskItem *
lab_task_item_new (const LabPair *pair,
                   const char    *question,
                   guint          fallback_index)
{
  LabTaskItem *self;

  g_return_val_if_fail (pair != NULL, NULL);

  self = g_object_new (LAB_TYPE_TASK_ITEM, NULL);
  self->pair = lab_pair_new (pair->task_key, pair->replicate, pair->cluster);
  self->pair->base = pair->base;
  self->pair->run = pair->run;
  self->index = find_index (pair->task_key, fallback_index);
  self->kinds = find_kinds (pair);
  /* Translators: a task's number, and the beginning of its question. */
  self->title = g_strdup_printf (C_ ("task", "%u: %s"), self->index + 1,
                                 question != NULL ? question : pair->task_key);
  return self;
}

const LabPair *
lab_task_item_get_pair (LabTaskItem *self)
{
  g_return_val_if_fail (LAB_IS_TASK_ITEM (self), NULL);

  return self->pair;
}

const char *
lab_task_item_get_title (LabTaskItem *self)
{
  g_return_val_if_fail (LAB_IS_TASK_ITEM (self), NULL);

  return self->title;
}

guint
lab_task_item_get_number (LabTaskItem *self)
{
  g_return_val_if_fail (LAB_IS_TASK_ITEM (self), 0);

  return self->index + 1;
}

LabTaskKind
lab_task_item_get_kinds (LabTaskItem *self)
{
  g_return_val_if_fail (LAB_IS_TASK_ITEM (self), 0);

  return self->kinds;
}
