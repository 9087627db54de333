"""What the grader has the spawner do. It goes as JSON over a socket of their own, which no student's process has."""

import json
from typing import NamedTuple


class Limits(NamedTuple):
    """What one submission may use."""

    memory: int  # bytes, of all its processes together, besides what is shared
    processes: int  # and threads, at one time
    disk: int  # bytes, in a folder in memory that goes when it ends
    output: int  # bytes that a cell may show
    message: int  # bytes of one message between referee and student

    def used_up_memory(self) -> str:
        """What a process did that was ended for the memory of its submission, in words."""
        return f"used more memory than the {self.memory / 2**20:,.0f} MiB that a submission may use"


class Import(NamedTuple):
    """Import modules, for all students' processes that are started from now on; the answer is 0 when that is done.

    One that isn't there is passed over. No student's process runs meanwhile.
    """

    modules: tuple[str, ...]


class Start(NamedTuple):
    """Start a student's process; the answer is 0 when it runs.

    Its end of a socket comes along, and where there is a control group, the file that counts its events, and those by
    which it is joined.
    """

    number: int  # by which it is known from now on
    folder: str  # that is its own, where processes are isolated
    nobody_looks: bool  # whether what its cells show is not kept
    limits: Limits


class Interrupt(NamedTuple):
    """Interrupt what a student's process does now. There is no answer."""

    number: int


class End(NamedTuple):
    """End a student's process; the answer is its exit status, or 128 and the number of the signal that killed it."""

    number: int


Order = Import | Start | Interrupt | End
_ORDERS: dict[str, type[Order]] = {kind.__name__: kind for kind in (Import, Start, Interrupt, End)}


def pack_order(order: Order) -> bytes:
    """The message that says `order`."""
    return json.dumps([type(order).__name__, *order]).encode()


def unpack_order(message: bytes) -> Order:
    """The order that `message`, of `pack_order`, says."""
    name, *fields = json.loads(message)
    order = _ORDERS[name](*fields)
    return order._replace(limits=Limits(*order.limits)) if isinstance(order, Start) else order
