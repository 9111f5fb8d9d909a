# SPDX-License-Identifier: MIT
"""Introspection XML as plain objects, documentation comments included.

Used by the tests that hold dbus/*.xml against the running daemon, against the manual page and
against the rules for documentation.

A documentation comment stands directly before its element and has this form; everything else is
a ValueError:

    <!--
      NAME:                       the name of the interface or member
      @ARGUMENT: text             one for each argument, in their order
        more text                 continued by two more spaces
                                  (empty line)
      Text in paragraphs.

      Errors:                     methods only, and only if there are any
      full.name.of.Error: when
        more text
    -->
"""
import re
import xml.etree.ElementTree as ET
from collections import namedtuple

EMITS_CHANGED = "org.freedesktop.DBus.Property.EmitsChangedSignal"

# One argument of a method or signal; direction is "in", "out", or "" for signals.
Argument = namedtuple("Argument", "name type direction")
# What a comment says: arguments and errors are lists of (name, text), text a list of paragraphs.
Documentation = namedtuple("Documentation", "title arguments text errors")


class Member:
    """A method, signal or property of an interface."""

    def __init__(self, element, doc):
        self.kind = element.tag
        self.name = element.get("name")
        self.doc = doc
        self.type = element.get("type", "")
        self.access = element.get("access", "")
        self.arguments = [
            Argument(a.get("name", ""), a.get("type"), argument_direction(element.tag, a))
            for a in element.findall("arg")
        ]
        self.annotations = {a.get("name"): a.get("value") for a in element.findall("annotation")}

    def effective_annotations(self):
        """The annotations with the default of EmitsChangedSignal filled in for properties."""
        if self.kind != "property":
            return self.annotations
        return {EMITS_CHANGED: "true", **self.annotations}

    def contract(self):
        """All that a client can tell from outside, as one comparable value."""
        return (self.kind, self.name, self.type, self.access, tuple(self.arguments),
                tuple(sorted(self.effective_annotations().items())))

    def signatures(self):
        """The types of what goes in and what comes out (signals and properties: comes out)."""
        goes_in = "".join(a.type for a in self.arguments if a.direction == "in")
        comes_out = "".join(a.type for a in self.arguments if a.direction != "in")
        return goes_in, self.type + comes_out


class Interface:
    """An interface: its members in the order of the file."""

    def __init__(self, element, doc):
        self.name = element.get("name")
        self.doc = doc
        self.members = [Member(e, d) for e, d in with_comments(element) if e.tag != "annotation"]
        self.annotations = {a.get("name"): a.get("value") for a in element.findall("annotation")}

    def find(self, kind, name):
        """The member of that kind and name, or None."""
        return next((m for m in self.members if (m.kind, m.name) == (kind, name)), None)


class Node:
    """What an object shows: its name (or ""), interfaces, and the names of its children."""

    def __init__(self, text):
        parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        root = ET.fromstring(text, parser=parser)
        self.name = root.get("name", "")
        found = [Interface(e, d) for e, d in with_comments(root) if e.tag == "interface"]
        self.interfaces = {i.name: i for i in found}
        self.children = [n.get("name") for n in root.findall("node")]


def read_node(path):
    """Reads an XML file."""
    return Node(path.read_text(encoding="utf-8"))


def argument_direction(kind, element):
    """Methods have "in" where nothing is said, signals have none."""
    return "" if kind == "signal" else element.get("direction", "in")


def with_comments(parent):
    """Yields each child element with the text of the comment directly before it, or None."""
    comment = None
    for child in parent:
        if child.tag is ET.Comment:
            comment = child.text
        else:
            yield child, comment
            comment = None


def parse_documentation(comment):
    """Takes a comment apart; ValueError if it does not have the form described above."""
    lines = comment.split("\n")
    if lines[0].strip() or lines[-1].strip() or len(lines) < 4:
        raise ValueError("the comment must stand on lines of its own")
    lines = lines[1:-1]
    indent = len(lines[0]) - len(lines[0].lstrip())
    lines = [line[indent:] if line[:indent].isspace() else line for line in lines]
    title = re.fullmatch(r"([\w.]+):", lines[0])
    if not title:
        raise ValueError(f"the first line must be a name and a colon, not {lines[0]!r}")
    head, *paragraphs = [b.split("\n") for b in "\n".join(lines).split("\n\n")]
    errors = []
    if paragraphs and paragraphs[-1][0] == "Errors:":
        errors = parse_entries(paragraphs.pop()[1:], r"([\w.]+): (.+)")
    arguments = parse_entries(head[1:], r"@(\w+): (.+)")
    for paragraph in paragraphs:
        for line in paragraph:
            if not line or line[0].isspace() or line.startswith("@"):
                raise ValueError(f"not a line of text: {line!r}")
    return Documentation(title[1], arguments, [" ".join(p) for p in paragraphs], errors)


def parse_entries(lines, pattern):
    """Reads 'name: text' entries whose text goes on in lines indented by two spaces."""
    entries = []
    for line in lines:
        start = re.fullmatch(pattern, line)
        if start:
            entries.append((start[1], start[2]))
        elif entries and re.fullmatch(r"  \S.*", line):
            name, text = entries[-1]
            entries[-1] = (name, f"{text} {line.strip()}")
        else:
            raise ValueError(f"neither an entry nor its continuation: {line!r}")
    return entries
