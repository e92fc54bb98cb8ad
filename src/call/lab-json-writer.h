/* lab-json-writer.h: JSON out, the same bytes everywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"
#include "lab-money.h"

G_BEGIN_DECLS

/**
 * LabJsonWriter:
 *
 * Begin and end must match and names must stand before values in objects;
 * breaking that is a programmer's error. Text that is not UTF-8 is written
 * with U+FFFD in place of bad bytes.
 */
typedef struct _LabJsonWriter LabJsonWriter;

/* @pretty: two spaces a level and a final newline */
LabJsonWriter *lab_json_writer_new (gboolean pretty);
void lab_json_writer_free (LabJsonWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJsonWriter, lab_json_writer_free)

void lab_json_writer_begin_object (LabJsonWriter *self);
void lab_json_writer_end_object (LabJsonWriter *self);
void lab_json_writer_begin_array (LabJsonWriter *self);
void lab_json_writer_end_array (LabJsonWriter *self);
void lab_json_writer_name (LabJsonWriter *self,
                           const char    *name);
/* NULL writes null. */
void lab_json_writer_string (LabJsonWriter *self,
                             const char    *value);
void lab_json_writer_int (LabJsonWriter *self,
                          gint64         value);
void lab_json_writer_boolean (LabJsonWriter *self,
                              gboolean       value);
void lab_json_writer_null (LabJsonWriter *self);
/* The shortest text that reads back as the same double; NaN and infinities
 * become null. */
void lab_json_writer_double (LabJsonWriter *self,
                             double         value);
/* A double rounded to @digits decimals, without an exponent. */
void lab_json_writer_decimal (LabJsonWriter *self,
                              double         value,
                              int            digits);
/* A number's lexeme, or any JSON text known to be valid, as it is. */
void lab_json_writer_raw (LabJsonWriter *self,
                          const char    *json);
void lab_json_writer_node (LabJsonWriter *self,
                           const LabJson *node);
/* {"usd":"0.0142","nano_usd":14200000} */
void lab_json_writer_money (LabJsonWriter *self,
                            LabMoney       amount);

/* Shorthands: name and value. */
void lab_json_writer_member_string (LabJsonWriter *self,
                                    const char    *name,
                                    const char    *value);
void lab_json_writer_member_int (LabJsonWriter *self,
                                 const char    *name,
                                 gint64         value);
void lab_json_writer_member_boolean (LabJsonWriter *self,
                                     const char    *name,
                                     gboolean       value);
void lab_json_writer_member_double (LabJsonWriter *self,
                                    const char    *name,
                                    double         value);
void lab_json_writer_member_money (LabJsonWriter *self,
                                   const char    *name,
                                   LabMoney       amount);

/* Ends the document. (transfer full) */
char *lab_json_writer_to_string (LabJsonWriter *self);

G_END_DECLS
