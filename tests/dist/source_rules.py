# SPDX-License-Identifier: MIT
"""The rules of the house that a program can hold: who may include whom, sizes, names, headers.

Each rule takes the root of a source tree and returns its problems. RULES names them all.
"""
import re
import subprocess

from source_tree import files, includes, place, read, room_of, rooms, without_comments

# Which library a system header belongs to; all others are the C library's.
LIBRARIES = {"systemd/sd-bus.h": "sd-bus", "systemd/sd-id128.h": "sd-id128", "systemd/sd-event.h": "sd-event",
             "systemd/sd-daemon.h": "sd-daemon", "systemd/sd-journal.h": "sd-journal",
             "yaml.h": "libyaml", "libical/ical.h": "libical", "jansson.h": "jansson",
             "check.h": "check"}
OTHER_LIBRARY = re.compile(r"^(systemd|dbus|glib|gio|libxml|openssl|curl)/")

FILE_LINES = 500
FUNCTION_LINES = 100
# Programs, not texts: documents, product files and introspection are as long as their matter.
SIZED = (".c", ".h", ".py", ".sh", "meson.build")

# What carries no line of its own: the licence itself, what git reads, what has no comments in
# Debian's form, samples that must stay as they are, pictures.
UNLICENSED = re.compile(r"^(LICENSE|\.git|\.gitignore|\.gitattributes|tests/fuzz/seeds/.*"
                        r"|tests/data/.*|tests/cli/(expected|expected-de|products|data)/.*"
                        r"|debian/(changelog|copyright|source/format)|po/eold\.pot"
                        r"|tests/cli/os-release.*|.*\.(png|svg|json))$")
LICENSE_LINE = "SPDX-License-Identifier: MIT"

BUS_NAMES = re.compile(r"org\.eold\.lifecycle1|/org/eold/lifecycle1")
BUS_NAMES_HOME = "dbus/bus-names.h"


# ---- who may include whom -----------------------------------------------------------------------

def target_of(root, path, name):
    """The file that an include in quotation marks means: beside it, or under a room's name."""
    for base in (path.parent, root, root / "daemon"):
        target = (base / name).resolve()
        if target.is_file() and root.resolve() in target.parents:
            return target.relative_to(root.resolve())
    return None


def own_include(root, path, room, name, all_rooms):
    """What is wrong with an include of the tree's own, or None."""
    if name == "config.h":
        return None
    target = target_of(root, path, name)
    if target is None:
        return f'there is no "{name}"'
    other = room_of(target, all_rooms)
    if other is None:
        return f'"{name}" is in no room'
    if other.name == room.name or other.name in room.may_include:
        return None
    return f'{room.name} may not include {other.name}: "{name}"'


def system_include(room, name):
    library = LIBRARIES.get(name)
    if library is None and OTHER_LIBRARY.search(name):
        library = name
    if library is None or library in room.libraries:
        return None
    return f"{room.name} may not use {library}: <{name}>"


def own_header_comes_first(root, path, found, all_rooms):
    """name.c begins with a header of its room, which shows that it needs nothing before it."""
    is_program = path.relative_to(root).parts[0] == "tests"
    if path.suffix != ".c" or is_program or not path.with_suffix(".h").is_file():
        return []
    first = target_of(root, path, found[0][0]) if found and found[0][1] else None
    if first and room_of(first, all_rooms) == room_of(path.relative_to(root), all_rooms):
        return []
    return [f"{place(root, path)}: does not begin with its own header"]


def check_includes(root):
    problems, all_rooms = [], rooms(root)
    for room in all_rooms:
        if not (root / room.directory).is_dir():
            problems.append(f"CONTRIBUTING.md:1: no directory {room.directory}")
        above = [other.name for other in all_rooms[:all_rooms.index(room)]]
        for name in set(room.may_include) - set(above):
            problems.append(f"CONTRIBUTING.md:1: {room.name} may not see {name}: it is not above")
    for path in files(root, ".c", ".h"):
        room = room_of(path.relative_to(root), all_rooms)
        if room is None:
            problems.append(f"{place(root, path)}: is in no room")
            continue
        found, text = includes(path), read(path)
        for name, is_own, offset in found:
            wrong = own_include(root, path, room, name, all_rooms) if is_own \
                else system_include(room, name)
            if wrong:
                problems.append(f"{place(root, path, text, offset)}: {wrong}")
        problems += own_header_comes_first(root, path, found, all_rooms)
    return problems


# ---- sizes and forbidden words ------------------------------------------------------------------

