/* lab-strategy.h: one optimisation with its parameters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-request.h"
#include "lab-response.h"
#include "lab-strategy-context.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_QUALITY_IMPACT_NONE,
  LAB_QUALITY_IMPACT_MINIMAL,
  LAB_QUALITY_IMPACT_MODERATE,
} LabQualityImpact;

const char *lab_quality_impact_to_string (LabQualityImpact impact);

/**
 * LabSavingsEstimate:
 * @token_reduction: tokens of input and output expected to fall away
 * @cost_reduction: nano-USD; negative where the strategy would cost more
 * @priced: FALSE where no price is known, and @cost_reduction means nothing
 * @confidence: 0..1
 */
typedef struct
{
  gint64 token_reduction;
  LabMoney cost_reduction;
  gboolean priced;
  LabQualityImpact quality_impact;
  double confidence;
} LabSavingsEstimate;

typedef enum
{
  LAB_STRATEGY_UNCHANGED,
  LAB_STRATEGY_REWROTE,
  LAB_STRATEGY_ANSWERED,
  LAB_STRATEGY_ROUTED,
  LAB_STRATEGY_DEFERRED,
  LAB_STRATEGY_BYPASSED, /* could not work (a lost cache); the call went on */
} LabStrategyAction;

const char *lab_strategy_action_to_string (LabStrategyAction action);

/**
 * LabStrategyNote:
 *
 * What one strategy did to one call. @tokens_before and @tokens_after are
 * input tokens, LAB_UNSET where not counted. @overhead is what its own
 * model calls cost. Kept as JSON with the call.
 */
typedef struct
{
  char *strategy;
  LabStrategyAction action;
  gint64 tokens_before;
  gint64 tokens_after;
  LabMoney estimated_savings;
  LabMoney overhead;
  char *detail; /* (nullable): translated, for people */
} LabStrategyNote;

LabStrategyNote *lab_strategy_note_new (const char        *strategy,
                                        LabStrategyAction  action);
void lab_strategy_note_free (LabStrategyNote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabStrategyNote, lab_strategy_note_free)
/* A JSON array of notes, for LabCallRecord. (transfer full) */
char *lab_strategy_notes_to_json (GPtrArray *notes);

/**
 * LabOptimizedRequest:
 * @request: what goes on; the strategy's own copy
 * @original: as it came in
 * @answer: (nullable): set when the strategy answered; nothing is sent
 * @deferred: the call is to go through the vendor's batch interface
 */
typedef struct
{
  LabRequest *request;
  LabRequest *original;
  char *optimization_applied;
  LabMoney estimated_savings;
  LabResponse *answer;
  gboolean deferred;
  LabStrategyNote *note;
} LabOptimizedRequest;

/* Copies @original into both. */
LabOptimizedRequest *lab_optimized_request_new (const char       *strategy,
                                                const LabRequest *original);
void lab_optimized_request_free (LabOptimizedRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabOptimizedRequest, lab_optimized_request_free)

typedef enum
{
  LAB_PARAMETER_BOOLEAN,
  LAB_PARAMETER_INT,
  LAB_PARAMETER_NUMBER,
  LAB_PARAMETER_CHOICE,
  LAB_PARAMETER_SET, /* one or more of the choices, each once, joined by + */
} LabParameterType;

/* One parameter of a strategy, for `strategies`, the editor and checks.
 * Static data. @choices is NULL-ended and only for choices and sets. */
typedef struct
{
  const char *name;
  const char *description; /* N_() */
  LabParameterType type;
  const char *default_value;
  double minimum;
  double maximum;
  const char * const *choices;
} LabParameterSpec;

#define LAB_TYPE_STRATEGY (lab_strategy_get_type ())
G_DECLARE_INTERFACE (LabStrategy, lab_strategy, LAB, STRATEGY, GObject)

struct _LabStrategyInterface
{
  GTypeInterface parent_iface;

  const char *(*get_name) (LabStrategy *self);
  const char *(*get_description) (LabStrategy *self);
  const LabParameterSpec *(*get_parameters) (LabStrategy *self,
                                             gsize       *n_parameters);
  gboolean (*set_parameter) (LabStrategy  *self,
                             const char   *name,
                             const char   *value,
                             GError      **error);
  char *(*dup_parameter) (LabStrategy *self,
                          const char  *name);
  void (*apply_async) (LabStrategy         *self,
                       const LabRequest    *request,
                       LabStrategyContext  *context,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data);
  LabOptimizedRequest *(*apply_finish) (LabStrategy   *self,
                                        GAsyncResult  *result,
                                        GError       **error);
  gboolean (*estimate_savings) (LabStrategy         *self,
                                const LabRequest    *request,
                                LabStrategyContext  *context,
                                LabSavingsEstimate  *estimate,
                                GError             **error);
  void (*observe_async) (LabStrategy         *self,
                         const LabRequest    *request,
                         const LabResponse   *response,
                         LabStrategyContext  *context,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data);
  gboolean (*observe_finish) (LabStrategy   *self,
                              GAsyncResult  *result,
                              GError       **error);
};

/* "response-cache": stable, used on the command line and in files. */
const char *lab_strategy_get_name (LabStrategy *self);
/* Translated. */
const char *lab_strategy_get_description (LabStrategy *self);
const LabParameterSpec *lab_strategy_get_parameters (LabStrategy *self,
                                                     gsize       *n_parameters);
/* Checks the value against the parameter's spec before the strategy sees it;
 * INVALID_EXPERIMENT_CONFIG names strategy and parameter. */
gboolean lab_strategy_set_parameter (LabStrategy  *self,
                                     const char   *name,
                                     const char   *value,
                                     GError      **error);
/* (transfer full) */
char *lab_strategy_dup_parameter (LabStrategy *self,
                                  const char  *name);
/* name:key=value,key=value with every parameter, sorted. (transfer full) */
char *lab_strategy_to_string (LabStrategy *self);

void lab_strategy_apply_async (LabStrategy         *self,
                               const LabRequest    *request,
                               LabStrategyContext  *context,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
LabOptimizedRequest *lab_strategy_apply_finish (LabStrategy   *self,
                                                GAsyncResult  *result,
                                                GError       **error);
gboolean lab_strategy_estimate_savings (LabStrategy         *self,
                                        const LabRequest    *request,
                                        LabStrategyContext  *context,
                                        LabSavingsEstimate  *estimate,
                                        GError             **error);
/**
 * lab_strategy_observe_async:
 * @request: as this strategy received it in apply
 *
 * Shows the strategy the answer, so that a cache can store it. Optional;
 * the default does nothing.
 */
void lab_strategy_observe_async (LabStrategy         *self,
                                 const LabRequest    *request,
                                 const LabResponse   *response,
                                 LabStrategyContext  *context,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean lab_strategy_observe_finish (LabStrategy   *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
