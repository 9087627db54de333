"""Which code of a notebook decides a mark: what its tests need, directly or through other cells.

The student's own cells run whole. Of cells that are as the instructor wrote them, those statements run that bind a name
which others need, or that may change what such a name stands for; pictures and training that lead nowhere do not.
Where the names can't be told, or are more than a person would work with, everything runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from course.grading.statements import BUILTINS, MOST, UNNAMED, Effects, Names, effects_of, names_of, only

LONGEST = 50_000  # characters of all that is looked into of a student's


@dataclass(frozen=True)
class Part:
    """A cell, or what else needs names at its place in the notebook.

    Attributes:
        source: of the cell; empty for a test, of which only the names count.
        whole: whether it runs whole, if anything after it counts; it is the student's, say.
        needs: names that are needed at its place in any case.
        needed_later: of these, or besides them, those that may be needed at any time after.
        sure: whether what it binds is bound whatever the student has written.
    """

    source: str = ""
    whole: bool = False
    needs: frozenset[str] = frozenset()
    needed_later: frozenset[str] = frozenset()
    sure: bool = True


@dataclass
class _Unit:
    """A statement of a cell that may be left out."""

    names: Names
    effects: Effects = field(default_factory=Effects)
    changes: tuple[Set[str], ...] = ()  # names of what it may change, in sets that others may have, too
    unnamed: bool = False  # whether it may change what has no name
    runs: bool = False


def deciding(parts: Sequence[Part]) -> list[str]:
    """What has to run of each cell, with each line where it was; empty where nothing has.

    Args:
        parts: the cells of the notebook down to the last one that counts, in order. Not changed.
    """
    everything = [part.source for part in parts]
    try:
        if _longer_than_written(parts):
            return everything
        by_part = [[_Unit(names, runs=part.whole) for names in _names(part)] for part in parts]
        if _reaches_anything(by_part) or _more_than_written(by_part):
            return everything
        _add_effects(by_part, parts)
        while not _settled(by_part, parts):
            if _reaches_anything(by_part):
                return everything
    except (RecursionError, MemoryError, ValueError):  # what no person writes
        return everything
    return [
        part.source if part.whole else only(part.source, [unit.names for unit in units if unit.runs])
        for part, units in zip(parts, by_part, strict=True)
    ]


def _longer_than_written(parts: Sequence[Part]) -> bool:
    """Whether the student's own cells, and copies of others, are together longer than a person writes them."""
    seen: set[str] = set()
    length = 0
    for part in parts:
        if part.whole or part.source in seen:
            length += len(part.source)
        seen.add(part.source)
    return length > LONGEST


def _more_than_written(by_part: list[list[_Unit]]) -> bool:
    """Whether the student's own cells have more statements, or names, than a person writes."""
    own = [unit.names for units in by_part for unit in units if unit.runs]
    return len(own) > MOST or len(set().union(*(names.binds | names.uses for names in own))) > MOST


def _reaches_anything(by_part: list[list[_Unit]]) -> bool:
    return any(unit.names.anything for units in by_part for unit in units if unit.runs)


def _names(part: Part) -> tuple[Names, ...]:
    try:
        return names_of(part.source, ours=not part.whole)
    except SyntaxError:
        return ()  # then IPython runs nothing of it


def _add_effects(by_part: list[list[_Unit]], parts: Sequence[Part]) -> None:
    """Find out what each statement may change, from what all names of the notebook stand for."""
    units = [unit for some in by_part for unit in some]
    bound: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        modules = dict(unit.names.modules)
        for name in unit.names.binds:
            bound[name].add(
                modules.get(name)
                or ("code" if name in unit.names.code else "number" if name in unit.names.numbers else "data")
            )
    kinds = {name: kind.pop() if len(kind) == 1 else "data" for name, kind in bound.items()}
    for part, some in zip(parts, by_part, strict=True):
        if not some:
            continue
        here = {name for unit in some for name in unit.names.binds | unit.names.uses}
        known = frozenset((name, kinds[name]) for name in here if name in kinds)
        for unit, effects in zip(some, effects_of(part.source, known), strict=True):
            unit.effects = effects
    _resolve(units, kinds)


def _resolve(units: list[_Unit], kinds: dict[str, str]) -> None:
    """Find all names of what each unit may change that may be left out: through other names, and by functions."""

    def kind_of(name: str) -> str:
        return kinds.get(name, "built in" if name in BUILTINS else "data")

    leaks: dict[str, set[str]] = defaultdict(set)
    calls: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for name in unit.names.code:
            leaks[name] |= {leak for leak in unit.effects.leaks if kind_of(leak) == "data"}
            calls[name] |= {used for used in unit.names.later if kinds.get(used) == "code"}
    for name in list(leaks):
        leaks[name] = set().union(*(leaks[each] for each in _closure(name, calls)))

    def data(names: Iterable[str]) -> set[str]:
        """The names of data among `names`, and of what the functions among them may change or hand out."""
        found: set[str] = set()
        for name in names:
            kind = kind_of(name)
            found |= {name} if kind == "data" else leaks[name] if kind == "code" else set()
        return found

    shared: dict[str, str] = {}  # a forest: each name's parent

    def group(name: str) -> str:
        while shared.setdefault(name, name) != name:
            shared[name] = shared[shared[name]]
            name = shared[name]
        return name

    for unit in units:
        for names in unit.effects.shares:
            first, *others = sorted(data(names) - {UNNAMED}) or [""]
            for other in others:
                shared[group(other)] = group(first)
    members: dict[str, set[str]] = defaultdict(set)
    for name in list(shared):
        members[group(name)].add(name)
    for unit in units:
        if unit.runs:
            continue  # in any case
        used = {name for name in unit.names.uses if kinds.get(name) == "code"}
        touched = data(unit.effects.touches | unit.effects.stores) | data(used)
        groups = {group(name) for name in touched if name in shared}
        unit.changes = (touched | unit.effects.stores, *(members[each] for each in groups))
        unit.unnamed = unit.effects.unnamed or UNNAMED in touched


def _closure(name: str, calls: dict[str, set[str]]) -> set[str]:
    found, todo = {name}, [name]
    while todo:
        new = calls.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def _settled(by_part: list[list[_Unit]], parts: Sequence[Part]) -> bool:
    """Go through the notebook from its end once, and say whether nothing new has to run."""
    settled = True
    always: set[str] = set().union(*(part.needed_later for part in parts))
    always = always.union(*(unit.names.later for units in by_part for unit in units if unit.runs))
    needed: set[str] = set()
    for part, units in zip(reversed(parts), reversed(by_part), strict=True):
        needed |= part.needs
        for unit in reversed(units):
            names = unit.names
            changes = (names.binds, *unit.changes)
            if not unit.runs and (
                unit.unnamed or not all(each.isdisjoint(needed) and each.isdisjoint(always) for each in changes)
            ):
                unit.runs = True
                settled = False
            if unit.runs:
                if not part.whole and part.sure:
                    needed -= names.certain
                needed |= names.uses
    return settled
