"""What functions may count on in the sandbox, and where its data services differ from AWS."""
