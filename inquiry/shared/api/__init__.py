"""How every address of the REST API behaves: problems, paging, entity tags, idempotency, life-cycle verbs."""
