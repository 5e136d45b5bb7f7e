"""What a COPY takes from a build context and the digest that BuildKit keys it by: a small model,
written apart from the program, over trees in memory.

A tree is {path: (kind, mode, content or target)} with kinds "d", "f" and "l"; paths have no slash at
either end.
"""
import hashlib
import posixpath
import re


class Fails(Exception):
    """A build would fail here."""


def sha(data):
    return b"sha256:" + hashlib.sha256(data).hexdigest().encode()


EMPTY = sha(b"")


def header(kind, mode, size=0, target=b""):
    flag = {"f": "0", "l": "2", "d": "5"}[kind]
    text = f"namemode{mode}uid0gid0size{size}typeflag{flag}linkname".encode()
    return text + target + b"unamegnamedevmajor0devminor0"


def entry(tree, path):
    kind, mode, data = tree[path]
    if kind == "f":
        return sha(header("f", mode, len(data)) + data)
    return sha(header(kind, mode, 0, data if kind == "l" else b""))


def parent(path):
    return posixpath.dirname(path)


def children(tree, path):
    return sorted((p for p in tree if p and parent(p) == path), key=posixpath.basename)


def content(tree, path):
    """The digest of an entry with all below it; the root is ""."""
    if path and tree[path][0] != "d":
        return entry(tree, path)
    below = children(tree, path)
    if path:
        head = entry(tree, path)
    else:
        head = EMPTY if below else sha(header("d", 0o755))
    text = b"\0" + head
    for child in below:
        text += b"\0" + posixpath.basename(child) + content(tree, child)
    return sha(text)


# Patterns of ignore files.

def glob(pattern):
    """The function that says whether a whole path matches."""
    special = set(b"*?[]\\")
    if not special & set(pattern):
        return lambda path: path == pattern
    if pattern[:2] == b"**" and not special & set(pattern[2:]):
        tail = pattern[2:]
        return lambda path: path.endswith(tail) or tail[:1] == b"/" and path == tail[1:]
    if pattern[-2:] == b"**" and not special & set(pattern[:-2]):
        return lambda path: path.startswith(pattern[:-2])
    out, i = b"", 0
    while i < len(pattern):
        c = pattern[i:i + 1]
        i += 1
        if c == b"*" and pattern[i:i + 1] == b"*":
            i += 1
            if pattern[i:i + 1] == b"/":
                i += 1
            out += b".*" if i >= len(pattern) else b"(?:.*/)?"
        elif c == b"*":
            out += b"[^/]*"
        elif c == b"?":
            out += b"[^/]"
        elif c == b"[":
            end = pattern.index(b"]", i)
            out += b"[" + pattern[i:end] + b"]"
            i = end + 1
        elif c == b"\\":
            out += re.escape(pattern[i:i + 1])
            i += 1
        else:
            out += re.escape(c)
    compiled = re.compile(out)
    return lambda path: compiled.fullmatch(path) is not None


class Patterns:
    """A list of patterns that is asked from the top of a tree down."""

    def __init__(self, texts):
        self.rules = []
        for text in texts:
            text = posixpath.normpath(text.strip())
            self.rules.append((glob(text.lstrip(b"!") if text[:1] == b"!" else text), text[:1] == b"!"))

    def match(self, path, above=None):
        hits, matched = [], False
        for number, (match, negated) in enumerate(self.rules):
            hit = bool(above and above[number])
            if not hit and negated == matched:
                hit = match(path)
                if not hit and above is None:
                    parts = path.split(b"/")
                    hit = any(match(b"/".join(parts[:n])) for n in range(1, len(parts)))
            hits.append(hit)
            if hit:
                matched = not negated
        return matched, hits


def ignored(tree, lines):
    """The tree that is left by an ignore file without exceptions."""
    rules = Patterns([line for line in lines])
    kept = {}

    def walk(path, above):
        for child in children(tree, path):
            out, hits = rules.match(child, above)
            if not out:
                kept[child] = tree[child]
                if tree[child][0] == "d":
                    walk(child, hits)

    walk(b"", [False] * len(lines))
    return kept


# Links.

def resolve(tree, path, last=True, budget=255):
    """Where a path from the root leads; raises where that is nowhere."""
    todo, at = [p for p in path.split(b"/") if p], b""
    while todo:
        name = todo.pop(0)
        if at and tree[at][0] != "d":
            raise Fails("not a directory")
        if name == b".":
            continue
        if name == b"..":
            at = parent(at)
            continue
        child = at + b"/" + name if at else name
        if child not in tree:
            raise Fails("missing")
        if tree[child][0] == "l" and (todo or last):
            budget -= 1
            if budget < 0:
                raise Fails("loop")
            target = tree[child][2]
            if target[:1] == b"/":
                at = b""
            todo = [p for p in target.split(b"/") if p] + todo
        else:
            at = child
    return at


def clean(path):
    return posixpath.normpath(b"/" + path).lstrip(b"/")


def wild(text):
    return any(c in text for c in b"*?[")


