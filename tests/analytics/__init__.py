"""Questions asked of generated events: their answers by construction, by polars, and once by Trino."""
