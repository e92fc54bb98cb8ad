/* lab-consent.c: asked once before the first prompt leaves this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-consent.h"

#include <glib/gi18n-lib.h>

#include "common/lab-confirm.h"

#define KEY "consented-providers"

typedef struct
{
  GSettings *settings;
  char *provider;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->settings);
  g_free (question->provider);
  g_free (question);
}

gboolean
lab_consent_is_needed (GSettings  *settings,
                       const char *provider,
                       LabOrigin   origin)
{
  g_auto (GStrv) given = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), TRUE);
  g_return_val_if_fail (provider != NULL, TRUE);

  if (origin != LAB_ORIGIN_LIVE)
    return FALSE;
  given = g_settings_get_strv (settings, KEY);
  return !g_strv_contains ((const char * const *) given, provider);
}

static void
keep (GSettings  *settings,
      const char *provider)
{
  g_auto (GStrv) before = g_settings_get_strv (settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (guint i = 0; before[i] != NULL; i++)
    if (!g_str_equal (before[i], provider))
      g_strv_builder_add (builder, before[i]);
  g_strv_builder_add (builder, provider);
  after = g_strv_builder_end (builder);
  g_settings_set_strv (settings, KEY, (const char * const *) after);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean given = lab_confirm_finish (result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (given)
    keep (question->settings, question->provider);
  g_task_return_boolean (task, given);
}

void
lab_consent_ask_async (GtkWindow           *parent,
                       GSettings           *settings,
                       const char          *provider,
                       const char          *label,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  Question *question;
  GTask *task;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (provider != NULL && label != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_consent_ask_async);
  question = g_new0 (Question, 1);
  question->settings = g_object_ref (settings);
  question->provider = g_strdup (provider);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  /* Translators: a vendor's name. */
  heading = g_strdup_printf (_("Send to %s?"), label);
  /* Translators: a vendor's name. */
  body = g_strdup_printf (_("Your prompt, with everything around it, leaves this machine and goes "
                            "to %s, who bills you for the answer."),
                          label);
  lab_confirm_async (parent, heading, body, _("_Send"), FALSE, cancellable, confirmed_cb, task);
}

gboolean
lab_consent_ask_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_consent_ask_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
