/* lab-workload.h: a set of tasks, built in or the user's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"
#include "lab-task.h"

G_BEGIN_DECLS

/**
 * LabWorkloadParams:
 *
 * Whole numbers by name: sizes in o200k tokens, shares in permille,
 * difficulties on the 0 … 100 scale, times in seconds. What is not set has
 * the workload's default.
 */
typedef struct _LabWorkloadParams LabWorkloadParams;

LabWorkloadParams *lab_workload_params_new (void);
LabWorkloadParams *lab_workload_params_copy (const LabWorkloadParams *self);
void lab_workload_params_free (LabWorkloadParams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabWorkloadParams, lab_workload_params_free)
void lab_workload_params_set (LabWorkloadParams *self,
                              const char        *name,
                              gint64             value);
/* FALSE where it is not set. */
gboolean lab_workload_params_get (const LabWorkloadParams *self,
                                  const char              *name,
                                  gint64                  *value);
/* {"clock":20,"turns":1}: members sorted. (transfer full) */
char *lab_workload_params_to_json (const LabWorkloadParams *self);
/* An object whose members are integers. */
LabWorkloadParams *lab_workload_params_from_json (const LabJson  *json,
                                                  GError        **error);

/**
 * LabWorkloadParamSpec:
 *
 * One parameter a built-in workload knows. @description is for people and
 * not translated (xgettext collects it; show it through _()).
 */
typedef struct
{
  const char *name;
  const char *description;
  gint64 minimum;
  gint64 maximum;
  gint64 fallback;
} LabWorkloadParamSpec;

/**
 * LabWorkloadInfo:
 * @title: @description: @danger: for people, translated on reading
 *   through lab_workload_get_title() and its like; msgids here
 * @danger: what can go wrong when this work is made cheaper
 * @params: ended by an entry whose name is NULL
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *description;
  const char *danger;
  const char *clusters;
  const LabWorkloadParamSpec *params;
} LabWorkloadInfo;

/* Presets of every built-in workload. */
#define LAB_WORKLOAD_PRESET_SMALL 40
#define LAB_WORKLOAD_PRESET_STANDARD 200
#define LAB_WORKLOAD_PRESET_LARGE 1000
#define LAB_WORKLOAD_MAX_TASKS 100000

/* The six, in the order in which they are shown. */
const LabWorkloadInfo *lab_workload_list_builtin (guint *n);
/* (nullable) */
const LabWorkloadInfo *lab_workload_find_builtin (const char *id);

/**
 * LabWorkload:
 *
 * Immutable; tasks may be asked for from any thread. Those of a built-in
 * workload are made when asked for, a pure function of (id, parameters,
 * seed, index): @n only says how many there are.
 */
#define LAB_TYPE_WORKLOAD (lab_workload_get_type ())
G_DECLARE_FINAL_TYPE (LabWorkload, lab_workload, LAB, WORKLOAD, GObject)

/**
 * lab_workload_new_builtin:
 * @params: (nullable): defaults
 * @n: tasks, 1 … LAB_WORKLOAD_MAX_TASKS; 0 means the standard preset
 *
 * Fails with NOT_FOUND (no such workload) or INVALID_EXPERIMENT_CONFIG (a
 * parameter that is unknown, out of range, or at odds with another; the
 * error's field names it).
 */
LabWorkload *lab_workload_new_builtin (const char              *id,
                                       const LabWorkloadParams *params,
                                       guint64                  seed,
                                       guint                    n,
                                       GError                 **error);
/**
 * lab_workload_new_from_tasks:
 * @tasks: (element-type LabTask) (transfer none)
 *
 * For own workloads and tests.
 */
LabWorkload *lab_workload_new_from_tasks (const char *id,
                                          const char *title,
                                          GPtrArray  *tasks);
/**
 * lab_workload_open:
 * @spec: a built-in's id, or a path to a file (lab-task-reader.h)
 * @max_tasks: built-in: how many; a file: stop after so many; 0 means the
 *   standard preset, or the whole file
 */
LabWorkload *lab_workload_open (const char              *spec,
                                const LabWorkloadParams *params,
                                guint64                  seed,
                                guint                    max_tasks,
                                GCancellable            *cancellable,
                                GError                 **error);

const char *lab_workload_get_id (LabWorkload *self);
/* Translated. */
const char *lab_workload_get_title (LabWorkload *self);
const char *lab_workload_get_description (LabWorkload *self);
const char *lab_workload_get_danger (LabWorkload *self);
gboolean lab_workload_is_builtin (LabWorkload *self);
guint64 lab_workload_get_seed (LabWorkload *self);
guint lab_workload_get_n_tasks (LabWorkload *self);
/* Tasks with a judge; where it is 0 no quality can be shown. */
guint lab_workload_get_n_judged (LabWorkload *self);
/* (transfer full): @index below the number of tasks */
LabTask *lab_workload_get_task (LabWorkload *self,
                                guint        index);
/**
 * lab_workload_get_content_hash:
 *
 * SHA-256, 64 hex digits: of id, generator version, parameters and seed for
 * a built-in workload, of all tasks' content for another. A baseline is
 * stale when it differs. How many tasks a built-in one has does not count:
 * the first of many are those of few.
 */
const char *lab_workload_get_content_hash (LabWorkload *self);
/* The parameters, defaults filled in, as JSON. */
const char *lab_workload_get_params_json (LabWorkload *self);

G_END_DECLS
