"""The student's side of the wall: what runs in the sandbox, in one process with code of the student's.

Nothing of it is trusted. Of this package it imports the wire alone, and no module outside imports it; the sandbox
starts `spawner` by name.
"""
