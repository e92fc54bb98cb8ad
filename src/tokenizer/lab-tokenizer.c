/* lab-tokenizer.c: how many tokens a model makes of a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tokenizer-private.h"

#include <string.h>

#include "lab-data-file.h"
#include "lab-text-memo-private.h"

#define RATIOS "tokenizers/token-ratios.json"

struct _LabTokenizer
{
  GObject parent_instance;

  GMutex lock;
  GHashTable *encodings; /* name → LabEncoding; never removed from */
  LabTokenRatios *ratios;
  LabTextMemo *memo;
};

G_DEFINE_FINAL_TYPE (LabTokenizer, lab_tokenizer, G_TYPE_OBJECT)

static void
lab_tokenizer_finalize (GObject *object)
{
  LabTokenizer *self = LAB_TOKENIZER (object);

  g_hash_table_unref (self->encodings);
  g_free (self->ratios);
  lab_text_memo_free (self->memo);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (lab_tokenizer_parent_class)->finalize (object);
}

static void
lab_tokenizer_class_init (LabTokenizerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lab_tokenizer_finalize;
}

static void
lab_tokenizer_init (LabTokenizer *self)
{
  g_mutex_init (&self->lock);
  self->encodings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) lab_encoding_unref);
  self->memo = lab_text_memo_new ();
}

LabTokenizer *
lab_tokenizer_new (void)
{
  return g_object_new (LAB_TYPE_TOKENIZER, NULL);
}

