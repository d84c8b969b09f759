from __future__ import annotations

import sys

import pytest

from viewer.ui.i18n import languages


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("zh_TW", "zh_TW"),
        ("zh-Hans-CN", "zh_TW"),
        ("ZH", "zh_TW"),
        ("zh.UTF-8", "zh_TW"),
        ("en_GB", "en"),
        ("zha", "en"),
        ("C", "en"),
        ("de_DE.UTF-8@euro", "en"),
    ],
)
def test_a_locale_is_spoken_in_the_nearest_language(wanted: str, spoken: str) -> None:
    assert languages.resolve_language(wanted) == spoken


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system is asked through Qt")
@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "", "LC_ALL": "zh_HK.UTF-8"}, "zh_TW"),
    ],
)
def test_the_system_is_asked_for_its_language_of_messages(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], spoken: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert languages.resolve_language() == spoken
