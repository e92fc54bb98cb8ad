/* lab-deck.c: drawing sentences once each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-deck-private.h"

#include <string.h>

/* Fillings of which one can be passed over. */
#define PLENTY 60

/* The fillings of one frame in an order that meets each once: steps of a
 * width that shares no factor with their number. */
typedef struct
{
  const LabFrame *frame;
  guint64 n; /* its fillings */
  guint64 at;
  guint64 step;
  guint64 left;
  guint tokens; /* of the filling it stands at; 0 if not yet counted */
  guint tokens_first;
} Walk;

struct _LabDeck
{
  Walk *walks; /* one for each frame */
  guint n;
  guint *order; /* of this round's frames */
  guint n_live; /* frames of this round */
  guint next;   /* place of the first whose turn is to come */
  LabRandom random;
};

static guint64
common_divisor (guint64 a,
                guint64 b)
{
  while (b != 0)
    {
      guint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

static void
walk_init (Walk           *self,
           const LabFrame *frame,
           LabRandom      *random)
{
  guint64 n = lab_frame_get_n_fillings (frame);

  self->frame = frame;
  self->n = n;
  self->at = lab_random_below (random, n);
  self->left = n;
  self->tokens = 0;
  /* About the golden section, which spreads the steps evenly. */
  self->step = MAX (n / 1000 * 618 + lab_random_below (random, n / 100 + 1), 1);
  while (common_divisor (self->step, n) > 1)
    self->step++;
  self->step %= n;
}

static void
walk_advance (Walk    *self,
              guint64  steps)
{
  /* One step is by far the most frequent, and needs no division. */
  self->at += steps == 1 ? self->step
                         : (guint64) ((unsigned __int128) self->step * steps % self->n);
  if (self->at >= self->n)
    self->at -= self->n;
  self->left -= steps;
  self->tokens = 0;
}

LabDeck *
lab_deck_new (const LabFrames *frames,
              LabRandom       *random)
{
  LabDeck *self = g_new0 (LabDeck, 1);

  self->n = lab_frames_get_n (frames);
  self->random = lab_random_split (random);
  self->walks = g_new (Walk, self->n);
  self->order = g_new (guint, self->n);
  for (guint i = 0; i < self->n; i++)
    walk_init (&self->walks[i], lab_frames_get (frames, i), &self->random);
  return self;
}

void
lab_deck_free (LabDeck *self)
{
  g_free (self->walks);
  g_free (self->order);
  g_free (self);
}

void
lab_deck_skip (LabDeck   *self,
               LabRandom *random)
{
  self->random = lab_random_split (random);
  self->next = self->n_live = 0; /* a new round */
  for (guint i = 0; i < self->n; i++)
    {
      guint64 steps = lab_random_below (&self->random, self->walks[i].left / 2 + 1);

      walk_advance (&self->walks[i], steps);
    }
}

void
lab_deck_stir (LabDeck *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      if (self->walks[i].left >= PLENTY)
        walk_advance (&self->walks[i], 1);
    }
}

/* Moves on to a filling that says something new, and counts it. */
static gboolean
walk_find_next (Walk *self)
{
  if (self->tokens > 0)
    return TRUE;
  while (self->left > 0 && lab_frame_is_idle (self->frame, self->at))
    walk_advance (self, 1);
  if (self->left > 0)
    lab_frame_count (self->frame, self->at, &self->tokens, &self->tokens_first);
  return self->left > 0;
}

/* A round of the frames that still have something to say; of all, once that
 * is none. */
static void
start_round (LabDeck *self)
{
  guint n = 0;

  for (guint pass = 0; n == 0; pass++)
    {
      for (guint i = 0; i < self->n; i++)
        {
          if (pass > 0)
            self->walks[i].left = self->walks[i].n;
          if (walk_find_next (&self->walks[i]))
            self->order[n++] = i;
        }
    }
  self->n_live = n;
  self->next = 0;
  lab_random_shuffle (&self->random, self->order, n);
}

/* The first of the frames from @from up to @to whose next sentence fits; the
 * number of places if none does. */
static guint
find_fit (LabDeck *self,
          guint    from,
          guint    to,
          guint    least,
          guint    most)
{
  for (guint place = from; place < to; place++)
    {
      Walk *walk = &self->walks[self->order[place]];

      if (walk_find_next (walk) && walk->tokens >= least && walk->tokens <= most)
        return place;
    }
  return self->n_live;
}

/* The frame at @place has had its turn: it goes behind those that had theirs
 * before, and what was passed over keeps its own. */
static void
move_back (LabDeck *self,
           guint    place)
{
  guint index = self->order[place];

  if (place >= self->next)
    self->order[place] = self->order[self->next++];
  else
    memmove (&self->order[place], &self->order[place + 1],
             (self->next - 1 - place) * sizeof (guint));
  self->order[self->next - 1] = index;
}

gboolean
lab_deck_take (LabDeck   *self,
               guint      least,
               guint      most,
               LabFilled *filled)
{
  guint place;
  Walk *walk;

  if (self->next >= self->n_live)
    start_round (self);
  place = find_fit (self, self->next, self->n_live, least, most);
  if (place == self->n_live)
    place = find_fit (self, 0, self->next, least, most);
  if (place == self->n_live)
    return FALSE;
  walk = &self->walks[self->order[place]];
  filled->frame = walk->frame;
  filled->filling = walk->at;
  filled->tokens = walk->tokens;
  filled->tokens_first = walk->tokens_first;
  walk_advance (walk, 1);
  move_back (self, place);
  return TRUE;
}
