#!/usr/bin/env python3
"""Writes the manual pages: one for each command, in mdoc(7).

    manual.py FOLDER SECONDS COMMAND...

SECONDS since 1970 give the pages' date. COMMAND runs dchecksum. What a page says beyond the tables
is in manual/NAME.mdoc beside this script, and stands behind the options.
"""
import datetime
import os
import re
import sys
import textwrap

from table import Table

MORE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "manual")


def escaped(text):
    text = text.replace("\\", "\\e").replace("'", "\\(aq").replace("--", "\\-\\-")
    return "\\&" + text if text.startswith(".") else text


def paragraph(lines):
    """Text with a line for each sentence, as mdoc(7) asks."""
    text = " ".join(line.strip() for line in lines if line.strip())
    sentences = re.split(r"(?<=[.:]) (?=[A-Z])", text)
    return [escaped(line) for sentence in sentences for line in wrapped(sentence)]


def wrapped(text):
    """Lines short enough for mandoc; a macro stays one."""
    if text.startswith("."):
        return [text]
    return textwrap.wrap(text, 76, break_long_words=False, break_on_hyphens=False)


def operands(text):
    words = []
    for word in re.findall(r"\[[^]]*\]|\S+", text):
        if word.startswith("["):
            words.append(f".Op Ar {word.strip('[]')}")
        elif word.endswith("..."):
            words.append(f".Ar {word[:-3]} ...")
        else:
            words.append(f".Ar {word}")
    return words


def value(option):
    if option.choices:
        return " | ".join(f"Cm {word}" for word in option.choices)
    name, equals, rest = option.value.partition("=")
    return f"Ar {name} Ns = Ns Ar {rest}" if equals else f"Ar {name}"


def item(option):
    forms = [f"Fl {option.letter}"] if option.letter else []
    forms.append(f"Fl -{option.name}")
    if option.is_optional:
        forms[-1] += f" Ns Op = Ns {value(option)}"
    elif option.value:
        forms = [f"{form} {value(option)}" for form in forms]
    return ".It " + " , ".join(forms)


def further(command):
    """What a page says beyond the tables, in lines, and its examples, which come last."""
    path = os.path.join(MORE, f"{command.name}.mdoc")
    if not os.path.exists(path):
        return [], []
    with open(path) as file:
        lines = [part for line in file for part in wrapped(line.rstrip("\n"))]
    start = lines.index(".Sh EXAMPLES") if ".Sh EXAMPLES" in lines else len(lines)
    return lines[:start], lines[start:]


def page(table, command, date):
    shown = f"dchecksum {command.word}".strip()
    lines = [
        f".Dd {date:%B} {date.day}, {date.year}", f".Dt {command.name.upper()} 1", ".Os",
        ".Sh NAME", f".Nm {command.name}", f".Nd {escaped(command.summary)}",
        ".Sh SYNOPSIS", f".Nm {shown}", ".Op Ar OPTIONS", *operands(command.operands),
    ]
    if not command.word:
        lines += [".Nm dchecksum", ".Ar COMMAND", ".Op Ar OPTIONS", ".Ar ..."]
    lines += [".Sh DESCRIPTION", *paragraph(command.about)]
    if not command.word:
        lines += [".Pp", "The commands are:", ".Bl -tag -width Ds"]
        for other in table.words:
            lines += [f".It Cm {other.word}", escaped(other.summary)]
        lines += [".El"]
    lines += [".Pp", "The options are:", ".Bl -tag -width Ds"]
    for option in table.options_of(command):
        lines += [item(option), escaped(option.help)]
    lines += [".El"]
    more, examples = further(command)
    lines += more
    lines += [".Sh EXIT STATUS", ".Bl -tag -width Ds"]
    for status in command.statuses:
        number, _, meaning = status.partition(" ")
        lines += [f".It {number.strip(',')}", escaped(meaning)]
    lines += [".El", *examples, ".Sh SEE ALSO"]
    others = [other.name for other in [table.commands[""], *table.words] if other.word != "help"]
    others = sorted(name for name in others if name != command.name)
    lines += [f".Xr {name} 1{' ,' if name != others[-1] else ''}" for name in others]
    return "\n".join(lines) + "\n"


folder, seconds = sys.argv[1], int(sys.argv[2])
table = Table(sys.argv[3:])
date = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
for command in table.commands.values():
    if command.word != "help":
        with open(os.path.join(folder, f"{command.name}.1"), "w") as file:
            file.write(page(table, command, date))
