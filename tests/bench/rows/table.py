# SPDX-License-Identifier: MIT
"""What a row says, and the table of them."""
import dataclasses

COLUMNS = ("row", "what", "floor", "eold", "ratio", "bound", "verdict")


@dataclasses.dataclass
class Result:
    """One line: floor and eold as text with their unit, value against bound by comparison."""
    row: str
    what: str
    floor: str = ""
    eold: str = ""
    value: float = None
    bound: float = None
    at_least: bool = False
    note: str = ""
    skipped: str = ""
    noisy: str = ""

    def verdict(self):
        if self.skipped:
            return "not run"
        if self.bound is None:
            return "-"
        if self.noisy:
            return "too noisy"
        held = self.value >= self.bound if self.at_least else self.value <= self.bound
        return "held" if held else "BROKEN"

    def cells(self):
        sign = ">=" if self.at_least else "<="
        return (self.row, self.what, self.floor, self.eold,
                "" if self.value is None else number(self.value),
                "" if self.bound is None else f"{sign} {self.bound:g}", self.verdict())

    def remark(self):
        return self.skipped or self.noisy or self.note


def number(value):
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3f}"


def print_table(results, markdown):
    rows = [COLUMNS] + [result.cells() for result in results]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    for place, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths)]
        print("| " + " | ".join(cells) + " |" if markdown else "  ".join(cells).rstrip())
        if markdown and place == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print()
    for result in results:
        if result.remark():
            print(f"{'- ' if markdown else ''}row {result.row}, {result.what}: {result.remark()}")
