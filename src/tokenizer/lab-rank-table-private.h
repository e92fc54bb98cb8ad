/* lab-rank-table-private.h: a mapped table of tokens and their ranks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LAB_RANK_NONE G_MAXUINT32

typedef struct
{
  guint32 fingerprint;
  guint32 id_plus_one; /* 0: free */
} LabRankSlot;

/**
 * LabRankTable:
 *
 * Points into the mapped file; see data/tokenizers/make-ranks.py for its
 * layout. A token's id is its rank. Immutable.
 */
typedef struct
{
  GMappedFile *file;
  const guint32 *offsets;
  const LabRankSlot *slots;
  const guint8 *tokens;
  guint32 n_tokens;
  guint32 slot_bits;
  guint32 longest;
  guint32 byte_ranks[256];
} LabRankTable;

LabRankTable *lab_rank_table_load (const char  *path,
                                   GError     **error);
void lab_rank_table_free (LabRankTable *self);

/* LAB_RANK_NONE where these bytes are no token. */
guint32 lab_rank_table_find (const LabRankTable *self,
                             const guint8       *bytes,
                             gsize               length);

static inline const guint8 *
lab_rank_table_get (const LabRankTable *self,
                    guint32             id,
                    gsize              *length)
{
  *length = self->offsets[id + 1] - self->offsets[id];
  return self->tokens + self->offsets[id];
}

G_END_DECLS
