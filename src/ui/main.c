/* main.c: costlab
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "lab-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (LabApplication) application = NULL;
  /* For translators, who look at their work before it is installed. */
  const char *catalogues = g_getenv ("COSTLAB_LOCALEDIR");
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : LAB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_("API Cost Lab"));

  application = lab_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != EXIT_SUCCESS ? status : lab_application_get_status (application);
}
