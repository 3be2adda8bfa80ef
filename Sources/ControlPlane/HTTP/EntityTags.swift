/// Conditions on an object's version (RFC 9110 §13.1).
struct EntityTags: Sendable {
    /// The values of `if-match`; `nil` without the field.
    let match: String?
    /// The values of `if-none-match`; `nil` without the field.
    let noneMatch: String?

    /// Whether a change of an object that has this tag may go on.
    /// - Throws: `outdated`.
    func require(_ tag: String) throws(AdminError) {
        guard let match, !Self.contains(tag, in: match) else { return }
        throw .outdated
    }

    /// Whether the caller has this version already.
    func isKnown(_ tag: String) -> Bool { noneMatch.map { Self.contains(tag, in: $0) } ?? false }

    private static func contains(_ tag: String, in list: String) -> Bool {
        list.split(separator: ",").contains { part in
            var entry = part[...]
            while let first = entry.first, first == " " || first == "\t" { entry = entry.dropFirst() }
            while let last = entry.last, last == " " || last == "\t" { entry = entry.dropLast() }
            // A weak tag never matches strongly, but proxies that compress make ours weak: versions are exact either way.
            if entry.hasPrefix("W/") { entry = entry.dropFirst(2) }
            return entry == "*" || entry == tag
        }
    }
}
