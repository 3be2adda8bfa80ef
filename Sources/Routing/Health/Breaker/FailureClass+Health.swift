extension FailureClass {
    /// Whether the failure says that the target is not well.
    ///
    /// Failures that are the request's, the caller's, our own or the credential's say nothing about it. Too many requests
    /// (429) are a matter of rate, not of health: they lead to a cooldown.
    public var countsForHealth: Bool {
        switch self {
        case .connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow: true
        case .status(let status): (500...599).contains(status)
        case .credential, .quota, .contextWindow, .contentPolicy, .invalidRequest, .busy, .cancelled: false
        }
    }
}
