"""Answers that a picture can't draw, as a student would have them on the way to one that it can."""


def raises(error):
    """A function of any arguments that raises this error."""

    def function(*_):
        raise error

    return function


def returns(value):
    """A function of any arguments that returns this value."""
    return lambda *_: value


not_written = raises(NotImplementedError())
