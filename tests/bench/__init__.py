"""Speed, measured on demand: never part of the tests, which do not watch the clock."""
