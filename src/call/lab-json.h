/* lab-json.h: the one reader of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-money.h"

G_BEGIN_DECLS

/**
 * LabJson:
 *
 * An immutable JSON value that knows where it stood. The reader is strict
 * RFC 8259 and refuses, naming source, line, column and path: text that is
 * not UTF-8, nesting deeper than 64, a key twice in one object, NaN and
 * infinities, numbers whose exponent cannot be meant (±400 and beyond), U+0000
 * in strings, lone surrogates, a byte order mark, anything after the value,
 * and text over the size limit. Numbers keep their lexeme, so 0.1 is never a binary fraction
 * and 2^64 − 1 never −1.
 *
 * Nodes live as long as their document.
 */
typedef struct _LabJson LabJson;
typedef struct _LabJsonDocument LabJsonDocument;

typedef enum
{
  LAB_JSON_NULL,
  LAB_JSON_BOOLEAN,
  LAB_JSON_NUMBER,
  LAB_JSON_STRING,
  LAB_JSON_ARRAY,
  LAB_JSON_OBJECT,
} LabJsonType;

#define LAB_JSON_MAX_DEPTH 64
#define LAB_JSON_DEFAULT_MAX_BYTES (64 * 1024 * 1024)

/**
 * lab_json_document_parse:
 * @length: bytes, or -1 for NUL-terminated
 * @source: (nullable): a file name or such, for messages
 * @first_line: the number of the text's first line in @source, from 1
 *
 * Fails with INVALID_INPUT, "source:line:column: $.path: what and what to do"
 * (columns count characters), with the context's file, line, path and a
 * reason: empty, truncated, utf-8, bom, nul, surrogate, string, number,
 * syntax, trailing, duplicate-key, too-deep or too-large. Memory is at most
 * about 40 bytes for each byte of text. @text is not kept.
 */
LabJsonDocument *lab_json_document_parse (const char  *text,
                                          gssize       length,
                                          const char  *source,
                                          guint        first_line,
                                          GError     **error);
/* @max_bytes 0 means LAB_JSON_DEFAULT_MAX_BYTES. Never reads more than that.
 * NOT_FOUND where there is no such file. */
LabJsonDocument *lab_json_document_load (const char  *path,
                                         gsize        max_bytes,
                                         GError     **error);
LabJsonDocument *lab_json_document_ref (LabJsonDocument *self);
void lab_json_document_unref (LabJsonDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJsonDocument, lab_json_document_unref)
/* (transfer none) */
const LabJson *lab_json_document_get_root (const LabJsonDocument *self);

LabJsonType lab_json_get_node_type (const LabJson *self);
gboolean lab_json_is_null (const LabJson *self);
/* $.models[3].price, $["a b"]; a name over 80 bytes is cut. (transfer full) */
char *lab_json_get_path (const LabJson *self);
guint lab_json_get_line (const LabJson *self);

/* Sets INVALID_INPUT with source, line and path: "prices.json:12:
 * $.models[3].id: <message>". */
void lab_json_set_error (GError        **error,
                         const LabJson  *at,
                         const char     *format,
                         ...) G_GNUC_PRINTF (3, 4);

/* Arrays and objects; 0 and NULL for other types. Members keep their order. */
guint lab_json_get_n_members (const LabJson *self);
const LabJson *lab_json_get_element (const LabJson *self,
                                     guint          index);
const char *lab_json_get_member_name (const LabJson *self,
                                      guint          index);
/* (nullable): NULL where @self is no object or has no such member */
const LabJson *lab_json_get (const LabJson *self,
                             const char    *name);

/* Scalars without an error: NULL / FALSE where the type differs. */
const char *lab_json_get_string (const LabJson *self);
/* Strings never hold U+0000; one that does (lab_json_lines_allow_nul()) has no
 * such text and is read with lab_json_get_text(). */
const char *lab_json_get_number (const LabJson *self); /* the lexeme */
/* A string with its length in bytes, whatever it holds. (nullable) */
const char *lab_json_get_text (const LabJson *self,
                               gsize         *length);
gboolean lab_json_get_boolean (const LabJson *self,
                               gboolean      *value);
/* An integer lexeme within gint64; "1.0" and "1e3" are no integers. */
gboolean lab_json_get_int (const LabJson *self,
                           gint64        *value);
/* For statistics, charts and difficulty figures, never for money. FALSE
 * where the number is too large for a double. */
gboolean lab_json_get_double (const LabJson *self,
                              double        *value);

/* Members with an error. lab_json_require_*() fail when the member is absent
 * or of another type; lab_json_optional_*() leave @value untouched when it
 * is absent or null. */
const LabJson *lab_json_require (const LabJson  *object,
                                 const char     *name,
                                 LabJsonType     type,
                                 GError        **error);
const char *lab_json_require_string (const LabJson  *object,
                                     const char     *name,
                                     GError        **error);
gboolean lab_json_require_int (const LabJson  *object,
                               const char     *name,
                               gint64          minimum,
                               gint64          maximum,
                               gint64         *value,
                               GError        **error);
gboolean lab_json_optional_string (const LabJson  *object,
                                   const char     *name,
                                   const char    **value,
                                   GError        **error);
gboolean lab_json_optional_int (const LabJson  *object,
                                const char     *name,
                                gint64          minimum,
                                gint64          maximum,
                                gint64         *value,
                                GError        **error);
gboolean lab_json_optional_boolean (const LabJson  *object,
                                    const char     *name,
                                    gboolean       *value,
                                    GError        **error);
/* Money from a number or a decimal string, exactly, times 10^@exponent.
 * @present: (out) (optional) */
gboolean lab_json_optional_money (const LabJson  *object,
                                  const char     *name,
                                  int             exponent,
                                  gboolean       *present,
                                  LabMoney       *value,
                                  GError        **error);
/* Fails on the first member whose name is not in @names (NULL-ended). */
gboolean lab_json_check_members (const LabJson      *object,
                                 const char * const *names,
                                 GError            **error);

/* The value as compact JSON: members in order, or sorted by name (byte
 * order); lexemes as they stood. (transfer full) */
char *lab_json_to_string (const LabJson *self,
                          gboolean       sorted);

/**
 * LabJsonLines:
 *
 * JSON Lines from a stream, one document at a time, never the whole file: no
 * more than a line and a block is held, and of a line that is too long not
 * even that.
 */
typedef struct _LabJsonLines LabJsonLines;
LabJsonLines *lab_json_lines_new (GInputStream *stream,
                                  const char   *source,
                                  gsize         max_line_bytes);
void lab_json_lines_free (LabJsonLines *self);
/* Lets \u0000 stand in values, though never in names: for text that is
 * counted and not kept. */
void lab_json_lines_allow_nul (LabJsonLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJsonLines, lab_json_lines_free)
/* The next non-blank line's document; NULL without an error at the end. A
 * bad line is an error of LAB_ERROR, INVALID_INPUT; the next call goes on
 * behind it. An error of the stream comes as it is, and then the end;
 * cancelling loses nothing. */
LabJsonDocument *lab_json_lines_next (LabJsonLines  *self,
                                      GCancellable  *cancellable,
                                      GError       **error);
/* The number of the line last handed out or refused, from 1. */
guint lab_json_lines_get_line (LabJsonLines *self);

G_END_DECLS
