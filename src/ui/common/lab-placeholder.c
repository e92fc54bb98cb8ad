/* lab-placeholder.c: what a view shows while it has nothing to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-placeholder.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define QUIET_MS 300
#define LONG_MS 7000

struct _LabPlaceholder
{
  GtkWidget parent_instance;

  AdwStatusPage *page;
  GtkSpinner *spinner;
  GtkButton *button;
  GtkButton *other;
  GtkExpander *details;
  GtkLabel *details_text;

  LabPlaceholderFace face;
  char *words; /* (nullable): shown once loading has taken a while */
  guint timeout;
};

G_DEFINE_FINAL_TYPE (LabPlaceholder, lab_placeholder, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_COMPACT = 1,
} LabPlaceholderProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_face (LabPlaceholder     *self,
           LabPlaceholderFace  face,
           const char         *icon_name,
           const char         *title,
           const char         *sentence)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->face = face;
  adw_status_page_set_icon_name (self->page, icon_name);
  adw_status_page_set_title (self->page, title != NULL ? title : "");
  adw_status_page_set_description (self->page, sentence != NULL ? sentence : "");
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->details), FALSE);
  gtk_expander_set_expanded (self->details, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               face == LAB_PLACEHOLDER_LOADING, -1);
}

static void
show_button (LabPlaceholder *self,
             const char     *label)
{
  gtk_widget_set_visible (GTK_WIDGET (self->other), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "placeholder.activate", label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->button, label);
}

static gboolean
long_cb (gpointer user_data)
{
  LabPlaceholder *self = user_data;

  self->timeout = 0;
  adw_status_page_set_description (
    self->page, _("This takes longer than usual. You can go on waiting; nothing is lost."));
  return G_SOURCE_REMOVE;
}

static gboolean
quiet_over_cb (gpointer user_data)
{
  LabPlaceholder *self = user_data;

  adw_status_page_set_title (self->page, self->words);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_set_spinning (self->spinner, TRUE);
  self->timeout = g_timeout_add (LONG_MS - QUIET_MS, long_cb, self);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[ACTIVATED], 0);
}

static gboolean
is_compact (LabPlaceholder *self)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self->page), "compact");
}

static void
set_compact (LabPlaceholder *self,
             gboolean        compact)
{
  if (compact == is_compact (self))
    return;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self->page), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->page), "compact");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
lab_placeholder_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((LabPlaceholderProperty) property_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, is_compact (LAB_PLACEHOLDER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_placeholder_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch ((LabPlaceholderProperty) property_id)
    {
    case PROP_COMPACT:
      set_compact (LAB_PLACEHOLDER (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_placeholder_dispose (GObject *object)
{
  LabPlaceholder *self = LAB_PLACEHOLDER (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PLACEHOLDER);

  G_OBJECT_CLASS (lab_placeholder_parent_class)->dispose (object);
}

static void
lab_placeholder_finalize (GObject *object)
{
  LabPlaceholder *self = LAB_PLACEHOLDER (object);

  g_free (self->words);

  G_OBJECT_CLASS (lab_placeholder_parent_class)->finalize (object);
}

static void
lab_placeholder_class_init (LabPlaceholderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_placeholder_get_property;
  object_class->set_property = lab_placeholder_set_property;
  object_class->dispose = lab_placeholder_dispose;
  object_class->finalize = lab_placeholder_finalize;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-placeholder.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, page);
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, spinner);
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, button);
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, other);
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, details);
  gtk_widget_class_bind_template_child (widget_class, LabPlaceholder, details_text);
  gtk_widget_class_install_action (widget_class, "placeholder.activate", NULL, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_placeholder_init (LabPlaceholder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_face (self, LAB_PLACEHOLDER_EMPTY, NULL, NULL, NULL);
  show_button (self, NULL);
}

GtkWidget *
lab_placeholder_new (void)
{
  return g_object_new (LAB_TYPE_PLACEHOLDER, NULL);
}

LabPlaceholderFace
lab_placeholder_get_face (LabPlaceholder *self)
{
  g_return_val_if_fail (LAB_IS_PLACEHOLDER (self), LAB_PLACEHOLDER_EMPTY);

  return self->face;
}

void
lab_placeholder_clear (LabPlaceholder *self)
{
  g_return_if_fail (LAB_IS_PLACEHOLDER (self));

  show_face (self, LAB_PLACEHOLDER_EMPTY, NULL, NULL, NULL);
  show_button (self, NULL);
}

void
lab_placeholder_show_empty (LabPlaceholder *self,
                            const char     *icon_name,
                            const char     *title,
                            const char     *sentence,
                            const char     *button)
{
  g_return_if_fail (LAB_IS_PLACEHOLDER (self));

  show_face (self, LAB_PLACEHOLDER_EMPTY, icon_name, title, sentence);
  show_button (self, button);
}

void
lab_placeholder_offer (LabPlaceholder *self,
                       const char     *label,
                       const char     *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_return_if_fail (LAB_IS_PLACEHOLDER (self));
  g_return_if_fail (label != NULL);
  g_return_if_fail (action != NULL);

  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    g_return_if_reached ();
  gtk_button_set_label (self->other, label);
  /* An action is never looked up with another's target. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->other), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->other), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->other), name);
  gtk_widget_set_visible (GTK_WIDGET (self->other), TRUE);
}

void
lab_placeholder_show_loading (LabPlaceholder *self,
                              const char     *words)
{
  g_return_if_fail (LAB_IS_PLACEHOLDER (self));
  g_return_if_fail (words != NULL);

  show_face (self, LAB_PLACEHOLDER_LOADING, NULL, NULL, NULL);
  show_button (self, NULL);
  g_free (self->words);
  self->words = g_strdup (words);
  self->timeout = g_timeout_add (QUIET_MS, quiet_over_cb, self);
}

void
lab_placeholder_show_error (LabPlaceholder *self,
                            const char     *what,
                            const char     *means,
                            const char     *button,
                            const char     *details)
{
  g_return_if_fail (LAB_IS_PLACEHOLDER (self));
  g_return_if_fail (what != NULL);
  g_return_if_fail (means != NULL);

  show_face (self, LAB_PLACEHOLDER_ERROR, "dialog-error-symbolic", what, means);
  show_button (self, button);
  gtk_label_set_text (self->details_text, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details), details != NULL);
}

void
lab_placeholder_show_gerror (LabPlaceholder *self,
                             const char     *what,
                             const GError   *error,
                             const char     *button)
{
  g_autoptr (LabErrorResponse) response = NULL;
  g_autofree char *means = NULL;

  g_return_if_fail (error != NULL);

  response = lab_error_response_new (error);
  means = response->suggested_action != NULL
            ? g_strdup_printf ("%s\n%s", response->message, response->suggested_action)
            : g_strdup (response->message);
  lab_placeholder_show_error (self, what, means, button, response->details);
}
