"""Messages and orders: their fields by name, and what is not unpacked."""

from typing import Any

import msgpack
import pytest

from course.grading.wire.messages import QUESTIONS, Call, Change, Failure, FromStudent, WireError, unpack
from course.grading.wire.orders import End, Interrupt, Limits, Order, Start, pack_order, unpack_order

LIMITS = Limits(memory=1, processes=2, disk=3, output=4, message=5)


def test_a_message_is_a_list_of_its_fields_in_order() -> None:
    sent = FromStudent(7, "failed", Failure(["ValueError"], "no", "f", None), [["stdout", "x"]], [Change(2, [1], b"y")])

    assert msgpack.unpackb(msgpack.packb(sent)) == [
        7,
        "failed",
        [["ValueError"], "no", "f", None],
        [["stdout", "x"]],
        [[2, [1], b"y"]],
    ]


def test_fields_are_known_by_name() -> None:
    call = unpack(Call, [3, "step", ["tuple"], ["dict"]], "")

    assert (type(call), call.number, call.method, call.args, call.kwargs) == (Call, 3, "step", ["tuple"], ["dict"])


@pytest.mark.parametrize(
    "parts", [[], [1, 2, 3], [1, 2, 3, 4, 5], (1, 2, 3, 4), "abcd", b"abcd", None, 4, {1: 1, 2: 2, 3: 3, 4: 4}]
)
def test_other_numbers_of_parts_are_refused(parts: Any) -> None:
    with pytest.raises(WireError, match="said nonsense"):
        unpack(Call, parts, "said nonsense")


def test_questions_are_named_by_their_classes() -> None:
    assert QUESTIONS["call"] is Call
    assert set(QUESTIONS) == set("files run define names bind unbind call get set item size trace".split())  # noqa: SIM905


@pytest.mark.parametrize(
    "order", [Start(1, "/here", True, LIMITS), Interrupt(2), End(3)], ids=lambda o: type(o).__name__
)
def test_orders_arrive_as_they_were_given(order: Order) -> None:
    arrived = unpack_order(pack_order(order))

    assert arrived == order
    assert type(arrived) is type(order)
    assert not isinstance(arrived, Start) or arrived.limits.message == 5
