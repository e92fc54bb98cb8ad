/* lab-tooltip.c: tooltips of what there are many of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tooltip.h"

static G_DEFINE_QUARK (lab-tooltip-text, lab_tooltip_text)

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    by_keyboard,
          GtkTooltip *tooltip,
          gpointer    user_data)
{
  const char *text = g_object_get_qdata (G_OBJECT (widget), lab_tooltip_text_quark ());

  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
lab_tooltip_set (GtkWidget  *widget,
                 const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_qdata_full (G_OBJECT (widget), lab_tooltip_text_quark (), g_strdup (text), g_free);
  if (gtk_widget_get_has_tooltip (widget))
    return;
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
}
