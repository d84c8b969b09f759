"""What happens to files on a disk: flipped bits, cut ends, zeroed blocks, noise, other content."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

_BLOCK = 4096


def _flip(content: bytearray, chance: random.Random, times: int = 1) -> None:
    for _ in range(times):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _truncate(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def _zero_block(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content)) // _BLOCK * _BLOCK
    end = min(len(content), start + _BLOCK)
    content[start:end] = bytes(end - start)


def _noise(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 16, 512)))
    content[start:end] = chance.randbytes(end - start)


def _swap_blocks(content: bytearray, chance: random.Random) -> None:
    """Two blocks change places, as when a disk writes them in the wrong order."""
    one, other = (chance.randrange(-(-len(content) // _BLOCK)) * _BLOCK for _ in range(2))
    first, second = content[one : one + _BLOCK], content[other : other + _BLOCK]
    content[one : one + len(second)] = second
    content[other : other + len(first)] = first


def _replace_all(content: bytearray, chance: random.Random) -> None:
    content[:] = chance.randbytes(chance.choice((0, 1, 100, len(content))))


#: One flipped bit is what happens most, and what is hardest to notice.
_KINDS: dict[str, Callable[[bytearray, random.Random], None]] = {
    "one flipped bit": _flip,
    "another flipped bit": _flip,
    "forty flipped bits": lambda content, chance: _flip(content, chance, 40),
    "cut off": _truncate,
    "a block of zeros": _zero_block,
    "noise": _noise,
    "two blocks exchanged": _swap_blocks,
    "other content": _replace_all,
}


def damage_file(path: Path, chance: random.Random) -> str:
    """Damages the file at ``path``, or removes it (1 in 20), and says what was done.

    Some damages happen to change nothing: an exchange of a block with itself, noise that was there.
    """
    if chance.random() < 0.05:
        path.unlink()
        return f"{path.name}: removed"
    content = bytearray(path.read_bytes())
    kind = chance.choice(list(_KINDS)) if content else "other content"
    _KINDS[kind](content, chance)
    path.write_bytes(content)
    return f"{path.name}: {kind}"
