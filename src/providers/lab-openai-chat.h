/* lab-openai-chat.h: OpenAI's Chat Completions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-dialect.h"

G_BEGIN_DECLS

#define LAB_OPENAI_CHAT_NAME "openai-chat"

/**
 * LabOpenaiChat:
 *
 * POST /chat/completions as OpenAI's OpenAPI description has it
 * (CreateChatCompletionRequest and -Response, CompletionUsage, the stream's
 * chunks and the in-stream error). Input counts there include cached and
 * cache-written tokens, output counts include reasoning.
 */
#define LAB_TYPE_OPENAI_CHAT (lab_openai_chat_get_type ())
G_DECLARE_FINAL_TYPE (LabOpenaiChat, lab_openai_chat, LAB, OPENAI_CHAT, GObject)

LabDialect *lab_openai_chat_new (void);

G_END_DECLS
