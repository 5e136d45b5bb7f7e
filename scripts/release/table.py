"""The tables of commands and options, as `dchecksum help table` prints them."""
import re
import subprocess


class Command:
    def __init__(self, word, operands, summary, statuses):
        self.word, self.operands, self.summary = word, operands, summary
        # "0 all read, 1 something could not, 2 usage": one status each.
        self.statuses = re.split(r"[;,] (?=\d )", statuses)
        self.about = []

    @property
    def name(self):
        """As the command's page is called."""
        return f"dchecksum-{self.word}" if self.word else "dchecksum"


class Option:
    def __init__(self, name, letter, value, commands, help):
        self.name, self.letter, self.commands, self.help = name, letter, commands, help
        self.is_optional = value.startswith("[")
        self.value = value.strip("[]")
        # What there is to choose from; empty where anything may stand.
        self.choices = self.value.split("|") if "|" in self.value else []
        self.is_repeatable = "repeatable" in help

    @property
    def takes_path(self):
        return self.value in ("FILE", "BEFORE", "PATH")


class Table:
    def __init__(self, binary):
        run = subprocess.run([*binary, "help", "table"], check=True, capture_output=True, text=True)
        self.commands, self.options = {}, []
        for line in run.stdout.splitlines():
            kind, *fields = line.split("\t")
            if kind == "about":
                self.commands[field(fields[0])].about.append(fields[1])
                continue
            fields = [field(text) for text in fields]
            if kind == "command":
                self.commands[fields[0]] = Command(*fields)
            elif kind == "option":
                fields[3] = [field(word) for word in fields[3].split(",")]
                self.options.append(Option(*fields))
            else:
                raise ValueError(f"{kind}: no line of a table")

    def options_of(self, command):
        return [option for option in self.options if command.word in option.commands]

    @property
    def words(self):
        """The commands but the scan, which has no word."""
        return [command for word, command in self.commands.items() if word]


def field(text):
    return "" if text == "-" else text
