"""The employer's register: who works abroad, where, when, and under which cover."""
