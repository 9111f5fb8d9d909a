#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A test double of eold: the contract's members over a few product files.

It stands where the real daemon cannot: an older daemon that lacks a member (--without), one that
answers with terminal escapes and words nobody knows (--hostile), with another signature (--wrong),
or that never answers (--silent). Over the files in products/ it gives the same answers as the real
one, so that the same expected output serves both. Its lifecycle is a few lines on purpose.
"""
import argparse
import datetime
import glob
import json
import os
import signal
import socket
import sys

import dbus
import dbus.lowlevel
import dbus.service
import yaml
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

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
            if version and release.get("codename", "").lower() == version.lower():
                return release, "codename"
        numbers = [int(c.split(".")[0]) for c in cycles if c.split(".")[0].isdigit()]
        newer = parts[0].isdigit() and numbers and int(parts[0]) > max(numbers)
        return None, "newer-than-data" if newer else "no-such-cycle"

    def find_tracked(self):
        out = set()
        release, _ = self.resolve(self.products["almalinux"], self.os["VERSION_ID"])
        if release:
            out.add(("almalinux", release["releaseCycle"]))
        if self.hostile:
            out.add(("museum", ""))
        for item in self.config["track"]:
            release, _ = self.resolve(self.products[item["product"]],
                                      item.get("version", item.get("cycle")))
            out.add((item["product"], release["releaseCycle"] if release else ""))
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


class Bus:
    """Answers by hand, so that a member can be left out or answer wrongly."""

    def __init__(self, connection, world, args):
        self.connection, self.world, self.args = connection, world, args
        connection.add_message_filter(self.filter)

    def filter(self, connection, message):
        if not isinstance(message, dbus.lowlevel.MethodCallMessage):
            return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
        if self.args.silent:
            return dbus.lowlevel.HANDLER_RESULT_HANDLED
        try:
            signature, values = self.answer(message)
            reply = dbus.lowlevel.MethodReturnMessage(message)
            if self.args.wrong == message.get_member():
                signature, values = "s", ("not what the contract says",)
            reply.append(*values, signature=signature)
        except Refused as error:
            reply = dbus.lowlevel.ErrorMessage(message, error.get_dbus_name(),
                                              error.get_dbus_message())
        connection.send_message(reply)
        connection.flush()
        return dbus.lowlevel.HANDLER_RESULT_HANDLED

    def answer(self, message):
        member, arguments = message.get_member(), message.get_args_list()
        if member in self.args.without:
            raise Refused("org.freedesktop.DBus.Error.UnknownMethod",
                          "Unknown method %s" % member)
        if member == "GetAll":
            return "a{sv}", (self.properties(message.get_path(), arguments[0]),)
        if member == "Get":
            # The tests look for this in our output: a monitor is listening.
            print("asked for", arguments[1], flush=True)
            values = self.properties(message.get_path(), arguments[0])
            if arguments[1] not in values:
                raise Refused("org.freedesktop.DBus.Error.UnknownProperty",
                              "Unknown property %s" % arguments[1])
            return "v", (values[arguments[1]],)
        method = getattr(self, "do_" + member, None)
        if not method:
            raise Refused("org.freedesktop.DBus.Error.UnknownMethod",
                          "Unknown method %s" % member)
        return method(*arguments)

    def properties(self, path, interface):
        world = self.world
        if interface == MANAGER:
            values = self.manager()
        elif interface == HOST:
            values = world.host(world.today)
        elif interface == PRODUCT:
            values = world.product_facts(self.at(path)[0])
        else:
            values = world.facts(*self.at(path), world.today)
        return dbus.Dictionary({k: v for k, v in values.items() if k not in self.args.without},
                               signature="sv")

    def at(self, path):
        for doc in self.world.products.values():
            if path == path_of("product", doc["name"]):
                return doc, None
            for release in doc["releases"]:
                if path == path_of("release", doc["name"], release["releaseCycle"]):
                    return doc, release
        raise Refused("org.freedesktop.DBus.Error.UnknownObject", "Unknown object %s" % path)

    def manager(self):
        world = self.world
        newest = max(str(r.get(k, "")) for d in world.products.values() for r in d["releases"]
                     for k in ("releaseDate", "latestReleaseDate")
                     if str(r.get(k, "")) <= world.today.isoformat())
        fresh = datetime.datetime.combine(day_of(newest), datetime.time(),
                                          datetime.timezone.utc)
        coming = world.transitions(world.today, datetime.date.max, [], True)
        return {
            "Version": "0.1.0", "Today": world.today.isoformat(),
            "ProductCount": dbus.UInt32(len(world.products)),
            "ReleaseCount": dbus.UInt32(sum(len(d["releases"])
                                            for d in world.products.values())),
            "DataUSec": dbus.UInt64(int(fresh.timestamp() * 1000000)),
            "DataStale": (world.today - day_of(newest)).days > 180,
            "LoadErrors": dbus.Array(self.load_errors(), signature="(ssus)"),
            "WarningDays": dbus.Array(world.config["warningDays"], signature="u"),
            "Tracked": dbus.Array([(p, c, path_of("release", p, c) if c else "/")
                                   for p, c in sorted(world.tracked)], signature="(sso)"),
            "NextTransition": dbus.Struct((coming or [("", "", "", "", "/")])[0],
                                          signature="sssso"),
        }

    def load_errors(self):
        if not self.world.hostile:
            return []
        return [("/etc/eold/products/\x1b]0;title\x07.yaml", "evil", 7,
                 "bad \x1b[2Jvalue \u202e")] * 7

    def do_GetProduct(self, name):
        return "o", (path_of("product", self.world.product(name)["name"]),)

    def do_GetReleaseForVersion(self, name, version, flags):
        doc = self.world.product(name)
        release, how = self.world.resolve(doc, version)
        path = path_of("release", doc["name"], release["releaseCycle"]) if release else "/"
        return "os", (path, how)

    def do_ListProducts(self, category, tag, day, flags):
        world, rows = self.world, []
        for doc in world.products.values():
            if category not in ("", doc["category"]):
                continue
            if tag not in [""] + doc.get("tags", "").split() + [doc["category"]]:
                continue
            all_facts = [world.facts(doc, r, world.day(day)) for r in doc["releases"]]
            current = [f for f in all_facts if not f["IsEol"]]
            ending = [f for f in current if f["DaysLeft"] <= world.config["warningDays"][0]]
            label = "\x1b[5m" + doc["title"] if world.hostile else doc["title"]
            rows.append((path_of("product", doc["name"]), doc["name"], label,
                         doc["category"], len(all_facts), len(current), len(ending)))
        return "a(osssuuu)", (rows,)

    def do_ListReleases(self, name, day, flags):
        doc = self.world.product(name)
        rows = []
        for release in doc["releases"]:
            facts = self.world.facts(doc, release, self.world.day(day))
            facts["Path"] = dbus.ObjectPath(path_of("release", doc["name"],
                                                    release["releaseCycle"]))
            rows.append(dbus.Dictionary(facts, signature="sv"))
        return "aa{sv}", (dbus.Array(rows, signature="a{sv}"),)

    def do_ListTransitions(self, first, last, names, flags):
        first, last = self.world.day(first), self.world.day(last)
        if first > last:
            raise Refused("InvalidDate", "%s is after %s." % (first, last))
        return "a(sssso)", (dbus.Array(self.world.transitions(first, last, names, flags & 1),
                                       signature="(sssso)"),)

    def do_MatchVersions(self, questions, day, flags):
        rows = [self.world.match(n, v, self.world.day(day)) for n, v in questions]
        return "a(ossbsbsa{sv})", (dbus.Array(
            [r[:7] + (dbus.Dictionary({}, signature="sv"),) for r in rows],
            signature="(ossbsbsa{sv})"),)

    def do_FindProducts(self, kind, text, flags):
        if kind not in ("cpe", "purl", "repology"):
            raise Refused("org.freedesktop.DBus.Error.InvalidArgs",
                          "\"%s\" is no type of identifier." % kind)
        paths = [path_of("product", d["name"]) for d in self.world.products.values()
                 for i in d.get("identifiers", [])
                 if kind in i and (text == i[kind] or text.startswith(i[kind] + "@") or
                                   text.startswith(i[kind] + ":"))]
        if not paths:
            raise Refused("NoSuchIdentifier", "Nothing is known by %s \"%s\"." % (kind, text))
        return "ao", (dbus.Array(paths, signature="o"),)

    def do_DescribeProducts(self, names, flags):
        return "as", (dbus.Array([self.world.describe(self.world.product(n)) for n in names],
                                 signature="s"),)

    def do_Dump(self, flags):
        text = json.dumps({"schema_version": "1.2.1",
                           "generated_at": "%sT00:00:00+00:00" % self.world.today,
                           "total": len(self.world.products),
                           "result": [json.loads(self.world.describe(d))
                                      for d in self.world.products.values()]},
                          ensure_ascii=False)
        fd = os.memfd_create("dump", os.MFD_ALLOW_SEALING)
        os.write(fd, text.encode())
        os.lseek(fd, 0, os.SEEK_SET)
        return "h", (dbus.types.UnixFd(fd),)

    def do_GetStatus(self, *arguments):
        if len(arguments) == 2:
            keys = ("Status", "IsSupported", "IsEol", "SupportedUntil", "SupportedUntilSource",
                    "DaysLeft", "PointRelease", "SupersededOn", "Successor")
            host = self.world.host(self.world.day(arguments[0]))
            return "a{sv}", (dbus.Dictionary({k: host[k] for k in keys}, signature="sv"),)
        raise Refused("org.freedesktop.DBus.Error.InvalidArgs", "Not needed here.")

    def do_Reload(self, flags):
        if self.world.hostile:
            raise Refused("ReloadFailed", "No directory could be \x1b[1mread.")
        return "", ()

    def emit(self, member, signature, *values):
        message = dbus.lowlevel.SignalMessage(ROOT, MANAGER, member)
        message.append(*values, signature=signature)
        self.connection.send_message(message)


def emit_all(bus):
    """On SIGUSR1: one signal of each kind."""
    def details(**more):
        base = {"Tracked": True, "ProductLabel": "AlmaLinux OS", "Label": "AlmaLinux OS 8",
                "Status": "eol", "IsSupported": False, "Serial": dbus.UInt64(17)}
        return dbus.Dictionary(dict(base, **more), signature="sv")

    path = path_of("release", "almalinux", "8")
    kind = "ssssoa{sv}"
    bus.emit("MilestoneChanged", kind, "almalinux", "8", "eol", "2029-05-31", path,
             details(OldDate="2029-03-01", OldReached=False, OldPresent=True, Reached=False,
                     Present=True))
    bus.emit("MilestoneReached", kind, "almalinux", "8", "eol", "2029-05-31", path, details())
    bus.emit("MilestoneApproaching", kind, "almalinux", "9", "eoas", "2027-05-31",
             path_of("release", "almalinux", "9"),
             details(DaysLeft=dbus.UInt32(90), Label="AlmaLinux OS 9", Status="active",
                     IsSupported=True))
    bus.emit("MilestoneReached", kind, "nginx", "1.27", "eol", "",
             path_of("release", "nginx", "1.27"),
             details(Tracked=False, ProductLabel="nginx", Label="1.27 \x1b[31m"))
    bus.emit("VersionReleased", kind, "almalinux", "9", "9.8", "2026-05-26",
             path_of("release", "almalinux", "9"),
             details(OldVersion="9.7", Label="AlmaLinux OS 9", Status="active",
                     IsSupported=True))
    bus.emit("Reloaded", "a{sv}", dbus.Dictionary(
        {"Products": dbus.UInt32(5), "Releases": dbus.UInt32(14), "Errors": dbus.UInt32(1),
         "Changed": dbus.Array([path], signature="o")}, signature="sv"))
    return True


def notify_ready():
    """What sd_notify(3) does."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.sendto(b"READY=1", address)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser()
    parser.add_argument("--bus", default="system")
    parser.add_argument("--today", default="2026-03-01")
    parser.add_argument("--data", default=here + "/products")
    parser.add_argument("--os-release", default=here + "/os-release")
    parser.add_argument("--config", default=here + "/eold.yaml")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--wrong")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--silent", action="store_true")
    args = parser.parse_args()
    DBusGMainLoop(set_as_default=True)
    address = os.environ["DBUS_SYSTEM_BUS_ADDRESS"] if args.bus == "system" else args.bus
    connection = dbus.bus.BusConnection(address)
    bus = Bus(connection, World(args), args)
    connection.request_name(NAME)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, emit_all, bus)
    notify_ready()
    GLib.MainLoop().run()


if __name__ == "__main__":
    sys.exit(main())
