/* lab-generation.c: parameters and the plan of a generated workload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "lab-error.h"
#include "lab-teaching-math-private.h"
#include "lab-workload-private.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define HOUR (3600 * SECOND)

/* How busy the hours of a day are, percent of their mean. */
static const int hour_profile[24] = { 20,  15,  10,  10,  15,  30,  60,  110, 160, 190, 200, 185,
                                      160, 170, 180, 175, 155, 130, 110, 95,  80,  60,  45,  35 };

static int
find_param (const LabGeneration *self,
            const char          *name)
{
  const LabWorkloadParamSpec *params = self->generator->info.params;

  for (int i = 0; params[i].name != NULL; i++)
    {
      if (strcmp (params[i].name, name) == 0)
        return i;
    }
  return -1;
}

gint64
lab_generation_get (const LabGeneration *self,
                    const char          *name)
{
  int index = find_param (self, name);

  g_assert (index >= 0);
  return self->values[index];
}

static gint64
get_or (const LabGeneration *self,
        const char          *name,
        gint64               fallback)
{
  int index = find_param (self, name);

  return index >= 0 ? self->values[index] : fallback;
}

guint
lab_generation_draw (const LabGeneration *self,
                     const char          *name,
                     LabRandom           *random)
{
  g_autofree char *least = g_strconcat (name, "Min", NULL);
  g_autofree char *most = g_strconcat (name, "Max", NULL);
  gint64 fixed = get_or (self, name, 0);
  /* Drawn even when fixed, so that the rest of the text stays the same. */
  guint drawn = lab_random_range (random, (guint) lab_generation_get (self, least),
                                  (guint) lab_generation_get (self, most));

  return fixed > 0 ? (guint) fixed : drawn;
}

void
lab_generation_random (const LabGeneration *self,
                       const char          *purpose,
                       guint                index,
                       LabRandom           *random)
{
  g_autofree char *name = g_strconcat ("workload/", self->generator->info.id, "/", purpose, NULL);

  lab_random_init_stream (random, self->seed, name, index);
}

LabDeck *
lab_generation_deck (const LabGeneration *self,
                     const char          *name,
                     LabRandom           *random)
{
  return lab_deck_new (lab_words_get_frames (self->words, name), random);
}

static gboolean
check_range (const LabGeneration         *self,
             const LabWorkloadParamSpec  *spec,
             GError                     **error)
{
  gint64 value = lab_generation_get (self, spec->name);

  if (value >= spec->minimum && value <= spec->maximum)
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The parameter “%s” of the workload “%s” is %" PRId64
                   "; it must be from %" PRId64 " to %" PRId64 "."),
                 spec->name, self->generator->info.id, value, spec->minimum, spec->maximum);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, spec->name);
  return FALSE;
}

/* Every …Min must be at most its …Max. */
static gboolean
check_pair (const LabGeneration         *self,
            const LabWorkloadParamSpec  *spec,
            GError                     **error)
{
  g_autofree char *most = NULL;

  if (!g_str_has_suffix (spec->name, "Min"))
    return TRUE;
  most = g_strdup_printf ("%.*sMax", (int) strlen (spec->name) - 3, spec->name);
  if (lab_generation_get (self, spec->name) <= lab_generation_get (self, most))
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The parameter “%s” of the workload “%s” is greater than “%s”."), spec->name,
                 self->generator->info.id, most);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, spec->name);
  return FALSE;
}

static gboolean
check_repeats (const LabGeneration  *self,
               GError              **error)
{
  gint64 sum = lab_generation_get (self, "exactPermille")
               + lab_generation_get (self, "paraphrasePermille")
               + lab_generation_get (self, "nearMissPermille")
               + lab_generation_get (self, "crossPermille");

  if (sum <= 1000)
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The shares of repeats of the workload “%s” add up to more than 1,000."),
                 self->generator->info.id);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, "exactPermille");
  return FALSE;
}

