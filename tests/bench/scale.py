"""Whether hundreds of issues are as much at hand as one: every figure of it, in one run.

``python -m tests.bench.scale --markdown DIR [--issues 2000]``

Three libraries: the bundled archive alone, with the folder's issues, and with ``--issues`` of
them, the folder's again and again under other numbers and with new words. Of each: what it takes
to build, on disk and per 1,000 articles; the start to the first painted article, in turn, and its
ratio to that of one issue; the update behind one changed issue; a library that has to be made
ready; and what the window takes while it is used.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench import build, libraries, rebuild, startup
from tests.bench.figures import NOT_MEASURED, megabytes, table

#: The front matter, code, tags and addresses of Markdown, which are left alone, or a word: letters
#: of an alphabet, or a short run of Han.
_SKIPPED_OR_WORD = re.compile(
    r"\A---\n.*?\n---\n|```.*?```|`[^`\n]*`|<[^>\n]*>|\]\([^)\n]*\)|\{[^}\n]*\}|\w+://\S+"
    r"|(?<![^\W_])(?P<word>[^\W\d_\u2e80-\uffef]{4,}|[\u3400-\u9fff]{2,4})(?![^\W_])",
    re.DOTALL,
)


def with_new_words(texts: Iterable[str]) -> Callable[[str, int], str]:
    """Makes of one of ``texts``, and a round, a text with as many new words as a new issue has.

    A word that stands in one issue alone is exchanged for one of letters drawn by chance, another
    one each round: by Good and Turing (1953) as many words of the next issue are new. The rate
    stays that of ``texts``, where that of a real archive falls slowly, so the vocabulary comes out
    rather too large.
    """
    issues_with: Counter[str] = Counter()
    for text in texts:
        issues_with.update(
            {m["word"].lower() for m in _SKIPPED_OR_WORD.finditer(text) if m["word"]}
        )
    rare = {word for word, count in issues_with.items() if count == 1}
    han = "".join(sorted(word for word in rare if "\u3400" <= word[0] <= "\u9fff"))
    letters = "".join(sorted(word for word in rare if word[0] < "\u2e80"))

    def changed(text: str, round_number: int) -> str:
        def exchange(found: re.Match[str]) -> str:
            word = found["word"]
            if not word or word.lower() not in rare:
                return found[0]
            chance = random.Random(f"{round_number} {word.lower()}")
            pool = letters if word[0] < "\u2e80" else han
            new = "".join(chance.choices(pool, k=len(word)))
            return new.capitalize() if word[0].isupper() else new

        return _SKIPPED_OR_WORD.sub(exchange, text)

    return changed


def built(folder: Path, env: dict[str, str]) -> list[tuple[str, str, str]]:
    """Build the library in ``folder`` cold; what that takes, and per 1,000 articles."""
    catalogue, reading = build.apart(build.CATALOGUE, folder, env)
    index, indexing = build.apart(build.INDEX, folder, env)
    look, _ = build.apart(build.LOOK, folder, env)
    thousands = look["articles"] / 1000
    seconds = catalogue["seconds"] + index["seconds"]
    disk = look["catalogue"] + look["index"]
    return [
        ("issues", str(look["issues"]), f"{look['articles']:,} articles"),
        ("catalogue and index, cold", f"{seconds:.1f} s", _per(seconds, thousands, "s")),
        ("on disk", megabytes(disk), _per(disk / 1e6, thousands, "MB")),
        ("most memory, catalogue", megabytes(reading.most), ""),
        ("most memory, index", megabytes(indexing.most), ""),
    ]


def _per(value: float, thousands: float, unit: str) -> str:
    return f"{value / thousands:.2f} {unit} per 1,000 articles"


def starts(libraries_: dict[str, Path], env: dict[str, str], rounds: int) -> str:
    """The start with each library in turn; ratios are to the first of them."""
    found = startup.measure(
        {name: partial(startup.ours, folder) for name, folder in libraries_.items()},
        rounds,
        lambda series: startup.inside(series, env, 1.5),
    )
    text = startup.report(found, ("painted",), "painted")
    medians = [statistics.median(s.values.get("painted", [0.0])) for s in found.values()]
    if all(medians):
        ratios = ", ".join(
            f"{name} {median / medians[0]:.2f} x"
            for name, median in zip(found, medians, strict=True)
        )
        text += f"\nstart to the first painted article: {ratios}"
    return text


def window(folder: Path, env: dict[str, str], queries: int, articles: int) -> str:
    """What the window takes, see ``tests.bench.window``."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.window", "--library", str(folder),
         "--queries", str(queries), "--articles", str(articles)],
        cwd=libraries.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"The window failed on {folder}; what it said stands above.")
    return done.stdout.rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument(
        "--markdown", type=Path, required=True, metavar="DIR",
        help="a folder of Markdown, one file an issue, with its number in the name",
    )  # fmt: skip
    parser.add_argument("--issues", type=int, default=2000, help="issues of the largest (2000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of starts (9)")
    parser.add_argument("--updates", type=int, default=5, help="rounds of updates (5)")
    parser.add_argument("--queries", type=int, default=100, help="queries to type (100)")
    parser.add_argument("--articles", type=int, default=300, help="articles to open (300)")
    options = parser.parse_args(arguments)
    if not sys.platform.startswith("linux"):
        print(f"memory: {NOT_MEASURED} on this system")
    texts = (path.read_text("utf-8", errors="replace") for path in options.markdown.glob("*.md"))
    changed = with_new_words(texts)
    with ExitStack() as stack:
        env = stack.enter_context(libraries.environment())
        folders = {
            "one issue": stack.enter_context(libraries.temporary()),
            options.markdown.name: stack.enter_context(libraries.temporary(options.markdown)),
            f"{options.issues} issues": stack.enter_context(
                libraries.repeated(options.markdown, options.issues, changed)
            ),
        }
        # One round for the compiled modules alone: a reader's are compiled when she installs.
        libraries.prepare(stack.enter_context(libraries.temporary()), env)
        for name, folder in folders.items():
            print(table((f"[{name}]", "", ""), built(folder, env)), end="\n\n", flush=True)
        print(starts(folders, env, options.rounds), end="\n\n", flush=True)
        for name, folder in list(folders.items())[1:]:
            rows = build.update(folder, env, options.updates)
            print(table((f"[{name}] updates", "", ""), rows), end="\n\n", flush=True)
            print(f"[{name}]", rebuild.measure(folder, env), sep="\n", end="\n\n", flush=True)
            said = window(folder, env, options.queries, options.articles)
            print(f"[{name}]", said, sep="\n", end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
