# SPDX-License-Identifier: MIT
"""The row of a day that ends."""
import datetime
import json
import pathlib
import sys
import tempfile
import time

from .context import CannotRun
from .table import Result

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bus"))

from midnight import MANAGER, ROOT, Midnight, TooLate, await_midnight  # noqa: E402
from private_bus import PrivateBus  # noqa: E402

FLIPS = 43


def write_flips(path, day, n):
    """A product of which so many releases end that day."""
    releases = "".join(f"  - releaseCycle: '{i}'\n    releaseDate: 2020-01-01\n    eol: {day}\n"
                       for i in range(n))
    path.write_text("title: Flips\ncategory: os\npermalink: /eold-bench-flips\nreleases:\n" +
                    releases, encoding="utf-8")


def pass_midnight(context, data, state, day):
    """CPU in ms, and what flipped."""
    command = [context.need_eold(), f"--data={data}", f"--state={state}", f"--config={state}/none",
               f"--os-release={state}/none", f"--overrides={state}/none"]
    with PrivateBus() as bus:
        night = Midnight(bus, command, context.bench / "other-clock.so", day, int(time.time()) + 4)
        known = json.loads(bus.busctl("--json=short", "call", "org.eold.lifecycle1", ROOT, MANAGER,
                                      "ListTransitions", "ssast", day, day, "0", "0").stdout)
        await_midnight([night])
        cost = night.pass_midnight()
        reached = [s for s in night.signals() if s.member == "MilestoneReached"]
    return cost, len(known["data"][0]), len(reached)


def row_midnight(context):
    """A midnight at which 43 milestones are reached."""
    data, _ = context.copy_of_data()
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(30)
    costs = []
    # A disk that is waited for costs no CPU; what the file system does for an fsync would.
    with tempfile.TemporaryDirectory(prefix="eold-bench-", dir="/dev/shm") as state:
        try:
            _, n, _ = pass_midnight(context, data, f"{state}/first", str(day))
            write_flips(data / "eold-bench-flips.yaml", day, max(0, FLIPS - n))
            for i in range(2 * context.repeat + 1):
                cost, _, reached = pass_midnight(context, data, f"{state}/{i}", str(day))
                costs.append(cost)
        except TooLate as error:
            raise CannotRun(str(error)) from error
    # Neighbours only ever add to it, so the least is the nearest to the truth.
    yield Result("midnight", f"{reached} milestones reached at midnight, CPU in ms", "",
                 f"{min(costs):.2f} ms", min(costs), 5,
                 note=f"the least of {len(costs)}, the most {max(costs):.2f} ms; without fsync")


ROWS = {"midnight": row_midnight}
