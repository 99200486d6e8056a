"""The hooks with which plugins register what they bring; every one returns data only, and order never matters.

Implement a hook with ``hookimpl`` in a module named under the entry-point group ``perfeval``. The built-in sets, scorers,
layouts, writers, readers and rules go through the same hooks (:mod:`perfeval.registry.built_in`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import click

    from perfeval.audit.rule import Rule
    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.errors import ErrorCode
    from perfeval.forms.recognition import Reader
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay
    from perfeval.office.opening import Opener
    from perfeval.scoring.protocols import Aggregator, Scorer

PROJECT = "perfeval"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def perfeval_indicator_sets() -> Iterable[IndicatorSet | Overlay | Path]:  # type: ignore[empty-body]
    """Return indicator sets and overlays, as values or as paths of their YAML files (or of a folder of them)."""


@hookspec
def perfeval_scorers() -> Iterable[type[Scorer]]:  # type: ignore[empty-body]
    """Return classes of scorers; each class's ``kind`` is its ``type:`` tag in YAML."""


@hookspec
def perfeval_aggregators() -> Iterable[type[Aggregator]]:  # type: ignore[empty-body]
    """Return classes of aggregators; each class's ``kind`` is its ``type:`` tag in YAML."""


@hookspec
def perfeval_layouts() -> Iterable[Layout]:  # type: ignore[empty-body]
    """Return layouts: each turns an evaluation into neutral blocks, for every set or for some."""


@hookspec
def perfeval_renderers() -> Iterable[Writer]:  # type: ignore[empty-body]
    """Return writers: each draws any blocks in one format."""


@hookspec
def perfeval_readers() -> Iterable[Reader]:  # type: ignore[empty-body]
    """Return readers: each recognises filled forms of one layout and turns them into dossiers."""


@hookspec
def perfeval_file_openers() -> Iterable[Opener]:  # type: ignore[empty-body]
    """Return openers: each turns the bytes of one kind of file into grids of cells, which readers then read."""


@hookspec
def perfeval_error_codes() -> Iterable[ErrorCode]:  # type: ignore[empty-body]
    """Return codes of the plugin's own errors, each with its sentence in both languages."""


@hookspec
def perfeval_audit_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """Return audit rules: each finds one kind of defect in a dossier and its evaluation, or in a batch of them."""


@hookspec
def perfeval_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Return commands that join ``perfeval`` on the command line."""
