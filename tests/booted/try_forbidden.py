# SPDX-License-Identifier: MIT
"""Tries what a service of ours must not be able to do, and prints for each thing what came of it.

Run twice, as root: under the unit's settings, where everything must be refused, and without them,
where everything must work, or the refusals would mean nothing. Output is a JSON object: title to ""
(it worked) or the error. Whatever is tried ends with this program.

Usage: try_forbidden.py PRIVATE-FILE-IN-HOME FILE-IN-TMP
"""
import ctypes
import json
import mmap
import os
import signal
import socket
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWUTS = 0x04000000
MS_BIND = 4096
PTRACE_ATTACH = 16
ADDR_NO_RANDOMIZE = 0x0040000


def libc_call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write_file(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("x")
    os.unlink(path)


def read_file(path):
    with open(path, "rb") as file:
        file.read(1)


def memory(first, then):
    """Memory that can be written and executed, at once or one after the other."""
    libc.mmap.restype = ctypes.c_void_p
    address = libc.mmap(None, ctypes.c_size_t(4096), first, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
                        -1, ctypes.c_size_t(0))
    if address in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    libc_call("mprotect", ctypes.c_void_p(address), ctypes.c_size_t(4096), then)


def trace_child():
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    try:
        libc_call("ptrace", PTRACE_ATTACH, child, 0, 0)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def set_user_bit():
    path = os.path.join(os.environ["STATE_DIRECTORY"], "suid")
    with open(path, "w", encoding="utf-8"):
        pass
    try:
        os.chmod(path, 0o4755)
    finally:
        os.unlink(path)


WX = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
RX = mmap.PROT_READ | mmap.PROT_EXEC
RW = mmap.PROT_READ | mmap.PROT_WRITE


def attempts(home_file, tmp_file):
    """Title, function, arguments; those that cannot be undone in this process come last."""
    return [
        ("write to /usr", write_file, "/usr/eold-was-here"),
        ("write to /etc", write_file, "/etc/eold-was-here"),
        ("write to /var/lib", write_file, "/var/lib/eold-was-here"),
        ("write to a home", write_file, home_file + "-2"),
        ("read from a home", read_file, home_file),
        ("see what others have in /tmp", read_file, tmp_file),
        ("see the kernel's part of /proc", read_file, "/proc/version"),
        ("open a network socket", socket.socket, socket.AF_INET, socket.SOCK_STREAM),
        ("open a socket for IPv6", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM),
        ("open a netlink socket", socket.socket, socket.AF_NETLINK, socket.SOCK_RAW),
        ("memory that is written and executed", memory, RW, WX),
        ("memory made executable", memory, RW, RX),
        ("trace a process", trace_child),
        ("make a file setuid", set_user_bit),
        ("change personality", libc_call, "personality", ADDR_NO_RANDOMIZE),
        ("mount", libc_call, "mount", b"/usr", b"/media", b"", MS_BIND, 0),
        ("make a device", os.mknod, "/dev/shm/null", 0o020666, os.makedev(1, 3)),
        ("set the host's name", socket.sethostname, socket.gethostname()),
        ("make a namespace", libc_call, "unshare", CLONE_NEWUTS),
        ("change the root", os.chroot, "/usr"),
        ("become another user", os.setresuid, 1, 1, 1),
    ]


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: try_forbidden.py PRIVATE-FILE-IN-HOME FILE-IN-TMP")
    results = {}
    for title, function, *arguments in attempts(*sys.argv[1:]):
        try:
            function(*arguments)
            results[title] = ""
        except OSError as error:
            results[title] = error.strerror or str(error)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
