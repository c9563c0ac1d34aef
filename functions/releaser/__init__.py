"""Takes back a function's newest version when the alarm on its errors goes off (docs/adr/0034)."""
