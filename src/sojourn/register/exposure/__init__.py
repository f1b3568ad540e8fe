"""What it would cost if cover is missing: contributions that a host country could ask for, and known sanctions."""
