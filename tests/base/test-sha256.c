/* test-sha256.c: the standard's own examples, and GLib's sums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-random.h"
#include "lab-sha256.h"

/* csrc.nist.gov, examples of FIPS 180. */
static void
test_published_examples (void)
{
  g_autofree char *million = g_strnfill (1000000, 'a');
  const struct
  {
    const char *text;
    const char *sum;
  } examples[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *sum = lab_sha256 (examples[i].text, strlen (examples[i].text));

      g_assert_cmpstr (sum, ==, examples[i].sum);
    }
}

/* Every length around the borders of blocks. */
static void
test_same_as_glib (void)
{
  guint8 bytes[600];
  LabRandom random;

  lab_random_init (&random, 9);
  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) lab_random_next (&random);
  for (gsize length = 0; length <= sizeof bytes; length++)
    {
      g_autofree char *sum = lab_sha256 (bytes, length);
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);

      g_assert_cmpstr (sum, ==, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/sha256/published-examples", test_published_examples);
  g_test_add_func ("/base/sha256/same-as-glib", test_same_as_glib);
  return g_test_run ();
}
