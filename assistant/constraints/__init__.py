"""What a question demands besides its subject, `demands`: who shall have said it, when, where, in which words."""
