"""Answers without a name are told in numbers, and only where enough of them make one."""

# With fewer, somebody who was there could tell who said what.
FEWEST = 5
