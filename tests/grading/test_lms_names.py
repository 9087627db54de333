"""Names in the zips of Moodle and Canvas mean one student or nobody."""

import pytest

from course.grading.lms_names import Said, members_meant, what_is_said
from course.grading.people import Person

ADA = Person("ada1", "Ada", "Lovelace", "ada@example.org", "")
ZOE = Person("zoe", "Zoë", "O'Brien Núñez", "zoe@example.org", "")
BOB = Person("bob", "Bob", "Smith", "", "4711")
KIM, KIM_2 = Person("kim", "Kim", "Lee", "", ""), Person("kim2", "Kim", "Lee", "", "815")
CLASS = [ADA, ZOE, BOB, KIM, KIM_2]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            ("Ada Lovelace_123_assignsubmission_file_", "a.ipynb"),
            Said("Ada Lovelace", "123", False, ("a.ipynb",), 0, False),
        ),
        (
            ("Ada Lovelace_123_assignsubmission_file", "week 1", "a.ipynb"),
            Said("Ada Lovelace", "123", False, ("week 1", "a.ipynb"), 0, False),
        ),
        (
            ("Ada Lovelace_123_assignsubmission_file_a_1.ipynb",),
            Said("Ada Lovelace", "123", False, ("a_1.ipynb",), 0, False),
        ),
        (
            ("Ada Lovelace_123_assignsubmission_onlinetext_", "onlinetext.html"),
            Said("Ada Lovelace", "123", False, (), 0, False),
        ),
        # A file is called like another student's.
        (
            ("Eve_1_assignsubmission_file_Bob_2_assignsubmission_file_a.ipynb",),
            Said("Eve", "1", False, ("Bob_2_assignsubmission_file_a.ipynb",), 0, False),
        ),
        (
            ("Eve_1_assignsubmission_file_", "Bob_2_assignsubmission_file_", "a.ipynb"),
            Said("Eve", "1", False, ("Bob_2_assignsubmission_file_", "a.ipynb"), 0, False),
        ),
        (("lovelaceada_12_345_a.ipynb",), Said("lovelaceada", "12", True, ("a.ipynb",), 345, False)),
        (("lovelaceada_LATE_12_345_a-1.ipynb",), Said("lovelaceada", "12", True, ("a-1.ipynb",), 345, True)),
        (("eve_12_345_smithbob_13_346_a.ipynb",), Said("eve", "12", True, ("smithbob_13_346_a.ipynb",), 345, False)),
        (("a.ipynb",), None),
        (("Ada Lovelace", "a.ipynb"), None),
        (("lovelaceada_12_345_a", "a.ipynb"), None),
    ],
)
def test_path_of_a_file_says_whose_it_is(parts: tuple[str, ...], expected: Said | None) -> None:
    assert what_is_said(parts) == expected


def moodle(name: str) -> Said:
    return Said(name, "1", False, ("a.ipynb",), 0, False)


def canvas(name: str, number: str) -> Said:
    return Said(name, number, True, ("a.ipynb",), 1, False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (moodle("Ada Lovelace"), ["ada1"]),
        (moodle("LOVELACE, Ada"), ["ada1"]),
        (moodle("ada1"), ["ada1"]),
        (moodle("ada@example.org"), ["ada1"]),
        (moodle("Zoë O'Brien Núñez"), ["zoe"]),
        (moodle("Zoe OBrien Nunez"), ["zoe"]),
        (moodle("Zoe\u0308 O'Brien Nu\u0301n\u0303ez"), ["zoe"]),
        (moodle("Group 1-Ada Lovelace"), ["ada1"]),
        (moodle("Ada"), []),
        (moodle("Ada Lovelac"), []),
        (moodle("Lee Kim"), ["kim", "kim2"]),
        (moodle("-"), []),
        (canvas("lovelaceada", "99"), ["ada1"]),
        (canvas("smithbob", "4711"), ["bob"]),
        (canvas("anything", "4711"), ["bob"]),
        (canvas("smithbob", "99"), []),  # another account with the name of one who has a number
        (canvas("leekim", "815"), ["kim2"]),
        (canvas("leekim", "99"), ["kim"]),
    ],
)
def test_name_means_one_or_nobody(said: Said, expected: list[str]) -> None:
    assert members_meant(said, CLASS) == expected


def test_accents_tell_apart_where_only_they_do() -> None:
    members = [Person("zoe", "Zoe", "Kay", "", ""), Person("zoë", "Zoë", "Kay", "", "")]

    assert [members_meant(moodle(name), members) for name in ("Zoe Kay", "Zoë Kay")] == [["zoe"], ["zoë"]]
    assert members_meant(moodle("Zoé Kay"), members) == ["zoe", "zoë"]
