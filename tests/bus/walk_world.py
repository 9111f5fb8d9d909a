# SPDX-License-Identifier: MIT
"""Data, configuration and clock that change at random, for test-announce-walk.

Everything is dense, so that each life of a daemon has much to say: dates lie around the days that
are walked over, and lead times are short.
"""
import datetime

FIRST_DAY = datetime.date(2026, 11, 20)
NAMES = ("apple", "apple-b", "fig", "grape", "kiwi", "lemon", "pear", "plum", "quince", "zz")


def days(n):
    return datetime.timedelta(n)


class World:
    """random is a random.Random; all else follows from it."""

    def __init__(self, random, directory):
        self.random = random
        self.directory = directory
        self.data = directory / "data"
        self.data.mkdir()
        self.today = self.right_day = FIRST_DAY
        self.astray = 0         # so many more days on which the clock is wrong
        self.config = {"warningDays": [30, 7, 1], "track": [("apple", "2"), ("fig", "1")]}
        self.products = {name: self._new_product(name) for name in NAMES}
        self.away = {}          # products that are out of the data
        self.broken = set()     # products whose file does not load
        self.served = {}        # the last good reading of each, in this life of the daemon
        for name in NAMES:
            self._write_product(name)
        self._write_config()

    # ---- what there is ---------------------------------------------------------------------

    def _some_date(self):
        return self.today + days(self.random.randint(-60, 300))

    def _new_release(self, cycle):
        random, chance = self.random, self.random.random
        born = self.today - days(random.choice((20, 60, 90, 300, 900)))
        marks = {"eol": self._some_date()}
        for milestone in ("lts", "eoas", "eoes", "discontinued"):
            if chance() < 0.6:
                marks[milestone] = self._some_date()
        has_version = chance() < 0.7
        return {"cycle": cycle, "releaseDate": born, "marks": marks,
                "latest": f"{cycle}.0" if has_version else "",
                "latestReleaseDate": born if has_version and chance() < 0.8 else None}

    def _new_product(self, name):
        hidden = {m for m in ("eoas", "eoes", "discontinued") if self.random.random() < 0.2}
        return {"name": name, "title": name.capitalize(), "hidden": hidden,
                "releases": [self._new_release(c) for c in ("3", "2", "10", "1")]}

    # ---- files -----------------------------------------------------------------------------

    def _put(self, path, text):
        new = path.with_name(path.name + ".new")
        new.write_text(text, encoding="utf-8")
        new.rename(path)

    def _write_config(self):
        track = "".join(f"\n  - {{product: {p}, cycle: '{c}'}}" for p, c in self.config["track"])
        self._put(self.directory / "eold.yaml",
                  f"warningDays: {self.config['warningDays']}\ntrack:{track or ' []'}\n")

    def _write_product(self, name):
        path = self.data / f"{name}.yaml"
        product = self.products.get(name)
        if not product:
            path.unlink(missing_ok=True)
        elif name in self.broken:
            self._put(path, "title: [\n")
        else:
            self._put(path, product_text(product))

    # ---- what is read ----------------------------------------------------------------------

    def begin_life(self):
        """A daemon that starts has no last good reading."""
        self.served = {}

    def read(self):
        """What a daemon that reads now has: (products, configuration, day), for Rules.turn()."""
        for name in NAMES:
            if name not in self.products:
                self.served.pop(name, None)
            elif name not in self.broken:
                self.served[name] = copy_product(self.products[name])
        return list(self.served.values()), dict(self.config), self.today

    # ---- what changes ----------------------------------------------------------------------

    def move_clock(self):
        """Mostly on; now and then somewhere else for a few days, and back."""
        random = self.random
        if self.astray:
            self.astray -= 1
            self.today = self.today + days(1) if self.astray else self.right_day
        elif random.random() < 0.1:
            self.right_day = self.today + days(1)
            self.astray = random.randint(1, 3)
            self.today += days(random.choice((-40, -20, -9, -3, -2, 20, 60, 3650)))
        else:
            self.today += days(random.choice((0, 1, 1, 1, 1, 2, 3, 5)))

    def change(self):
        """Changes one file."""
        random, name = self.random, self.random.choice(NAMES)
        if random.random() < 0.15:
            self._change_config()
        elif name not in self.products:
            self.products[name] = self.away.pop(name)
            self._write_product(name)
        elif random.random() < 0.08:
            self.away[name] = self.products.pop(name)
            self._write_product(name)
        else:
            self.broken.symmetric_difference_update(
                {name} if name in self.broken or random.random() < 0.06 else ())
            for _ in range(random.randint(1, 4)):
                self._change_product(self.products[name])
            self._write_product(name)

    def _change_config(self):
        random = self.random
        if random.random() < 0.5:
            leads = random.sample((60, 30, 14, 7, 3, 1), random.randint(1, 4))
            self.config["warningDays"] = sorted(leads, reverse=True)
        else:
            self.config["track"] = [(random.choice(NAMES), random.choice(("1", "2", "3")))
                                    for _ in range(random.randint(0, 3))]
        self._write_config()

    def _change_product(self, product):
        random, releases = self.random, product["releases"]
        what = random.random()
        if what < 0.08:
            product["hidden"] ^= {random.choice(("eoas", "eoes", "discontinued"))}
        elif what < 0.14 and len(releases) > 1:
            releases.pop(random.randrange(len(releases)))
        elif what < 0.22:
            cycle = random.choice(("3", "2", "10", "1", "11", "LTS"))
            if all(release["cycle"] != cycle for release in releases):
                releases.insert(random.randint(0, len(releases)), self._new_release(cycle))
        else:
            self._change_release(random.choice(releases))

    def _change_release(self, release):
        random = self.random
        if random.random() < 0.25:
            release["latest"] = random.choice(("", "1.1", "1.2", "2.0"))
            release["latestReleaseDate"] = random.choice((None, release["releaseDate"]))
            if random.random() < 0.1:
                release["latestReleaseDate"] = self.today
            return
        milestone = random.choice(("lts", "eoas", "eol", "eoes", "discontinued"))
        mark = random.choice((self._some_date(), self._some_date(), True, False, None))
        if mark is None and milestone != "eol":
            release["marks"].pop(milestone, None)
        else:
            release["marks"][milestone] = mark or False


def copy_product(product):
    releases = [{**release, "marks": dict(release["marks"])} for release in product["releases"]]
    return {**product, "hidden": set(product["hidden"]), "releases": releases}


def product_text(product):
    """The product as a file."""
    lines = [f"title: {product['title']}", "category: os", f"permalink: /{product['name']}"]
    lines += [f"{m}Column: {'false' if m in product['hidden'] else 'true'}"
              for m in ("eoas", "eoes", "discontinued")]
    lines.append("releases:")
    for release in product["releases"]:
        lines += [f"  - releaseCycle: '{release['cycle']}'",
                  f"    releaseDate: {release['releaseDate']}"]
        lines += [f"    {milestone}: {str(mark).lower()}"
                  for milestone, mark in release["marks"].items()]
        if release["latest"]:
            lines.append(f"    latest: '{release['latest']}'")
        if release["latestReleaseDate"]:
            lines.append(f"    latestReleaseDate: {release['latestReleaseDate']}")
    return "\n".join(lines) + "\n"
