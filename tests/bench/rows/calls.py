# SPDX-License-Identifier: MIT
"""Rows 5 to 10: what one call costs."""
import re
import subprocess

from .context import CannotRun
from .table import Result

# How many properties the bounds of rows 6 and 7 were set for, and what each further one may cost.
PROPERTIES = 17
GETALL_EACH, INTROSPECT_EACH = 0.018, 0.010

# Methods of the manager with a small answer.
SMALL = ("getproduct", "getrelease", "forversion", "find", "getstatus", "match", "list-none",
         "transitions-none", "describe-none")


def count_properties(context):
    """How many properties a release has on the bus."""
    words = [context.program("with-bus"), f"--eold={context.need_eold()}",
             f"--data={context.data}", "busctl", "--system", "introspect", "org.eold.lifecycle1",
             "/org/eold/lifecycle1/release/almalinux/_39", "org.eold.lifecycle1.Release"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    n = len(re.findall(r"^\.\w+\s+property\s", done.stdout, re.MULTILINE))
    if done.returncode != 0 or n == 0:
        raise CannotRun(f"busctl introspect: {done.stderr.strip()}")
    return n


def latency(context, *calls, n=6000):
    """Medians of the calls in microseconds, on one core; the companion stands on the same bus."""
    lines = context.busload(["--one-core", "--peer"], "lat", n, *calls)
    return {call: lines["lat", call]["p50_us"] for call in calls}


def row_5_6_7(context):
    """Get, GetAll, Introspect of a release against Ping; the companion shows sd-bus's own share."""
    calls = ("ping", "get", "getall", "introspect",
             "peer-ping", "peer-get", "peer-getall", "peer-introspect")

    def measure():
        p50 = latency(context, *calls)
        ratios = {call: p50[call] / p50["ping"] for call in calls[:4]}
        ratios.update({call: p50[call] / p50["peer-ping"] for call in calls[4:]})
        return ratios | {f"us {call}": p50[call] for call in calls}

    figures = context.median_of(measure)
    more = count_properties(context) - PROPERTIES
    bounds = {"get": 1.10, "getall": 1.30 + GETALL_EACH * more,
              "introspect": 1.50 + INTROSPECT_EACH * more}
    names = {"get": ("5", "Properties.Get / Ping"),
             "getall": ("6", f"GetAll ({PROPERTIES + more} properties) / Ping"),
             "introspect": ("7", "Introspect of a release / Ping")}
    for call, (row, what) in names.items():
        companion = figures["peer-" + call]
        yield Result(row, what, f"{figures['us ping']:.1f} us", f"{figures['us ' + call]:.1f} us",
                     figures[call], round(bounds[call], 3),
                     note=f"a service with constant values: {companion:.3f}, so the daemon's "
                          f"share is {figures[call] / companion:.3f}")


def row_8(context):
    """Read methods of the manager with a small answer against the cheapest method there is."""
    for call in SMALL:
        def measure(call=call):
            p50 = latency(context, "trivial", call, n=3000)
            return {"ratio": p50[call] / p50["trivial"], "floor": p50["trivial"],
                    "eold": p50[call]}

        try:
            figures = context.median_of(measure)
        except CannotRun as error:
            yield Result("8", f"{call} / trivial method", skipped=str(error))
            continue
        yield Result("8", f"{call} / trivial method", f"{figures['floor']:.1f} us",
                     f"{figures['eold']:.1f} us", figures["ratio"], 1.15)


def throughput(context, *options):
    lines = context.busload(["--peer", *options], "thr", 64, 8, 40000, "get", "ping", "peer-get")
    get, ping, peer = (lines["thr", call] for call in ("get", "ping", "peer-get"))
    return {"cpu": get["service_us"] / get["bus_us"], "service": get["service_us"],
            "bus": get["bus_us"], "rate": get["calls_per_s"] / ping["calls_per_s"],
            "get": get["calls_per_s"], "ping": ping["calls_per_s"],
            "cpu ping": ping["service_us"] / ping["bus_us"],
            "cpu peer": peer["service_us"] / peer["bus_us"]}


def least_there_is(figures):
    return (f"a service with constant values: {figures['cpu peer']:.2f}; a Ping, which sd-bus "
            f"answers by itself: {figures['cpu ping']:.2f}")


def row_9_10(context):
    """Under load: the daemon's CPU against the bus's, calls per second against Ping's."""
    figures = context.median_of(lambda: throughput(context))
    yield Result("9", "CPU per Get: daemon / dbus-daemon", f"{figures['bus']:.2f} us",
                 f"{figures['service']:.2f} us", figures["cpu"], 0.50,
                 note=least_there_is(figures))
    yield Result("10", "calls/s: Get / Ping, 64 clients x 8", f"{figures['ping']:.0f}/s",
                 f"{figures['get']:.0f}/s", figures["rate"], 0.85, at_least=True)
    try:
        figures = context.median_of(lambda: throughput(context, "--broker"))
    except CannotRun as error:
        yield Result("9", "CPU per Get: daemon / dbus-broker", skipped=str(error))
        return
    yield Result("9", "CPU per Get: daemon / dbus-broker", f"{figures['bus']:.2f} us",
                 f"{figures['service']:.2f} us", figures["cpu"], 0.80,
                 note=least_there_is(figures))


ROWS = {"5": row_5_6_7, "6": row_5_6_7, "7": row_5_6_7, "8": row_8, "9": row_9_10, "10": row_9_10}
