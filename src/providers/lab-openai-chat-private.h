/* lab-openai-chat-private.h: what the dialect and its decoder share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-openai-chat.h"

G_BEGIN_DECLS

/* A request's JSON body. Fails where @request's extra parameters hold a name
 * that is written from its own fields, or ask for several answers, of which
 * all but the first would be paid and lost. (transfer full) */
char *lab_openai_chat_build_body (const LabRequest  *request,
                                  GError           **error);

/* A CompletionUsage object; JSON null or absent members count as not
 * reported. Fails only where a count is no integer of 64 bits. */
gboolean lab_openai_chat_read_usage (const LabJson  *json,
                                     LabUsage       *usage,
                                     GError        **error);
/* The usage member of a reply or a chunk, and its JSON; usage that cannot be
 * read is not reported, and unreconciled. */
void lab_openai_chat_take_usage (LabResponse   *response,
                                 const LabJson *usage);
LabFinish lab_openai_chat_read_finish (const char *reason);
/* Turns {"error":{…}} into our error; @status 0 for one inside a stream. */
void lab_openai_chat_set_error (GError        **error,
                                guint           status,
                                const LabJson  *body,
                                GTree          *headers);
/* @cause: what could not be read; @reply: (nullable) */
void lab_openai_chat_set_unreadable (GError             **error,
                                     const LabWireReply  *reply,
                                     const GError        *cause);

#define LAB_TYPE_OPENAI_CHAT_DECODER (lab_openai_chat_decoder_get_type ())
G_DECLARE_FINAL_TYPE (LabOpenaiChatDecoder, lab_openai_chat_decoder, LAB, OPENAI_CHAT_DECODER,
                      GObject)

LabStreamDecoder *lab_openai_chat_decoder_new (void);

G_END_DECLS
