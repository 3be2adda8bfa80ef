import Governance

/// The id of one limit or budget: what it is on, and its name there, `team:dev~month`; of a limit on what a key uses of some
/// models their pattern between the two.
struct PolicyID: Hashable, Sendable {
    /// Stands in no name of ours.
    private static let separator: Character = "~"

    let scope: Scope
    let models: String?
    let name: String

    init(scope: Scope, models: String? = nil, name: String) {
        self.scope = scope
        self.models = models
        self.name = name
    }

    /// Reads an id; `nil` where it is none.
    init?(_ text: String) {
        let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, let scope = Scope(text: parts[0]), let name = parts.last,
            !name.isEmpty
        else { return nil }
        self.init(scope: scope, models: parts.count == 3 ? parts[1] : nil, name: name)
    }

    var text: String { [scope.text, models, name].compactMap(\.self).joined(separator: String(Self.separator)) }
}
