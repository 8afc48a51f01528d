"""What speaks for a group and against it: the tests, what excuses it, and the verdict that they add up to."""
