"""The pages of an employer's register."""
