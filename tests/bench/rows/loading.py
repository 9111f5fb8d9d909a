# SPDX-License-Identifier: MIT
"""Rows 1 to 4: what it costs to load the data, once and again."""
from .table import Result


def row_1(context):
    """Load, in instructions: the same on every run, so this is the one for CI."""
    floor = context.instructions(context.program("floor-yaml"), context.data)
    eold = context.instructions(context.need_eold(), "--check", f"--data={context.data}")
    yield Result("1", "load: instructions / event floor", f"{floor / 1e6:.1f} M",
                 f"{eold / 1e6:.1f} M", eold / floor, 1.15)


def row_2(context):
    """Start to name, in CPU, against reading by libyaml alone; peers beside it."""
    names = {
        "idle sd-bus service": f"--name=org.eold.bench.Idle {context.program('idle-bus')}",
        "systemd-hostnamed": "--name=org.freedesktop.hostname1 /usr/lib/systemd/systemd-hostnamed",
    }
    others = [f"{context.program('start-to-name')} {words}" for words in names.values()]
    figures = context.pair(31, context.start_to_name(),
                           f"{context.program('floor-yaml')} {context.data}", *others,
                           with_bus=["--one-core"])
    yield Result("2", "start to name owned: CPU / floor process", f"{figures[1]['cpu_ms']:.2f} ms",
                 f"{figures[0]['cpu_ms']:.2f} ms", figures[1]["ratio"], 1.35,
                 note=f"wall clock ratio {figures[1]['wall_ratio']:.3f}")
    for name, figure in zip(names, figures[2:]):
        yield Result("2b", f"the same / {name}", f"{figure['cpu_ms']:.2f} ms",
                     f"{figures[0]['cpu_ms']:.2f} ms", figure["ratio"],
                     note="no bound: nothing is compiled ahead of time")


def check(context, data):
    return f"{context.need_eold()} --check --data={data}"


def row_3(context):
    """Growth: ten times the data in ten times the time."""
    figures = context.pair(9, check(context, context.grown(10)), check(context, context.data),
                           with_bus=["--one-core"])
    yield Result("3", "load of 10x / load of 1x, CPU", f"{figures[1]['cpu_ms']:.1f} ms",
                 f"{figures[0]['cpu_ms']:.1f} ms", figures[1]["ratio"], 10.5)
    if context.hundred:
        figures = context.pair(3, check(context, context.grown(100)),
                               check(context, context.data))
        yield Result("3", "load of 100x / load of 1x, CPU", f"{figures[1]['cpu_ms']:.1f} ms",
                     f"{figures[0]['cpu_ms']:.1f} ms", figures[1]["ratio"], 105)


def row_4(context):
    """Reload with one file changed, against a cold load."""
    data, file = context.copy_of_data()

    def measure():
        lines = context.busload(["--one-core"], "reload-one", 50, file, data=data)
        cold = context.cold_load_usec()
        changed = lines["reload-one", "changed"]["service_us"]
        return {"ratio": changed / cold, "cold": cold, "changed": changed,
                "same": lines["reload-one", "same"]["service_us"]}

    # The machine must not change between the two.
    figures = context.median_of(measure)
    yield Result("4", "reload, one file changed / cold load, CPU",
                 f"{figures['cold'] / 1000:.2f} ms", f"{figures['changed'] / 1000:.2f} ms",
                 figures["ratio"], 0.10,
                 note=f"with no file changed {figures['same'] / 1000:.2f} ms; "
                      f"the file is {file.name}")


ROWS = {"1": row_1, "2": row_2, "3": row_3, "4": row_4}
