/* test-usage.c: buckets, their totals and sums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"
#include "lab-usage.h"

static void
test_bucket_names (void)
{
  static const char *const names[] = { "u", "r", "w", "wl", "o" };
  LabBucket bucket = LAB_N_BUCKETS;

  g_assert_cmpuint (G_N_ELEMENTS (names), ==, LAB_N_BUCKETS);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      g_assert_cmpstr (lab_bucket_to_string (i), ==, names[i]);
      g_assert_true (lab_bucket_from_string (names[i], &bucket));
      g_assert_cmpint (bucket, ==, i);
      g_assert_cmpstr (lab_bucket_get_label (i), !=, "");
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (lab_bucket_get_label (i), !=, lab_bucket_get_label (j));
    }
  g_assert_cmpstr (lab_bucket_get_label (LAB_BUCKET_U), ==, "uncached input");
  g_assert_false (lab_bucket_from_string ("U", &bucket));
  g_assert_false (lab_bucket_from_string ("", &bucket));
  g_assert_cmpint (bucket, ==, LAB_BUCKET_O);
}

static void
test_totals (void)
{
  LabUsage usage = LAB_USAGE_INIT;

  g_assert_cmpint (lab_usage_total (&usage), ==, 0);
  usage.buckets[LAB_BUCKET_U] = 1;
  usage.buckets[LAB_BUCKET_R] = 20;
  usage.buckets[LAB_BUCKET_W] = 300;
  usage.buckets[LAB_BUCKET_WL] = 4000;
  usage.buckets[LAB_BUCKET_O] = 50000;
  usage.reasoning = 7;
  usage.system = 8;
  usage.tool = 9;
  g_assert_cmpint (lab_usage_input_total (&usage), ==, 4321);
  g_assert_cmpint (lab_usage_total (&usage), ==, 54321);
}

static void
test_totals_saturate (void)
{
  LabUsage usage = LAB_USAGE_INIT;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    usage.buckets[i] = G_MAXINT64;
  g_assert_cmpint (lab_usage_input_total (&usage), ==, G_MAXINT64);
  g_assert_cmpint (lab_usage_total (&usage), ==, G_MAXINT64);
  /* what cancels out is exact */
  usage.buckets[LAB_BUCKET_W] = G_MININT64 + 1;
  usage.buckets[LAB_BUCKET_WL] = G_MININT64 + 1;
  g_assert_cmpint (lab_usage_input_total (&usage), ==, 0);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    usage.buckets[i] = G_MININT64;
  g_assert_cmpint (lab_usage_total (&usage), ==, G_MININT64);
}

static void
test_negative_is_seen (void)
{
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      LabUsage usage = LAB_USAGE_INIT;

      g_assert_false (lab_usage_has_negative (&usage));
      usage.buckets[i] = -1;
      g_assert_true (lab_usage_has_negative (&usage));
    }
}

