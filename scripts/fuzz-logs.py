#!/usr/bin/env python3
"""Damages logs of which the truth is known, and holds what is read of them against it.

    scripts/fuzz-logs.py [--count N] [--seed N] BINARY

Each log shows the listings of one to three images in the manner of some builder and some CI system.
Lines of it are then lost, doubled, cut, swapped, glued together, interrupted by messages, or come
from another run. Of what is left must hold:
- a listing that is called complete has exactly the records of one true listing of its step;
- one that is called clipped or partial has no record that its step never printed;
- diff of two such logs says "same" only where the truth is the same, and no change that is none.
Stops at the first log of which that does not hold, and keeps it in the directory that it names.
"""
import argparse, hashlib, json, os, random, re, subprocess, sys, tempfile

NAMES = ["a", "b", "src", "lib", "main.py", "README.md", "util.js", "some_file", "some_file1",
         ".git", ".gitignore", "with space", "x -> y", "package.json", "d", "dchecksum: x", "é"]


def make_tree(rng, depth=0):
    """A directory: name -> (kind, mode, content or entries)."""
    entries = {}
    for name in rng.sample(NAMES, rng.randint(1, 6)):
        if depth < 3 and rng.random() < 0.35:
            entries[name] = ("D", rng.choice([0o755, 0o755, 0o775, 0o700]), make_tree(rng, depth + 1))
        elif rng.random() < 0.1:
            entries[name] = ("S", 0o777, rng.choice(["a", "../b", "lib/main.py"]).encode())
        else:
            entries[name] = ("F", rng.choice([0o644, 0o644, 0o755, 0o600]),
                             b"%d" % rng.randint(0, 12))
    return entries


def change(rng, tree):
    """A copy with one change somewhere."""
    tree = {name: (kind, mode, dict(data) if kind == "D" else data)
            for name, (kind, mode, data) in tree.items()}
    name = rng.choice(sorted(tree))
    kind, mode, data = tree[name]
    if kind == "D" and data and rng.random() < 0.7:
        tree[name] = (kind, mode, change(rng, data))
    elif rng.random() < 0.3:
        fresh = rng.choice(NAMES)
        if fresh not in tree:
            tree[fresh] = ("F", 0o644, b"new%d" % rng.randint(0, 99))
    elif kind == "F" and rng.random() < 0.4:
        tree[name] = (kind, 0o644 if mode != 0o644 else 0o664, data)
    elif kind == "F":
        tree[name] = (kind, mode, data + b"+")
    elif len(tree) > 1:
        del tree[name]
    return tree


def digests(tree, path, out):
    """Fills `out` with path -> (digest, kind, mode, target); gives the directory's digest."""
    text = b""
    for name in sorted((n for n in tree if tree[n][0] == "D"), key=str.encode):
        kind, mode, data = tree[name]
        digest = digests(data, path + name + "/", out)
        out[path + name] = (digest, kind, mode, None)
        text += b"'%s' %s\n" % (name.encode(), digest.encode())
    for name in sorted((n for n in tree if tree[n][0] != "D"), key=str.encode):
        kind, mode, data = tree[name]
        digest = hashlib.sha1(data).hexdigest()
        out[path + name] = (digest, kind, mode, data.decode() if kind == "S" else None)
        text += b"'%s' %s %s\n" % (name.encode(), b"true" if kind == "S" else b"false",
                                   digest.encode())
    return hashlib.sha1(text).hexdigest()


def listing(tree, is_long):
    """The records as lines, in order, and the facts by path."""
    facts = {}
    root = digests(tree, "", facts)
    facts["."] = (root, "D", 0o755, None)
    lines = []

    def record(path):
        digest, kind, mode, target = facts[path]
        head = f"{digest} {kind}" + (f":{mode:04o}:0:0" if is_long else "")
        if " -> " in path and is_long:
            path = path.replace("\\", "\\\\").replace(" -> ", " \\x2d> ")
            head = "\\" + head
        lines.append(f"{head} {path}" + (f" -> {target}" if is_long and kind == "S" else ""))

    def walk(tree, path):
        for name in sorted((n for n in tree if tree[n][0] == "D"), key=str.encode):
            record(path + name)
            walk(tree[name][2], path + name + "/")
        for name in sorted((n for n in tree if tree[n][0] != "D"), key=str.encode):
            record(path + name)

    record(".")
    walk(tree, "")
    return lines, facts


