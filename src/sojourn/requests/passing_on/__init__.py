"""A certificate passed on by a link: to the worker, an office abroad, whoever runs the payroll."""
