"""The product without Qt and without sockets: domain, rules, use cases, and what composes them."""
