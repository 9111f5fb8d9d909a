# SPDX-License-Identifier: MIT
"""The one form in which the shipped product files and overrides are written.

A file is read into YAML nodes and written again in the form that all files share: which keys there
are, in which order, how each value is quoted, how deep it is indented. What comes out must be what
stands in the file. So the form needs no list of rules about white space, and whoever edits a file
is shown the line as it ought to be.
"""

import re

import yaml

# The C reader is ten times faster; both leave every scalar as the text that was written.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

HEADER = "# SPDX-License-Identifier: MIT"

# In the order in which they stand in a file.
TOP_KEYS = [
    "product", "title", "category", "tags", "permalink", "alternate_urls", "iconSlug",
    "versionCommand", "releasePolicyLink", "changelogTemplate", "releaseLabel", "LTSLabel",
    "eolColumn", "eoasColumn", "eoesColumn", "discontinuedColumn", "latestColumn",
    "pointReleasePolicy", "osReleaseIds", "architectures", "links", "customFields", "identifiers",
    "auto", "releases",
]
PRODUCT_KEYS = [key for key in TOP_KEYS if key != "product"]
OVERRIDE_KEYS = [key for key in TOP_KEYS if key not in ("title", "category", "permalink", "auto")]
FIELD_KEYS = ["name", "display", "label", "description"]
RELEASE_KEYS = [
    "releaseCycle", "releaseLabel", "codename", "releaseDate", "lts", "eoas", "eol", "eoes",
    "discontinued", "latest", "latestReleaseDate", "link",
]
OWN_RELEASE_KEYS = ["architectures", "pointReleases"]
POINT_KEYS = ["version", "releaseDate", "codename"]

