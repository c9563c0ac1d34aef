"""Takes what is personal out of records: finds it in text, makes tokens, coarsens, and says how many look alike."""
