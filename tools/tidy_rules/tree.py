"""The files of a tree, and what is wrong in one of them."""

import pathlib
import re
import subprocess
from typing import NamedTuple

SUFFIXES = {
    ".cc": "C++", ".h": "C++", ".py": "Python", ".sh": "shell", ".proto": "proto",
    ".cmake": "CMake", ".sql": "SQL", ".md": "Markdown", ".ts": "TypeScript", ".tsx": "TypeScript",
    ".css": "CSS",
}
INTERPRETERS = {"python3": "Python", "bash": "shell", "sh": "shell"}
# Made by programs: what is in them is nobody's style.
GENERATED = re.compile(r"(^|/)(build|node_modules|dist|__pycache__)/")
COMMENT_OR_TEXT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", re.S)


class Violation(NamedTuple):
    path: str
    line: int
    rule: str
    advice: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.advice}"


class Include(NamedTuple):
    line: int
    name: str
    is_exported: bool  # "// exported" behind it: the header offers it to those who include it


class Tree:
    """Paths are relative to the root, with slashes. Files are read once; those that are not UTF-8
    are data and have no language."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._listed())
        self._texts = {}
        self._codes = {}

    def _listed(self):
        """The files that git knows or would add; all files if git does not know the root."""
        if (self.root / ".git").exists():
            result = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root, stdout=subprocess.PIPE, text=True, check=True)
            names = [name for name in result.stdout.split("\0") if name]
        else:
            names = [path.relative_to(self.root).as_posix() for path in self.root.rglob("*")]
        return [name for name in names
                if not GENERATED.search(name) and (self.root / name).is_file()]

    def text(self, path):
        if path not in self._texts:
            try:
                self._texts[path] = (self.root / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                self._texts[path] = ""
        return self._texts[path]

    def lines(self, path):
        """(number, line) of each line."""
        return enumerate(self.text(path).split("\n"), 1)

    def language(self, path):
        name = pathlib.PurePosixPath(path)
        if name.name == "CMakeLists.txt":
            return "CMake"
        if name.suffix:
            return SUFFIXES.get(name.suffix)
        first = self.text(path).split("\n", 1)[0]
        return INTERPRETERS.get(re.split(r"[/ ]", first)[-1]) if first.startswith("#!") else None

    def of_language(self, *languages):
        return [path for path in self.paths if self.language(path) in languages]

    def code(self, path):
        """The text of a C++ file without comments, strings and characters; lines stay."""
        if path not in self._codes:
            self._codes[path] = COMMENT_OR_TEXT.sub(
                lambda match: "\n" * match[0].count("\n"), self.text(path))
        return self._codes[path]

    def includes(self, path):
        for number, line in self.lines(path):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"](.*)', line)
            if match:
                yield Include(number, match[1], "exported" in match[2])


def folder_of(path):
    return path.rpartition("/")[0]


def stem_of(path):
    """The path without its suffix."""
    return path.rpartition(".")[0]
