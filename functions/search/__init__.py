"""Makes one jurisdiction's logs searchable: indexes what the delivery stream carries, and keeps the domain's rules."""
