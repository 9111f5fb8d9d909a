# SPDX-License-Identifier: MIT
"""Growth: what ten and a hundred times the data cost; linear or better is what is wanted."""
import shutil
import tempfile

from .context import CannotRun
from .table import Result

# A figure may grow by this much more than the data does before it is called broken.
MARGIN = 1.05


def figures_for(context, times):
    data = context.data if times == 1 else context.grown(times)
    rounds = 3 if times == 100 else 9
    start = context.pair(rounds, context.start_to_name(data),
                         f"{context.program('start-to-name')} --name=org.eold.bench.Idle "
                         f"{context.program('idle-bus')}", with_bus=[])
    memory = context.run(context.program("memory"), f"--eold={context.need_eold()}",
                         f"--data={data}")
    calls = context.busload(["--one-core"], "lat", 200, "ping", "month", "find", "getrelease",
                            data=data)
    return {
        "start to name, CPU ms": start[0]["cpu_ms"],
        "reload of one file, CPU ms": reload_one(context, data, rounds),
        "private dirty, kB": memory["memory", "eold"]["private_dirty_kb"],
        "ListTransitions of a month, us": calls["lat", "month"]["p50_us"],
        "FindProducts, us": calls["lat", "find"]["p50_us"],
        "GetRelease, us": calls["lat", "getrelease"]["p50_us"],
    }


def reload_one(context, data, rounds):
    copy = tempfile.mkdtemp(dir=context.scratch)
    shutil.copytree(data, copy, dirs_exist_ok=True)
    lines = context.busload([], "reload-one", rounds, f"{copy}/almalinux.md", data=copy)
    shutil.rmtree(copy)
    return lines["reload-one", "changed"]["service_us"] / 1000


def growth(context):
    """Each figure at 1x, 10x and (when asked for) 100x."""
    base = figures_for(context, 1)
    for times in (10, 100) if context.hundred else (10,):
        try:
            grown = figures_for(context, times)
        except CannotRun as error:
            yield Result("growth", f"{times}x", skipped=str(error))
            continue
        for what, value in grown.items():
            yield Result("growth", f"{what}, {times}x / 1x", f"{base[what]:.2f}", f"{value:.2f}",
                         value / base[what], times * MARGIN)


ROWS = {"growth": growth}
