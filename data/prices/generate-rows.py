#!/usr/bin/env python3
# generate-rows.py: write every price row out, so that none is worked out later
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns prices.json and supplement.json into explicit dated rows.

A published price becomes a row as it stands. A price that follows from a
published one by a vendor's policy becomes a row marked derived, with the
rule in words. What neither says stays absent: the program then estimates and
says so, or calls the request unpriced. README.md explains the columns.
"""

import argparse
import json
from decimal import Decimal
from fractions import Fraction

# Names of the rates in the source and in the rows.
RATES = {
    "in": "input",
    "read": "cached_input",
    "w": "cache_write_5m",
    "wl": "cache_write_1h",
    "out": "output",
}
NANO = Decimal(10) ** -9


class Rates:
    """The rates of one row: published, or derived by a rule."""

    def __init__(self, values, rule=None, note=None):
        self.values = {name: value for name, value in values.items() if value is not None}
        self.rule = rule
        self.note = note

    def times(self, factor, rule, names=RATES):
        """Every named rate times a policy's factor."""
        values = {name: self.values[name] * factor for name in names if name in self.values}
        rules = [self.rule, rule] if self.rule else [rule]
        return Rates(values, "; ".join(rules))


def exact(value):
    """A decimal string; fails where nano-dollars cannot hold the value."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    number = number.quantize(NANO)
    if Fraction(number) != value:
        raise ValueError(f"{value} is no whole number of nano-dollars")
    text = format(number, "f").rstrip("0").rstrip(".")
    return text or "0"


def read_rates(source):
    return {
        ours: Fraction(source[theirs]) if source.get(theirs) is not None else None
        for ours, theirs in RATES.items()
    }


def current_rates(model):
    """The price block's rates; a second write life fills the long bucket."""
    price = model["price"]
    values = read_rates(price)
    writes = price.get("cache_writes", [])
    if values["wl"] is None and len(writes) > 1:
        values["wl"] = Fraction(writes[1]["price"])
    return Rates(values)


def scale(rates, like, now):
    """What `like` would be if the standard rates were `rates`, not `now`."""
    values = {}
    for name, value in like.values.items():
        if name in rates.values and name in now.values and now.values[name] != 0:
            values[name] = rates.values[name] * value / now.values[name]
    return values


def dated_rates(model):
    """(effective_from or None, standard rates, whether they are today's)."""
    now = current_rates(model)
    schedule = model.get("price_schedule") or []
    if not schedule:
        return [(None, now, True)]
    dated = []
    for entry in schedule:
        rates = Rates(read_rates(entry))
        same = all(now.values.get(name) == value for name, value in rates.values.items())
        dated.append((entry["effective_from"], now if same else rates, same))
    return dated


def standard_tiers(model, rates, is_current):
    """[(threshold, rates)] of the default service tier at one date."""
    tiers = [(0, rates)]
    for tier in model["price"].get("tiers", []):
        published = Rates(read_rates(tier))
        if not is_current:
            published = Rates(
                scale(rates, published, current_rates(model)),
                "today's ratio of this context tier to the first, at that date's price",
            )
        tiers.append((tier["above_input_tokens"], published))
    return tiers


def version(model):
    """gpt-5.6-sol -> (5, 6), gemini-3-pro -> (3, 0); None without one."""
    parts = model["id"].split("-")
    for part in parts[1:2]:
        numbers = part.split(".")
        if all(number.isdigit() for number in numbers):
            return tuple(int(number) for number in (numbers + ["0"])[:2])
    return None


def policy(model, service, policies):
    """The factor and rule of a service tier, where the vendor states one."""
    vendor, found = model["provider"], version(model)
    policies = policies.get(vendor, {})
    retired = model.get("status") == "retired"
    if vendor == "openai" and model["id"].startswith("gpt-") and found and found >= (5, 6):
        name = {"flex": "flex", "priority": "priority_gpt5.6+"}[service]
    elif vendor == "google" and found and found >= (3, 0) and not retired:
        name = service
    else:
        return None
    return Fraction(policies[name]), f"{policies[name]} x the standard rate ({vendor}: {service})"


