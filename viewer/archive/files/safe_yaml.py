"""Parses a safe part of YAML: no aliases, merge keys or tags; every scalar is a line of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import to_single_line
from viewer.messages import Message, SystemText, reason_of

#: Larger than any head; PyYAML is slow and recurses deeply on large input.
MAX_YAML_SIZE = 64 * 1024
_MAX_DEPTH = 12


@dataclass(slots=True)
class YamlMapping:
    """A YAML mapping: plain values by key, and the line each key (``events.0``) stands on."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _ForbiddenYaml(Exception):
    def __init__(self, message: Message, line: int) -> None:
        super().__init__(message)
        self.line = line


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
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                raise _ForbiddenYaml(
                    Message("uses an alias (*name)"), mark.line if mark is not None else 0
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        result = YamlMapping()
        if node is None:
            return result
        if not isinstance(node, yaml.MappingNode):
            problems.error(
                Message("{subject} must be lines of the form “key: value”.", subject=subject),
                first_line,
            )
            return None
        result.values = _to_plain_value(node, first_line, problems, result.lines, "", 0)
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


def _to_plain_value(
    node: yaml.Node,
    first: int,
    problems: ProblemCollector,
    lines: dict[str, int],
    path: str,
    depth: int,
) -> Any:
    if depth > _MAX_DEPTH:
        raise _ForbiddenYaml(Message("is nested too deeply"), node.start_mark.line)
    if isinstance(node, yaml.ScalarNode):
        # “~” and an empty value both mean: no value.
        return "" if node.tag == "tag:yaml.org,2002:null" else to_single_line(node.value)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for number, item in enumerate(node.value):
            key_path = f"{path}.{number}" if path else str(number)
            lines[key_path] = first + item.start_mark.line
            items.append(_to_plain_value(item, first, problems, lines, key_path, depth + 1))
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
        mapping[key] = _to_plain_value(value_node, first, problems, lines, key_path, depth + 1)
    return mapping
