"""Who may do what to the platform: the roles that pipelines assume, and who administers keys.

What people and clients may do inside the platform will live here too. Workflows are in `.github/workflows`.
"""
