"""What officer and applicant say to each other about a request: questions with a deadline, and one thread."""
