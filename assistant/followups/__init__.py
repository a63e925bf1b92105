"""A question with its history: `readings` says how it reads alone; `forms` and `frames` are the ways people put things."""
