"""Disagreeing with a decision: the applicant's page of an appeal, and the letters of the institution."""
