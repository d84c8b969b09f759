"""Resolves the links and pictures of one Markdown issue to what they are in the library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue_draft import ImportLoss, PictureDraft
from viewer.importers.html.pictures import PictureCollector
from viewer.importers.markdown.site_layout import IssueIndex, SiteFolder, is_markdown_link
from viewer.importers.markdown_text.links import rewrite_links

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: What Pelican's authors write in front of file names.
_PELICAN_PREFIX = re.compile(r"(?:\{(?:filename|static|attach|index)\}|\|(?:filename|attach)\|)/?")
_KEPT_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:|#|dosudo-viewer:)", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|edu|gov|cn|tw|hk|jp))"
    r"(?:[.:/?#]\S*)?\Z",
    re.IGNORECASE,
)


class LinkResolver:
    """Rewrites the links of one issue, collects its pictures and counts what is lost."""

    def __init__(
        self, site: SiteFolder, issue_index: IssueIndex, file: str, problems: ProblemCollector
    ) -> None:
        self._site = site
        self._issue_index = issue_index
        self._file = file
        self._problems = problems
        self._data_urls: list[str] = []
        self._found_files: dict[str, Path | None] = {}
        self._collector = PictureCollector(self._find_file, "", self._data_urls, problems)

    @property
    def pictures(self) -> list[PictureDraft]:
        """The pictures whose files were found."""
        return self._collector.drafts

    @property
    def losses(self) -> dict[ImportLoss, int]:
        """What could not be kept, in the order of ``ImportLoss``."""
        counts = self._collector.losses
        return {loss: counts[loss] for loss in ImportLoss if counts.get(loss)}

    def count_loss(self, loss: ImportLoss) -> None:
        """Count one more thing that could not be kept."""
        self._collector.count_loss(loss)

    def resolve(self, text: str) -> str:
        """``text`` with the names of the collected pictures, and links that work in the library.

        A link to another issue of the folder becomes one to that issue's file; a link that cannot
        be followed keeps its words and loses its target.
        """
        return rewrite_links(text, self._resolve_picture, self._resolve_link, self._count_frame)

    def _find_file(self, source: str) -> Path | None:
        if _KEPT_ADDRESS.match(source):
            return None
        if source not in self._found_files:
            self._found_files[source] = self._site.find_file(source, self._file)
        return self._found_files[source]

    def _resolve_picture(self, source: str, attrs: Mapping[str, str]) -> str | None:
        source = _PELICAN_PREFIX.sub("", source.strip())
        if source.startswith("//"):
            source = f"https:{source}"
        if source.startswith("data:"):
            self._data_urls.append(source)
            source = f"data:{len(self._data_urls) - 1}"
        elif source.startswith("/") and self._site.home and self._find_file(source) is None:
            source = self._site.home + source
        elif _BARE_HOST.match(source) and "/" in source and self._find_file(source) is None:
            source = f"https://{source}"
        image = self._collector.collect(Element("img", {**attrs, "src": source}))
        if image is None or isinstance(image, str):
            return None
        return image.attrs["src"]

    def _resolve_link(self, target: str) -> str:
        target = _PELICAN_PREFIX.sub("", target.strip())
        if not target or _KEPT_ADDRESS.match(target):
            return target
        if target.startswith("//"):
            return f"https:{target}"
        if not _SCHEME.match(target) or _BARE_HOST.match(target):
            number = self._issue_index.find_number(target, self._file)
            if number is not None:
                return f"../{number:03}/issue.md"
            file = self._find_file(target)
            if file is not None and not is_markdown_link(target):
                self.count_loss(ImportLoss.ATTACHMENT)
                return ""
            if target.startswith("/") and self._site.home:
                return self._site.home + target
            if file is None and _BARE_HOST.match(target):
                return f"https://{target}"
        line = None if self.losses.get(ImportLoss.LOST_LINK) else self._problems.find_line(target)
        self.count_loss(ImportLoss.LOST_LINK)
        self._problems.count_guess(
            "Links to files or pages which are not brought in have lost their targets "
            "({count} links).",
            line,
        )
        return ""

    def _count_frame(self, source: str) -> None:
        self.count_loss(
            ImportLoss.EMBEDDED
            if _KEPT_ADDRESS.match(source) or source.startswith("//")
            else ImportLoss.ATTACHMENT
        )
