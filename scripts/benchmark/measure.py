"""Makes the trees, runs the programs in pairs, prints the ratios. benchmark.sh starts it."""

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

# A round of a peer that takes many times as long says as much as several of a fast one.
SLOW_PEER_SECONDS = 4
SLOW_PEER_ROUNDS = 3


class Run:
    """What one run took: seconds, seconds of processor time, KiB at its peak."""

    def __init__(self, line):
        nanoseconds, microseconds, peak, status = map(int, line.split())
        self.wall = nanoseconds / 1e9
        self.cpu = microseconds / 1e6
        self.peak = peak
        self.status = status


class Bench:
    """The place where trees and tools are, and the programs to be measured."""

    def __init__(self, options):
        self.place = Path(options.place)
        self.rounds = options.rounds
        self.threads = options.threads
        self.binaries = [
            (name or "dchecksum", file)
            for name, _, file in (b.rpartition("=") for b in options.binary)
        ]
        self.subject = self.binaries[0][1]
        self.loop = None  # chosen by choose_loop()
        venv = self.place / "venv" / "bin"
        self.path = f"{venv}:{os.environ['PATH']}" if venv.exists() else os.environ["PATH"]

    def tool(self, name):
        return str(self.place / "bin" / name)

    def find(self, name):
        return shutil.which(name, path=self.path)

    def libcs(self):
        return [c for c in ("musl-gcc", "cc") if os.path.exists(self.tool(f"loop-{c}"))]

    # -- Running ------------------------------------------------------------------------------

    def runs(self, command, times=1):
        result = subprocess.run(
            [self.tool("run"), str(times), *command], stdout=subprocess.PIPE, text=True, check=True
        )
        runs = [Run(line) for line in result.stdout.splitlines()]
        if any(run.status for run in runs):
            sys.exit(f"benchmark: status {runs[-1].status} from: {' '.join(command)}")
        return runs

    def pairs(self, subject, others, before=lambda: None):
        """Runs `subject` and each of `others` in turn; {label: Pairs}."""
        before()
        self.runs(subject)  # whatever the first run finds cold
        found = {label: Pairs() for label, _ in others}
        for number in range(self.rounds):
            for label, command in others:
                pairs = found[label]
                if len(pairs.other) >= SLOW_PEER_ROUNDS and pairs.is_slow:
                    continue
                order = [(pairs.subject, subject), (pairs.other, command)]
                for place, program in order if number % 2 == 0 else reversed(order):
                    before()
                    place.extend(self.runs(program))
        return found

    def dchecksum(self, tree, threads=None, *more, binary=None):
        return [binary or self.subject, "-j", str(threads or self.threads), *more, str(tree)]

    def by_default(self, tree):
        """With as many threads as it takes by itself."""
        return "threads by default", [self.subject, str(tree)]

    def further(self, tree):
        """The binaries that are measured beside the first."""
        return [(name, self.dchecksum(tree, binary=file)) for name, file in self.binaries[1:]]

    def c_loop(self, tree, threads=None):
        return [self.loop, str(threads or self.threads), str(tree)]

    def choose_loop(self, tree):
        """The faster of the two libcs sets the bar."""
        if self.loop:
            return
        loops = [(libc, self.tool(f"loop-{libc}")) for libc in self.libcs()]
        self.loop = loops[0][1]
        if len(loops) == 1:
            return
        commands = [(libc, [file, str(self.threads), str(tree)]) for libc, file in loops]
        found = self.pairs(commands[0][1], commands[1:])[commands[1][0]]
        if found.ratio < 1:
            self.loop = loops[1][1]
        print(f"C loop: built by {commands[1][0]} it takes {found.ratio:.2f} times as long as by "
              f"{commands[0][0]}; the faster one sets the bar\n")

    # -- Trees --------------------------------------------------------------------------------

    def tree(self, name, *arguments):
        path = self.place / name
        done = self.place / f".{name}-{'-'.join(map(str, arguments))}"
        if not done.exists():
            print(f"making {path} ...", file=sys.stderr)
            shutil.rmtree(path, ignore_errors=True)
            shape, *numbers = map(str, arguments)
            subprocess.run([self.tool("corpus"), shape, str(path), *numbers], check=True)
            os.sync()
            done.touch()
        return path

    def small(self):
        # With the 80 folders that hold them: 8,000.
        return self.tree("small", "files", 7920, 100_000, 4096)

    def wide(self):
        return self.tree("wide", "files", 0, 100_000, 4096)

    def large(self):
        return self.tree("large", "large", 6, 256)

    def single(self):
        return self.tree("single", "large", 1, 1024)

    # -- Peers --------------------------------------------------------------------------------

    def peers(self, tree):
        """Every other program that is installed, as commands on `tree`."""
        threads, tree = str(self.threads), str(tree)
        find = f'find "$0" -type f -print0 | xargs -0 -P{threads} -n 200 sha1sum'
        known = [
            ("directory-checksum", [tree]),
            ("sha1sum", ["sh", "-c", find, tree]),
            ("hashdeep", ["-r", "-c", "sha1", f"-j{threads}", tree]),
            ("mtree", ["-c", "-k", "sha1", "-p", tree]),
            ("dirhash", ["-a", "sha1", "-j", threads, tree]),
            ("checksumdir", ["-a", "sha1", tree]),
        ]
        labels = {
            "sha1sum": f"find, xargs -P{threads}, sha1sum",
            "hashdeep": f"hashdeep -j{threads}",
            "dirhash": f"dirhash -j{threads}",
            "mtree": "mtree (1 thread)",
            "checksumdir": "checksumdir (1 thread)",
        }
        return [
            (labels.get(name, name), arguments if arguments[0] == "sh" else [found, *arguments])
            for name, arguments in known
            if (found := self.find(name))
        ]