def is_script(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def long_functions(root, paths):
    """By universal-ctags, which knows where a function ends."""
    command = ["ctags", "--options=NONE", "-L", "-", "-f", "-", "--fields=+ne", "--sort=no",
               "--kinds-C=f", "--kinds-Python=fm", "--kinds-Sh=f"]
    done = subprocess.run(command, input="\n".join(map(str, paths)), text=True, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    problems = []
    for line in done.stdout.splitlines():
        name, path, rest = line.split("\t", 2)
        span = dict(re.findall(r"\t(line|end):(\d+)", "\t" + rest))
        length = int(span.get("end", span["line"])) - int(span["line"]) + 1
        if length > FUNCTION_LINES:
            where = f"{path[len(str(root)) + 1:]}:{span['line']}"
            problems.append(f"{where}: {name}() has {length} lines, {FUNCTION_LINES} at most")
    return problems


def check_sizes(root):
    problems, programs = [], []
    for path in files(root):
        if path.is_symlink() or not (path.name.endswith(SIZED) or is_script(path)):
            continue
        programs.append(path)
        n_lines = len(read(path).splitlines())
        if n_lines > FILE_LINES:
            problems.append(f"{place(root, path)}: {n_lines} lines, {FILE_LINES} at most")
    return problems + long_functions(root, programs)


def check_words(root):
    """No goto, nothing left to do, and every file says under which licence it is."""
    problems = []
    left = re.compile(r"\b(" + "TO" + "DO|FIX" + r"ME)\b")
    for path in files(root):
        name, text = path.relative_to(root).as_posix(), read(path)
        if not UNLICENSED.match(name) and LICENSE_LINE not in "\n".join(text.split("\n")[:3]):
            problems.append(f"{place(root, path)}: no line '{LICENSE_LINE}' at its top")
        if not name.startswith("tests/fuzz/seeds/"):
            problems += [f"{place(root, path, text, match.start())}: {match[0]} is left"
                         for match in left.finditer(text)]
    for path in files(root, ".c", ".h"):
        text = without_comments(read(path))
        problems += [f"{place(root, path, text, match.start())}: goto"
                     for match in re.finditer(r"\bgoto\b", text)]
    return problems


# ---- names on the bus ---------------------------------------------------------------------------

def check_names(root):
    """In C a name on the bus is spelt in one place."""
    problems = []
    if not BUS_NAMES.search(read(root / BUS_NAMES_HOME)):
        problems.append(f"{BUS_NAMES_HOME}:1: spells no name")
    for path in files(root, ".c", ".h"):
        if path.relative_to(root).as_posix() == BUS_NAMES_HOME:
            continue
        text = without_comments(read(path))
        problems += [f"{place(root, path, text, match.start())}: spells {match[0]}, which "
                     f"{BUS_NAMES_HOME} does" for match in BUS_NAMES.finditer(text)]
    return problems


# ---- headers ------------------------------------------------------------------------------------

def paragraphs(text):
    """(line, paragraph) for each; they are parted by blank lines outside braces and comments."""
    found, lines, depth = [], [], 0
    for number, line in enumerate(text.splitlines() + [""], 1):
        bare = without_comments("\n".join(lines + [line]))
        depth = bare.count("{") - bare.count("}")
        in_comment = "\n".join(lines + [line]).count("/*") > "\n".join(lines + [line]).count("*/")
        if line.strip() or depth > 0 or in_comment:
            lines.append(line)
        elif lines:
            found.append((number - len(lines), "\n".join(lines)))
            lines = []
    return found


PROTOTYPE = re.compile(r"^(?!typedef\b|static inline\b|DEFINE_|#|\s|\})[\w \t*]+?\b(\w+)\s*\(",
                       re.M)
# What these do is the same everywhere, and CONTRIBUTING.md says it.
NEEDS_NO_CONTRACT = re.compile(r"_(deinit|free|ref|unref|clear)p?$")


def undocumented(paragraph):
    """(line, name) of the functions of a paragraph that stand before its first comment."""
    code = without_comments(paragraph)
    comment = paragraph.find("/*")
    for match in PROTOTYPE.finditer(code):
        end = code.find("\n", match.start())
        line_end = end if end >= 0 else len(code)
        if NEEDS_NO_CONTRACT.search(match[1]) or 0 <= comment < line_end:
            continue
        yield code.count("\n", 0, match.start()), match[1]


def check_header(root, path, room):
    problems, text = [], read(path)
    opening = re.search(r"\A/\* SPDX[^\n]*\n(?:#pragma once\n)?\s*/\*(.*?)\*/", text, re.S)
    said = opening[1] if opening else ""
    if not re.match(rf"[\s*]*{re.escape(path.stem)} - ", said):
        problems.append(f"{place(root, path)}: does not open with 'name - what it is for'")
    if f"Room: {room.name}" not in re.sub(r"\s*\n \*\s*", " ", said):
        problems.append(f"{place(root, path)}: its first comment does not say 'Room: {room.name}'")
    # What the whole is for is not yet a contract of the first function.
    rest = "\n" * opening[0].count("\n") + text[opening.end():] if opening else text
    for line, paragraph in paragraphs(rest):
        problems += [f"{path.relative_to(root)}:{line + offset}: {name}() has no contract"
                     for offset, name in undocumented(paragraph)]
    return problems


def check_headers(root):
    """Headers of the programs; those of tests speak for themselves."""
    problems, all_rooms = [], rooms(root)
    for path in files(root, ".h"):
        room = room_of(path.relative_to(root), all_rooms)
        if room is not None and not room.directory.startswith("tests"):
            problems += check_header(root, path, room)
    return problems


RULES = {"includes": check_includes, "sizes": check_sizes, "words": check_words,
         "names": check_names, "headers": check_headers}
