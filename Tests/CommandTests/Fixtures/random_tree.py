#!/usr/bin/env python3
"""Makes a random tree that is hard on a lister: random_tree.py DIRECTORY SEED

Names of any bytes, some of them long, alike, or of one another's beginning; all kinds; links to
anything; modes, owners, times; sizes about the edges of blocks and buffers; extended attributes.
"""
import os
import random
import socket
import sys

PIECES = [b"a", b"b", b"-", b".", b" ", b"'", b"\"", b"\\", b"\n", b"\r", b"\t", b"\x1b[31m",
          b"\x7f", b"\xff", b"\xc3", b"\x80", b"~", b"!", b"0", b"A", b"Z", b" -> ", b"##[x]",
          b"'a' false da39a3ee", b"\n'b' true ", b"%s", b"$(x)", b"*", b":",
          "\u00e9".encode(), "\u202e".encode(), "\u2028".encode(), "\u0085".encode(),
          "e\u0301".encode(), "\U0001f600".encode(), "\ufeff".encode()]
SIZES = [0, 1, 55, 56, 63, 64, 65, 119, 127, 4095, 4096, 4097, 65536, 131071, 131072, 131073,
         262144, 300001]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.left = self.random.choice([3, 10, 30, 100])

    def name(self):
        r = self.random
        if r.random() < 0.03:
            return r.choice([b"n", b"\xff", b"\\"]) * r.choice([254, 255])
        if r.random() < 0.1:
            return bytes(r.choice([b for b in range(1, 256) if b != 47])
                         for _ in range(r.randint(1, 9))).replace(b"/", b"_")
        name = b"".join(r.choice(PIECES) for _ in range(r.randint(1, 4)))
        return name[:255] if name not in (b".", b"..") else b"..."

    def content(self):
        r = self.random
        size = r.choice(SIZES) if r.random() < 0.3 else r.randint(0, 200)
        return r.randbytes(size) if r.random() < 0.5 else bytes(size)

    def fill(self, folder, depth):
        r = self.random
        for _ in range(r.randint(0, 12)):
            if self.left <= 0:
                return
            self.left -= 1
            name = self.name()
            path = folder + b"/" + name
            if os.path.lexists(path):
                continue
            kind = r.choices(["file", "directory", "link", "fifo", "socket", "device", "hard"],
                             [50, 25, 12, 2, 2, 2, 3])[0]
            try:
                self.make(kind, path, depth)
            except PermissionError:
                continue  # only root makes devices
            if kind not in ("link", "hard"):
                os.chmod(path, r.choice([0o644, 0o755, 0o600, 0o700, 0o777, 0o4755, 0o2711,
                                         0o1777, 0o444]) | (0o700 if kind == "directory" else 0))
            if os.geteuid() == 0 and r.random() < 0.2 and kind != "hard":
                os.lchown(path, r.randint(0, 70000), r.randint(0, 70000))
            if kind in ("file", "directory") and r.random() < 0.1:
                try:
                    os.setxattr(path, "user." + r.choice("abc"), r.randbytes(r.randint(0, 300)))
                    os.setxattr(path, "user.other", b"")
                except OSError:
                    pass  # not every file system has them

    def make(self, kind, path, depth):
        r = self.random
        if kind == "file":
            with open(path, "wb") as file:
                file.write(self.content())
                if r.random() < 0.05:
                    file.truncate(r.randint(0, 1 << 20))
        elif kind == "directory":
            os.mkdir(path)
            if depth < 12:
                self.fill(path, depth + 1)
        elif kind == "link":
            os.symlink(r.choice([b"..", b"/etc/passwd", b".", self.name(), b"x" * 4095,
                                 b"a" + b"/b" * 700]), path)
        elif kind == "fifo":
            os.mkfifo(path)
        elif kind == "socket":
            if len(path) > 100:
                return os.mkfifo(path)
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path)
        elif kind == "device":
            os.mknod(path, r.choice([0o020644, 0o060644]),
                     os.makedev(r.randint(0, 4095), r.randint(0, 0xfffff)))
        elif kind == "hard":
            beside = [e.path for e in os.scandir(os.path.dirname(path)) if e.is_file(
                follow_symlinks=False)]
            if beside:
                os.link(r.choice(sorted(beside)), path)


def make(folder, seed):
    os.mkdir(folder)
    maker = Maker(seed)
    while maker.left > 0 and maker.random.random() < 0.95:
        maker.fill(folder, 0)


if __name__ == "__main__":
    make(os.fsencode(sys.argv[1]), int(sys.argv[2]))
