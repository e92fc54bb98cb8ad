/* lab-mock-private.h: what the mock and its dialects share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-mock.h"
#include "lab-random.h"

G_BEGIN_DECLS

/* A vendor's request, read back into neutral words. @hash: of all that
 * bears on the answer: not of how it is to be delivered, served or cached. */
typedef struct
{
  LabRequest *request;
  guint64 hash;
  gboolean stream;
  gboolean include_usage;
} LabMockCall;

void lab_mock_call_clear (LabMockCall *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabMockCall, lab_mock_call_clear)

/* What is to be said, before it is put into the vendor's words. */
typedef struct
{
  char *id;
  char *model; /* dated */
  const char *service_tier;
  gint64 created; /* seconds */
  char *content;
  LabFinish finish;
  LabUsage usage;
  gboolean with_usage;
} LabMockAnswer;

void lab_mock_answer_clear (LabMockAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabMockAnswer, lab_mock_answer_clear)

/* Chat Completions. Fails, saying why, where the real one answers 400. */
gboolean lab_mock_openai_read (const LabWireRequest  *wire,
                               LabMockCall           *call,
                               GError               **error);
GBytes *lab_mock_openai_write_reply (const LabMockAnswer *answer);
/* One chunk with the role, one per piece of text, the finish, and the usage
 * where @include_usage. (element-type GBytes) */
GPtrArray *lab_mock_openai_write_stream (const LabMockAnswer *answer,
                                         const GPtrArray     *pieces,
                                         gboolean             include_usage);
GBytes *lab_mock_openai_write_error (guint       status,
                                     const char *reason,
                                     const char *message);

/**
 * LabMockTokens:
 *
 * The prompt's tokens as the vendor would see them: for the count, and in
 * segments for its prompt cache.
 */
typedef struct
{
  gint64 total;
  GArray *segments; /* (element-type LabCacheSegment) */
  char *received;   /* all text, in order */
} LabMockTokens;

void lab_mock_tokens_clear (LabMockTokens *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabMockTokens, lab_mock_tokens_clear)

typedef struct _LabMockCounter LabMockCounter;

LabMockCounter *lab_mock_counter_new (LabTokenizer *tokenizer);
void lab_mock_counter_free (LabMockCounter *self);
/* @tokens' total is what lab_tokenizer_count_request() has for the request.
 * @block: tokens in a segment; with @by_parts each part is one instead. */
gboolean lab_mock_counter_count (LabMockCounter        *self,
                                 const LabTokenScheme  *scheme,
                                 const LabRequest      *request,
                                 gint64                 block,
                                 gboolean               by_parts,
                                 LabMockTokens         *tokens,
                                 GError               **error);
/* The first @limit tokens of @text, never half a character, as it would be
 * counted by @scheme; all of it when it has fewer. (transfer full)
 * @pieces: (element-type utf8) (nullable): filled with what a stream sends */
char *lab_mock_counter_cut (LabMockCounter        *self,
                            const LabTokenScheme  *scheme,
                            const char            *text,
                            gint64                 limit,
                            gint64                *n_tokens,
                            GPtrArray             *pieces,
                            GError               **error);

struct _LabMock
{
  GObject parent_instance;

  char *provider;
  LabPriceCatalogue *catalogue;
  LabClock *clock;
  LabMockCounter *counter;
  GHashTable *caches; /* partition → LabPromptCache */
  LabMockFaults faults;
  guint script_at;
};

/* Everything there is to say to one request. @pieces: (nullable): of the
 * text, for a stream. @rate: output tokens a second */
typedef struct
{
  LabMockAnswer said;
  GPtrArray *pieces;
  gint64 ttft_us;
  gint64 rate;
} LabMockWork;

void lab_mock_work_clear (LabMockWork *work);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabMockWork, lab_mock_work_clear)

/* INVALID_REQUEST, saying why, where the real one answers 400; any other
 * error is this program's own. */
gboolean lab_mock_work_out (LabMock                    *self,
                            const LabTransportContext  *context,
                            const LabMockCall          *call,
                            LabMockWork                *work,
                            GError                    **error);
/* Randomness of one attempt at one request, for one purpose. */
void lab_mock_init_stream (LabRandom                 *random,
                           const LabTransportContext *context,
                           guint64                    request_hash,
                           const char                *what);

G_END_DECLS