def path_match(pattern, path):
    """Go's path.Match for patterns without escapes."""
    out, i = b"", 0
    while i < len(pattern):
        c = pattern[i:i + 1]
        i += 1
        if c == b"*":
            out += b"[^/]*"
        elif c == b"?":
            out += b"[^/]"
        elif c == b"[":
            end = pattern.index(b"]", i)
            out += b"[" + pattern[i:end] + b"]"
            i = end + 1
        else:
            out += re.escape(c)
    return re.fullmatch(out, path, re.S) is not None


def sent(tree, requests):
    """What a client sends that is asked for these paths."""
    requests = sorted({clean(r) for r in requests})
    if b"" in requests:
        return tree
    met = set()

    def follow(path):
        parts = path.split(b"/")
        for n in range(1, len(parts) + 1):
            now, rest = b"/".join(parts[:n]), parts[n:]
            place, name = parent(now), parts[n - 1]
            if wild(name):
                links = [c for c in children(tree, place) if tree[c][0] == "l"
                         and path_match(name, posixpath.basename(c))]
            else:
                links = [now] if now in tree and tree[now][0] == "l" else []
            if not rest or links:
                if now in met:
                    return
                met.add(now)
                for link in links:
                    target = tree[link][2]
                    base = b"" if target[:1] == b"/" else parent(link) + b"/"
                    follow(clean(base + target + b"/" + b"/".join(rest)))
                return

    for request in requests:
        follow(request)
    if b"" in met:
        return tree
    kept = {}
    for name in met:
        match = glob(name)
        for path in tree:
            parts = path.split(b"/")
            if any(match(b"/".join(parts[:n])) for n in range(1, len(parts) + 1)):
                kept[path] = tree[path]
                for n in range(1, len(parts)):
                    kept[b"/".join(parts[:n])] = tree[b"/".join(parts[:n])]
    return kept


# Sources.

def rows_digest(tree, path, include, excludes, required):
    prefix, pattern = path, None
    if wild(path):
        parts = path.split(b"/")
        plain = next(n for n, part in enumerate(parts) if wild(part))
        prefix, pattern = b"/".join(parts[:plain]), b"/".join(parts[plain:])
    start = resolve(tree, prefix, last=pattern is not None)
    include = Patterns([include]) if include is not None else None
    exclude = Patterns(excludes) if excludes else None
    rows = []

    def key(full):
        rest = full[len(start):].lstrip(b"/")
        return b"\0" + rest.replace(b"/", b"\0")

    def walk(full, name, above, pending):
        """`above`: what the patterns said of the directory that it is in; `pending`: headers that
        are not written yet."""
        kind = tree[full][0]
        inside, hits, outs = True, None, None
        if include:
            inside, hits = include.match(name, above and above[0])
        if inside and exclude:
            out, outs = exclude.match(name, above and above[1])
            inside = not out
        if kind == "d":
            pending = pending + [full]
        if inside:
            for directory in pending:
                if directory not in written:
                    written.add(directory)
                    rows.append((directory, entry(tree, directory)))
            if kind == "l" and above is None:
                rows.append((full, content(tree, resolve(tree, full))))
            elif kind != "d":
                rows.append((full, entry(tree, full)))
        if kind == "d":
            for child in children(tree, full):
                base = posixpath.basename(child)
                walk(child, name + b"/" + base if name else base, (hits, outs), pending)

    written = set()
    if pattern is not None:
        def search(at):
            for child in children(tree, at):
                if path_match(pattern, child[len(start):].lstrip(b"/")):
                    if tree[child][0] == "l":
                        resolve(tree, child)
                    walk(child, b"", None, [])
                elif tree[child][0] == "d":
                    search(child)
        if not start or tree[start][0] == "d":
            search(start)
    elif start == b"":
        for child in children(tree, b""):
            walk(child, child, None, [])
    else:
        walk(start, b"", None, [])
    if required is not None and not any(full.startswith(required) for full, _ in rows):
        raise Fails("required")
    if not rows:
        return EMPTY
    if len(rows) == 1 and posixpath.basename(rows[0][0]) == posixpath.basename(path):
        return rows[0][1]
    return sha(b"".join(key(full) + digest for full, digest in rows))


def copy_digest(tree, sources, excludes=(), parents=False):
    """The digest of one instruction over what was sent; sources are cleaned."""
    plain, others = [], []
    for source in sources:
        if parents:
            left, pivot, right = source.partition(b"/./")
            if not pivot:
                left, right = b"", source
            left, right = clean(left), clean(right)
            required = None if wild(left + right) else clean(left + b"/" + right)
            others.append((left, right, required))
        elif wild(source) or excludes:
            others.append((clean(source), None, None))
        else:
            plain.append(clean(source))
    for path in plain:
        resolve(tree, path)
    covers = {p for p in plain}
    kept = [p for p in covers
            if not any(q != p and (q == b"" or p.startswith(q + b"/")) for q in covers)]
    items = [(b"/" + p, lambda p=p: content(tree, resolve(tree, p))) for p in kept]
    items += [(b"/" + p, lambda a=(p, i, r): rows_digest(tree, a[0], a[1], list(excludes), a[2]))
              for p, i, r in others]
    # Those without wildcards and filters come first where paths are the same.
    items.sort(key=lambda item: item[0])
    return sha(b"\0".join(digest() for _, digest in items))
