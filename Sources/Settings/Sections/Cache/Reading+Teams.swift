extension Reading {
    /// Reports a name that no team of the document has.
    func requireTeam(_ name: String, at position: Position, _ path: DocumentPath) {
        guard !declaredTeams.contains(name) else { return }
        report(
            .unknownTeam,
            at: position,
            path,
            "no such team is declared\(declaredTeams.help(for: name, none: "there are no `teams`"))"
        )
    }
}
