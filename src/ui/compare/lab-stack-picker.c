/* lab-stack-picker.c: which stacks are tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-stack-picker.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "common/lab-wrap-layout.h"
#include "compare/lab-stack-choice.h"
#include "compare/lab-stack-dialog.h"

struct _LabStackPicker
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkBox *chips;

  GListStore *choices;
};

G_DEFINE_FINAL_TYPE (LabStackPicker, lab_stack_picker, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
chosen_changed_cb (LabStackPicker *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* (nullable) (transfer none) */
static LabStackChoice *
find (LabStackPicker *self,
      const char     *strategies)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (LabStackChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      if (g_str_equal (lab_stack_choice_get_strategies (choice), strategies))
        return choice; /* the list keeps it */
    }
  return NULL;
}

/* The chips stand in the order of the choices. */
static void
add_chip (LabStackPicker *self,
          LabStackChoice *choice,
          guint           position)
{
  GtkWidget *chip = gtk_toggle_button_new_with_label (lab_stack_choice_get_title (choice));
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (chip));
  GtkWidget *before = NULL;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (chip, "chip");
  g_object_bind_property (choice, "chosen", chip, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  for (guint i = 0; i < position; i++)
    before = before == NULL ? gtk_widget_get_first_child (GTK_WIDGET (self->chips)) :
                              gtk_widget_get_next_sibling (before);
  gtk_box_insert_child_after (self->chips, chip, before);
}

/* (nullable) (transfer none): what stands for @strategies, added where it is
 * missing, before the baseline, which stands last. */
static LabStackChoice *
offer (LabStackPicker *self,
       const char     *strategies)
{
  g_autoptr (LabStackChoice) made = lab_stack_choice_new (strategies);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->choices));
  LabStackChoice *known;

  if (made == NULL)
    return NULL;
  known = find (self, lab_stack_choice_get_strategies (made));
  if (known != NULL)
    return known;
  g_signal_connect_object (made, "notify::chosen", G_CALLBACK (chosen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  n = find (self, "") != NULL ? n - 1 : n;
  g_list_store_insert (self->choices, n, made);
  add_chip (self, made, n);
  return made;
}

static void
made_cb (LabStackPicker *self,
         const char     *strategies)
{
  LabStackChoice *choice = offer (self, strategies);

  if (choice != NULL)
    lab_stack_choice_set_chosen (choice, TRUE);
}

static void
new_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  GtkWidget *dialog = lab_stack_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)));

  g_signal_connect_object (dialog, "made", G_CALLBACK (made_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lab_stack_picker_dispose (GObject *object)
{
  LabStackPicker *self = LAB_STACK_PICKER (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_STACK_PICKER);
  g_clear_object (&self->choices);

  G_OBJECT_CLASS (lab_stack_picker_parent_class)->dispose (object);
}

static void
lab_stack_picker_class_init (LabStackPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_stack_picker_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-stack-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, LabStackPicker, box);
  gtk_widget_class_bind_template_child (widget_class, LabStackPicker, chips);
  gtk_widget_class_install_action (widget_class, "stack.new", NULL, new_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_stack_picker_init (LabStackPicker *self)
{
  const char * const *suggested = lab_stack_list_suggested ();

  self->choices = g_list_store_new (LAB_TYPE_STACK_CHOICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; suggested[i] != NULL; i++)
    offer (self, suggested[i]);
  offer (self, "");
}

GtkWidget *
lab_stack_picker_new (void)
{
  return g_object_new (LAB_TYPE_STACK_PICKER, NULL);
}

void
lab_stack_picker_set_chosen (LabStackPicker     *self,
                             const char * const *chosen)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);

  g_return_if_fail (LAB_IS_STACK_PICKER (self));

  /* However they are written: what stands for them is looked for. */
  for (gsize i = 0; chosen != NULL && chosen[i] != NULL; i++)
    g_hash_table_add (wanted, offer (self, chosen[i]));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (LabStackChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      lab_stack_choice_set_chosen (choice, g_hash_table_contains (wanted, choice));
    }
}

GStrv
lab_stack_picker_dup_chosen (LabStackPicker *self)
{
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();

  g_return_val_if_fail (LAB_IS_STACK_PICKER (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (LabStackChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      if (lab_stack_choice_get_chosen (choice))
        g_strv_builder_add (chosen, lab_stack_choice_get_strategies (choice));
    }
  return g_strv_builder_end (chosen);
}

GListModel *
lab_stack_picker_get_choices (LabStackPicker *self)
{
  g_return_val_if_fail (LAB_IS_STACK_PICKER (self), NULL);

  return G_LIST_MODEL (self->choices);
}
