/* chart-fixture.h: fixed fonts, and one chart of each kind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-picture.h"

G_BEGIN_DECLS

#define FIXTURE_FONT_SIZE 15.0

/* Like g_test_init(), with the fonts of tests/data and no other. */
void chart_fixture_init (int    *argc,
                         char ***argv);
LabChartStyle chart_fixture_style (gboolean dark,
                                   gboolean high_contrast);

typedef struct
{
  const char *name;
  LabChartModel *(*make) (void);
  double width;
  double height;
} ChartFixture;

/* Each kind of chart at least once, as a view would show it. */
const ChartFixture *chart_fixture_get_all (guint *n);
/* (nullable) */
const ChartFixture *chart_fixture_find (const char *name);

/* A line of noise with one spike up and one down. */
LabChartModel *chart_fixture_make_long_line (gsize n);

G_END_DECLS