static gboolean
check_names (const LabGeneration      *self,
             const LabWorkloadParams  *params,
             GError                  **error)
{
  g_auto (GStrv) names = lab_workload_params_list (params);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (find_param (self, names[i]) >= 0)
        continue;
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The workload “%s” has no parameter “%s”."), self->generator->info.id,
                     names[i]);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, names[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
resolve_params (LabGeneration            *self,
                const LabWorkloadParams  *params,
                GError                  **error)
{
  const LabWorkloadParamSpec *specs = self->generator->info.params;
  guint n = 0;

  while (specs[n].name != NULL)
    n++;
  self->values = g_new0 (gint64, n);
  for (guint i = 0; i < n; i++)
    {
      self->values[i] = specs[i].fallback;
      if (params != NULL)
        lab_workload_params_get (params, specs[i].name, &self->values[i]);
    }
  if (params != NULL && !check_names (self, params, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!check_range (self, &specs[i], error))
        return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!check_pair (self, &specs[i], error))
        return FALSE;
    }
  return check_repeats (self, error);
}

/* The wait before the next conversation. */
static gint64
draw_gap (const LabGeneration *self,
          gint64               now,
          guint                group,
          LabRandom           *random)
{
  gint64 mean = HOUR / lab_generation_get (self, "perHour");
  gint64 waited = lab_teaching_exponential (lab_random_next (random));

  switch ((LabArrivalLaw) lab_generation_get (self, "arrivalLaw"))
    {
    case LAB_ARRIVAL_UNIFORM:
      return mean;
    case LAB_ARRIVAL_AT_ONCE:
      return 0;
    case LAB_ARRIVAL_BURSTS:
      /* Six within seconds of each other, then the time of six. */
      return group % 6 == 0 ? mean * 6 / 1000 * waited / 1000 : waited;
    case LAB_ARRIVAL_POISSON_BY_HOUR:
      return mean / 1000 * waited / 1000 * 100 / hour_profile[now / HOUR % 24];
    case LAB_ARRIVAL_POISSON:
    default:
      return mean / 1000 * waited / 1000;
    }
}

/* Whether and how the group's first task repeats an earlier group's first;
 * early and popular ones more often. */
static void
draw_repeat (const LabGeneration *self,
             LabSlot             *slot,
             const GArray        *starts,
             LabRandom           *random)
{
  static const struct
  {
    const char *param;
    LabRepeat repeat;
  } kinds[] = { { "exactPermille", LAB_REPEAT_EXACT },
                { "paraphrasePermille", LAB_REPEAT_PARAPHRASE },
                { "nearMissPermille", LAB_REPEAT_NEAR_MISS },
                { "crossPermille", LAB_REPEAT_CROSS } };
  gint64 draw = (gint64) lab_random_below (random, 1000);
  guint64 pick = lab_random_below (random, MAX (starts->len, 1));
  const LabSlot *root;

  pick = pick * lab_random_below (random, MAX (starts->len, 1)) / MAX (starts->len, 1);
  if (starts->len == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      draw -= lab_generation_get (self, kinds[i].param);
      if (draw >= 0)
        continue;
      slot->repeat = kinds[i].repeat;
      slot->repeat_of = (gint) g_array_index (starts, guint, pick);
      break;
    }
  if (slot->repeat_of < 0)
    return;

  root = &g_array_index (self->slots, LabSlot, slot->repeat_of);
  if (slot->repeat != LAB_REPEAT_CROSS)
    slot->tenant = root->tenant;
  else if (slot->tenant == root->tenant)
    slot->tenant = (root->tenant + 1) % (guint) lab_generation_get (self, "tenants");
}

/* The wait before the next turn of a conversation. */
static gint64
draw_turn_gap (const LabGeneration *self,
               LabRandom           *random)
{
  guint least = (guint) get_or (self, "gapMin", 20);
  guint most = (guint) get_or (self, "gapMax", 90);
  gint64 gap = lab_random_range (random, least, most) * SECOND;

  if (lab_random_chance (random, (guint) get_or (self, "pausePermille", 0)))
    gap = lab_random_range (random, 360, 1200) * SECOND;
  return gap;
}

