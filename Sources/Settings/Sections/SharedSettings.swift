import Routing

/// What a document says in one place and what counts in several.
struct SharedSettings: Sendable {
    /// The server's `strict`.
    let strict: Bool
    /// The regions of providers by their names.
    let regions: [String: String]
    /// The limits of providers' models.
    let limits: [ModelTarget: Int]
    /// The breakers of providers' models.
    let breakers: [ModelTarget: BreakerPolicy]

    func region(of destination: TargetConfiguration.Destination) -> String? {
        if case .provider(let target) = destination { regions[target.provider] } else { nil }
    }

    func limit(of destination: TargetConfiguration.Destination) -> Int? {
        if case .provider(let target) = destination { limits[target] } else { nil }
    }

    func breaker(of destination: TargetConfiguration.Destination) -> BreakerPolicy? {
        if case .provider(let target) = destination { breakers[target] } else { nil }
    }
}
