#!/usr/bin/env python3
"""costlab-cli price, and models, which shows what it prices with"""

import json
from fractions import Fraction

import clitest
from clitest import DATA

RATES = {"rates": {"in": "3", "read": "0.3", "w": "3.75", "wl": "6", "out": "15"}}


def golden():
    return json.loads((DATA / "pricing/billing-golden.json").read_text())["cost"]


def rates_file(home, case):
    content = {name: case[name] for name in ("rates", "tiers") if name in case}
    return home.file("rates.json", json.dumps(content))


def usage_of(home, case):
    """The golden usage, or what `usage` makes of the vendor's own."""
    if "usage" in case:
        return case["usage"]
    if case["raw"]["dialect"] == "openai-chat":
        path = home.file("raw.json", json.dumps(case["raw"]["usage"]))
        document = home.json("usage", "--dialect", "openai-chat", path)
        assert document["state"] == "reported", document
        return document["buckets"]
    raw = case["raw"]["usage"]
    read = raw.get("cachedContentTokenCount", 0)
    return {"u": raw["promptTokenCount"] - read, "r": read, "o": raw["candidatesTokenCount"]}


def price(home, usage, *options):
    return home.json("price", "--usage", json.dumps(usage), *options)


def check_adds_up(document):
    """Lines before rounding add up to the total, rounded half up once."""
    total = sum(Fraction(line["usd"]) for line in document["lines"])
    nano = document["cost"]["nano_usd"]
    assert nano == (total * 10**9 + Fraction(1, 2)).__floor__(), document
    assert Fraction(document["cost"]["usd"]) == Fraction(nano, 10**9), document
    for line in document["lines"]:
        assert Fraction(line["usd"]) == \
            line["tokens"] * Fraction(line["usd_per_mtok"]) / 10**6, line


def golden_bills(home):
    cases = golden()
    assert len(cases) >= 10
    for case in cases:
        document = price(home, usage_of(home, case), "--model", "golden", "--rates",
                         rates_file(home, case))
        assert document["state"] == "known", (case, document)
        assert Fraction(document["cost"]["usd"]) == Fraction(case["expect"]), (case, document)
        if "wrong" in case:
            assert Fraction(document["cost"]["usd"]) != Fraction(case["wrong"])
        check_adds_up(document)


def the_document(home):
    path = home.file("rates.json", json.dumps(RATES))
    assert price(home, {"u": 3, "w": 12304, "o": 550}, "--rates", path) == {
        "state": "known", "cost": {"usd": "0.054399", "nano_usd": 54399000},
        "price_row": "file", "context_tier": 0,
        "lines": [
            {"bucket": "u", "tokens": 3, "usd_per_mtok": "3.00", "usd": "0.000009"},
            {"bucket": "w", "tokens": 12304, "usd_per_mtok": "3.75", "usd": "0.04614"},
            {"bucket": "o", "tokens": 550, "usd_per_mtok": "15.00", "usd": "0.00825"}]}


def the_tier_is_named(home):
    case = golden()[-1]
    document = price(home, case["usage"], "--rates", rates_file(home, case))
    assert document["context_tier"] == 100000


def unknown_model_is_unpriced(home):
    document = price(home, {"u": 1000, "o": 10}, "--model", "no-such-model")
    assert document["state"] == "unpriced"
    assert document["cost"] is None and document["price_row"] is None
    assert document["lines"] == []
    text = home.run("price", "--usage", '{"u":1}', "--model", "no-such-model").ok().out
    assert "npriced" in text and "$0" not in text


def a_model_by_alias_and_date(home):
    usage = {"u": 1_000_000}
    plain = price(home, usage, "--model", "gpt-5-mini", "--at", "2026-01-01")
    assert plain["state"] == "known" and plain["cost"]["usd"] == "0.25", plain
    dated = price(home, usage, "--model", "gpt-5-mini-2025-08-07", "--at", "2026-01-01")
    assert dated == plain
    unknown = price(home, usage, "--model", "gpt-5-mini-experimental", "--at", "2026-01-01")
    assert unknown["state"] == "unpriced"


def a_price_holds_from_its_day(home):
    before, after = (price(home, {"u": 100_000}, "--model", "gpt-5.6-sol", "--at", day)
                     for day in ("2026-08-20", "2026-08-21"))
    assert (before["cost"]["usd"], after["cost"]["usd"]) == ("0.50", "0.40"), (before, after)
    assert before["price_row"] != after["price_row"]
    last = price(home, {"u": 100_000}, "--model", "gpt-5.6-sol", "--at", "2026-08-20T23:59:59Z")
    assert last == before


def service_tier_and_batch(home):
    usage = {"u": 1_000_000, "o": 1_000_000}
    at = ("--model", "gpt-5-mini", "--at", "2026-01-01")
    standard = price(home, usage, *at)["cost"]["nano_usd"]
    batch = price(home, usage, *at, "--batch")
    assert batch["cost"]["nano_usd"] * 2 == standard, batch
    flex = price(home, usage, *at, "--service-tier", "flex")
    assert flex["state"] == "known" and flex["cost"]["nano_usd"] < standard, flex
    priority = price(home, usage, *at, "--service-tier", "priority")
    assert priority["cost"]["nano_usd"] > standard, priority
    assert len({d["price_row"] for d in (batch, flex, priority)}) == 3
    other = price(home, usage, *at, "--service-tier", "no-such-tier")
    assert other["state"] == "unpriced", other


