/* lab-workload-params.c: whole numbers by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-workload-private.h"

#include "lab-json-writer.h"

struct _LabWorkloadParams
{
  GTree *values; /* (element-type utf8 gint64) */
};

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  return g_strcmp0 (a, b);
}

LabWorkloadParams *
lab_workload_params_new (void)
{
  LabWorkloadParams *self = g_new0 (LabWorkloadParams, 1);

  self->values = g_tree_new_full (compare_names, NULL, g_free, g_free);
  return self;
}

static gboolean
copy_cb (gpointer key,
         gpointer value,
         gpointer data)
{
  lab_workload_params_set (data, key, *(const gint64 *) value);
  return FALSE;
}

LabWorkloadParams *
lab_workload_params_copy (const LabWorkloadParams *self)
{
  LabWorkloadParams *copy = lab_workload_params_new ();

  g_return_val_if_fail (self != NULL, copy);
  g_tree_foreach (self->values, copy_cb, copy);
  return copy;
}

void
lab_workload_params_free (LabWorkloadParams *self)
{
  g_tree_unref (self->values);
  g_free (self);
}

void
lab_workload_params_set (LabWorkloadParams *self,
                         const char        *name,
                         gint64             value)
{
  g_return_if_fail (self != NULL && name != NULL);
  g_tree_replace (self->values, g_strdup (name), g_memdup2 (&value, sizeof value));
}

gboolean
lab_workload_params_get (const LabWorkloadParams *self,
                         const char              *name,
                         gint64                  *value)
{
  const gint64 *found;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  found = g_tree_lookup (self->values, name);
  if (found != NULL && value != NULL)
    *value = *found;
  return found != NULL;
}

static gboolean
list_cb (gpointer key,
         gpointer value,
         gpointer data)
{
  g_ptr_array_add (data, g_strdup (key));
  return FALSE;
}

GStrv
lab_workload_params_list (const LabWorkloadParams *self)
{
  GPtrArray *names = g_ptr_array_new ();

  g_tree_foreach (self->values, list_cb, names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

static gboolean
write_cb (gpointer key,
          gpointer value,
          gpointer data)
{
  lab_json_writer_member_int (data, key, *(const gint64 *) value);
  return FALSE;
}

char *
lab_workload_params_to_json (const LabWorkloadParams *self)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  g_return_val_if_fail (self != NULL, NULL);
  lab_json_writer_begin_object (writer);
  g_tree_foreach (self->values, write_cb, writer);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

LabWorkloadParams *
lab_workload_params_from_json (const LabJson  *json,
                               GError        **error)
{
  g_autoptr (LabWorkloadParams) self = lab_workload_params_new ();

  g_return_val_if_fail (json != NULL, NULL);
  for (guint i = 0; i < lab_json_get_n_members (json); i++)
    {
      const char *name = lab_json_get_member_name (json, i);
      gint64 value;

      if (!lab_json_require_int (json, name, G_MININT64, G_MAXINT64, &value, error))
        return NULL;
      lab_workload_params_set (self, name, value);
    }
  return g_steal_pointer (&self);
}
