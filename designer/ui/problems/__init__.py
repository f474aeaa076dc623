"""Problems in words and on cards: in their tab, under a form, beside a node."""
