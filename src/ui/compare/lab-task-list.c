/* lab-task-list.c: the tasks of a comparison, to be looked through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-task-list.h"

#include <glib/gi18n-lib.h>

#include "common/lab-wrap-layout.h"
#include "compare/lab-cell-label.h"

#define N_FILTERS 5

struct _LabTaskList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkToggleButton *all;
  GtkToggleButton *different;
  GtkToggleButton *worse;
  GtkToggleButton *better;
  GtkToggleButton *errors;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkColumnView *table;
  GtkSingleSelection *selection;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkColumnViewColumn *base_column;
  GtkColumnViewColumn *run_column;

  GListStore *tasks;
  GtkCustomFilter *filter;
  LabTaskKind kind; /* 0: all */
  char *words;      /* folded; "" for none */
  char *run_id;     /* (nullable): whose tasks these are */
};

G_DEFINE_FINAL_TYPE (LabTaskList, lab_task_list, GTK_TYPE_WIDGET)

enum
{
  TASK_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *name;
  LabTaskKind kind;
} filters[N_FILTERS] = {
  { "all", 0 },
  { "different", LAB_TASK_DIFFERENT },
  { "worse", LAB_TASK_WORSE },
  { "better", LAB_TASK_BETTER },
  { "errors", LAB_TASK_ERROR },
};

static GtkToggleButton *
get_button (LabTaskList *self,
            guint        index)
{
  GtkToggleButton *buttons[N_FILTERS] = { self->all, self->different, self->worse, self->better,
                                          self->errors };

  return buttons[index];
}

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  LabTaskList *self = user_data;
  g_autofree char *folded = NULL;

  if (self->kind != 0 && !(lab_task_item_get_kinds (item) & self->kind))
    return FALSE;
  if (*self->words == '\0')
    return TRUE;
  folded = g_utf8_casefold (lab_task_item_get_title (item), -1);
  return strstr (folded, self->words) != NULL;
}

static void
show_state (LabTaskList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "tasks" : "none");
}

static void
refilter (LabTaskList *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

static guint
count (LabTaskList *self,
       LabTaskKind  kind)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  guint found = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);

      found += kind == 0 || (lab_task_item_get_kinds (item) & kind);
    }
  return found;
}

static char *
dup_filter_label (LabTaskKind kind,
                  guint       n)
{
  switch (kind)
    {
    case LAB_TASK_DIFFERENT:
      return g_strdup_printf (C_ ("tasks", "Different %u"), n);
    case LAB_TASK_WORSE:
      return g_strdup_printf (C_ ("tasks", "Worse %u"), n);
    case LAB_TASK_BETTER:
      return g_strdup_printf (C_ ("tasks", "Better %u"), n);
    case LAB_TASK_ERROR:
      return g_strdup_printf (C_ ("tasks", "Errors %u"), n);
    default:
      return g_strdup_printf (C_ ("tasks", "All %u"), n);
    }
}

static void
update_counts (LabTaskList *self)
{
  for (guint i = 0; i < N_FILTERS; i++)
    {
      g_autofree char *label = dup_filter_label (filters[i].kind, count (self, filters[i].kind));

      gtk_button_set_label (GTK_BUTTON (get_button (self, i)), label);
    }
}

static void
filter_toggled_cb (LabTaskList *self)
{
  for (guint i = 0; i < N_FILTERS; i++)
    if (gtk_toggle_button_get_active (get_button (self, i)))
      self->kind = filters[i].kind;
  refilter (self);
}

static void
search_changed_cb (LabTaskList *self)
{
  g_free (self->words);
  self->words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  refilter (self);
}

static void
stop_search_cb (LabTaskList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
activate_cb (LabTaskList *self,
             guint        position)
{
  g_autoptr (LabTaskItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[TASK_OPENED], 0, item);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabTaskList *self = LAB_TASK_LIST (widget);
  guint selected = gtk_single_selection_get_selected (self->selection);

  activate_cb (self, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

static void
filter_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < N_FILTERS; i++)
    if (g_str_equal (filters[i].name, name))
      lab_task_list_set_filter (LAB_TASK_LIST (widget), filters[i].kind);
}

static void
lab_task_list_dispose (GObject *object)
{
  LabTaskList *self = LAB_TASK_LIST (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_TASK_LIST);
  g_clear_object (&self->tasks);

  G_OBJECT_CLASS (lab_task_list_parent_class)->dispose (object);
}

static void
lab_task_list_finalize (GObject *object)
{
  LabTaskList *self = LAB_TASK_LIST (object);

  g_free (self->words);
  g_free (self->run_id);

  G_OBJECT_CLASS (lab_task_list_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-task-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, box);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, all);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, different);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, worse);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, better);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, errors);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, search);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, stack);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, table);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, selection);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, filtered);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, sorted);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, base_column);
  gtk_widget_class_bind_template_child (widget_class, LabTaskList, run_column);
  gtk_widget_class_bind_template_callback (widget_class, filter_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
lab_task_list_class_init (LabTaskListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_task_list_dispose;
  object_class->finalize = lab_task_list_finalize;

  signals[TASK_OPENED] = g_signal_new ("task-opened", G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       LAB_TYPE_TASK_ITEM);

  g_type_ensure (LAB_TYPE_CELL_LABEL);
  g_type_ensure (LAB_TYPE_TASK_ITEM);
  g_type_ensure (LAB_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "tasks.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "tasks.filter", "s", filter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_task_list_init (LabTaskList *self)
{
  self->words = g_strdup ("");
  self->tasks = g_list_store_new (LAB_TYPE_TASK_ITEM);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->tasks));
  gtk_filter_list_model_set_filter (self->filtered, GTK_FILTER (self->filter));
  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->table));
  update_counts (self);
  show_state (self);
}

