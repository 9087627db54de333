"""What a test has in its hands instead of an object of the student's."""

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.grading.conversation import Conversation
    from course.grading.wire.codec import Method


class StandIn:
    """An object of the student's, which stays in the student's process: it can be called, and its attributes be read.

    It never turns into a number or an array, is equal to nothing but itself, and answers to no name with an underscore
    at the front.
    """

    def __init__(
        self,
        conversation: "Conversation",
        number: int,
        name: str,
        parameters: list[inspect.Parameter],
        methods: dict[str, "Method"],
        owner: "StandIn | None" = None,
    ) -> None:
        """
        Args:
            conversation: with the process that has the object.
            number: of the object or, if this is a method, of its owner.
            name: by which tests know it.
            parameters: if it is a function.
            methods: that are known, by name. Changed when one is set.
            owner: if it is a method, the object that it belongs to.
        """
        # Not by assignment, which is the student's business.
        self.__dict__.update(
            _conversation=conversation,
            _number=number,
            _methods=methods,
            _owner=owner,  # is there as long as this is
            _method=name if owner is not None else "",
            __name__=name,
        )
        if parameters:
            self.__dict__["__signature__"] = inspect.Signature(parameters)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} that a test may read")
        if name in self._methods:
            return self._conversation.codec.method(self, self._methods[name])
        return self._conversation.attribute(self._number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} that a test may set")
        self._methods.pop(name, None)
        self._conversation.set_attribute(self._number, name, value)

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"this is of type {type(self).__name__}, and no array")

    def __copy__(self) -> "StandIn":
        return self

    def __deepcopy__(self, memo: object) -> "StandIn":
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of the student's>"


class CallableStandIn(StandIn):
    """A function or method of the student's, or an object that can be called like one."""

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return self._conversation.call(self._number, self._method, args, kwargs)


class SequenceStandIn(StandIn):
    """An object of the student's that has elements."""

    def __len__(self) -> int:
        return self._conversation.size(self._number)

    def __getitem__(self, key: Any) -> Any:
        return self._conversation.item(self._number, key)

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(len(self)))
