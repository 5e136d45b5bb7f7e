#!/usr/bin/env python3
"""Compares `dchecksum explain` with a model of BuildKit, over random contexts and Dockerfiles.

    scripts/dockerfiles.py [--seconds S] [--seed N] PROGRAM [ARGUMENT...]

PROGRAM with its arguments runs the binary: it may be an emulator. --seed tries one case alone. A
difference is printed with its seed, which makes the same case again, and the status is 1.
"""
import argparse
import json
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

import copy_model as model  # noqa: E402

NAMES = [b"a.txt", b"b.txt", b"d", b"e", b"README.md", b"x.c", b"lib", b"z", b".env"]


def random_context(choice):
    tree = {}

    def fill(at, depth):
        for name in choice.sample(NAMES, choice.randint(1, 5)):
            path = at + b"/" + name if at else name
            kind = choice.choice("ffffddl" if depth < 3 else "fffl")
            if kind == "d":
                tree[path] = ("d", choice.choice([0o755, 0o750, 0o2755]), b"")
                fill(path, depth + 1)
            elif kind == "f":
                tree[path] = ("f", choice.choice([0o644, 0o755, 0o600]), choice.randbytes(3))
            else:
                tree[path] = ("l", 0o777, None)

    fill(b"", 0)
    paths = [p for p in tree]
    for path in paths:
        if tree[path][0] != "l":
            continue
        target = choice.choice(paths + [b"nowhere"])
        way = choice.choice(["absolute", "relative", "up"])
        if way == "absolute":
            target = b"/" + target
        else:
            ups = path.count(b"/") + (3 if way == "up" else 0)
            target = b"../" * ups + target
        tree[path] = ("l", 0o777, target)
    return tree


def write(tree, root):
    for path in sorted(tree):
        kind, mode, data = tree[path]
        full = root + b"/" + path
        if kind == "d":
            os.mkdir(full)
        elif kind == "l":
            os.symlink(data, full)
        else:
            with open(full, "wb") as file:
                file.write(data)
            os.chmod(full, mode)
    for path in tree:
        if tree[path][0] == "d":
            os.chmod(root + b"/" + path, tree[path][1])


def random_source(choice, tree, parents):
    paths = list(tree)
    source = choice.choice(paths)
    if choice.random() < 0.12:
        source = choice.choice([b".", b"nofile", b"*", b"d/*", b"*/*.txt"])
    elif choice.random() < 0.35:
        parts = source.split(b"/")
        n = choice.randrange(len(parts))
        parts[n] = choice.choice([b"*", parts[n][:1] + b"*", b"?" + parts[n][1:], b"[a-e]*"])
        source = b"/".join(parts)
    if parents and choice.random() < 0.4 and b"/" in source:
        cut = source.index(b"/")
        source = source[:cut] + b"/." + source[cut:]
    elif choice.random() < 0.2:
        source = choice.choice([b"./" + source, source + b"/", b"../" + source])
    return source


def random_instruction(choice, tree):
    """(kind, sources, excludes, parents), or (text,) for one that takes nothing."""
    if choice.random() < 0.25:
        return (choice.choice([b"RUN echo <<EOF\nCOPY nofile /x\nEOF", b"ENV K=v", b"WORKDIR /w",
                               b"LABEL a=b c='d e'", b"# COPY nofile /x", b"COPY <<X /h\nt\nX"]),)
    if choice.random() < 0.2:
        plain = choice.choice(list(tree))
        return ("mount", [plain], [], False)
    parents = choice.random() < 0.25
    excludes = [choice.choice([b"*.md", b"d", b"**/*.txt", b"!a.txt", b"z", b"/d", b"*", b"lib/*",
                               b"**", b"!**/x.c"]) for _ in range(choice.choice([0, 0, 0, 1, 2]))]
    count = choice.choice([1, 1, 1, 2, 3])
    return ("copy", [random_source(choice, tree, parents) for _ in range(count)], excludes, parents)


