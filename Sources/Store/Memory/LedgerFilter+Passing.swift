extension LedgerFilter {
    /// Whether a record passes.
    func passes(_ columns: LedgerColumns) -> Bool {
        columns.figures.time >= from ?? .min && (to.map { columns.figures.time < $0 } ?? true)
            && (status.map { columns.figures.status == Int64($0) } ?? true) && passes(columns.dimension)
            && (!hasGuard || columns.guards.contains { holds(guardrail, $0.guardrail) && holds(guardType, $0.type) })
    }

    /// Whether records of a dimension pass, as far as it tells.
    func passes(_ dimension: LedgerDimension) -> Bool {
        holds(organization, dimension.organization) && holds(project, dimension.project)
            && holds(user, dimension.user) && holds(model, dimension.model) && holds(provider, dimension.provider)
            && (teams.map { $0.contains { holds($0, dimension.team) } } ?? true)
            && (key == nil || holds(key, dimension.keyID) || holds(key, dimension.keyName))
            && (tag == nil || dimension.tags.contains { holds(tag, $0) })
    }

    private func holds(_ wanted: String?, _ text: String?) -> Bool {
        guard let wanted else { return true }
        return text.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
    }
}
