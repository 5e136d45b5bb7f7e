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


def build(rng, style, images, is_long):
    """The log of a build of `images`, each with the listings that its step prints."""
    blocks = []
    for number, (name, states) in enumerate(images):
        block = []
        if style == "buildkit":
            step = 8 + number
            block.append(f"#{step} [{name} 4/5] RUN dchecksum -l /app")
            for state in states:
                block += [f"#{step} 0.{rng.randint(100, 999)} {line}" for line in state]
            block.append(f"#{step} DONE 0.3s")
            block.append("")
        elif style == "classic":
            block += [f"Step 1/4 : FROM {name}", " ---> 0123456789ab", "Step 4/4 : RUN dchecksum /app",
                      " ---> Running in 0123456789ab"]
            for state in states:
                block += state
            block += ["Removing intermediate container 0123456789ab", " ---> 0123456789ac",
                      "Successfully built 0123456789ac", f"Successfully tagged {name}:latest"]
        else:
            block += ["STEP 1/3: FROM scratch", "STEP 2/3: COPY . /app", "--> 0123456789a"]
            block.append("STEP 3/3: RUN dchecksum /app")
            for state in states:
                block += state
            block += [f"COMMIT {name}", "--> 0123456789b", "01234567" * 8]
        blocks.append(block)
    if style == "buildkit" and len(blocks) > 1 and rng.random() < 0.5:
        # The printer turns from step to step.
        lines, current = [], None
        heads = [b[0] for b in blocks]
        while any(blocks):
            index = rng.choice([i for i, b in enumerate(blocks) if b])
            if current is not None and current != index and blocks[current]:
                lines.append(heads[current].split(" ")[0] + " ...")
                lines.append("")
            if current != index and blocks[index][0] != heads[index]:
                lines.append(heads[index])
            current = index
            for _ in range(rng.randint(1, 6)):
                if blocks[index]:
                    lines.append(blocks[index].pop(0))
        return lines
    return [line for block in blocks for line in block]


MESSAGE = ["dchecksum: this listing has 193 KiB, and BuildKit clips a log beyond 200 KiB a second",
           "dchecksum: COPY . DEST has the digest sha256:" + "0" * 64,
           "dchecksum: a/b: Permission denied"]


def damage(rng, lines, others, ways):
    """Damages the log's lines in up to three ways, which it adds to `ways`."""
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        if len(lines) < 3:
            break
        index = rng.randrange(1, len(lines))
        line = lines[index]
        how = rng.choice(["lose", "double", "cut", "swap", "glue", "message", "other", "clip", "run",
                          "end"])
        ways.add(how)
        if how == "lose":
            del lines[index:index + rng.choice([1, 1, 1, 2, 5])]
        elif how == "double":
            lines.insert(index, line)
        elif how == "cut":
            lines[index] = line[:rng.randint(0, len(line))]
        elif how == "swap" and index + 1 < len(lines):
            lines[index], lines[index + 1] = lines[index + 1], lines[index]
        elif how == "glue" and index + 1 < len(lines):
            lines[index:index + 2] = [line + lines[index + 1]]
        elif how == "message" and len(line) > 50:
            head = " ".join(line.split(" ")[:2]) + " " if line.startswith("#") else ""
            cut = rng.randint(len(head), len(line))
            lines[index:index + 1] = [line[:cut] + rng.choice(MESSAGE), head + line[cut:]]
        elif how == "other" and others:
            lines.insert(index, rng.choice(others))
        elif how == "clip" and line.startswith("#"):
            words = line.split(" ")
            lines.insert(index, f"{words[0]} 0.3 [output clipped, log limit 200KiB/s reached]")
            if rng.random() < 0.7:
                del lines[index + 1:index + 1 + rng.randint(1, 4)]
        elif how == "run" and others:
            start = rng.randrange(len(others))
            lines[index:index] = others[start:start + rng.randint(2, 9)]
        elif how == "end":
            del lines[index:]
    return lines


def wrap(rng, lines, prefix, name):
    head = prefix.format(name=name)
    tail = " " * 8 if head == "remote: " else ""
    return "".join(head + line + tail + "\n" for line in lines)


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
    path = re.sub(r"^\S+ \S+ ", "", record).split(" -> ")[0]
    return 0 if path == "." else path.count("/") + 1


