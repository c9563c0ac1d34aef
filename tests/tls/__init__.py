"""What TLS the platform's doors agree on: each policy's published list, tried by handshakes."""
