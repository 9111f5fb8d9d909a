#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a script does that reads the product files itself, for the table of peers."""
import pathlib
import sys

import yaml


def read(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("\n---\n", 1)[0].removeprefix("---\n")
    return yaml.load(text, Loader=yaml.CSafeLoader)


products = [read(path) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())
            if path.suffix in (".md", ".yaml", ".yml")]
print(sum(len(product["releases"]) for product in products))
