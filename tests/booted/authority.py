# SPDX-License-Identifier: MIT
"""Who may do what: everybody ask, nobody be the service, administrators reload."""
from pathlib import Path

from guest import NAME, USERS, call, check, must, run, wait_until

RULES = Path("/etc/polkit-1/rules.d/40-eold-test.rules")
RULE = """polkit.addRule(function(action, subject) {
    if (action.id == "org.eold.lifecycle1.reload" && subject.user == "tester")
        return polkit.Result.YES;
});
"""

# Every method of the Manager but Reload, with arguments that it answers.
METHODS = [
    ("GetProduct", "s", "almalinux"),
    ("GetRelease", "ss", "almalinux", "9"),
    ("GetReleaseForVersion", "sst", "almalinux", "9.5", "0"),
    ("FindProducts", "sst", "cpe", "cpe:/o:almalinux:almalinux", "0"),
    ("ListProducts", "ssst", "", "", "", "0"),
    ("ListReleases", "sst", "almalinux", "", "0"),
    ("ListTransitions", "ssast", "2026-01-01", "2026-12-31", "0", "0"),
    ("GetStatus", "ssst", "almalinux", "9", "", "0"),
    ("MatchVersions", "a(ss)st", "1", "almalinux", "9.5", "", "0"),
    ("DescribeProducts", "ast", "1", "almalinux", "0"),
    ("Dump", "t", "0"),
]


def check_asking(user):
    refused = [(name, done.stdout) for name, *arguments in METHODS
               for done in [call(name, *arguments, user=user)] if done.returncode != 0]
    check(not refused, f"{user} may call every method that reads", refused)
    done = run("eolctl", "--no-pager", "list", user=user)
    check(done.returncode == 0 and "almalinux" in done.stdout, f"{user} may use eolctl", done.stdout)
    for path in ("/org/eold/lifecycle1", "/org/eold/lifecycle1/host",
                 "/org/eold/lifecycle1/product/almalinux"):
        done = run("busctl", "--system", "introspect", NAME, path, user=user)
        check(done.returncode == 0 and " property " in done.stdout, f"{user} may read {path}",
              done.stdout)


def check_owning(user):
    done = run("busctl", "--system", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
               "org.freedesktop.DBus", "RequestName", "su", NAME, "0", user=user)
    # Refused, and not only told to wait in a queue.
    check(done.returncode != 0 and "denied" in done.stdout, f"{user} may not be the service",
          done.stdout)


def is_refused(user):
    """busctl has words of its own for AccessDenied."""
    done = call("Reload", "t", "0", user=user)
    return done.returncode != 0 and done.stdout.strip() in (
        "Call failed: Access denied", "Call failed: Reload needs interactive authorization.")


def may_reload(user):
    return call("Reload", "t", "0", user=user).returncode == 0


def check_reloading():
    check(may_reload("root"), "root may reload")
    for user in ("nobody", "tester"):
        check(is_refused(user), f"{user} may not reload")
    RULES.parent.mkdir(parents=True, exist_ok=True)
    RULES.write_text(RULE, encoding="utf-8")
    # polkit takes up new rules by itself.
    check(wait_until(lambda: may_reload("tester")), "a rule of polkit lets tester reload")
    check(is_refused("nobody"), "and nobody else")
    done = run("eolctl", "reload", user="tester")
    check(done.returncode == 0, "tester may reload with eolctl", done.stdout)
    done = run("pkaction", "--verbose", "--action-id", "org.eold.lifecycle1.reload")
    check("auth_admin" in done.stdout, "polkit knows the action", done.stdout)


def check_without_polkit():
    must("systemctl", "mask", "--runtime", "--now", "polkit.service")
    check(is_refused("tester"), "without polkit, tester may not reload")
    check(may_reload("root"), "without polkit, root may reload")
    must("systemctl", "unmask", "--runtime", "polkit.service")


def checks():
    for user in USERS:
        check_asking(user)
        check_owning(user)
    check_reloading()
    check_without_polkit()
    RULES.unlink()
