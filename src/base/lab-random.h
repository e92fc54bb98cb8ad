/* lab-random.h: seeded, splittable randomness
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabRandom:
 *
 * xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2018/2021), seeded through splitmix64. A plain value, copied
 * by assignment; not for secrets.
 */
typedef struct
{
  guint64 state[4];
} LabRandom;

void lab_random_init (LabRandom *self,
                      guint64    seed);
/**
 * lab_random_init_stream:
 * @name: what the stream is for, e.g. "workload/support-chat"
 * @index: which one of its kind
 *
 * Streams of one seed that differ in @name or @index are independent, and do
 * not depend on the order in which they are made.
 */
void lab_random_init_stream (LabRandom  *self,
                             guint64     seed,
                             const char *name,
                             guint64     index);
/* A new stream from this one, which moves on. */
LabRandom lab_random_split (LabRandom *self);

guint64 lab_random_next (LabRandom *self);
/* Uniform on 0 … n − 1 without bias (Lemire 2019). @n > 0. */
guint64 lab_random_below (LabRandom *self,
                          guint64    n);
/* Uniform on [0, 1) in steps of 2⁻⁵³. */
double lab_random_double (LabRandom *self);
/* Standard normal by the polar method: the same bits need the same libm.
 * What decides right or wrong uses lab_random_normal_milli() instead. */
double lab_random_normal (LabRandom *self);
/* Exponential with mean 1. */
double lab_random_exponential (LabRandom *self);
/* Standard normal × 1000, integer arithmetic from a table: identical on
 * every machine. */
int lab_random_normal_milli (LabRandom *self);
/* Fisher–Yates on indices 0 … n − 1. */
void lab_random_shuffle (LabRandom *self,
                         guint     *indices,
                         gsize      n);

/* A 64-bit hash of bytes for seeds and sampling, the same on every machine;
 * no protection against an adversary. */
guint64 lab_hash64 (const void *data,
                    gsize       length,
                    guint64     seed);

G_END_DECLS
