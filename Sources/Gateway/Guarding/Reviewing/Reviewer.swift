/// A service that looks at a streamed answer.
struct Reviewer: Sendable {
    /// How it is asked.
    let external: ExternalGuard
    /// Whether what it says is only noted, and nothing waits for it.
    let isMonitored: Bool
    /// Whether the answer goes on where it cannot be asked.
    let failsOpen: Bool
}
