#!/usr/bin/env python3
"""Tries the completions in the shells themselves.

    completions-check.py FOLDER PROGRAM

FOLDER holds the completions, PROGRAM is dchecksum. Each shell that is installed runs on a terminal of
its own, a line is begun, the tabulator is pressed, and the line that stands there then must be the
one that was meant. Prints a line for each shell; status 1 where one failed or none is there.
"""
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

FOLDER, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:])

# What is typed, and what has to stand there behind the tabulator.
LINES = [
    ("dchecksum expl", "dchecksum explain "),
    ("dchecksum --one", "dchecksum --one-file-system "),
    ("dchecksum --digest b", "dchecksum --digest buildkit "),
    ("dchecksum diff --mark", "dchecksum diff --markdown "),
    ("dchecksum diff --color al", "dchecksum diff --color always "),
    ("dchecksum explain --buil", "dchecksum explain --build-arg"),
    ("dchecksum diff fir", "dchecksum diff first.log "),
    ("dchecksum --output fir", "dchecksum --output first.log "),
    ("dchecksum fold", "dchecksum folder/"),
]
# What must stay as it was typed: an option of another command.
UNCHANGED = ["dchecksum steps --exit-c", "dchecksum diff --max-d"]


class Terminal:
    """A shell that shows the line it edits, between two marks, when ^X^P is pressed."""

    def __init__(self, arguments, environment, folder):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(arguments[0], arguments, environment)
        self.text = ""

    def send(self, text):
        os.write(self.descriptor, text.encode())

    def wait(self, text, seconds=20):
        """Reads until `text` has come; what came before it, and nothing where it never comes."""
        end = time.monotonic() + seconds
        while text not in self.text:
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.monotonic()))
            if not ready:
                return None
            try:
                self.text += os.read(self.descriptor, 4096).decode(errors="replace")
            except OSError:
                return None
        before, _, self.text = self.text.partition(text)
        return before

    def close(self):
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


BASH = r"""
PS1= ; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
. %(folder)s/dchecksum.bash
show() { printf '\n<<%%s>>\n' "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-x\C-p": show'
echo rea''dy
"""

ZSH = r"""
PS1= ; RPS1= ; unsetopt prompt_cr prompt_sp zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste
fpath=(%(folder)s $fpath); autoload -Uz compinit; compinit -u -D
show() { zle -I; printf '\n<<%%s>>\n' "$BUFFER"; BUFFER=; }
zle -N show; bindkey '^X^P' show; bindkey '^I' complete-word
echo rea''dy
"""


def on_terminal(arguments, setup, folder, environment):
    terminal = Terminal(arguments, environment, folder)
    path = os.path.join(folder, ".setup")
    with open(path, "w") as file:
        file.write(setup % {"folder": FOLDER})
    terminal.send(f". {path}\n")
    if terminal.wait("ready") is None:
        yield "the shell does not start"
        return
    for typed, expected in LINES + [(line, line) for line in UNCHANGED]:
        terminal.send(typed + "\t\x18\x10")
        terminal.wait("<<")
        found = terminal.wait(">>")
        # A tabulator may leave out the blank behind what is complete.
        if found is None or found.rstrip(" =") != expected.rstrip(" ="):
            yield f"{typed!r} becomes {found!r}, not {expected!r}"
    terminal.close()


def in_fish(folder, environment):
    for typed, expected in LINES + [(line, None) for line in UNCHANGED]:
        run = subprocess.run(
            ["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
             os.path.join(FOLDER, "dchecksum.fish"), typed],
            cwd=folder, env=environment, capture_output=True, text=True)
        words = [line.split("\t")[0] for line in run.stdout.splitlines()]
        wanted = expected.split()[-1] if expected else None
        if (words != [wanted] if wanted else words) or run.stderr:
            yield f"{typed!r} proposes {words}, not {wanted}: {run.stderr.strip()}"


status, tried = 0, 0
for shell in ("bash", "zsh", "fish"):
    if not shutil.which(shell):
        print(f"{shell}: not installed")
        continue
    tried += 1
    with tempfile.TemporaryDirectory() as folder:
        binaries = os.path.join(folder, "bin")
        work = os.path.join(folder, "work")
        os.makedirs(os.path.join(work, "folder"))
        os.mkdir(binaries)
        os.symlink(PROGRAM, os.path.join(binaries, "dchecksum"))
        open(os.path.join(work, "first.log"), "w").close()
        environment = {"PATH": f"{binaries}:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb",
                       "LC_ALL": "C.UTF-8"}
        if shell == "fish":
            failures = list(in_fish(work, environment))
        else:
            arguments = {"bash": ["bash", "--norc", "--noprofile", "-i"],
                         "zsh": ["zsh", "-f", "-i"]}[shell]
            failures = list(on_terminal(arguments, BASH if shell == "bash" else ZSH, work,
                                        environment))
    print(f"{shell}: {len(LINES) + len(UNCHANGED)} lines tried, {len(failures)} wrong")
    for failure in failures:
        print(f"  {failure}")
        status = 1
sys.exit(status or not tried)
