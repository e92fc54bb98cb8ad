/* lab-bpe-private.h: byte-pair merging by rank
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-rank-table-private.h"

G_BEGIN_DECLS

/* A longer piece cannot be merged: merging takes about 13 bytes of memory a byte. */
#define LAB_BPE_MAX_PIECE (16 * 1024 * 1024)

/**
 * LabBpe:
 * @ids: (nullable) (element-type guint32): where tokens go
 * @count: tokens so far
 * @work: look-ups and steps so far, for the tests of linearity
 *
 * One encoding's merging at work: room that is used again for every piece.
 * Belongs to one thread.
 */
typedef struct
{
  const LabRankTable *table;
  GArray *ids;
  gint64 count;
  guint64 work;
  guint32 *room; /* of a long piece */
  gsize room_size;
} LabBpe;

void lab_bpe_init (LabBpe             *self,
                   const LabRankTable *table,
                   GArray             *ids);
void lab_bpe_clear (LabBpe *self);
void lab_bpe_add_id (LabBpe  *self,
                     guint32  id);
/* @length must be 1 … LAB_BPE_MAX_PIECE. */
void lab_bpe_add_piece (LabBpe       *self,
                        const guint8 *piece,
                        gsize         length);

G_END_DECLS
