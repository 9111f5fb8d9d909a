# SPDX-License-Identifier: MIT
"""Rows 17 and 18: announcing."""
from .table import Result


def row_17(context):
    """One signal to a thousand listeners, against the same from a bare sender."""
    def measure():
        lines = context.busload(["--one-core", "--peer"], "fan", 1000, 25, "floor", "service",
                                "peer")
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
    for k, times in ((100, 20), (8351, 5)):
        data, _ = context.copy_of_data()
        lines = context.busload(["--peer"], "fan-changes", k, times, data, data=data)
        seen = lines["fan-changes", str(k)]
        yield Result("18", f"{k} changed objects: CPU each / of one signal",
                     f"{seen['unit_us']:.2f} us", f"{seen['each_us']:.2f} us",
                     seen["each_us"] / seen["unit_us"], 1.5,
                     note=f"{seen['heard']:.0f} listeners, all of them served")
        yield Result("18", f"{k} changed objects: longest dispatch, ms", "",
                     f"{seen['dispatch_us'] / 1e3:.2f} ms", seen["dispatch_us"] / 1e3, 2,
                     note=f"longest wait by the clock {seen['wait_us'] / 1e3:.1f} ms")


ROWS = {"17": row_17, "18": row_18}
