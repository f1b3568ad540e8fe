"""The register in pictures: the map, the outlook, days by country, and what a change of the law did."""
