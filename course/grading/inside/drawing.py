"""What draws, made ready before a student's process is forked: pictures appear in the notebook.

No code changes that: on a student's machine it may have opened a window.
"""

import matplotlib
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot

InteractiveShell.instance().run_line_magic("matplotlib", "inline")
matplotlib.use = lambda backend, *, force=True: None
pyplot.switch_backend = lambda newbackend: None
