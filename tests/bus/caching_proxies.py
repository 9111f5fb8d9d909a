# SPDX-License-Identifier: MIT
"""GDBus proxies that cache, as desktops and Cockpit have them, and whether they are right.

    proxies = Proxies(connection, ["/org/eold/lifecycle1", ...])
    ... something changes, and a call was answered after it ...
    counts = proxies.check()        # {path: how many PropertiesChanged since the last time}

A proxy reads everything once and then only listens. So a change that is not announced stays wrong
in it for ever. Release.DaysLeft alone is not announced.
"""
from collections import Counter

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

NAME = "org.eold.lifecycle1"
ROOT = "/org/eold/lifecycle1"
PROPERTIES = "org.freedesktop.DBus.Properties"


def interface_of(path):
    kind = path[len(ROOT) + 1:].partition("/")[0] or "manager"
    return f"{NAME}.{kind.capitalize()}"


class Proxies:
    def __init__(self, connection, paths):
        self._connection = connection
        self._counts = Counter()
        connection.signal_subscribe(None, PROPERTIES, "PropertiesChanged", None, None,
                                    Gio.DBusSignalFlags.NONE, self._on_changed)
        self._proxies = {}
        for path in paths:
            self.add(path)

    def add(self, path):
        self._proxies[path] = Gio.DBusProxy.new_sync(
            self._connection, Gio.DBusProxyFlags.NONE, None, NAME, path, interface_of(path), None)
        assert self._proxies[path].get_cached_property_names(), path

    def remove(self, path):
        del self._proxies[path]

    def _on_changed(self, _connection, _sender, path, _interface, _member, body):
        _, changed, invalidated = body.unpack()
        assert changed and not invalidated, (path, body)
        self._counts[path] += 1

    def _fresh(self, path):
        return self._connection.call_sync(
            NAME, path, PROPERTIES, "GetAll", GLib.Variant("(s)", (interface_of(path),)),
            None, Gio.DBusCallFlags.NONE, 30000, None).unpack()[0]

    def get(self, path, name):
        return self._proxies[path].get_cached_property(name).unpack()

    def check(self):
        """Compares every proxy with what the service says now."""
        fresh = {path: self._fresh(path) for path in self._proxies}
        while GLib.MainContext.default().iteration(False):
            pass
        for path, properties in fresh.items():
            proxy = self._proxies[path]
            assert set(proxy.get_cached_property_names()) == set(properties), path
            wrong = {name: (self.get(path, name), value) for name, value in properties.items()
                     if self.get(path, name) != value}
            if interface_of(path).endswith(".Release"):
                wrong.pop("DaysLeft", None)
            assert not wrong, f"{path}: cached, and true: {wrong}"
        counts, self._counts = dict(self._counts), Counter()
        return counts
