"""Who said what on one subject: `comparison`, with its sides, parallels and notes."""
