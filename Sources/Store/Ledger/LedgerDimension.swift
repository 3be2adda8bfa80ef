import Governance

/// What many requests have in common, kept once.
struct LedgerDimension: Hashable {
    var organization: String?
    var team: String?
    var project: String?
    var user: String?
    var keyID: String?
    var keyName: String?
    var model: String
    var provider: String?
    /// Sorted, each once.
    var tags: [String]

    /// A hash of all of it, by which it is found.
    var digest: [UInt8] {
        var bytes: [UInt8] = []
        for text in [organization, team, project, user, keyID, keyName, model, provider] + tags.map(Optional.some) {
            // The length and a presence first, so that no two lists of texts give the same bytes.
            let count = UInt32(truncatingIfNeeded: text?.utf8.count ?? 0)
            bytes.append(text == nil ? 0 : 1)
            for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
            if let text { bytes.append(contentsOf: text.utf8) }
        }
        return LedgerHash.leaf(of: bytes)
    }
}

extension LedgerDimension {
    /// A record's.
    init(_ record: LedgerRecord) {
        self.init(
            organization: record.organization.map(LedgerColumns.text),
            team: record.team.map(LedgerColumns.text),
            project: record.project.map(LedgerColumns.text),
            user: record.user.map(LedgerColumns.text),
            keyID: record.keyID.map(LedgerColumns.text),
            keyName: record.keyName.map(LedgerColumns.text),
            model: LedgerColumns.text(record.modelAsked),
            provider: record.provider.map(LedgerColumns.text),
            tags: Self.distinct(record.tags)
        )
    }

    /// Tags sorted, each once.
    private static func distinct(_ tags: [String]) -> [String] {
        guard tags.count > 1 else { return tags.map(LedgerColumns.text) }
        return Set(tags.map(LedgerColumns.text)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
