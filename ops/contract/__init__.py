"""The API's contract as people meet it: a request that works, and a page to read."""
