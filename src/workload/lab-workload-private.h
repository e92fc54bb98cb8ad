/* lab-workload-private.h: what the room's parts tell each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-workload.h"

G_BEGIN_DECLS

/* All names, sorted. (transfer full) */
GStrv lab_workload_params_list (const LabWorkloadParams *self);

G_END_DECLS
