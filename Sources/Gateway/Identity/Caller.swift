import Governance
import ModelAPI
import Settings

/// Who sends a request, and what they may use.
struct Caller: Hashable, Sendable {
    /// The name of the virtual key; `nil` where keys are not required and none of ours was given.
    var keyName: String?
    /// The name of the key's team.
    var team: String?
    /// The models that may be asked for: a name has to fit one pattern of each list.
    fileprivate var models: [[ModelPattern]] = []
    /// The regions that requests may be processed in; `nil` for all.
    var regions: Set<String>?

    /// Whose share of a limit the caller's requests take where several want more than there is.
    var fairShareName: String { team ?? keyName ?? "" }

    /// Somebody without a key.
    static let anonymous = Caller(keyName: nil)
}

extension Caller {
    /// Longer names fit no pattern: they are nobody's.
    private static let longestName = 512

    /// The holder of a virtual key. What the key and its team say both hold.
    init(_ key: GatewayKey, team: TeamConfiguration?) {
        keyName = key.name
        self.team = key.team
        models = [key.models, team?.models].compactMap(\.self)
        switch (key.regions, team?.regions) {
        case (let regions?, let others?): self.regions = regions.intersection(others)
        case (let regions, let others): self.regions = regions ?? others
        }
    }

    /// Whether a model may be asked for.
    func mayUse(_ model: String) -> Bool {
        if models.isEmpty { return true }
        guard model.utf8.count <= Self.longestName else { return false }
        return models.allSatisfy { patterns in patterns.contains { $0.matches(model) } }
    }

    /// Checks that a model may be asked for.
    /// - Throws: ``ModelAPI/APIError`` of kind `modelNotAllowed`.
    func require(_ model: String) throws(APIError) {
        guard !mayUse(model) else { return }
        throw APIError(
            .modelNotAllowed,
            "This key may not use the model '\(model.prefix(128))'.",
            parameter: "model"
        )
    }
}
