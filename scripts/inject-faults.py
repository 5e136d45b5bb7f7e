#!/usr/bin/env python3
"""Lets every system call that a scan makes fail, one at a time, with every error that fits it.

    scripts/inject-faults.py [--every K] BINARY

BINARY is a static build: a dynamic loader would take the faults that are meant for the program.
strace(1) injects them. A point is one call of one scan with one error. Whatever fails, this must
hold, or the point is printed and the status is 1:

- The program ends by itself, in time, with status 0, 1 or 2.
- Status 0: output and messages are those of a scan without a fault.
- Status 1: every record has its true digest or none, and nothing else that is not true; none has
  a digest that holds something without;
  the root has none; no record is missing but below such a directory; each failure has its line.
- Status 2: a line that says why; nothing on standard output but what came before a failed write, or
  all of it, where only what is to be said behind it found no memory.
- A file named by -o is then what it was, else it is whole; nothing is left beside it.

--every K tries each K-th point only, beginning with a random one.
"""
import argparse
import collections
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TIME_LIMIT = 20  # seconds for one scan, which takes a few milliseconds

# Calls that start and end a process, and calls that cannot fail the way they are made.
LEFT_OUT = {"execve", "exit_group", "exit", "rt_sigreturn", "arch_prctl", "set_tid_address",
            "getpid", "gettid", "futex", "sched_yield", "rt_sigprocmask"}

COMMON = ["EIO", "EACCES", "EPERM", "ENOMEM", "EINTR", "EINVAL", "ENOSYS"]
ERRORS = {
    "open": COMMON + ["EMFILE", "ENFILE", "ENOENT", "ENOTDIR", "ELOOP", "ESTALE", "ENXIO",
                      "EAGAIN", "ENAMETOOLONG", "EOVERFLOW", "ETXTBSY", "ENODEV", "EROFS"],
    "openat": None,  # the same as open
    # Not ENOENT, which readdir(3) takes for the end: it says that the directory is gone, and then its
    # link count says so as well.
    "getdents64": COMMON + ["ENOTDIR", "ESTALE", "EBADF"],
    "pread64": COMMON + ["ESTALE", "EAGAIN", "EISDIR", "ESPIPE", "ENXIO", "ETIMEDOUT", "ENODATA"],
    "read": COMMON + ["ESTALE", "EAGAIN", "EISDIR"],
    "readlink": COMMON + ["ENOENT", "ESTALE", "ENOTDIR", "ENAMETOOLONG", "ELOOP"],
    "readlinkat": None,
    "write": COMMON + ["ENOSPC", "EDQUOT", "EFBIG", "EAGAIN", "EBADF", "ENXIO"],
    "close": COMMON + ["ENOSPC", "EDQUOT", "EBADF"],
    "rename": COMMON + ["EXDEV", "EBUSY", "ENOSPC", "EDQUOT", "EROFS", "ENOENT"],
    "renameat": None,
    # ENODATA and ENOTSUP are answers here: there are no attributes.
    "flistxattr": COMMON + ["ERANGE", "E2BIG", "ESTALE"],
    "fgetxattr": COMMON + ["ERANGE", "E2BIG", "ESTALE"],
    "mmap": ["ENOMEM"],
    "brk": ["ENOMEM"],
    "mprotect": ["ENOMEM"],
    "munmap": ["ENOMEM"],
    "clone": ["EAGAIN", "ENOMEM", "EPERM"],
    "clone3": None,
}
SAME = {"openat": "open", "readlinkat": "readlink", "renameat": "rename", "clone3": "clone",
        "listxattr": "flistxattr", "llistxattr": "flistxattr", "getxattr": "fgetxattr",
        "lgetxattr": "fgetxattr", "pwrite64": "write", "writev": "write", "renameat2": "rename"}

SCANS = {
    "content": ["-j", "1", "-d", "all"],
    "threads": ["-j", "4", "-d", "all"],
    "long": ["-j", "1", "-d", "all", "-l", "-x"],
    "buildkit": ["-j", "1", "-d", "all", "-l", "--digest", "buildkit"],
    "output": ["-j", "1", "-d", "all", "-o", "OUTPUT/list"],
    "json": ["-j", "1", "-d", "all", "--json"],
}


def errors(call):
    return ERRORS.get(SAME.get(call, call)) or COMMON


