"""What may be quoted: `selection`, of what is `asked` in a question or set by hand, and how documents `match`."""
