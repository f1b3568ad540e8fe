"""The main pages as Lighthouse sees them: how soon they can be read on a slow telephone, and whether by everybody."""