static void
test_memos_unknown_only_when_both_lack_them (void)
{
  static const struct
  {
    gint64 a, b, sum;
  } cases[] = {
    { LAB_USAGE_NOT_REPORTED, LAB_USAGE_NOT_REPORTED, LAB_USAGE_NOT_REPORTED },
    { LAB_USAGE_NOT_REPORTED, 5, 5 },
    { 5, LAB_USAGE_NOT_REPORTED, 5 },
    { 0, LAB_USAGE_NOT_REPORTED, 0 },
    { 2, 3, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabUsage a = LAB_USAGE_INIT;
      LabUsage b = LAB_USAGE_INIT;
      g_autoptr (GError) error = NULL;

      a.reasoning = a.system = a.tool = cases[i].a;
      b.reasoning = b.system = b.tool = cases[i].b;
      g_assert_true (lab_usage_add (&a, &b, &error));
      g_assert_no_error (error);
      g_assert_cmpint (a.reasoning, ==, cases[i].sum);
      g_assert_cmpint (a.system, ==, cases[i].sum);
      g_assert_cmpint (a.tool, ==, cases[i].sum);
    }
}

static void
test_add (void)
{
  LabUsage a = LAB_USAGE_INIT;
  LabUsage b = LAB_USAGE_INIT;
  LabUsage ab, ba;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < LAB_N_BUCKETS; i++)
    {
      a.buckets[i] = 10 + i;
      b.buckets[i] = 100 * (i + 1);
    }
  a.web_searches = 2;
  b.web_searches = 3;
  a.flags = LAB_USAGE_REPORTED;
  b.flags = LAB_USAGE_PARTIAL | LAB_USAGE_ESTIMATED;

  ab = a;
  ba = b;
  g_assert_true (lab_usage_add (&ab, &b, &error));
  g_assert_true (lab_usage_add (&ba, &a, &error));
  g_assert_no_error (error);
  g_assert_true (lab_usage_equal (&ab, &ba));
  g_assert_cmpint (ab.buckets[LAB_BUCKET_O], ==, 514);
  g_assert_cmpint (lab_usage_total (&ab), ==, lab_usage_total (&a) + lab_usage_total (&b));
  g_assert_cmpint (ab.web_searches, ==, 5);
  g_assert_cmpint (ab.flags, ==, LAB_USAGE_REPORTED | LAB_USAGE_PARTIAL | LAB_USAGE_ESTIMATED);
}

/* On overflow nothing is changed, whichever part overflows. */
static void
test_add_refuses_overflow (void)
{
  const gsize parts[] = {
    G_STRUCT_OFFSET (LabUsage, buckets[LAB_BUCKET_U]),
    G_STRUCT_OFFSET (LabUsage, buckets[LAB_BUCKET_O]),
    G_STRUCT_OFFSET (LabUsage, reasoning),
    G_STRUCT_OFFSET (LabUsage, system),
    G_STRUCT_OFFSET (LabUsage, tool),
    G_STRUCT_OFFSET (LabUsage, web_searches),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      LabUsage a = LAB_USAGE_INIT;
      LabUsage b = LAB_USAGE_INIT;
      LabUsage before;
      g_autoptr (GError) error = NULL;

      a.buckets[LAB_BUCKET_R] = b.buckets[LAB_BUCKET_R] = 4;
      G_STRUCT_MEMBER (gint64, &a, parts[i]) = G_MAXINT64;
      G_STRUCT_MEMBER (gint64, &b, parts[i]) = 1;
      before = a;
      g_assert_false (lab_usage_add (&a, &b, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "overflow");
      g_assert_true (lab_usage_equal (&a, &before));
      g_assert_false (lab_usage_add (&a, &b, NULL));
    }
}

static void
test_equal_looks_at_every_part (void)
{
  const LabUsage zero = LAB_USAGE_INIT;
  LabUsage same = LAB_USAGE_INIT;
  gint64 *const parts[] = { &same.buckets[0], &same.buckets[4], &same.reasoning,
                            &same.system,     &same.tool,       &same.web_searches };

  g_assert_true (lab_usage_equal (&zero, &same));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      *parts[i] += 1;
      g_assert_false (lab_usage_equal (&zero, &same));
      *parts[i] -= 1;
    }
  same.flags = LAB_USAGE_OTHER_MODALITY;
  g_assert_false (lab_usage_equal (&zero, &same));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/usage/bucket-names", test_bucket_names);
  g_test_add_func ("/base/usage/totals", test_totals);
  g_test_add_func ("/base/usage/totals-saturate", test_totals_saturate);
  g_test_add_func ("/base/usage/negative-is-seen", test_negative_is_seen);
  g_test_add_func ("/base/usage/memos-unknown-only-when-both-lack-them",
                   test_memos_unknown_only_when_both_lack_them);
  g_test_add_func ("/base/usage/add", test_add);
  g_test_add_func ("/base/usage/add-refuses-overflow", test_add_refuses_overflow);
  g_test_add_func ("/base/usage/equal-looks-at-every-part", test_equal_looks_at_every_part);
  return g_test_run ();
}
