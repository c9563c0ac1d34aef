"""The functions of `functions/`: their archives, their budgets, and calls of those that a stack has."""
