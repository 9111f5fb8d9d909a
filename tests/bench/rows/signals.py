# SPDX-License-Identifier: MIT
"""Rows 17 and 18: announcing."""
import tempfile

from .table import Result


def row_17(context):
    """One signal to a thousand listeners, against the same from a bare sender."""
    # Only Reload sends a signal at will. With no data to read it is little more than the signal, so
    # that the difference to a Reload without listeners is not lost in what a reading costs.
    nothing = tempfile.mkdtemp(dir=context.scratch)

    def measure():
        lines = context.busload(["--one-core", "--peer"], "fan", 1000, 25, "floor", "service",
                                "peer", data=nothing)
        floor, service, peer = (lines["fan", who] for who in ("floor", "service", "peer"))
        return {"floor": floor["us"], "eold": service["us"] - service["base_us"],
                "cpu": service["service_us"] - service["base_service_us"],
                "peer": (peer["us"] - peer["base_us"]) / floor["us"]}

    figures = context.median_of(measure)
    yield Result("17", "one signal, 1000 listeners: last has it / bare sender",
                 f"{figures['floor'] / 1e3:.2f} ms", f"{figures['eold'] / 1e3:.2f} ms",
                 figures["eold"] / figures["floor"], 1.15,
                 note=f"a service with constant values: {figures['peer']:.3f}; what Reload takes "
                      "without listeners is taken off")
    yield Result("17", "the same: CPU of the daemon, us", "", f"{figures['cpu']:.0f} us",
                 figures["cpu"], 100)


def row_18(context):
    """Many changed objects, one PropertiesChanged each."""
    for k, times in ((100, 60), (8351, 9)):
        # What the reading of everything else costs would drown the difference: it is left out.
        alone = tempfile.mkdtemp(dir=context.scratch)
        seen = context.busload(["--one-core", "--peer"], "fan-changes", k, times, alone,
                               data=alone)["fan-changes", str(k)]
        yield Result("18", f"{k} changed objects: CPU each / of one signal",
                     f"{seen['unit_us']:.2f} us", f"{seen['each_us']:.2f} us",
                     seen["each_us"] / seen["unit_us"], 1.5,
                     note=f"{seen['heard']:.0f} listeners, all of them served")
        data, _ = context.copy_of_data()
        seen = context.busload(["--peer", "--dispatches"], "fan-changes", k, 5, data, "dispatches",
                               data=data)
        seen = seen["fan-changes", str(k)]
        yield Result("18", f"{k} changed objects: longest dispatch of announcing, ms", "",
                     f"{seen['announcing_us'] / 1e3:.2f} ms", seen["announcing_us"] / 1e3, 2,
                     note=f"reading, comparing and keeping the state, before that, takes "
                          f"{seen['dispatch_us'] / 1e3:.1f} ms in one; longest wait by the clock "
                          f"{seen['wait_us'] / 1e3:.1f} ms")


ROWS = {"17": row_17, "18": row_18}