PREFIXES = ["", "", "", "2026-02-03T04:05:06.1234567Z ", "{name}  | ", "[{name}] ",
            "{name}:docker:build: ", "[CI/{name}  ]   | ", "remote: ", " ",
            "Step #0 - \"{name}\": ", "null_resource.{name} (local-exec): ", "14  : [0.1s] | ",
            "Feb 03 04:05:06 host {name}[12]: ", "           +{name} | "]


def build(rng, style, images, in_turns):
    """The log of the builds of `images`, each with the listings that its step prints: for each line
    the image and the text. `in_turns`: the lines of several images may alternate."""
    blocks = []
    for number, (name, states) in enumerate(images):
        block = []
        records = [record for state in states for record in state]
        if style in ("buildkit", "bake"):
            step = 8 + 4 * number
            place = name + " " if len(images) > 1 or style == "bake" else ""
            if style == "bake":
                block += [f"#{step - 3} [{name} internal] load build definition from Dockerfile",
                          f"#{step - 3} DONE 0.0s", ""]
            block += [f"#{step - 1} [{place}3/4] COPY . /app", f"#{step - 1} DONE 0.1s", ""]
            block.append(f"#{step} [{place}4/4] RUN dchecksum -l -d all /app")
            block += [f"#{step} 0.{rng.randint(100, 999)} {line}" for line in records]
            block += [f"#{step} DONE 0.3s", ""]
        elif style == "classic":
            block += ["Step 1/3 : FROM scratch", " ---> ", "Step 2/3 : COPY . /app",
                      f" ---> 01234567{number}9ab", "Step 3/3 : RUN dchecksum -l /app",
                      f" ---> Running in 01234567{number}9ac", *records,
                      f"Removing intermediate container 01234567{number}9ac",
                      f" ---> 01234567{number}9ad", f"Successfully built 01234567{number}9ad",
                      f"Successfully tagged {name}:latest"]
        elif style == "kaniko":
            block += ["INFO[0001] Retrieving image manifest alpine", "INFO[0002] COPY . /app",
                      "INFO[0003] RUN dchecksum -l /app", "INFO[0003] Running: [/bin/sh -c dchecksum -l /app]",
                      *records, "INFO[0004] Taking snapshot of full filesystem..."]
        else:
            block += ["STEP 1/3: FROM scratch", "STEP 2/3: COPY . /app", "--> 0123456789a",
                      "STEP 3/3: RUN dchecksum -l /app", *records, f"COMMIT {name}",
                      f"--> 0123456789b", "Successfully tagged localhost/{}:latest".format(name),
                      "01234567" * 8]
        blocks.append([(name, line) for line in block])
    if not in_turns or len(blocks) == 1:
        return [line for block in blocks for line in block]
    # The printer turns from step to step.
    lines, current = [], None
    heads = [None] * len(blocks)
    while any(blocks):
        index = rng.choice([i for i, b in enumerate(blocks) if b])
        if current is not None and current != index and blocks[current] and heads[current]:
            name, head = heads[current]
            lines += [(name, head.split(" ")[0] + " ..."), (name, "")]
        if current != index and heads[index]:
            lines.append(heads[index])
        current = index
        for _ in range(rng.randint(1, 6)):
            if blocks[index]:
                line = blocks[index].pop(0)
                lines.append(line)
                if re.match(r"#\d+ \[", line[1]):
                    heads[index] = line
                elif not line[1]:
                    heads[index] = None
    return lines


MESSAGE = ["dchecksum: this listing has 193 KiB, and BuildKit clips a log beyond 200 KiB a second",
           "dchecksum: COPY . DEST has the digest sha256:" + "0" * 64,
           "dchecksum: a/b: Permission denied"]