GtkWidget *
lab_task_list_new (void)
{
  return g_object_new (LAB_TYPE_TASK_LIST, NULL);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  guint first, second;

  g_object_get (*(GObject * const *) a, "index", &first, NULL);
  g_object_get (*(GObject * const *) b, "index", &second, NULL);
  return first < second ? -1 : first > second;
}

static GPtrArray *
make_items (const LabComparisonSet *set,
            LabComparedRun         *run)
{
  const LabComparison *comparison = lab_compared_run_get_comparison (run);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      const LabPair *pair = comparison->pairs->pdata[i];

      g_ptr_array_add (items,
                       lab_task_item_new (pair,
                                          g_hash_table_lookup (set->questions, pair->task_key),
                                          i));
    }
  g_ptr_array_sort (items, compare_items);
  return items;
}

static gboolean
is_same_side (const LabPairSide *a,
              const LabPairSide *b)
{
  return a->cost.amount == b->cost.amount && a->score == b->score && a->answered == b->answered &&
         a->answer_hash == b->answer_hash && a->cost.n_unpriced == b->cost.n_unpriced;
}

static gboolean
is_same_item (LabTaskItem *a,
              LabTaskItem *b)
{
  const LabPair *first = lab_task_item_get_pair (a), *second = lab_task_item_get_pair (b);

  return g_str_equal (first->task_key, second->task_key) && first->replicate == second->replicate &&
         is_same_side (&first->base, &second->base) && is_same_side (&first->run, &second->run) &&
         g_str_equal (lab_task_item_get_title (a), lab_task_item_get_title (b));
}

/* A run that goes on adds tasks behind those that are shown: they stay. */
static void
replace_items (LabTaskList *self,
               GPtrArray   *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  guint same = 0;

  while (same < MIN (n, items->len))
    {
      g_autoptr (LabTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->tasks), same);

      if (!is_same_item (item, items->pdata[same]))
        break;
      same++;
    }
  if (same < n || same < items->len)
    g_list_store_splice (self->tasks, same, n - same, items->pdata + same, items->len - same);
}

/* Which task is selected, by its key, to find it again. (nullable) */
static char *
dup_selected (LabTaskList *self)
{
  LabTaskItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? g_strdup (lab_task_item_get_pair (item)->task_key) : NULL;
}

static void
select_key (LabTaskList *self,
            const char  *key)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; key != NULL && i < n; i++)
    {
      g_autoptr (LabTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_str_equal (lab_task_item_get_pair (item)->task_key, key))
        gtk_single_selection_set_selected (self->selection, i);
    }
}

void
lab_task_list_set_run (LabTaskList            *self,
                       const LabComparisonSet *set,
                       LabComparedRun         *run)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *selected = NULL;
  const char *id;

  g_return_if_fail (LAB_IS_TASK_LIST (self));
  g_return_if_fail (run == NULL || set != NULL);

  id = run != NULL ? lab_compared_run_get_info (run)->id : NULL;
  if (g_strcmp0 (id, self->run_id) == 0)
    selected = dup_selected (self);
  g_free (self->run_id);
  self->run_id = g_strdup (id);
  items = run != NULL ? make_items (set, run) : g_ptr_array_new ();
  replace_items (self, items);
  update_counts (self);
  show_state (self);
  select_key (self, selected);
}

void
lab_task_list_set_filter (LabTaskList *self,
                          LabTaskKind  kind)
{
  g_return_if_fail (LAB_IS_TASK_LIST (self));

  for (guint i = 0; i < N_FILTERS; i++)
    if (filters[i].kind == kind)
      gtk_toggle_button_set_active (get_button (self, i), TRUE);
}

void
lab_task_list_set_narrow (LabTaskList *self,
                          gboolean     narrow)
{
  g_return_if_fail (LAB_IS_TASK_LIST (self));

  gtk_column_view_column_set_visible (self->base_column, !narrow);
  gtk_column_view_column_set_visible (self->run_column, !narrow);
}

void
lab_task_list_focus_search (LabTaskList *self)
{
  g_return_if_fail (LAB_IS_TASK_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

gboolean
lab_task_list_focus_list (LabTaskList *self)
{
  g_return_val_if_fail (LAB_IS_TASK_LIST (self), FALSE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0 &&
         gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

GListModel *
lab_task_list_get_shown (LabTaskList *self)
{
  g_return_val_if_fail (LAB_IS_TASK_LIST (self), NULL);

  return G_LIST_MODEL (self->selection);
}
