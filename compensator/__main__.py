"""``python -m compensator`` is the command line."""

from compensator.cli.main import main

if __name__ == "__main__":
    main()
