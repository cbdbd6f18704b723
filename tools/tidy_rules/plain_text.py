"""Width, tabs, comments that stand twice, and what is true of one machine only."""

import re
import unicodedata

from .tree import Violation

WIDTH = 100
COMMENT = re.compile(r"\s*(//|#|--) \w")
LANGUAGES = ("C++", "Python", "shell", "proto", "CMake", "SQL", "TypeScript", "CSS")
# Kept as their owners publish them.
FOREIGN = ("proto/google/", "proto/grpc/")
# Directories of whoever wrote the file, and the hosts that a package manager was told of.
MACHINE = re.compile(
    r"(?<![\w.}/*-])/(?:work|root|home/\w+|Users/\w+)(?=[/\s\"'`]|$)"
    r"|\bhttps?://(?:registry\.|pypi\.|deb\.debian|[\w.]*(?:pythonhosted|mirror|artifactory))"
    r"|\"resolved\":\s*\"")


def columns(line):
    """East Asian characters take two."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c)
               for c in line)


def check(tree):
    for path in tree.paths:
        if path.startswith(FOREIGN):
            continue
        is_ours = tree.language(path) in LANGUAGES
        before = ""
        for number, line in tree.lines(path):
            if is_ours and columns(line) > WIDTH:
                yield Violation(path, number, "width",
                                f"{columns(line)} columns; break the line at {WIDTH}")
            if is_ours and "\t" in line:
                yield Violation(path, number, "tab", "write spaces, or \\t in a string")
            if is_ours and line == before and COMMENT.match(line):
                yield Violation(path, number, "twice", "the same comment again; remove one")
            before = line
            machine = MACHINE.search(line)
            if machine:
                yield Violation(path, number, "machine",
                                f"{machine[0].strip()} is true of one machine; name it by an "
                                "option, a variable or a relative path")