# A blank line stands before these.
SECTIONS = {
    "osReleaseIds", "architectures", "links", "customFields", "identifiers", "auto", "releases",
}
# A version must never become a number, nor a code name a boolean: always between double quotes.
QUOTED = {"releaseCycle", "releaseLabel", "codename", "latest", "version"}
DATES = {"releaseDate", "latestReleaseDate"}
DATES_OR_FLAGS = {"lts", "eoas", "eol", "eoes", "discontinued"}
COLUMNS = {"eolColumn", "eoasColumn", "eoesColumn", "discontinuedColumn", "latestColumn"}

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Words that YAML readers take for something else than a string.
SPECIAL = re.compile(r"~|null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
# What needs no quotes: it begins with a letter or a slash, and nothing in it ends a plain scalar.
PLAIN = re.compile(r"[A-Za-z/](?:[^\s:#]|:(?=[^\s])|(?<! )#| (?=[^ ]))*")


class FormError(Exception):
    """Something that the form has no place for."""

    def __init__(self, node, message):
        super().__init__(message)
        self.line = node.start_mark.line + 1


def is_plain(node):
    """Whether a scalar stands without quotes."""
    return isinstance(node, yaml.ScalarNode) and node.style in (None, "")


def entries(node):
    """The entries of a mapping as a list of (key, node); a key that comes twice is refused."""
    if not isinstance(node, yaml.MappingNode):
        raise FormError(node, "a mapping is needed here")
    seen = set()
    result = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise FormError(key, "a key must be a word")
        if key.value in seen:
            raise FormError(key, f"'{key.value}' is given twice")
        seen.add(key.value)
        result.append((key.value, value))
    return result


def items(node):
    """The entries of a list that is not empty."""
    if not isinstance(node, yaml.SequenceNode):
        raise FormError(node, "a list is needed here")
    if not node.value:
        raise FormError(node, "an empty list: leave the key out")
    return node.value


def text(node):
    """The text of a scalar."""
    if not isinstance(node, yaml.ScalarNode):
        raise FormError(node, "a single value is needed here")
    return node.value


def quote(value):
    """A string between quotes: double ones, single ones where something would need a backslash."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def write_string(value, indent):
    """A free string: plain where that is safe, a literal block if it has several lines."""
    if "\n" in value:
        pad = " " * (indent + 2)
        rows = value.rstrip("\n").split("\n")
        return "\n".join(["|-"] + [pad + row if row else "" for row in rows])
    if PLAIN.fullmatch(value) and not SPECIAL.fullmatch(value):
        return value
    return quote(value)


def write_scalar(key, node, indent, custom):
    """The value of a known key, as it must be written."""
    value = text(node)
    if key in QUOTED or key in custom:
        return quote(value)
    if key in DATES or key in DATES_OR_FLAGS:
        if DATE.fullmatch(value) or (key in DATES_OR_FLAGS and value in ("true", "false")):
            return value
        flags = ", true or false" if key in DATES_OR_FLAGS else ""
        raise FormError(node, f"'{key}' is no date{flags}")
    if key in COLUMNS and is_plain(node) and value in ("true", "false"):
        return value
    if key == "link" and is_plain(node) and value == "null":
        return value
    return write_string(value, indent)


def write_free(lines, node, lead, indent):
    """A value whose keys are not ours to know, as in auto.methods: order and types are its own."""
    if isinstance(node, yaml.ScalarNode):
        typed = SPECIAL.fullmatch(node.value) or re.fullmatch(r"-?\d+", node.value)
        keep = is_plain(node) and typed
        lines.append(f"{lead} {node.value if keep else write_string(node.value, indent)}")
        return
    if isinstance(node, yaml.SequenceNode):
        lines.append(lead)
        for item in items(node):
            write_free_item(lines, item, indent + 2)
        return
    lines.append(lead)
    for key, value in entries(node):
        write_free(lines, value, f"{' ' * (indent + 2)}{key}:", indent + 2)


def write_free_item(lines, item, indent):
    """An entry of a list of such values."""
    if not isinstance(item, yaml.MappingNode):
        write_free(lines, item, " " * indent + "-", indent)
        return
    lead = " " * indent + "- "
    for key, value in entries(item):
        write_free(lines, value, f"{lead}{key}:", indent + 2)
        lead = " " * (indent + 2)


def write_mapping(lines, node, lead, indent, order, custom=()):
    """A mapping with known keys, in their order; its first line begins with `lead`."""
    pairs = entries(node)
    for key, value in pairs:
        if key not in order:
            raise FormError(value, f"'{key}' is no key that belongs here")
    for key, value in sorted(pairs, key=lambda pair: order.index(pair[0])):
        if key == "pointReleases":
            lines.append(f"{lead}{key}:")
            for item in items(value):
                write_mapping(lines, item, " " * (indent + 2) + "- ", indent + 4, POINT_KEYS)
        elif key == "architectures":
            write_words(lines, key, value, lead, indent)
        else:
            lines.append(f"{lead}{key}: {write_scalar(key, value, indent, custom)}")
        lead = " " * indent


def write_words(lines, key, node, lead, indent):
    """A list of plain words."""
    lines.append(f"{lead}{key}:")
    for item in items(node):
        lines.append(f"{' ' * (indent + 2)}- {write_string(text(item), indent + 2)}")


def write_section(lines, key, node, custom):
    """One of the keys at the top whose value is more than a word."""
    if key in ("alternate_urls", "osReleaseIds", "architectures"):
        write_words(lines, key, node, "", 0)
        return
    lines.append(f"{key}:")
    if key == "links":
        for name, link in entries(node):
            lines.append(f"  {name}: {write_string(text(link), 2)}")
    elif key == "auto":
        if [name for name, value in entries(node)] != ["methods"]:
            raise FormError(node, "'auto' has 'methods' and nothing else")
        lines.append("  methods:")
        for item in items(entries(node)[0][1]):
            write_free_item(lines, item, 4)
    elif key == "identifiers":
        for item in items(node):
            write_free_item(lines, item, 2)
    elif key == "customFields":
        for item in items(node):
            write_mapping(lines, item, "  - ", 4, FIELD_KEYS)
    else:
        order = RELEASE_KEYS + list(custom) + OWN_RELEASE_KEYS
        for number, item in enumerate(items(node)):
            if number:
                lines.append("")
            write_mapping(lines, item, "  - ", 4, order, custom)


def custom_names(root):
    """The names of the product's own fields."""
    names = []
    for field in items(root["customFields"]) if "customFields" in root else []:
        names += [text(value) for key, value in entries(field) if key == "name"]
    return names


def write(node, header, order):
    """The lines of a whole file: its comment at the top, then everything in the one form."""
    root = dict(entries(node))
    custom = custom_names(root)
    lines = list(header) + [""]
    for key, value in root.items():
        if key not in order:
            raise FormError(value, f"'{key}' is no key that belongs here")
    for key in order:
        if key not in root:
            continue
        if key in SECTIONS and lines[-1]:
            lines.append("")
        if key in SECTIONS or key == "alternate_urls":
            write_section(lines, key, root[key], custom)
        else:
            lines.append(f"{key}: {write_scalar(key, root[key], 0, ())}")
    return "\n".join(lines).split("\n")


def read(source):
    """The YAML node that a text holds."""
    return yaml.compose(source, Loader=LOADER)


def front_matter(source):
    """The part of a Markdown file between its two lines of three hyphens."""
    if not source.startswith("---\n"):
        raise ValueError("no front matter")
    return source[4:source.index("\n---\n", 3) + 1]


def as_data(node):
    """A node as plain lists and dictionaries; a scalar is its text, a plain null is None."""
    if isinstance(node, yaml.MappingNode):
        return {key: as_data(value) for key, value in entries(node)}
    if isinstance(node, yaml.SequenceNode):
        return [as_data(item) for item in node.value]
    return None if is_plain(node) and node.value == "null" else node.value
