"""Rules on Amazon Lex."""
