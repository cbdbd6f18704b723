"""mutate.py SOURCE EDIT OUT: applies an edit to a source, or fails where it does not fit any more.

An edit is a comment that says what is taken away, then blocks of this form, each of which must
fit in exactly one place:

    <<<<
    lines of the source
    ====
    lines in their place
    >>>>
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"^<<<<\n(.*?)^====\n(.*?)^>>>>$", re.DOTALL | re.MULTILINE)


def main():
    source, edit, out = map(pathlib.Path, sys.argv[1:])
    text = source.read_text(encoding="utf-8")
    blocks = BLOCK.findall(edit.read_text(encoding="utf-8"))
    if not blocks:
        sys.exit(f"{edit} has no block to replace")
    for old, new in blocks:
        if text.count(old) != 1:
            sys.exit(f"{edit} fits {text.count(old)} places of {source}; adapt it")
        text = text.replace(old, new)
    out.write_text(text, encoding="utf-8")


main()
