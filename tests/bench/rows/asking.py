# SPDX-License-Identifier: MIT
"""Row 22 and the peers: a whole program that asks whether a release is at its end."""
import os
import shutil
import sys

from .context import CannotRun
from .table import Result

GET = "org.eold.lifecycle1 /org/eold/lifecycle1/release/debian/_312 org.eold.lifecycle1.Release"


def with_eold(context):
    return [f"--eold={context.need_eold()}", f"--data={context.data}"]


def row_22(context):
    """eolctl with one question against the smallest client there can be, and busctl."""
    if not context.eolctl.exists():
        raise CannotRun("eolctl is not built")
    figures = context.pair(31, f"{context.eolctl} --json=short show debian 12",
                           f"{context.program('busload')} one get",
                           f"busctl --system get-property {GET} IsEol",
                           with_bus=with_eold(context))
    eolctl, client, busctl = figures
    yield Result("22", "eolctl, one question / minimal client, CPU", f"{client['cpu_ms']:.2f} ms",
                 f"{eolctl['cpu_ms']:.2f} ms", client["ratio"], 1.5,
                 note=f"busctl {busctl['cpu_ms']:.2f} ms")
    yield Result("22", "eolctl, peak RSS / busctl's", f"{busctl['rss_kb']:.0f} kB",
                 f"{eolctl['rss_kb']:.0f} kB", eolctl["rss_kb"] / busctl["rss_kb"], 1)


def peers(context):
    """Other programs that answer such a question; no bounds."""
    script = os.path.join(os.path.dirname(__file__), "..", "peer-python.py")
    commands = {
        "busctl get-property": f"busctl --system get-property {GET} IsEol",
        "gdbus call": "gdbus call --system -d org.eold.lifecycle1 -o "
                      "/org/eold/lifecycle1/release/debian/_312 -m "
                      "org.freedesktop.DBus.Properties.Get org.eold.lifecycle1.Release IsEol",
        "hostnamectl --version": "hostnamectl --version",
        "debian-distro-info": "debian-distro-info --supported",
        "osinfo-query os": "osinfo-query os",
        "Python over the same files": f"{sys.executable} {script} {context.data}",
    }
    for name, command in commands.items():
        if not shutil.which(command.split()[0]):
            yield Result("peers", name, skipped="not installed")
            continue
        try:
            figures = context.pair(5, command, f"{context.program('busload')} one get",
                                   with_bus=with_eold(context))
        except CannotRun as error:
            yield Result("peers", name, skipped=str(error))
            continue
        yield Result("peers", f"{name} / minimal client", f"{figures[1]['cpu_ms']:.2f} ms",
                     f"{figures[0]['cpu_ms']:.2f} ms", figures[1]["ratio"],
                     note=f"peak RSS {figures[0]['rss_kb'] / 1024:.1f} MB")


ROWS = {"22": row_22, "peers": peers}
