/* lab-salvage-scan.c: rows out of leaf pages, without a schema
 *
 * The format is that of sqlite.org/fileformat2.html, sections 1.5, 1.6, 2.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-salvage-private.h"

#define FIRST_PAGE_HEADER 100
#define LEAF_HEADER 8
#define TABLE_LEAF 0x0d
#define MAX_COLUMNS 100
/* Larger than anything the program keeps. */
#define MAX_PAYLOAD (64 * 1024 * 1024)

/* A table that rows may be of. The column that is the row's number is not
 * stored: it holds NULL. */
typedef struct
{
  LabSalvageTable *table;
  int n_columns;
  int key; /* that column, or −1 */
  gboolean is_text[MAX_COLUMNS]; /* else an integer */
  sqlite3_stmt *insert;
} Target;

typedef struct
{
  LabRescue *rescue;
  LabPages *pages;
  Target targets[LAB_N_SALVAGE_TABLES];
  guint n_targets;
  guint8 *page;
  guint8 *overflow;
  GByteArray *payload; /* of a row that does not fit into its page */
} Scan;

/* One value of a row: its serial type and where it is. */
typedef struct
{
  guint64 type;
  const guint8 *bytes;
} Value;

typedef struct
{
  gint64 number;
  int n_values;
  Value values[MAX_COLUMNS];
} Row;

