/* lab-call-settings.c: how a call is to be made, beside what it says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-call-settings.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

struct _LabCallSettings
{
  GtkPopover parent_instance;

  GtkSpinButton *max_output;
  GtkWidget *suggestion;
  GtkLabel *suggestion_text;
  GtkWidget *use_suggestion;
  GtkSwitch *set_temperature;
  GtkSpinButton *temperature;
  GtkDropDown *effort;
  GtkEntry *stop;
  GtkDropDown *tier;
  GtkSwitch *monospace;
  GtkDropDown *fault;

  gint64 suggested; /* LAB_UNSET for none */
};

G_DEFINE_FINAL_TYPE (LabCallSettings, lab_call_settings, GTK_TYPE_POPOVER)

typedef enum
{
  PROP_FAULT = 1,
} LabCallSettingsProperty;

static GParamSpec *properties[PROP_FAULT + 1];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the drop-downs; the first is what is not said at all. */
static const char * const efforts[] = { "", "minimal", "low", "medium", "high" };
static const char * const tiers[] = { "", "flex", "priority" };

static const char * const rate_limited[] = { "429-wait", "429-wait", NULL };
static const char * const cut[] = { "cut", NULL };
static const char * const no_usage[] = { "no-usage", NULL };
/* As many as a call by hand has attempts. */
static const char * const offline[] = { "refused", "refused", "refused", NULL };

static const struct
{
  const char * const *words;
  const char *description;
} faults[] = {
  [LAB_PRACTICE_FAULT_NONE] = { NULL, NULL },
  [LAB_PRACTICE_FAULT_RATE_LIMITED] = { rate_limited,
                                        N_("Practice refuses the first two attempts of every call: "
                                           "too many requests.") },
  [LAB_PRACTICE_FAULT_CUT] = { cut,
                               N_("Practice breaks off every answer in the middle.") },
  [LAB_PRACTICE_FAULT_NO_USAGE] = { no_usage,
                                    N_("Practice answers without saying what was used.") },
  [LAB_PRACTICE_FAULT_OFFLINE] = { offline,
                                   N_("Practice behaves as if the provider could not be "
                                      "reached.") },
};

const char * const *
lab_practice_fault_get_words (LabPracticeFault fault)
{
  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault].words;
}

const char *
lab_practice_fault_describe (LabPracticeFault fault)
{
  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault].description != NULL ? _(faults[fault].description) : NULL;
}

static void
changed_cb (LabCallSettings *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->temperature),
                            gtk_switch_get_active (self->set_temperature));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fault_changed_cb (LabCallSettings *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
use_suggestion_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LabCallSettings *self = LAB_CALL_SETTINGS (widget);

  gtk_spin_button_set_value (self->max_output, (double) self->suggested);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
lab_call_settings_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch ((LabCallSettingsProperty) property_id)
    {
    case PROP_FAULT:
      g_value_set_uint (value, lab_call_settings_get_fault (LAB_CALL_SETTINGS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_call_settings_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch ((LabCallSettingsProperty) property_id)
    {
    case PROP_FAULT:
      lab_call_settings_set_fault (LAB_CALL_SETTINGS (object), g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_call_settings_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CALL_SETTINGS);

  G_OBJECT_CLASS (lab_call_settings_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-call-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, max_output);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, suggestion);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, suggestion_text);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, use_suggestion);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, set_temperature);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, temperature);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, effort);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, stop);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, tier);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, monospace);
  gtk_widget_class_bind_template_child (widget_class, LabCallSettings, fault);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_changed_cb);
}

static void
lab_call_settings_class_init (LabCallSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_call_settings_get_property;
  object_class->set_property = lab_call_settings_set_property;
  object_class->dispose = lab_call_settings_dispose;

  properties[PROP_FAULT] =
    g_param_spec_uint ("fault", NULL, NULL, LAB_PRACTICE_FAULT_NONE, LAB_PRACTICE_FAULT_OFFLINE,
                       LAB_PRACTICE_FAULT_NONE,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "call.use-suggestion", NULL, use_suggestion_cb);
}

static void
lab_call_settings_init (LabCallSettings *self)
{
  self->suggested = LAB_UNSET;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A drop-down whose words are kept under a key. */
typedef struct
{
  const char * const *words;
  guint n_words;
} Words;

static gboolean
word_to_place (GValue   *value,
               GVariant *variant,
               gpointer  user_data)
{
  const Words *words = user_data;
  const char *word = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < words->n_words; i++)
    if (g_str_equal (words->words[i], word))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  g_value_set_uint (value, 0);
  return TRUE;
}

