"""Build the located tree from a stream of scalars, openings and closings, within bounds and without recursion."""

from __future__ import annotations

from typing import NoReturn

from attrs import define

from perfeval.codec.odd_characters import character_name, hidden_in, mend_of
from perfeval.codec.tree import AnyNode, MappingNode, ScalarNode, SequenceNode, shown
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.limits import DEPTH, ISSUES, VALUES


@define(eq=False)
class _Open:
    """A container that is not yet closed."""

    node: MappingNode | SequenceNode
    key: ScalarNode | None = None
    is_key: bool = False


class TreeBuilder:
    """Take what a parser meets, in the order of the file, and make nodes of it; note every problem on the way.

    Args:
        path: The file, as the caller named it.

    """

    def __init__(self, path: str | None) -> None:
        """Start with nothing."""
        self.path = path
        self.root: AnyNode | None = None
        self.issues: list[Issue] = []
        self._open: list[_Open] = []
        self._count = 0

    @property
    def wants_key(self) -> bool:
        """Whether the next node stands as a key."""
        return bool(self._open) and self._open[-1].key is None and isinstance(self._open[-1].node, MappingNode)

    def finish(self) -> AnyNode:
        """Return the root, which the parser has met.

        Raises:
            FormatError: If any problem was noted, with all of them; or if there was nothing.

        """
        if self.issues:
            raise FormatError(self.issues)
        if self.root is None:
            where = Location(path=self.path)
            raise FormatError([Issue(code="file-empty", values={"path": self.path or "-"}, location=where)])
        return self.root

    def note(self, issue: Issue) -> None:
        """Note a problem and go on, unless there are too many to be read."""
        self.issues.append(issue)
        if len(self.issues) >= ISSUES.most:
            raise FormatError(self.issues)

    def stop(self, issue: Issue) -> NoReturn:
        """Note a problem after which nothing can be trusted, and raise all."""
        raise FormatError([*self.issues, issue])

    def where(self, line: int, column: int) -> Location:
        """Return the location of a node that stands here and has not been added yet."""
        if self.wants_key:
            return Location(path=self.path, line=line or None, column=column or None, place=self._open[-1].node.place)
        parent, step = self._context()
        return ScalarNode(self.path, line, column, parent, step, "", quoted=False).location

    def scalar(self, text: str, line: int, column: int, *, quoted: bool) -> None:
        """Add a value, or a key if one is due."""
        self._tally(line, column)
        if not self._open:
            self.root = ScalarNode(self.path, line, column, None, None, text, quoted)
            return
        top = self._open[-1]
        holder = top.node
        if isinstance(holder, SequenceNode):
            holder.items.append(ScalarNode(self.path, line, column, holder, len(holder.items) + 1, text, quoted))
        elif top.key is None:
            self._take_key(top, holder, ScalarNode(self.path, line, column, holder, text, text, quoted))
        else:
            holder.entries.setdefault(
                top.key.text, ScalarNode(self.path, line, column, holder, top.key.text, text, quoted)
            )
            top.key = None

    def odd_key(self, line: int, column: int) -> None:
        """Add a key that is refused for what it is, so that the walk can go on; its stand-in is like no other key."""
        top = self._open[-1]
        text = f"?{line}:{column}"
        top.key = ScalarNode(self.path, line, column, top.node, text, text, quoted=True)

    def open_mapping(self, line: int, column: int) -> None:
        """Begin a mapping, which lasts until it is closed."""
        parent, step = self._context()
        self._begin(MappingNode(self.path, line, column, parent, step))

    def open_sequence(self, line: int, column: int) -> None:
        """Begin a sequence, which lasts until it is closed."""
        parent, step = self._context()
        self._begin(SequenceNode(self.path, line, column, parent, step))

    def close(self) -> None:
        """End the innermost mapping or sequence."""
        done = self._open.pop()
        if done.is_key:
            self.odd_key(done.node.line, done.node.column)

    def _context(self) -> tuple[MappingNode | SequenceNode | None, str | int | None]:
        if not self._open:
            return None, None
        top = self._open[-1]
        if isinstance(top.node, SequenceNode):
            return top.node, len(top.node.items) + 1
        return top.node, top.key.text if top.key else None

    def _begin(self, node: MappingNode | SequenceNode) -> None:
        self._tally(node.line, node.column)
        if len(self._open) >= DEPTH.most:
            # The key path is as deep as the nesting, so it would bury the message.
            where = Location(path=self.path, line=node.line or None, column=node.column or None)
            self.stop(Issue(code="too-deep", location=where, expected=DEPTH.words))
        is_key = self.wants_key
        if is_key:
            self.note(Issue(code="yaml-key", location=self.where(node.line, node.column)))
        else:
            self._attach(node)
        self._open.append(_Open(node, is_key=is_key))

    def _attach(self, node: MappingNode | SequenceNode) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if isinstance(top.node, SequenceNode):
            top.node.items.append(node)
        elif top.key is not None:
            top.node.entries.setdefault(top.key.text, node)
            top.key = None

    def _take_key(self, top: _Open, holder: MappingNode, key: ScalarNode) -> None:
        if not key.quoted and (index := hidden_in(key.text)) is not None:
            # Two keys that look alike would differ, and a blank that is none indents nothing.
            values = {"key": shown(key.text), "character": character_name(key.text[index])}
            where = Location(path=self.path, line=key.line, column=key.column + index, place=key.place)
            self.note(Issue(code="odd-character", values=values, location=where, hint=mend_of(key.text[index])))
        first = holder.keys.setdefault(key.text, key)
        top.key = key
        if first is not key:
            hint = Text(f"第一次写在第 {first.line} 行", f"it is first given in line {first.line}")
            self.note(Issue(code="duplicate-key", values={"key": shown(key.text)}, location=key.location, hint=hint))

    def _tally(self, line: int, column: int) -> None:
        self._count += 1
        if self._count > VALUES.most:
            self.stop(Issue(code="too-many-nodes", location=self.where(line, column), expected=VALUES.words))
