/* lab-encoding.c: one published byte-pair encoding, exactly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-encoding-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "lab-data-file.h"
#include "lab-error.h"
#include "lab-rank-table-private.h"
#include "lab-token-counter.h"
#include "lab-utf8-private.h"

typedef struct
{
  const char *text;
  guint32 id;
} Special;

/* tiktoken 0.12, tiktoken_ext/openai_public.py */
typedef struct
{
  const char *name;
  const char *ranks; /* file name */
  LabSplitPattern pattern;
  Special specials[20];
  guint32 first_reserved; /* <|reserved_N|> for N … below n_vocabulary */
  guint32 n_vocabulary;
} EncodingInfo;

static const EncodingInfo encodings[] = {
  { "cl100k_base", "cl100k_base.ranks", LAB_SPLIT_CL100K,
    { { "<|endoftext|>", 100257 }, { "<|fim_prefix|>", 100258 }, { "<|fim_middle|>", 100259 },
      { "<|fim_suffix|>", 100260 }, { "<|endofprompt|>", 100276 } },
    0, 100277 },
  { "o200k_base", "o200k_base.ranks", LAB_SPLIT_O200K,
    { { "<|endoftext|>", 199999 }, { "<|endofprompt|>", 200018 } },
    0, 200019 },
  { "o200k_harmony", "o200k_base.ranks", LAB_SPLIT_O200K,
    { { "<|endoftext|>", 199999 }, { "<|endofprompt|>", 200018 },
      { "<|startoftext|>", 199998 }, { "<|reserved_200000|>", 200000 },
      { "<|reserved_200001|>", 200001 }, { "<|return|>", 200002 },
      { "<|constrain|>", 200003 }, { "<|reserved_200004|>", 200004 },
      { "<|channel|>", 200005 }, { "<|start|>", 200006 }, { "<|end|>", 200007 },
      { "<|message|>", 200008 }, { "<|reserved_200009|>", 200009 },
      { "<|reserved_200010|>", 200010 }, { "<|reserved_200011|>", 200011 },
      { "<|call|>", 200012 } },
    200013, 201088 },
};

struct _LabEncoding
{
  gatomicrefcount references;
  const EncodingInfo *info;
  const char *name;
  LabRankTable *table;
  GHashTable *special_ids;   /* text → id */
  GHashTable *special_texts; /* id → text */
};

static const EncodingInfo *
find_info (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_strcmp0 (encodings[i].name, name) == 0)
      return &encodings[i];
  return NULL;
}

/* The first text of an id is the one it decodes to. */
static void
add_special (LabEncoding *self,
             const char  *text,
             guint32      id)
{
  char *copy = g_strdup (text);

  g_assert (strlen (text) <= LAB_SPECIAL_MAX_BYTES);
  g_hash_table_insert (self->special_ids, copy, GUINT_TO_POINTER (id));
  if (!g_hash_table_contains (self->special_texts, GUINT_TO_POINTER (id)))
    g_hash_table_insert (self->special_texts, GUINT_TO_POINTER (id), copy);
}

static void
add_specials (LabEncoding *self)
{
  const EncodingInfo *info = self->info;

  self->special_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->special_texts = g_hash_table_new (NULL, NULL);
  for (const Special *special = info->specials; special->text != NULL; special++)
    add_special (self, special->text, special->id);
  for (guint32 id = info->first_reserved; id > 0 && id < info->n_vocabulary; id++)
    {
      g_autofree char *text = g_strdup_printf ("<|reserved_%u|>", id);

      add_special (self, text, id);
    }
}

gboolean
lab_encoding_is_known (const char *name)
{
  return find_info (name) != NULL;
}

const char * const *
lab_encoding_list (void)
{
  static const char * const names[] = { "cl100k_base", "o200k_base", "o200k_harmony", NULL };

  return names;
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  if (find_info (name) != NULL)
    return TRUE;
  lab_set_error (error, LAB_ERROR_NOT_FOUND,
                 _("There is no encoding “%s”. The encodings are cl100k_base, o200k_base and "
                   "o200k_harmony."),
                 name);
  return FALSE;
}

LabEncoding *
lab_encoding_load (const char  *name,
                   GError     **error)
{
  g_autofree char *relative = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (!check_name (name, error))
    return NULL;
  relative = g_build_filename ("tokenizers", find_info (name)->ranks, NULL);
  path = lab_data_file_find (relative, error);
  return path != NULL ? lab_encoding_load_file (name, path, error) : NULL;
}

