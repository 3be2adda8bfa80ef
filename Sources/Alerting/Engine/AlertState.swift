public import Governance

/// Where one thing stands by one rule.
public struct AlertState: Hashable, Sendable {
    /// What is the case.
    public enum Phase: Hashable, Sendable {
        /// Nothing; kept only to know when it was told of last.
        case quiet
        /// Bad, but not for long enough.
        case pending
        /// Bad. Not told of where it came back within the cooldown.
        case firing(isTold: Bool)
    }

    /// The rule's name.
    public let rule: String
    /// What is watched.
    public let subject: AlertSubject
    /// What is the case.
    public internal(set) var phase: Phase
    /// Since when.
    public internal(set) var since: WallTime
    /// The last value.
    public internal(set) var value: Double
    /// When the last value came.
    public internal(set) var heard: WallTime
    /// When people were told of it last.
    public internal(set) var told: WallTime?

    /// Whether it is the case now.
    public var isFiring: Bool { if case .firing = phase { true } else { false } }

    /// Whether people know of it.
    public var isTold: Bool { phase == .firing(isTold: true) }
}
