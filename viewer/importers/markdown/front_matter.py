"""Parses front matter as other programs write it: YAML, TOML, or lines of ``Key: value``.

Hugo, Jekyll, Hexo, Pelican and their kin agree on little but the names of the keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_yaml import MAX_YAML_SIZE, parse_yaml_mapping
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import Problem, Severity
from viewer.messages import Message, SystemText

_YAML = re.compile(r"\s*?(?:<!--.{0,2000}?-->\s*)?^---[ \t]*\n", re.MULTILINE | re.DOTALL)
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n")
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_. -]{0,39}?)[ \t]*[:：][ \t]*(.*)\Z")
_TOML_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,39})[ \t]*=[ \t]*(.*)\Z")
_NUMBERED_TITLE = re.compile(
    r"^[Tt]itle:[ \t]*([^\s\"'|>\[{#][^\n]*?\s#\d{1,6}\b[^\n]*)$", re.MULTILINE
)
_CONTINUATION = re.compile(r"[ \t]+\S")
#: Keys of Pelican and MultiMarkdown; lines with these on top of a text are its head.
_KNOWN_KEYS = frozenset({
    "title", "date", "modified", "category", "categories", "tags", "slug", "author", "authors",
    "summary", "lang", "language", "status", "template", "save_as", "url", "translation",
    "keywords", "series", "number", "issue", "layout", "permalink", "published", "description",
    "cover", "image", "editor", "editors", "id", "comments", "subtitle", "toc", "draft",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a file: ``values`` (texts, lists or mappings) by key in small letters.

    ``head`` is its text as written, ``format`` is ``yaml``, ``toml``, ``lines``, or empty where
    there is no head. ``body`` is the text below; it begins on ``first_line`` (from 1) of the file.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1
    head: str = ""
    format: str = ""

    def first_text(self, *keys: str) -> str:
        """The value of the first of ``keys`` that has text, as one line; empty if none has."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, list):
                value = next((item for item in value if isinstance(item, str) and item), "")
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    def text_list(self, *keys: str) -> tuple[str, ...]:
        """The names under the first of ``keys`` that has any: a list, or one line divided by marks.

        An entry that is a mapping counts as its ``name``.
        """
        for key in keys:
            value = self.values.get(key)
            names = _split_names(value)
            if names:
                return names
        return ()

    def tags(self, *keys: str) -> tuple[str, ...]:
        """The tags under all of ``keys``, each once; a line of text is divided at commas."""
        tags: list[str] = []
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                tags += re.split(r"[,，、;；]", value)
            elif isinstance(value, list):
                tags += [_item_name(item) for item in value]
        clean = (" ".join(tag.split()).lstrip("#")[:100] for tag in tags)
        return tuple(dict.fromkeys(tag for tag in clean if tag))[:40]

    def is_true(self, *keys: str) -> bool:
        """Whether one of ``keys`` is set to true."""
        return any(self.first_text(key).lower() in ("true", "yes", "on", "1") for key in keys)


def split_front_matter(text: str, problems: ProblemCollector) -> FrontMatter:
    """``text`` as head and body; what cannot be read of the head is a problem and left out."""
    if _YAML.match(text):
        return _parse_yaml(text, problems)
    if _TOML.match(text):
        return _parse_toml(text, problems)
    return _parse_key_lines(text, problems) or FrontMatter(body=text)


def _split_names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        parts = re.split(r"\s*[,，、;；]\s*|\s+and\s+|\s*&\s*", " ".join(value.split()))
    elif isinstance(value, list):
        parts = [_item_name(item) for item in value]
    elif isinstance(value, dict):
        parts = [_item_name(value)]
    else:
        return ()
    return tuple(dict.fromkeys(part.strip()[:500] for part in parts if part.strip()))[:50]


def _item_name(item: Any) -> str:
    if isinstance(item, dict):
        item = next((item[key] for key in ("name", "title", "nick") if item.get(key)), "")
    return " ".join(item.split()) if isinstance(item, str) else ""


def _parse_yaml(text: str, problems: ProblemCollector) -> FrontMatter:
    opening = _YAML.match(text)
    start = opening.end() if opening is not None else 0
    end = _YAML_END.search(text, start)
    if end is None:
        # A rule above the text is no head.
        if _KEY_LINE.match(text, start):
            problems.warning(
                Message("The head is not closed; put a line of three hyphens below it."), 1
            )
        return FrontMatter(body=text)
    head = text[start : end.start()]
    line = text.count("\n", 0, start) + 1
    body_line = text.count("\n", 0, end.end()) + 1
    head_problems = ProblemCollector(problems.file)
    # Tabs are frequent, and YAML forbids them.
    mapping = parse_yaml_mapping(
        head.replace("\t", "    "), line, head_problems, Message("The head")
    )
    if mapping is not None:
        _pass_on_problems(head_problems, problems, Severity.WARNING)
        values = {key.lower(): value for key, value in mapping.values.items()}
        numbered_title = _NUMBERED_TITLE.search(head)
        if numbered_title is not None:
            # To YAML “#2” begins a comment, to no author of a newsletter.
            values["title"] = to_single_line(numbered_title[1]).strip()
        return FrontMatter(values, text[end.end() :], body_line, head, "yaml")
    if not _is_head(head):
        return FrontMatter(body=text)
    _pass_on_problems(head_problems, problems, Severity.WARNING)
    problems.warning(Message("What could be read of the head line by line was taken."), line)
    return FrontMatter(
        _parse_line_by_line(head, _KEY_LINE), text[end.end() :], body_line, head, "lines"
    )


