"""What a question takes for granted, held against a candidate sentence: `check` asks all the others."""
