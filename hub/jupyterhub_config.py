"""JupyterHub's settings for this course on one machine with accounts; docs/jupyterhub.md says what has to be there.

To be used as it is, `jupyterhub --config hub/jupyterhub_config.py`, or loaded from the settings of a hub that runs
already: `load_subconfig("/path/to/hub/jupyterhub_config.py")`.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (traitlets defines it)

HERE = str(Path(__file__).resolve().parent)
INSTRUCTORS = {"instructor"}  # names of accounts
COURSE = "/srv/neural-networks"  # the course's folder, which only its instructors may read
EXCHANGE = "/srv/nbgrader/exchange"


def choose_role(spawner):
    """Give a person's server the settings of an instructor or of a student."""
    instructor = spawner.user.name in INSTRUCTORS
    settings = [f"{HERE}/instructors", COURSE] if instructor else [f"{HERE}/students"]
    spawner.environment |= {"COURSE_EXCHANGE": EXCHANGE, "JUPYTER_CONFIG_PATH": os.pathsep.join(settings)}
    spawner.notebook_dir = COURSE if instructor else "~"


c.Spawner.default_url = "/lab"
c.Spawner.pre_spawn_hook = choose_role
