/* lab-prompt-editor.h: a prompt of any length
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabPromptEditor:
 *
 * Short text is put in at once; what is longer, pasted or not, a slice a
 * frame, and cannot be edited until all of it is there. Lines of many
 * thousands of characters are broken for the eye alone.
 *
 * Properties: label (for screen readers), editable, monospace, height (the
 * least, in pixels). Emits ::changed when its text has changed.
 */
#define LAB_TYPE_PROMPT_EDITOR (lab_prompt_editor_get_type ())
G_DECLARE_FINAL_TYPE (LabPromptEditor, lab_prompt_editor, LAB, PROMPT_EDITOR, GtkWidget)

GtkWidget *lab_prompt_editor_new (void);
void lab_prompt_editor_set_text (LabPromptEditor *self,
                                 const char      *text);
/* All of it, also what is not shown yet. (transfer full) */
char *lab_prompt_editor_dup_text (LabPromptEditor *self);
gboolean lab_prompt_editor_is_empty (LabPromptEditor *self);
void lab_prompt_editor_set_editable (LabPromptEditor *self,
                                     gboolean         editable);
/* FALSE where it cannot have it. */
gboolean lab_prompt_editor_take_focus (LabPromptEditor *self);
/* Puts text where the cursor is, in place of what is selected. */
void lab_prompt_editor_insert (LabPromptEditor *self,
                               const char      *text);

G_END_DECLS
