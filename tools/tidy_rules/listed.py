"""What no CMakeLists.txt lists is neither compiled nor run, and nobody notices."""

import posixpath
import re

from .tree import Violation, folder_of

SET = re.compile(r"\bset\((\w+)\s+([^\s)]+)\)")


def patterns_in(tree, list_file):
    """The sources that a CMakeLists.txt names, relative to the root. What a variable of a loop
    stands for is any word."""
    folder = folder_of(list_file)
    text = tree.text(list_file)
    values = {"CMAKE_SOURCE_DIR": "/", "CMAKE_CURRENT_SOURCE_DIR": "/" + folder}
    for name, value in SET.findall(text):
        values.setdefault(name, value)
    for _ in range(3):  # a value may name another
        text = re.sub(r"\$\{(\w+)\}", lambda match: values.get(match[1], match[0]), text)
    for word in re.findall(r"[^\s()\"]+", text):
        path = posixpath.normpath(posixpath.join("/" + folder, word)).lstrip("/")
        yield re.sub(r"\\\$\\{\w+\\}", r"\\w+", re.escape(path))


def words_in(tree, list_file):
    return set(re.findall(r"\w+", tree.text(list_file)))


def check(tree):
    list_files = [path for path in tree.paths if path.endswith("CMakeLists.txt")]
    listed = re.compile("|".join(pattern for list_file in list_files
                                 for pattern in patterns_in(tree, list_file)
                                 if pattern.endswith(".cc")))
    for path in tree.paths:
        name = path.rpartition("/")[2]
        if path.endswith(".cc") and not listed.fullmatch(path):
            yield Violation(path, 1, "listed", "no CMakeLists.txt lists it; add it to its target")
        test = re.fullmatch(r"test_(\w+)\.py", name)
        list_file = folder_of(path) + "/CMakeLists.txt"
        if test and path.startswith("tests/") and list_file in tree.paths:
            if not words_in(tree, list_file) & {test[1], f"test_{test[1]}"}:
                yield Violation(path, 1, "listed", f"{list_file} does not run it; add it there")
