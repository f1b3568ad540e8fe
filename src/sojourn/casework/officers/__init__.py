"""How officers share the work: who hands what to whom and why, who looks at what, how each likes the desk."""
