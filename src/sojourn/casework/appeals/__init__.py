"""Appeals: received from the applicant, looked at by somebody who did not decide, upheld, changed or not admitted."""
