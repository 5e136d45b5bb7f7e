#!/usr/bin/env python3
"""The listing of a directory, after the description of the formats and nothing else.

    oracle.py [--root] [--long] [--buildkit] DIRECTORY

Prints every record as `dchecksum --null --max-depth all` has to; --root: the root's alone, as a
line. Written for the tests: short, slow, without threads, and for trees that nobody changes.
"""
import hashlib
import os
import stat
import sys

LETTERS = {stat.S_IFDIR: "D", stat.S_IFREG: "F", stat.S_IFLNK: "S", stat.S_IFIFO: "P",
           stat.S_IFSOCK: "Q", stat.S_IFCHR: "C", stat.S_IFBLK: "B"}
TYPES = {"D": b"5", "F": b"0", "S": b"2", "P": b"6", "Q": b"0", "C": b"3", "B": b"4"}


def content(name):
    with open(name, "rb") as file:
        return file.read()


def attributes(name, options):
    """Name and value of each extended attribute that BuildKit counts, in order.

    Overlayfs' own are none of the user's, but BuildKit's digests cover them."""
    counted = []
    overlay = () if "buildkit" in options else (b"trusted.overlay.", b"user.overlay.")
    for key in sorted(os.fsencode(a) for a in os.listxattr(name, follow_symlinks=False)):
        if key == b"security.capability" or not key.startswith((b"security.", b"system.")):
            if not key.startswith(overlay):
                counted.append((key, os.getxattr(name, key, follow_symlinks=False)))
    return counted


class Entry:
    def __init__(self, name, options):
        self.name = name
        self.status = os.lstat(name)
        self.kind = LETTERS[stat.S_IFMT(self.status.st_mode)]
        self.target = os.readlink(name) if self.kind == "S" else b""
        self.options = options
        self.children = []
        self.tail = []  # what BuildKit hashes once more into the directory above
        asked = "long" in options or "buildkit" in options
        self.attributes = attributes(name, options) if asked else []

    def header(self):
        """What BuildKit hashes of an entry in front of its content."""
        device = self.status.st_rdev if self.kind in "CB" else 0
        size = self.status.st_size if self.kind == "F" else 0
        return (b"namemode%duid0gid0size%dtypeflag%slinkname%sunamegnamedevmajor%ddevminor%d"
                % (stat.S_IMODE(self.status.st_mode), size, TYPES[self.kind], self.target,
                   os.major(device), os.minor(device))) + b"".join(map(b"".join, self.attributes))

    def digest_leaf(self):
        data = content(self.name) if self.kind == "F" else b""
        if "buildkit" in self.options:
            self.digest = hashlib.sha256(self.header() + data).hexdigest()
        else:
            self.digest = hashlib.sha1(data or self.target).hexdigest()

    def digest_directory(self, is_root):
        if "buildkit" in self.options:
            return self.digest_for_buildkit(is_root)
        lines = b""
        for child in self.in_order():
            mark = {"D": b"", "S": b"true ", "F": b"false "}[child.kind]
            lines += b"'" + child.name + b"' " + mark + child.digest.encode() + b"\n"
        self.digest = hashlib.sha1(lines).hexdigest()

    def digest_for_buildkit(self, is_root):
        header = self.header()
        if is_root:
            header = b""
            if not self.children:
                header = (b"namemode493uid0gid0size0typeflag5linknameunamegname"
                          b"devmajor0devminor0")
        data = b"\0sha256:" + hashlib.sha256(header).hexdigest().encode()
        for child in sorted(self.children, key=lambda c: c.name):
            data += b"\0" + child.name + b"sha256:" + child.digest.encode()
            for key, digest in child.tail:
                data += b"\0" + child.name + key + b"sha256:" + digest.encode()
            if child.name.startswith(b"\xff"):
                self.tail.append((b"\0" + child.name, child.digest))
                self.tail += [(b"\0" + child.name + key, digest) for key, digest in child.tail]
        self.tail.sort()
        self.digest = hashlib.sha256(data).hexdigest()

    def in_order(self):
        return sorted(self.children, key=lambda c: (c.kind != "D", c.name))

    def record(self, path):
        text = self.digest.encode() + b" " + self.kind.encode()
        if "long" in self.options:
            text += b":%04o:%d:%d" % (
                stat.S_IMODE(self.status.st_mode), self.status.st_uid, self.status.st_gid)
            if self.attributes:
                told = b"".join(b"%d:%s%d:%s" % (len(key), key, len(value), value)
                                for key, value in self.attributes)
                text += b":x=" + hashlib.sha256(told).hexdigest()[:16].encode()
        text += b" " + path
        if "long" in self.options and self.kind == "S":
            text += b" -> " + self.target
        return text


def read(path, options):
    """The root's entry, with everything below it; goes by single steps, since paths have an end."""
    os.chdir(path)
    root = Entry(b".", options)
    above, current, waiting = [], root, None
    while True:
        if waiting is None:  # just entered
            waiting = []
            for name in os.listdir(b"."):
                entry = Entry(name, options)
                if entry.kind in "DFS" or "buildkit" in options:
                    current.children.append(entry)
                    if entry.kind == "D":
                        waiting.append(entry)
                    else:
                        entry.digest_leaf()
        if waiting:
            entry = waiting.pop()
            above.append((current, waiting))
            os.chdir(entry.name)
            current, waiting = entry, None
        else:
            current.digest_directory(is_root=not above)
            if not above:
                return root
            os.chdir("..")
            current, waiting = above.pop()


def write(root, output):
    """Gives `output` every record, in listing order."""
    todo = [(root, b".")]
    while todo:
        entry, path = todo.pop()
        output(entry.record(path) + b"\0")
        prefix = b"" if entry is root else path + b"/"
        todo += [(child, prefix + child.name) for child in reversed(entry.in_order())]


def main():
    options = {a[2:] for a in sys.argv[1:] if a.startswith("--")}
    root = read(sys.argv[-1], options)
    if "root" in options:
        sys.stdout.buffer.write(root.record(b".") + b"\n")
    else:
        write(root, sys.stdout.buffer.write)


if __name__ == "__main__":
    main()
