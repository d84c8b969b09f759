"""Long seeded experiments, run by hand: ``python -m tests.campaign NAME --seed N --count N``.

A campaign is a module of this folder, called by its name with hyphens (``store_damage.py`` is
``store-damage``). Its docstring's first line says what is done and what must hold; it has

    COUNT = 250                                   how many experiments, unless told otherwise

    def run(folder: Path, chance: Random, count: int, control: bool) -> Iterator[str]:

which makes ``count`` experiments in the empty ``folder``, everything drawn from ``chance``, and
yields a text for each: empty where what must hold held, else a sentence that says what did not.
With ``control`` it takes the defence away (or plants the fault), so that experiments must fail: a
campaign that cannot fail proves nothing.
"""
