"""Finding a case by what is encrypted in it: whole values compared by blind index, each search written down."""