static GVariant *
place_to_word (const GValue       *value,
               const GVariantType *type,
               gpointer            user_data)
{
  const Words *words = user_data;
  guint place = g_value_get_uint (value);

  return g_variant_new_string (place < words->n_words ? words->words[place] : "");
}

void
lab_call_settings_bind (LabCallSettings *self,
                        GSettings       *settings)
{
  static const Words effort_words = { efforts, G_N_ELEMENTS (efforts) };
  static const Words tier_words = { tiers, G_N_ELEMENTS (tiers) };

  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind (settings, "sandbox-max-output",
                   gtk_spin_button_get_adjustment (self->max_output), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "sandbox-set-temperature", self->set_temperature, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "sandbox-temperature",
                   gtk_spin_button_get_adjustment (self->temperature), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "sandbox-effort", self->effort, "selected",
                                G_SETTINGS_BIND_DEFAULT, word_to_place, place_to_word,
                                (gpointer) &effort_words, NULL);
  g_settings_bind (settings, "sandbox-stop", self->stop, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "sandbox-service-tier", self->tier, "selected",
                                G_SETTINGS_BIND_DEFAULT, word_to_place, place_to_word,
                                (gpointer) &tier_words, NULL);
  g_settings_bind (settings, "sandbox-monospace", self->monospace, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

void
lab_call_settings_set_model (LabCallSettings    *self,
                             const LabModelInfo *info)
{
  gboolean reasons = info == NULL || info->capabilities_assumed ||
                     (info->capabilities & LAB_MODEL_REASONING) != 0;

  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->effort), reasons);
}

/* What a person writes as \n is a line feed: entries have one line. */
static GStrv
read_stop (LabCallSettings *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->stop));
  g_auto (GStrv) parts = g_strsplit (text, "\\n", -1);
  g_autofree char *word = g_strjoinv ("\n", parts);
  const char *words[] = { word, NULL };

  return *word != '\0' ? g_strdupv ((GStrv) words) : NULL;
}

void
lab_call_settings_apply (LabCallSettings *self,
                         LabRequest      *request)
{
  guint effort, tier;

  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));
  g_return_if_fail (request != NULL);

  effort = gtk_drop_down_get_selected (self->effort);
  tier = gtk_drop_down_get_selected (self->tier);
  request->max_output_tokens = gtk_spin_button_get_value_as_int (self->max_output);
  if (gtk_switch_get_active (self->set_temperature))
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      lab_request_set (&request->temperature,
                       g_ascii_formatd (buffer, sizeof buffer, "%.1f",
                                        gtk_spin_button_get_value (self->temperature)));
    }
  if (effort > 0 && effort < G_N_ELEMENTS (efforts) &&
      gtk_widget_get_sensitive (GTK_WIDGET (self->effort)))
    lab_request_set (&request->reasoning_effort, efforts[effort]);
  if (tier > 0 && tier < G_N_ELEMENTS (tiers))
    lab_request_set (&request->service_tier, tiers[tier]);
  g_strfreev (request->stop);
  request->stop = read_stop (self);
}

void
lab_call_settings_suggest (LabCallSettings *self,
                           gint64           max_output)
{
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));

  self->suggested = max_output;
  gtk_widget_set_visible (self->suggestion, max_output != LAB_UNSET);
  gtk_widget_set_visible (self->use_suggestion, max_output > 0);
  if (max_output == LAB_UNSET)
    return;
  count = lab_format_count (max_output);
  if (max_output > 0)
    text = g_strdup_printf (ngettext ("With at most %s token it fits the budget.",
                                      "With at most %s tokens it fits the budget.",
                                      (gulong) max_output),
                            count);
  else
    text = g_strdup (_("No output limit makes this fit the budget: the prompt alone is more."));
  gtk_label_set_text (self->suggestion_text, text);
}

void
lab_call_settings_focus_limit (LabCallSettings *self)
{
  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->max_output));
}

LabPracticeFault
lab_call_settings_get_fault (LabCallSettings *self)
{
  g_return_val_if_fail (LAB_IS_CALL_SETTINGS (self), LAB_PRACTICE_FAULT_NONE);

  return MIN (gtk_drop_down_get_selected (self->fault), LAB_PRACTICE_FAULT_OFFLINE);
}

void
lab_call_settings_set_fault (LabCallSettings  *self,
                             LabPracticeFault  fault)
{
  g_return_if_fail (LAB_IS_CALL_SETTINGS (self));
  g_return_if_fail (fault <= LAB_PRACTICE_FAULT_OFFLINE);

  gtk_drop_down_set_selected (self->fault, fault);
}
