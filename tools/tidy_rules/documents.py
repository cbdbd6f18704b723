"""Links of Markdown files, and their translations: beside NAME.md stands NAME.zh.md."""

import posixpath
import re
import urllib.parse

from .tree import Violation, folder_of

LINK = re.compile(r"(?<!\\)\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s+(\S+)")
FENCE = re.compile(r"^\s*(```|~~~)")
PLACEHOLDER = re.compile(r"[A-Z]{4}")  # test_NAME.py
NAMED_PATH = re.compile(r"`([\w-]+(?:/[\w.-]+)*/[\w-]+\.\w+)`")
ORIGINAL, TRANSLATION = ".md", ".zh.md"
# Translations of a part only: their code is the original's, but headings and blocks may be missing.
SUMMARIES = ("docs/catalog.zh.md",)
DRAWING = re.compile(r"[─-╿]|^(graph|flowchart|sequenceDiagram)\b", re.M)
REMARK = re.compile(r"(^|\s+)(#|--|//)\s.*$")


class Block:
    """A block of code."""

    def __init__(self, line, opening):
        self.line = line
        self.opening = opening.strip()
        self.lines = []

    def content(self):
        """What a translation keeps: remarks are translated, and blanks stand before them."""
        kept = [REMARK.sub("", line).rstrip() for line in self.lines]
        return self.opening, [line for line in kept if line]

    def is_drawing(self):
        return DRAWING.search("\n".join(self.lines)) is not None


def parts_of(tree, path):
    """(prose as (number, line), blocks of code)"""
    prose, blocks, is_code = [], [], False
    for number, line in tree.lines(path):
        if FENCE.match(line):
            is_code = not is_code
            if is_code:
                blocks.append(Block(number, line))
        elif is_code:
            blocks[-1].lines.append(line)
        else:
            prose.append((number, line))
    return prose, blocks


def headings_of(prose):
    """(number, level, text)"""
    for number, line in prose:
        match = re.match(r"(#{1,6})\s+(.*?)\s*#*$", line)
        if match:
            yield number, len(match[1]), match[2]


def anchors_of(prose):
    """The anchors as GitHub makes them of headings, and those written as HTML."""
    seen = {}
    for _, _, text in headings_of(prose):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        count = seen[slug] = seen.get(slug, -1) + 1
        yield f"{slug}-{count}" if count else slug
    for _, line in prose:
        yield from re.findall(r"<a (?:id|name)=\"([^\"]+)\"", line)


def links_of(prose):
    for number, line in prose:
        for inline, reference in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            yield number, urllib.parse.unquote(inline or reference)


def check_links(tree):
    files = set(tree.paths)
    folders = {""}
    for path in tree.paths:
        while path := folder_of(path):
            folders.add(path)
    documents = tree.of_language("Markdown")
    anchors = {path: set(anchors_of(parts_of(tree, path)[0])) for path in documents}
    for path in documents:
        for number, link in links_of(parts_of(tree, path)[0]):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(folder_of(path), name)) if name else path
            target = "" if target == "." else target
            if target not in files and target not in folders:
                yield Violation(path, number, "link", f"there is no {target}; correct the link")
            elif anchor and target in anchors and anchor not in anchors[target]:
                yield Violation(path, number, "link", f"{target} has no heading #{anchor}")


def check_named_paths(tree):
    """Files of this project that a document names in passing."""
    files = set(tree.paths)
    tops = {path.partition("/")[0] for path in files if "/" in path}
    for path in tree.of_language("Markdown"):
        for number, line in parts_of(tree, path)[0]:
            for name in NAMED_PATH.findall(line):
                if PLACEHOLDER.search(name):
                    continue
                if name.partition("/")[0] in tops and name not in files:
                    yield Violation(path, number, "path", f"there is no {name}; name the file")


def check_headings(original, prose, translation, translated_prose):
    headings = [(level, text) for _, level, text in headings_of(prose)]
    translated = [(number, level) for number, level, _ in headings_of(translated_prose)]
    for (level, text), (number, translated_level) in zip(headings, translated):
        if level != translated_level:
            yield Violation(translation, number, "translation",
                            f'expected the heading of level {level} of "{text}" of {original}')
            return
    if len(headings) != len(translated):
        yield Violation(translation, 1, "translation", f"{len(translated)} headings; {original} "
                                                       f"has {len(headings)}")


def check_code(original, blocks, translation, translated_blocks):
    for ours, theirs in zip(blocks, translated_blocks):
        if ours.is_drawing() and theirs.is_drawing():
            continue
        if ours.content() != theirs.content():
            yield Violation(translation, theirs.line, "translation",
                            f"expected the code of {original}:{ours.line}; remarks may differ")
            return
    if len(blocks) != len(translated_blocks):
        yield Violation(translation, 1, "translation", f"{len(translated_blocks)} blocks of code; "
                                                       f"{original} has {len(blocks)}")


def check_summary_code(original, blocks, translation, translated_blocks):
    known = [block.content() for block in blocks]
    for theirs in translated_blocks:
        if theirs.content() not in known:
            yield Violation(translation, theirs.line, "translation",
                            f"this code is not in {original}; remarks may differ")


def check_translations(tree):
    for translation in tree.paths:
        if not translation.endswith(TRANSLATION):
            continue
        original = translation.removesuffix(TRANSLATION) + ORIGINAL
        if original not in tree.paths:
            yield Violation(translation, 1, "translation", f"there is no {original}; write it")
            continue
        prose, blocks = parts_of(tree, original)
        translated_prose, translated_blocks = parts_of(tree, translation)
        if translation in SUMMARIES:
            yield from check_summary_code(original, blocks, translation, translated_blocks)
        else:
            yield from check_headings(original, prose, translation, translated_prose)
            yield from check_code(original, blocks, translation, translated_blocks)


def check(tree):
    yield from check_links(tree)
    yield from check_named_paths(tree)
    yield from check_translations(tree)
