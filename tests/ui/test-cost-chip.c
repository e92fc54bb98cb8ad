/* test-cost-chip.c: an amount, how sure it is, and its breakdown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-breakdown.h"
#include "common/lab-cost-chip.h"
#include "lab-ui-fixture.h"

static LabCostChip *
new_chip (void)
{
  return g_object_ref_sink (LAB_COST_CHIP (lab_cost_chip_new ()));
}

static GPtrArray *
new_calls (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
}

static void
assert_name (LabCostChip *chip,
             const char  *name)
{
  gpointer button = lab_ui_test_find (GTK_WIDGET (chip), GTK_TYPE_MENU_BUTTON);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       name);
}

static void
test_known (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  LabCostChip *chip = new_chip ();
  guint n = 0;

  g_signal_connect (chip, "notify::text", G_CALLBACK (lab_ui_test_count), &n);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (chip)));
  g_ptr_array_add (calls, lab_ui_test_call ());
  lab_cost_chip_set_calls (chip, calls, lab_ui_test_catalogue ());
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (chip)));
  g_assert_cmpstr (lab_cost_chip_get_text (chip), ==, "$0.00035");
  assert_name (chip, "Cost $0.00035, known");
  g_assert_cmpint (n, ==, 1);
  lab_cost_chip_set_calls (chip, calls, lab_ui_test_catalogue ());
  g_assert_cmpint (n, ==, 1);
  lab_cost_chip_clear (chip);
  g_assert_cmpint (n, ==, 2);
  g_assert_null (lab_cost_chip_get_text (chip));
  lab_ui_test_assert_gone (chip);
}

static void
test_states (void)
{
  static const struct
  {
    LabMoneySum sum;
    const char *text;
    const char *name;
  } cases[] = {
    { { 4100000000, 0, 3, 0, 0 }, "$4.10", "Cost $4.10, known" },
    { { 4100000000, 1, 2, 1, 0 }, "≈ $4.10", "Cost about $4.10, estimated" },
    { { 4100000000, 0, 3, 0, 1 }, "≥ $4.10", "Cost at least $4.10, 1 call unpriced" },
    { { 4100000000, 0, 3, 0, 2 }, "≥ $4.10", "Cost at least $4.10, 2 calls unpriced" },
    { { 0, 0, 0, 0, 1 }, "unpriced", "Cost unpriced: no price is known" },
  };
  LabCostChip *chip = new_chip ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lab_cost_chip_set_sum (chip, &cases[i].sum);
      g_assert_cmpstr (lab_cost_chip_get_text (chip), ==, cases[i].text);
      assert_name (chip, cases[i].name);
    }
  lab_ui_test_assert_gone (chip);
}

static void
test_attempts_add_up (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  LabCostChip *chip = new_chip ();
  LabCallRecord *unpriced = lab_ui_test_call ();

  g_ptr_array_add (calls, lab_ui_test_call ());
  g_ptr_array_add (calls, lab_ui_test_call ());
  lab_cost_chip_set_calls (chip, calls, lab_ui_test_catalogue ());
  g_assert_cmpstr (lab_cost_chip_get_text (chip), ==, "$0.000701");

  unpriced->cost_state = LAB_COST_UNPRICED;
  g_ptr_array_add (calls, unpriced);
  lab_cost_chip_set_calls (chip, calls, lab_ui_test_catalogue ());
  g_assert_cmpstr (lab_cost_chip_get_text (chip), ==, "≥ $0.000701");
  lab_ui_test_assert_gone (chip);
}

static void
test_opens (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *chip = lab_cost_chip_new ();
  GtkWidget *breakdown;

  gtk_window_set_child (GTK_WINDOW (window), chip);
  g_ptr_array_add (calls, lab_ui_test_call ());
  lab_cost_chip_set_calls (LAB_COST_CHIP (chip), calls, lab_ui_test_catalogue ());
  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (lab_ui_test_find (chip, LAB_TYPE_COST_BREAKDOWN));
  g_assert_true (gtk_widget_activate_action (chip, "cost.open", NULL));
  lab_ui_test_settle ();
  breakdown = lab_ui_test_find (chip, LAB_TYPE_COST_BREAKDOWN);
  g_assert_nonnull (breakdown);
  g_assert_true (gtk_widget_get_mapped (breakdown));
  gtk_window_destroy (GTK_WINDOW (window));
  lab_ui_test_settle ();
}

/* The lines before rounding add up to what the ledger has. */
static void
test_breakdown (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  LabCostBreakdown *breakdown =
    g_object_ref_sink (LAB_COST_BREAKDOWN (lab_cost_breakdown_new ()));
  g_autofree char *text = NULL;

  g_ptr_array_add (calls, lab_ui_test_call ());
  lab_cost_breakdown_set_calls (breakdown, calls, lab_ui_test_catalogue ());
  g_assert_cmpint (g_list_model_get_n_items (lab_cost_breakdown_get_lines (breakdown)), ==, 3);
  text = lab_cost_breakdown_to_text (breakdown);
  g_assert_cmpstr (text, ==,
                   "Kind\tTokens\t$/M tokens\tAmount\n"
                   "uncached input\t41\t$0.75\t$0.00003075\n"
                   "output\t71\t$4.50\t$0.0003195\n"
                   "sum, rounded once\t\t\t$0.00035025\n");
  lab_ui_test_assert_gone (breakdown);
}