LabEncoding *
lab_encoding_load_file (const char  *name,
                        const char  *path,
                        GError     **error)
{
  LabRankTable *table;
  LabEncoding *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!check_name (name, error))
    return NULL;
  table = lab_rank_table_load (path, error);
  if (table == NULL)
    return NULL;
  self = g_new0 (LabEncoding, 1);
  g_atomic_ref_count_init (&self->references);
  self->info = find_info (name);
  self->name = g_intern_string (name);
  self->table = table;
  add_specials (self);
  return self;
}

LabEncoding *
lab_encoding_ref (LabEncoding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
lab_encoding_unref (LabEncoding *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  lab_rank_table_free (self->table);
  g_hash_table_unref (self->special_texts);
  g_hash_table_unref (self->special_ids);
  g_free (self);
}

const char *
lab_encoding_get_name (const LabEncoding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

guint32
lab_encoding_get_n_tokens (const LabEncoding *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->table->n_tokens;
}

guint32
lab_encoding_get_n_vocabulary (const LabEncoding *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->info->n_vocabulary;
}

const guint8 *
lab_encoding_get_token (const LabEncoding *self,
                        guint32            id,
                        gsize             *length)
{
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  if (id < self->table->n_tokens)
    return lab_rank_table_get (self->table, id, length);
  text = g_hash_table_lookup (self->special_texts, GUINT_TO_POINTER (id));
  *length = text != NULL ? strlen (text) : 0;
  return (const guint8 *) text;
}

gboolean
lab_encoding_find_token (const LabEncoding *self,
                         const guint8      *bytes,
                         gsize              length,
                         guint32           *id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  *id = lab_rank_table_find (self->table, bytes, length);
  return *id != LAB_RANK_NONE;
}

gboolean
lab_encoding_find_special (const LabEncoding *self,
                           const char        *text,
                           guint32           *id)
{
  gpointer value = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!g_hash_table_lookup_extended (self->special_ids, text, NULL, &value))
    return FALSE;
  *id = GPOINTER_TO_UINT (value);
  return TRUE;
}

gboolean
lab_encoding_decode (const LabEncoding  *self,
                     const guint32      *ids,
                     gsize               n_ids,
                     GByteArray         *bytes,
                     GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  for (gsize i = 0; i < n_ids; i++)
    {
      gsize length;
      const guint8 *token = lab_encoding_get_token (self, ids[i], &length);

      if (token == NULL)
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("%u, token %zu of the list, is no token of %s."),
                         ids[i], i + 1, self->name);
          return FALSE;
        }
      g_byte_array_append (bytes, token, (guint) length);
    }
  return TRUE;
}

typedef enum
{
  SPECIAL_NO,
  SPECIAL_YES,
  SPECIAL_OPEN, /* the end came before it could be told */
} SpecialState;

/* Whether a special token begins at @text, which begins with "<". */
static SpecialState
match_special (const LabEncoding *self,
               const guint8      *text,
               gsize              length,
               gsize             *size,
               guint32           *id)
{
  char candidate[LAB_SPECIAL_MAX_BYTES + 1];

  if (length > 1 && text[1] != '|')
    return SPECIAL_NO;
  for (gsize i = 2; i + 2 <= MIN (length, LAB_SPECIAL_MAX_BYTES); i++)
    if (text[i] == '|' && text[i + 1] == '>')
      {
        *size = i + 2;
        memcpy (candidate, text, *size);
        candidate[*size] = '\0';
        return lab_encoding_find_special (self, candidate, id) ? SPECIAL_YES : SPECIAL_NO;
      }
  return length < LAB_SPECIAL_MAX_BYTES ? SPECIAL_OPEN : SPECIAL_NO;
}

/* Where the first special token stands, its @size and @id; @size is 0 where
 * there is none: then it is where one may be beginning that what follows
 * could complete, or the end. */
static gsize
find_special (const LabEncoding *self,
              const guint8      *text,
              gsize              length,
              gboolean           final,
              gsize             *size,
              guint32           *id)
{
  const guint8 *found;

  for (gsize at = 0; (found = memchr (text + at, '<', length - at)) != NULL; at++)
    {
      SpecialState state;

      at = (gsize) (found - text);
      state = match_special (self, found, length - at, size, id);
      if (state == SPECIAL_YES)
        return at;
      *size = 0;
      if (state == SPECIAL_OPEN && !final)
        return at;
    }
  return length;
}

void
lab_encode_run_init (LabEncodeRun      *self,
                     const LabEncoding *encoding,
                     LabEncodeFlags     flags,
                     GArray            *ids)
{
  *self = (LabEncodeRun) { .encoding = encoding, .flags = flags };
  lab_bpe_init (&self->bpe, encoding->table, ids);
}

void
lab_encode_run_clear (LabEncodeRun *self)
{
  lab_bpe_clear (&self->bpe);
}

