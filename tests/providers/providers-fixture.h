/* providers-fixture.h: a gateway between fakes, in virtual time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-transport.h"
#include "lab-error.h"
#include "lab-fake-answers.h"
#include "lab-fake-gate.h"
#include "lab-fake-sink.h"
#include "lab-gateway.h"
#include "lab-mock.h"
#include "lab-openai-chat.h"

G_BEGIN_DECLS

/* 2026-11-23T09:00:00Z */
#define START_US (G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC)

/**
 * Fixture:
 *
 * The mock stands behind the providers "openai", "anthropic", "google" and
 * "mock" (each a mock of its own, with one clock); @mock is OpenAI's. The
 * request asks gpt-5-mini; the context allows one attempt.
 */
typedef struct
{
  LabClock *clock;
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabFakeGate *gate;
  LabFakeSink *sink;
  LabMock *mock;
  LabGateway *gateway;
  LabRequest *request;
  LabCallContext *context;
  GCancellable *cancellable; /* NULL until a test wants one */
} Fixture;

void fixture_set_up (Fixture       *self,
                     gconstpointer  data);
void fixture_tear_down (Fixture       *self,
                        gconstpointer  data);
/* A gateway of the same kind with another gate; replaces the fixture's. */
void fixture_use_cap (Fixture  *self,
                      LabMoney  cap);
/* One word an attempt, separated by blanks. */
void fixture_set_script (Fixture    *self,
                         const char *words);
/* A provider whose replies the test writes. (transfer none) */
FakeTransport *fixture_use_transport (Fixture    *self,
                                      const char *provider_name);
/* Sends and waits. */
LabResponse *fixture_send (Fixture  *self,
                           GError  **error);
/* Sends, and insists on an answer. */
LabResponse *fixture_send_ok (Fixture *self);
/* Sends, and insists on this error; frees it and gives its reason.
 * (nullable) */
char *fixture_send_error (Fixture      *self,
                          LabErrorCode  code);
guint fixture_n_records (Fixture *self);
const LabCallRecord *fixture_get_record (Fixture *self,
                                         guint    index);
gint64 fixture_elapsed (Fixture *self);
/* Forgets the records and takes a new operation id. */
void fixture_next (Fixture *self);

/* A file of tests/data/providers/openai. */
char *load_example (const char *name,
                    gsize      *length);
LabJsonDocument *parse_json (const char *text);
/* Members in any order. */
void assert_same_json (const char *a,
                       const char *b);

G_END_DECLS
