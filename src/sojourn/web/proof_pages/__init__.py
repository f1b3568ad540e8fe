"""The register's pages about money and proof: exposure, papers that are kept, audit packs."""
