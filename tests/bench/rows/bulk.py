# SPDX-License-Identifier: MIT
"""Rows 11 to 16: large answers, and who waits for them."""
import statistics

from .calls import latency
from .context import CannotRun
from .table import Result

# On a machine that is not busy otherwise a Get beside another Get takes 0.1 to 0.2 ms at the 99th
# percentile. Where it takes so long, in us, waiting for a processor is all that one can see.
BUSY_P99 = 600

# What row 16 loops beside a Get, and how much longer a Get may then take.
HEAVY = {"list": 60, "releases": 60, "transitions": 60, "describe": 60, "dump": 60, "managed": 100}


def row_11_13(context):
    """The list of products against as many plain bytes; the document, once made, against Ping."""
    def measure():
        p50 = latency(context, "ping", "list", "bytes", "dump", n=900)
        return {"list": p50["list"] / p50["bytes"], "dump": p50["dump"] / p50["ping"],
                "us list": p50["list"], "us bytes": p50["bytes"], "us dump": p50["dump"],
                "us ping": p50["ping"]}

    def measure_floor():
        p50 = latency(context, "peer-ping", "memfd", n=900)
        return {"memfd": p50["memfd"] / p50["peer-ping"]}

    figures = context.median_of(measure)
    floor = context.median_of(measure_floor)
    yield Result("11", "ListProducts / 'ay' of the same bytes", f"{figures['us bytes']:.0f} us",
                 f"{figures['us list']:.0f} us", figures["list"], 3)
    yield Result("13", "Dump, once made / Ping", f"{figures['us ping']:.1f} us",
                 f"{figures['us dump']:.1f} us", figures["dump"], 1.25,
                 note=f"any memfd costs {floor['memfd']:.3f} Pings")


def row_12(context):
    """Every milestone in one answer against as many plain bytes."""
    def measure():
        lines = context.busload(["--peer"], "big", 21, "transitions", "bytes")
        big, floor = lines["big", "transitions"], lines["big", "bytes"]
        return {"ratio": big["p50_us"] / floor["p50_us"], "big": big["p50_us"],
                "floor": floor["p50_us"], "bytes": big["bytes"]}

    figures = context.median_of(measure)
    yield Result("12", "ListTransitions of everything / 'ay'", f"{figures['floor'] / 1e3:.2f} ms",
                 f"{figures['big'] / 1e3:.2f} ms", figures["ratio"], 5,
                 note=f"{figures['bytes'] / 1e6:.2f} MB")


def row_versions(context):
    """Two thousand installed versions in one call: what the daemon spends on the answer."""
    def measure():
        lines = context.busload(["--one-core"], "big", 21, "ping", "match-many")
        many = lines["big", "match-many"]
        return {"cpu": many["service_us"] / 1e3, "wait": many["p50_us"] / 1e3}

    figures = context.median_of(measure)
    yield Result("versions", "2,000 versions in one MatchVersions, CPU in ms", "",
                 f"{figures['cpu']:.2f} ms", figures["cpu"], 5,
                 note=f"on one core with bus and client the answer takes {figures['wait']:.1f} ms")


def dump_series(context, n, options, what, key, *words):
    figures = [context.busload(options, "dump-first", 1, *words)["dump-first", what]
               for _ in range(n)]
    return statistics.median(figure[key] for figure in figures)


def row_13b(context):
    """Making the document, whole and after one file changed, and its longest single dispatch."""
    def measure():
        cold = context.cold_load_usec()
        whole = dump_series(context, 5, ["--one-core"], "whole", "service_us")
        return {"ratio": whole / cold, "whole": whole, "cold": cold}

    # The machine must not change between the two.
    figures = context.median_of(measure)
    cold = figures["cold"]
    yield Result("13b", "first Dump / cold load, CPU", f"{cold / 1e3:.2f} ms",
                 f"{figures['whole'] / 1e3:.2f} ms", figures["ratio"], 0.8)
    recorded = ["--dispatches"]
    dispatch = dump_series(context, 7, recorded, "dispatch", "us", "ping") / 1000
    yield Result("13b", "longest dispatch of the first Dump, ms", "", f"{dispatch:.2f} ms",
                 dispatch, 1)
    data, file = context.copy_of_data()
    lines = context.busload(recorded, "dump-first", 20, file, data=data)
    changed = lines["dump-first", "changed"]["service_us"]
    yield Result("13b", "Dump after one file changed / cold load", f"{cold / 1e3:.2f} ms",
                 f"{changed / 1e3:.2f} ms", changed / cold, 0.10,
                 note=f"longest dispatch {lines['dump-first', 'changed-dispatch']['us']:.0f} us")


def row_14(context):
    """GetManagedObjects on the products."""
    def measure():
        # Apart: behind an answer of this size a Ping takes twice its time, and would flatter.
        ping = latency(context, "ping", n=2000)["ping"]
        lines = context.busload(["--one-core"], "lat", 21, "managed")
        managed = lines["lat", "managed"]
        return {"ratio": managed["p50_us"] / ping, "managed": managed["p50_us"], "ping": ping,
                "cpu": managed["service_us"] + managed["bus_us"]}

    figures = context.median_of(measure)
    busy = ""
    if figures["managed"] > 2 * figures["cpu"]:
        busy = (f"the machine is too busy: the answer took {figures['managed'] / 1e3:.1f} ms for "
                f"{figures['cpu'] / 1e3:.1f} ms of CPU of daemon and bus "
                f"({figures['cpu'] / figures['ping']:.0f} Pings)")
    yield Result("14", "GetManagedObjects of the products / Ping", f"{figures['ping']:.1f} us",
                 f"{figures['managed'] / 1e3:.2f} ms", figures["ratio"], 300, noisy=busy,
                 note=f"goal 180; CPU of daemon and bus {figures['cpu'] / 1e3:.2f} ms")


def row_15(context):
    """Ten times the data, stock limits, every method once: the connection is kept."""
    lines = context.busload([], "every-method", data=context.grown(10))
    seen = lines["every-method", "all"]
    bad = seen["malformed"] + seen["gone"] + seen["failed"]
    yield Result("15", "10x, every method once: lost, malformed or failed", "",
                 f"{seen['answered']:.0f} answered", bad, 0,
                 note=f"{seen['refused']:.0f} refused with LimitsExceeded")


def row_16(context):
    """How long a Get takes while somebody else loops the heaviest methods."""
    for heavy, bound in HEAVY.items():
        def measure(heavy=heavy):
            lines = context.busload([], "hol", 2000, "get", heavy)
            return {"floor": lines["hol", "get"]["p99_us"],
                    "eold": lines["hol", heavy]["p99_us"], "ratio": lines["hol", heavy]["ratio"]}

        try:
            figures = context.median_of(measure)
        except CannotRun as error:
            yield Result("16", f"Get p99 beside {heavy}", skipped=str(error))
            continue
        busy = ("the machine is too busy: a floor of more than "
                f"{BUSY_P99} us hides what is measured" if figures["floor"] > BUSY_P99 else "")
        yield Result("16", f"Get p99 beside {heavy} / beside Get", f"{figures['floor']:.0f} us",
                     f"{figures['eold']:.0f} us", figures["ratio"], bound, note="goal 10",
                     noisy=busy)


ROWS = {"11": row_11_13, "12": row_12, "13": row_11_13, "13b": row_13b, "14": row_14,
        "15": row_15, "16": row_16, "versions": row_versions}
