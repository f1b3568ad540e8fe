"""What has to be done about trips, by date, with the reason; put off with words, marked as done."""
