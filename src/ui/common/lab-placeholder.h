/* lab-placeholder.h: what a view shows while it has nothing to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_PLACEHOLDER_EMPTY,
  LAB_PLACEHOLDER_LOADING,
  LAB_PLACEHOLDER_ERROR,
} LabPlaceholderFace;

/**
 * LabPlaceholder:
 *
 * One page with three faces. Empty: an inviting title, one sentence, the next
 * step. Loading: nothing for 300 ms, then a spinner and words, and after 7 s
 * that it goes on. Error: what happened (title), what it means (sentence),
 * what to do (button), and the details for whoever asks.
 *
 * Property: compact (for a pane). Emits ::activated when its button is pressed; the action
 * placeholder.activate does the same.
 */
#define LAB_TYPE_PLACEHOLDER (lab_placeholder_get_type ())
G_DECLARE_FINAL_TYPE (LabPlaceholder, lab_placeholder, LAB, PLACEHOLDER, GtkWidget)

GtkWidget *lab_placeholder_new (void);
LabPlaceholderFace lab_placeholder_get_face (LabPlaceholder *self);
/* Shows nothing and waits for nothing: something else is shown. */
void lab_placeholder_clear (LabPlaceholder *self);
/* @button: (nullable): no button */
void lab_placeholder_show_empty (LabPlaceholder *self,
                                 const char     *icon_name,
                                 const char     *title,
                                 const char     *sentence,
                                 const char     *button);
/* A second way on, beside the button, until something else is shown.
 * @action: a detailed action name: "win.view::sandbox" */
void lab_placeholder_offer (LabPlaceholder *self,
                            const char     *label,
                            const char     *action);
void lab_placeholder_show_loading (LabPlaceholder *self,
                                   const char     *words);
/* @what: what happened; @means: what it means; @button: (nullable): what to
 * do; @details: (nullable) */
void lab_placeholder_show_error (LabPlaceholder *self,
                                 const char     *what,
                                 const char     *means,
                                 const char     *button,
                                 const char     *details);
/* The three sentences from any error: its message, what follows from it, and
 * the suggested action as the sentence beneath. */
void lab_placeholder_show_gerror (LabPlaceholder *self,
                                  const char     *what,
                                  const GError   *error,
                                  const char     *button);

G_END_DECLS
