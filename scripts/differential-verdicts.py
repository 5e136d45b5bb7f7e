#!/usr/bin/env python3
"""Holds the verdicts of `dchecksum diff` against what real builders do, over random pairs of trees.

    scripts/differential-verdicts.py [--pairs N] [--seed N] [--builders B,...] [--truth FILE] PROGRAM

Each pair is built before and after from fresh directories, by BuildKit, by the classic builder of
Docker (both of the daemon that DOCKER_HOST names) and by Buildah (with storage of its own). Whether
the COPY ran again is what `diff --json` of the directories, of their long listings and of the two
logs is held against: a definite verdict that is another is printed with its seed, which makes the
same pair again, and the status is 1. As root; a file system with extended attributes.

What the builders did is kept in FILE, where one is named, and not asked again.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "end-to-end"))

import pairs  # noqa: E402

NAMES = {"buildkit": "buildkit", "classic": "docker-classic", "buildah": "buildah"}
BASE = "dchecksum-verdicts-base"


class Builders:
    """The real ones."""

    def __init__(self, program, work, names):
        self.work = work
        self.names = names
        self.docker = "/usr/bin/docker" if os.path.exists("/usr/bin/docker") else "docker"
        context = os.path.join(work, "base")
        os.mkdir(context)
        shutil.copy(program, os.path.join(context, "dchecksum"))
        with open(os.path.join(context, "Dockerfile"), "w") as file:
            file.write("FROM scratch\nCOPY dchecksum /dchecksum\n")
        for name in names:
            done = self.build(name, context.encode(), ["-t", BASE])
            if done is None:
                sys.exit(f"differential-verdicts: {name} does not build the base: {self.log}")

    def build(self, name, context, options):
        """The log of a build; None where it failed."""
        environment = dict(os.environ, TMPDIR=self.work)
        if name == "buildah":
            storage = os.path.join(self.work, "buildah")
            command = ["buildah", "--root", storage + "/root", "--runroot", storage + "/run",
                       "--storage-driver", "vfs", "bud", "--layers", "--isolation", "chroot",
                       "--pull-never"]
        else:
            environment["DOCKER_BUILDKIT"] = "1" if name == "buildkit" else "0"
            command = [self.docker, "build", "--network=none"]
            command += ["--progress=plain"] if name == "buildkit" else []
        done = subprocess.run([*command, *options, context], env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        self.log = done.stdout.decode("utf-8", "replace")
        return self.log if done.returncode == 0 else None

    def drop(self, name):
        """Leaves the store small; vfs keeps a copy of everything for each layer."""
        if name == "buildah":
            storage = os.path.join(self.work, "buildah")
            subprocess.run(["buildah", "--root", storage + "/root", "--runroot", storage + "/run",
                            "--storage-driver", "vfs", "rmi", "--prune", "--force"],
                           capture_output=True, timeout=300)


def ran(name, log):
    """Whether the COPY ran, by the log of a build."""
    lines = log.splitlines()
    for index, line in enumerate(lines):
        if name == "buildkit":
            found = re.match(r"(#\d+) \[\d/\d\] COPY \. ", line)
            if found:
                return f"{found[1]} CACHED" not in lines
        elif re.match(r"(Step \d/\d :|STEP \d/\d:) COPY \. ", line):
            return not any("sing cache" in later for later in lines[index + 1:index + 2])
    return None


def truth(builders, seed, old, new):
    """For each builder whether it copied again, and the two logs."""
    result = {}
    for name in builders.names:
        logs = []
        for side, context in enumerate([old, new]):
            # The listing runs in both builds, whatever came from the cache.
            logs.append(builders.build(name, context, ["--build-arg", f"SIDE={side}"]))
            if logs[-1] is None:
                break
        answer = None if None in logs else ran(name, logs[1])
        result[name] = {"ran": answer, "logs": logs if answer is not None else [],
                        "error": builders.log[-300:] if answer is None else ""}
        if seed % 20 == 0:
            builders.drop(name)
    return result


def verdicts(program, before, after, options=()):
    """What `diff` says: the builder's name in its report, and the answer."""
    done = subprocess.run([program, "diff", "--json", *options, before, after],
                          capture_output=True, timeout=60)
    found = {}
    for line in done.stdout.splitlines():
        value = json.loads(line)
        if "verdict" in value:
            found[value["verdict"]] = (value["rebuild"], value["because"])
    return done.returncode, found


def listing(program, context, path, options):
    with open(path, "wb") as file:
        subprocess.run([program, *options, "-d", "all", context], stdout=file,
                       stderr=subprocess.DEVNULL, timeout=60)
    return path


