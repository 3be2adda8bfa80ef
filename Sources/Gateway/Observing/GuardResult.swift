import Guardrails

/// What came of one guardrail's look at one side of a call, as metrics count it.
enum GuardResult {
    /// Nothing was found.
    static let pass = "pass"
    /// Something was found by a guardrail that only monitors.
    static let monitor = "monitor"

    /// What results are called, in their order.
    static let names = [
        pass, monitor, "log", "warn", "restore", "mask", "hash", "redact", "reask", "route", "block",
    ]

    /// The place of what was done among the names.
    static func index(of action: GuardAction) -> Int {
        switch action {
        case .ignore: 0
        case .log: 2
        case .warn: 3
        case .restore: 4
        case .mask: 5
        case .hash: 6
        case .redact: 7
        case .reask: 8
        case .route: 9
        case .block: 10
        }
    }

    /// The place of something that was only noted.
    static let monitored = 1
}
