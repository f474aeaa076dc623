"""A popup that searches: a field, and under it the rows that suit what is typed."""