def check_listings(found, truth, ways):
    """`truth`: all listings, as lists of lines, that the log's steps printed."""
    for status, header, records in found:
        if status == "complete":
            # What is cut behind a level is a listing of so many levels.
            levels = max(map(depth, records))
            if not any(records == [r for r in state if depth(r) <= levels] for state in truth):
                raise AssertionError(f"no step printed this complete listing: {header}\n"
                                     + "\n".join(records))
        elif status in ("clipped", "partial") and not ways & {"cut", "glue", "other", "run"}:
            if not any(set(records) <= set(state) for state in truth):
                raise AssertionError(f"no step printed all of these records: {header}\n"
                                     + "\n".join(records))


def check_changes(binary, before, after, old, new, is_long):
    """`old`, `new`: the facts by path of the only listing on each side."""
    run = subprocess.run([binary, "diff", "--json", before, after], capture_output=True)
    same = all(old.get(p) == new.get(p) if is_long else (old.get(p) or "")[:2] == (new.get(p) or "")[:2]
               for p in {*old, *new})
    if run.returncode == 0 and not same:
        # Where a side lost all lines but the root's, the content may be known without the modes.
        text = subprocess.run([binary, "diff", before, after], capture_output=True).stdout
        same = all((old.get(p) or "")[:2] == (new.get(p) or "")[:2] for p in {*old, *new})
        if not same or b"are not known" not in text:
            raise AssertionError("diff says same, and it is not")
    if run.returncode not in (0, 1, 2):
        raise AssertionError(f"diff ended with {run.returncode}")
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        if not line.startswith('{"change"'):
            continue
        told = json.loads(line)
        path, kind = told["path"], told["change"]
        a, b = old.get(path), new.get(path)
        right = {
            "added": a is None and b is not None, "removed": b is None and a is not None,
            "content": a and b and a[0] != b[0], "kind": a and b and a[1] != b[1],
            "mode": a and b and a[2] != b[2], "target": a and b and a[3] != b[3],
            "below": a and b and a[0] != b[0],
            "moved": b is not None and a is None and told.get("from") in old,
        }.get(kind, False)
        if not right:
            raise AssertionError(f"diff tells a change that is none: {line}")


def one(rng, binary, folder):
    style = rng.choice(["buildkit", "buildkit", "buildkit", "classic", "buildah"])
    is_long = rng.random() < 0.7
    count = rng.choice([1, 1, 1, 2, 3])
    prefix = rng.choice(PREFIXES)
    trees = [make_tree(rng) for _ in range(count)]
    names = rng.sample(["web", "api", "worker"], count)
    sides = []
    for side in range(2):
        if side == 1:
            trees = [change(rng, t) if rng.random() < 0.6 else t for t in trees]
        images, truth, facts = [], [], []
        for name, tree in zip(names, trees):
            states = [listing(tree, is_long)]
            # A step may list twice, with a change between.
            if rng.random() < 0.15:
                states.append(listing(change(rng, tree), is_long))
            images.append((name, [lines for lines, _ in states]))
            truth += [lines for lines, _ in states]
            facts.append(states[0][1] if len(states) == 1 else None)
        lines = build(rng, style, images, is_long)
        foreign = listing(make_tree(rng), is_long)[0] if rng.random() < 0.3 else []
        others = [f"#8 0.5 {l}" if style == "buildkit" else l for l in foreign]
        ways = set()
        text = wrap(rng, damage(rng, lines, others, ways), prefix, names[0])
        path = os.path.join(folder, f"{'ba'[side == 0]}.log")
        with open(path, "wb") as file:
            file.write(text.encode())
        check_listings(read(binary, path), truth + ([foreign] if foreign else []), ways)
        sides.append((path, facts, bool(foreign)))
    if count == 1 and sides[0][1][0] and sides[1][1][0] and not sides[0][2] and not sides[1][2]:
        check_changes(binary, sides[0][0], sides[1][0], sides[0][1][0], sides[1][1][0], is_long)


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
