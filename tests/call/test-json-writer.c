/* test-json-writer.c: the same bytes everywhere, and back again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <float.h>
#include <math.h>

#include "lab-json-writer.h"
#include "lab-random.h"

static void
write_sample (LabJsonWriter *writer)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "text", "a\"\\/\b\f\n\r\t\x01\x1f\x7fé😀");
  lab_json_writer_member_string (writer, "none", NULL);
  lab_json_writer_member_int (writer, "least", G_MININT64);
  lab_json_writer_member_boolean (writer, "yes", TRUE);
  lab_json_writer_member_double (writer, "tenth", 0.1);
  lab_json_writer_member_money (writer, "cost", 14200000);
  lab_json_writer_name (writer, "list");
  lab_json_writer_begin_array (writer);
  lab_json_writer_null (writer);
  lab_json_writer_begin_array (writer);
  lab_json_writer_end_array (writer);
  lab_json_writer_begin_object (writer);
  lab_json_writer_end_object (writer);
  lab_json_writer_raw (writer, "1.50");
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
}

static void
test_compact (void)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *text = NULL;

  write_sample (writer);
  text = lab_json_writer_to_string (writer);
  g_assert_cmpstr (text, ==,
                   "{\"text\":\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7fé😀\",\"none\":null,"
                   "\"least\":-9223372036854775808,\"yes\":true,\"tenth\":0.1,"
                   "\"cost\":{\"usd\":\"0.0142\",\"nano_usd\":14200000},"
                   "\"list\":[null,[],{},1.50]}");
}

static void
test_pretty (void)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);
  g_autofree char *text = NULL;

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "a", 1);
  lab_json_writer_name (writer, "b");
  lab_json_writer_begin_array (writer);
  lab_json_writer_int (writer, 2);
  lab_json_writer_string (writer, "three");
  lab_json_writer_end_array (writer);
  lab_json_writer_name (writer, "c");
  lab_json_writer_begin_object (writer);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
  text = lab_json_writer_to_string (writer);
  g_assert_cmpstr (text, ==,
                   "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    \"three\"\n  ],\n  \"c\": {}\n}\n");
}

static void
test_bad_bytes_are_replaced (void)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *text = NULL;

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "n\xff", "a\xc0\xaf\"");
  lab_json_writer_end_object (writer);
  text = lab_json_writer_to_string (writer);
  g_assert_cmpstr (text, ==, "{\"n\xef\xbf\xbd\":\"a\xef\xbf\xbd\xef\xbf\xbd\\\"\"}");
}

static char *
write_double (double value)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_double (writer, value);
  return lab_json_writer_to_string (writer);
}

static void
test_doubles (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0.0, "0" },          { -0.0, "-0" },
    { 0.1, "0.1" },        { 1.0 / 3, "0.3333333333333333" },
    { 5e-324, "5e-324" },  { DBL_MAX, "1.7976931348623157e+308" },
    { 1e21, "1e+21" },     { 0.1 + 0.2, "0.30000000000000004" },
    { NAN, "null" },       { INFINITY, "null" },
    { -INFINITY, "null" }, { 123456789.125, "123456789.125" },
  };
  LabRandom random;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_double (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }

  /* Any bits read back as they were. */
  lab_random_init (&random, 11);
  for (int i = 0; i < 20000; i++)
    {
      union
      {
        guint64 bits;
        double value;
      } number = { .bits = lab_random_next (&random) };
      g_autofree char *text = write_double (number.value);
      g_autoptr (LabJsonDocument) document = NULL;
      double back = 0;

      if (!isfinite (number.value))
        continue;
      document = lab_json_document_parse (text, -1, NULL, 1, NULL);
      g_assert_true (lab_json_get_double (lab_json_document_get_root (document), &back));
      g_assert_cmpfloat (back, ==, number.value);
    }
}

static void
test_decimals (void)
{
  static const struct
  {
    double value;
    int digits;
    const char *text;
  } cases[] = {
    { 1.005, 1, "1.0" },    { -0.001, 2, "0.00" }, { 1e21, 0, "1000000000000000000000" },
    { 2.5e-7, 9, "0.000000250" }, { -12.25, 1, "-12.2" }, { -0.4, 0, "0" },
    { NAN, 2, "null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
      g_autofree char *text = NULL;

      lab_json_writer_decimal (writer, cases[i].value, cases[i].digits);
      text = lab_json_writer_to_string (writer);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_nodes_sorted_and_as_they_stood (void)
{
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *plain = NULL;
  g_autofree char *sorted = NULL;
  g_autofree char *written = NULL;
  const LabJson *root;

  document = lab_json_document_parse (" {\"b\":[true, false,{\"z\":1.50,\"a\":null}],"
                                      "\"é\":0,\"a\":\"\\u00e9\"}", -1, NULL, 1, NULL);
  root = lab_json_document_get_root (document);
  plain = lab_json_to_string (root, FALSE);
  g_assert_cmpstr (plain, ==, "{\"b\":[true,false,{\"z\":1.50,\"a\":null}],\"é\":0,\"a\":\"é\"}");
  sorted = lab_json_to_string (root, TRUE);
  g_assert_cmpstr (sorted, ==, "{\"a\":\"é\",\"b\":[true,false,{\"a\":null,\"z\":1.50}],\"é\":0}");

  lab_json_writer_begin_array (writer);
  lab_json_writer_node (writer, root);
  lab_json_writer_end_array (writer);
  written = lab_json_writer_to_string (writer);
  g_assert_cmpint (written[0], ==, '[');
  g_assert_true (g_str_has_prefix (written + 1, plain));
}

/* Breaking the order of calls is a programmer's error and writes nothing. */
static void
test_misuse_is_critical (void)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *text = NULL;

#define ASSERT_CRITICAL(call)                                                                      \
  g_test_expect_message ("lab-call", G_LOG_LEVEL_CRITICAL, "*assertion*failed*");                  \
  call;                                                                                            \
  g_test_assert_expected_messages ();

  ASSERT_CRITICAL (lab_json_writer_name (writer, "n"));
  ASSERT_CRITICAL (g_assert_null (lab_json_writer_to_string (writer)));
  lab_json_writer_begin_object (writer);
  ASSERT_CRITICAL (lab_json_writer_int (writer, 1));
  ASSERT_CRITICAL (lab_json_writer_end_array (writer));
  lab_json_writer_name (writer, "n");
  ASSERT_CRITICAL (lab_json_writer_name (writer, "m"));
  ASSERT_CRITICAL (lab_json_writer_end_object (writer));
  lab_json_writer_int (writer, 1);
  ASSERT_CRITICAL (g_assert_null (lab_json_writer_to_string (writer)));
  lab_json_writer_end_object (writer);
  ASSERT_CRITICAL (lab_json_writer_begin_array (writer));
  text = lab_json_writer_to_string (writer);
  g_assert_cmpstr (text, ==, "{\"n\":1}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json-writer/compact", test_compact);
  g_test_add_func ("/call/json-writer/pretty", test_pretty);
  g_test_add_func ("/call/json-writer/bad-bytes-are-replaced", test_bad_bytes_are_replaced);
  g_test_add_func ("/call/json-writer/doubles", test_doubles);
  g_test_add_func ("/call/json-writer/decimals", test_decimals);
  g_test_add_func ("/call/json-writer/nodes-sorted-and-as-they-stood",
                   test_nodes_sorted_and_as_they_stood);
  g_test_add_func ("/call/json-writer/misuse-is-critical", test_misuse_is_critical);

  return g_test_run ();
}
