#!/usr/bin/env python3
# Turns a published .tiktoken file into the form that is mapped at run time.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: make-ranks.py SHA256SUMS INPUT OUTPUT
#
# The layout, all little-endian, is read by src/tokenizer/lab-rank-table.c:
#   0 magic "LABRANK\0"     8 version           12 number of tokens
#  16 bytes of all tokens  20 log2 of slots     24 longest token
#  28 0x01020304           32 SHA-256 of INPUT  64 checksum of the rest
#  72 start of each token, and the end of the last; padded to 8
#   … slots: fingerprint, id + 1 (0: free)      … the tokens, padded to 8
import base64
import hashlib
import os
import struct
import sys

MASK = (1 << 64) - 1
MULTIPLIER = 0x9E3779B97F4A7C15


def token_hash(data):
    h = len(data) * MULTIPLIER & MASK
    for i in range(0, len(data), 8):
        h = (h ^ int.from_bytes(data[i:i + 8], 'little')) * MULTIPLIER & MASK
        h ^= h >> 32
    return h


def checksum(data, seed):
    h = seed
    for word, in struct.iter_unpack('<Q', data):
        h = ((h ^ word) * MULTIPLIER) & MASK
        h ^= h >> 29
    return h


def pad(data):
    return data + b'\0' * (-len(data) % 8)


def read_tokens(sums, path):
    with open(path, 'rb') as source:
        raw = source.read()
    digest = hashlib.sha256(raw)
    with open(sums, encoding='ascii') as lines:
        expected = dict(reversed(line.split()) for line in lines)
    name = os.path.basename(path)
    if expected.get(name) != digest.hexdigest():
        sys.exit('%s is not the published file: its SHA-256 is not in SHA256SUMS' % name)
    tokens = []
    for line in raw.splitlines():
        text, rank = line.split()
        if int(rank) != len(tokens):
            sys.exit('%s: ranks are not 0, 1, 2 … at %s' % (name, rank.decode()))
        tokens.append(base64.b64decode(text, validate=True))
    if len(set(tokens)) != len(tokens):
        sys.exit('%s: a token stands twice' % name)
    return tokens, digest.digest()


def main():
    sums, path, output = sys.argv[1:]
    tokens, digest = read_tokens(sums, path)
    bits = (2 * len(tokens)).bit_length()
    slots = [(0, 0)] * (1 << bits)
    for rank, token in enumerate(tokens):
        h = token_hash(token)
        at = h >> (64 - bits)
        while slots[at][1]:
            at = (at + 1) % len(slots)
        slots[at] = (h & 0xFFFFFFFF, rank + 1)
    offsets, end = [], 0
    for token in tokens:
        offsets.append(end)
        end += len(token)
    offsets.append(end)
    payload = (pad(struct.pack('<%dI' % len(offsets), *offsets)) +
               b''.join(struct.pack('<2I', *slot) for slot in slots) + pad(b''.join(tokens)))
    header = struct.pack('<8s6I32s', b'LABRANK\0', 1, len(tokens), end, bits,
                         max(map(len, tokens)), 0x01020304, digest)
    with open(output, 'wb') as out:
        out.write(header)
        out.write(struct.pack('<Q', checksum(payload, checksum(header, 0))))
        out.write(payload)


main()