/* Text without special tokens. */
static gboolean
add_ordinary (LabEncodeRun  *self,
              const guint8  *text,
              gsize          length,
              gboolean       final,
              guint64        offset,
              gsize         *settled,
              GError       **error)
{
  LabSplitter splitter = { .end = text + length };
  LabSplitPattern pattern = self->encoding->info->pattern;
  const guint8 *p = text;
  gboolean fits = TRUE;

  while (p < splitter.end)
    {
      const guint8 *piece_end = lab_splitter_next (&splitter, pattern, p);
      gsize size = (gsize) (piece_end - p);

      if (splitter.touched_end && !final)
        break;
      splitter.touched_end = FALSE;
      fits = size <= LAB_BPE_MAX_PIECE;
      if (!fits)
        break;
      lab_bpe_add_piece (&self->bpe, p, size);
      p = piece_end;
    }
  self->split_work += splitter.work;
  *settled = (gsize) (p - text);
  if (!fits)
    lab_set_error (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
                   _("The text has a run of over %d bytes of one kind from byte %" PRIu64
                     " on, which is more than can be held at once."),
                   LAB_BPE_MAX_PIECE, offset + *settled);
  return fits;
}

gboolean
lab_encode_run_add (LabEncodeRun  *self,
                    const guint8  *text,
                    gsize          length,
                    gboolean       final,
                    gsize         *settled,
                    GError       **error)
{
  gsize at = 0;

  *settled = 0;
  if (!(self->flags & LAB_ENCODE_SPECIALS))
    return add_ordinary (self, text, length, final, self->offset, settled, error);

  while (at < length)
    {
      gsize size = 0, done;
      guint32 id = 0;
      gsize ordinary = find_special (self->encoding, text + at, length - at, final, &size, &id);

      if (!add_ordinary (self, text + at, ordinary, final || size > 0, self->offset + at, &done,
                         error))
        return FALSE;
      at += done;
      if (size == 0)
        break;
      lab_bpe_add_id (&self->bpe, id);
      at += size;
    }
  *settled = at;
  return TRUE;
}

static gboolean
set_invalid (GError  **error,
             guint64   offset)
{
  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _("The text is not UTF-8 at byte %" PRIu64 "."), offset);
  return FALSE;
}

static gboolean
encode_lossy (const LabEncoding  *self,
              const char         *text,
              gsize               length,
              LabEncodeFlags      flags,
              GArray             *ids,
              gint64             *count,
              GError            **error)
{
  g_autoptr(LabTokenCounter) counter = NULL;

  counter = lab_token_counter_new ((LabEncoding *) self, flags, ids);
  return lab_token_counter_feed (counter, text, length, error) &&
         lab_token_counter_finish (counter, count, error);
}

static gboolean
encode (const LabEncoding  *self,
        const char         *text,
        gssize              length,
        LabEncodeFlags      flags,
        GArray             *ids,
        gint64             *count,
        GError            **error)
{
  const guint8 *bytes = (const guint8 *) text;
  gsize size = length >= 0 ? (gsize) length : strlen (text);
  gsize valid, settled;
  LabUtf8State state;
  LabEncodeRun run;
  gboolean done;

  valid = lab_utf8_valid_length (bytes, size, &state);
  if (state != LAB_UTF8_VALID && !(flags & LAB_ENCODE_LOSSY))
    return set_invalid (error, valid);
  if (state != LAB_UTF8_VALID)
    return encode_lossy (self, text, size, flags, ids, count, error);
  lab_encode_run_init (&run, self, flags, ids);
  done = lab_encode_run_add (&run, bytes, size, TRUE, &settled, error);
  *count = run.bpe.count;
  lab_encode_run_clear (&run);
  return done;
}

gboolean
lab_encoding_count (const LabEncoding  *self,
                    const char         *text,
                    gssize              length,
                    LabEncodeFlags      flags,
                    gint64             *count,
                    GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  return encode (self, text, length, flags, NULL, count, error);
}

gboolean
lab_encoding_encode (const LabEncoding  *self,
                     const char         *text,
                     gssize              length,
                     LabEncodeFlags      flags,
                     GArray             *ids,
                     GError            **error)
{
  gint64 count;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  return encode (self, text, length, flags, ids, &count, error);
}

void
lab_encoding_encode_bytes (const LabEncoding *self,
                           const guint8      *bytes,
                           gsize              length,
                           GArray            *ids)
{
  LabBpe bpe;

  g_return_if_fail (self != NULL);
  g_return_if_fail (length <= LAB_BPE_MAX_PIECE);

  lab_bpe_init (&bpe, self->table, ids);
  if (length > 0)
    lab_bpe_add_piece (&bpe, bytes, length);
  lab_bpe_clear (&bpe);
}
