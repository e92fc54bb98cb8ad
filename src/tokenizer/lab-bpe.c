/* lab-bpe.c: byte-pair merging by rank
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-bpe-private.h"

#include <string.h>

/* Up to here a scan of all pairs for each merge is quicker than a tree, and
 * its square is a constant. */
#define SHORT_PIECE 96

void
lab_bpe_init (LabBpe             *self,
              const LabRankTable *table,
              GArray             *ids)
{
  *self = (LabBpe) { .table = table, .ids = ids };
}

void
lab_bpe_clear (LabBpe *self)
{
  g_clear_pointer (&self->room, g_free);
  self->room_size = 0;
}

void
lab_bpe_add_id (LabBpe  *self,
                guint32  id)
{
  self->count++;
  if (self->ids != NULL)
    g_array_append_val (self->ids, id);
}

static guint32
find (LabBpe       *self,
      const guint8 *piece,
      gsize         from,
      gsize         to)
{
  self->work++;
  return lab_rank_table_find (self->table, piece + from, to - from);
}

static void
add_part (LabBpe       *self,
          const guint8 *piece,
          gsize         from,
          gsize         to)
{
  guint32 id;

  if (to - from == 1)
    id = self->table->byte_ranks[piece[from]];
  else if (self->ids != NULL)
    id = find (self, piece, from, to);
  else
    id = LAB_RANK_NONE;
  lab_bpe_add_id (self, id);
}

/* starts[i] is where part i begins, ranks[i] the rank of parts i and i + 1
 * joined. The lowest rank is merged first, the leftmost of equals. */
static void
merge_short (LabBpe       *self,
             const guint8 *piece,
             gsize         length)
{
  guint8 starts[SHORT_PIECE + 1];
  guint32 ranks[SHORT_PIECE + 1];
  gsize n = length;

  for (gsize i = 0; i <= n; i++)
    {
      starts[i] = (guint8) i;
      ranks[i] = i + 2 <= n ? find (self, piece, i, i + 2) : LAB_RANK_NONE;
    }
  for (;;)
    {
      gsize best = 0;

      for (gsize i = 1; i < n; i++)
        if (ranks[i] < ranks[best])
          best = i;
      self->work += n;
      if (ranks[best] == LAB_RANK_NONE)
        break;
      memmove (starts + best + 1, starts + best + 2, n - best - 1);
      memmove (ranks + best + 1, ranks + best + 2, (n - best - 1) * sizeof *ranks);
      n--;
      ranks[best] = best + 2 <= n ? find (self, piece, starts[best], starts[best + 2])
                                  : LAB_RANK_NONE;
      if (best > 0)
        ranks[best - 1] = find (self, piece, starts[best - 1], starts[best + 1]);
    }
  for (gsize i = 0; i < n; i++)
    add_part (self, piece, starts[i], starts[i + 1]);
}

/* A long piece: parts as a linked list by their start, and above their ranks
 * a tree of the smallest in each block and in each pair of blocks, so that
 * the next merge is at its root. Keys are rank << 32 | start: of equal ranks
 * the leftmost is the smallest. */
#define BLOCK 64

typedef struct
{
  guint64 *tree; /* 1 is the root, n_leaves … the blocks */
  gsize n_leaves;
  guint32 *next;
  guint32 *previous;
  guint32 *ranks;
  guint32 length;
} LongPiece;

