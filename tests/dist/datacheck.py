# SPDX-License-Identifier: MIT
"""What must hold for the shipped data beyond its form.

Dates, names, identifiers, and what files say of each other.
"""

import datetime
import pathlib
import re

import yaml

import productfile as form

CATEGORIES = {
    "app", "database", "device", "framework", "lang", "os", "server-app", "service", "standard",
}
DISPLAYS = {
    "none", "api-only", "after-release-column", "before-latest-column", "after-latest-column",
}
# In the order in which a release goes through them.
PHASES = ["releaseDate", "eoas", "eol", "eoes"]
LINKS = ["errata", "bugs", "oval", "sbom", "migration", "upgrade"]
LABELS = ["releaseLabel", "LTSLabel", *sorted(form.COLUMNS)]
IDENTIFIERS = {
    "cpe": re.compile(r"cpe:(2\.3:|/)[aoh]:[a-z0-9_.-]+:([a-z0-9_.:*-]|\\[^a-z0-9])+"),
    "purl": re.compile(r"pkg:[a-z]+/[^\s@]+"),
    "repology": re.compile(r"[a-z0-9][a-z0-9_.:+-]*"),
}
NAME = re.compile(r"[a-z0-9][a-z0-9.+-]*")
ALIAS = re.compile(r"/[a-z0-9][a-z0-9_.+-]*")
CYCLE = re.compile(r"[a-z0-9][a-z0-9_.+-]*")
OS_ID = re.compile(r"[a-z0-9._-]+")
URL = re.compile(r"https?://[^\s/]+/?\S*")


class Findings:
    """What is wrong, each with its file and line."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, message):
        self.lines.append(f"{path}:{line}: {message}")


class File:
    """One file of the data: its path and comment, its nodes, and the same as plain data."""

    def __init__(self, path, comment, node, findings):
        self.path = path
        self.comment = comment
        self.node = node
        self.data = form.as_data(node)
        self.findings = findings

    def find(self, message, *keys):
        """Reports a finding at the place that the keys lead to."""
        node = self.node
        for key in keys:
            if isinstance(key, int):
                node = node.value[key]
            else:
                node = next((value for name, value in node.value if name.value == key), node)
        self.findings.add(self.path, node.start_mark.line + 1, message)


def date_of(value):
    """The day that a value names, or None if it names none."""
    return datetime.date.fromisoformat(value) if form.DATE.fullmatch(value or "") else None


# ---- one file -------------------------------------------------------------------------------


def check_bytes(path, findings):
    """Reads a file as text; None if it is none."""
    raw = path.read_bytes()
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.add(path, raw[:error.start].count(b"\n") + 1, "not UTF-8")
        return None
    for number, line in enumerate(source.split("\n"), 1):
        if "\t" in line or "\r" in line:
            findings.add(path, number, "a tab or a carriage return")
        if line != line.rstrip():
            findings.add(path, number, "white space at the end")
    if not source.endswith("\n") or source.endswith("\n\n"):
        findings.add(path, source.count("\n") + 1, "the file must end with one newline")
    return source


def check_lines(path, source, expected, findings):
    """Holds a file against its lines in the one form. Comments on lines of their own are free."""
    wanted = iter(expected)
    want = next(wanted)
    for number, line in enumerate(source.rstrip("\n").split("\n"), 1):
        if line != want and re.match(r" *# ", line):
            continue
        if line != want:
            if want is None:
                findings.add(path, number, "nothing more is expected here")
            else:
                findings.add(path, number, f"written otherwise than elsewhere; expected '{want}'")
            return
        want = next(wanted, None)
    if want is not None:
        findings.add(path, source.count("\n"), f"expected '{want}' after the end")


def load(path, order, findings):
    """Reads one file and checks its form; None if that is wrong: nothing else can be said then."""
    before = len(findings.lines)
    source = check_bytes(path, findings)
    if source is None:
        return None
    header = source.split("\n")[:2]
    if header[0] != form.HEADER:
        findings.add(path, 1, f"expected '{form.HEADER}'")
    if len(header) < 2 or not re.fullmatch(r"# \S.*\.", header[1]):
        findings.add(path, 2, "expected a comment that says what the file is")
    try:
        node = form.read(source)
        check_lines(path, source, form.write(node, header, order), findings)
        return File(path, header[1], node, findings) if len(findings.lines) == before else None
    except form.FormError as error:
        findings.add(path, error.line, str(error))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", error)
        findings.add(path, mark.line + 1 if mark else 1, f"no YAML: {problem}")
    return None


def check_url(file, value, *keys):
    if not URL.fullmatch(value):
        file.find(f"'{value}' is no link", *keys)


def check_texts(file):
    """Labels, links and words at the top of a file."""
    data = file.data
    for key in LABELS:
        if "<" in data.get(key, ""):
            file.find("a label is plain text, without HTML", key)
    if "releasePolicyLink" in data:
        check_url(file, data["releasePolicyLink"], "releasePolicyLink")
    words = data.get("tags", "").split(" ")
    if words != sorted(set(words)):
        file.find("tags are sorted, each once, one space between", "tags")
    for key, link in data.get("links", {}).items():
        if key not in LINKS:
            file.find(f"'{key}' is no link that eold knows", "links", key)
        check_url(file, link, "links", key)
    if list(data.get("links", {})) != [key for key in LINKS if key in data.get("links", {})]:
        file.find(f"links stand in the order {', '.join(LINKS)}", "links")
    for number, field in enumerate(data.get("customFields", [])):
        check_field(file, field, number)
    if data.get("pointReleasePolicy", "superseded") != "superseded":
        file.find("the one policy for point releases is 'superseded'", "pointReleasePolicy")


def check_field(file, field, number):
    """One of the product's own fields."""
    if [key for key in form.FIELD_KEYS if key not in field]:
        file.find(f"a field has {', '.join(form.FIELD_KEYS)}", "customFields", number)
    if field.get("display") not in DISPLAYS:
        file.find("unknown display", "customFields", number, "display")
    if field.get("name") in form.RELEASE_KEYS + form.OWN_RELEASE_KEYS:
        file.find("a field of this name exists already", "customFields", number, "name")


