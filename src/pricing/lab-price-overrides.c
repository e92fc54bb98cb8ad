/* lab-price-overrides.c: adding to the user's own prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-overrides.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-price-catalogue.h"
#include "lab-price-reader-private.h"

/* The id that a row without one is given when it is read. */
static char *
dup_key (const LabPriceRow *row)
{
  g_autofree char *name = lab_price_row_make_id (row, NULL);

  return g_strconcat (lab_price_layer_to_string (LAB_PRICE_LAYER_USER), ":", name, NULL);
}

/* The keys of what is there. (nullable) */
static GHashTable *
read_keys (const LabJson  *rows, /* (nullable) */
           GError        **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; rows != NULL && i < lab_json_get_n_members (rows); i++)
    {
      g_autoptr (LabPriceRow) row =
        lab_price_read_row (lab_json_get_element (rows, i), LAB_PRICE_LAYER_USER, error);

      if (row == NULL)
        return NULL;
      g_hash_table_add (keys, dup_key (row));
    }
  return g_steal_pointer (&keys);
}

static guint
write_rows (LabJsonWriter *writer,
            const LabJson *there, /* (nullable) */
            GPtrArray     *rows,
            GHashTable    *keys)
{
  guint n_added = 0;

  lab_json_writer_begin_array (writer);
  for (guint i = 0; there != NULL && i < lab_json_get_n_members (there); i++)
    lab_json_writer_node (writer, lab_json_get_element (there, i));
  for (guint i = 0; i < rows->len; i++)
    {
      const LabPriceRow *row = g_ptr_array_index (rows, i);

      if (!g_hash_table_add (keys, dup_key (row)))
        continue;
      lab_price_write_row (writer, row);
      n_added++;
    }
  lab_json_writer_end_array (writer);
  return n_added;
}

/* The file as it was, member by member, with the new rows behind the old. */
static char *
write_file (const LabJson *root, /* (nullable) */
            GPtrArray     *rows,
            GHashTable    *keys,
            guint         *n_added)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);
  gboolean written = FALSE;

  lab_json_writer_begin_object (writer);
  if (root == NULL)
    lab_json_writer_member_string (writer, "schema", LAB_PRICE_SCHEMA);
  for (guint i = 0; root != NULL && i < lab_json_get_n_members (root); i++)
    {
      const char *name = lab_json_get_member_name (root, i);

      lab_json_writer_name (writer, name);
      if (!g_str_equal (name, "rows"))
        {
          lab_json_writer_node (writer, lab_json_get_element (root, i));
          continue;
        }
      *n_added = write_rows (writer, lab_json_get_element (root, i), rows, keys);
      written = TRUE;
    }
  if (!written)
    {
      lab_json_writer_name (writer, "rows");
      *n_added = write_rows (writer, NULL, rows, keys);
    }
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

/* Everything that opens the ledger reads the file, so one that cannot be read
 * must not come to stand there: it is written beside it and read back. */
static gboolean
put_in_place (const char  *path,
              const char  *text,
              GError     **error)
{
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  g_autoptr (LabPriceCatalogue) trial = lab_price_catalogue_new_bundled (error);

  if (trial == NULL || !g_file_set_contents_full (draft, text, -1,
                                                  G_FILE_SET_CONTENTS_CONSISTENT |
                                                    G_FILE_SET_CONTENTS_DURABLE,
                                                  0644, error))
    return FALSE;
  if (!lab_price_catalogue_add_overrides (trial, draft, error))
    {
      g_unlink (draft);
      return FALSE;
    }
  if (g_rename (draft, path) != 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("%s cannot be written: %s."), path,
                     g_strerror (errno));
      g_unlink (draft);
      return FALSE;
    }
  return TRUE;
}

gboolean
lab_price_overrides_add (const char  *path,
                         GPtrArray   *rows,
                         guint       *n_added,
                         GError     **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GHashTable) keys = NULL;
  g_autofree char *text = NULL;
  const LabJson *root = NULL;
  guint n = 0;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (rows != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      document = lab_json_document_load (path, 0, error);
      if (document == NULL)
        return FALSE;
      root = lab_json_document_get_root (document);
      if (lab_json_get_node_type (root) != LAB_JSON_OBJECT)
        {
          lab_json_set_error (error, root, _("A price file is an object with rows."));
          return FALSE;
        }
    }
  keys = read_keys (root != NULL ? lab_json_get (root, "rows") : NULL, error);
  if (keys == NULL)
    return FALSE;
  text = write_file (root, rows, keys, &n);
  if (n > 0 && !put_in_place (path, text, error))
    return FALSE;
  if (n_added != NULL)
    *n_added = n;
  return TRUE;
}
