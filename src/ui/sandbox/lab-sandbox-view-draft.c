/* lab-sandbox-view-draft.c: what is written outlasts the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#define KEEP_DELAY_MS 1000

static void
fill_in (LabSandboxView *self,
         const char     *prompt,
         const char     *system)
{
  lab_prompt_editor_set_text (self->prompt, prompt);
  lab_prompt_editor_set_text (self->system, system);
  gtk_expander_set_expanded (self->system_expander, *system != '\0');
  self->draft_loaded = TRUE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = lab_draft_load_finish (LAB_DRAFT (source), result, &prompt, &system, &error);

  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _("The prompt that was not sent last time could not be read."));
  if (kept && *prompt != '\0')
    fill_in (self, prompt, system);
  else
    fill_in (self,
             _("Summarise this ticket in two lines: the customer was charged twice for order "
               "1042, wrote to us on Monday, and asks for the second payment back."),
             kept ? system : "");
  lab_sandbox_view_update_actions (self);
  if (self->wanted != NULL)
    {
      g_autofree char *wanted = g_steal_pointer (&self->wanted);

      lab_sandbox_view_open_call (self, wanted, TRUE);
    }
}

void
lab_sandbox_view_load_draft (LabSandboxView *self)
{
  self->kept = lab_draft_new (lab_desk_get_context (self->desk),
                              lab_desk_get_profile_id (self->desk));
  lab_draft_load_async (self->kept, self->cancellable, loaded_cb, g_object_ref (self));
}

void
lab_sandbox_view_keep_draft (LabSandboxView *self)
{
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  /* Before it is loaded there is nothing to keep, and something to lose. */
  if (!self->draft_loaded)
    return;
  prompt = self->reading ? g_strdup (self->draft) : lab_prompt_editor_dup_text (self->prompt);
  system =
    self->reading ? g_strdup (self->system_draft) : lab_prompt_editor_dup_text (self->system);
  lab_draft_set (self->kept, prompt, system);
}

static gboolean
keep_cb (gpointer user_data)
{
  LabSandboxView *self = user_data;

  self->draft_source = 0;
  lab_sandbox_view_keep_draft (self);
  return G_SOURCE_REMOVE;
}

void
lab_sandbox_view_queue_draft (LabSandboxView *self)
{
  if (!self->draft_loaded || self->reading)
    return;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (KEEP_DELAY_MS, keep_cb, self);
}
