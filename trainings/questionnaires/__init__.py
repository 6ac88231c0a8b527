"""Questionnaires before and after a training: the pages, the letters, the results."""
