"""Random build contexts in pairs: a tree, and the same tree after one to four changes.

A tree is a dictionary of paths (bytes) to entries; `make` writes one to disk, as root. All that a
builder may count of an entry is in it, and nothing else: what is made twice is made alike.
"""
import os
import random
import socket
import stat

NAMES = [
    b"a", b"b", b"ab", b"a.txt", b"b.py", b"c.md", b"main.rs", b"lib", b"lib-old", b"src", b"docs",
    b"build", b"x y", b"-n", b"!bang", b"#hash", b"qu'ote", b'dq"', b"new\nline", b"tab\there",
    b"\xc3\xa9", b"e\xcc\x81", b"caf\xe9", b"\xff\xfe", b"a -> b", b"$VAR", b"back\\slash", b"keep",
    b"~", b".hidden", b"Z", b"zz", b"0", b"etc", b"node_modules", b"w" * 120,
]
CONTENTS = [b"", b"one\n", b"two\n", b"one\r\n", b"#!/bin/sh\n", b"\0\1\2", b"x" * 70000]
FILE_MODES = [0o644, 0o664, 0o600, 0o755, 0o775, 0o444, 0o0, 0o4755, 0o2755, 0o1644, 0o6711, 0o7777]
DIRECTORY_MODES = [0o755, 0o775, 0o700, 0o711, 0o1777, 0o2755, 0o3775, 0o555, 0o4755]
IDS = [0, 0, 0, 1, 1000, 2000, 65534]
CAPABILITY2 = bytes.fromhex("0100000200040000000000000000000000000000")
CAPABILITY3 = bytes.fromhex("010000030004000000000000000000000000000001000000")
CAPABILITY3B = bytes.fromhex("010000030004000000000000000000000000000002000000")
ATTRIBUTES = [
    (b"user.k", b"1"), (b"user.k", b"2"), (b"user.k1", b""), (b"user.", b"e"), (b"user.empty", b""),
    (b"trusted.t", b"1"), (b"trusted.t", b"2"), (b"security.capability", CAPABILITY2),
    (b"security.capability", CAPABILITY3), (b"security.capability", CAPABILITY3B),
    (b"security.ima", b"\x04sig"), (b"security.other", b"1"), (b"security.SMACK64", b"_"),
    (b"trusted.u", b""),
    (b"system.posix_acl_access", bytes.fromhex(
        "0200000001000600ffffffff02000600e803000004000400ffffffff10000600ffffffff"
        "20000400ffffffff")),
]
RULES = [
    b"*.md", b"**/*.py", b"docs", b"docs/", b"/src/*", b"**/a.txt", b"build/**", b"*", b"lib*",
    b"node_modules", b"**/node_modules", b"!keep", b"!src", b"!docs/keep", b"!**/*.py", b"!docs/**",
    b"# comment", b"", b"!lib/a.txt", b"*/b", b"src/*/a", b"!*.md", b"**", b"!a*", b".dockerignore",
    b"Dockerfile", b"!Dockerfile", b"a.tx?", b"[ab]", b"**/lib/", b"etc", b"!build/keep",
]


class Entry:
    def __init__(self, kind, mode, **values):
        self.kind = kind
        self.mode = mode
        self.uid = self.gid = 0
        self.attributes = {}
        self.content = b""
        self.target = b""
        self.device = (1, 3)
        self.links = ()  # further names of the same file
        self.time = 1000000000
        self.__dict__.update(values)

    def copy(self):
        other = Entry(self.kind, self.mode)
        other.__dict__.update(self.__dict__)
        other.attributes = dict(self.attributes)
        return other


def parent(path):
    return os.path.dirname(path)


def children(tree, path):
    return [p for p in tree if p and (path == b"" or p.startswith(path + b"/"))]


def directories(tree):
    return [p for p, e in tree.items() if e.kind == "D"]


def new_path(choice, tree):
    for _ in range(50):
        above = choice.choice(directories(tree))
        path = (above + b"/" if above else b"") + choice.choice(NAMES)
        if path not in tree and not any(path in e.links for e in tree.values()):
            return path
    return None


def new_entry(choice, tree, kind=None):
    kind = kind or choice.choice("FFFFFFDDDSSSPQCBF")
    if kind == "F":
        entry = Entry("F", choice.choice([0o644, 0o644, 0o644, 0o755, choice.choice(FILE_MODES)]))
        entry.content = choice.choice(CONTENTS)
    elif kind == "D":
        entry = Entry("D", choice.choice([0o755, 0o755, 0o755, choice.choice(DIRECTORY_MODES)]))
    elif kind == "S":
        entry = Entry("S", 0o777, target=new_target(choice, tree))
    elif kind in "CB":
        entry = Entry(kind, choice.choice([0o644, 0o600, 0o666]))
        entry.device = (choice.choice([1, 7, 259]), choice.choice([3, 5, 300]))
    else:
        entry = Entry(kind, choice.choice([0o644, 0o600, 0o755]))
    if choice.random() < 0.15:
        entry.uid, entry.gid = choice.choice(IDS), choice.choice(IDS)
    if choice.random() < 0.12:
        set_attribute(choice, entry)
    return entry


