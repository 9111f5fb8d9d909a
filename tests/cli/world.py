# SPDX-License-Identifier: MIT
"""What the test double knows: product files, judged by a few lines that restate the contract."""
import datetime
import glob
import json
import os

import dbus
import yaml

NAME = "org.eold.lifecycle1"
ROOT = "/org/eold/lifecycle1"
MANAGER, HOST = NAME + ".Manager", NAME + ".Host"
PRODUCT, RELEASE = NAME + ".Product", NAME + ".Release"
NO_END, ENDED = 2147483647, -2147483648
COLUMNS = (("lts", "lts"), ("eoas", "eoas"), ("eol", "eol"), ("eoes", "eoes"),
           ("discontinued", "discontinued"))


class Refused(dbus.DBusException):
    def __init__(self, name, text):
        super().__init__(text)
        self._dbus_error_name = name if "." in name else NAME + ".Error." + name


def label_of(text):
    out = ""
    for i, byte in enumerate(text.encode()):
        char = chr(byte)
        good = char.isalpha() and byte < 128 or (char.isdigit() and byte < 128 and i > 0)
        out += char if good else "_%02x" % byte
    return out or "_"


def path_of(kind, *names):
    return ROOT + "/" + kind + "".join("/" + label_of(n) for n in names)


def day_of(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused("InvalidDate", "\"%s\" is no date." % text)


class World:
    def __init__(self, args):
        self.today = day_of(args.today)
        self.hostile = args.hostile
        self.products = {}
        for name in sorted(glob.glob(args.data + "/*.yaml")):
            with open(name, encoding="utf-8") as file:
                doc = yaml.safe_load(file)
            doc["name"] = doc["permalink"].strip("/")
            doc["file"] = os.path.abspath(name)
            self.products[doc["name"]] = doc
        with open(args.os_release, encoding="utf-8") as file:
            self.os = dict((k, v.strip('"')) for k, v in
                           (line.rstrip("\n").split("=", 1) for line in file if "=" in line))
        with open(args.config, encoding="utf-8") as file:
            self.config = yaml.safe_load(file)
        self.tracked = self.find_tracked()

    def product(self, name):
        for doc in self.products.values():
            if name == doc["name"] or "/" + name in doc.get("alternate_urls", []):
                return doc
        raise Refused("NoSuchProduct", "There is no product \"%s\"." % name)

    def day(self, text):
        return day_of(text) if text else self.today

    def resolve(self, doc, version):
        parts = version.split(".")
        cycles = {r["releaseCycle"]: r for r in doc["releases"]}
        for n in range(len(parts), 0, -1):
            if ".".join(parts[:n]) in cycles:
                return cycles[".".join(parts[:n])], "exact" if n == len(parts) else "shortened"
        for release in doc["releases"]:
            if version and version.lower() in (release.get("codename", "").lower(),
                                               release.get("codename", "").lower().split(" ")[0]):
                return release, "codename"
        numbers = [int(c.split(".")[0]) for c in cycles if c.split(".")[0].isdigit()]
        newer = parts[0].isdigit() and numbers and int(parts[0]) > max(numbers)
        return None, "newer-than-data" if newer else "no-such-cycle"

    def find_tracked(self):
        out = []
        release, _ = self.resolve(self.products["almalinux"], self.os["VERSION_ID"])
        if release:
            out.append(("almalinux", release["releaseCycle"]))
        if self.hostile:
            out.append(("museum", ""))
        for item in self.config["track"]:
            release, _ = self.resolve(self.products[item["product"]],
                                      item.get("version", item.get("cycle")))
            out.append((item["product"], release["releaseCycle"] if release else ""))
        return out

    def flag(self, value, day):
        """Reached?, date or "" - of a phase as it stands in the file."""
        if isinstance(value, datetime.date):
            return day > value, value.isoformat()
        return bool(value), ""

    def shown(self, doc, release, key):
        if key not in release:
            return False
        if key == "lts":
            return release[key] is not False
        return bool(doc.get(key + "Column", key == "eol"))

    def facts(self, doc, release, day):
        cycle = release["releaseCycle"]
        flags = {k: self.flag(release[k], day) if self.shown(doc, release, k) else (False, "")
                 for k, _ in COLUMNS}
        eol, until = self.flag(release["eol"], day)
        if release["releaseDate"] > day:
            status = "upcoming"
        elif eol:
            extended = self.shown(doc, release, "eoes") and not flags["eoes"][0]
            status = "extended" if extended else "eol"
        else:
            status = "security" if flags["eoas"][0] else "active"
        days = (day_of(until) - day).days if until else ENDED if eol else NO_END
        running = any(not self.flag(release[k], day)[0]
                      for k, _ in COLUMNS if k in release and k != "lts")
        label = release.get("releaseLabel", doc.get("releaseLabel", "__RELEASE_CYCLE__"))
        label = label.replace("__RELEASE_CYCLE__", cycle)
        label = label.replace("__CODENAME__", release.get("codename", ""))
        if flags["lts"][0] or release.get("lts") is True:
            label += " (LTS)"
        out = {
            "Product": dbus.ObjectPath(path_of("product", doc["name"])),
            "ProductName": doc["name"], "Name": cycle, "Label": label,
            "Codename": release.get("codename", ""),
            "ReleaseDate": release["releaseDate"].isoformat(), "Status": status,
            "IsSupported": status in ("active", "security"), "IsMaintained": running,
        }
        for key, name in (("lts", "Lts"), ("eoas", "Eoas"), ("eol", "Eol"), ("eoes", "Eoes"),
                          ("discontinued", "Discontinued")):
            out["Is" + name], out[name + "From"] = flags[key]
        points = release.get("pointReleases", [])
        days_out = [p["releaseDate"].isoformat() for p in points]
        out.update({
            "Phases": dbus.Dictionary({k: dbus.Struct(flags[k], signature="bs")
                                       for k, _ in COLUMNS if self.shown(doc, release, k)},
                                      signature="s(bs)"),
            "Latest": release.get("latest", ""),
            "LatestReleaseDate": str(release.get("latestReleaseDate", "")),
            "Link": release.get("link", ""),
            "Custom": dbus.Dictionary({f["name"]: release[f["name"]]
                                       for f in doc.get("customFields", [])
                                       if f["name"] in release}, signature="ss"),
            "PointReleases": dbus.Array(
                [(p["version"], days_out[i], days_out[i - 1] if i > 0 else "")
                 for i, p in enumerate(points)], signature="(sss)"),
            "Architectures": dbus.Array(release.get("architectures",
                                                    doc.get("architectures", [])), signature="s"),
            "Tracked": (doc["name"], cycle) in self.tracked, "DaysLeft": dbus.Int32(days),
        })
        return self.spoil(out) if self.hostile else out

    def spoil(self, facts):
        """What somebody might write who wants to fool whoever reads it in a terminal."""
        facts["Label"] = "\x1b[31mred\x1b[0m\u202etxet\u200b \u0007bell \u9b5a\u9b5a e\u0301"
        facts["Latest"] = "1.0\n2.0\tX\x9b31m"
        facts["Status"] = "splendid"
        facts["IsSupported"] = True
        facts["EolFrom"] = "9999-99-99"
        facts["Surprise"] = dbus.Dictionary({"x": dbus.Double(float("nan"))}, signature="sv")
        return facts

    def milestones(self, doc, first, last):
        for i, release in enumerate(doc["releases"]):
            for j, (key, _) in enumerate(COLUMNS):
                value = release.get(key)
                if (self.shown(doc, release, key) and isinstance(value, datetime.date) and
                        first <= value <= last):
                    yield (value.isoformat(), doc["name"], i, j, release["releaseCycle"], key)

    def transitions(self, first, last, names, tracked):
        docs = [self.product(n) for n in names] if names else self.products.values()
        rows = sorted(m for doc in docs for m in self.milestones(doc, first, last))
        return [(date, name, cycle, key, path_of("release", name, cycle))
                for date, name, _, _, cycle, key in rows
                if not tracked or (name, cycle) in self.tracked]

    def match(self, name, version, day):
        try:
            doc = self.product(name)
        except Refused:
            return ("/", "", "no-such-product", False, "unknown", False, "", {})
        release, how = self.resolve(doc, version)
        if not release:
            return ("/", "", how, False, "unknown", False, "", {})
        facts = self.facts(doc, release, day)
        cycle = release["releaseCycle"]
        return (path_of("release", doc["name"], cycle), cycle, how, facts["IsEol"],
                facts["Status"], facts["IsSupported"], facts["EolFrom"], {})

    def host(self, day):
        doc = self.products["almalinux"]
        version = self.os["VERSION_ID"]
        release, how = self.resolve(doc, version)
        empty = {"Status": "unknown", "IsSupported": False, "IsEol": False, "EoasFrom": "",
                 "EolFrom": "", "EoesFrom": "", "Latest": "", "DaysLeft": NO_END, "Name": "",
                 "PointReleases": []}
        facts = self.facts(doc, release, day) if release else empty
        newest = next(r for r in doc["releases"] if r["releaseDate"] <= day)
        point = next((p for p in facts["PointReleases"] if p[0] == version), None)
        superseded = point[2] if point and point[2] and day_of(point[2]) <= day else ""
        current = "superseded" if superseded else "current"
        return {
            "OsId": self.os["ID"], "OsVersionId": version, "OsPrettyName": self.os["PRETTY_NAME"],
            "OsCpeName": self.os["CPE_NAME"], "VendorSupportEnd": self.os["SUPPORT_END"],
            "MatchedBy": "cpe", "Resolution": how,
            "Product": dbus.ObjectPath(path_of("product", "almalinux")),
            "Release": dbus.ObjectPath(path_of("release", "almalinux", facts["Name"])
                                       if release else "/"),
            "ProductName": "almalinux", "Cycle": facts["Name"], "Status": facts["Status"],
            "IsSupported": facts["IsSupported"], "IsEol": facts["IsEol"],
            "EoasFrom": facts["EoasFrom"], "EolFrom": facts["EolFrom"],
            "EoesFrom": facts["EoesFrom"], "SupportedUntil": facts["EolFrom"],
            "SupportedUntilSource": "data" if facts["EolFrom"] else "none",
            "SourcesDiffer": False,
            "DaysLeft": facts["DaysLeft"], "Latest": facts["Latest"],
            "PointRelease": current if point else "unknown", "SupersededOn": superseded,
            "Successor": dbus.ObjectPath("/" if newest is release else path_of(
                "release", "almalinux", newest["releaseCycle"])),
            "UpgradeLink": doc["links"]["upgrade"],
        }

    def describe(self, doc):
        """One product of API v1, as far as the client can tell the difference."""
        releases = [self.facts(doc, r, self.today) for r in doc["releases"]]
        return json.dumps({
            "name": doc["name"], "label": doc["title"], "category": doc["category"],
            "releases": [{"name": r["Name"], "label": r["Label"], "isEol": r["IsEol"],
                          "eolFrom": r["EolFrom"] or None} for r in releases]},
            ensure_ascii=False)

    def product_facts(self, doc):
        return {
            "Name": doc["name"], "Label": doc["title"], "Category": doc["category"],
            "Tags": dbus.Array(sorted(doc.get("tags", "").split() + [doc["category"]]),
                               signature="s"),
            "Aliases": dbus.Array([a[1:] for a in doc.get("alternate_urls", [])], signature="s"),
            "Identifiers": dbus.Array([list(i.items())[0] for i in doc.get("identifiers", [])],
                                      signature="(ss)"),
            "VersionCommand": doc.get("versionCommand", ""),
            "ReleasePolicyLink": doc.get("releasePolicyLink", ""),
            "Links": dbus.Dictionary(self.links(doc), signature="ss"),
            "Labels": dbus.Dictionary(self.labels(doc), signature="ss"),
            "CustomFields": dbus.Array([(f["name"], f["display"], f["label"], "")
                                        for f in doc.get("customFields", [])],
                                       signature="(ssss)"),
            "AutoMethods": dbus.Array([], signature="a{ss}"),
            "Releases": dbus.Array([path_of("release", doc["name"], r["releaseCycle"])
                                    for r in doc["releases"]], signature="o"),
            "Source": doc["file"],
        }

    def links(self, doc):
        out = {"html": "https://endoflife.date/" + doc["name"]}
        if "releasePolicyLink" in doc:
            out["releasePolicy"] = doc["releasePolicyLink"]
        return dict(out, **doc.get("links", {}))

    def labels(self, doc):
        words = {"eoas": "Active Support", "eol": "Security Support", "eoes": "Extended Support",
                 "discontinued": "Discontinued"}
        out = {}
        for key, word in words.items():
            value = doc.get(key + "Column", key == "eol")
            if value:
                out[key] = value if isinstance(value, str) else word
        return out