def damage(rng, lines, others, ways):
    """Damages the log's lines in up to three ways, which it adds to `ways`."""
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        if len(lines) < 3:
            break
        index = rng.randrange(1, len(lines))
        name, line = lines[index]
        how = rng.choice(["lose", "double", "cut", "swap", "glue", "message", "other", "clip", "run",
                          "end"])
        ways.add(how)
        if how == "lose":
            del lines[index:index + rng.choice([1, 1, 1, 2, 5])]
        elif how == "double":
            lines.insert(index, lines[index])
        elif how == "cut":
            lines[index] = (name, line[:rng.randint(0, len(line))])
        elif how == "swap" and index + 1 < len(lines):
            lines[index], lines[index + 1] = lines[index + 1], lines[index]
        elif how == "glue" and index + 1 < len(lines):
            lines[index:index + 2] = [(name, line + lines[index + 1][1])]
        elif how == "message" and len(line) > 50:
            head = " ".join(line.split(" ")[:2]) + " " if line.startswith("#") else ""
            cut = rng.randint(len(head), len(line))
            lines[index:index + 1] = [(name, line[:cut] + rng.choice(MESSAGE)), (name, head + line[cut:])]
        elif how == "other" and others:
            lines.insert(index, (name, rng.choice(others)))
        elif how == "clip" and line.startswith("#"):
            words = line.split(" ")
            lines.insert(index, (name, f"{words[0]} 0.3 [output clipped, log limit 200KiB/s reached]"))
            if rng.random() < 0.7:
                del lines[index + 1:index + 1 + rng.randint(1, 4)]
        elif how == "run" and others:
            start = rng.randrange(len(others))
            lines[index:index] = [(name, other) for other in others[start:start + rng.randint(2, 9)]]
        elif how == "end":
            del lines[index:]
    return lines


def wrap(lines, prefix, name):
    """The log's bytes. Without a `name` each line's image stands before it."""
    text = ""
    for image, line in lines:
        head = prefix.format(name=name or image)
        tail = " " * 8 if head == "remote: " else ""
        text += head + line + tail + "\n"
    return text


def read(binary, path):
    run = subprocess.run([binary, "extract", path], capture_output=True)
    if run.returncode not in (0, 1):
        raise AssertionError(f"extract ended with {run.returncode}: {run.stderr[:200]}")
    found = []
    for line in run.stdout.decode("utf-8", "surrogateescape").split("\n"):
        if line.startswith("# listing "):
            found.append((line.split(" ")[3], line, []))
        elif line and found:
            found[-1][2].append(line)
    return found


def depth(record):
    path = re.sub(r"^\S+ \S+ ", "", record)
    if " S:" in record[:72]:
        path = path.split(" -> ")[0]
    return 0 if path == "." else path.count("/") + 1


def check_listings(found, truth, ways, is_twice):
    """`truth`: all listings, as lists of lines, that the log's steps printed. `is_twice`: some step
    printed two, of which one may begin where lines of the other are lost."""
    for status, header, records in found:
        if status == "complete":
            # What is cut behind a level is a listing of so many levels.
            levels = max(map(depth, records))
            if not any(records == [r for r in state if depth(r) <= levels] for state in truth):
                raise AssertionError(f"no step printed this complete listing: {header}\n"
                                     + "\n".join(records))
        elif status in ("clipped", "partial") and not ways & {"cut", "glue", "other", "run"} and not (
                is_twice and ways & {"lose", "clip"}):
            if not any(set(records) <= set(state) for state in truth):
                raise AssertionError(f"no step printed all of these records: {header}\n"
                                     + "\n".join(records))


def same(old, new, is_long):
    """Whether two trees are one, as far as a listing shows it."""
    facts = slice(0, 4 if is_long else 2)
    return all((old.get(p) or "")[facts] == (new.get(p) or "")[facts] for p in {*old, *new})


def is_right(told, old, new):
    """Whether a change that was told is one of the image with these facts by path."""
    path, kind = told["path"], told["change"]
    a, b = old.get(path), new.get(path)
    return {
        "added": a is None and b is not None, "removed": b is None and a is not None,
        "content": a and b and a[0] != b[0], "kind": a and b and a[1] != b[1],
        "mode": a and b and a[2] != b[2], "target": a and b and a[3] != b[3],
        "below": a and b and a[0] != b[0],
        "moved": b is not None and a is None and told.get("from") in old,
    }.get(kind, False)