static void
test_unpriced_breakdown (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  LabCostBreakdown *breakdown =
    g_object_ref_sink (LAB_COST_BREAKDOWN (lab_cost_breakdown_new ()));
  LabCallRecord *call = lab_ui_test_call ();
  g_autofree char *text = NULL;

  call->cost_state = LAB_COST_UNPRICED;
  call->cost = 0;
  g_clear_pointer (&call->price_row, g_free);
  g_ptr_array_add (calls, call);
  lab_cost_breakdown_set_calls (breakdown, calls, lab_ui_test_catalogue ());
  text = lab_cost_breakdown_to_text (breakdown);
  g_assert_nonnull (strstr (text, "unpriced"));
  g_assert_null (strstr (text, "$0"));
  lab_ui_test_assert_gone (breakdown);
}

/* A row that is not in the catalogue any more leaves the recorded amount. */
static void
test_unknown_row (void)
{
  g_autoptr (GPtrArray) calls = new_calls ();
  LabCostBreakdown *breakdown =
    g_object_ref_sink (LAB_COST_BREAKDOWN (lab_cost_breakdown_new ()));
  LabCallRecord *call = lab_ui_test_call ();
  g_autofree char *text = NULL;

  g_free (call->price_row);
  call->price_row = g_strdup ("nobody/nothing/default@2020-01-01");
  g_ptr_array_add (calls, call);
  lab_cost_breakdown_set_calls (breakdown, calls, lab_ui_test_catalogue ());
  text = lab_cost_breakdown_to_text (breakdown);
  g_assert_nonnull (strstr (text, "as recorded"));
  g_assert_null (strstr (text, "uncached"));
  lab_ui_test_assert_gone (breakdown);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/cost-chip/known-amount-has-its-name", test_known);
  g_test_add_func ("/ui/cost-chip/each-state-in-words", test_states);
  g_test_add_func ("/ui/cost-chip/attempts-add-up", test_attempts_add_up);
  g_test_add_func ("/ui/cost-chip/opens-when-asked", test_opens);
  g_test_add_func ("/ui/cost-breakdown/lines-add-up", test_breakdown);
  g_test_add_func ("/ui/cost-breakdown/unpriced-is-never-zero", test_unpriced_breakdown);
  g_test_add_func ("/ui/cost-breakdown/unknown-row-leaves-the-amount", test_unknown_row);
  return g_test_run ();
}
