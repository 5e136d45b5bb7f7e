#!/usr/bin/env python3
"""Compares dchecksum with the tests' own implementation of its formats, over random trees.

    scripts/differential.py [--seconds S] [--seed N] PROGRAM [ARGUMENT...]

PROGRAM with its arguments runs the binary: it may be an emulator. --seed tries one tree alone. A
difference is printed with its seed, which makes the same tree again, and the status is 1.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Tests/CommandTests/Fixtures")
sys.path.insert(0, FIXTURES)
sys.dont_write_bytecode = True

import oracle  # noqa: E402
import random_tree  # noqa: E402

MODES = [[], ["--long"], ["--buildkit"], ["--buildkit", "--long"]]


def expected(tree, options):
    """What the oracle says."""
    home = os.open(".", os.O_RDONLY)
    try:
        records = []
        oracle.write(oracle.read(tree, {o[2:] for o in options}), records.append)
        return b"".join(records)
    finally:
        os.fchdir(home)
        os.close(home)


def actual(program, tree, options, jobs):
    flags = ["--null", "--max-depth", "all", "--jobs", str(jobs)]
    flags += ["--long"] if "--long" in options else []
    flags += ["--digest", "buildkit"] if "--buildkit" in options else []
    done = subprocess.run([*program, *flags, tree], capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def difference(program, seed, work):
    """What differs for the tree of `seed`; None where nothing does."""
    tree = work + "/tree"
    random_tree.make(os.fsencode(tree), seed)
    try:
        choice = random.Random(seed)
        options = choice.choice(MODES)
        status, output, errors = actual(program, tree, options, choice.choice([1, 2, 3, 8]))
        wanted = expected(tree, options)
        if status != 0:
            return f"{options}: status {status}: {errors!r}"
        if output != wanted:
            for ours, theirs in zip(output.split(b"\0"), wanted.split(b"\0")):
                if ours != theirs:
                    return f"{options}:\n  {ours!r}\n  {theirs!r}"
            return f"{options}: more or fewer records"
    finally:
        shutil.rmtree(os.fsencode(tree))
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int)
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="dchecksum-random-")
    seed = options.seed if options.seed is not None else random.randrange(1 << 40)
    # Nothing here may depend on the directory: the oracle changes it.
    options.program[0] = shutil.which(options.program[0]) or options.program[0]
    options.program = [os.path.abspath(p) if os.path.exists(p) else p for p in options.program]
    end = time.monotonic() + options.seconds
    trees = failures = 0
    try:
        while trees == 0 or options.seed is None and time.monotonic() < end and failures < 10:
            wrong = difference(options.program, seed, work)
            trees += 1
            if wrong:
                failures += 1
                print(f"differential: seed {seed}: {wrong}", flush=True)
            seed += 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"differential: {trees} random trees, {failures} with a difference")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
