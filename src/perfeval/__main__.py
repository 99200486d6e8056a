"""``python -m perfeval`` is the command line."""

from perfeval.cli import main

main()
