"""What several functions use. A function's archive has the modules of it that the function imports."""