def service_tiers(model, service, standard, is_current, policies):
    """The rows of flex or priority; [] where the vendor does not offer it."""
    stated = policy(model, service, policies)
    published = model["price"].get(service)
    if not published:
        return [(above, rates.times(*stated)) for above, rates in standard] if stated else []
    first = Rates(read_rates(published))
    if not is_current:
        first = Rates(
            scale(standard[0][1], first, current_rates(model)),
            f"today's ratio of {service} to standard, at that date's price",
        )
    elif "out" not in first.values:
        first.note = f"The source gives no output price at {service}; such calls are unpriced"
    tiers = [(0, first)]
    half = Fraction(policies.get(model["provider"], {}).get("flex", "0"))
    for above, rates in standard[1:]:
        if stated:
            tiers.append((above, rates.times(*stated)))
        elif service == "flex" and half:
            tiers.append((above, rates.times(half, f"{exact(half)} x the standard rate (flex)")))
        else:
            note = f"No published {service} price above {above} input tokens"
            tiers.append((above, Rates({}, note=note)))
    return tiers


def batch_tiers(model, standard, is_current, policies):
    """Batch: input and output at the policy's share. Only Anthropic states
    that batch stacks with caching; elsewhere reads and writes stay absent."""
    share = Fraction(policies.get(model["provider"], {}).get("batch", "0.5"))
    names = list(RATES) if model["provider"] == "anthropic" else ["in", "out"]
    rule = f"{exact(share)} x the standard rate (batch)"
    tiers = []
    published = model["price"].get("batch") or {}
    for above, rates in standard:
        derived = rates.times(share, rule, names)
        explicit = above == 0 and is_current and not published.get("source", "").startswith("policy")
        if explicit and published:
            derived = Rates(read_rates(published))
        tiers.append((above, derived))
    return tiers


class Writer:
    """Collects rows of one model and gives them their ids."""

    def __init__(self, model, fee):
        self.model = model
        self.fee = fee
        self.rows = []

    def add(self, tiers, date, service="default", batch=False, speed=None, region=None):
        for above, rates in tiers:
            key = {"service_tier": service} if service != "default" else {}
            key |= {"batch": True} if batch else {}
            key |= {"speed": speed} if speed else {}
            key |= {"region": region} if region else {}
            key |= {"above": above} if above else {}
            key |= {"effective_from": date} if date else {}
            self.rows.append(self.row(key, rates, service, batch))

    def row(self, key, rates, service, batch):
        model, writes = self.model, self.model["price"].get("cache_writes", [])
        name = [model["provider"], model["id"], service]
        name += ["batch"] if batch else []
        name += [f"{part}-{key[part]}" for part in ("speed", "region", "above") if part in key]
        date = key.get("effective_from") or model.get("release_date") or "start"
        row = {"id": "/".join(name) + "@" + date, "provider": model["provider"], "model": model["id"]}
        row |= key
        row |= {name: exact(value) for name, value in rates.values.items()}
        if "w" in rates.values and writes:
            row["w_life"] = writes[0]["ttl_seconds"]
        if "wl" in rates.values and len(writes) > 1:
            row["wl_life"] = writes[1]["ttl_seconds"]
        if self.fee and "in" in rates.values:
            row["web_search"] = self.fee
        storage = model["price"].get("cache_storage_per_mtok_hour")
        if storage and not batch:
            row["storage"] = storage
        if rates.rule:
            row |= {"derived": True, "rule": rates.rule}
            row["confidence"] = "low" if model.get("confidence") == "low" else "medium"
        return row | ({"note": rates.note} if rates.note else {})


