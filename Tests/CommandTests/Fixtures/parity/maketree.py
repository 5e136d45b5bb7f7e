#!/usr/bin/env python3
"""Builds the tree that directory-checksum 1.4 printed the listings beside this file of.

Usage: python3 maketree.py DEST 1. Names are bytes."""
import os, random, socket, sys

def build(dest, seed=11):
    rnd = random.Random(seed)
    dest = os.fsencode(dest)
    os.makedirs(dest)
    def f(name, data=b"", mode=0o644):
        p = os.path.join(dest, name)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        with open(p, "wb") as h: h.write(data)
        os.chmod(p, mode)
    def d(name): os.makedirs(os.path.join(dest, name), exist_ok=True)
    def l(target, name):
        p = os.path.join(dest, name); os.makedirs(os.path.dirname(p), exist_ok=True); os.symlink(target, p)
    # ordering traps: byte order, not locale or Unicode order
    for n in (b"a", b"a.b", b"a-b", b"a b", b"A", b"Z", b"z", b"_", b"~", b"!", b"a0", b"a00", b"a/inner", ):
        if n == b"a/inner": f(b"dir-a/inner", b"x"); continue
        f(b"order/" + n, b"order " + n)
    for n in ("é", "e\u0301", "ß", "ss", "\U0001f600", "日本", "ａ", "Ω", "\u2126"):
        f(b"unicode/" + n.encode(), n.encode())
        d(b"unicode/dirs/" + n.encode())
    # bytes that are no UTF-8
    for n in (b"\xff\xfe", b"bad\x80name", b"\xc3", b"\xed\xa0\x80", b"\xf5tail"):
        f(b"bytes/" + n, n)
    # quotes, spaces
    for n in (b"it's", b'say "hi"', b" leading", b"trailing ", b"dou  ble", b"$HOME", b"%s%d", b"-rf", b"--help", b"#hash", b"*star", b"[x]", b"{y}"):
        f(b"quotes/" + n, b"q" + n); d(b"quotes/d-" + n)
    # sizes around SHA-1 block and buffer limits
    for n in (0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 4095, 4096, 4097, 32767, 32768, 65535, 65536, 65537, 131071, 131072, 131073, 262143, 262144, 262145, 1048575, 1048576, 1048577, 3000001):
        f(b"sizes/%d" % n, rnd.randbytes(n))
    # empties, links
    d(b"empty"); d(b"empties/one/two/three"); f(b"empties/file")
    l(b"target", b"links/dangling"); l(b"/etc/passwd", b"links/absolute"); l(b"../order/a", b"links/relative")
    l(b".", b"links/self"); l(b"loop2", b"links/loop1"); l(b"loop1", b"links/loop2"); l(b"../order", b"links/to-dir")
    l(b"x" * 4000, b"links/long"); l(b"\xff\xfe", b"links/bytes"); l(b"new\nline", b"links/newline-target")
    # long names, deep nesting
    f(b"long/" + b"n" * 255, b"long"); d(b"long/" + b"d" * 255)
    f(b"deep/" + b"/".join([b"l%d" % i for i in range(120)]) + b"/leaf", b"leaf")
    # wide directory
    for i in range(3000): f(b"wide/f%04d" % rnd.randrange(10**6), b"%d" % i)
    for i in range(300): d(b"wide/d%04d" % rnd.randrange(10**6))
    # random tree
    dirs = [b"rand"]
    for i in range(400):
        p = rnd.choice(dirs) + b"/" + bytes(rnd.choice(b"abcdefghijklmnopqrstuvwxyzABC._-") for _ in range(rnd.randint(1, 14))) + b"%d" % i
        if rnd.random() < .25: d(p); dirs.append(p)
        elif rnd.random() < .1: l(rnd.randbytes(rnd.randint(1, 30)).replace(b"\0", b"x"), p) if os.path.isdir(os.path.join(dest, os.path.dirname(p))) else f(p)
        else: f(p, rnd.randbytes(int(rnd.expovariate(1/5000))), rnd.choice([0o600, 0o644, 0o755, 0o444]))
    # special files: skipped by the digest
    d(b"special"); os.mkfifo(os.path.join(dest, b"special/fifo"))
    s = socket.socket(socket.AF_UNIX); cwd = os.getcwd(); os.chdir(os.path.join(dest, b"special")); s.bind("sock"); s.close(); os.chdir(cwd)
    f(b"special/plain", b"plain")

if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 11)
