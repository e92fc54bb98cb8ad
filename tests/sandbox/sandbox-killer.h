/* sandbox-killer.h: ends this program at a named moment of a call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sandbox-fixture.h"

G_BEGIN_DECLS

/**
 * Moment:
 * @MOMENT_RESERVE: the gate was asked, and has done nothing
 * @MOMENT_RESERVED: the reservation is acknowledged
 * @MOMENT_SEND: the transport was asked, and has sent nothing
 * @MOMENT_FIRST_BYTE: the first bytes came
 * @MOMENT_LAST_BYTE: all bytes came, and the reply was not handed back
 * @MOMENT_RECORD: the sink was asked, and has committed nothing
 * @MOMENT_RECORDED: the record is acknowledged
 */
typedef enum
{
  MOMENT_RESERVE,
  MOMENT_RESERVED,
  MOMENT_SEND,
  MOMENT_FIRST_BYTE,
  MOMENT_LAST_BYTE,
  MOMENT_RECORD,
  MOMENT_RECORDED,
} Moment;

/**
 * Words:
 * @cost: LAB_UNSET until the answer was priced
 * @n_pieces: how often bytes were received
 *
 * A program's last words, written whole just before it dies.
 */
typedef struct
{
  Moment moment;
  char session[64];
  char operation[64];
  LabMoney worst_case;
  LabMoney cost;
  guint n_pieces;
} Words;

/* Gate, transport and sink in front of a fixture's real ones. */
#define TYPE_KILLER (killer_get_type ())
G_DECLARE_FINAL_TYPE (Killer, killer, TEST, KILLER, GObject)

/* Writes its #Words to @descriptor at @moment, then raises SIGKILL. */
Killer *killer_new (Moment moment,
                    int    descriptor);
/* Makes the fixture's sandbox anew, on the killer; the fixture must live as
 * long as it. */
void killer_put_between (Killer  *self,
                         Fixture *fixture);

G_END_DECLS
