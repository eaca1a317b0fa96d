"""Who may sign in and do what: roles, passwords, the second factor."""
