public import Caching

extension KanmonConfiguration {
    /// Whose stored answers may be on the disk, and how much room they take there.
    public var archiveRules: ArchiveRules {
        let rules = bodyRules
        return ArchiveRules(
            maximumBytes: cache.diskBytes,
            policies: data == .memory ? CachePolicies() : cache.policies,
            sealedTeams: Dictionary(teams.map { ($0.name, rules.settings(ofTeam: $0.name).isZero) }) { first, _ in first
            },
            sealsOthers: rules.settings(ofTeam: nil).isZero
        )
    }
}
