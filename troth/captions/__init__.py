"""Live captions: what is said in a meeting, shown as text while it is said.

A host turns them on, and everybody is asked; nothing that somebody says
becomes text who has not agreed. The words go to the people in the room and
are kept nowhere.
"""
