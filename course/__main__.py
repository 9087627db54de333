"""The command `course`, as `python -m course` runs it, too."""


def main() -> None:
    """Run the command line."""
    import course.cli  # not at the top: what starts a program, its workers import, too

    course.cli.main()


if __name__ == "__main__":
    main()
