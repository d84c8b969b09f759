"""``python -m viewer`` is the program."""

from viewer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
