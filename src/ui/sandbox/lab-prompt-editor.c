/* lab-prompt-editor.c: a prompt of any length
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-prompt-editor.h"

#include <string.h>

#include "common/lab-text-feed.h"

/* Longer text is put in by slices. */
#define AT_ONCE_BYTES (4 * LAB_TEXT_FEED_SLICE_BYTES)
/* A paragraph separator: a text view lays out what is between two of them.
 * It stands for nothing in the prompt itself, and is taken out again. */
#define EYE_BREAK "\xe2\x80\xa9"

struct _LabPromptEditor
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;

  LabTextFeed *feed;
  char *label;
  gboolean editable;
  gboolean feeding;
  char *before; /* (nullable): of the text that is being pasted into */
  char *after;
  gboolean has_eye_breaks;
};

G_DEFINE_FINAL_TYPE (LabPromptEditor, lab_prompt_editor, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_LABEL = 1,
  PROP_EDITABLE,
  PROP_MONOSPACE,
  PROP_HEIGHT,
} LabPromptEditorProperty;

static GParamSpec *properties[PROP_HEIGHT + 1];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_editable (LabPromptEditor *self)
{
  gtk_text_view_set_editable (self->view, self->editable && !self->feeding);
}

static void
buffer_changed_cb (LabPromptEditor *self)
{
  if (!self->feeding)
    g_signal_emit (self, signals[CHANGED], 0);
}

static char *
take_out_eye_breaks (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, EYE_BREAK, -1);

  return g_strjoinv (NULL, parts);
}

static char *
dup_range (LabPromptEditor   *self,
           const GtkTextIter *start,
           const GtkTextIter *end)
{
  g_autofree char *text = gtk_text_buffer_get_text (self->buffer, start, end, FALSE);

  return self->has_eye_breaks ? take_out_eye_breaks (text) : g_steal_pointer (&text);
}

static gboolean
has_long_line (const char *text)
{
  const char *feed;

  for (; (feed = strchr (text, '\n')) != NULL; text = feed + 1)
    if (feed - text > LAB_TEXT_FEED_LINE_BYTES)
      return TRUE;
  return strlen (text) > LAB_TEXT_FEED_LINE_BYTES;
}

/* What is under way ends where it is. What was pasted can be undone in one
 * step; a text that was set is where undoing ends. */
static void
stop_feeding (LabPromptEditor *self)
{
  if (!self->feeding)
    return;
  self->feeding = FALSE;
  if (self->before != NULL)
    gtk_text_buffer_end_user_action (self->buffer);
  else
    gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->after, g_free);
  update_editable (self);
}

static void
fed_cb (LabPromptEditor *self)
{
  GtkTextIter start;

  if (!self->feeding)
    return;
  if (self->before == NULL)
    {
      gtk_text_buffer_get_start_iter (self->buffer, &start);
      gtk_text_buffer_place_cursor (self->buffer, &start);
    }
  stop_feeding (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Begins to put @text where the feed's place is. */
static void
feed (LabPromptEditor *self,
      const char      *text)
{
  /* Text that has such separators of its own is left as it is. */
  gboolean breaks = has_long_line (text) && strstr (text, EYE_BREAK) == NULL;

  self->has_eye_breaks = self->has_eye_breaks || breaks;
  lab_text_feed_set_line_break (self->feed, breaks ? EYE_BREAK : "");
  self->feeding = TRUE;
  update_editable (self);
  lab_text_feed_append (self->feed, text);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabPromptEditor) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->feed != NULL)
    lab_prompt_editor_insert (self, text);
}

/* The text view itself would put in all of it in one go. */
static void
paste_cb (LabPromptEditor *self)
{
  g_signal_stop_emission_by_name (self->view, "paste-clipboard");
  if (gtk_text_view_get_editable (self->view))
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb,
                                   g_object_ref (self));
}

static void
set_label (LabPromptEditor *self,
           const char      *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  if (label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label, -1);
}

