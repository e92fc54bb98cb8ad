#!/usr/bin/env python3
"""costlab-cli prices import: shown, refused with reasons, saved, used"""

import json

import clitest
from clitest import DATA

FILES = {
    "litellm": DATA / "pricing/litellm_subset.json",
    "models.dev": DATA / "pricing/models_dev_api_subset.json",
    "genai-prices": DATA / "pricing/genai_prices_subset.json",
}
SMALL = {"acme-1": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 3e-06,
                    "output_cost_per_token": 1.5e-05}}
OWN = {"schema": "costlab-price-rows/1",
       "rows": [{"provider": "acme", "model": "mine", "in": "1", "out": "2"}]}


def imported(home, form, *options):
    return home.json("prices", "import", "--format", form, FILES[form], *options)


def disagreement(document, row, rate):
    return [item for item in document["disagreements"]["list"]
            if item["row"] == row and item["rate"] == rate]


def every_format(home):
    for form in FILES:
        document = imported(home, form)
        assert document["format"] == form and document["saved"] is None
        for name in ("taken", "refused", "disagreements"):
            part = document[name]
            assert part["count"] == len(part["list"]) > 0, (form, name)
        for item in document["refused"]["list"]:
            assert item["path"].startswith("$") and item["reason"].strip(), item
        for item in document["disagreements"]["list"]:
            assert item["ours"] != item["theirs"], item
    assert not (home.data / "prices.json").exists()


def what_differs_is_named(home):
    found = disagreement(imported(home, "litellm"), "openai/gpt-5.6-sol/default@2026-08-21", "in")
    # The model itself and their other name for it.
    assert len(found) == 2, found
    assert {(item["ours"], item["theirs"]) for item in found} == {("4.00", "5.00")}, found
    found = disagreement(imported(home, "models.dev"),
                         "anthropic/claude-sonnet-4-5/default/above-200000@2025-09-29", "in")
    assert len(found) == 2, found
    assert all(item["theirs"] is None and item["their_row"] is None for item in found), found


def text_shows_the_first_of_each(home):
    for form in FILES:
        document = imported(home, form)
        shown = home.run("prices", "import", "--format", form, FILES[form]).ok().out
        for name, key in (("taken", "id"), ("refused", "path"), ("disagreements", "row")):
            items = document[name]["list"]
            for item in items[:20]:
                assert item[key] in shown, (form, name, item)
            if len(items) > 20:
                assert f"… and {len(items) - 20} more" in shown, (form, name, len(items))
        assert "--save" in shown


def saved_prices_are_used(home):
    usage = json.dumps({"u": 1_000_000, "o": 0})
    before = home.json("price", "--model", "gpt-5.6-sol", "--usage", usage)
    document = imported(home, "litellm", "--save")
    assert document["saved"] == str(home.data / "prices.json")
    after = home.json("price", "--model", "gpt-5.6-sol", "--usage", usage)
    assert before["cost"]["nano_usd"] != after["cost"]["nano_usd"], (before, after)
    rows = {row["id"] for model in home.json("models")["models"] for row in model["price_rows"]}
    taken = {"user:" + row["id"] for row in document["taken"]["list"]}
    assert rows & taken, "none of the taken rows is listed"
    again = imported(home, "litellm")
    assert again["disagreements"]["count"] < document["disagreements"]["count"]
    assert again["taken"]["count"] == document["taken"]["count"]


def every_format_is_read_back(home):
    for form in FILES:
        imported(home, form, "--save", "--force")
        home.json("models")
    assert [path.name for path in home.data.iterdir()] == ["prices.json"]


def own_prices_are_not_overwritten(home):
    home.data.mkdir()
    own = home.data / "prices.json"
    own.write_text(json.dumps(OWN))
    path = home.file("small.json", json.dumps(SMALL))
    command = ("--json", "prices", "import", "--format", "litellm", path)
    error = home.run(*command, "--save").fails(1, "INVALID_INPUT")
    assert "--force" in error["message"] and str(own) in error["message"], error
    assert json.loads(own.read_text()) == OWN
    home.run(*command).json()
    assert json.loads(own.read_text()) == OWN
    shown = home.run("prices", "import", "--format", "litellm", path, "--save", "--force").ok().out
    assert str(own) in shown, shown
    assert [row["model"] for row in json.loads(own.read_text())["rows"]] == ["acme-1"]


def nothing_taken_is_not_saved(home):
    path = home.file("none.json", json.dumps({"x": {"mode": "embedding"}}))
    home.run("--json", "prices", "import", "--format", "litellm", path, "--save").fails(
        1, "INVALID_INPUT")
    assert not (home.data / "prices.json").exists()


def standard_input(home):
    document = home.json("prices", "import", "--format", "litellm", "-", stdin=json.dumps(SMALL))
    assert [row["model"] for row in document["taken"]["list"]] == ["acme-1"], document
    assert float(document["taken"]["list"][0]["usd_per_mtok"]["u"]) == 3


def bad_input(home):
    good = home.file("small.json", json.dumps(SMALL))
    command = ("prices", "import")
    table = [
        (2, ("prices",)), (2, command), (2, (*command, good)),
        (2, (*command, "--format", "klingon", good)), (2, (*command, "--format", "litellm")),
        (2, (*command, "--format", "litellm", good, good)),
        (2, (*command, "--format", "litellm", good, "--force")),
        (1, (*command, "--format", "litellm", home.path / "absent")),
    ]
    for number, content in enumerate(("", "[]", "nonsense", "{", "[" * 100_000)):
        path = home.file(f"bad-{number}.json", content)
        table.append((1, (*command, "--format", "litellm", path, "--save")))
    for status, arguments in table:
        home.run("--json", *arguments).fails(status)
    assert not (home.data / "prices.json").exists()


clitest.main("prices-import", [
    every_format, what_differs_is_named, text_shows_the_first_of_each, saved_prices_are_used,
    every_format_is_read_back, own_prices_are_not_overwritten, nothing_taken_is_not_saved,
    standard_input, bad_input])
