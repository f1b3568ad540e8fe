"""The checks that a certificate from abroad meets when it is registered. One a file; none asks the database."""
