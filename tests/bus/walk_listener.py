# SPDX-License-Identifier: MIT
"""A listener that hears every lifecycle signal, and reloads; by GDBus, which is not our library."""
import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from announce_rules import KINDS, Event  # noqa: E402

NAME = "org.eold.lifecycle1"
PATH = "/org/eold/lifecycle1"
MANAGER = "org.eold.lifecycle1.Manager"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


class WalkListener:
    """Listens on the bus at that address, whoever serves there."""

    def __init__(self, address):
        self._heard = []
        self._owner = ""
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        flags = Gio.DBusSignalFlags.NONE
        self.connection.signal_subscribe(None, MANAGER, None, PATH, None, flags, self._on_signal)
        self.connection.signal_subscribe(BUS[0], BUS[2], "NameOwnerChanged", BUS[1], NAME, flags,
                                          self._on_owner)

    def _on_owner(self, _connection, _sender, _path, _interface, _member, body):
        self._owner = body.unpack()[2]

    def _on_signal(self, _connection, _sender, path, _interface, member, body):
        if member == "Reloaded":
            self._heard.append("Reloaded")
        elif member in KINDS:
            product, cycle, subject, date, _object, details = body.unpack()
            serial = details.pop("Serial")
            assert details.pop("Label").startswith(cycle), body
            self._heard.append((Event(member, product, cycle, subject, date, details), serial))

    def dispatch(self):
        """Takes up what has arrived."""
        while GLib.MainContext.default().iteration(False):
            pass

    def wait_for_service(self, is_alive):
        """Waits until somebody owns the name; returns whether that was before the end."""
        while True:
            self.dispatch()
            if self._owner or not is_alive():
                return bool(self._owner)
            GLib.usleep(1000)

    def reload(self):
        """Returns whether the daemon lived to answer. What it had to tell came before that."""
        try:
            self.connection.call_sync(NAME, PATH, MANAGER, "Reload", GLib.Variant("(t)", (0,)),
                                       None, Gio.DBusCallFlags.NO_AUTO_START, 30000, None)
        except GLib.Error as error:
            gone = ("NoReply", "ServiceUnknown", "NameHasNoOwner")
            if any(name in Gio.DBusError.get_remote_error(error) for name in gone):
                return False
            raise
        self.dispatch()
        assert self._heard[-1] == "Reloaded", f"after Reload came {self._heard[-1]}"
        return True

    def _names(self):
        return self.connection.call_sync(*BUS, "ListNames", None, None, 0, 30000, None).unpack()[0]

    def take(self):
        """When the daemon has ended: all that left it since the last call, [(Event, serial)]."""
        while len(self._names()) > 2:       # the bus itself and we
            GLib.usleep(1000)
        self.dispatch()
        assert not self._owner
        return self.heard()

    def heard(self):
        """What came since the last call, as far as it was dispatched: [(Event, serial)]."""
        heard = [entry for entry in self._heard if entry != "Reloaded"]
        self._heard = []
        return heard
