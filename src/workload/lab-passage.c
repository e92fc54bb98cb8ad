/* lab-passage.c: text of an exact size with facts at given places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-passage-private.h"

#include <string.h>

/* Left for the sentence that makes the size exact. */
#define RESERVE 20
/* Tokens that may be missing in the end. */
#define SLACK 2
/* Tokens that a sentence has at least, for nearly all decks. */
#define SHORT 12
/* Tokens of a middling sentence. */
#define TYPICAL 16
/* Times to look for a sentence of the right size. */
#define MAX_TRIES 16

typedef struct
{
  char *text; /* (nullable): NULL for a sentence of the deck */
  LabFilled filled;
  guint tokens;
  guint tokens_first;
  guint place;
  guint order;
} Piece;

struct _LabPassage
{
  GArray *pieces; /* (element-type Piece) */
  guint tokens;
};

static void
piece_clear (Piece *piece)
{
  g_free (piece->text);
}

LabPassage *
lab_passage_new (void)
{
  LabPassage *self = g_new0 (LabPassage, 1);

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, (GDestroyNotify) piece_clear);
  return self;
}

void
lab_passage_add (LabPassage *self,
                 const char *text,
                 guint       place)
{
  g_autofree char *spaced = g_strconcat (" ", text, NULL);
  Piece piece = { g_strdup (text),        { NULL }, lab_words_count (spaced),
                  lab_words_count (text), place,    self->pieces->len };

  g_array_append_val (self->pieces, piece);
  self->tokens += piece.tokens;
}

guint
lab_passage_get_tokens (LabPassage *self)
{
  return self->tokens;
}

void
lab_passage_add_filled (LabPassage      *self,
                        const LabFilled *filled,
                        guint            place)
{
  Piece piece = { NULL,  *filled,           filled->tokens, filled->tokens_first,
                  place, self->pieces->len };

  g_array_append_val (self->pieces, piece);
  self->tokens += piece.tokens;
}

/* Sentences of the deck as long as they fit, spread evenly. Some begin a
 * paragraph, which is not known yet and can cost a token more. */
static void
fill (LabPassage *self,
      LabDeck    *deck,
      guint       target,
      guint       paragraph)
{
  guint first = self->pieces->len;
  guint reserve = RESERVE + (paragraph > 0 ? target / (paragraph * 8 * TYPICAL) : 0);
  LabFilled filled;

  while (self->tokens + reserve < target
         && lab_deck_take (deck, 0, target - reserve - self->tokens, &filled))
    lab_passage_add_filled (self, &filled, 0);

  for (guint i = first; i < self->pieces->len; i++)
    g_array_index (self->pieces, Piece, i).place
        = (guint) (((guint64) (i - first) * 2 + 1) * 500 / (self->pieces->len - first));
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  const Piece *x = a;
  const Piece *y = b;

  if (x->place != y->place)
    return x->place < y->place ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

static guint
join (LabPassage *self,
      guint       paragraph,
      GString    *out)
{
  guint tokens = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);
      gboolean first = i == 0 || (paragraph > 0 && i % paragraph == 0);

      /* The line feeds go into the token of the full stop before them. */
      if (i > 0)
        g_string_append (out, first ? "\n\n" : " ");
      if (piece->text != NULL)
        g_string_append (out, piece->text);
      else
        lab_filled_append (&piece->filled, out);
      tokens += first ? piece->tokens_first : piece->tokens;
    }
  return tokens;
}

/* The longest of the short sentences that fits. */
static const LabSentence *
find_pad (guint room)
{
  const LabPool *pads = lab_words_get_pool (lab_words_get ("common"), "pads");
  const LabSentence *best = NULL;

  for (guint i = 0; i < pads->n; i++)
    {
      const LabSentence *pad = &pads->sentences[i];

      if (pad->tokens <= room && (best == NULL || pad->tokens > best->tokens))
        best = pad;
    }
  return best;
}

/* The sentence that makes the size exact; else one that leaves room for such
 * a one. FALSE if neither came up, which is rare. */
static gboolean
take_last (LabDeck   *deck,
           guint      room,
           LabFilled *filled)
{
  for (guint tries = 0; tries < MAX_TRIES; tries++)
    {
      if (lab_deck_take (deck, room - SLACK, room, filled))
        return TRUE;
      if (room >= 2 * SHORT && lab_deck_take (deck, 0, room - SHORT, filled))
        return TRUE;
      lab_deck_stir (deck);
    }
  return FALSE;
}

/* Sentences up to the size; for what is too small for one, the short ones
 * that every text shares. */
static void
top_up (GString *out,
        guint    tokens,
        guint    target,
        gboolean lines,
        LabDeck *deck)
{
  while (tokens + SLACK < target)
    {
      LabFilled filled;
      const LabSentence *pad;

      if (out->len > 0)
        g_string_append (out, lines ? "\n\n" : " ");
      if (take_last (deck, target - tokens, &filled))
        {
          lab_filled_append (&filled, out);
          tokens += lines ? filled.tokens_first : filled.tokens;
          continue;
        }
      pad = find_pad (target - tokens);
      g_string_append (out, pad->text);
      tokens += lines ? pad->tokens_first : pad->tokens;
    }
}

char *
lab_passage_finish (LabPassage *self,
                    LabDeck    *deck,
                    guint       target,
                    guint       paragraph)
{
  GString *out = g_string_sized_new (target * 6 + 64);
  guint tokens;

  fill (self, deck, target, paragraph);
  g_array_sort (self->pieces, compare_pieces);
  tokens = join (self, paragraph, out);
  top_up (out, tokens, target, paragraph == 1, deck);

  g_array_unref (self->pieces);
  g_free (self);
  return g_string_free (out, FALSE);
}
