/// The leave for one attempt at a target, given back once when the attempt is over (``TargetState``'s `finish`).
public struct TargetTicket: Sendable {
    /// When the attempt began.
    public let begun: Moment
    /// The credential to use, as an index into the pool that was passed in; `nil` where there was none.
    public let credential: Int?
    /// Whether the target's recovery is judged by this attempt.
    public var isProbe: Bool {
        if case .probe = entry { true } else { false }
    }

    let entry: Breaker.Entry
    let credentialUse: CredentialUse?
    /// The time to the first content, once it has been reported.
    var timeToFirstToken: Duration?

    /// The credential in use and how it was let in.
    struct CredentialUse: Sendable {
        let state: CredentialState
        /// Whether the credential's own recovery is judged by this attempt.
        private(set) var isProbe: Bool
        /// Whether its recovery at this target is.
        private(set) var isProbeHere: Bool

        mutating func endTrial() {
            isProbe = false
            isProbeHere = false
        }
    }
}