def new_target(choice, tree):
    inside = choice.choice(list(tree))
    return choice.choice([inside or b".", b"./" + inside, b"../" + inside, b"nowhere", b"/etc/passwd",
                          b"/" + inside, choice.choice(NAMES), b"a/../b"])


def set_attribute(choice, entry):
    name, value = choice.choice(ATTRIBUTES)
    if entry.kind not in "FD" and (name.startswith(b"user.") or name.startswith(b"system.")):
        name, value = choice.choice([(b"trusted.t", b"1"), (b"security.capability", CAPABILITY2),
                                     (b"security.ima", b"\x04s"), (b"security.other", b"2")])
    if name.startswith(b"system.") and entry.mode & 0o7000:
        return
    entry.attributes[name] = value
    if name == b"system.posix_acl_access":
        entry.mode = 0o664 & 0o777


def before(choice):
    tree = {b"": Entry("D", choice.choice([0o755, 0o755, 0o700]))}
    for _ in range(choice.randint(3, 14)):
        path = new_path(choice, tree)
        if path:
            tree[path] = new_entry(choice, tree)
    if choice.random() < 0.15:
        for path in (b"etc", b"etc/passwd"):
            if path in tree:
                break
            tree[path] = Entry("D", 0o755) if path == b"etc" else passwd(choice)
    if choice.random() < 0.2:
        link(choice, tree)
    if choice.random() < 0.35:
        ignore(choice, tree)
    return tree


def ignore(choice, tree):
    """Adds an ignore file or puts another in its place; now and then one that is a link."""
    name = choice.choice([b".dockerignore"] * 6 + [b"Dockerfile.dockerignore", b".containerignore"])
    tree[name] = Entry("F", 0o644, content=rules(choice))
    if choice.random() < 0.15:
        target = choice.choice([b"rules", b"../rules", b"/rules", b"nowhere"])
        tree[b"rules"] = tree[name]
        tree[name] = Entry("S", 0o777, target=target)


def passwd(choice):
    lines = [b"root:x:0:0::/:/bin/sh\n", b"me:x:1000:1000::/:/bin/sh\n", b"you:x:2000:2000::/:/\n"]
    if choice.random() < 0.1:
        return Entry("S", 0o777, target=b"../a")
    return Entry("F", 0o644, content=b"".join(choice.sample(lines, choice.randint(1, 3))))


def rules(choice):
    return b"\n".join(choice.choice(RULES) for _ in range(choice.randint(1, 4))) + b"\n"


def link(choice, tree):
    files = [p for p, e in tree.items() if e.kind == "F"]
    path = new_path(choice, tree)
    if files and path:
        entry = tree[choice.choice(files)]
        entry.links += (path,)


