"""Parses a safe part of YAML: no aliases, merge keys or tags; every scalar is a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import to_single_line
from viewer.messages import Message, SystemText, reason_of

#: Larger than any head; PyYAML is slow and recurses deeply on large input.
MAX_YAML_SIZE = 64 * 1024
_MAX_DEPTH = 12
#: Brackets open at once in a text that is not even scanned: PyYAML takes seconds to scan them.
_MAX_OPEN_BRACKETS = 40
_BRACKET_OR_QUOTED = re.compile(r"[\[{]|[\]}]|\"(?:[^\"\\\n]|\\.)*+\"?|'[^'\n]*+'?|#.*")


@dataclass(slots=True)
class YamlMapping:
    """A YAML mapping: plain values by key, and the line each key (``events.0``) stands on."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _ForbiddenYaml(Exception):
    def __init__(self, message: Message, line: int) -> None:
        super().__init__(message)
        self.line = line


class _BoundedLoader(yaml.SafeLoader):
    """Refuses aliases and depth while it reads, before the whole of it lies in memory."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line if event.start_mark is not None else 0
        if isinstance(event, yaml.AliasEvent):
            raise _ForbiddenYaml(Message("uses an alias (*name)"), line)
        if self._depth > _MAX_DEPTH:
            raise RecursionError
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def parse_yaml_mapping(
    text: str, first_line: int, problems: ProblemCollector, subject: Message
) -> YamlMapping | None:
    """Read ``text`` as one mapping; None, with an error noted, where that cannot be done.

    ``first_line`` is the line of the file on which ``text`` begins; ``subject`` names it in
    messages.
    """
    if len(text.encode("utf-8", "replace")) > MAX_YAML_SIZE:
        problems.error(
            Message("{subject} is longer than 64 KB; move the text below it.", subject=subject),
            first_line,
        )
        return None
    try:
        _refuse_open_brackets(text)
        loader = _BoundedLoader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        result = YamlMapping()
        if node is None:
            return result
        if not isinstance(node, yaml.MappingNode):
            problems.error(
                Message("{subject} must be lines of the form “key: value”.", subject=subject),
                first_line,
            )
            return None
        result.values = _to_plain_value(node, first_line, problems, result.lines, "")
        return result
    except _ForbiddenYaml as refusal:
        problems.error(
            Message(
                "{subject} {reason}; write the values out.",
                subject=subject,
                reason=reason_of(refusal),
            ),
            first_line + refusal.line,
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark is not None else 0)
        reason = SystemText(error.problem) if error.problem else Message("it is not YAML")
        problems.error(
            Message(
                "{subject} cannot be read: {reason}; mend this line or the one above.",
                subject=subject,
                reason=reason,
            ),
            line,
        )
    except RecursionError:
        problems.error(
            Message("{subject} is nested too deeply; write it flat.", subject=subject), first_line
        )
    except Exception as error:  # the YAML library raises nearly anything on hostile input
        reason = SystemText(" ".join(str(error).split())[:120] or type(error).__name__)
        problems.error(
            Message("{subject} cannot be read: {reason}.", subject=subject, reason=reason),
            first_line,
        )
    return None


def _refuse_open_brackets(text: str) -> None:
    """Raise where more brackets are open at once than any head has."""
    depth = 0
    for match in _BRACKET_OR_QUOTED.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > _MAX_OPEN_BRACKETS:
                raise RecursionError
        elif match[0] in "]}":
            depth = max(0, depth - 1)


def _to_plain_value(
    node: yaml.Node,
    first: int,
    problems: ProblemCollector,
    lines: dict[str, int],
    path: str,
) -> Any:
    if isinstance(node, yaml.ScalarNode):
        # “~” and an empty value both mean: no value.
        return "" if node.tag == "tag:yaml.org,2002:null" else to_single_line(node.value)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for number, item in enumerate(node.value):
            key_path = f"{path}.{number}" if path else str(number)
            lines[key_path] = first + item.start_mark.line
            items.append(_to_plain_value(item, first, problems, lines, key_path))
        return items
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise _ForbiddenYaml(Message("has a key that is not a word"), line)
        key = to_single_line(key_node.value)
        if key == "<<":
            raise _ForbiddenYaml(Message("uses a merge key (<<)"), line)
        key_path = f"{path}.{key}" if path else key
        if key in mapping:
            problems.error(
                Message("The key “{key}” is given twice; keep one. The first is used.", key=key),
                first + line,
                key,
            )
            continue
        lines[key_path] = first + line
        mapping[key] = _to_plain_value(value_node, first, problems, lines, key_path)
    return mapping
