#!/usr/bin/env python3
"""Asks a binary for what a running BuildKit daemon answered.

Usage: answers.py FOLDER COMMAND..., as root. Builds each tree of the library's fixtures in
FOLDER, and prints a line for each in which the digests, or whether a COPY would run again, are
not the daemon's. Trees whose answer only Docker 20.10 gives are left out.
"""
import base64
import json
import os
import shutil
import socket
import stat
import subprocess
import sys

FOLDER, COMMAND = sys.argv[1], sys.argv[2:]
HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.path.join(HERE, "../../../DirectoryChecksumTests/Fixtures")


def data(entry, key):
    if key + "_b64" in entry:
        return base64.b64decode(entry[key + "_b64"])
    return entry[key].encode() if key in entry else None


def content(entry):
    if "content_repeat" in entry:
        repeat = entry["content_repeat"]
        text = repeat["text"].encode() if "text" in repeat else base64.b64decode(repeat["b64"])
        return text * repeat["count"]
    return data(entry, "content") or b""


def bind(path):
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(os.path.basename(path))
    os.chdir(here)


def build(root, entries):
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    modes = []
    for entry in entries:
        path = os.path.join(os.fsencode(root), data(entry, "path") or b".")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        kind = entry["type"]
        if kind == "file":
            with open(path, "wb") as file:
                file.write(content(entry))
        elif kind == "dir":
            os.makedirs(path, exist_ok=True)
        elif kind == "symlink":
            os.symlink(data(entry, "target"), path)
        elif kind == "hardlink":
            os.link(os.path.join(os.fsencode(root), data(entry, "target")), path)
        elif kind == "fifo":
            os.mkfifo(path)
        elif kind == "socket":
            bind(path)
        else:
            device = stat.S_IFCHR if kind == "char" else stat.S_IFBLK
            os.mknod(path, 0o600 | device, os.makedev(entry["major"], entry["minor"]))
        if "uid" in entry or "gid" in entry:
            owner = entry.get("uid", 0), entry.get("gid", 0)
            os.chown(path, *owner, follow_symlinks=False)
        for name, value in entry.get("xattrs", {}).items():
            os.setxattr(path, name, base64.b64decode(value), follow_symlinks=False)
        if kind not in ("symlink", "hardlink") and "mode" in entry:
            modes.append((path, int(entry["mode"], 8)))
    for path, mode in reversed(modes):
        os.chmod(path, mode)


def run(*arguments):
    return subprocess.run(COMMAND + list(arguments), capture_output=True)


def check_vector(vector):
    root = os.path.join(FOLDER, "vector")
    build(root, vector["entries"])
    ignoring = os.path.exists(os.path.join(root, ".dockerignore"))
    found = run(
        "--digest", "buildkit", "-d", "all", "-0", *["--dockerignore"] * ignoring, root)
    digests = {}
    for record in found.stdout.split(b"\0")[:-1]:
        digest, _, path = record.split(b" ", 2)
        digests[path] = "sha256:" + digest.decode()
    for expected in vector["expected"]:
        path = data(expected, "path").lstrip(b"/") or b"."
        if expected["record"] != "header" and digests.get(path) != expected["digest"]:
            print(vector["id"], path, digests.get(path), "is not", expected["digest"])
    copied = vector.get("copy_all", {}).get("digest", "")
    if not found.stderr.decode(errors="replace").rstrip().endswith(copied):
        print(vector["id"], "COPY . is not", copied)


def check_verdict(case):
    sides = [os.path.join(FOLDER, side) for side in "AB"]
    for root, entries in zip(sides, (case["A"], case["B"])):
        build(root, entries)
    ignoring = any(os.path.exists(os.path.join(root, ".dockerignore")) for root in sides)
    found = run("diff", "--json", *["--dockerignore"] * ignoring, *sides)
    wanted = case["daemon_current"]["other_directory"] == "miss"
    for line in found.stdout.splitlines():
        verdict = json.loads(line)
        if verdict.get("verdict") == "buildkit" and verdict["rebuild"] == wanted:
            return
    print(case["id"], "is not", "run again" if wanted else "cached", found.stdout, found.stderr)


count = 0
with open(os.path.join(SHARED, "buildkit-vectors.json")) as file:
    for vector in json.load(file)["vectors"]:
        if vector["same_in_current_buildkit"]:
            check_vector(vector)
            count += 1
with open(os.path.join(SHARED, "buildkit-verdicts.json")) as file:
    for case in json.load(file)["cases"]:
        check_verdict(case)
        count += 1
print(count, "asked")
