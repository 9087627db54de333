"""From submissions to marks, feedback and a picture of the class; knows nbgrader and notebooks, but no lesson.

Importing this package imports nothing else: students' processes come through here on their way to `inside`.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config


def configure(c: "Config") -> None:
    """Have nbgrader collect, grade, export and give feedback by this package; a course's own settings are left alone.

    No link in a submission is followed. A submission is read with care and gets the release's structure; what decides
    its mark runs in a sandbox, and is judged from outside. Feedback shows what was wrong, but no hidden test. In the
    formgrader nothing runs that a student wrote, and answers in words have pages on which a person marks them.

    Args:
        c: the configuration of nbgrader, as `get_config()` returns it in `nbgrader_config.py`. Changed.
    """
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute

    from course.grading.pages import FILTERS, PATHS
    from course.grading.referee import Referee
    from course.grading.safe_autograde import SubmissionExporter
    from course.grading.sanitise import Sanitise

    usual = Autograde()
    judged = [Referee if step is Execute else step for step in usual.autograde_preprocessors]
    c.Autograde.exporter_class = SubmissionExporter
    c.Autograde.sanitize_preprocessors = [Sanitise, *usual.sanitize_preprocessors]
    c.Autograde.autograde_preprocessors = judged
    # What is given by its name is imported by the commands only that need it.
    c.ExchangeFactory.collect = "course.grading.collect.CollectFiles"
    c.ExchangeFactory.release_feedback = "course.grading.release_feedback.ReleaseEach"
    c.ExchangeFactory.submit = "course.grading.submit.Submit"
    c.ExportApp.plugin_class = "course.grading.export.ExportCsv"
    c.GenerateFeedback.exporter_class = "course.grading.feedback_page.FeedbackPage"
    c.GenerateFeedback.preprocessors = [
        "course.grading.feedback.HideTests",
        "course.grading.feedback.GetMarks",
        "course.grading.feedback_page.MarkGiven",
    ]
    page = c.HTMLExporter  # the formgrader's
    page.template_name, page.extra_template_basedirs, page.extra_template_paths = "course_formgrader", PATHS, PATHS
    page.filters, page.sanitize_html = FILTERS, True
    if "nbgrader.server_extensions.formgrader" in sys.modules:  # which a command that only grades does without
        from course.grading.add_pages import add_pages

        add_pages()
