"""The page from which a certificate goes into a wallet or into a file, for the worker and for who has the paper."""
