"""What people fill in who are no coordinators."""
