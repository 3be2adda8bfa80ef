/// What is done for one request so that the provider's own cache serves it.
public struct PromptCachePolicy: Hashable, Sendable {
    /// Which lifetimes breakpoints may have.
    public enum Lifetimes: String, Hashable, Sendable, CaseIterable {
        /// Whichever is expected to cost least.
        case automatic = "auto"
        /// Five minutes alone.
        case fiveMinutes = "5m"
        /// An hour alone.
        case oneHour = "1h"

        /// The lifetimes to choose from.
        public var allowed: [CacheLifetime] {
            switch self {
            case .automatic: CacheLifetime.allCases
            case .fiveMinutes: [.fiveMinutes]
            case .oneHour: [.oneHour]
            }
        }
    }

    /// Whether anything is done.
    public var use: CachePolicy.Switch
    /// Which lifetimes breakpoints may have.
    public var lifetimes: Lifetimes
    /// Whether a request prefers the target and the credential that have its beginning.
    public var affinity: Bool

    /// Creates a policy.
    public init(
        use: CachePolicy.Switch = .onRequest,
        lifetimes: Lifetimes = .automatic,
        affinity: Bool = true
    ) {
        self.use = use
        self.lifetimes = lifetimes
        self.affinity = affinity
    }

    /// Whether it holds for a request.
    /// - Parameter wish: what the request says; `nil` where it says nothing.
    public func applies(to wish: Bool?) -> Bool {
        switch use {
        case .on: wish ?? true
        case .onRequest: wish ?? false
        case .off: false
        }
    }
}