class Pairs:
    """Runs of the subject, each with one of another program right before or after it."""

    def __init__(self):
        self.subject = []
        self.other = []

    @property
    def is_slow(self):
        return self.other[-1].wall > SLOW_PEER_SECONDS

    def median(self, fact):
        return statistics.median(fact(s, o) for s, o in zip(self.subject, self.other))

    @property
    def ratio(self):
        """How many times as long as the subject the other takes."""
        return self.median(lambda s, o: o.wall / s.wall)

    @property
    def inverse(self):
        """How many times as long as the other the subject takes."""
        return self.median(lambda s, o: s.wall / o.wall)

    @property
    def inverse_cpu(self):
        return self.median(lambda s, o: s.cpu / o.cpu)


def table(title, subject_label, found):
    """One row for each program, in the form of a table in Markdown."""
    first = next(iter(found.values()))
    rows = [(subject_label, first.median(lambda s, o: s.wall), "1", 1, first.subject)]
    for label, pairs in found.items():
        rows.append((label, pairs.median(lambda s, o: o.wall), f"{pairs.ratio:.2f}",
                     pairs.median(lambda s, o: o.cpu / s.cpu), pairs.other))
    print(f"{title}\n")
    print("| | seconds | times as long | times the processor time | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for label, wall, ratio, cpu, runs in rows:
        peak = max(run.peak for run in runs) / 1024
        print(f"| {label} | {wall:.3f} | {ratio} | {cpu:.2f} | {peak:.1f} MB |")
    print()


def verdict(text, value, most, unit="", digits=2):
    sign = "ok" if value <= most else "MISSED"
    print(f"- {text}: {value:.{digits}f}{unit} (at most {most}{unit}) {sign}")


# -- Cases ------------------------------------------------------------------------------------


def case_small(bench):
    """100,000 files of 0 to 8 KiB (410 MB) in 8,000 folders"""
    tree = bench.small()
    bench.choose_loop(tree)
    others = [("C loop", bench.c_loop(tree)), bench.by_default(tree),
              ("dchecksum --max-depth all", bench.dchecksum(tree, None, "-d", "all"))]
    others += bench.further(tree)
    found = bench.pairs(bench.dchecksum(tree), others + bench.peers(tree))
    table(f"{case_small.__doc__}, {bench.threads} threads", "dchecksum", found)
    alone = bench.pairs(bench.dchecksum(tree, 1), [("C loop", bench.c_loop(tree, 1))])["C loop"]
    loop = found["C loop"]
    verdict(f"of the C loop's time, {bench.threads} threads each", loop.inverse, 1.05)
    verdict(f"of its processor time, {bench.threads} threads each", loop.inverse_cpu, 1.05)
    verdict("of its time, 1 thread each", alone.inverse, 1.05)
    verdict("of its processor time, 1 thread each", alone.inverse_cpu, 1.05)
    for name, _ in bench.binaries[1:]:
        verdict(f"{name}, of the first binary's time", found[name].ratio, 1.2)


def case_wide(bench):
    """The same in one folder of 100,000 files"""
    tree, small = bench.wide(), bench.small()
    bench.choose_loop(small)
    found = bench.pairs(bench.dchecksum(tree), [
        ("the 8,000 folders", bench.dchecksum(small)),
        ("1 thread", bench.dchecksum(tree, 1)),
        ("C loop (1 thread: it shares folders)", bench.c_loop(tree)),
    ])
    table(f"{case_wide.__doc__}, {bench.threads} threads", "dchecksum", found)
    verdict("of the C loop's time", list(found.values())[-1].inverse, 0.65)
    verdict("of the time for 8,000 folders", found["the 8,000 folders"].inverse, 1.15)


def case_large(bench):
    """1.5 GiB in 6 files, two of them hashed at a time by each thread"""
    tree, single = bench.large(), bench.single()
    bench.choose_loop(bench.small())
    others = [("C loop (1 thread: it shares folders)", bench.c_loop(tree)),
              ("1 thread", bench.dchecksum(tree, 1)), bench.by_default(tree)]
    others += bench.further(tree)
    found = bench.pairs(bench.dchecksum(tree), others + bench.peers(tree))
    table(f"1.5 GiB in 6 files, {bench.threads} threads", "dchecksum", found)
    loop = next(iter(found.values()))
    verdict("of the C loop's time", loop.inverse, 0.38)
    verdict("of its processor time", loop.inverse_cpu, 0.66)
    verdict(f"of 1/{bench.threads} of the time of 1 thread",
            bench.threads * found["1 thread"].inverse, 1.15)
    for digest in "content", "buildkit":
        six, one = (bench.dchecksum(t, 1, "--digest", digest) for t in (tree, single))
        alone = bench.pairs(six, [("one file", one)])["one file"]
        verdict(f"--digest {digest}, processor time of a byte, of one that is hashed alone",
                alone.inverse_cpu / 1.5, 0.75)


def case_single(bench):
    """One file of 1 GiB"""
    tree = bench.single()
    bench.choose_loop(tree)
    print(f"{case_single.__doc__}\n")
    verdict("of hashing alone", against_hashing(bench, bench.dchecksum(tree), 1, 1024), 1.15)


def against_hashing(bench, command, threads, mebibytes):
    """The median ratio of the times of `command` and of hashing as much in memory."""
    hashing = os.path.join(os.path.dirname(bench.loop),
                           os.path.basename(bench.loop).replace("loop", "hashing"))
    ratios = []
    bench.runs(command)
    for _ in range(bench.rounds):
        wall = bench.runs(command)[0].wall
        alone = subprocess.run([hashing, str(threads), str(mebibytes)], capture_output=True,
                               text=True, check=True).stdout
        ratios.append(wall / (int(alone.split()[0]) / 1e9))
    return statistics.median(ratios)


def case_mixed(bench):
    """A file of 512 MiB among 50,000 small ones in 4,000 folders"""
    tree = bench.tree("mixed", "files", 3960, 50_000, 4096)
    if not (tree / "group000" / "large").exists():
        subprocess.run([bench.tool("corpus"), "large", str(tree / "group000" / "large"), "1", "512"],
                       check=True)
    others = [("1 thread", bench.dchecksum(tree, 1)), bench.by_default(tree)]
    others += bench.further(tree)
    found = bench.pairs(bench.dchecksum(tree), others)
    table(f"{case_mixed.__doc__}, {bench.threads} threads", "dchecksum", found)
    verdict(f"of 1/{bench.threads} of the time of 1 thread",
            bench.threads * found["1 thread"].inverse, 1.15)
    if bench.threads == len(os.sched_getaffinity(0)):
        verdict("with threads by default, of that time", found["threads by default"].ratio, 1.1)


def case_tiny(bench):
    """20 files in 4 folders"""
    tree = bench.tree("tiny", "files", 3, 20, 4096)
    runs, empty = [], []
    for _ in range(10):
        runs += bench.runs(bench.dchecksum(tree)[:1] + [str(tree)], 20)
        empty += bench.runs([bench.tool("empty")], 20)
    print(f"{case_tiny.__doc__}, 200 runs\n")
    for label, these in [("an empty static program", empty), ("dchecksum", runs)]:
        times = sorted(run.wall * 1e3 for run in these)
        print(f"- {label}, from before its exec until its end: median {times[100]:.2f} ms, "
              f"fastest tenth {times[20]:.2f} ms")
    # On a busy machine the median is how long the scheduler lets a new process wait.
    verdict("dchecksum, fastest tenth", sorted(run.wall for run in runs)[20] * 1e3, 1, " ms")


def case_linear(bench):
    """Files of 64 bytes: ten times as many take ten times as long"""
    print(f"{case_linear.__doc__}, {bench.threads} threads\n")
    for few, many, what in [
        (bench.tree("links-100k", "links", 990, 100_000), bench.million(), "in folders of 100"),
        (bench.tree("links-wide-100k", "links", 0, 100_000), bench.million_wide(), "in one folder"),
    ]:
        found = bench.pairs(bench.dchecksum(few), [("1M", bench.dchecksum(many))])["1M"]
        verdict(f"1,000,000 {what}, for each file, of what 100,000 take", found.ratio / 10, 1.15)


def case_memory(bench):
    """Peak memory with a million files"""
    print(f"{case_memory.__doc__}, {bench.threads} threads\n")
    peak = bench.runs(bench.dchecksum(bench.million(), None, "-d", "2"))[0].peak / 1024
    verdict("in 10,000 folders, --max-depth 2", peak, 16, " MB", 1)
    peak = bench.runs(bench.dchecksum(bench.million_wide()))[0].peak * 1024 / 1_000_000
    verdict("in one folder, for each", peak, 100, " bytes", 0)
    if bench.loop:
        peak = bench.runs(bench.c_loop(bench.million()))[0].peak / 1024
        print(f"- the C loop, in 10,000 folders: {peak:.1f} MB")


def case_calls(bench):
    """System calls for each file and folder, by strace"""
    strace = bench.find("strace")
    if not strace:
        return print("strace is not installed: no system calls counted")
    few = bench.tree("calls-few", "files", 99, 1000, 4096)
    many = bench.tree("calls-many", "files", 99, 11_000, 4096)
    folders = bench.tree("calls-folders", "files", 1089, 1000, 4096)
    counts = [system_calls(strace, bench.dchecksum(tree, 1)) for tree in (few, many, folders)]
    print(f"{case_calls.__doc__}\n")
    for label, other, difference in [("file", counts[1], 10_000), ("folder", counts[2], 1000)]:
        rates = [(name, (other.get(name, 0) - counts[0].get(name, 0)) / difference)
                 for name in sorted(other)]
        print(f"- for each further {label}: "
              + ", ".join(f"{name} {rate:.2f}" for name, rate in rates if abs(rate) >= 0.005))


def system_calls(strace, command):
    result = subprocess.run([strace, "-f", "-c", "-U", "calls,name", *command],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return {match[2]: int(match[1])
            for match in re.finditer(r"^ *(\d+) +(\w+)$", result.stderr, re.MULTILINE)
            if match[2] != "total"}


def case_instructions(bench):
    """Instructions for each file of 64 bytes in folders of 100, by callgrind"""
    valgrind = bench.find("valgrind")
    if not valgrind:
        return print("valgrind is not installed: no instructions counted")
    few = bench.tree("instructions-few", "links", 10, 1000)
    many = bench.tree("instructions-many", "links", 110, 11_000)
    loop = bench.loop or bench.tool(f"loop-{bench.libcs()[0]}")
    print(f"{case_instructions.__doc__}\n")
    # Valgrind's processor has no SHA extensions.
    print("- of these, 2 blocks of SHA-1 by the portable kernel are some 2,000")
    for label, command in [("dchecksum", lambda tree: bench.dchecksum(tree, 1)),
                           ("C loop", lambda tree: [loop, "1", str(tree)])]:
        counts = [instructions(valgrind, command(tree)) for tree in (few, many)]
        print(f"- {label}: {(counts[1] - counts[0]) / 10_000:.0f}")


def instructions(valgrind, command):
    result = subprocess.run(
        [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def case_threads(bench):
    """Numbers of threads, everything in the cache"""
    sweep(bench, case_threads.__doc__, lambda: None)


def case_cold(bench):
    """Numbers of threads, nothing in the cache"""
    drop = Path("/proc/sys/vm/drop_caches")
    if not os.access(drop, os.W_OK):
        return print(f"{drop} can't be written: nothing measured with a cold cache")

    def forget():
        os.sync()
        drop.write_text("3")

    sweep(bench, case_cold.__doc__, forget)


def sweep(bench, title, before):
    for tree, what in [(bench.small(), "100,000 files in 8,000 folders"),
                       (bench.large(), "6 files of 256 MiB")]:
        bench.choose_loop(tree)
        counts = sorted({1, 2, 4, 8, 16, bench.threads} - {bench.threads})
        others = [(f"{count} threads", bench.dchecksum(tree, count)) for count in counts]
        others += [bench.by_default(tree), ("C loop", bench.c_loop(tree))]
        found = bench.pairs(bench.dchecksum(tree), others, before)
        table(f"{title}: {what}", f"{bench.threads} threads", found)


Bench.million = lambda self: self.tree("links-1m", "links", 9900, 1_000_000)
Bench.million_wide = lambda self: self.tree("links-wide-1m", "links", 0, 1_000_000)

CASES = {
    name.removeprefix("case_"): function
    for name, function in list(globals().items()) if name.startswith("case_")
}


# -- The machine --------------------------------------------------------------------------------


def first_line(*command):
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    return (result.stdout or result.stderr).strip().partition("\n")[0] or None


def describe(bench):
    processor = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
    system = first_line("df", "--output=fstype", str(bench.place))
    result = subprocess.run(["df", "--output=fstype", str(bench.place)], capture_output=True,
                            text=True)
    system = result.stdout.split()[-1]
    print(f"Machine: {processor}, {os.cpu_count()} processors, "
          f"{len(os.sched_getaffinity(0))} for this process, Linux {platform.release()}, {system}")
    if system == "tmpfs":
        print("The trees are in memory: the cold case says nothing.")
    load = os.getloadavg()[0]
    print(f"Load when started: {load:.1f}. Rounds: {bench.rounds}. Threads: {bench.threads}.")
    for name, file in bench.binaries:
        print(f"{name}: {first_line(file, '--version')}, {os.path.getsize(file):,} bytes")
    pip = bench.find("pip") or "pip"
    versions = [
        ("directory-checksum", lambda: "found"),
        ("sha1sum", lambda: first_line("sha1sum", "--version")),
        ("hashdeep", lambda: "hashdeep " + first_line("hashdeep", "-V")),
        ("mtree", lambda: first_line("dpkg-query", "-W", "mtree-netbsd")),
        ("dirhash", lambda: first_line(bench.find("dirhash"), "--version")),
        ("checksumdir", lambda: "checksumdir " + (first_line("sh", "-c",
            f"'{pip}' show checksumdir 2>/dev/null | sed -n 's/^Version: //p'") or "")),
    ]
    present = [" ".join(version().split()) for name, version in versions if bench.find(name)]
    print(f"Peers: {'; '.join(present)}")
    missing = [name for name, _ in versions[1:] if not bench.find(name)]
    if missing:
        print(f"Not installed, so left out: {', '.join(missing)} (--install gets them)")
    print()


def main():
    cases = "\n".join(f"  {name:14}{case.__doc__}" for name, case in CASES.items())
    parser = argparse.ArgumentParser(
        prog="benchmark.sh", epilog=f"cases:\n{cases}",
        formatter_class=argparse.RawDescriptionHelpFormatter, add_help=True)
    parser.add_argument("--rounds", type=int, default=7, help="pairs of runs (default 7)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--binary", action="append", help=argparse.SUPPRESS)
    parser.add_argument("--place", help=argparse.SUPPRESS)
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    unknown = [name for name in options.case if name not in CASES]
    if unknown or options.rounds < 1 or options.threads < 1:
        parser.error(f"no such case: {', '.join(unknown)}" if unknown else "a number below 1")
    bench = Bench(options)
    describe(bench)
    for name in options.case or CASES:
        print(f"## {name}\n", flush=True)
        CASES[name](bench)
        print(flush=True)


main()
