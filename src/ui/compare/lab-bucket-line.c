/* lab-bucket-line.c: one bucket on both sides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-bucket-line.h"

struct _LabBucketLine
{
  GObject parent_instance;

  char *texts[LAB_BUCKET_LINE_N_TEXTS];
};

G_DEFINE_FINAL_TYPE (LabBucketLine, lab_bucket_line, G_TYPE_OBJECT)

static void
lab_bucket_line_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  g_value_set_string (value, LAB_BUCKET_LINE (object)->texts[property_id - 1]);
}

static void
lab_bucket_line_finalize (GObject *object)
{
  LabBucketLine *self = LAB_BUCKET_LINE (object);

  for (guint i = 0; i < LAB_BUCKET_LINE_N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (lab_bucket_line_parent_class)->finalize (object);
}

static void
lab_bucket_line_class_init (LabBucketLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char * const names[LAB_BUCKET_LINE_N_TEXTS] = {
    "name",       "base",          "run",  "change",   "base-tokens",
    "run-tokens", "change-tokens", "what", "sentence",
  };

  object_class->get_property = lab_bucket_line_get_property;
  object_class->finalize = lab_bucket_line_finalize;

  for (guint i = 0; i < LAB_BUCKET_LINE_N_TEXTS; i++)
    g_object_class_install_property (
      object_class, i + 1,
      g_param_spec_string (names[i], NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
lab_bucket_line_init (LabBucketLine *self)
{
}

LabBucketLine *
lab_bucket_line_new (char *texts[LAB_BUCKET_LINE_N_TEXTS])
{
  LabBucketLine *self = g_object_new (LAB_TYPE_BUCKET_LINE, NULL);

  for (guint i = 0; i < LAB_BUCKET_LINE_N_TEXTS; i++)
    self->texts[i] = texts[i];
  return self;
}
