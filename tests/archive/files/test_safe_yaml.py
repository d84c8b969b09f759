"""Hostile YAML: refused before it costs anything, and told.

Covers viewer/archive/files/safe_yaml.py.
"""

from __future__ import annotations

import pytest
from yaml.scanner import Scanner

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_yaml import parse_yaml_mapping
from viewer.messages import Message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: " + "[" * 2000, "nested too deeply"),
        ("a: " + "{a: " * 2000, "nested too deeply"),
        ("a:\n " + "- " * 20_000, "nested too deeply"),
        ("? " * 20_000, "nested too deeply"),
        ("a: " + "[" * 13 + "]" * 13, "nested too deeply"),
        ("".join(" " * depth + "a:\n" for depth in range(300)), "nested too deeply"),
        ("a: &a [x, x]\nb: [" + "*a, " * 10_000 + "]", "uses an alias"),
        ("a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(50)),
         "uses an alias"),
        ("a: " + "b" * 70_000, "longer than 64 KB"),
        # Quadratic in any pattern that looks for the end of each quotation mark anew.
        ('a: "' + '\\"' * 32_000, "cannot be read"),
    ],
)  # fmt: skip
def test_hostile_yaml_is_refused_before_it_is_scanned(
    text: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned = []
    fetch = Scanner.fetch_more_tokens
    monkeypatch.setattr(
        Scanner, "fetch_more_tokens", lambda scanner: scanned.append(1) or fetch(scanner)
    )
    problems = ProblemCollector("x")
    assert parse_yaml_mapping(text, 1, problems, Message("The head")) is None
    assert len(scanned) < 300
    (problem,) = problems.collected()
    assert reason in problem.message


def test_brackets_in_quotes_and_comments_are_text() -> None:
    text = 'a: "' + "[" * 100 + "\"\nb: '" + "{" * 100 + "'\n# " + "[" * 100 + "\nc: d\n"
    mapping = parse_yaml_mapping(text, 1, ProblemCollector("x"), Message("The head"))
    assert mapping is not None
    assert mapping.values == {"a": "[" * 100, "b": "{" * 100, "c": "d"}
