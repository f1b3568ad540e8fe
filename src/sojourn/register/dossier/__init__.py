"""What is kept beside a trip: certificates from elsewhere, evidence that it is temporary, decisions where no agreement
binds, and from when on health insurance is wanted."""
