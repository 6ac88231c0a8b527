"""A PostgreSQL of the portal's own, from a wheel, where nobody named another."""