LabEncoding *
lab_tokenizer_get_encoding (LabTokenizer  *self,
                            const char    *name,
                            GError       **error)
{
  LabEncoding *encoding;

  g_return_val_if_fail (LAB_IS_TOKENIZER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_mutex_lock (&self->lock);
  encoding = g_hash_table_lookup (self->encodings, name);
  if (encoding == NULL)
    {
      encoding = lab_encoding_load (name, error);
      if (encoding != NULL)
        g_hash_table_insert (self->encodings, (char *) lab_encoding_get_name (encoding), encoding);
    }
  g_mutex_unlock (&self->lock);
  return encoding;
}

static const LabTokenRatios *
get_ratios (LabTokenizer  *self,
            GError       **error)
{
  const LabTokenRatios *ratios;

  g_mutex_lock (&self->lock);
  if (self->ratios == NULL)
    {
      g_autofree char *path = lab_data_file_find (RATIOS, error);

      if (path != NULL)
        self->ratios = lab_token_ratios_load (path, error);
    }
  ratios = self->ratios;
  g_mutex_unlock (&self->lock);
  return ratios;
}

/* The bounds are rounded outwards. */
static void
add_scaled (LabTokenCount       *count,
            gint64               tokens,
            const LabTokenRatio *ratio)
{
  count->tokens += (tokens * ratio->mid + 500) / 1000;
  count->low += tokens * ratio->low / 1000;
  count->high += (tokens * ratio->high + 999) / 1000;
}

/* The end of the lines from @text on that are of one kind. */
static const char *
same_content (const char *text,
              const char *end,
              LabContent *content)
{
  LabContent before = *content;

  for (const char *p = text; p < end;)
    {
      const char *line_end = memchr (p, '\n', (gsize) (end - p));
      gsize length = (gsize) ((line_end != NULL ? line_end : end) - p);
      LabContent here = lab_content_of_line (p, length, p == text ? before : *content);

      if (p > text && here != *content)
        return p;
      *content = here;
      p = line_end != NULL ? line_end + 1 : end;
    }
  return end;
}

static gboolean
add_estimate (LabTokenizer          *self,
              const LabEncoding     *encoding,
              const LabTokenScheme  *scheme,
              const char            *text,
              gsize                  length,
              int                    known,
              LabTokenCount         *count,
              GError               **error)
{
  const LabTokenRatios *ratios = get_ratios (self, error);
  const char *p = text, *end = text + length;
  LabContent content = LAB_CONTENT_PROSE;
  LabContent prose;

  if (ratios == NULL)
    return FALSE;
  prose = lab_content_is_latin_other (text, length) ? LAB_CONTENT_LATIN_OTHER : LAB_CONTENT_PROSE;
  while (p < end)
    {
      const char *part_end = known >= 0 ? end : same_content (p, end, &content);
      LabContent used = known >= 0 ? (LabContent) known : content;
      gint64 tokens;

      if (!lab_encoding_count (encoding, p, part_end - p, LAB_ENCODE_LOSSY, &tokens, error))
        return FALSE;
      if (used == LAB_CONTENT_PROSE)
        used = prose;
      add_scaled (count, tokens, &ratios->families[scheme->family][used]);
      p = part_end;
    }
  return TRUE;
}

/* The text's ids, kept for whoever asks next. (transfer full) */
static GArray *
encode_anew (LabTokenizer          *self,
             const LabTokenScheme  *scheme,
             const char            *text,
             gsize                  length,
             GError               **error)
{
  const LabEncoding *encoding = lab_tokenizer_get_encoding (self, scheme->encoding, error);
  LabTokenCount count = LAB_TOKEN_COUNT_INIT (scheme->encoding);
  g_autoptr (GArray) ids = NULL;

  if (encoding == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (!lab_encoding_encode (encoding, text, (gssize) length, LAB_ENCODE_LOSSY, ids, error))
    return NULL;

  count.tokens = count.low = count.high = ids->len;
  lab_text_memo_add (self->memo, scheme, -1, text, length, &count, ids);
  return g_steal_pointer (&ids);
}

GArray *
lab_tokenizer_encode_text (LabTokenizer  *self,
                           const char    *encoding_name,
                           const char    *text,
                           gssize         length,
                           GError       **error)
{
  LabTokenScheme scheme = { .family = LAB_TOKEN_FAMILY_PUBLISHED };
  LabEncoding *encoding;
  GArray *ids = NULL;
  gsize size;

  g_return_val_if_fail (LAB_IS_TOKENIZER (self), NULL);
  g_return_val_if_fail (encoding_name != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  encoding = lab_tokenizer_get_encoding (self, encoding_name, error);
  if (encoding == NULL)
    return NULL;

  scheme.encoding = lab_encoding_get_name (encoding);
  size = length >= 0 ? (gsize) length : strlen (text);
  if (lab_text_memo_find (self->memo, &scheme, -1, text, size, NULL, &ids))
    return ids;
  return encode_anew (self, &scheme, text, size, error);
}

/* Whoever has tokens counted often asks for them next, as the mock does; a
 * text too long to be kept is only counted. */
static gboolean
count_published (LabTokenizer          *self,
                 const LabTokenScheme  *scheme,
                 const char            *text,
                 gsize                  length,
                 LabTokenCount         *count,
                 GError               **error)
{
  if (lab_text_memo_takes (length))
    {
      g_autoptr (GArray) ids = encode_anew (self, scheme, text, length, error);

      if (ids == NULL)
        return FALSE;
      count->tokens = ids->len;
    }
  else
    {
      const LabEncoding *encoding = lab_tokenizer_get_encoding (self, scheme->encoding, error);

      if (encoding == NULL || !lab_encoding_count (encoding, text, (gssize) length,
                                                   LAB_ENCODE_LOSSY, &count->tokens, error))
        return FALSE;
    }
  count->low = count->high = count->tokens;
  return TRUE;
}

static gboolean
count_estimated (LabTokenizer          *self,
                 const LabTokenScheme  *scheme,
                 const char            *text,
                 gsize                  length,
                 int                    content,
                 LabTokenCount         *count,
                 GError               **error)
{
  const LabEncoding *encoding = lab_tokenizer_get_encoding (self, scheme->encoding, error);

  count->basis = LAB_TOKEN_BASIS_ESTIMATED;
  if (encoding == NULL ||
      !add_estimate (self, encoding, scheme, text, length, content, count, error))
    return FALSE;

  lab_text_memo_add (self->memo, scheme, content, text, length, count, NULL);
  return TRUE;
}

gboolean
lab_tokenizer_add_text (LabTokenizer          *self,
                        const LabTokenScheme  *scheme,
                        const char            *text,
                        gssize                 length,
                        int                    content,
                        LabTokenCount         *count,
                        GError               **error)
{
  LabTokenCount own = LAB_TOKEN_COUNT_INIT (scheme->encoding);
  gsize size = length >= 0 ? (gsize) length : text != NULL ? strlen (text) : 0;
  gboolean exact = scheme->family == LAB_TOKEN_FAMILY_PUBLISHED;

  if (!lab_text_memo_find (self->memo, scheme, content, text, size, &own, NULL) &&
      !(exact ? count_published (self, scheme, text, size, &own, error) :
                count_estimated (self, scheme, text, size, content, &own, error)))
    return FALSE;

  lab_token_count_add (count, &own);
  return TRUE;
}

gboolean
lab_tokenizer_count_text (LabTokenizer          *self,
                          const LabTokenScheme  *scheme,
                          const char            *text,
                          gssize                 length,
                          LabTokenCount         *count,
                          GError               **error)
{
  g_return_val_if_fail (LAB_IS_TOKENIZER (self), FALSE);
  g_return_val_if_fail (scheme != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  *count = (LabTokenCount) LAB_TOKEN_COUNT_INIT (scheme->encoding);
  return lab_tokenizer_add_text (self, scheme, text, length, -1, count, error);
}
