/* lab-salvage-pages.c: the pages of a file that SQLite may not open
 *
 * The format is that of sqlite.org/fileformat2.html, sections 1.3 and 4.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-salvage-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "SQLite format 3"
#define OFFSET_PAGE_SIZE 16
#define MIN_PAGE_SIZE 512
#define MAX_PAGE_SIZE 65536
/* What the program's own files have. */
#define USUAL_PAGE_SIZE 4096

#define LOG_HEADER 32
#define FRAME_HEADER 24
#define LOG_MAGIC 0x377f0682u /* the last bit: sums are of big-endian words */
#define FRAME_PAGE 0
#define FRAME_COMMIT 4
#define FRAME_SALT 8
#define FRAME_SUM 16

struct _LabPages
{
  int fd;
  int log_fd; /* −1 where there is none */
  guint32 size;
  guint32 count;
  GHashTable *frames; /* page number → where it is in the log */
};

static guint32
get_u32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static gboolean
read_at (int     fd,
         goffset offset,
         guint8 *bytes,
         gsize   length)
{
  return pread (fd, bytes, length, offset) == (gssize) length;
}

static gboolean
is_page_size (guint32 size)
{
  return size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE && (size & (size - 1)) == 0;
}

/* The header's, if there still is one; else the log's, else the usual. */
static guint32
find_page_size (LabPages *self)
{
  guint8 header[LOG_HEADER];
  guint32 size = 0;

  if (read_at (self->fd, 0, header, sizeof header) && memcmp (header, MAGIC, sizeof MAGIC) == 0)
    size = (guint32) header[OFFSET_PAGE_SIZE] << 8 | header[OFFSET_PAGE_SIZE + 1];
  if (size == 1)
    size = MAX_PAGE_SIZE;
  if (!is_page_size (size) && self->log_fd >= 0 &&
      read_at (self->log_fd, 0, header, sizeof header))
    size = get_u32 (header + 8);
  return is_page_size (size) ? size : USUAL_PAGE_SIZE;
}

typedef struct
{
  guint32 a;
  guint32 b;
} Sum;

static void
add_words (Sum          *sum,
           gboolean      big_endian,
           const guint8 *bytes,
           gsize         length)
{
  for (gsize i = 0; i + 8 <= length; i += 8)
    {
      guint32 x = get_u32 (bytes + i);
      guint32 y = get_u32 (bytes + i + 4);

      sum->a += (big_endian ? x : GUINT32_SWAP_LE_BE (x)) + sum->b;
      sum->b += (big_endian ? y : GUINT32_SWAP_LE_BE (y)) + sum->a;
    }
}

/* Frames count up to the last commit before one whose sum or salt is not as
 * it should be: what follows was never finished, or is from an older round. */
static void
read_log (LabPages *self)
{
  g_autofree guint8 *frame = g_malloc (FRAME_HEADER + self->size);
  g_autoptr (GHashTable) since_commit = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint8 header[LOG_HEADER];
  gboolean big_endian;
  Sum sum = { 0 };

  if (!read_at (self->log_fd, 0, header, sizeof header) ||
      (get_u32 (header) & ~1u) != LOG_MAGIC || get_u32 (header + 8) != self->size)
    return;
  big_endian = get_u32 (header) & 1;
  add_words (&sum, big_endian, header, FRAME_HEADER);

  for (goffset at = LOG_HEADER;
       read_at (self->log_fd, at, frame, FRAME_HEADER + self->size) &&
       memcmp (frame + FRAME_SALT, header + 16, 8) == 0;
       at += FRAME_HEADER + self->size)
    {
      GHashTableIter iter;
      gpointer page, offset;

      add_words (&sum, big_endian, frame, FRAME_SALT);
      add_words (&sum, big_endian, frame + FRAME_HEADER, self->size);
      if (get_u32 (frame + FRAME_SUM) != sum.a || get_u32 (frame + FRAME_SUM + 4) != sum.b)
        return;

      g_hash_table_insert (since_commit, GUINT_TO_POINTER (get_u32 (frame + FRAME_PAGE)),
                           GSIZE_TO_POINTER (at + FRAME_HEADER));
      if (get_u32 (frame + FRAME_COMMIT) == 0)
        continue;
      self->count = get_u32 (frame + FRAME_COMMIT);
      g_hash_table_iter_init (&iter, since_commit);
      while (g_hash_table_iter_next (&iter, &page, &offset))
        g_hash_table_insert (self->frames, page, offset);
      g_hash_table_remove_all (since_commit);
    }
}

LabPages *
lab_pages_open (const char *path)
{
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (LabPages) self = g_new0 (LabPages, 1);
  struct stat info;

  self->frames = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->log_fd = g_open (log_path, O_RDONLY | O_CLOEXEC, 0);
  self->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    return NULL;

  self->size = find_page_size (self);
  self->count = (guint32) MIN (info.st_size / self->size, G_MAXINT32);
  if (self->log_fd >= 0)
    read_log (self);
  return g_steal_pointer (&self);
}

void
lab_pages_free (LabPages *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->log_fd >= 0)
    close (self->log_fd);
  g_hash_table_unref (self->frames);
  g_free (self);
}

guint32
lab_pages_get_size (LabPages *self)
{
  return self->size;
}

guint32
lab_pages_count (LabPages *self)
{
  return self->count;
}

gboolean
lab_pages_read (LabPages *self,
                guint32   number,
                guint8   *page)
{
  gsize in_log = GPOINTER_TO_SIZE (
      g_hash_table_lookup (self->frames, GUINT_TO_POINTER (number)));

  if (number == 0 || number > self->count)
    return FALSE;
  if (in_log > 0)
    return read_at (self->log_fd, (goffset) in_log, page, self->size);
  return read_at (self->fd, (goffset) (number - 1) * self->size, page, self->size);
}
