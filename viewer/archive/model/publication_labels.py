"""What tells publications of one name apart: their language, their site, or their id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from viewer.archive.model.catalogue_entries import PublicationSummary

#: Languages by their own names.
_LANGUAGE_NAMES = {
    "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "ελληνικά", "en": "English",
    "es": "español", "fi": "suomi", "fr": "français", "hi": "हिन्दी", "hu": "magyar",
    "id": "Indonesia", "it": "italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands",
    "no": "norsk", "pl": "polski", "pt": "português", "pt-br": "português (Brasil)",
    "ru": "русский", "sv": "svenska", "th": "ไทย", "tr": "Türkçe", "uk": "українська",
    "vi": "Tiếng Việt", "zh": "中文", "zh-cn": "简体中文", "zh-hans": "简体中文",
    "zh-hant": "繁體中文", "zh-hk": "繁體中文（香港）", "zh-tw": "繁體中文",
}  # fmt: skip


def with_labels(publications: Sequence[PublicationSummary]) -> tuple[PublicationSummary, ...]:
    """The publications with their ``label``: the name, if need be with what tells it apart."""
    same_name: dict[str, list[PublicationSummary]] = {}
    for publication in publications:
        same_name.setdefault(publication.name.casefold(), []).append(publication)
    labels: dict[str, str] = {}
    for group in same_name.values():
        details = _details(group) if len(group) > 1 else [""]
        for publication, detail in zip(group, details, strict=True):
            name = publication.name or publication.id
            labels[publication.id] = f"{name} ({detail})" if detail else name
    return tuple(replace(one, label=labels[one.id]) for one in publications)


def short_label(publication: PublicationSummary) -> str:
    """The label for where little room is: of a name that others have, only what tells it apart."""
    detail = publication.label.removeprefix(publication.name).strip()
    return detail[1:-1] if detail.startswith("(") and publication.name else publication.label


def _details(group: Sequence[PublicationSummary]) -> list[str]:
    """For each publication the first of language, site and both that differs in all of them."""
    kinds: tuple[Callable[[PublicationSummary], str], ...] = (
        _language,
        _site,
        lambda publication: ", ".join(filter(None, (_language(publication), _site(publication)))),
    )
    for kind in kinds:
        details = [kind(publication) for publication in group]
        if all(details) and len(set(details)) == len(group):
            return details
    return [publication.id for publication in group]


def _language(publication: PublicationSummary) -> str:
    language = publication.language
    return _LANGUAGE_NAMES.get(language.replace("_", "-").lower(), language)


def _site(publication: PublicationSummary) -> str:
    """The host of the publication's home; an address that cannot be read is shown whole."""
    try:
        host = urlsplit(publication.home).hostname
    except ValueError:
        host = None
    return (host or publication.home).removeprefix("www.")
