"""Letters and e-mail: templates with versions, one outbox."""