def check(program, work, seed, old, new, known, tally):
    """The definite verdicts that are wrong, as texts."""
    def ignores(side):
        names = (b"/.dockerignore", b"/Dockerfile.dockerignore")
        return ["--dockerignore"] if any(os.path.lexists(side + name) for name in names) else []

    rules = ignores(old) or ignores(new)
    ways = [("directories", old, new, rules)]
    if rules:
        ways.append(("directories, rules not applied", old, new, []))
    for form in (["-l"], [], ["-l", "--digest", "buildkit"], ["--digest", "buildkit"]):
        sides = []
        for side, name in ((old, "a"), (new, "b")):
            sides.append(listing(program, side, f"{work}/{name}.lst", form + ignores(side)))
        title = " ".join(["listings", *form])
        ways.append((title, *(shutil.copy(s, s + title.replace(" ", "")) for s in sides), []))
    ways.append(("a listing and a directory", listing(program, old, f"{work}/c.lst",
                 ["-l", *ignores(old)]), new, ignores(new)))
    for name, value in known.items():
        if value["ran"] is not None:
            paths = []
            for side, log in enumerate(value["logs"]):
                paths.append(f"{work}/{name}.{side}.log")
                with open(paths[-1], "w", errors="surrogateescape") as file:
                    file.write(log)
            ways.append((f"logs of {name}", *paths, []))
    wrong = []
    for title, before, after, options in ways:
        _, said = verdicts(program, before, after, options)
        for name, value in known.items():
            if value["ran"] is None or NAMES[name] not in said:
                continue
            answer, because = said[NAMES[name]]
            kind = "unknown" if answer is None else "right" if answer == value["ran"] else "WRONG"
            key = (title.split(" of ")[0], name, kind)
            tally[key] = tally.get(key, 0) + 1
            if kind == "WRONG":
                wrong.append(f"seed {seed}: {title}: {name} copied again: {value['ran']}, "
                             f"diff says {answer} {because}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=30)
    parser.add_argument("--seed", type=int, help="this pair alone")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first pair")
    parser.add_argument("--builders", default=",".join(NAMES))
    parser.add_argument("--truth", help="what the builders did, kept from run to run")
    parser.add_argument("--keep", action="store_true", help="leave the directories of --seed")
    parser.add_argument("program")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    work = tempfile.mkdtemp(prefix="dchecksum-verdicts.")
    known = {}
    if arguments.truth and os.path.exists(arguments.truth):
        with open(arguments.truth) as file:
            known = {value["seed"]: value for value in map(json.loads, file)}
    seeds = [arguments.seed] if arguments.seed is not None else range(
        arguments.first, arguments.first + arguments.pairs)
    builders = None
    tally, wrong, failed = {}, [], {}
    try:
        for seed in seeds:
            old_tree, new_tree, changes = pairs.pair(seed)
            place = os.path.join(work, str(seed)).encode()
            old, new = place + b"/before", place + b"/after"
            dockerfile = (f"FROM {BASE}\nCOPY . /pair{seed}/\nARG SIDE\n"
                          f'RUN ["/dchecksum", "-l", "-d", "all", "/pair{seed}"]\n').encode()
            for tree, root in ((old_tree, old), (new_tree, new)):
                os.makedirs(os.path.dirname(root), exist_ok=True)
                pairs.make(tree, root, dockerfile)
            if seed not in known:
                builders = builders or Builders(program, work, arguments.builders.split(","))
                known[seed] = {"seed": seed, "changes": changes,
                               "builders": truth(builders, seed, old, new)}
                if arguments.truth:
                    with open(arguments.truth, "a") as file:
                        file.write(json.dumps(known[seed]) + "\n")
            for name, value in known[seed]["builders"].items():
                if value["ran"] is None:
                    failed[name] = failed.get(name, 0) + 1
            found = check(program, work, seed, old, new, known[seed]["builders"], tally)
            for text in found:
                print(text, changes, flush=True)
            wrong += found
            if not arguments.keep:
                shutil.rmtree(place)
    finally:
        if not arguments.keep:
            shutil.rmtree(work, ignore_errors=True)
        else:
            print(work)
    for key in sorted(tally):
        print(f"{tally[key]:6} {' | '.join(key)}")
    for name in sorted(failed):
        print(f"{failed[name]:6} pairs that {name} could not build")
    print(f"{len(wrong)} definite verdicts are wrong")
    return 1 if wrong or not tally else 0


if __name__ == "__main__":
    sys.exit(main())
