# SPDX-License-Identifier: MIT
"""The source tree as the rules on it see it: its files, its C without comments, its rooms.

A problem is a string "FILE:LINE: message"; every rule returns a list of them.
"""
import os
import re
from collections import namedtuple
from pathlib import Path

# One line of the table in CONTRIBUTING.md. may_include holds names of rooms.
Room = namedtuple("Room", "name directory may_include libraries")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(?:"([^"]+)"|<([^>]+)>)', re.M)


def files(root, *endings):
    """Every file of the tree, sorted; with endings only those that end so. No build directories."""
    found = []
    for directory, names, leaves in os.walk(root):
        names[:] = [name for name in names if name not in (".git", "__pycache__")
                    and not (Path(directory) == Path(root) and name.startswith("build"))]
        found += [Path(directory, leaf) for leaf in leaves]
    return sorted(path for path in found if not endings or path.name.endswith(endings))


def read(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def place(root, path, text="", offset=0):
    """FILE:LINE for a position in the text of a file."""
    return f"{path.relative_to(root)}:{text.count(chr(10), 0, offset) + 1}"


def without_comments(text):
    """C with each comment replaced by blanks, so that lines and columns stay; strings are kept."""
    token = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.S)

    def blank(match):
        found = match[0]
        return re.sub(r"[^\n]", " ", found) if found.startswith("/") else found

    return token.sub(blank, text)


def includes(path):
    """(name, is own, offset) of each #include; own are those in quotation marks."""
    text = without_comments(read(path))
    return [(match[1] or match[2], match[1] is not None, match.start())
            for match in INCLUDE.finditer(text)]


def rooms(root):
    """The rooms that CONTRIBUTING.md names, in its order, which is that of who may see whom.

    A row is: | room | `directory/` | what happens there | who may be included | libraries |, and
    "all" stands for every room of the rows above it.
    """
    found = []
    table = read(root / "CONTRIBUTING.md").split("<!-- rooms -->")[1].split("<!-- end -->")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 5 or cells[0] == "room" or set(cells[0]) <= set("-: "):
            continue
        above = [room.name for room in found]
        names = above if cells[3] == "all" else words(cells[3])
        found.append(Room(cells[0], cells[1].strip("`/"), names, words(cells[4])))
    return found


def words(cell):
    return [word for word in re.split(r"[,\s]+", cell) if word not in ("", "-")]


def room_of(path, all_rooms):
    """The room that a path relative to the root lies in, or None. All of tests/ is one room."""
    directory = "tests" if path.parts[0] == "tests" else path.parent.as_posix()
    return next((room for room in all_rooms if room.directory == directory), None)