def change(choice, tree):
    """Makes one change; what it was."""
    paths = [p for p in tree if p]
    path = choice.choice(paths)
    entry = tree[path]
    what = choice.choice([
        "content", "content", "time", "mode", "mode", "root-mode", "umask", "owner", "all-owners",
        "attribute", "attribute", "no-attribute", "root-attribute", "target", "add", "add",
        "add-directory", "remove", "rename", "swap", "kind", "link", "unlink", "device", "special",
        "ignore-rules", "passwd", "nothing", "link-copy", "line-ends",
    ])
    if what in ("content", "line-ends"):
        files = [e for e in tree.values() if e.kind == "F"]
        if files:
            entry = choice.choice(files)
            entry.content = (entry.content.replace(b"\n", b"\r\n") if what == "line-ends"
                             else choice.choice(CONTENTS) + b"more")
    elif what == "time":
        entry.time += 1000
    elif what == "mode" and entry.kind != "S":
        entry.mode = choice.choice(DIRECTORY_MODES if entry.kind == "D" else FILE_MODES)
        entry.attributes.pop(b"system.posix_acl_access", None)
    elif what == "root-mode":
        tree[b""].mode = choice.choice(DIRECTORY_MODES)
    elif what == "umask":
        for e in tree.values():
            if e.kind in "FD" and not e.attributes:
                e.mode |= (e.mode & 0o200) >> 4 if e.mode & 0o040 else 0
    elif what == "owner":
        if choice.random() < 0.5:
            entry.uid = choice.choice(IDS)
        else:
            entry.gid = choice.choice(IDS)
    elif what == "all-owners":
        uid = choice.choice(IDS)
        for e in tree.values():
            e.uid = e.gid = uid
    elif what == "attribute":
        set_attribute(choice, entry)
    elif what == "no-attribute":
        for e in tree.values():
            if e.attributes:
                e.attributes.pop(choice.choice(sorted(e.attributes)))
                break
    elif what == "root-attribute":
        set_attribute(choice, tree[b""])
    elif what == "target":
        found = [e for e in tree.values() if e.kind == "S"]
        if found:
            choice.choice(found).target = new_target(choice, tree)
    elif what in ("add", "add-directory", "special"):
        new = new_path(choice, tree)
        if new:
            kind = {"add": None, "add-directory": "D", "special": choice.choice("PQCB")}[what]
            tree[new] = new_entry(choice, tree, kind)
    elif what == "remove":
        for p in [path] + children(tree, path):
            del tree[p]
    elif what == "rename":
        new = new_path(choice, tree)
        if new and not (new + b"/").startswith(path + b"/"):
            for p in [path] + children(tree, path):
                tree[new + p[len(path):]] = tree.pop(p)
    elif what == "swap":
        other = choice.choice(paths)
        if entry.kind != "D" and tree[other].kind != "D":
            tree[path], tree[other] = tree[other], entry
    elif what == "kind" and not children(tree, path):
        tree[path] = new_entry(choice, tree)
    elif what == "link":
        link(choice, tree)
    elif what == "unlink":
        for p, e in list(tree.items()):
            if e.links:
                name = e.links[0]
                e.links = e.links[1:]
                tree[name] = e.copy()
                tree[name].links = ()
                break
    elif what == "link-copy":
        files = [p for p, e in tree.items() if e.kind == "F"]
        new = new_path(choice, tree)
        if files and new:
            tree[new] = tree[choice.choice(files)].copy()
            tree[new].links = ()
    elif what == "device":
        found = [e for e in tree.values() if e.kind in "CB"]
        if found:
            choice.choice(found).device = (1, choice.choice([3, 5, 7]))
    elif what == "ignore-rules":
        ignore(choice, tree)
    elif what == "passwd":
        if tree.get(b"etc", Entry("D", 0o755)).kind == "D":
            tree.setdefault(b"etc", Entry("D", 0o755))
            tree[b"etc/passwd"] = passwd(choice)
    return what


def pair(seed):
    """The two trees, and what lies between them."""
    choice = random.Random(seed)
    old = before(choice)
    new = {p: e.copy() for p, e in old.items()}
    # Both copies keep to themselves what they share.
    changes = [change(choice, new) for _ in range(choice.randint(1, 4))]
    for tree in (old, new):
        tree[b"Dockerfile"] = Entry("F", 0o644)
        for path in list(tree):
            # A directory may have gone with what a change put into it.
            if path and (parent(path) not in tree or tree[parent(path)].kind != "D"):
                del tree[path]
        for entry in tree.values():
            entry.links = tuple(n for n in entry.links if n not in tree and parent(n) in tree
                                and tree[parent(n)].kind == "D")
    return old, new, changes


def make(tree, root, dockerfile):
    """Writes the tree to the new directory `root`."""
    tree[b"Dockerfile"].content = dockerfile
    names = {}
    for path in sorted(tree):
        entry = tree[path]
        place = os.path.join(root, path) if path else root
        if entry.kind == "D":
            os.mkdir(place)
        elif entry.kind == "F":
            with open(place, "wb") as file:
                file.write(entry.content)
        elif entry.kind == "S":
            os.symlink(entry.target or b".", place)
        elif entry.kind == "P":
            os.mkfifo(place)
        elif entry.kind == "Q":
            with socket.socket(socket.AF_UNIX) as server:
                here = os.open(parent(place), os.O_RDONLY)
                home = os.open(".", os.O_RDONLY)
                os.fchdir(here)
                # An address has room for 107 bytes, a name for 255.
                server.bind(b".socket")
                os.rename(b".socket", os.path.basename(place))
                os.fchdir(home)
                os.close(here)
                os.close(home)
        else:
            kind = stat.S_IFCHR if entry.kind == "C" else stat.S_IFBLK
            os.mknod(place, kind | 0o644, os.makedev(*entry.device))
        names[path] = place
    for path in sorted(tree, reverse=True):
        entry, place = tree[path], names[path]
        os.chown(place, entry.uid, entry.gid, follow_symlinks=False)
        if entry.kind != "S":
            os.chmod(place, entry.mode)
        for name, value in sorted(entry.attributes.items()):
            if name == b"system.posix_acl_access" and entry.kind not in "FD":
                continue
            try:
                os.setxattr(place, name, value, follow_symlinks=False)
            except OSError:
                pass
        for other in entry.links:
            try:
                os.link(place, os.path.join(root, other), follow_symlinks=False)
            except FileExistsError:
                pass
    for path in sorted(tree, reverse=True):
        os.utime(names[path], (tree[path].time, tree[path].time), follow_symlinks=False)