def check_identifiers(file):
    """Identifiers have a known type, the shape of that type, and are given once."""
    seen = set()
    for number, entry in enumerate(file.data.get("identifiers", [])):
        if not isinstance(entry, dict) or len(entry) != 1:
            file.find("an identifier is one type with one value", "identifiers", number)
            continue
        (kind, value), = entry.items()
        if kind not in IDENTIFIERS:
            file.find(f"'{kind}' is no type of identifier", "identifiers", number)
        elif not isinstance(value, str) or not IDENTIFIERS[kind].fullmatch(value):
            file.find(f"'{value}' is no {kind}", "identifiers", number)
        elif (kind, value) in seen:
            file.find(f"{kind} '{value}' is given twice", "identifiers", number)
        seen.add((kind, str(value)))


def check_release(file, release, number, needed):
    """One release: what it must have, and that each date exists."""
    here = ("releases", number)
    for key in needed:
        if key not in release:
            file.find(f"a release without {key}", *here)
    for key in sorted(form.DATES | form.DATES_OR_FLAGS):
        try:
            date_of(release.get(key))
        except ValueError:
            file.find(f"{key}: {release[key]} is no day of the calendar", *here, key)
    if "latestReleaseDate" in release and not release.get("latest"):
        file.find("latestReleaseDate without latest", *here, "latestReleaseDate")
    if "<" in release.get("releaseLabel", ""):
        file.find("a label is plain text, without HTML", *here, "releaseLabel")
    link = release.get("link")
    if link is not None and "__" not in link:
        check_url(file, link, *here, "link")
    check_points(file, release, number)


def check_order(file, release, number):
    """The dates of a release come in the order of its phases."""
    try:
        dates = [(key, date_of(release.get(key))) for key in PHASES if date_of(release.get(key))]
    except ValueError:
        return
    for (early, first), (late, second) in zip(dates, dates[1:]):
        if first > second:
            file.find(f"{late} {second} is before {early} {first}", "releases", number, late)


def check_points(file, release, number):
    """Point releases belong to their release, newest first, each once."""
    points = release.get("pointReleases", [])
    here = ("releases", number, "pointReleases")
    cycle = release.get("releaseCycle", "")
    versions = [point.get("version", "") for point in points]
    if points and "pointReleasePolicy" not in file.data:
        file.find("point releases without pointReleasePolicy", *here)
    if len(set(versions)) != len(versions):
        file.find("a point release is given twice", *here)
    dates = []
    for index, point in enumerate(points):
        if not point.get("version", "").startswith(cycle + "."):
            file.find(f"a version of {cycle} is needed", *here, index)
        try:
            dates.append(date_of(point.get("releaseDate")))
        except ValueError:
            dates.append(None)
        if dates[-1] is None:
            file.find("a point release needs a day of the calendar", *here, index)
    if None not in dates and dates != sorted(dates, reverse=True):
        file.find("point releases stand newest first", *here)


def check_releases(file, needed):
    """All releases of a file."""
    seen = set()
    for number, release in enumerate(file.data.get("releases", [])):
        cycle = release.get("releaseCycle", "")
        if not CYCLE.fullmatch(cycle):
            file.find(f"'{cycle}' is no name for a release", "releases", number)
        if cycle in seen:
            file.find(f"release {cycle} is given twice", "releases", number)
        seen.add(cycle)
        check_release(file, release, number, needed)


