"""Finds the publication that imported issues join, by id, name and web site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from viewer.archive.files.publication_file import is_valid_publication_id
from viewer.archive.model.issue import Publication
from viewer.archive.model.title_numbers import normalize_title
from viewer.archive.staging.existing_issues import ExistingIssue
from viewer.errors import LibraryError
from viewer.messages import Message

# “https://example.org/?p=1”, “tag:example.org,2020:1”.
_HOST_PATTERN = re.compile(
    r"(?:https?://(?:[^\s/@]*@)?|tag:)(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})", re.I
)
#: Names that are too common to identify a publication.
_COMMON_NAMES = {
    "blog", "bulletin", "daily", "digest", "mail", "monthly", "news", "newsletter", "posts",
    "untitled", "update", "updates", "weekly", "日報", "月刊", "月報", "週刊", "週報", "通訊",
    "電子報", "日报", "月报", "周刊", "周报", "通讯", "电子报",
}  # fmt: skip


class PublicationMatcher:
    """Chooses among ``publications`` of the library (by id) and those new in this import."""

    def __init__(
        self,
        publications: Mapping[str, Publication],
        existing: Mapping[str, Mapping[int, ExistingIssue]],
    ) -> None:
        self._publications = publications
        self._existing = existing
        # New publications, and the hosts of all of them, by id.
        self._proposed: dict[str, Publication] = {}
        self._hosts: dict[str, frozenset[str]] = {}

    def target_publication(
        self,
        proposed: Publication,
        guids: Iterable[str] = (),
        *,
        by_id: bool = False,
        chosen: bool = False,
    ) -> tuple[Publication, bool]:
        """The publication that issues of ``proposed`` join, and whether it is new.

        One of the same id or name is joined where what is known of both agrees, see
        ``is_same_publication``; ``guids`` name the issues. ``by_id`` lets the id alone count,
        ``chosen`` says that it was chosen and not made from a name or address.

        Raises:
            LibraryError: the id cannot be one.
        """
        hosts = site_hosts(proposed.home, guids)
        name = normalize_title(proposed.name)
        same_id = self._publications.get(proposed.id)
        if same_id is not None and (by_id or chosen):
            return same_id, False
        if not is_valid_publication_id(proposed.id):
            raise LibraryError(
                Message(
                    "“{id}” cannot be a publication's id; write a short word of small "
                    "letters, digits, - and _.",
                    id=proposed.id[:60],
                )
            )
        if by_id:
            return proposed, True
        candidates = [*self._publications.values(), *self._proposed.values()]
        for candidate in sorted(candidates, key=lambda candidate: candidate.id != proposed.id):
            if candidate.id != proposed.id and not (
                name and normalize_title(candidate.name) == name
            ):
                continue
            if is_same_publication(proposed.name, hosts, self._hosts_of(candidate)):
                self._hosts[candidate.id] = self._hosts_of(candidate) | hosts
                return candidate, candidate.id in self._proposed
        id_ = proposed.id
        count = 1
        while id_ in self._publications or id_ in self._proposed:
            count += 1
            id_ = f"{proposed.id[:60]}-{count}"
        created = self._proposed[id_] = replace(proposed, id=id_)
        self._hosts[id_] = hosts
        return created, True

    def namesake(self, publication: Publication) -> Publication | None:
        """Another publication of the library with the name of ``publication``, or None."""
        name = normalize_title(publication.name)
        same = (
            other
            for other in self._publications.values()
            if name and normalize_title(other.name) == name
        )
        return next((other for other in same if other.id != publication.id), None)

    def _hosts_of(self, publication: Publication) -> frozenset[str]:
        if publication.id not in self._hosts:
            guids = (issue.guid for issue in self._existing.get(publication.id, {}).values())
            self._hosts[publication.id] = site_hosts(publication.home, guids)
        return self._hosts[publication.id]


def site_hosts(home: str, guids: Iterable[str]) -> frozenset[str]:
    """The hosts in a publication's home page and in its issues' guids."""
    matches = (_HOST_PATTERN.match(text) for text in (home, *guids))
    return frozenset(match[1].lower() for match in matches if match is not None)


def is_same_publication(name: str, hosts: frozenset[str], other_hosts: frozenset[str]) -> bool:
    """Whether two publications of one ``name`` are one, by the ``site_hosts`` of either.

    What is known of both has to agree; where one says nothing of itself its name has to be one
    that not everybody uses.
    """
    if hosts and other_hosts:
        return any(_is_same_site(host, other) for host in hosts for other in other_hosts)
    return hosts == other_hosts or normalize_title(name) not in _COMMON_NAMES


def _is_same_site(host: str, other: str) -> bool:
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")
