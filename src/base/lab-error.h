/* lab-error.h: what can go wrong, in the specification's words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LAB_ERROR (lab_error_quark ())
GQuark lab_error_quark (void);

typedef enum
{
  LAB_ERROR_CATEGORY_API,
  LAB_ERROR_CATEGORY_SANDBOX,
  LAB_ERROR_CATEGORY_DATA,
  LAB_ERROR_CATEGORY_OPTIMIZATION,
} LabErrorCategory;

/**
 * LabErrorCode:
 *
 * The specification's codes in its four categories, and three more that any
 * room needs: INVALID_INPUT (a file, an option or a value somebody gave),
 * NOT_FOUND (a named thing that is not there) and UNPRICED (money is asked
 * of a call that has no price). Cancelling is G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  /* API integration */
  LAB_ERROR_INVALID_API_KEY,
  LAB_ERROR_RATE_LIMIT_EXCEEDED,
  LAB_ERROR_PROVIDER_UNAVAILABLE,
  LAB_ERROR_INVALID_REQUEST,
  /* Sandbox */
  LAB_ERROR_SESSION_CREATION_FAILED,
  LAB_ERROR_ISOLATION_BREACH,
  LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
  LAB_ERROR_SESSION_TIMEOUT,
  /* Data */
  LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
  LAB_ERROR_MISSING_BASELINE,
  LAB_ERROR_CORRUPTED_METRICS,
  LAB_ERROR_DATABASE_CONNECTION_FAILED,
  LAB_ERROR_INVALID_INPUT,
  LAB_ERROR_NOT_FOUND,
  LAB_ERROR_UNPRICED,
  /* Optimization */
  LAB_ERROR_STRATEGY_APPLICATION_FAILED,
  LAB_ERROR_QUALITY_DEGRADATION,
  LAB_ERROR_CACHE_INVALIDATION,
  LAB_ERROR_BATCH_PROCESSING,
  LAB_N_ERRORS
} LabErrorCode;

/* The stable name in files, logs and JSON: "RATE_LIMIT_EXCEEDED". */
const char *lab_error_code_to_string (LabErrorCode code);
gboolean lab_error_code_from_string (const char   *text,
                                     LabErrorCode *code);
LabErrorCategory lab_error_code_get_category (LabErrorCode code);
const char *lab_error_category_to_string (LabErrorCategory category);
/* Whether the same thing can succeed after trying again or doing what is
 * suggested; FALSE where it must be asked for differently, or given up. */
gboolean lab_error_code_is_recoverable (LabErrorCode code);
/* Translated: what to do. */
const char *lab_error_code_get_suggested_action (LabErrorCode code);

/* Makes a GError of LAB_ERROR. The message says what happened and where, in
 * a whole translated sentence. */
void lab_set_error (GError       **error,
                    LabErrorCode   code,
                    const char    *format,
                    ...) G_GNUC_PRINTF (3, 4);
/**
 * lab_error_set_context:
 * @error: (nullable): a GError of LAB_ERROR; anything else is left alone
 * @key: one of the LAB_ERROR_CONTEXT_ names, or a name of the room's own
 * @value: (nullable): the text; NULL takes the key out
 *
 * Context travels with the error (it survives g_error_copy() and prefixing).
 */
void lab_error_set_context (GError     *error,
                            const char *key,
                            const char *value);
/* (nullable) (transfer none) */
const char *lab_error_get_context (const GError *error,
                                   const char   *key);
/* (element-type utf8) (transfer container): sorted */
GPtrArray *lab_error_get_context_keys (const GError *error);

#define LAB_ERROR_CONTEXT_FILE "file"
#define LAB_ERROR_CONTEXT_LINE "line"
#define LAB_ERROR_CONTEXT_PATH "path" /* JSON path: $.models[3].price */
#define LAB_ERROR_CONTEXT_FIELD "field"
#define LAB_ERROR_CONTEXT_REASON "reason" /* a stable word for programs */
#define LAB_ERROR_CONTEXT_RETRY_AFTER "retry-after-us"
#define LAB_ERROR_CONTEXT_STATUS "http-status"
#define LAB_ERROR_CONTEXT_SHOULD_RETRY "should-retry" /* as the vendor says: true, false */
#define LAB_ERROR_CONTEXT_OPERATION "operation"
#define LAB_ERROR_CONTEXT_SESSION "session"
/* Where this error knows better than its code: what to do, as a translated
 * sentence, and whether that can help (true, false). The response says both
 * in their own fields, so its details leave them out. */
#define LAB_ERROR_CONTEXT_ACTION "action"
#define LAB_ERROR_CONTEXT_RECOVERABLE "recoverable"

/**
 * LabErrorResponse:
 *
 * The specification's ErrorResponse: what a front end shows.
 */
typedef struct
{
  char *code;
  char *message;
  char *details; /* (nullable): context as "key: value" lines */
  gboolean recoverable; /* the code's, unless the error itself says */
  char *suggested_action; /* (nullable): the same */
  gboolean recovered; /* a way back was found: there is nothing left to do */
} LabErrorResponse;

/* Any GError: those of other domains are given the nearest code (a missing
 * file NOT_FOUND, the network PROVIDER_UNAVAILABLE, all other I/O and unknown
 * ones INVALID_INPUT; cancelling reads "CANCELLED"). */
LabErrorResponse *lab_error_response_new (const GError *error);
void lab_error_response_free (LabErrorResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabErrorResponse, lab_error_response_free)

G_END_DECLS
