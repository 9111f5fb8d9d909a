# SPDX-License-Identifier: MIT
"""Rows 19 to 21: what the daemon weighs."""
import os

from .table import Result

HOSTNAMED = "/usr/lib/systemd/systemd-hostnamed"


def write_back(path):
    """Until a program that was just linked is on the disk, its pages count as its process's own."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def weigh(context, data, *options):
    write_back(context.need_eold())
    if os.path.exists(HOSTNAMED):
        options += (f"--hostnamed={HOSTNAMED}",)
    return context.run(context.program("memory"), f"--eold={context.need_eold()}",
                       f"--data={data}", *options)


def row_19_20(context):
    """At rest, before anybody asked anything."""
    lines = weigh(context, context.data)
    ratios, eold, idle = (lines["memory", what] for what in ("ratios", "eold", "idle-bus"))
    yield Result("19", "idle RSS / idle sd-bus service", f"{idle['rss_kb']:.0f} kB",
                 f"{eold['rss_kb']:.0f} kB", ratios["rss_idle"], 1.6)
    if "rss_hostnamed" in ratios:
        hostnamed = lines["memory", "systemd-hostnamed"]
        yield Result("19", "idle RSS / systemd-hostnamed", f"{hostnamed['rss_kb']:.0f} kB",
                     f"{eold['rss_kb']:.0f} kB", ratios["rss_hostnamed"], 0.70)
    else:
        yield Result("19", "idle RSS / systemd-hostnamed", skipped=f"there is no {HOSTNAMED}")
    yield from bytes_per_release(lines, "1x", 200, "goal 160")
    yield from bytes_per_release(weigh(context, context.grown(10)), "10x", 140, "goal 110")


def bytes_per_release(lines, times, bound, goal):
    ratios, eold, empty = (lines["memory", what] for what in ("ratios", "eold", "empty"))
    yield Result("20", f"private dirty, bytes a release, {times}",
                 f"{empty['private_dirty_kb']:.0f} kB", f"{eold['private_dirty_kb']:.0f} kB",
                 ratios["bytes_per_release"], bound,
                 note=f"{ratios['releases']:.0f} releases, over the daemon without data; {goal}")


def row_21(context):
    """After every method with a large answer was called once."""
    lines = weigh(context, context.data, "--after-bulk")
    before, after = (lines["memory", what] for what in ("before-bulk", "after-bulk"))
    yield Result("21", "private dirty after bulk / before", f"{before['private_dirty_kb']:.0f} kB",
                 f"{after['private_dirty_kb']:.0f} kB",
                 after["private_dirty_kb"] / before["private_dirty_kb"], 1.25)
    yield Result("21", "RSS after bulk / before", f"{before['rss_kb']:.0f} kB",
                 f"{after['rss_kb']:.0f} kB", after["rss_kb"] / before["rss_kb"], 1.15,
                 note=f"of it shared memory {after['shmem_kb']:.0f} kB")


ROWS = {"19": row_19_20, "20": row_19_20, "21": row_21}