static gboolean
get_varint (const guint8 **p,
            const guint8  *end,
            guint64       *value)
{
  *value = 0;
  for (guint i = 0; i < 9 && *p < end; i++)
    {
      guint8 piece = *(*p)++;

      if (i == 8)
        {
          *value = *value << 8 | piece;
          return TRUE;
        }
      *value = *value << 7 | (piece & 0x7f);
      if ((piece & 0x80) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Bytes of a value; G_MAXUINT64 for a type that is none. */
static guint64
size_of_type (guint64 type)
{
  static const guint64 sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, G_MAXUINT64, G_MAXUINT64 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : (type - 12) / 2;
}

/* A row is taken only when its parts fill it to the last byte. */
static gboolean
read_row (const guint8 *payload,
          gsize         length,
          Row          *row)
{
  const guint8 *p = payload;
  const guint8 *bytes, *end_of_types;
  guint64 header_size;

  if (!get_varint (&p, payload + length, &header_size) || header_size > length)
    return FALSE;

  end_of_types = bytes = payload + header_size;
  for (row->n_values = 0; p < end_of_types; row->n_values++)
    {
      Value *value = &row->values[row->n_values];
      guint64 size;

      if (row->n_values == MAX_COLUMNS || !get_varint (&p, end_of_types, &value->type))
        return FALSE;
      size = size_of_type (value->type);
      if (size > (guint64) (payload + length - bytes))
        return FALSE;
      value->bytes = bytes;
      bytes += size;
    }
  return p == end_of_types && bytes == payload + length;
}

static gint64
get_integer (const guint8 *bytes,
             gsize         length)
{
  guint64 value = (bytes[0] & 0x80) ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < length; i++)
    value = value << 8 | bytes[i];
  return (gint64) value;
}

/* Tables of strict types hold nothing but integers and text; text that is not
 * UTF-8 was never written by us. */
static gboolean
fits (const Value *value,
      gboolean     is_text)
{
  if (value->type == 0)
    return TRUE;
  if (!is_text)
    return value->type < 7 || value->type == 8 || value->type == 9;
  return value->type > 12 && value->type % 2 == 1 &&
         g_utf8_validate_len ((const char *) value->bytes, (gsize) size_of_type (value->type),
                              NULL);
}

static void
bind_value (sqlite3_stmt *statement,
            int           column,
            const Value  *value)
{
  int size = (int) size_of_type (value->type);

  if (value->type > 12)
    sqlite3_bind_text (statement, column, (const char *) value->bytes, size, SQLITE_STATIC);
  else if (value->type >= 8)
    sqlite3_bind_int64 (statement, column, value->type == 9);
  else if (value->type > 0)
    sqlite3_bind_int64 (statement, column, get_integer (value->bytes, (gsize) size));
}

static gboolean
could_be (const Target *target,
          const Row    *row)
{
  gboolean fitting = row->n_values == target->n_columns;

  for (int i = 0; fitting && i < row->n_values; i++)
    fitting = i == target->key ? row->values[i].type == 0
                               : fits (&row->values[i], target->is_text[i]);
  return fitting;
}

/* Whether the table's rules take it; or it is there already. */
static gboolean
insert_row (Target    *target,
            const Row *row)
{
  int rc;

  for (int i = 0; i < row->n_values; i++)
    if (i == target->key)
      sqlite3_bind_int64 (target->insert, i + 1, row->number);
    else
      bind_value (target->insert, i + 1, &row->values[i]);
  rc = sqlite3_step (target->insert);
  if (rc == SQLITE_DONE)
    target->table->n_rows++;
  sqlite3_reset (target->insert);
  sqlite3_clear_bindings (target->insert);
  return rc == SQLITE_DONE || rc == SQLITE_CONSTRAINT_UNIQUE ||
         rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID;
}

static void
take_row (Scan      *self,
          const Row *row)
{
  for (guint i = 0; i < self->n_targets; i++)
    if (could_be (&self->targets[i], row) && insert_row (&self->targets[i], row))
      return;
}

/* How much of a payload stands in the leaf itself: section 1.6. */
static gsize
local_size (Scan    *self,
            guint64  length)
{
  guint64 usable = lab_pages_get_size (self->pages);
  guint64 most = usable - 35;
  guint64 least = (usable - 12) * 32 / 255 - 23;
  guint64 local = least + (length - least) % (usable - 4);

  if (length <= most)
    return length;
  return local <= most ? local : least;
}

static guint32
get_u32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* Follows the chain of overflow pages; each holds the next one's number. */
static gboolean
read_overflow (Scan    *self,
               guint32  next,
               guint64  length)
{
  guint room = lab_pages_get_size (self->pages) - 4;

  while (self->payload->len < length)
    {
      guint piece = (guint) MIN (room, length - self->payload->len);

      if (!lab_pages_read (self->pages, next, self->overflow))
        return FALSE;
      g_byte_array_append (self->payload, self->overflow + 4, piece);
      next = get_u32 (self->overflow);
    }
  return next == 0;
}

static void
take_cell (Scan         *self,
           const guint8 *cell,
           const guint8 *end)
{
  guint64 length, number;
  const guint8 *payload = NULL;
  gsize local;
  Row row;

  if (!get_varint (&cell, end, &length) || length > MAX_PAYLOAD ||
      !get_varint (&cell, end, &number))
    return;
  local = local_size (self, length);
  if (local > (gsize) (end - cell))
    return;

  payload = cell;
  if (local < length)
    {
      g_byte_array_set_size (self->payload, 0);
      g_byte_array_append (self->payload, cell, (guint) local);
      if (end - cell < (gssize) local + 4 ||
          !read_overflow (self, get_u32 (cell + local), length))
        return;
      payload = self->payload->data;
    }

  row.number = (gint64) number;
  if (read_row (payload, length, &row))
    take_row (self, &row);
}

static void
take_page (Scan    *self,
           guint32  number)
{
  guint size = lab_pages_get_size (self->pages);
  const guint8 *header = self->page + (number == 1 ? FIRST_PAGE_HEADER : 0);
  const guint8 *pointers = header + LEAF_HEADER;
  guint n_cells;

  if (!lab_pages_read (self->pages, number, self->page) || header[0] != TABLE_LEAF)
    return;

  n_cells = (guint) header[3] << 8 | header[4];
  for (guint i = 0; i < n_cells && pointers + 2 * i + 2 <= self->page + size; i++)
    {
      guint at = (guint) pointers[2 * i] << 8 | pointers[2 * i + 1];

      if (at >= LEAF_HEADER && at < size)
        take_cell (self, self->page + at, self->page + size);
    }
}

/* The new table's columns as they are stored. */
static gboolean
describe_target (sqlite3 *db,
                 Target  *target)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT type, pk FROM pragma_table_info ('%s') ORDER BY cid", target->table->name);
  g_autoptr (GString) insert = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  target->key = -1;
  target->n_columns = 0;
  g_string_append_printf (insert, "INSERT INTO \"%s\" VALUES (", target->table->name);
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    return FALSE;

  for (int i = 0; i < MAX_COLUMNS && sqlite3_step (statement) == SQLITE_ROW; i++)
    {
      const char *type = (const char *) sqlite3_column_text (statement, 0);

      target->is_text[i] = g_strcmp0 (type, "TEXT") == 0;
      if (!target->is_text[i] && sqlite3_column_int (statement, 1) == 1)
        target->key = i;
      g_string_append (insert, i > 0 ? ", ?" : "?");
      target->n_columns++;
    }
  sqlite3_finalize (statement);
  g_string_append (insert, ")");
  return sqlite3_prepare_v2 (db, insert->str, -1, &target->insert, NULL) == SQLITE_OK;
}

/* Tables without row numbers keep their rows elsewhere. */
static gboolean
has_row_numbers (const LabSalvageTable *table)
{
  return strcmp (table->name, "budget_periods") != 0;
}

static void
scan (Scan *self)
{
  sqlite3 *db = lab_connection_get_db (self->rescue->sound);

  for (guint i = 0; i < LAB_N_SALVAGE_TABLES; i++)
    {
      LabSalvageTable *table = &self->rescue->tables[i];

      self->targets[self->n_targets].table = table;
      if (table->hurt && has_row_numbers (table) &&
          describe_target (db, &self->targets[self->n_targets]))
        self->n_targets++;
    }

  self->page = g_malloc (lab_pages_get_size (self->pages));
  self->overflow = g_malloc (lab_pages_get_size (self->pages));
  self->payload = g_byte_array_new ();
  for (guint32 i = 1; self->n_targets > 0 && i <= lab_pages_count (self->pages); i++)
    take_page (self, i);

  for (guint i = 0; i < self->n_targets; i++)
    sqlite3_finalize (self->targets[i].insert);
  g_byte_array_unref (self->payload);
  g_free (self->overflow);
  g_free (self->page);
}

void
lab_rescue_scan_pages (LabRescue *self)
{
  g_autoptr (LabPages) pages = lab_pages_open (self->damaged_path);
  Scan work = { .rescue = self, .pages = pages };

  if (pages != NULL)
    scan (&work);
}