def check_changes(binary, before, after, sides, is_long, is_mixed):
    """`sides`: for each image its name and the facts by path, before and after. `is_mixed`: lines of
    another run are among them, which may stand where none of its own would be missed."""
    run = subprocess.run([binary, "diff", "--json", before, after], capture_output=True)
    if run.returncode == 0 and not all(same(*facts, is_long) for _, *facts in sides):
        raise AssertionError("diff says same, and it is not")
    if run.returncode not in (0, 1, 2):
        raise AssertionError(f"diff ended with {run.returncode}")
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        if not line.startswith("{") or '"change"' not in line:
            continue
        told = json.loads(line)
        # Whose change it is may not be told, where the line with the image's name is lost or glued.
        if not any(is_right(told, *facts) for _, *facts in sides):
            mixed = "MIXED " if is_mixed else ""
            raise AssertionError(f"{mixed}diff tells a change that is none: {line}")


def one(rng, binary, folder):
    style = rng.choice(["buildkit", "buildkit", "buildkit", "bake", "classic", "buildah", "kaniko"])
    is_long = rng.random() < 0.7
    count = rng.choice([1, 1, 1, 2, 3])
    prefix = rng.choice(PREFIXES)
    trees = [make_tree(rng) for _ in range(count)]
    names = rng.sample(["web", "api", "worker"], count)
    # In some systems each image has a job, and its name before each line.
    has_jobs = "{name}" in prefix and rng.random() < 0.5
    if style == "kaniko" and not has_jobs:
        trees, names, count = trees[:1], names[:1], 1
    twice = [rng.random() < 0.15 for _ in names]
    sides = []
    for side in range(2):
        if side == 1:
            trees = [change(rng, t) if rng.random() < 0.6 else t for t in trees]
        images, truth, facts = [], [], []
        for name, tree, is_twice in zip(names, trees, twice):
            states = [listing(tree, is_long)]
            # A step may list twice, with a change between.
            if is_twice:
                states.append(listing(change(rng, tree), is_long))
            images.append((name, [lines for lines, _ in states]))
            truth += [lines for lines, _ in states]
            facts.append(states[0][1] if len(states) == 1 else None)
        in_turns = rng.random() < 0.5 and (style in ("buildkit", "bake") or has_jobs)
        lines = build(rng, style, images, in_turns)
        foreign = listing(make_tree(rng), is_long)[0] if rng.random() < 0.3 else []
        others = [f"#8 0.5 {l}" if style == "buildkit" else l for l in foreign]
        ways = set()
        text = wrap(damage(rng, lines, others, ways), prefix, None if has_jobs else names[0])
        path = os.path.join(folder, f"{'ba'[side == 0]}.log")
        with open(path, "wb") as file:
            file.write(text.encode())
        check_listings(read(binary, path), truth + ([foreign] if foreign else []), ways,
                       any(twice))
        sides.append((path, facts, bool(ways & {"other", "run"} and foreign)))
    with open(sides[0][0], "rb") as first, open(sides[1][0], "rb") as second:
        if first.read() == second.read():
            return  # of which diff says that it is one log
    pairs = list(zip(names, sides[0][1], sides[1][1]))
    if all(old and new for _, old, new in pairs):
        check_changes(binary, sides[0][0], sides[1][0], pairs, is_long,
                      sides[0][2] or sides[1][2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=500, help="how many logs (default: 500)")
    parser.add_argument("--seed", type=int, default=1, help="where to begin (default: 1)")
    parser.add_argument("--go-on", action="store_true", help="do not stop at a fault")
    parser.add_argument("binary")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="fuzz-logs.")
    faults = 0
    # Each round makes two logs.
    for seed in range(arguments.seed, arguments.seed + (arguments.count + 1) // 2):
        try:
            one(random.Random(seed), os.path.abspath(arguments.binary), folder)
        except AssertionError as error:
            faults += 1
            print(f"fuzz-logs: seed {seed}: {error}", file=sys.stderr)
            if not arguments.go_on:
                print(f"fuzz-logs: the logs are in {folder}", file=sys.stderr)
                return 1
    print(f"fuzz-logs: {arguments.count} logs, {faults} faults")
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    os.rmdir(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
