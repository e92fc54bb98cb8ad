/* lab-json-text.c: JSON laid out for reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-json-text.h"

#include "lab-json-writer.h"
#include "lab-json.h"

char *
lab_json_text_lay_out (const char *text)
{
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (LabJsonWriter) writer = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  document = lab_json_document_parse (text, -1, NULL, 1, NULL);
  if (document == NULL)
    return g_strdup (text);
  writer = lab_json_writer_new (TRUE);
  lab_json_writer_node (writer, lab_json_document_get_root (document));
  return lab_json_writer_to_string (writer);
}
