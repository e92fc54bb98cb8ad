/* lab-words.c: the word lists that tasks and answers are made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-words-private.h"

#include <string.h>

#include "lab-encoding.h"
#include "lab-workload-resources.h"

#define RESOURCE_BASE "/io/github/apicostlab/CostLab/workloads/"

struct _LabWords
{
  LabJsonDocument *document;
  GBytes *bytes;
  GHashTable *pools;  /* (element-type utf8 LabPool) */
  GHashTable *frames; /* (element-type utf8 LabFrames) */
};

/* The lists are constants of the program that happen to be written as JSON;
 * they are kept like other constants. */
static GMutex mutex;
static GMutex encoding_mutex;
static GHashTable *lists;

static const LabEncoding *
get_encoding (GError **error)
{
  static LabEncoding *encoding;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&encoding_mutex);

  if (encoding == NULL)
    encoding = lab_encoding_load ("o200k_base", error);
  return encoding;
}

gboolean
lab_words_check (GError **error)
{
  return get_encoding (error) != NULL;
}

guint
lab_words_count (const char *text)
{
  const LabEncoding *encoding = get_encoding (NULL);
  gint64 count = 0;

  if (encoding != NULL
      && lab_encoding_count (encoding, text, -1, LAB_ENCODE_LOSSY, &count, NULL))
    return (guint) count;
  return (guint) (strlen (text) + 3) / 4;
}

static LabPool *
read_pool (const LabJson *array)
{
  LabPool *pool = g_new0 (LabPool, 1);

  pool->n = lab_json_get_n_members (array);
  pool->sentences = g_new0 (LabSentence, pool->n);
  for (guint i = 0; i < pool->n; i++)
    {
      LabSentence *sentence = &pool->sentences[i];
      g_autofree char *spaced = NULL;

      sentence->text = lab_json_get_string (lab_json_get_element (array, i));
      g_assert (sentence->text != NULL);
      spaced = g_strconcat (" ", sentence->text, NULL);
      sentence->tokens = lab_words_count (spaced);
      sentence->tokens_first = lab_words_count (sentence->text);
    }
  return pool;
}

static LabWords *
load_words (const char *name)
{
  LabWords *self = g_new0 (LabWords, 1);
  g_autofree char *path = g_strconcat (RESOURCE_BASE, name, ".json", NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text;

  self->bytes = g_resource_lookup_data (lab_workload_get_resource (), path, 0, &error);
  if (self->bytes == NULL)
    g_error ("The program was built without a word list: %s", error->message);
  text = g_bytes_get_data (self->bytes, &length);
  self->document = lab_json_document_parse (text, (gssize) length, name, 1, &error);
  if (self->document == NULL)
    g_error ("A word list of the program is damaged: %s", error->message);
  self->pools = g_hash_table_new (g_str_hash, g_str_equal);
  self->frames = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

LabWords *
lab_words_get (const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  LabWords *self;

  if (lists == NULL)
    {
      /* By hand: a static library drops what registers itself. */
      lab_workload_register_resource ();
      lists = g_hash_table_new (g_str_hash, g_str_equal);
    }
  self = g_hash_table_lookup (lists, name);
  if (self == NULL)
    {
      self = load_words (name);
      g_hash_table_insert (lists, g_strdup (name), self);
    }
  return self;
}

const LabJson *
lab_words_get_root (LabWords *self)
{
  return lab_json_document_get_root (self->document);
}

const LabPool *
lab_words_get_pool (LabWords   *self,
                    const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  LabPool *pool = g_hash_table_lookup (self->pools, name);

  if (pool == NULL)
    {
      const LabJson *array = lab_json_get (lab_words_get_root (self), name);

      g_assert (array != NULL);
      pool = read_pool (array);
      g_hash_table_insert (self->pools, g_strdup (name), pool);
    }
  return pool;
}

const LabFrames *
lab_words_get_frames (LabWords   *self,
                      const char *name)
{
  const LabJson *root = lab_words_get_root (self);
  const LabJson *common = lab_words_get_root (lab_words_get ("common"));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  LabFrames *frames = g_hash_table_lookup (self->frames, name);

  if (frames == NULL)
    {
      const LabJson *array = lab_json_get (root, name);

      g_assert (array != NULL);
      frames = lab_frames_new (array, lab_json_get (root, "lists"),
                               lab_json_get (common, "lists"));
      g_hash_table_insert (self->frames, g_strdup (name), frames);
    }
  return frames;
}

const char *
lab_words_pick (const LabJson *object,
                const char    *name,
                LabRandom     *random)
{
  const LabJson *array = lab_json_get (object, name);

  g_assert (array != NULL && lab_json_get_n_members (array) > 0);
  return lab_json_get_string (
      lab_json_get_element (array, (guint) lab_random_below (random,
                                                             lab_json_get_n_members (array))));
}

const char *
lab_words_string (const LabJson *object,
                  const char    *name)
{
  const char *text = lab_json_get_string (lab_json_get (object, name));

  g_assert (text != NULL);
  return text;
}

gint64
lab_words_int (const LabJson *object,
               const char    *name,
               gint64         fallback)
{
  const LabJson *node = lab_json_get (object, name);

  if (node != NULL)
    lab_json_get_int (node, &fallback);
  return fallback;
}
