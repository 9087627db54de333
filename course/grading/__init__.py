"""From submissions to marks, feedback and a picture of the class; knows nbgrader and notebooks, but no lesson."""