static void
lab_prompt_editor_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LabPromptEditor *self = LAB_PROMPT_EDITOR (object);

  switch ((LabPromptEditorProperty) property_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, self->editable);
      break;
    case PROP_MONOSPACE:
      g_value_set_boolean (value, gtk_text_view_get_monospace (self->view));
      break;
    case PROP_HEIGHT:
      g_value_set_int (value, gtk_scrolled_window_get_min_content_height (self->scroller));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_prompt_editor_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LabPromptEditor *self = LAB_PROMPT_EDITOR (object);

  switch ((LabPromptEditorProperty) property_id)
    {
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    case PROP_EDITABLE:
      lab_prompt_editor_set_editable (self, g_value_get_boolean (value));
      break;
    case PROP_MONOSPACE:
      gtk_text_view_set_monospace (self->view, g_value_get_boolean (value));
      break;
    case PROP_HEIGHT:
      gtk_scrolled_window_set_min_content_height (self->scroller, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_prompt_editor_dispose (GObject *object)
{
  LabPromptEditor *self = LAB_PROMPT_EDITOR (object);

  if (self->feed != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->feed, self);
      stop_feeding (self);
      g_object_run_dispose (G_OBJECT (self->feed));
    }
  g_clear_object (&self->feed);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PROMPT_EDITOR);

  G_OBJECT_CLASS (lab_prompt_editor_parent_class)->dispose (object);
}

static void
lab_prompt_editor_finalize (GObject *object)
{
  LabPromptEditor *self = LAB_PROMPT_EDITOR (object);

  g_free (self->label);

  G_OBJECT_CLASS (lab_prompt_editor_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);
  properties[PROP_MONOSPACE] = g_param_spec_boolean ("monospace", NULL, NULL, FALSE, flags);
  properties[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_prompt_editor_class_init (LabPromptEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_prompt_editor_get_property;
  object_class->set_property = lab_prompt_editor_set_property;
  object_class->dispose = lab_prompt_editor_dispose;
  object_class->finalize = lab_prompt_editor_finalize;

  install_properties (object_class);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-prompt-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPromptEditor, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabPromptEditor, view);
  gtk_widget_class_bind_template_child (widget_class, LabPromptEditor, buffer);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_prompt_editor_init (LabPromptEditor *self)
{
  self->editable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feed = lab_text_feed_new (self->view);
  g_signal_connect_swapped (self->feed, "fed", G_CALLBACK (fed_cb), self);
}

GtkWidget *
lab_prompt_editor_new (void)
{
  return g_object_new (LAB_TYPE_PROMPT_EDITOR, NULL);
}

void
lab_prompt_editor_set_text (LabPromptEditor *self,
                            const char      *text)
{
  g_return_if_fail (LAB_IS_PROMPT_EDITOR (self));
  g_return_if_fail (text != NULL);

  stop_feeding (self);
  self->has_eye_breaks = FALSE;
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  self->feeding = TRUE; /* nobody is told of the emptiness */
  lab_text_feed_clear (self->feed);
  if (strlen (text) > AT_ONCE_BYTES || has_long_line (text))
    {
      feed (self, text);
      return;
    }
  gtk_text_buffer_set_text (self->buffer, text, -1);
  stop_feeding (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

char *
lab_prompt_editor_dup_text (LabPromptEditor *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (LAB_IS_PROMPT_EDITOR (self), NULL);

  if (self->feeding)
    return g_strconcat (self->before != NULL ? self->before : "",
                        lab_text_feed_get_text (self->feed, NULL), self->after, NULL);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return dup_range (self, &start, &end);
}

gboolean
lab_prompt_editor_is_empty (LabPromptEditor *self)
{
  g_return_val_if_fail (LAB_IS_PROMPT_EDITOR (self), TRUE);

  return !self->feeding && gtk_text_buffer_get_char_count (self->buffer) == 0;
}

void
lab_prompt_editor_set_editable (LabPromptEditor *self,
                                gboolean         editable)
{
  g_return_if_fail (LAB_IS_PROMPT_EDITOR (self));

  self->editable = editable;
  update_editable (self);
}

gboolean
lab_prompt_editor_take_focus (LabPromptEditor *self)
{
  g_return_val_if_fail (LAB_IS_PROMPT_EDITOR (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* What stands before and after the place is kept aside, so that the whole
 * text can be told at any time. */
static void
feed_at_cursor (LabPromptEditor *self,
                const char      *text)
{
  GtkTextIter start, place, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &place,
                                    gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  self->before = dup_range (self, &start, &place);
  self->after = dup_range (self, &place, &end);
  lab_text_feed_restart (self->feed, &place);
  gtk_text_buffer_begin_user_action (self->buffer);
  feed (self, text);
}

void
lab_prompt_editor_insert (LabPromptEditor *self,
                          const char      *text)
{
  g_return_if_fail (LAB_IS_PROMPT_EDITOR (self));
  g_return_if_fail (text != NULL);

  if (self->feeding)
    return;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  if (strlen (text) > AT_ONCE_BYTES || has_long_line (text))
    feed_at_cursor (self, text);
  else
    gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}
