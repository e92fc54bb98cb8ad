/* lab-encoding.h: one published byte-pair encoding, exactly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabEncoding:
 *
 * o200k_base, o200k_harmony or cl100k_base as tiktoken publishes them: the
 * text is split by the encoding's pattern, each piece is merged by rank.
 * Immutable once loaded, counted references, shared freely by threads. The
 * ranks lie in a file that is mapped, not read.
 *
 * No input makes it slower than O(n log n).
 */
typedef struct _LabEncoding LabEncoding;

/**
 * LabEncodeFlags:
 * @LAB_ENCODE_DEFAULT: all text is ordinary, "<|endoftext|>" too; text that
 *   is not UTF-8 is an error
 * @LAB_ENCODE_SPECIALS: the encoding's special tokens are recognised
 * @LAB_ENCODE_LOSSY: what is not UTF-8 counts as U+FFFD, one for each
 *   maximal part of a sequence (Unicode 16, table 3-8), as Rust's
 *   from_utf8_lossy does
 *
 * Text may hold U+0000.
 */
typedef enum
{
  LAB_ENCODE_DEFAULT = 0,
  LAB_ENCODE_SPECIALS = 1 << 0,
  LAB_ENCODE_LOSSY = 1 << 1,
} LabEncodeFlags;

/* Whether there is an encoding of that name. */
gboolean lab_encoding_is_known (const char *name);
/* (array zero-terminated=1): all names, sorted. */
const char * const *lab_encoding_list (void);

/**
 * lab_encoding_load:
 *
 * Maps the encoding's table among the installed data. Prefer
 * lab_tokenizer_get_encoding(), which loads each once.
 *
 * Errors: NOT_FOUND for an unknown name or a table that cannot be opened;
 * INVALID_INPUT for a table that is damaged, cut or of another version.
 */
LabEncoding *lab_encoding_load (const char  *name,
                                GError     **error);
LabEncoding *lab_encoding_load_file (const char  *name,
                                     const char  *path,
                                     GError     **error);
LabEncoding *lab_encoding_ref (LabEncoding *self);
void lab_encoding_unref (LabEncoding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabEncoding, lab_encoding_unref)

/* Interned: it outlives the encoding. */
const char *lab_encoding_get_name (const LabEncoding *self);
/* Ordinary tokens; their ids are 0 … n − 1, specials come after with gaps. */
guint32 lab_encoding_get_n_tokens (const LabEncoding *self);
/* One more than the greatest id that decodes, special or not. */
guint32 lab_encoding_get_n_vocabulary (const LabEncoding *self);

/**
 * lab_encoding_count:
 * @length: bytes, or -1 for NUL-terminated
 * @count: (out): tokens
 *
 * Errors: INVALID_INPUT naming the byte offset of what is not UTF-8;
 * RESOURCE_LIMIT_EXCEEDED for a run without a place to divide it of over
 * 16 MiB, naming where it begins.
 */
gboolean lab_encoding_count (const LabEncoding  *self,
                             const char         *text,
                             gssize              length,
                             LabEncodeFlags      flags,
                             gint64             *count,
                             GError            **error);
/* Appends the ids.
 * @ids: (element-type guint32) */
gboolean lab_encoding_encode (const LabEncoding  *self,
                              const char         *text,
                              gssize              length,
                              LabEncodeFlags      flags,
                              GArray             *ids,
                              GError            **error);
/* Any bytes as one piece, unsplit and not looked at as text: what merging
 * alone makes of them. */
void lab_encoding_encode_bytes (const LabEncoding *self,
                                const guint8      *bytes,
                                gsize              length,
                                GArray            *ids);
/**
 * lab_encoding_decode:
 * @bytes: appended to; need not be UTF-8, for a token may be part of a
 *   character
 *
 * Errors: INVALID_INPUT naming an id that the encoding does not have.
 */
gboolean lab_encoding_decode (const LabEncoding  *self,
                              const guint32      *ids,
                              gsize               n_ids,
                              GByteArray         *bytes,
                              GError            **error);

/* The bytes of one token, special or not; NULL where there is none.
 * (nullable) (transfer none) */
const guint8 *lab_encoding_get_token (const LabEncoding *self,
                                      guint32            id,
                                      gsize             *length);
/* The id of exactly these bytes as an ordinary token. */
gboolean lab_encoding_find_token (const LabEncoding *self,
                                  const guint8      *bytes,
                                  gsize              length,
                                  guint32           *id);
/* The id of a special token by its text. */
gboolean lab_encoding_find_special (const LabEncoding *self,
                                    const char        *text,
                                    guint32           *id);

G_END_DECLS