def render(choice, instruction, variables):
    """The instruction as somebody may have written it."""
    if len(instruction) == 1:
        return instruction[0] + b"\n"
    kind, sources, excludes, parents = instruction
    if kind == "mount":
        return b"RUN --mount=type=bind,source=" + sources[0] + b",target=/m true\n"
    words = []
    for source in sources:
        if choice.random() < 0.3 and variables:
            name, value = choice.choice(variables)
            if value and source.startswith(value):
                forms = [b"${%s}", b"${%s:-no}", b"${%s-no}", b"${%s#none}", b"${%s/none/x}"]
                source = choice.choice(forms) % name + source[len(value):]
        words.append(source)
    words.append(b"/x/")
    flags = [b"--exclude=" + e for e in excludes] + ([b"--parents"] if parents else [])
    choice.shuffle(flags) if not any(e[:1] == b"!" for e in excludes) else None
    word = choice.choice([b"COPY", b"copy", b"ADD" if not parents else b"Copy"])
    if choice.random() < 0.2:
        return b" ".join([word, *flags, json.dumps([w.decode() for w in words]).encode()]) + b"\n"
    gaps = [b" ", b"  ", b"\t", b" \\\n", b" \\\n# comment\n\n  ", b" \\  \n\t"]
    text = word
    for part in flags + words:
        text += choice.choice(gaps) + part
    return text + choice.choice([b"\n", b"  \n", b"\r\n"])


def make_case(seed):
    choice = random.Random(seed)
    tree = random_context(choice)
    ignore = choice.sample([b"*.md", b"d", b"**/z", b"lib/*", b"e/**"], choice.choice([0, 0, 1, 2]))
    variables = [(b"V", choice.choice([b"d", b"a", b"lib"])), (b"W", choice.choice([b"e", b"x"]))]
    text = b"# a comment\nFROM scratch AS unused\nCOPY nofile /x\nFROM scratch\n"
    text += b"ARG V=" + variables[0][1] + b"\nENV W=\"" + variables[1][1] + b"\"\n"
    instructions = []
    for _ in range(choice.randint(1, 4)):
        instruction = random_instruction(choice, tree)
        line = text.count(b"\n") + 1
        text += render(choice, instruction, variables)
        if len(instruction) > 1:
            instructions.append((line, instruction))
    return tree, ignore, text, instructions


def expected(tree, ignore, instructions):
    """[(line, digest or None where it fails)]"""
    kept = model.ignored(tree, ignore)
    requests = []
    for _, (kind, sources, _, parents) in instructions:
        for source in sources:
            requests.append(source.replace(b"/./", b"/", 1) if parents else source)
    there = model.sent(kept, requests)
    answers = []
    for line, (kind, sources, excludes, parents) in instructions:
        try:
            answers.append((line, model.copy_digest(there, sources, excludes, parents).decode()))
        except model.Fails:
            answers.append((line, None))
    return answers


def difference(program, seed, work):
    """What differs in the case of `seed`; None where nothing does."""
    tree, ignore, text, instructions = make_case(seed)
    root = os.fsencode(work) + b"/context"
    os.mkdir(root)
    write(tree, root)
    place = os.fsencode(work) + b"/Dockerfile"
    with open(place, "wb") as file:
        file.write(text)
    with open(place + b".dockerignore", "wb") as file:
        file.write(b"".join(line + b"\n" for line in ignore))
    try:
        command = [*program, "explain", "--json", "--file", place, root]
        done = subprocess.run(command, capture_output=True, timeout=60)
        ours = [json.loads(line) for line in done.stdout.splitlines()]
        answers = [(o["line"], o.get("digest")) for o in ours]
        wanted = expected(tree, ignore, instructions)
        if answers == wanted:
            return None
        listing = "\n".join(f"  {p.decode()} {tree[p]}" for p in sorted(tree))
        return (f"ours   {answers}\nwanted {wanted}\n{done.stderr.decode()}{text.decode()}\n"
                f"ignore {ignore}\n{listing}")
    finally:
        shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int)
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    start = options.seed if options.seed is not None else int(time.time())
    end = time.monotonic() + options.seconds
    count = 0
    with tempfile.TemporaryDirectory() as work:
        for seed in range(start, start + 1_000_000):
            found = difference(options.program, seed, work)
            if found:
                print(f"dockerfiles: seed {seed}: {found}")
                return 1
            count += 1
            if options.seed is not None or time.monotonic() > end:
                break
    print(f"dockerfiles: {count} cases agree, from seed {start}")
    return 0 if count else 1


sys.exit(main())