static void
open_long_piece (LabBpe    *self,
                 LongPiece *parts,
                 gsize      length)
{
  gsize n_ranks = (length + BLOCK) / BLOCK * BLOCK;
  gsize words;

  parts->n_leaves = 1;
  while (parts->n_leaves * BLOCK < n_ranks)
    parts->n_leaves *= 2;
  words = 2 * 2 * parts->n_leaves + 2 * (length + 1) + n_ranks;
  if (self->room_size < words)
    {
      g_free (self->room);
      self->room = g_new (guint32, words);
      self->room_size = words;
    }
  parts->tree = (guint64 *) self->room;
  parts->next = self->room + 2 * 2 * parts->n_leaves;
  parts->previous = parts->next + length + 1;
  parts->ranks = parts->previous + length + 1;
  parts->length = (guint32) length;
  for (gsize i = 0; i < 2 * parts->n_leaves; i++)
    parts->tree[i] = G_MAXUINT64;
  for (gsize i = 0; i < n_ranks; i++)
    parts->ranks[i] = LAB_RANK_NONE;
  for (guint32 i = 0; i <= length; i++)
    {
      parts->next[i] = i + 1;
      parts->previous[i] = i - 1;
    }
}

static guint64
smallest_of_block (const LongPiece *parts,
                   gsize            block)
{
  const guint32 *ranks = parts->ranks + block * BLOCK;
  guint32 best = LAB_RANK_NONE;
  guint at = 0;

  for (guint i = 0; i < BLOCK; i++)
    if (ranks[i] < best)
      {
        best = ranks[i];
        at = i;
      }
  return best == LAB_RANK_NONE ? G_MAXUINT64 : (guint64) best << 32 | (block * BLOCK + at);
}

/* After ranks of the block have changed. */
static void
refresh (LabBpe    *self,
         LongPiece *parts,
         gsize      block)
{
  gsize at = parts->n_leaves + block;
  guint64 key = smallest_of_block (parts, block);

  while (parts->tree[at] != key)
    {
      self->work++;
      parts->tree[at] = key;
      if (at == 1)
        break;
      key = MIN (parts->tree[at], parts->tree[at ^ 1]);
      at /= 2;
    }
}

static void
set_rank (LabBpe       *self,
          LongPiece    *parts,
          const guint8 *piece,
          guint32       start)
{
  guint32 middle = parts->next[start];

  parts->ranks[start] = middle < parts->length
                          ? find (self, piece, start, parts->next[middle])
                          : LAB_RANK_NONE;
}

/* Joins the part at @start with the next; up to three blocks change. */
static void
join (LabBpe       *self,
      LongPiece    *parts,
      const guint8 *piece,
      guint32       start)
{
  guint32 joined = parts->next[start];
  guint32 before = start > 0 ? parts->previous[start] : start;

  parts->ranks[joined] = LAB_RANK_NONE;
  parts->next[start] = parts->next[joined];
  parts->previous[parts->next[start]] = start;
  set_rank (self, parts, piece, start);
  if (before != start)
    set_rank (self, parts, piece, before);
  refresh (self, parts, start / BLOCK);
  if (joined / BLOCK != start / BLOCK)
    refresh (self, parts, joined / BLOCK);
  if (before / BLOCK != start / BLOCK)
    refresh (self, parts, before / BLOCK);
}

static void
merge_long (LabBpe       *self,
            const guint8 *piece,
            gsize         length)
{
  LongPiece parts;

  open_long_piece (self, &parts, length);
  for (guint32 i = 0; i < length; i++)
    set_rank (self, &parts, piece, i);
  for (gsize block = 0; block * BLOCK < length; block++)
    refresh (self, &parts, block);
  while (parts.tree[1] != G_MAXUINT64)
    join (self, &parts, piece, (guint32) parts.tree[1]);
  for (guint32 i = 0; i < length; i = parts.next[i])
    add_part (self, piece, i, parts.next[i]);
}

void
lab_bpe_add_piece (LabBpe       *self,
                   const guint8 *piece,
                   gsize         length)
{
  guint32 id;

  g_assert (length > 0 && length <= LAB_BPE_MAX_PIECE);

  if (length == 1)
    {
      lab_bpe_add_id (self, self->table->byte_ranks[piece[0]]);
      return;
    }
  id = find (self, piece, 0, length);
  if (id != LAB_RANK_NONE)
    lab_bpe_add_id (self, id);
  else if (length <= SHORT_PIECE)
    merge_short (self, piece, length);
  else
    merge_long (self, piece, length);
}
