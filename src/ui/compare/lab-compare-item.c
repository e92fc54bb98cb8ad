/* lab-compare-item.c: a run of a comparison as rows show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-item.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-cache-effect.h"
#include "lab-stats.h"
#include "lab-unit.h"

struct _LabCompareItem
{
  GObject parent_instance;

  LabForestScale *scale;
  LabComparedRun *run;
};

G_DEFINE_FINAL_TYPE (LabCompareItem, lab_compare_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_RUN = 1,
  PROP_TITLE,
  PROP_CAPTION,
  PROP_SAVING,
  PROP_QUALITY,
  PROP_PAIRS,
  PROP_VALUE,
  PROP_LOW,
  PROP_HIGH,
  PROP_P_VALUE,
  PROP_SENTENCE,
} LabCompareItemProperty;

static GParamSpec *properties[PROP_SENTENCE + 1];

static const LabComparison *
get_comparison (LabCompareItem *self)
{
  return lab_compared_run_get_comparison (self->run);
}

gboolean
lab_compare_item_has_interval (LabCompareItem *self)
{
  const LabComparison *comparison;

  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), FALSE);

  comparison = get_comparison (self);
  return comparison->n_pairs >= LAB_COMPARISON_LEAST_PAIRS && isfinite (comparison->saving.low) &&
         isfinite (comparison->saving.high);
}

gboolean
lab_compare_item_is_faint (LabCompareItem *self)
{
  const LabComparison *comparison;

  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), FALSE);

  comparison = get_comparison (self);
  return comparison->n_pairs < LAB_STATS_FEW_PAIRS;
}

/* Whole per cents are fine enough beside an interval that is wider than a
 * few of them; else tenths. All figures of a row alike. */
static double
find_step (const LabComparison *comparison)
{
  return comparison->saving.high - comparison->saving.low < 0.03 ? 0.001 : 0.01;
}

static char *
format_share (const LabComparison *comparison,
              double               share)
{
  double step = find_step (comparison);
  double rounded = round (share / step) * step;

  return lab_unit_format_tick (LAB_UNIT_SHARE, fabs (rounded) < step / 2 ? 0 : rounded, step, 1);
}

/* Without the sign, which follows once more at the interval's other end. */
static char *
format_bare (const LabComparison *comparison,
             double               share)
{
  double step = find_step (comparison) * 100;
  double rounded = round (share * 100 / step) * step;

  return lab_unit_format_tick (LAB_UNIT_NUMBER, fabs (rounded) < step / 2 ? 0 : rounded, step,
                               100);
}

static char *
dup_saving (LabCompareItem *self)
{
  const LabComparison *comparison = get_comparison (self);
  g_autofree char *value = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (!isfinite (comparison->saving.value))
    return g_strdup (_("unknown"));
  if (!lab_compare_item_has_interval (self))
    return g_strdup_printf (ngettext ("%u of %d pairs", "%u of %d pairs", comparison->n_pairs),
                            comparison->n_pairs, LAB_COMPARISON_LEAST_PAIRS);
  value = format_share (comparison, comparison->saving.value);
  low = format_bare (comparison, comparison->saving.low);
  high = format_share (comparison, comparison->saving.high);
  /* Translators: a saving and the ends of its interval, the first of them
   * without its per cent sign: 38 % (31 to 44 %). */
  return g_strdup_printf (C_ ("saving", "%s (%s to %s)"), value, low, high);
}

static const char *
name_quality (const LabComparison *comparison)
{
  if (comparison->n_judged == 0)
    return C_ ("quality", "not judged");
  if (g_str_equal (comparison->quality_state, "pass"))
    return C_ ("quality", "not worse");
  if (g_str_equal (comparison->quality_state, "inferior"))
    return C_ ("quality", "worse");
  return C_ ("quality", "undecided");
}

