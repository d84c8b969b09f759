"""Runs one campaign and prints its row; without a name, lists the campaigns there are."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.campaign.harness import campaigns, carry_out, own_surroundings


def main(arguments: list[str]) -> int:
    """0 where nothing failed, or with ``--control`` where something did; else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("name", nargs="?", choices=list(campaigns()))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, help="how many experiments")
    parser.add_argument("--control", action="store_true", help="without the defence: must fail")
    asked = parser.parse_args(arguments)
    if asked.name is None:
        for name, (count, purpose) in campaigns().items():
            print(f"{name:16} {count:6}  {purpose}")
        return 0
    with tempfile.TemporaryDirectory(prefix="campaign", ignore_cleanup_errors=True) as folder:
        os.environ.update(own_surroundings(Path(folder)))
        result = carry_out(
            asked.name, Path(folder, "work"), asked.seed, asked.count, control=asked.control
        )
    print(result.report())
    if asked.control and not result.broken:
        print("failed, as it must" if result.failures else "found nothing: it proves nothing")
    return int(bool(result.broken) or bool(result.failures) != asked.control)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
