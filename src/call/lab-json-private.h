/* lab-json-private.h: what the reader, the nodes and the writer share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-json.h"

G_BEGIN_DECLS

/* Up to this many members an object is searched from front to back. */
#define LAB_JSON_LINEAR_MEMBERS 8

/**
 * LabArena:
 *
 * Memory that is given back all at once: a document is many small pieces
 * with one life.
 */
typedef struct _LabArenaChunk LabArenaChunk;

typedef struct
{
  LabArenaChunk *chunks;
  char *free;
  gsize left;
  gsize chunk_size;
} LabArena;

void lab_arena_init (LabArena *self,
                     gsize     chunk_size);
void lab_arena_clear (LabArena *self);
/* @alignment: 1 for text, else a power of two up to that of malloc() */
gpointer lab_arena_alloc (LabArena *self,
                          gsize     size,
                          gsize     alignment);

/* 40 bytes a node: nothing is kept that can be found again. */
struct _LabJson
{
  const LabJson *parent; /* NULL at the root */
  const char *name;      /* as a member of an object, else NULL */
  union
  {
    const char *text; /* a string, or a number's lexeme */
    /* Behind an object's members stands its name table, if it has one. */
    const LabJson **members;
    gboolean truth;
  } value;
  guint n_members;
  guint line;
  LabJsonType type;
  guint length; /* of a string that holds U+0000, in bytes; else 0 */
};

struct _LabJsonDocument
{
  LabJson root; /* first, so that the root leads to its document */
  gatomicrefcount ref_count;
  char *source; /* (nullable) */
  LabArena arena;
};

/* @allow_nul: whether \u0000 may stand in values */
LabJsonDocument *lab_json_parse (const char  *text,
                                 gsize        length,
                                 gsize        max_bytes,
                                 const char  *source,
                                 guint        first_line,
                                 gboolean     allow_nul,
                                 GError     **error);

/* The name table: open addressing, entries are member numbers from 1, 0 is
 * free. Keyed by SipHash-1-3, so that names made to collide cost nothing. */
gsize lab_json_names_capacity (guint n_members);
/* Puts the members' names into an empty table. */
void lab_json_names_fill (guint32        *table,
                          gsize           capacity,
                          const LabJson **members,
                          guint           n_members);
/* The entry where @name stands, or the free one where it would. */
guint32 *lab_json_names_find (guint32        *table,
                              gsize           capacity,
                              const LabJson **members,
                              const char     *name);

/* @name as a step of a path: .name, or ["a b"] where it is no plain word;
 * a very long one is cut. */
void lab_json_append_path_name (GString    *path,
                                const char *name);
const char *lab_json_source_or_default (const char *source);
/* "a string" … in the reader's language. */
const char *lab_json_type_to_label (LabJsonType type);
/* With its quotes; @text must be UTF-8. */
void lab_json_append_quoted (GString    *out,
                             const char *text,
                             gsize       length);

G_END_DECLS