static char *
dup_quality (LabCompareItem *self)
{
  const LabComparison *comparison = get_comparison (self);
  double change = round (comparison->quality.value * 100) / 100;
  g_autofree char *number = NULL;

  if (lab_compared_run_is_noise (self->run))
    return g_strdup ("");
  if (comparison->n_judged == 0 || !isfinite (change) || change == 0)
    return g_strdup (name_quality (comparison));
  number = lab_unit_format_signed (LAB_UNIT_NUMBER, change);
  /* Translators: how far the mean score changed, and what that means. */
  return g_strdup_printf (C_ ("quality", "%s %s"), number, name_quality (comparison));
}

/* What of the run is not in its figures. (nullable) */
static char *
dup_note (LabCompareItem *self)
{
  const LabRunInfo *info = lab_compared_run_get_info (self->run);

  if (g_str_equal (info->status, "running"))
    return g_strdup_printf (_("%u of %u tasks so far"), info->n_done, info->n_planned);
  if (!g_str_equal (info->status, "completed"))
    return g_strdup_printf (_("stopped after %u of %u tasks"), info->n_done, info->n_planned);
  if (lab_compared_run_is_noise (self->run))
    return g_strdup (_("how far two runs of the same lie apart"));
  return lab_comparison_explain_cache (get_comparison (self),
                                       lab_compared_run_get_title (self->run));
}

static char *
dup_caption (LabCompareItem *self)
{
  char *note = dup_note (self);

  if (note != NULL)
    return note;
  return g_strdup_printf (ngettext ("%u task", "%u tasks", get_comparison (self)->n_pairs),
                          get_comparison (self)->n_pairs);
}

const char *
lab_compare_item_get_verdict_word (LabCompareItem *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), NULL);

  if (lab_compared_run_is_noise (self->run))
    return "";
  return lab_verdict_get_label (get_comparison (self)->verdict);
}

static char *
dup_saving_words (LabCompareItem *self)
{
  const LabComparison *comparison = get_comparison (self);
  g_autofree char *value = format_share (comparison, fabs (comparison->saving.value));
  g_autofree char *low = format_share (comparison, comparison->saving.low);
  g_autofree char *high = format_share (comparison, comparison->saving.high);

  if (!lab_compare_item_has_interval (self))
    return g_strdup_printf (ngettext ("too few pairs for an interval, %u of %d",
                                      "too few pairs for an interval, %u of %d",
                                      comparison->n_pairs),
                            comparison->n_pairs, LAB_COMPARISON_LEAST_PAIRS);
  if (comparison->saving.value < 0)
    return g_strdup_printf (ngettext ("%s dearer, 95 %% interval of the saving %s to %s, %u task",
                                      "%s dearer, 95 %% interval of the saving %s to %s, %u tasks",
                                      comparison->n_pairs),
                            value, low, high, comparison->n_pairs);
  return g_strdup_printf (ngettext ("%s cheaper, 95 %% interval %s to %s, %u task",
                                    "%s cheaper, 95 %% interval %s to %s, %u tasks",
                                    comparison->n_pairs),
                          value, low, high, comparison->n_pairs);
}

static char *
dup_sentence (LabCompareItem *self)
{
  const char *title = lab_compared_run_get_title (self->run);
  g_autofree char *saving = dup_saving_words (self);
  g_autofree char *note = dup_note (self);

  if (lab_compared_run_is_noise (self->run))
    /* Translators: the baseline's second run and how far it lies from the
     * first. */
    return g_strdup_printf (_("%s: %s. No verdict: it shows the noise."), title, saving);
  if (note == NULL)
    /* Translators: a run, its saving, its quality and its verdict. */
    return g_strdup_printf (_("%s: %s; quality %s; verdict: %s."), title, saving,
                            name_quality (get_comparison (self)),
                            lab_compare_item_get_verdict_word (self));
  /* Translators: the same, and a sentence more of it. */
  return g_strdup_printf (_("%s: %s; quality %s; verdict: %s. %s"), title, saving,
                          name_quality (get_comparison (self)),
                          lab_compare_item_get_verdict_word (self), note);
}

