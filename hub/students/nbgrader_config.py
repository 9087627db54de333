"""nbgrader's settings for students on a JupyterHub; they need nothing of the course's folder.

JUPYTER_CONFIG_PATH leads here, and COURSE_EXCHANGE to the exchange: `jupyterhub_config.py`, one folder up, sets both.
"""

import os

c = get_config()  # noqa: F821 (traitlets defines it)

c.CourseDirectory.course_id = "neural_networks"  # as in the course's own nbgrader_config.py
c.Exchange.root = os.environ["COURSE_EXCHANGE"]
c.Exchange.timezone = "UTC"