def make_tree(root, many):
    os.makedirs(root + "/sub/deep/deeper")
    os.mkdir(root + "/empty")
    for name, size in [("file", 6), ("none", 0), ("large", 300000), ("sub/a", 131072),
                       ("sub/b", 5), ("sub/deep/c", 7), ("sub/deep/deeper/d", 9)]:
        with open(f"{root}/{name}", "wb") as file:
            file.write(os.urandom(size))
    os.symlink("sub/a", root + "/link")
    os.symlink("nowhere", root + "/sub/deep/link")
    os.mkfifo(root + "/fifo")
    os.mkdir(root + "/many")
    # Names so long that they do not come with one getdents64.
    for index in range(many):
        with open(f"{root}/many/{index:0150}", "w") as file:
            file.write(str(index))
    try:
        os.setxattr(root + "/file", "user.one", b"1")
        os.setxattr(root + "/sub/deep", "user.two", b"2")
    except OSError:
        print("inject-faults: no extended attributes here", file=sys.stderr)


RECORD = re.compile(r"^([0-9a-f]{40}|[0-9a-f]{64}|\?{40}|\?{64}) ([DFSP])(:\S+)? (.*)$")
OBJECT = re.compile(r'^{"digest":(null|"[0-9a-f]+"),"kind":"(.)","path":"([^"]*)"(.*)}$')
MODE = re.compile(r"^:[0-7]{4}:[0-9]+:[0-9]+")


MESSAGE = re.compile(r"^dchecksum: ([^:]+: .|Out of memory$|COPY \. DEST has )")


def records(text):
    """Path to (digest, kind, metadata, target); None for what there is not."""
    found = {}
    for line in text.splitlines():
        if match := RECORD.match(line):
            digest, kind, metadata, path = match.groups()
            path, _, target = path.partition(" -> ")
            digest = None if digest[0] == "?" else digest
        elif match := OBJECT.match(line):
            digest, kind, path, _ = match.groups()
            digest = None if digest == "null" else digest.strip('"')
            metadata = target = None
        else:
            raise ValueError(f"no record: {line!r}")
        if path in found:
            raise ValueError(f"listed twice: {path}")
        found[path] = (digest, kind, metadata, target or None)
    return found


def above(path):
    """The directories above a path."""
    if path == ".":
        return []
    parts = path.split("/")
    return ["."] + ["/".join(parts[:n]) for n in range(1, len(parts))]


def judge_partial(true_text, text, messages):
    """What is wrong with the listing of a scan that failed in part; None where nothing is."""
    if text and not text.endswith("\n"):
        return "the last line is cut"
    true, got = records(true_text), records(text)
    if got.get(".", ("",))[0] is not None:
        return "the root has a digest, or is missing"
    blamed = {line.split(": ")[1] for line in messages.splitlines()}
    explained = set(blamed)  # what has a reason to have no digest
    for path in got:
        if path in blamed:
            explained.update(above(path))
    for path in blamed - set(true):
        return f"a message about {path}"
    for path, (digest, kind, metadata, target) in got.items():
        if path not in true:
            return f"{path} is not in the tree"
        if kind != true[path][1]:
            return f"{path} is no {kind}"
        if digest is not None and digest != true[path][0]:
            return f"{path} has a wrong digest"
        if digest is None and metadata and target is None:
            # Attributes need not be known, and neither need all of it.
            if MODE.match(metadata)[0] != MODE.match(true[path][2])[0]:
                return f"{path} has a wrong mode or owner"
        elif (metadata, target) != true[path][2:] and (digest or metadata or target):
            return f"{path} has a wrong mode, owner, attribute or target"
        if digest is not None and path in explained:
            return f"{path} has a digest in spite of a failure"
        if digest is None and path not in explained:
            return f"{path} has no digest and no reason"
    for path in set(true) - set(got):
        parent = above(path)[-1]
        if parent in got and parent not in blamed:
            return f"{path} is missing without a reason"
    return None


