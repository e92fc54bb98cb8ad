/* lab-call-settings.h: how a call is to be made, beside what it says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-model-info.h"
#include "lab-request.h"

G_BEGIN_DECLS

/* What practice does to a call, so that it can be seen what comes of it. */
typedef enum
{
  LAB_PRACTICE_FAULT_NONE,
  LAB_PRACTICE_FAULT_RATE_LIMITED, /* twice, then an answer */
  LAB_PRACTICE_FAULT_CUT,
  LAB_PRACTICE_FAULT_NO_USAGE,
  LAB_PRACTICE_FAULT_OFFLINE,
} LabPracticeFault;

/* The words for LabCallOptions. (nullable) (transfer none) */
const char * const *lab_practice_fault_get_words (LabPracticeFault fault);
/* A translated sentence, for while it is on. (nullable) */
const char *lab_practice_fault_describe (LabPracticeFault fault);

/**
 * LabCallSettings:
 *
 * A popover with the output limit and the other parameters of a request, the
 * look of the editor, and the fault for practice. All but the fault is kept
 * in the settings. Emits ::changed. Property: fault. Action:
 * call.use-suggestion.
 */
#define LAB_TYPE_CALL_SETTINGS (lab_call_settings_get_type ())
G_DECLARE_FINAL_TYPE (LabCallSettings, lab_call_settings, LAB, CALL_SETTINGS, GtkPopover)

void lab_call_settings_bind (LabCallSettings *self,
                             GSettings       *settings);
/* What the model cannot do is not offered. @info: (nullable) */
void lab_call_settings_set_model (LabCallSettings    *self,
                                  const LabModelInfo *info);
/* Sets them on a request that has a model and messages. */
void lab_call_settings_apply (LabCallSettings *self,
                              LabRequest      *request);
/* Offers an output limit that fits a budget: LAB_UNSET for no offer, 0 where
 * not even one token fits. */
void lab_call_settings_suggest (LabCallSettings *self,
                                gint64           max_output);
/* While it is open. */
void lab_call_settings_focus_limit (LabCallSettings *self);
LabPracticeFault lab_call_settings_get_fault (LabCallSettings *self);
void lab_call_settings_set_fault (LabCallSettings  *self,
                                  LabPracticeFault  fault);

G_END_DECLS
