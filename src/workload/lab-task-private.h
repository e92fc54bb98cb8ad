/* lab-task-private.h: making tasks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-task.h"

G_BEGIN_DECLS

/* With empty collections, judge none, the skill lookup, difficulty 50 and an
 * answer of 120 tokens. */
LabTask *lab_task_new (const char *workload,
                       guint       index);
/* Appends a fact whose first form is its value. @form: (nullable): one more */
LabFact *lab_task_add_fact (LabTask    *self,
                            const char *id,
                            const char *value,
                            const char *form,
                            const char *locus,
                            guint       weight);
void lab_fact_add_form (LabFact    *self,
                        const char *form);
void lab_fact_add_distractor (LabFact    *self,
                              const char *value);
void lab_fact_free (LabFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabFact, lab_fact_free)
const LabFact *lab_task_find_fact (const LabTask *self,
                                   const char    *id);
/* Everything that makes one task differ from another, for hashes. */
void lab_task_update_checksum (const LabTask *self,
                               GChecksum     *checksum);
/* Sets the draw key from the request the task makes; call it last. */
void lab_task_set_draw_key (LabTask *self);
/* Bytes of text it holds. */
gsize lab_task_get_size (const LabTask *self);

G_END_DECLS
