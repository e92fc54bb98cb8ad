/* lab-tokenizer-private.h: the parts of counting a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-token-ratios-private.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/* As lab_tokenizer_count_text(), added to @count; @content says what the
 * text is, or -1: to be judged. @text: (nullable) */
gboolean lab_tokenizer_add_text (LabTokenizer          *self,
                                 const LabTokenScheme  *scheme,
                                 const char            *text,
                                 gssize                 length,
                                 int                    content,
                                 LabTokenCount         *count,
                                 GError               **error);
/* What tool definitions add. */
gboolean lab_tokenizer_add_tools (LabTokenizer          *self,
                                  const LabTokenScheme  *scheme,
                                  GPtrArray             *tools,
                                  LabTokenCount         *count,
                                  GError               **error);

G_END_DECLS
