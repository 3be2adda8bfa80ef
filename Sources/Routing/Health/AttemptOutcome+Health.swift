extension AttemptOutcome {
    /// What the outcome says about the credential, as far as it can tell: 401 and 403 look the same.
    public var credentialVerdict: CredentialVerdict {
        switch self {
        case .success: .accepted
        case .failure(.credential, _): .refused
        case .failure(.quota, _): .outOfQuota
        case .failure(.status(429), let retryAfter): .rateLimited(retryAfter: retryAfter)
        // The provider looked into the request, so it took the credential.
        case .failure(.contextWindow, _), .failure(.contentPolicy, _): .accepted
        case .failure: .neutral
        }
    }

    /// What the outcome says about the target's health.
    var breakerResult: Breaker.Result {
        switch self {
        // A prompt that is refused says nothing: it may well be read by something that is up when the model is not.
        case .success: .success
        case .failure(let kind, _): kind.countsForHealth ? .failure : .neutral
        }
    }
}
