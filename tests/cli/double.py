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
import json
import os
import signal
import socket
import sys

import dbus
import dbus.lowlevel
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

from world import HOST, MANAGER, NAME, PRODUCT, ROOT, Refused, World, day_of, path_of


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
        if self.args.without_file:
            # The tests leave out what was asked for.
            print("called", member, flush=True)
        if member in self.missing():
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

    def missing(self):
        """Names of members, which a test may change while this runs."""
        if not self.args.without_file:
            return self.args.without
        with open(self.args.without_file, encoding="utf-8") as file:
            return file.read().split()

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
        return dbus.Dictionary({k: v for k, v in values.items() if k not in self.missing()},
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
                                   for p, c in world.tracked], signature="(sso)"),
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
            path = path_of("release", doc["name"], release["releaseCycle"])
            facts = {"Path": dbus.ObjectPath(path),
                     **self.world.facts(doc, release, self.world.day(day))}
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
    parser.add_argument("--without-file")
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
