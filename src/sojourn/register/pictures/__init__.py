"""The register counted for pictures: who is where, what ends when, how long people have been in a country."""
