"""``python -m viewer`` is the program."""

from viewer.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
