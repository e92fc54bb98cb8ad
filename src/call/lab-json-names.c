/* lab-json-names.c: finding a member by its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <unistd.h>

#include "lab-json-private.h"

typedef struct
{
  guint64 v[4];
} SipState;

static inline guint64
rotate (guint64 value,
        int     bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static inline void
sip_round (SipState *s)
{
  s->v[0] += s->v[1];
  s->v[1] = rotate (s->v[1], 13) ^ s->v[0];
  s->v[0] = rotate (s->v[0], 32);
  s->v[2] += s->v[3];
  s->v[3] = rotate (s->v[3], 16) ^ s->v[2];
  s->v[0] += s->v[3];
  s->v[3] = rotate (s->v[3], 21) ^ s->v[0];
  s->v[2] += s->v[1];
  s->v[1] = rotate (s->v[1], 17) ^ s->v[2];
  s->v[2] = rotate (s->v[2], 32);
}

static inline void
sip_absorb (SipState *s,
            guint64   word)
{
  s->v[3] ^= word;
  sip_round (s);
  s->v[0] ^= word;
}

/* The key is no randomness of the program's: no output depends on it. It
 * keeps the table's collisions from being chosen by the one who wrote the
 * document. */
static const guint64 *
get_key (void)
{
  static guint64 key[2];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      if (getentropy (key, sizeof key) != 0)
        {
          key[0] = GPOINTER_TO_SIZE (&key);
          key[1] = GPOINTER_TO_SIZE (&get_key);
        }
      g_once_init_leave (&ready, 1);
    }
  return key;
}

/* SipHash-1-3 (Aumasson and Bernstein 2012, with the rounds that hash
 * tables use). */
static guint64
hash_name (const char *name)
{
  const guint64 *key = get_key ();
  gsize length = strlen (name);
  guint64 word = 0;
  SipState s = { {
      key[0] ^ G_GUINT64_CONSTANT (0x736f6d6570736575),
      key[1] ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
      key[0] ^ G_GUINT64_CONSTANT (0x6c7967656e657261),
      key[1] ^ G_GUINT64_CONSTANT (0x7465646279746573),
  } };
  gsize at = 0;

  for (; at + 8 <= length; at += 8)
    {
      memcpy (&word, name + at, 8);
      sip_absorb (&s, word);
    }
  word = 0;
  memcpy (&word, name + at, length - at);
  sip_absorb (&s, word | ((guint64) length << 56));

  s.v[2] ^= 0xff;
  for (int i = 0; i < 3; i++)
    sip_round (&s);
  return s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
}

gsize
lab_json_names_capacity (guint n_members)
{
  gsize capacity = 32;

  if (n_members <= LAB_JSON_LINEAR_MEMBERS)
    return 0;
  while (capacity < (gsize) n_members * 2)
    capacity *= 2;
  return capacity;
}

guint32 *
lab_json_names_find (guint32        *table,
                     gsize           capacity,
                     const LabJson **members,
                     const char     *name)
{
  gsize at = hash_name (name) & (capacity - 1);

  while (table[at] != 0 && strcmp (members[table[at] - 1]->name, name) != 0)
    at = (at + 1) & (capacity - 1);
  return &table[at];
}

void
lab_json_names_fill (guint32        *table,
                     gsize           capacity,
                     const LabJson **members,
                     guint           n_members)
{
  for (guint i = 0; i < n_members; i++)
    *lab_json_names_find (table, capacity, members, members[i]->name) = i + 1;
}