def _is_head(head: str) -> bool:
    """Whether what stands between two rules is a head with a slip in it rather than text."""
    lines = [line for line in head.split("\n") if line.strip()]
    keys = [line for line in lines if _KEY_LINE.match(line)]
    inner = [line for line in lines if line[0] in " -#]}" or _KEY_LINE.match(line)]
    return bool(keys) and lines[0] in keys and len(lines) - len(inner) <= len(keys)


def _parse_toml(text: str, problems: ProblemCollector) -> FrontMatter:
    opening = _TOML.match(text)
    start = opening.end() if opening is not None else 0
    end = _TOML_END.search(text, start)
    if end is None:
        problems.warning(
            Message("The head is not closed; put a line of three plus signs below it."), 1
        )
        return FrontMatter(body=text)
    head = text[start : end.start()]
    line = text.count("\n", 0, start) + 1
    body_line = text.count("\n", 0, end.end()) + 1
    values: dict[str, Any] = {}
    if len(head.encode("utf-8", "replace")) > MAX_YAML_SIZE:
        problems.warning(Message("The head is longer than 64 KB; it is left out."), line)
        return FrontMatter(values, text[end.end() :], body_line, head, "toml")
    try:
        values = {
            key.lower(): _to_text_values(value, 0) for key, value in tomllib.loads(head).items()
        }
    except RecursionError:
        problems.warning(Message("The head is nested too deeply; write it flat."), line)
    except Exception as error:  # a date that is none raises what it likes
        reason = SystemText(" ".join(str(error).split())[:120])
        problems.warning(
            Message("The head is not TOML ({reason}); it was read line by line.", reason=reason),
            line,
        )
        values = {k: v.strip("\"'") for k, v in _parse_line_by_line(head, _TOML_LINE).items()}
    return FrontMatter(values, text[end.end() :], body_line, head, "toml")


def _to_text_values(value: Any, depth: int) -> Any:
    if depth > 12:
        return ""
    if isinstance(value, dict):
        return {str(key).lower(): _to_text_values(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_to_text_values(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**15:
        return ""
    return to_single_line(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _parse_key_lines(text: str, problems: ProblemCollector) -> FrontMatter | None:
    """A head of lines up to the first empty one (Pelican) or to three hyphens (old Hexo)."""
    lines = text.lstrip("\n").split("\n", 201)[:200]
    skipped = len(text) - len(text.lstrip("\n"))
    if not lines or _KEY_LINE.match(lines[0]) is None:
        return None
    keys: list[str] = []
    end = len(lines)
    for number, line in enumerate(lines):
        match = _KEY_LINE.match(line)
        if match is not None:
            keys.append(match[1].strip().lower())
        elif not keys or not (_CONTINUATION.match(line) or re.match(r"- \S", line)):
            end = number
            break
    closing = lines[end] if end < len(lines) else ""
    known = [key for key in keys if key in _KNOWN_KEYS]
    if len(known) * 2 < len(keys) or "title" not in known or closing.strip() not in ("", "---"):
        return None
    if len(keys) == 1 and not closing.startswith("---"):
        # “Title: …” alone on top of a text says what it is; any other line would not.
        known = [key for key in known if keys[0] == "title"]
        if not known:
            return None
    head = "\n".join(lines[:end])
    body = "\n".join(text.lstrip("\n").split("\n")[end + 1 :])
    if closing.startswith("---"):
        parsed = _parse_yaml(f"---\n{head}\n---\n{body}", problems)
        return replace(parsed, first_line=max(1, parsed.first_line - 1))
    if len(head) > MAX_YAML_SIZE:
        return None
    return FrontMatter(_parse_line_by_line(head, _KEY_LINE), body, skipped + end + 2, head, "lines")


def _parse_line_by_line(head: str, pattern: re.Pattern[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    last = ""
    for line in head[:MAX_YAML_SIZE].split("\n"):
        match = pattern.match(line)
        if match is not None:
            last = match[1].strip().lower()
            value = match[2].strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            values.setdefault(last, to_single_line(value))
        elif last and _CONTINUATION.match(line):
            separator = ", " if line.lstrip().startswith("- ") and values[last] else " "
            entry = line.strip().removeprefix("- ")
            values[last] = to_single_line(f"{values[last]}{separator}{entry}".strip())
    return values


def _pass_on_problems(
    head_problems: ProblemCollector, problems: ProblemCollector, severity: Severity
) -> None:
    """What is wrong with a head keeps no issue out, so it is told as less than an error."""
    for problem in head_problems.collected():
        if problem.severity is Severity.ERROR:
            problem = replace(problem, severity=severity)
        _add_problem(problems, problem)


def _add_problem(problems: ProblemCollector, problem: Problem) -> None:
    if problem.severity is Severity.WARNING:
        problems.warning(problem.message, problem.line, problem.key)
    else:
        problems.guess(problem.message, problem.line)