static char *
dup_figure (LabCompareItem *self,
            double          figure)
{
  return lab_compare_item_has_interval (self) ? lab_unit_format (LAB_UNIT_SHARE, figure) :
                                                g_strdup ("");
}

static char *
dup_text (LabCompareItem         *self,
          LabCompareItemProperty  property)
{
  const LabComparison *comparison = get_comparison (self);

  switch (property)
    {
    case PROP_TITLE:
      return g_strdup (lab_compared_run_get_title (self->run));
    case PROP_CAPTION:
      return dup_caption (self);
    case PROP_SAVING:
      return dup_saving (self);
    case PROP_QUALITY:
      return dup_quality (self);
    case PROP_PAIRS:
      return g_strdup_printf ("%u", comparison->n_pairs);
    case PROP_VALUE:
      return lab_unit_format (LAB_UNIT_SHARE, comparison->saving.value);
    case PROP_LOW:
      return dup_figure (self, comparison->saving.low);
    case PROP_HIGH:
      return dup_figure (self, comparison->saving.high);
    case PROP_P_VALUE:
      if (lab_compared_run_is_noise (self->run) || !isfinite (comparison->saving_p_adjusted))
        return g_strdup ("");
      return g_strdup_printf ("%.4f", comparison->saving_p_adjusted);
    case PROP_SENTENCE:
      return dup_sentence (self);
    case PROP_RUN:
    default:
      return NULL;
    }
}

static void
lab_compare_item_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LabCompareItem *self = LAB_COMPARE_ITEM (object);

  if (property_id == PROP_RUN)
    g_value_set_object (value, self->run);
  else
    g_value_take_string (value, dup_text (self, (LabCompareItemProperty) property_id));
}

static void
lab_compare_item_dispose (GObject *object)
{
  LabCompareItem *self = LAB_COMPARE_ITEM (object);

  g_clear_object (&self->scale);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (lab_compare_item_parent_class)->dispose (object);
}

static void
lab_compare_item_class_init (LabCompareItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const char * const names[] = {
    [PROP_TITLE] = "title",   [PROP_CAPTION] = "caption",   [PROP_SAVING] = "saving",
    [PROP_QUALITY] = "quality", [PROP_PAIRS] = "pairs",     [PROP_VALUE] = "value",
    [PROP_LOW] = "low",       [PROP_HIGH] = "high",         [PROP_P_VALUE] = "p-value",
    [PROP_SENTENCE] = "sentence",
  };

  object_class->get_property = lab_compare_item_get_property;
  object_class->dispose = lab_compare_item_dispose;

  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, LAB_TYPE_COMPARED_RUN, flags);
  for (guint i = PROP_TITLE; i <= PROP_SENTENCE; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_compare_item_init (LabCompareItem *self)
{
}

LabCompareItem *
lab_compare_item_new (LabForestScale *scale,
                      LabComparedRun *run)
{
  LabCompareItem *self;

  g_return_val_if_fail (LAB_IS_FOREST_SCALE (scale), NULL);
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (run), NULL);

  self = g_object_new (LAB_TYPE_COMPARE_ITEM, NULL);
  self->scale = g_object_ref (scale);
  self->run = g_object_ref (run);
  return self;
}

LabComparedRun *
lab_compare_item_get_run (LabCompareItem *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), NULL);

  return self->run;
}

void
lab_compare_item_set_run (LabCompareItem *self,
                          LabComparedRun *run)
{
  g_return_if_fail (LAB_IS_COMPARE_ITEM (self));
  g_return_if_fail (LAB_IS_COMPARED_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_RUN; i <= PROP_SENTENCE; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

LabForestScale *
lab_compare_item_get_scale (LabCompareItem *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), NULL);

  return self->scale;
}

const char *
lab_compare_item_get_id (LabCompareItem *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_ITEM (self), NULL);

  return lab_compared_run_get_info (self->run)->id;
}
