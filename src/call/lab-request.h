/* lab-request.h: what is asked of a model, in no vendor's words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_ROLE_SYSTEM,
  LAB_ROLE_USER,
  LAB_ROLE_ASSISTANT,
  LAB_ROLE_TOOL,
} LabRole;

const char *lab_role_to_string (LabRole role);
/* "developer" reads as system, "model" as assistant, "function" as tool. */
gboolean lab_role_from_string (const char *text,
                               LabRole    *role);

typedef enum
{
  LAB_PART_TEXT,
  LAB_PART_IMAGE,       /* text holds a URL or data URI */
  LAB_PART_TOOL_CALL,   /* an assistant's: name, id, text holds the arguments (JSON) */
  LAB_PART_TOOL_RESULT, /* a tool's: id, text */
} LabPartType;

/**
 * LabCacheBreakpoint:
 *
 * A mark behind a part: everything up to and including it may be cached by
 * the provider, for the default or the long life.
 */
typedef enum
{
  LAB_CACHE_BREAKPOINT_NONE,
  LAB_CACHE_BREAKPOINT_DEFAULT,
  LAB_CACHE_BREAKPOINT_LONG,
} LabCacheBreakpoint;

typedef struct
{
  LabPartType type;
  char *text;
  char *name; /* (nullable) */
  char *id;   /* (nullable) */
  LabCacheBreakpoint breakpoint;
} LabPart;

LabPart *lab_part_new_text (const char *text);
LabPart *lab_part_new (LabPartType  type,
                       const char  *text,
                       const char  *name,
                       const char  *id);
LabPart *lab_part_copy (const LabPart *self);
void lab_part_free (LabPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPart, lab_part_free)
void lab_part_set_text (LabPart    *self,
                        const char *text);

/* @region names the part of a prompt template the message came from
 * ("policy", "examples", "context", "history", "question"); NULL where
 * unknown. It is never sent. */
typedef struct
{
  LabRole role;
  char *name;       /* (nullable) */
  char *region;     /* (nullable) */
  GPtrArray *parts; /* (element-type LabPart) */
} LabMessage;

/* @text: (nullable): NULL makes a message without parts */
LabMessage *lab_message_new (LabRole     role,
                             const char *text);
LabMessage *lab_message_copy (const LabMessage *self);
void lab_message_free (LabMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabMessage, lab_message_free)
/* The texts of all text parts, joined by a line feed. (transfer full) */
char *lab_message_get_text (const LabMessage *self);

typedef struct
{
  char *name;
  char *description; /* (nullable) */
  char *parameters;  /* (nullable): a JSON Schema, as JSON text */
} LabTool;

LabTool *lab_tool_new (const char *name,
                       const char *description,
                       const char *parameters);
LabTool *lab_tool_copy (const LabTool *self);
void lab_tool_free (LabTool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabTool, lab_tool_free)

#define LAB_UNSET (-1)

/**
 * LabRequest:
 * @provider: "openai", "anthropic", "google", "mock", or a name of the user's
 * @max_output_tokens: visible and reasoning together; LAB_UNSET
 * @temperature: (nullable): a decimal number as text, so that it is the same
 *   bytes in the key, on the wire and in the log
 * @reasoning_effort: (nullable): "minimal", "low", "medium", "high" …
 * @response_format: (nullable): JSON text: a JSON Schema the answer must meet
 * @extra: (element-type utf8 utf8): other parameters, name → JSON text, sent
 *   as they are and part of the key
 * @metadata: (element-type utf8 utf8): the specification's RequestMetadata;
 *   never sent and never part of the key
 *
 * A plain owned value: copy before changing one that is not yours. A
 * strategy is handed a const request and returns a changed copy.
 */
typedef struct
{
  char *provider;
  char *model;
  GPtrArray *messages; /* (element-type LabMessage) */
  GPtrArray *tools;    /* (element-type LabTool) */
  gint64 max_output_tokens;
  char *temperature;
  char *top_p;
  GStrv stop; /* (nullable) */
  gint64 seed;
  gboolean has_seed;
  char *reasoning_effort;
  char *response_format;
  char *service_tier; /* (nullable): asked for; what is served may differ */
  char *prompt_cache_key;
  gboolean stream;
  gboolean batch; /* to be sent through the vendor's batch interface */
  GTree *extra;
  GTree *metadata;
} LabRequest;

#define LAB_TYPE_REQUEST (lab_request_get_type ())
GType lab_request_get_type (void);

LabRequest *lab_request_new (const char *provider,
                             const char *model);
LabRequest *lab_request_copy (const LabRequest *self);
void lab_request_free (LabRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRequest, lab_request_free)

/* Frees the old text: for fields that are strings. */
void lab_request_set (char       **field,
                      const char  *value);
/* Returns the new message, owned by the request. @text as above. */
LabMessage *lab_request_add_message (LabRequest *self,
                                     LabRole     role,
                                     const char *text);
void lab_request_add_tool (LabRequest *self,
                           LabTool    *tool); /* (transfer full) */
/* A value of NULL takes the name out, in both. */
void lab_request_set_extra (LabRequest *self,
                            const char *name,
                            const char *json);
void lab_request_set_metadata (LabRequest *self,
                               const char *name,
                               const char *value);
const char *lab_request_get_metadata (const LabRequest *self,
                                      const char       *name);
/* All system messages' text, joined by a blank line; "" where there is none.
 * (transfer full) */
char *lab_request_get_system_text (const LabRequest *self);
/* The specification's `prompt`: the text of the last user message, "" where
 * there is none. (transfer full) */
char *lab_request_get_prompt (const LabRequest *self);

/* Fails with INVALID_REQUEST, naming the field: no model, no messages, a tool
 * result without its call, a parameter out of range, text not UTF-8. */
gboolean lab_request_validate (const LabRequest  *self,
                               GError           **error);

/**
 * lab_request_to_canonical_json:
 *
 * Every field that affects the output and nothing else, members sorted, no
 * white space, numbers as given: provider, model, messages (role, name,
 * parts), tools, max_output_tokens, temperature, top_p, stop, seed,
 * reasoning_effort, response_format, extra. Left out: stream, batch, service
 * tier, cache key and breakpoints, regions, metadata.
 *
 * Fields that are not set are absent. JSON texts (response_format, a tool's
 * parameters, extra) stand as values without white space, their members in
 * the order given, because a model may see it; a tool call's arguments are
 * text. Names are sorted by their UTF-8 bytes; text is not normalised; only
 * ", \ and control characters are escaped. Two requests that pass
 * lab_request_validate() have the same canonical JSON exactly when they ask
 * the same.
 * (transfer full)
 */
char *lab_request_to_canonical_json (const LabRequest *self);
/* SHA-256 of the canonical JSON, 64 lower-case hex digits. (transfer full) */
char *lab_request_hash (const LabRequest *self);
/* All fields, for storing and reading back; texts stand as the strings they
 * are, JSON or not. (transfer full) */
char *lab_request_to_json (const LabRequest *self);
LabRequest *lab_request_from_json (const LabJson  *json,
                                   GError        **error);

G_END_DECLS
