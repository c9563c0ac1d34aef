"""What is learnt from the platform's use: experiments, and questions of the business over what happened."""