class Scan:
    def __init__(self, binary, name, work):
        self.binary, self.name, self.work = binary, name, work
        # Only where there is enough to do are threads started.
        self.arguments = SCANS[name] + [work + ("/wide" if name == "threads" else "/tree")]

    def run(self, injection=None, log=None):
        """Status, output, messages, and what became of the -o file; status None: no end."""
        folder = tempfile.mkdtemp(dir=self.work)
        target = folder + "/list"
        if "OUTPUT/list" in self.arguments:
            with open(target, "w") as file:
                file.write("before\n")
        command = [self.binary] + [a.replace("OUTPUT", folder) for a in self.arguments]
        strace = ["strace", "-f", "-qq", "-o", log or "/dev/null"]
        if injection:
            call = injection.split(":")[0]
            strace += ["--seccomp-bpf", "-e", f"trace={call}", "-e", f"inject={injection}"]
        try:
            done = subprocess.run(strace + command, stdin=subprocess.DEVNULL, timeout=TIME_LIMIT,
                                  capture_output=True, cwd=self.work)
        except subprocess.TimeoutExpired:
            shutil.rmtree(folder)
            return None, "", "", None
        file = None
        left = []
        if "OUTPUT/list" in self.arguments:
            with open(target) as content:
                file = content.read()
            left = [name for name in os.listdir(folder) if name != "list"]
        shutil.rmtree(folder)
        output = done.stdout.decode("utf-8", "surrogateescape")
        messages = done.stderr.decode("utf-8", "surrogateescape")
        return done.returncode, output, messages.replace(folder, "OUTPUT"), (file, left)

    def learn(self):
        """Scans without a fault, and counts the calls."""
        log = tempfile.mktemp(dir=self.work)
        self.true = self.run(log=log)
        assert self.true[0] == 0, self.true
        counts = collections.Counter()
        per_thread = collections.defaultdict(collections.Counter)
        with open(log) as lines:
            for line in lines:
                if match := re.match(r"^(\d+) +(\w+)\(", line):
                    per_thread[match[1]][match[2]] += 1
        for thread in per_thread.values():
            for call, count in thread.items():
                counts[call] = max(counts[call], count)  # strace counts each thread by itself
        self.counts = {c: n for c, n in counts.items() if c not in LEFT_OUT}
        assert self.name != "threads" or counts["clone"] + counts["clone3"] > 0, "no threads"

    def points(self):
        for call, count in sorted(self.counts.items()):
            for error in errors(call):
                for number in range(1, count + 1):
                    yield f"{call}:error={error}:when={number}"
                if error == "EINTR":
                    yield f"{call}:error={error}:when=1+2"

    def judge(self, injection):
        """What is wrong with a scan in which a call failed; None where nothing is."""
        status, output, messages, file = self.run(injection)
        call = injection.split(":")[0]
        has_file = self.true[3][0] is not None
        if status is None:
            return "does not end"
        if status not in (0, 1, 2):
            return f"status {status}: {messages.strip()}"
        if file[1]:
            return f"left behind: {file[1]}"
        for line in messages.splitlines():
            if not MESSAGE.match(line):
                return f"a message without a subject or a reason: {line!r}"
        new = [m for m in messages.splitlines() if m not in self.true[2].splitlines()]
        wrote = call.startswith(("write", "pwrite"))
        if status == 0:
            # A message that could not be written is lost: nobody is there to be told.
            if (output, file) != (self.true[1], self.true[3]):
                return "status 0 and another listing"
            if messages != self.true[2] and not wrote:
                return f"status 0 and other messages: {new}"
            return None
        if not new and not wrote:
            return f"status {status} without a message"
        if status == 2:
            if has_file and file[0] != "before\n":
                return "status 2, and the output file has changed"
            is_late = messages == "dchecksum: Out of memory\n" and output == self.true[1]
            if output and not is_late and not (wrote and self.true[1].startswith(output)):
                return "status 2 and output"
            return None
        try:
            both = (self.true[3][0], file[0]) if has_file else (self.true[1], output)
            return judge_partial(*both, "\n".join(m for m in new if "COPY" not in m))
        except ValueError as error:
            return str(error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, metavar="K")
    parser.add_argument("--call", help="only this system call")
    parser.add_argument("--scan", help="only this scan: " + ", ".join(SCANS))
    parser.add_argument("binary")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    work = tempfile.mkdtemp(prefix="dchecksum-faults-")
    failures = 0
    points = 0
    calls = set()
    outcomes = collections.Counter()
    try:
        make_tree(work + "/tree", 30)
        make_tree(work + "/wide", 100)
        for name in SCANS:
            if options.scan not in (None, name):
                continue
            scan = Scan(binary, name, work)
            scan.learn()
            todo = [p for p in scan.points() if options.call in (None, p.split(":")[0])]
            todo = todo[random.randrange(options.every)::options.every]
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                for point, wrong in zip(todo, pool.map(scan.judge, todo)):
                    points += 1
                    calls.add(point.split(":")[0])
                    if wrong:
                        failures += 1
                        print(f"{name}: {point}: {wrong}", flush=True)
    finally:
        shutil.rmtree(work)
    print(f"inject-faults: {points} faults in {len(calls)} system calls, "
          f"{points - failures} survived")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
