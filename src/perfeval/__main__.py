"""``python -m perfeval`` is the command line."""

from perfeval.commands.entry import main

main()