def check_product(file):
    """A product file on its own."""
    data = file.data
    for key in ("title", "category", "permalink", "releases"):
        if key not in data:
            file.find(f"a product without {key}")
    if data.get("category") not in CATEGORIES:
        file.find("unknown category", "category")
    name = data.get("permalink", "")[1:]
    if data.get("permalink", "/")[:1] != "/" or not NAME.fullmatch(name):
        file.find("a permalink is a slash and a name", "permalink")
    if name + ".yaml" != file.path.name:
        file.find("the file must be named for its permalink", "permalink")
    for number, alias in enumerate(data.get("alternate_urls", [])):
        if not ALIAS.fullmatch(alias):
            file.find(f"'{alias}' is no alias", "alternate_urls", number)
    comment = f"# {data.get('title')}: lifecycle facts, kept by hand."
    if file.comment != comment:
        file.findings.add(file.path, 2, f"expected '{comment}'")
    check_texts(file)
    check_identifiers(file)
    check_releases(file, ["releaseCycle", "releaseDate", "eol"])
    for number, release in enumerate(data.get("releases", [])):
        check_order(file, release, number)


def check_override(file):
    """An override on its own."""
    if file.data.get("product", "") + ".yaml" != file.path.name:
        file.find("the file must be named for its product", "product")
    if len(file.data) < 2:
        file.find("an override that sets nothing")
    for number, name in enumerate(file.data.get("osReleaseIds", [])):
        if not OS_ID.fullmatch(name):
            file.find(f"'{name}' cannot stand in os-release as ID", "osReleaseIds", number)
    check_texts(file)
    check_identifiers(file)
    check_releases(file, ["releaseCycle"])


# ---- files among each other -----------------------------------------------------------------


def check_names(products, overrides):
    """No name, alias or ID in os-release leads to two products."""
    owner = {}
    for file in products:
        for name in [file.data.get("permalink", "")] + file.data.get("alternate_urls", []):
            if name in owner:
                file.find(f"'{name}' leads to {owner[name].path.name}, too", "alternate_urls")
            owner[name] = file
    ids = {}
    for file in products + overrides:
        name = file.data.get("product", file.data.get("permalink", "")[1:])
        for os_id in file.data.get("osReleaseIds", []):
            other = owner.get("/" + os_id)
            if ids.get(os_id, name) != name or (other and other.data["permalink"] != "/" + name):
                file.find(f"'{os_id}' names another product, too", "osReleaseIds")
            ids[os_id] = name


def check_pair(product, override):
    """An override beside its product: nothing twice, nothing for releases that are not there."""
    for key, value in override.data.items():
        if key != "releases" and product.data.get(key) == value:
            override.find(f"{key} stands in the product's own file already", key)
    releases = {release["releaseCycle"]: release for release in product.data.get("releases", [])}
    for number, change in enumerate(override.data.get("releases", [])):
        base = releases.get(change.get("releaseCycle"))
        if base is None:
            override.find("the product has no such release", "releases", number)
            continue
        for key, value in change.items():
            if key != "releaseCycle" and base.get(key) == value:
                override.find(f"{key} stands in the product's own file already",
                              "releases", number, key)
        check_order(override, base | change, number)
        points = change.get("pointReleases", [])
        if points and points[0].get("version") != base.get("latest"):
            override.find("the newest point release is not the product's latest",
                          "releases", number, "pointReleases")
        if points and points[-1].get("releaseDate", "") < base.get("releaseDate", ""):
            override.find("a point release before the release",
                          "releases", number, "pointReleases")


def check_installed(root, findings):
    """What is there is installed: meson knows no wild cards, so the build lists each file."""
    build = root / "meson.build"
    listed = set(re.findall(r"'([a-z]+/[^']+)'", build.read_text(encoding="utf-8")))
    # Tests of what is shipped stand beside it.
    present = {str(path.relative_to(root)) for path in root.glob("*/*")
               if not path.name.endswith(".test.yml")}
    for name in sorted(present - listed):
        findings.add(build, 0, f"{name} is not installed")
    for name in sorted(listed - present):
        findings.add(build, 0, f"{name} does not exist")


def check_directory(root, at_least):
    """Everything under one data directory; what is wrong with it, as lines."""
    root = pathlib.Path(root)
    findings = Findings()
    products = [load(path, form.PRODUCT_KEYS, findings)
                for path in sorted(root.glob("products/*"))]
    overrides = [load(path, form.OVERRIDE_KEYS, findings)
                 for path in sorted(root.glob("overrides/*"))]
    if len(products) < at_least:
        findings.add(root, 0, f"{len(products)} products, where {at_least} are promised")
    products = [file for file in products if file]
    overrides = [file for file in overrides if file]
    for file in products:
        check_product(file)
    for file in overrides:
        check_override(file)
    check_names(products, overrides)
    by_name = {file.data.get("permalink", "")[1:]: file for file in products}
    for file in overrides:
        if file.data.get("product") in by_name:
            check_pair(by_name[file.data["product"]], file)
    check_installed(root, findings)
    return findings.lines, len(products), len(overrides)
