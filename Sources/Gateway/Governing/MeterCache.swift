import Governance
import Routing

/// The meters that requests of a key for a model have to pass, found once and kept by each event loop.
///
/// `@unchecked Sendable`: only touched on its event loop.
final class MeterCache: @unchecked Sendable {
    private struct Key: Hashable {
        /// Principals live as long as their directory, and a new directory comes with a new generation.
        let principal: ObjectIdentifier?
        let model: String
    }

    /// Beyond this everything is forgotten and found anew: callers choose the names of models.
    private static let most = 8192
    private var generation: UInt64 = 0
    private var sets: [Key: MeterSet] = [:]

    /// The meters for requests of a caller for a model.
    /// - Parameters:
    ///   - model: the name in the request.
    ///   - rules: what has limits and budgets.
    func meters(for caller: Caller, model: String, _ rules: Rulebook, in book: MeterBook, wall: WallTime) -> MeterSet {
        let generation = book.generation
        if generation != self.generation {
            sets.removeAll(keepingCapacity: true)
            self.generation = generation
        }
        let isNamed = rules.models.contains(model)
        let key = Key(principal: caller.principal.map { ObjectIdentifier($0) }, model: isNamed ? model : "")
        if let set = sets[key] { return set }
        var scopes = caller.principal?.scopes ?? []
        if isNamed { scopes.append(.model(model)) }
        let set = book.meters(for: scopes, at: wall)
        if sets.count >= Self.most { sets.removeAll(keepingCapacity: true) }
        sets[key] = set
        return set
    }
}
