extension FailureClass {
    /// What kind of answer a failure asks for.
    enum RetryKind {
        /// None: nobody would answer it differently, or nobody waits for it.
        case never
        /// Another credential, or another target.
        case credential
        /// The same target once more, since such failures often pass, then another one.
        case sameTargetFirst
        /// Another target at once; the same one only where there is no other.
        case otherTargetFirst
        /// Another target; the same one would fail the same way.
        case otherTargetOnly
    }

    var retryKind: RetryKind {
        switch self {
        case .contextWindow, .contentPolicy, .invalidRequest, .cancelled: .never
        case .credential, .quota: .credential
        case .status(500), .truncated: .sameTargetFirst
        case .tls: .otherTargetOnly
        case .connect, .timeout, .status, .invalidBody, .errorEvent, .tooSlow, .busy: .otherTargetFirst
        }
    }
}
