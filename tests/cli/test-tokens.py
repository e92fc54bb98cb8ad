#!/usr/bin/env python3
"""costlab-cli tokens"""

import json

import clitest
from clitest import DATA


def vectors():
    text = (DATA / "tokenizers/vectors_public.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.strip("\n").split("\n")]


def one_document(home):
    result = home.run("tokens", "--encoding", "o200k_base", "--ids", "-", "--json",
                      stdin="Hello, world!")
    assert result.out.count("\n") == 1 and result.out.endswith("\n"), result.out
    assert result.json() == {"encoding": "o200k_base", "basis": "exact", "count": 4,
                             "ids": [13225, 11, 2375, 0]}


def ids_only_when_asked(home):
    assert home.json("tokens", "--encoding", "cl100k_base", "-", stdin="Hello") == {
        "encoding": "cl100k_base", "basis": "exact", "count": 1}


def file_and_standard_input_agree(home):
    path = home.file("text", "naïve café 日本語\n" * 40)
    piped = home.json("tokens", "--encoding", "o200k_base", "--ids", "-",
                      stdin="naïve café 日本語\n" * 40)
    assert home.json("tokens", "--encoding", "o200k_base", "--ids", path) == piped
    assert piped["count"] == len(piped["ids"]) > 40


def empty_text_has_no_tokens(home):
    assert home.json("tokens", "--encoding", "o200k_base", "--ids", "-", stdin="") == {
        "encoding": "o200k_base", "basis": "exact", "count": 0, "ids": []}


def all_public_vectors(home):
    wanted = vectors()
    assert len(wanted) == 300
    for encoding in sorted({vector["encoding"] for vector in wanted}):
        mine = [vector for vector in wanted if vector["encoding"] == encoding]
        lines = "".join(json.dumps({"text": v["text"]}) + "\n" for v in mine)
        result = home.run("tokens", "--encoding", encoding, "--ids", "--jsonl", stdin=lines).ok()
        got = [clitest.strict(line) for line in result.out.strip("\n").split("\n")]
        assert len(got) == len(mine)
        for vector, document in zip(mine, got):
            assert document == {"encoding": encoding, "basis": "exact",
                                "count": len(vector["ids"]), "ids": vector["ids"]}, vector


def a_vector_by_itself(home):
    for vector in vectors()[::30]:
        document = home.json("tokens", "--encoding", vector["encoding"], "--ids", "-",
                             stdin=vector["text"].encode("utf-8"))
        assert document["ids"] == vector["ids"], vector


def jsonl_names_the_bad_line(home):
    for line, what in ((b'{"text":1}', "text"), (b'{"text":"a","text":"b"}', "text"),
                       (b'{"text":"a"', None), (b'{"txt":"a"}', "text"), (b"[1]", None),
                       (b'{"text":"\xff"}', None), (b'{"text":NaN}', None)):
        path = home.file("bad.jsonl", b'{"text":"good"}\n' + line + b"\n")
        result = home.run("--json", "tokens", "--encoding", "o200k_base", "--jsonl", path)
        assert result.status == 1, (line, result.status)
        message = clitest.strict(result.err)["error"]["message"]
        assert "bad.jsonl:2" in message, message
        assert what is None or what in message, message
        # What came before was counted, and nothing stands in for the bad line.
        assert result.out.count("\n") == 1, result.out


def estimates_say_so(home):
    document = home.json("tokens", "--model", "claude-sonnet-5", "-", stdin="Hello, world! " * 50)
    assert document["basis"] == "estimated"
    assert document["low"] <= document["count"] <= document["high"]
    assert document["low"] < document["high"]
    text = home.run("tokens", "--model", "claude-sonnet-5", "-", stdin="Hello, world!").ok().out
    assert "about" in text and "estimated" in text


def bad_input(home):
    text = home.file("text", "hello")
    table = (
        (2, "INVALID_INPUT", ("tokens",)),
        (2, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base")),
        (2, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base", text, text)),
        (2, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base", "--model", "gpt-5", text)),
        (2, "INVALID_INPUT", ("tokens", "--model", "gpt-5", "--jsonl", text)),
        (2, "INVALID_INPUT", ("tokens", "--encoding")),
        (1, None, ("tokens", "--encoding", "p50k_base", text)),
        (1, "NOT_FOUND", ("tokens", "--encoding", "o200k_base", home.path / "absent")),
        (1, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base", home.path)),
        (1, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base",
                              home.file("bad", b"good \xff\xfe bad"))),
        (1, "INVALID_INPUT", ("tokens", "--encoding", "o200k_base",
                              home.file("cut", "gut é".encode()[:-1]))),
    )
    for status, code, arguments in table:
        home.run("--json", *arguments).fails(status, code)


def a_large_file_is_streamed(home):
    """64 MiB are counted in far less memory than they take."""
    block = ("The quick brown fox jumps over the lazy dog. " * 23 + "\n").encode()
    path = home.path / "large.txt"
    with open(path, "wb") as file:
        for _ in range(64 * 1024 * 1024 // len(block)):
            file.write(block)
    memory = None if clitest.sanitized() else 60 * 1024 * 1024
    document = home.json("tokens", "--encoding", "o200k_base", path, memory=memory)
    assert document["count"] > 10_000_000, document


clitest.main("tokens", [
    one_document, ids_only_when_asked, file_and_standard_input_agree, empty_text_has_no_tokens,
    all_public_vectors, a_vector_by_itself, jsonl_names_the_bad_line, estimates_say_so, bad_input,
    a_large_file_is_streamed])