static void
plan (LabGeneration *self,
      guint          n)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint tenants = (guint) lab_generation_get (self, "tenants");
  gint64 now = 0;
  guint group = 0;

  self->slots = g_array_sized_new (FALSE, TRUE, sizeof (LabSlot), n);
  while (self->slots->len < n)
    {
      LabRandom random;
      LabSlot slot = { 0 };
      guint turns;

      lab_generation_random (self, "plan", group, &random);
      turns = lab_generation_draw (self, "turns", &random);
      now += draw_gap (self, now, group, &random);
      slot.group = group++;
      slot.group_start = self->slots->len;
      slot.arrival_us = now;
      slot.repeat_of = -1;
      /* The first tenants are the busy ones. */
      slot.tenant = (guint) (lab_random_below (&random, tenants)
                             * (1 + lab_random_below (&random, tenants)) / tenants);
      draw_repeat (self, &slot, starts, &random);
      if (slot.repeat == LAB_REPEAT_NEW)
        g_array_append_val (starts, slot.group_start);

      for (slot.turn = 0; slot.turn < turns && self->slots->len < n; slot.turn++)
        {
          g_array_append_val (self->slots, slot);
          slot.arrival_us += draw_turn_gap (self, &random);
          slot.repeat_of = -1;
          slot.repeat = LAB_REPEAT_NEW;
        }
    }
}

LabGeneration *
lab_generation_new (const LabGenerator       *generator,
                    const LabWorkloadParams  *params,
                    guint64                   seed,
                    guint                     n,
                    GError                  **error)
{
  LabGeneration *self = g_new0 (LabGeneration, 1);
  g_autofree char *json = NULL;

  self->generator = generator;
  self->seed = seed;
  if (!lab_words_check (error) || !resolve_params (self, params, error))
    {
      lab_generation_free (self);
      return NULL;
    }
  self->words = lab_words_get (generator->info.id);
  json = lab_generation_params_to_json (self);
  self->params_hash = (guint) (lab_hash64 (json, strlen (json), 0) >> 32);
  plan (self, n);
  return self;
}

void
lab_generation_free (LabGeneration *self)
{
  g_free (self->values);
  g_clear_pointer (&self->slots, g_array_unref);
  g_free (self);
}

char *
lab_generation_params_to_json (const LabGeneration *self)
{
  const LabWorkloadParamSpec *specs = self->generator->info.params;
  g_autoptr (LabWorkloadParams) params = lab_workload_params_new ();

  for (guint i = 0; specs[i].name != NULL; i++)
    lab_workload_params_set (params, specs[i].name, self->values[i]);
  return lab_workload_params_to_json (params);
}

/* The key names workload, parameters, seed and index. */
static char *
make_key (const LabGeneration *self,
          guint                index)
{
  return g_strdup_printf ("%s/%d/%08x/%" G_GUINT64_FORMAT "/%u", self->generator->info.id,
                          LAB_GENERATOR_VERSION, self->params_hash, self->seed, index);
}

/* What is drawn for every task, from its content's stream. */
static void
draw_figures (const LabGeneration *self,
              guint                content,
              LabTask             *task)
{
  LabRandom random;
  guint least = (guint) lab_generation_get (self, "difficultyMin") * 1000;
  guint most = (guint) lab_generation_get (self, "difficultyMax") * 1000;

  lab_generation_random (self, "figures", content, &random);
  task->difficulty = (int) lab_random_range (&random, least, most);
  task->answer_tokens = lab_generation_draw (self, "answer", &random);
  task->interactive
      = lab_random_chance (&random, (guint) lab_generation_get (self, "interactivePermille"));
}

LabTask *
lab_generation_make (const LabGeneration *self,
                     guint                index)
{
  static const char *const repeats[] = { "new", "exact", "paraphrase", "near-miss", "cross" };
  const LabSlot *slot = &g_array_index (self->slots, LabSlot, index);
  guint content = slot->repeat_of >= 0 ? (guint) slot->repeat_of : index;
  LabTask *task = lab_task_new (self->generator->info.id, index);

  task->key = make_key (self, index);
  task->arrival_us = slot->arrival_us;
  task->repeat_of = slot->repeat_of;
  task->repeat = repeats[slot->repeat];
  task->tenant = g_strdup_printf ("tenant-%u", slot->tenant + 1);
  /* Repeats are not independent of what they repeat. */
  task->conversation
      = g_strdup_printf ("c%u", slot->repeat == LAB_REPEAT_EXACT
                                    ? g_array_index (self->slots, LabSlot, content).group
                                    : slot->group);
  draw_figures (self, content, task);
  self->generator->make (self, slot, content, task);
  lab_task_set_draw_key (task);
  return task;
}