def own_prices_stand_above(home):
    home.data.mkdir()
    before = price(home, {"u": 1_000_000}, "--model", "gpt-5-mini", "--at", "2026-01-01")
    (home.data / "prices.json").write_text("{")
    home.run("--json", "price", "--usage", "{}", "--model", "gpt-5-mini").fails(1, "INVALID_INPUT")
    (home.data / "prices.json").unlink()
    assert before == price(home, {"u": 1_000_000}, "--model", "gpt-5-mini", "--at", "2026-01-01")


def contradicting_counts_are_marked(home):
    path = home.file("rates.json", json.dumps(RATES))
    document = price(home, {"u": -1, "o": 10}, "--rates", path)
    assert document["state"] == "estimated", document
    assert document["basis"] == "unreconciled", document
    assert document["lines"][0]["tokens"] == -1


def bad_input(home):
    good = home.file("rates.json", json.dumps(RATES))
    text = json.dumps(RATES)
    one = '{"u":1}'
    bad_usage = ("", "{", "[]", "1", '{"u":1,"u":2}', '{"u":NaN}', '{"u":1e400}', '{"u":1.5}',
                 '{"u":"1"}', '{"x":1}', '{"u":9223372036854775808}', '{"u":1}{}', b'{"u\xff":1}')
    for usage in bad_usage:
        home.run("--json", "price", "--usage", usage, "--rates", good).fails(
            2 if isinstance(usage, bytes) else 1, "INVALID_INPUT")
    huge = json.dumps({"u": 2**63 - 1, "o": 2**63 - 1})
    home.run("--json", "price", "--usage", huge, "--rates", good).fails(1, "INVALID_INPUT")

    bad_rates = ("", text[:len(text) // 2], "[]", "{}", text.replace('"3"', "NaN"),
                 text.replace('"3"', "1e400"), text.replace('"3"', '"-3"'),
                 text.replace('"3"', '"three"'), text.replace('"read"', '"in"'),
                 text.replace('"rates"', '"rats"'), text.encode() + b"\xff", "\ufeff" + text)
    for number, content in enumerate(bad_rates):
        path = home.file(f"bad-{number}.json", content)
        error = home.run("--json", "price", "--usage", one, "--rates", path).fails(
            1, "INVALID_INPUT")
        assert f"bad-{number}.json" in error["message"] + (error["details"] or ""), error

    table = (
        (2, ("price",)),
        (2, ("price", "--usage", one)),
        (2, ("price", "--model", "m")),
        (2, ("price", "--usage", one, "--model", "m", "extra")),
        (2, ("price", "--usage", one, "--model", "m", "--nonsense")),
        (1, ("price", "--usage", one, "--rates", home.path / "absent")),
        (1, ("price", "--usage", one, "--model", "m", "--at", "yesterday")),
        (1, ("price", "--usage", one, "--model", "m", "--at", "2026-02-30")),
    )
    for status, arguments in table:
        home.run("--json", *arguments).fails(status)


def text_shows_lines_and_total(home):
    path = home.file("rates.json", json.dumps(RATES))
    text = home.run("price", "--usage", '{"u":3,"w":12304,"o":550}', "--rates", path).ok().out
    for part in ("uncached input", "12304", "0.04614", "$0.054399", "known"):
        assert part in text, text


def models_lists_rows(home):
    document = home.json("models", "--provider", "anthropic", "--at", "2026-11-01")
    assert document["models"] and all(m["provider"] == "anthropic" for m in document["models"])
    assert any(m["state"] == "priced" for m in document["models"])
    everything = home.json("models")["models"]
    assert len(everything) > len(document["models"])
    for model in everything:
        assert (model["state"] == "priced") == bool(model["price_rows"]), model
    text = home.run("models", "--provider", "openai").ok().out
    assert "gpt-5-mini" in text and "claude" not in text


def models_and_price_agree(home):
    """Each listed row prices a million tokens at its own rate."""
    document = home.json("models", "--provider", "anthropic", "--at", "2026-11-01")
    for model in document["models"]:
        for row in model["price_rows"][:1]:
            bill = price(home, {"u": 1_000_000 if not row["above_input_tokens"] else 1},
                         "--model", model["id"], "--provider", "anthropic", "--at", "2026-11-01")
            line = bill["lines"][0]
            assert line["tokens"] and bill["price_row"] in {r["id"] for r in model["price_rows"]}


def models_bad_input(home):
    home.run("--json", "models", "--provider", "nobody").fails(1, "NOT_FOUND")
    home.run("--json", "models", "extra").fails(2, "INVALID_INPUT")
    home.run("--json", "models", "--at", "soon").fails(2, "INVALID_INPUT")


clitest.main("price", [
    golden_bills, the_document, the_tier_is_named, unknown_model_is_unpriced,
    a_model_by_alias_and_date, a_price_holds_from_its_day, service_tier_and_batch,
    own_prices_stand_above, contradicting_counts_are_marked, bad_input,
    text_shows_lines_and_total, models_lists_rows, models_and_price_agree, models_bad_input])
