"""What is learnt from the platform's use: here what divides units into experiments and says what came of them."""
