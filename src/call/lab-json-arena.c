/* lab-json-arena.c: memory with one life
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-json-private.h"

#define MAX_CHUNK (1024 * 1024)

struct _LabArenaChunk
{
  LabArenaChunk *next;
  gint64 data[]; /* aligned for nodes and pointers */
};

void
lab_arena_init (LabArena *self,
                gsize     chunk_size)
{
  self->chunks = NULL;
  self->free = NULL;
  self->left = 0;
  self->chunk_size = chunk_size;
}

void
lab_arena_clear (LabArena *self)
{
  while (self->chunks != NULL)
    {
      LabArenaChunk *next = self->chunks->next;

      g_free (self->chunks);
      self->chunks = next;
    }
  self->free = NULL;
  self->left = 0;
}

static char *
add_chunk (LabArena *self,
           gsize     size)
{
  LabArenaChunk *chunk = g_malloc (sizeof (LabArenaChunk) + size);

  chunk->next = self->chunks;
  self->chunks = chunk;
  return (char *) chunk->data;
}

gpointer
lab_arena_alloc (LabArena *self,
                 gsize     size,
                 gsize     alignment)
{
  gsize padding = -GPOINTER_TO_SIZE (self->free) & (alignment - 1);
  char *piece;

  /* Big pieces get a chunk of their own, so that the rest of the current
   * one is not lost. */
  if (size > self->chunk_size / 4 && (self->left < padding || self->left - padding < size))
    return add_chunk (self, size);

  if (self->left < padding || self->left - padding < size)
    {
      self->free = add_chunk (self, self->chunk_size);
      self->left = self->chunk_size;
      self->chunk_size = MIN (self->chunk_size * 2, MAX_CHUNK);
      padding = 0;
    }

  piece = self->free + padding;
  self->free += padding + size;
  self->left -= padding + size;
  return piece;
}
