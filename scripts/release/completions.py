#!/usr/bin/env python3
"""Writes the completions for bash, zsh and fish: dchecksum.bash, _dchecksum, dchecksum.fish.

    completions.py FOLDER COMMAND...

COMMAND runs dchecksum.
"""
import os
import sys

from table import Table

HEADER = "# Completion of dchecksum's command line, made from its own tables of commands and options.\n"


def bash(table):
    """Where nothing is proposed, bash goes on with the names of files."""
    lines = [HEADER + "_dchecksum() {",
             "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}",
             "  # bash takes --digest=b for three words.",
             "  if [[ $current == = ]]; then",
             "    current=",
             "  elif [[ $before == = ]]; then",
             "    before=${COMP_WORDS[COMP_CWORD - 2]}",
             "  fi",
             "  local command= options=",
             "  [[ $COMP_CWORD == 1 ]] || command=${COMP_WORDS[1]}",
             "  COMPREPLY=()",
             "  case $before in"]
    for option in table.options:
        if not option.value or option.is_optional:
            continue
        forms = f"--{option.name} | -{option.name}" + (f" | -{option.letter}" if option.letter else "")
        words = " ".join(option.choices)
        if words:
            lines.append(f"    {forms})")
            lines.append(f'      COMPREPLY=($(compgen -W "{words}" -- "$current"))')
            lines.append("      return")
            lines.append("      ;;")
        else:
            lines.append(f"    {forms}) return ;;")
    lines += ["  esac", "  case $command in"]
    for command in table.words:
        lines.append(f'    {command.word}) options="{spelled(table, command)}" ;;')
    lines += [f'    *) options="{spelled(table, table.commands[""])}" ;;', "  esac",
              '  if [[ $COMP_CWORD == 1 && $current != -* ]]; then',
              f'    options="{" ".join(command.word for command in table.words)}"',
              '  elif [[ $command == help && $COMP_CWORD == 2 ]]; then',
              f'    options="{" ".join(command.word for command in table.words)}"',
              "  elif [[ $current != -* ]]; then",
              "    return",
              "  fi",
              '  COMPREPLY=($(compgen -W "$options" -- "$current"))',
              "}",
              "complete -o bashdefault -o default -F _dchecksum dchecksum"]
    return "\n".join(lines) + "\n"


def spelled(table, command):
    words = []
    for option in table.options_of(command):
        words += ([f"-{option.letter}"] if option.letter else []) + [f"--{option.name}"]
    return " ".join(words)


def zsh_quoted(text):
    for character in "\\[]:":
        text = text.replace(character, "\\" + character)
    return text.replace("'", "'\\''")


def zsh_specs(table, command):
    specs = []
    for option in table.options_of(command):
        forms = ([f"-{option.letter}"] if option.letter else []) + [f"--{option.name}"]
        for form in forms:
            # The other form is not proposed any more, nor the same one but where it adds up.
            start = "*" if option.is_repeatable else f"({' '.join(forms)})"
            value = ""
            if option.value:
                is_long = form.startswith("--")
                form += "=-" if option.is_optional else "=" if is_long else "+"
                message = zsh_quoted(option.value.replace("|", " or "))
                action = f"({' '.join(option.choices)})" if option.choices else (
                    "_files" if option.takes_path else " ")
                value = f"{'::' if option.is_optional else ':'}{message}:{action}"
            specs.append(f"'{start}{form}[{zsh_quoted(option.help)}]{value}'")
    return specs


def zsh(table):
    lines = ["#compdef dchecksum", HEADER + "_dchecksum() {", "  local -a commands", "  commands=("]
    for command in table.words:
        lines.append(f"    '{command.word}:{zsh_quoted(command.summary)}'")
    lines += ["  )",
              "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then",
              "    _describe -t commands command commands",
              "    _files",
              "    return",
              "  fi",
              "  case $words[2] in"]
    for command in table.words:
        lines.append(f"    {command.word})")
        lines.append("      shift words")
        lines.append("      (( CURRENT-- ))")
        operand = "'1:command:->command'" if command.word == "help" else "'*:file:_files'"
        lines.append("      _arguments -s : \\")
        lines += [f"        {spec} \\" for spec in zsh_specs(table, command)]
        lines.append(f"        {operand}")
        if command.word == "help":
            lines.append('      [[ $state != command ]] || _describe -t commands command commands')
        lines.append("      ;;")
    lines += ["    *)", "      _arguments -s : \\"]
    lines += [f"        {spec} \\" for spec in zsh_specs(table, table.commands[""])]
    lines += ["        '1:directory or archive:_files'", "      ;;", "  esac", "}",
              '_dchecksum "$@"']
    return "\n".join(lines) + "\n"


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish(table):
    words = " ".join(command.word for command in table.words)
    lines = [HEADER + "# The command that is being written; a scan has no word of its own.",
             "function __dchecksum_command",
             "    set -l words (commandline -opc)",
             f"    if contains -- \"$words[2]\" {words}",
             "        echo $words[2]",
             "    else",
             "        echo scan",
             "    end",
             "end"]
    first = "'test (count (commandline -opc)) -eq 1'"
    for command in table.words:
        lines.append(f"complete -c dchecksum -n {first} -a {command.word} "
                     f"-d {fish_quoted(command.summary)}")
    lines.append(f"complete -c dchecksum -n 'test (__dchecksum_command) = help' -f -a '{words}'")
    for option in table.options:
        commands = " ".join(word or "scan" for word in option.commands)
        line = f"complete -c dchecksum -n 'contains -- (__dchecksum_command) {commands}'"
        line += f" -s {option.letter}" if option.letter else ""
        line += f" -l {option.name}"
        if option.choices:
            line += f" -x -a '{' '.join(option.choices)}'"
        elif option.value and not option.is_optional:
            line += " -r -F" if option.takes_path else " -x"
        lines.append(line + f" -d {fish_quoted(option.help)}")
    return "\n".join(lines) + "\n"


folder = sys.argv[1]
table = Table(sys.argv[2:])
for name, text in (("dchecksum.bash", bash(table)), ("_dchecksum", zsh(table)),
                   ("dchecksum.fish", fish(table))):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)
