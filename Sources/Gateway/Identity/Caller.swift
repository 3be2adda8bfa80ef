import Governance
import ModelAPI

/// Who sends a request, and what they may use.
struct Caller: Sendable {
    /// The key with everything that it belongs to; `nil` for somebody without one, where none is required.
    let principal: Principal?
    /// Where what the team spends is counted.
    let series: Int

    /// Somebody without a key.
    static let anonymous = Caller(principal: nil)

    init(principal: Principal?, series: Int = TeamSeries.nobody) {
        self.principal = principal
        self.series = series
    }

    /// The name of the virtual key.
    var keyName: String? { principal?.key.name }
    /// The name of the key's team.
    var team: String? { principal?.teamName }
    /// The regions that requests may be processed in; `nil` for all.
    var regions: Set<String>? { principal?.regions }
    /// Whose share of a limit the caller's requests take where several want more than there is.
    var fairShareName: String { team ?? keyName ?? "" }

    /// Whether a model may be asked for.
    func mayUse(_ model: String) -> Bool { principal?.mayUse(model: model) ?? true }

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
