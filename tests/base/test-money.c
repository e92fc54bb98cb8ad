/* test-money.c: exact money: text in and out, sums, and what is refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-money.h"

static const struct
{
  const char *text;
  LabMoney amount;
  const char *back;
} texts[] = {
  { "0", 0, "0.00" },
  { "-0", 0, "0.00" },
  { "0e400", 0, "0.00" },
  { "12", 12000000000, "12.00" },
  { "-0.5", -500000000, "-0.50" },
  { "1.25e-6", 1250, "0.00000125" },
  { "1.25E-6", 1250, "0.00000125" },
  { "0.054399", 54399000, "0.054399" },
  { "7.75", 7750000000, "7.75" },
  { "1", 1000000000, "1.00" },
  { "1.230", 1230000000, "1.23" },
  { "007", 7000000000, "7.00" },
  { "1e+3", 1000000000000, "1000.00" },
  { "0.000000001", 1, "0.000000001" },
  { "1e-9", 1, "0.000000001" },
  { "10000000000e-19", 1, "0.000000001" },
  { "0.0000000010000000000000000000000000", 1, "0.000000001" },
  { "0.00000000000000000000000000001e28", 100000000, "0.10" },
  { "9223372036.854775807", G_MAXINT64, "9223372036.854775807" },
  { "-9223372036.854775808", G_MININT64, "-9223372036.854775808" },
  { "9223372036854775807e-9", G_MAXINT64, "9223372036.854775807" },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *back = NULL;
      LabMoney amount = 77;

      g_assert_true (lab_money_parse (texts[i].text, &amount, &error));
      g_assert_no_error (error);
      g_assert_cmpint (amount, ==, texts[i].amount);
      back = lab_money_to_string (amount);
      g_assert_cmpstr (back, ==, texts[i].back);
    }
}

static const struct
{
  const char *text;
  const char *reason;
} refused[] = {
  { "", "not-a-number" },
  { "-", "not-a-number" },
  { "NaN", "not-a-number" },
  { "nan", "not-a-number" },
  { "inf", "not-a-number" },
  { "-Infinity", "not-a-number" },
  { "1,5", "not-a-number" },
  { "1,000.00", "not-a-number" },
  { " 1", "not-a-number" },
  { "1 ", "not-a-number" },
  { "1\n", "not-a-number" },
  { "0x1", "not-a-number" },
  { "1e", "not-a-number" },
  { "1e+", "not-a-number" },
  { "1e1.5", "not-a-number" },
  { "--1", "not-a-number" },
  { "+1", "not-a-number" },
  { "-+1", "not-a-number" },
  { ".5", "not-a-number" },
  { "5.", "not-a-number" },
  { ".", "not-a-number" },
  { "1.2.3", "not-a-number" },
  { "$1", "not-a-number" },
  { "1_000", "not-a-number" },
  { "1f", "not-a-number" },
  { "\xd9\xa1", "not-a-number" },
  { "1\xff", "not-a-number" },
  { "1e400", "out-of-range" },
  { "-1e400", "out-of-range" },
  { "1e99999999999999999999999", "out-of-range" },
  { "9223372036.854775808", "out-of-range" },
  { "-9223372036.854775809", "out-of-range" },
  { "10000000000", "out-of-range" },
  { "18446744073.709551616", "out-of-range" },
  { "100000000000000000000000000000000000000", "out-of-range" },
  { "0.0000000001", "below-nano" },
  { "1.0000000001", "below-nano" },
  { "1e-10", "below-nano" },
  { "1e-400", "below-nano" },
  { "1e-99999999999999999999999", "below-nano" },
  { "0.12345678900000000000000000000000000001", "below-nano" },
};

static void
test_parse_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      LabMoney amount = 77;

      g_assert_false (lab_money_parse (refused[i].text, &amount, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       refused[i].reason);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (amount, ==, 77);
      g_assert_false (lab_money_parse (refused[i].text, &amount, NULL));
    }
}

static void
test_parse_scaled (void)
{
  static const struct
  {
    const char *text;
    int exponent;
    LabMoney amount;
    gboolean rounded;
  } cases[] = {
    { "0.000003", 6, 3000000000, FALSE },
    { "1.5e-7", 6, 150000000, FALSE },
    { "3", 0, 3000000000, FALSE },
    { "3000", -3, 3000000000, FALSE },
    { "1.23456789012345e-6", 6, 1234567890, TRUE },
    { "0.0000000005", 0, 1, TRUE },
    { "0.00000000049999", 0, 0, TRUE },
    { "-0.0000000005", 0, 0, TRUE },
    { "-0.00000000050001", 0, -1, TRUE },
    { "-0.0000000014", 0, -1, TRUE },
    { "-0.0000000016", 0, -2, TRUE },
    { "0.9999999999", 0, 1000000000, TRUE },
    { "1e-400", 0, 0, TRUE },
    { "-9223372036.8547758085", 0, G_MININT64, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean rounded = !cases[i].rounded;
      LabMoney amount = 77;

      g_assert_true (
          lab_money_parse_scaled (cases[i].text, cases[i].exponent, &amount, &rounded, &error));
      g_assert_no_error (error);
      g_assert_cmpint (amount, ==, cases[i].amount);
      g_assert_cmpint (rounded, ==, cases[i].rounded);
    }
}

/* Rounding up may be what leaves the range. */
static void
test_parse_scaled_range (void)
{
  g_autoptr (GError) error = NULL;
  gboolean rounded = FALSE;
  LabMoney amount = 77;

  g_assert_false (lab_money_parse_scaled ("9223372036.8547758075", 0, &amount, &rounded, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpint (amount, ==, 77);
  g_assert_false (rounded);
}

/* Amounts of every size, from GLib's own generator. */
static gint64
random_amount (GRand *rand)
{
  guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
  gint64 value;

  bits >>= g_rand_int_range (rand, 0, 64);
  memcpy (&value, &bits, sizeof value);
  return g_rand_boolean (rand) ? value : (gint64) -bits;
}

static void
test_text_round_trip (void)
{
  static const gint64 extremes[] = { G_MININT64, G_MININT64 + 1, -1,        0,
                                     1,          G_MAXINT64 - 1, G_MAXINT64 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++)
    {
      gint64 amount = i < G_N_ELEMENTS (extremes) ? extremes[i] : random_amount (rand);
      g_autofree char *text = lab_money_to_string (amount);
      const char *point = strchr (text, '.');
      LabMoney back = 77;

      g_assert_true (lab_money_parse (text, &back, NULL));
      g_assert_cmpint (back, ==, amount);
      /* at least two digits, and no zero after them */
      g_assert_nonnull (point);
      g_assert_cmpuint (strlen (point + 1), >=, 2);
      if (strlen (point + 1) > 2)
        g_assert_false (g_str_has_suffix (text, "0"));
    }
}

static void
test_sums_are_checked (void)
{
  static const struct
  {
    char op;
    gint64 a, b, result;
    gboolean fits;
  } cases[] = {
    { '+', 1, 2, 3, TRUE },
    { '+', G_MAXINT64, 0, G_MAXINT64, TRUE },
    { '+', G_MAXINT64, 1, 0, FALSE },
    { '+', G_MININT64, -1, 0, FALSE },
    { '+', G_MININT64, G_MAXINT64, -1, TRUE },
    { '-', 1, 2, -1, TRUE },
    { '-', 0, G_MININT64, 0, FALSE },
    { '-', -1, G_MININT64, G_MAXINT64, TRUE },
    { '-', G_MININT64, 1, 0, FALSE },
    { '*', 3, -4, -12, TRUE },
    { '*', G_MININT64, -1, 0, FALSE },
    { '*', G_MININT64, 1, G_MININT64, TRUE },
    { '*', G_MAXINT64, 2, 0, FALSE },
    { '*', G_GINT64_CONSTANT (1) << 32, G_GINT64_CONSTANT (1) << 31, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean (*op) (LabMoney, gint64, LabMoney *, GError **) =
          cases[i].op == '+' ? lab_money_add :
                               (cases[i].op == '-' ? lab_money_subtract : lab_money_multiply);
      g_autoptr (GError) error = NULL;
      LabMoney result = 77;

      g_assert_cmpint (op (cases[i].a, cases[i].b, &result, &error), ==, cases[i].fits);
      if (cases[i].fits)
        {
          g_assert_no_error (error);
          g_assert_cmpint (result, ==, cases[i].result);
          continue;
        }
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "overflow");
      g_assert_cmpint (result, ==, 77);
    }
}

#define BIG_DIGITS 64

/* A second opinion on products: schoolbook arithmetic on decimal digits,
 * lowest first, of magnitudes. */
typedef struct
{
  guint8 digit[BIG_DIGITS];
} Big;

static Big
big_from (guint64 value)
{
  Big big = { { 0 } };

  for (guint i = 0; value > 0; i++, value /= 10)
    big.digit[i] = value % 10;
  return big;
}

static void
big_add_product (Big *sum, guint64 a, guint64 b)
{
  Big left = big_from (a);
  Big right = big_from (b);

  for (guint i = 0; i < 20; i++)
    {
      guint carry = 0;

      for (guint j = 0; i + j < BIG_DIGITS; j++)
        {
          guint at = sum->digit[i + j] + carry;

          if (j < 20)
            at += left.digit[i] * right.digit[j];
          sum->digit[i + j] = at % 10;
          carry = at / 10;
        }
    }
}

static char *
big_to_dollars (const Big *big)
{
  GString *text = g_string_new (NULL);
  guint top = BIG_DIGITS - 1;
  guint low = 0;

  while (top > 15 && big->digit[top] == 0)
    top--;
  while (low < 13 && big->digit[low] == 0)
    low++;
  for (guint i = top + 1; i-- > low;)
    g_string_append_printf (text, "%s%u", i == 14 ? "." : "", big->digit[i]);
  return g_string_free (text, FALSE);
}

/* Compares sum / 10^6 half up with @amount, by digits. */
static void
assert_rounds_to (const Big *big, LabMoney amount)
{
  Big rounded = *big;
  guint64 value = 0;

  big_add_product (&rounded, 500000, 1);
  for (guint i = BIG_DIGITS; i-- > 6;)
    value = value * 10 + rounded.digit[i];
  g_assert_cmpuint (value, ==, (guint64) amount);
}

static void
test_product_sums_by_long_multiplication (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint i = 0; i < 3000; i++)
    {
      LabProductSum sum = 0;
      Big big = { { 0 } };
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;
      g_autoptr (GError) error = NULL;
      LabMoney amount = 0;

      for (guint j = 0; j < 5; j++)
        {
          gint64 tokens = random_amount (rand) & G_MAXINT64;
          gint64 rate = random_amount (rand) & G_MAXINT64;

          /* keep the sum of five below the range of money */
          if (i % 2 == 0)
            {
              tokens >>= 24;
              rate >>= 23;
            }
          g_assert_true (lab_product_sum_add (&sum, tokens, rate, j == 0 ? &error : NULL) ||
                         i % 2 == 1);
          if (sum < 0)
            g_assert_not_reached ();
          big_add_product (&big, (guint64) tokens, (guint64) rate);
          if (i % 2 == 1)
            break;
        }

      g_assert_no_error (error);
      text = lab_product_sum_to_string (sum);
      expected = big_to_dollars (&big);
      g_assert_cmpstr (text, ==, expected);
      if (i % 2 == 0)
        {
          g_assert_true (lab_product_sum_to_money (sum, &amount, &error));
          assert_rounds_to (&big, amount);
        }
    }
}

static void
test_product_sum_rounds_half_up (void)
{
  static const struct
  {
    gint64 sum;
    LabMoney amount;
    const char *text;
  } cases[] = {
    { 0, 0, "0.00" },
    { 499999, 0, "0.000000000499999" },
    { 500000, 1, "0.0000000005" },
    { 1499999, 1, "0.000000001499999" },
    { 1500000, 2, "0.0000000015" },
    { -1, 0, "-0.000000000000001" },
    { -500000, 0, "-0.0000000005" },
    { -500001, -1, "-0.000000000500001" },
    { -1000000, -1, "-0.000000001" },
    { -1500000, -1, "-0.0000000015" },
    { -1500001, -2, "-0.000000001500001" },
    { G_GINT64_CONSTANT (1234567890000000), 1234567890, "1.23456789" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_product_sum_to_string (cases[i].sum);
      LabMoney amount = 77;

      g_assert_true (lab_product_sum_to_money (cases[i].sum, &amount, NULL));
      g_assert_cmpint (amount, ==, cases[i].amount);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_product_sum_refuses_overflow (void)
{
  const __int128 largest = (__int128) (~(unsigned __int128) 0 >> 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  LabProductSum sum = 0;
  LabMoney amount = 77;

  g_assert_true (lab_product_sum_add (&sum, G_MININT64, G_MININT64, NULL));
  g_assert_false (lab_product_sum_add (&sum, G_MININT64, G_MININT64, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  g_assert_true (sum == (__int128) 1 << 126);

  g_assert_false (lab_product_sum_to_money (sum, &amount, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpint (amount, ==, 77);

  text = lab_product_sum_to_string (largest);
  g_assert_cmpstr (text, ==, "170141183460469231731687.303715884105727");
  g_clear_pointer (&text, g_free);
  text = lab_product_sum_to_string (-largest - 1);
  g_assert_cmpstr (text, ==, "-170141183460469231731687.303715884105728");
}

/* Half a nano-dollar either side of the range. */
static void
test_product_sum_range (void)
{
  LabProductSum top = (LabProductSum) G_MAXINT64 * 1000000;
  LabProductSum bottom = (LabProductSum) G_MININT64 * 1000000;
  LabMoney amount = 77;

  g_assert_true (lab_product_sum_to_money (top + 499999, &amount, NULL));
  g_assert_cmpint (amount, ==, G_MAXINT64);
  g_assert_false (lab_product_sum_to_money (top + 500000, &amount, NULL));
  g_assert_true (lab_product_sum_to_money (bottom - 500000, &amount, NULL));
  g_assert_cmpint (amount, ==, G_MININT64);
  g_assert_false (lab_product_sum_to_money (bottom - 500001, &amount, NULL));
}

static void
test_format (void)
{
  static const struct
  {
    LabMoney amount;
    int digits;
    const char *text;
  } cases[] = {
    { 0, 2, "$0.00" },
    { 12340000000, 2, "$12.34" },
    { 12345000000, 2, "$12.35" },
    { -12340000000, 2, "-$12.34" },
    { 14200000, 4, "$0.0142" },
    { 54399000, 4, "$0.0544" },
    { 1000, 6, "$0.000001" },
    { 1, 9, "$0.000000001" },
    { -1, 9, "-$0.000000001" },
    { 12, 9, "$0.000000012" },
    { 1234, 8, "$0.00000123" },
    { 500000000, 2, "$0.50" },
    { 123456789, 3, "$0.123" },
    { 999999999, 2, "$1.00" },
    { 99999999, 2, "$0.10" },
    { 1000000000, 2, "$1.00" },
    { 1234567890000000, 2, "$1234567.89" },
    { G_MININT64, 2, "-$9223372036.85" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_money_format (cases[i].amount);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (lab_money_digits (cases[i].amount), ==, cases[i].digits);
    }
}

static void
test_format_digits (void)
{
  static const struct
  {
    LabMoney amount;
    int digits;
    const char *text;
  } cases[] = {
    { 1500000000, 0, "$2" },          { -1500000000, 0, "-$2" },
    { 1499999999, 0, "$1" },          { 5000000, 2, "$0.01" },
    { 4999999, 2, "$0.00" },          { -4999999, 2, "$0.00" },
    { -5000000, 2, "-$0.01" },        { 54399000, 6, "$0.054399" },
    { 1, 9, "$0.000000001" },         { G_MAXINT64, 9, "$9223372036.854775807" },
    { G_MAXINT64, 0, "$9223372037" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_money_format_digits (cases[i].amount, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Whatever the amount, people never read zero where there is something. */
static void
test_format_never_reads_zero (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 5000; i++)
    {
      gint64 amount = random_amount (rand);
      g_autofree char *text = lab_money_format (amount);

      g_assert_cmpint (strpbrk (text, "123456789") != NULL, ==, amount != 0);
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Makes @name in @folder with the system's own tool, if it is there. */
static gboolean
build_locale (const char *folder, const char *source, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *argv[] = { "localedef", "--no-archive", "-i", source, "-f", "UTF-8", path, NULL };
  int status = 1;

  return g_spawn_sync (NULL, (char **) argv, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                           G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) &&
         status == 0;
}

static void
test_format_in_locale (void)
{
  static const struct
  {
    const char *source;
    const char *locale;
    const char *text;
    const char *small;
  } cases[] = {
    { "de_DE", "de_DE.UTF-8", "$1.234.567,89", "$0,0142" },
    { "en_IN", "en_IN.UTF-8", "$12,34,567.89", "$0.0142" },
    { "fr_FR", "fr_FR.UTF-8", "$1\u202f234\u202f567,89", "$0,0142" },
  };
  g_autofree char *folder = g_dir_make_tmp ("lab-locale-XXXXXX", NULL);

  g_setenv ("LOCPATH", folder, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *large = NULL;
      g_autofree char *small = NULL;
      g_autofree char *file = NULL;

      if (!build_locale (folder, cases[i].source, cases[i].locale) ||
          setlocale (LC_ALL, cases[i].locale) == NULL)
        {
          g_test_skip ("locales cannot be built here");
          break;
        }
      large = lab_money_format (1234567890000000);
      small = lab_money_format (14200000);
      file = lab_money_to_string (1234567890000000);
      g_assert_cmpstr (large, ==, cases[i].text);
      g_assert_cmpstr (small, ==, cases[i].small);
      /* files stay as they are */
      g_assert_cmpstr (file, ==, "1234567.89");
    }
  g_unsetenv ("LOCPATH");
  setlocale (LC_ALL, "C.UTF-8");
  remove_folder (folder);
}

static void
test_to_usd (void)
{
  g_assert_cmpfloat (lab_money_to_usd (1500000000), ==, 1.5);
  g_assert_cmpfloat (lab_money_to_usd (-1), ==, -1e-9);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/money/parse", test_parse);
  g_test_add_func ("/base/money/parse-refuses", test_parse_refuses);
  g_test_add_func ("/base/money/parse-scaled", test_parse_scaled);
  g_test_add_func ("/base/money/parse-scaled-range", test_parse_scaled_range);
  g_test_add_func ("/base/money/text-round-trip", test_text_round_trip);
  g_test_add_func ("/base/money/sums-are-checked", test_sums_are_checked);
  g_test_add_func ("/base/money/product-sums-by-long-multiplication",
                   test_product_sums_by_long_multiplication);
  g_test_add_func ("/base/money/product-sum-rounds-half-up", test_product_sum_rounds_half_up);
  g_test_add_func ("/base/money/product-sum-refuses-overflow", test_product_sum_refuses_overflow);
  g_test_add_func ("/base/money/product-sum-range", test_product_sum_range);
  g_test_add_func ("/base/money/format", test_format);
  g_test_add_func ("/base/money/format-digits", test_format_digits);
  g_test_add_func ("/base/money/format-never-reads-zero", test_format_never_reads_zero);
  g_test_add_func ("/base/money/format-in-locale", test_format_in_locale);
  g_test_add_func ("/base/money/to-usd", test_to_usd);
  return g_test_run ();
}
