/* main.c: costlab-cli
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

int
main (int    argc,
      char **argv)
{
  return lab_cli_main (argc, argv);
}
