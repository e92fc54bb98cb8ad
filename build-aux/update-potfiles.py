#!/usr/bin/env python3
"""Writes po/POTFILES.in anew from the tree."""

import pathlib

import potfiles

ROOT = pathlib.Path(__file__).resolve().parent.parent
(ROOT / "po/POTFILES.in").write_text(potfiles.render(ROOT), encoding="utf-8")
