# SPDX-License-Identifier: MIT
"""What eold has to signal, told a second time, from the contract alone and as plainly as possible.

    rules = Rules()
    events = rules.turn(products, config, today)    # what this turn has to say, in order

It looks at every release on every turn and knows nothing of how the daemon does it. Data is plain:

    product  {"name", "title", "hidden": {milestones whose column is off}, "releases": [release]}
    release  {"cycle", "releaseDate", "marks": {milestone: False, True or a date},
              "latest": str or "", "latestReleaseDate": date or None}
    config   {"warningDays": [days], "track": [(product, cycle)]}

A mark that is not there is None. Days are datetime.date.
"""
import datetime
from collections import namedtuple

MILESTONES = ("lts", "eoas", "eol", "eoes", "discontinued")
KINDS = ("MilestoneChanged", "MilestoneReached", "MilestoneApproaching", "VersionReleased")

# A signal: member, its first four arguments, and its details without Serial and Label.
Event = namedtuple("Event", "member product cycle subject date details")


def text_of(day):
    return day.isoformat() if isinstance(day, datetime.date) else ""


def is_over(mark, today):
    """The date is the last day still covered."""
    return mark is True or (isinstance(mark, datetime.date) and mark < today)


def shown_mark(product, release, milestone):
    mark = release["marks"].get(milestone)
    if milestone in product["hidden"] or (milestone == "lts" and mark is False):
        return None
    return mark


def status(product, release, today):
    marks = {m: shown_mark(product, release, m) for m in MILESTONES}
    if release["releaseDate"] > today:
        return "upcoming"
    if is_over(release["marks"]["eol"], today):
        extended = marks["eoes"] is not None and not is_over(marks["eoes"], today)
        return "extended" if extended else "eol"
    return "security" if is_over(marks["eoas"], today) else "active"


def running_lead(release, milestone, mark, today, warning_days):
    """The shortest lead time whose day has come, of those that are not left out; or None."""
    if milestone == "lts" or not isinstance(mark, datetime.date) or is_over(mark, today):
        return None
    life = (mark - release["releaseDate"]).days
    leads = [lead for lead in warning_days
             if (mark - today).days <= lead and 3 * lead <= life]
    return min(leads, default=None)


class Rules:
    """All that was ever said, and what follows from it."""

    def __init__(self):
        self.known = {}         # (product, cycle) -> what was last said of it
        self.day = None         # the newest day announced up to
        self.seen = None        # the day of the turn before

    def copy(self):
        other = Rules()
        other.day, other.seen = self.day, self.seen
        other.known = {
            key: {"marks": dict(said["marks"]), "reached": set(said["reached"]),
                  "warned": {m: list(leads) for m, leads in said["warned"].items()},
                  "latest": said["latest"]}
            for key, said in self.known.items()}
        return other

    def turn(self, products, config, today):
        """Takes a turn and returns its Events, in the order in which they are sent."""
        self._judge_clock(products, today)
        found = []
        for product in products:
            for place, release in enumerate(product["releases"]):
                for event, rank in self._look(product, release, config, today):
                    found.append((KINDS.index(event.member), event.date,
                                  product["name"].encode(), place, rank, event))
        return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]

    def _judge_clock(self, products, today):
        newest = max((release["latestReleaseDate"] for product in products
                      for release in product["releases"] if release["latestReleaseDate"]),
                     default=datetime.date.min)
        if (self.day and self.seen < self.day and today < self.day and
                today == self.seen + datetime.timedelta(1) and self.seen >= newest):
            self._forget_from(self.seen)
            self.day = self.seen
        self.day = max(self.day or today, today)
        self.seen = today

    def _forget_from(self, day):
        for known in self.known.values():
            for milestone in MILESTONES:
                mark = known["marks"][milestone]
                if isinstance(mark, datetime.date) and mark >= day:
                    known["reached"].discard(milestone)
                    known["warned"][milestone] = []

    def _look(self, product, release, config, today):
        """Yields what is to be said of a release: (event, rank among its milestones)."""
        key = (product["name"], release["cycle"])
        is_new = key not in self.known
        known = self.known.setdefault(key, {
            "marks": {}, "reached": set(), "warned": {m: [] for m in MILESTONES}, "latest": ""})

        def say(kind, subject, date, **details):
            now = status(product, release, today)
            return Event(kind, *key, subject, text_of(date), {
                "Tracked": key in config["track"], "ProductLabel": product["title"],
                "Status": now, "IsSupported": now in ("active", "security"), **details})

        for rank, milestone in enumerate(MILESTONES):
            mark = shown_mark(product, release, milestone)
            look = self._meet if is_new else self._compare
            for kind, details in look(known, release, milestone, mark, config, today):
                if kind != "MilestoneApproaching" or not is_new or key in config["track"]:
                    yield say(kind, milestone, mark, **details), rank
        latest = release["latest"]
        if latest and known["latest"] not in ("", latest):
            yield say("VersionReleased", latest, release["latestReleaseDate"],
                      OldVersion=known["latest"]), 0
        known["latest"] = latest or known["latest"]

    @staticmethod
    def _warn(known, release, milestone, mark, config, today):
        lead = running_lead(release, milestone, mark, today, config["warningDays"])
        warned = known["warned"][milestone]
        if lead is None or milestone in known["reached"] or any(old <= lead for old in warned):
            return
        warned.append(lead)
        yield "MilestoneApproaching", {"DaysLeft": (mark - today).days}

    def _meet(self, known, release, milestone, mark, config, today):
        """What is new says nothing of its past."""
        known["marks"][milestone] = mark
        if is_over(mark, today):
            known["reached"].add(milestone)
        yield from self._warn(known, release, milestone, mark, config, today)

    def _compare(self, known, release, milestone, mark, config, today):
        old, reached = known["marks"][milestone], milestone in known["reached"]
        # 1 == True in Python, but no mark is a number
        if mark != old:
            yield "MilestoneChanged", {
                "OldDate": text_of(old), "OldReached": reached, "OldPresent": old is not None,
                "Reached": is_over(mark, today), "Present": mark is not None}
            known["marks"][milestone] = mark
            known["warned"][milestone] = []
            if not is_over(mark, today):
                known["reached"].discard(milestone)
        if is_over(mark, today) and milestone not in known["reached"]:
            known["reached"].add(milestone)
            yield "MilestoneReached", {}
        yield from self._warn(known, release, milestone, mark, config, today)