def model_rows(model, policies, supplement):
    fees = supplement["web_search"]
    fee = fees["fee"] if model["id"] in fees["models"].get(model["provider"], []) else None
    writer = Writer(model, fee)
    for date, rates, is_current in dated_rates(model):
        standard = standard_tiers(model, rates, is_current)
        batch = batch_tiers(model, standard, is_current, policies)
        writer.add(standard, date)
        writer.add(batch, date, batch=True)
        for service in ("flex", "priority"):
            writer.add(service_tiers(model, service, standard, is_current, policies), date, service)
        for rule in supplement["regions"]:
            if rule["provider"] == model["provider"] and model["id"] in rule["models"]:
                times = (Fraction(rule["multiplier"]), f"{rule['multiplier']} x the global rate")
                tiers = [(above, rates.times(*times)) for above, rates in standard]
                writer.add(tiers, date, region=rule["region"])
                if rule["batch"]:
                    tiers = [(above, rates.times(*times)) for above, rates in batch]
                    writer.add(tiers, date, batch=True, region=rule["region"])
        for rule in supplement["speeds"]:
            factor = rule["multipliers"].get(model["id"])
            if rule["provider"] == model["provider"] and factor:
                times = (Fraction(factor), f"{factor} x the standard speed's rate")
                tiers = [(above, rates.times(*times)) for above, rates in standard]
                writer.add(tiers, date, speed=rule["speed"])
    return writer.rows


def model_info(model, supplement):
    """What is known of a model besides its prices, without empty fields."""
    source = model.get("encoding_source") or ""
    info = {name: model.get(name) for name in (
        "provider", "id", "display_name", "context_window", "max_input", "max_output", "encoding",
        "encoding_source", "tokenizer_family", "release_date", "knowledge_cutoff",
        "shutdown_date", "status", "source", "confidence", "note")}
    info["aliases"] = supplement["aliases"]["names"].get(model["id"])
    info["encoding_assumed"] = True if source.startswith("ASSUMED") else None
    info["cache_minimum"] = model.get("prompt_cache_min_tokens")
    capabilities = model.get("capabilities", {})
    info["capabilities"] = [name for name, has in capabilities.items() if has]
    info["capabilities_assumed"] = True if model.get("capabilities_source") else None
    return {name: value for name, value in info.items() if value is not None}


def check(rows, models):
    """Ids are unique; no alias is another model's name."""
    ids = [row["id"] for row in rows]
    twice = {name for name in ids if ids.count(name) > 1} if len(set(ids)) != len(ids) else set()
    if twice:
        raise ValueError(f"rows with the same id: {sorted(twice)}")
    names = [(model["provider"], name) for model in models
             for name in [model["id"], *model.get("aliases", [])]]
    if len(set(names)) != len(names):
        raise ValueError("a model's name or alias stands twice")
    known = {model["id"] for model in models}
    return known


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prices")
    parser.add_argument("supplement")
    parser.add_argument("disagreements")
    parser.add_argument("output")
    arguments = parser.parse_args()
    with open(arguments.prices, encoding="utf-8") as file:
        prices = json.load(file)
    with open(arguments.supplement, encoding="utf-8") as file:
        supplement = json.load(file)
    with open(arguments.disagreements, encoding="utf-8") as file:
        disagreements = json.load(file)

    models = [*prices["models"], *supplement["models"], prices["mock"] | supplement["mock"]]
    models[-1]["price"] = prices["mock"]["price"] | {"cache_writes": supplement["mock"]["cache_writes"]}
    infos = [model_info(model, supplement) for model in models]
    rows = [row for model in models for row in model_rows(model, prices["multipliers"], supplement)]
    check(rows, infos)

    def lines(items):
        return ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)

    with open(arguments.output, "w", encoding="utf-8") as file:
        head = {"schema": "costlab-price-rows/1", "as_of": prices["as_of"], "sources": prices["sources"]}
        file.write(json.dumps(head, ensure_ascii=False)[:-1])
        file.write(f',\n"models":[\n{lines(infos)}\n],\n"rows":[\n{lines(rows)}\n],\n')
        file.write(f'"disagreements":[\n{lines(disagreements)}\n]}}\n')


if __name__ == "__main__":
    main()
