#!/usr/bin/env python3
"""costlab-cli usage"""

import json

import clitest

USAGE = {"prompt_tokens": 9126, "completion_tokens": 3197, "total_tokens": 12323,
         "prompt_tokens_details": {"cached_tokens": 4864},
         "completion_tokens_details": {"reasoning_tokens": 3000}}


def read(home, content, *options):
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content)
    path = home.file("reply.json", content)
    return home.json("usage", "--dialect", "openai-chat", path, *options)


def buckets_and_memos(home):
    assert read(home, USAGE) == {
        "dialect": "openai-chat", "state": "reported",
        "buckets": {"u": 4262, "r": 4864, "w": 0, "wl": 0, "o": 3197}, "input_total": 9126,
        "memos": {"reasoning": 3000, "system": None, "tool": None}}


def a_whole_reply(home):
    reply = {"id": "x", "object": "chat.completion", "model": "gpt-5-mini", "created": 1,
             "choices": [{"index": 0, "finish_reason": "stop",
                          "message": {"role": "assistant", "content": "Hi"}}], "usage": USAGE}
    assert read(home, reply) == read(home, USAGE)


def a_recorded_stream(home):
    events = [
        {"id": "x", "model": "gpt-5-mini", "choices": [{"index": 0, "delta": {"content": "Hi"}}]},
        {"id": "x", "model": "gpt-5-mini",
         "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"id": "x", "model": "gpt-5-mini", "choices": [], "usage": USAGE}]
    stream = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
    assert read(home, stream)["buckets"] == read(home, USAGE)["buckets"]


def standard_input(home):
    document = home.json("usage", "--dialect", "openai-chat", "-", stdin=json.dumps(USAGE))
    assert document["input_total"] == 9126


def contradictions_are_not_clamped(home):
    bad = dict(USAGE, prompt_tokens=10, total_tokens=3207)
    document = read(home, bad)
    assert document["state"] == "unreconciled", document
    assert document["buckets"]["u"] == 10 - 4864, document


def nothing_reported_is_not_zero(home):
    event = {"id": "x", "model": "gpt-5-mini",
             "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}
    document = read(home, f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n")
    assert document["state"] in ("missing", "partial"), document


def text(home):
    path = home.file("reply.json", json.dumps(USAGE))
    shown = home.run("usage", "--dialect", "openai-chat", path).ok().out
    for part in ("uncached input", "4262", "cached input", "4864", "3197", "3000", "reported"):
        assert part in shown, shown


def bad_input(home):
    good = home.file("good.json", json.dumps(USAGE))
    text_of = json.dumps(USAGE)
    table = [
        (2, ("usage",)),
        (2, ("usage", good)),
        (2, ("usage", "--dialect", "openai-chat")),
        (2, ("usage", "--dialect", "openai-chat", good, good)),
        (2, ("usage", "--dialect", "klingon", good)),
        (1, ("usage", "--dialect", "openai-chat", home.path / "absent")),
        (1, ("usage", "--dialect", "openai-chat", home.path)),
    ]
    contents = ["", "[]", "nonsense", text_of[:40], text_of.replace("9126", "NaN"),
                text_of.replace("9126", "1e400"), text_of.replace("9126", '"9126"'),
                text_of.replace("9126", "9126.5"), text_of.replace("9126", str(2**64)),
                text_of.replace('"completion_tokens"', '"prompt_tokens"', 1),
                text_of.encode() + b"\xff", "[" * 100_000]
    for number, content in enumerate(contents):
        path = home.file(f"bad-{number}.json", content)
        table.append((1, ("usage", "--dialect", "openai-chat", path)))
    for status, arguments in table:
        home.run("--json", *arguments).fails(status)


clitest.main("usage", [
    buckets_and_memos, a_whole_reply, a_recorded_stream, standard_input,
    contradictions_are_not_clamped, nothing_reported_is_not_zero, text, bad_input])
